"""A real terminal for tests: tmux runs a command in it, keys are sent, its screen is read until a text is there."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import signal
    from collections.abc import Iterator

PATIENCE_SECONDS = 60
SOON_SECONDS = 3
ROOT = Path(__file__).resolve().parents[2]
CLOSEOUT = Path(sys.executable).with_name("closeout")
SERVERS = count()


class Terminal:
    """A terminal of 80 by 24 that runs one command; afterwards it shows the exit code and the terminal's settings."""

    def __init__(self, command: str, folder: Path, **environment: str) -> None:
        self.server = f"closeout-{os.getpid()}-{next(SERVERS)}"
        settings = {
            "TERM": "tmux-256color",
            "LC_ALL": "C.UTF-8",
            "XDG_STATE_HOME": str(folder / "state"),
            **environment,
        }
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
            settings.setdefault(name, str(folder / name))
        given = " ".join(f"{name}={shlex.quote(value)}" for name, value in settings.items())
        script = f"{command}; echo EXIT=$?; stty -a; exec cat"
        unset = "-u NO_COLOR -u COLUMNS -u LINES -u COLORTERM -u TEXTUAL -u CLOSEOUT_STORE -u LANG"
        whole = f"env {unset} {given} sh -c {shlex.quote(script)}"
        self.tmux("-u", "-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "-c", str(folder), whole)

    def tmux(self, *arguments: str) -> str:
        """Tell this terminal's own tmux server something."""
        done = subprocess.run(
            ["tmux", "-L", self.server, *arguments], capture_output=True, text=True, check=False, timeout=20
        )
        return done.stdout

    def type_at_once(self, *keys: str) -> None:
        """Send all keys in one burst, as tmux names them."""
        self.tmux("send-keys", *keys)

    def screen(self) -> str:
        """Read the screen."""
        return self.tmux("capture-pane", "-p")

    def lines(self) -> list[str]:
        """Read the screen line by line."""
        return self.screen().split("\n")

    def colours(self) -> str:
        """Read the screen with the codes that colour it."""
        return self.tmux("capture-pane", "-p", "-e")

    def wait_for(self, *texts: str) -> str:
        """Read the screen until it shows every text."""
        until = monotonic() + PATIENCE_SECONDS
        while monotonic() < until:
            shown = self.screen()
            if all(text in shown for text in texts):
                return shown
        pytest.fail(f"{texts!r} did not appear:\n{self.screen()}")

    def type_until(self, key: str, text: str) -> str:
        """Send a key that may be sent twice, until a text is there: a question drops keys before it can be read."""
        until = monotonic() + PATIENCE_SECONDS
        while monotonic() < until:
            self.type_at_once(key)
            soon = monotonic() + SOON_SECONDS
            while monotonic() < soon:
                if text in (shown := self.screen()):
                    return shown
        pytest.fail(f"{text!r} did not appear:\n{self.screen()}")

    def ask(self, what: str) -> str:
        """Ask tmux for one of its variables."""
        return self.tmux("display-message", "-p", f"#{{{what}}}").strip()

    def program(self) -> Path:
        """Find what the shell of this terminal runs, as the operating system shows it (`/proc/…`)."""
        shell = self.ask("pane_pid")
        (child,) = Path(f"/proc/{shell}/task/{shell}/children").read_text("ascii").split()
        return Path("/proc", child)

    def end_program(self, how: signal.Signals) -> None:
        """Tell the program to end: SIGKILL ends it as a power cut would."""
        os.kill(int(self.program().name), how)

    def not_given_back(self) -> list[str]:
        """Name what of the terminal is not as it was: the shell's own screen, cursor, mouse, echo, line by line."""
        shown = self.wait_for("icanon").split()
        states = {
            "screen": self.ask("alternate_on") == "0",
            "cursor": self.ask("cursor_flag") == "1",
            "mouse": self.ask("mouse_any_flag") == "0",
            "echo": "echo" in shown,
            "lines": "icanon" in shown,
        }
        return [name for name, is_back in states.items() if not is_back]


@contextmanager
def terminal(command: str, folder: Path, **environment: str) -> Iterator[Terminal]:
    """Open a terminal that runs a command, and take it away in the end."""
    opened = Terminal(command, folder, **environment)
    try:
        yield opened
    finally:
        opened.tmux("kill-server")


@contextmanager
def training(folder: Path, *options: str, **environment: str) -> Iterator[Terminal]:
    """Open the console on a training store in a terminal, and wait until it is there."""
    with terminal(train_command(folder, *options), folder, **environment) as opened:
        opened.wait_for("Worklist", "Keys")
        yield opened


def train_command(folder: Path, *options: str) -> str:
    """Write the command that opens the console on the training store of a folder."""
    return shlex.join([str(CLOSEOUT), "train", "--store", str(folder / "training.db"), *options])


def ended(program: Path) -> None:
    """Wait until a program has ended."""
    until = monotonic() + PATIENCE_SECONDS
    while program.exists():
        with suppress(OSError):
            if " Z " in (program / "stat").read_text("ascii"):
                return
        assert monotonic() < until, f"{program} goes on"


def closeout(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the program without a terminal."""
    return subprocess.run(
        [str(CLOSEOUT), *map(str, arguments)], capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
    )
