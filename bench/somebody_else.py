"""Another program at the same store: tries to begin a turn, with the patience of the program, until told to stop."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter, sleep

from sqlcipher3 import dbapi2 as driver

PATIENCE_SECONDS = 5
BETWEEN_SECONDS = 0.02


def main(store: str, stop: Path) -> None:
    """Print how long each try took, in seconds; a try that was refused is told below zero."""
    connection = driver.connect(store, timeout=PATIENCE_SECONDS, isolation_level=None)
    waits = []
    while not stop.exists():
        started = perf_counter()
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
            waits.append(perf_counter() - started)
        except driver.OperationalError:
            waits.append(started - perf_counter())
        sleep(BETWEEN_SECONDS)
    print(json.dumps(waits))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
