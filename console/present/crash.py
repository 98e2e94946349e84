"""A report of a defect that holds nobody's data: kinds of fault and places in the code, no variable, no value."""

from __future__ import annotations

import platform
import tempfile
import traceback
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SPEAK_OF_CODE_ONLY: Final = (AttributeError, ImportError, NameError, NotImplementedError, RecursionError)
"""Faults whose message names code, never a value; the words of all others may quote data and are left out."""

PATH_PARTS: Final = 3
MOST_REPORTS: Final = 10_000


def crash_report(error: BaseException, commands: Iterable[str] = ()) -> str:
    """Write the report: versions, the last commands by name, and each fault of the chain with its places."""
    last = " ".join(commands)
    parts = [
        "Closeout stopped because of a defect. This report holds no data of any casegroup.",
        "",
        f"closeout {program_version()}, python {platform.python_version()}, {platform.system()}",
        *([f"last commands: {last}"] if last else []),
    ]
    for fault, place in _chain(error):
        words = f": {fault}" if isinstance(fault, SPEAK_OF_CODE_ONLY) else ""
        parts += ["", f"{place}{type(fault).__module__}.{type(fault).__qualname__}{words}"]
        parts += [
            f"  {'/'.join(Path(frame.filename).parts[-PATH_PARTS:])}:{frame.lineno} in {frame.name}: {frame.line or ''}"
            for frame in traceback.extract_tb(fault.__traceback__)
        ]
    return "\n".join(parts) + "\n"


def write_report(text: str, folder: Path | None) -> Path | None:
    """Write a report beside the store, or in the temporary folder, for the user's eyes only; None if neither will."""
    for place in (folder, Path(tempfile.gettempdir())):
        for number in range(1, MOST_REPORTS) if place else ():
            assert place is not None
            path = place / f"closeout-crash-{number:04}.txt"
            try:
                path.touch(mode=0o600, exist_ok=False)
                path.write_text(text, encoding="utf-8")
            except FileExistsError:
                continue
            except OSError:
                break
            return path
    return None


def program_version() -> str:
    """Give the version of the program as it was installed."""
    try:
        return version("closeout")
    except PackageNotFoundError:
        return "(not installed)"


def _chain(error: BaseException) -> Iterator[tuple[BaseException, str]]:
    """Go from an error to those behind it."""
    seen: set[int] = set()
    fault: BaseException | None = error
    place = ""
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield fault, place
        place = "caused by " if fault.__cause__ else "while handling "
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
