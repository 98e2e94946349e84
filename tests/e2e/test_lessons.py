"""Lessons in a real terminal: all of them begin again, and the console opens again on a store with nothing done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.terminal import training

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.needs_tmux, pytest.mark.e2e]


def test_all_lessons_begin_again_and_the_console_opens_again_by_itself(tmp_path: Path) -> None:
    with training(tmp_path, "--reset") as opened:
        opened.type_at_once("Enter", "o")
        opened.wait_for("Record the outcome")
        opened.type_until("1", "y writes it")
        opened.type_at_once("y")
        opened.wait_for("Done: The outcome is recorded")
        opened.type_at_once("Escape", "L")
        opened.wait_for(" lessons done, 1 of ", ">  S01")
        opened.type_at_once("B")
        opened.wait_for("Begin again", "2  All lessons")
        opened.type_until("2", "y writes it")
        opened.type_at_once("y")
        opened.wait_for("Worklist", "Not selected", ">  S01", "Keys")
        opened.type_at_once("L")
        opened.wait_for(" lessons done, 0 of ")
        opened.type_at_once(":", "q", "Enter")
        opened.wait_for("EXIT=0", "icanon")
        assert opened.not_given_back() == []
