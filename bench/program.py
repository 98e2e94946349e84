"""The program started as a process, as a user starts it: compiled modules, its own state folder, time and memory."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

RUN = "from console.cli import main; main()"
# The kernel keeps the peak of each program; the one a parent is told would count the parent's own memory too.
TELL = """
import atexit, os
from pathlib import Path
def tell():
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    Path(os.environ["BENCH_PEAK"]).write_text(peak.split()[1])
if os.path.exists("/proc/self/status"):
    atexit.register(tell)
"""
RUN_AND_TELL = f"{TELL}\n{RUN}"


@dataclass(frozen=True, slots=True)
class Ended:
    """A program that has ended: seconds by the clock, and the peak of its memory in KiB (0 where nobody tells)."""

    seconds: float
    peak_kibibytes: int


def environment(folder: Path) -> dict[str, str]:
    """Give an environment in which modules stay compiled, as they do once the program is installed."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "XDG_STATE_HOME": str(folder / "state"),
        "PYTHONPATH": str(Path(__file__).resolve().parents[1]),
        "TERM": "xterm-256color",
    }


def closeout(folder: Path, *arguments: str) -> Ended:
    """Run a command of the program with its progress on a terminal; raises CalledProcessError if it fails."""
    peak = folder / "peak"
    peak.unlink(missing_ok=True)
    ours, its = os.openpty()
    reader = threading.Thread(target=_read_all, args=(ours,), daemon=True)
    reader.start()
    started = perf_counter()
    try:
        subprocess.run(
            [sys.executable, "-c", RUN_AND_TELL, *arguments],
            env=environment(folder) | {"BENCH_PEAK": str(peak)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=its,
            check=True,
        )
        seconds = perf_counter() - started
    finally:
        os.close(its)
        reader.join()
        os.close(ours)
    return Ended(seconds, int(peak.read_text()) if peak.exists() else 0)


def timed(folder: Path, *command: str) -> float:
    """Run Python on some arguments, from start to end, and give the seconds."""
    started = perf_counter()
    subprocess.run(
        [sys.executable, *command],
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return perf_counter() - started


def scripted(folder: Path, script: str, *arguments: str, python: str = sys.executable) -> Ended:
    """Run a script of Python from start to end, and give its seconds and the peak of its memory.

    `python` names another interpreter, with packages of its own.
    """
    peak = folder / "peak"
    peak.unlink(missing_ok=True)
    started = perf_counter()
    subprocess.run(
        [python, "-c", f"{TELL}\n{script}", *arguments],
        env=environment(folder) | {"BENCH_PEAK": str(peak)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return Ended(perf_counter() - started, int(peak.read_text()) if peak.exists() else 0)


def _read_all(descriptor: int) -> None:
    try:
        while os.read(descriptor, 65_536):
            pass
    except OSError:
        # The other end of a terminal is closed so.
        return
