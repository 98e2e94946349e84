"""How soon the program answers: help, one casegroup, and the console's first paint on a terminal."""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import subprocess
import sys
import termios
from contextlib import contextmanager, suppress
from pathlib import Path
from select import select
from time import perf_counter
from typing import TYPE_CHECKING

from bench.program import RUN, environment, timed
from bench.report import Limit, middle, tell_megabytes, tell_seconds, tell_times, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.stores import Bench

TIMES = 9
KEYS = 60
PATIENCE_SECONDS = 20.0
# Without anything more to read for so long, a screen is painted.
STILL_SECONDS = 0.06


def run(bench: Bench) -> None:
    """Measure starts beside that of a Python which does nothing."""
    title(f"Starting, with {bench.casegroups:,} casegroups")
    folder, store = bench.folder, str(bench.store())
    times = 1 if bench.small else TIMES
    commands = {
        "python -c pass": ("-c", "pass"),
        "closeout --help": ("-c", RUN, "--help"),
        "closeout show CG000001": ("-c", RUN, "show", "CG000001", "--store", store),
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for command in commands.values():
        timed(folder, *command)
    for _ in range(times):
        for name, command in commands.items():
            taken[name].append(timed(folder, *command))
    bare = Limit("python -c pass", middle(taken["python -c pass"]))
    best = Limit("its best", min(taken["python -c pass"]))
    for name in list(commands)[1:]:
        tell_seconds(name, middle(taken[name]), bare, budget=0.35)
        tell_seconds("    best", min(taken[name]), best, budget=0.35)
    _terminal(bench, bare, best, times)


def _terminal(bench: Bench, bare: Limit, best: Limit, times: int) -> None:
    """Start the console on a terminal of its own, and press keys there."""
    store = bench.copy()
    first, peaks = [], []
    latency: list[float] = []
    # The first start fills the cache of the disk.
    for number in range(1 if bench.small else 0, times + 1):
        with _console(bench, store) as terminal:
            seconds = terminal.wait_for(b"casegroups")
            terminal.wait_until_still()
            if number:
                first.append(seconds)
                peaks.append(terminal.peak_kibibytes())
            if number == times:
                latency = [terminal.press(b"j") for _ in range(5 if bench.small else KEYS)]
    tell_seconds("console, start to first paint", middle(first), bare, budget=0.7)
    tell_seconds("    best", min(first), best, budget=0.7)
    tell_megabytes("console, memory at first paint", round(middle(peaks)), budget=60)
    tell_times("a key on the worklist, to its paint", latency, budget=0.016)


class Terminal:
    """A terminal of 80 by 24 with the console on it, seen by the bytes it is sent."""

    def __init__(self, process: subprocess.Popen[bytes], descriptor: int, started: float) -> None:
        self.process, self.descriptor, self.started = process, descriptor, started

    def wait_for(self, text: bytes) -> float:
        """Read until a text has come, and give the seconds since the start."""
        seen = b""
        while text not in seen:
            if not select([self.descriptor], [], [], PATIENCE_SECONDS)[0]:
                raise AssertionError(seen[-2_000:])
            seen += self._read()
        return perf_counter() - self.started

    def wait_until_still(self) -> None:
        """Read until nothing more comes for a while."""
        while select([self.descriptor], [], [], STILL_SECONDS)[0]:
            self._read()

    def press(self, key: bytes) -> float:
        """Press a key and give the seconds until the first of its paint came."""
        started = perf_counter()
        os.write(self.descriptor, key)
        if not select([self.descriptor], [], [], PATIENCE_SECONDS)[0]:
            raise AssertionError(key)
        seconds = perf_counter() - started
        self.wait_until_still()
        return seconds

    def _read(self) -> bytes:
        try:
            return os.read(self.descriptor, 65_536)
        except OSError as error:
            # So a terminal says that nobody writes on it any more.
            raise EOFError("the console has ended; if it crashed, its report is beside the store") from error

    def peak_kibibytes(self) -> int:
        """Give the peak of the console's memory so far."""
        status = Path(f"/proc/{self.process.pid}/status")
        lines = status.read_text().splitlines() if status.exists() else []
        return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


@contextmanager
def _console(bench: Bench, store: Path) -> Iterator[Terminal]:
    ours, its = os.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    started = perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, "--store", str(store)],
        env=environment(bench.folder),
        stdin=its,
        stdout=its,
        stderr=its,
        start_new_session=True,
    )
    os.close(its)
    terminal = Terminal(process, ours, started)
    try:
        yield terminal
        os.write(ours, b":q\r")
        with suppress(EOFError):
            terminal.wait_until_still()
    finally:
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        os.close(ours)
