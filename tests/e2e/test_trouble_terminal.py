"""What a shell may do to the console: put it aside, and take it up again."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.terminal import closeout, terminal, train_command, training

if TYPE_CHECKING:
    from tests.e2e.terminal import Terminal

pytestmark = [pytest.mark.needs_tmux, pytest.mark.e2e]


def console_of(opened: Terminal) -> int:
    """Find the console that runs in the shell of a terminal."""
    shell = opened.program().name
    (child,) = Path(f"/proc/{shell}/task/{shell}/children").read_text("ascii").split()
    return int(child)


def test_taken_up_again_by_the_shell_the_console_shows_everything_anew(tmp_path: Path) -> None:
    with terminal("bash --norc -i", tmp_path) as opened:
        opened.type_at_once(train_command(tmp_path, "--reset"), "Enter")
        opened.wait_for(">  S01", "Keys")
        opened.type_at_once("j", "j", "k")
        opened.wait_for(">  S02")
        opened.type_at_once("w")
        opened.wait_for("nothing to explain here")
        os.kill(console_of(opened), signal.SIGTSTP)
        opened.wait_for("Stopped")
        opened.type_at_once("fg", "Enter")
        opened.wait_for("TRAINING", "Worklist", ">  S02", "Keys")
        opened.type_at_once("k", ":", "q", "Enter")
        opened.wait_for("Stopped")
        assert opened.ask("alternate_on") == "0"


def test_the_size_is_that_of_the_terminal_whatever_a_shell_handed_on(tmp_path: Path) -> None:
    with training(tmp_path, "--reset", COLUMNS="40", LINES="10") as opened:
        opened.type_at_once(":", "q", "Enter")
        opened.wait_for("EXIT=0")


def test_text_copied_with_its_colours_is_pasted_as_text_and_records_nothing(tmp_path: Path) -> None:
    with training(tmp_path, "--reset") as opened:
        opened.type_at_once("Enter")
        opened.wait_for("S01   HOLT Dinah")
        opened.tmux("set-buffer", "\x1b[31m" + "o1y" * 15)
        opened.tmux("paste-buffer", "-p")
        opened.type_at_once("t")
        opened.wait_for("Note on S01")
        opened.tmux("paste-buffer", "-p")
        opened.wait_for("\u241b[31mo1yo1y")
        opened.type_at_once("Escape", ":", "q", "Enter")
        opened.wait_for("EXIT=0")
    done = closeout("--store", tmp_path / "training.db", "journal", "list", "S01", "--json")
    assert len(done.stdout.splitlines()) == 1
