"""Reading what is longer than its place: the lessons and the reasons why scroll, and say that there is more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.console.driving import SMALL, WIDE
from tests.console.work import at_work, training_desk

if TYPE_CHECKING:
    from pathlib import Path


def read_of(text: str) -> list[str]:
    """Keep the work area alone: the footer may name other keys."""
    return text.splitlines()[4:-3]


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
async def test_a_lesson_longer_than_the_pane_is_read_to_its_end_and_back(tmp_path: Path, size: tuple[int, int]) -> None:
    desk = training_desk(tmp_path)
    async with at_work(desk, size) as hands:
        await hands.types(": S 3 9 enter")
        text = await hands.types("L")
        assert "-- more below: PgDn (" in text
        beginning = text
        seen = hands.words
        for _ in range(30):
            if "-- the end; above: PgUp (" in text:
                break
            text = await hands.types("pagedown")
            seen += " " + hands.words
        assert "-- the end; above: PgUp (" in text
        last = hands.screen.lesson.steps[-1].step.why.split()[-1]  # type: ignore[attr-defined]
        assert last in text
        assert "What to do" in seen
        assert await hands.types("down") == text
        assert await hands.types("up") != text
        assert await hands.types("end") == text
        assert read_of(await hands.types("home")) == read_of(beginning)
        assert read_of(await hands.types("j")) != read_of(beginning)
        assert hands.written() == []
        await hands.types("escape")
        assert hands.screen.grid.has_focus  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
async def test_a_text_that_fits_has_no_sign_and_the_list_keeps_its_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_work(training_desk(tmp_path), size) as hands:
        await hands.types("f8 w")
        assert "PgDn" not in "\n".join(hands.lines()[4:-3])
        await hands.types("escape")
        first = hands.screen.grid.cursor_key  # type: ignore[attr-defined]
        await hands.types("f8 down")
        assert hands.screen.grid.cursor_key != first  # type: ignore[attr-defined]
