"""`python -m bench`: every measurement, or those named, with so many casegroups; nothing is asserted of a time."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Final

from bench.stores import Bench

# In this order: the store that the caseload leaves behind is the one the others look at.
NAMES: Final = ("caseload", "startup", "console", "grid", "store", "reconciliation", "letters", "selection")
CASEGROUPS: Final = 100_000
FEW: Final = 300


def main(arguments: list[str] | None = None) -> int:
    """Read the arguments, measure, print the tables."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--small", action="store_true", help=f"{FEW} casegroups, each thing once: proves that all of it works"
    )
    parser.add_argument("--only", action="append", choices=NAMES, metavar="NAME", help=f"one of {', '.join(NAMES)}")
    parser.add_argument("--casegroups", type=int, metavar="N", help=f"how many, {CASEGROUPS:,} unless told")
    parser.add_argument("--folder", type=Path, help="where caseload and store are kept for the next time")
    given = parser.parse_args(arguments)
    count = given.casegroups or (FEW if given.small else CASEGROUPS)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        bench = Bench(folder.resolve(), count, given.small)
        for name in given.only or NAMES:
            import_module(f"bench.{name}").run(bench)
    return 0


if __name__ == "__main__":
    sys.exit(main())
