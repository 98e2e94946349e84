"""The demo console in a real terminal: what tmux shows, waited for by text."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.needs_tmux, pytest.mark.e2e]

PATIENCE_SECONDS = 30
ROOT = Path(__file__).resolve().parents[2]


class Terminal:
    """A terminal of 80 by 24 that runs one command."""

    def __init__(self, command: str, folder: Path) -> None:
        self.name = f"closeout-{os.getpid()}-{folder.name}"
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "-c", str(ROOT), command)

    def tmux(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-L", self.name, *arguments], capture_output=True, text=True, check=False, timeout=20
        )
        return done.stdout

    def type_at_once(self, *keys: str) -> None:
        self.tmux("send-keys", *keys)

    def lines(self) -> list[str]:
        return self.tmux("capture-pane", "-p").split("\n")

    def wait_for(self, text: str) -> str:
        """Read the screen until it shows a text."""
        until = monotonic() + PATIENCE_SECONDS
        while monotonic() < until:
            shown = "\n".join(self.lines())
            if text in shown:
                return shown
        pytest.fail(f"{text!r} did not appear:\n" + "\n".join(self.lines()))

    def ask(self, what: str) -> str:
        return self.tmux("display-message", "-p", f"#{{{what}}}").strip()


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    run = f"{shlex.quote(sys.executable)} -m tests.console.demo 200 {shlex.quote(str(tmp_path))}"
    opened = Terminal(
        f"env -u NO_COLOR -u COLUMNS -u LINES LANG=C.UTF-8 sh -c '{run}; echo EXIT=$?; exec cat'", tmp_path
    )
    try:
        opened.wait_for("Esc Back")
        yield opened
    finally:
        opened.tmux("kill-server")


def test_a_burst_from_list_to_written_outcome_loses_no_key(terminal: Terminal) -> None:
    terminal.type_at_once("Down", "Enter", "o", "1", "y")
    assert "CG000001" in terminal.wait_for("Done: validated is written.")


def test_the_cursor_is_seen_and_stands_on_its_row(terminal: Terminal) -> None:
    terminal.type_at_once("j", "j", "j")
    terminal.wait_for(">  CG000003")
    assert terminal.ask("cursor_flag") == "1"
    assert terminal.lines()[int(terminal.ask("cursor_y"))].startswith(">  CG000003")


def test_leaving_gives_the_terminal_back(terminal: Terminal) -> None:
    terminal.type_at_once(":", "q", "Enter")
    terminal.wait_for("EXIT=0")
    assert (terminal.ask("alternate_on"), terminal.ask("cursor_flag")) == ("0", "1")


def test_a_defect_gives_the_terminal_back_and_says_one_line(terminal: Terminal, tmp_path: Path) -> None:
    terminal.type_at_once("F")
    shown = terminal.wait_for("EXIT=70")
    assert "closeout: stopped because of a defect" in shown
    assert "née" not in shown
    assert "Traceback" not in shown
    assert terminal.ask("alternate_on") == "0"
    assert len(list(tmp_path.glob("closeout-crash-*.txt"))) == 1


def test_the_shape_of_the_window_may_change_while_keys_are_typed(terminal: Terminal) -> None:
    terminal.tmux("resize-window", "-x", "60", "-y", "20")
    terminal.wait_for("This window is too small.")
    terminal.type_at_once("Enter", "o", "1")
    terminal.tmux("resize-window", "-x", "120", "-y", "40")
    assert "Type a number" in terminal.wait_for("1 key typed before this question appeared did nothing.")
