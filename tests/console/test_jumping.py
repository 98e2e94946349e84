"""Jump labels: Ctrl+O puts a letter before every line in view, and the letter goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.tui.screens.worklist import WorklistScreen
from console.tui.widgets.grid import HEADER_LINES, JUMP_LETTERS
from tests.console.driving import SMALL, WIDE
from tests.console.work import CLEAN, CLERICAL, SHORT, at_work, live_desk, training_desk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.console.work import Hands


def list_lines(hands: Hands) -> list[str]:
    """Read the lines of the list in view."""
    assert isinstance(hands.screen, WorklistScreen)
    grid = hands.screen.grid
    top = grid.region.y + HEADER_LINES
    return hands.lines()[top : top + min(grid.source.count(), grid.size.height - HEADER_LINES)]


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
async def test_every_line_in_view_has_a_letter_of_its_own_and_the_cursor_keeps_its_sign(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_work(training_desk(tmp_path), size) as hands:
        plain = list_lines(hands)
        await hands.types("ctrl+o")
        lines = list_lines(hands)
        assert [line[1] for line in lines] == list(JUMP_LETTERS[: len(lines)])
        assert [line[0] + line[2:] for line in lines] == [line[0] + line[2:] for line in plain]
        assert "a–Z Go there  Esc Leave" in hands.lines()[-1]


async def test_the_letter_goes_to_its_line_and_the_letters_are_gone(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        before = list_lines(hands)
        await hands.types("ctrl+o f")
        assert hands.line_under_cursor().startswith(CLERICAL)
        assert [line[1:] for line in list_lines(hands)] == [line[1:] for line in before]
        await hands.types("ctrl+o a")
        assert hands.line_under_cursor().startswith(CLEAN)


async def test_on_a_list_that_was_scrolled_the_letters_are_those_of_the_lines_in_view(tmp_path: Path) -> None:
    async with at_work(training_desk(tmp_path)) as hands:
        await hands.types("end ctrl+o")
        first = list_lines(hands)[0]
        await hands.types("a")
        assert hands.line_under_cursor() == first[2:].strip()


@pytest.mark.parametrize("key", ["escape", "z", "Z"])
async def test_esc_or_a_letter_that_no_line_has_stays_on_the_line(tmp_path: Path, key: str) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types(f"down ctrl+o {key}")
        assert hands.line_under_cursor().startswith("CG2")
        assert not hands.screen.query_one("#worklist").jumping  # type: ignore[attr-defined]


async def test_while_a_letter_is_asked_for_no_letter_is_a_command(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("ctrl+o d y")
        assert hands.line_under_cursor().startswith("CG4")
        assert hands.written() == []


async def test_typed_in_one_burst_every_key_counts(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.bursts("ctrl+o e ctrl+o b down")
        assert hands.line_under_cursor().startswith("CG3")


async def test_from_the_pane_at_the_right_it_leads_back_to_the_list(tmp_path: Path) -> None:
    async with at_work(training_desk(tmp_path), WIDE) as hands:
        await hands.types("f8 tab ctrl+o c")
        assert hands.screen.focused is hands.screen.query_one("#list")


async def test_marks_are_kept_while_letters_stand_in_their_place(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("space ctrl+o escape")
        assert list_lines(hands)[0][1] == "*"


async def test_the_last_place_is_the_line_before_the_last_jump_and_again_returns(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("-")
        assert hands.message == "Note: You have not jumped in this list yet."
        await hands.types("down down")
        left = hands.line_under_cursor()
        await hands.types("end")
        there = hands.line_under_cursor()
        assert there != left
        await hands.types("-")
        assert hands.line_under_cursor() == left
        await hands.types("up up -")
        assert hands.line_under_cursor() == there


async def test_in_a_casegroup_the_last_place_is_the_casegroup_that_was_open_before(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter -")
        assert hands.message == "Note: No casegroup was open before this one."
        await hands.types("escape :")
        await hands.writes(SHORT)
        await hands.types("enter -")
        assert hands.lines()[1].startswith(f" {CLEAN} ")
        await hands.types("-")
        assert hands.lines()[1].startswith(f" {SHORT} ")
