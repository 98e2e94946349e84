"""The filter of the lists besides the worklist: the casegroups the worklist's filter would list, by the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.console.test_arrival_screen import under_way
from tests.console.test_letters_screen import desk_of, listed
from tests.console.work import INHIBITED, TO_DEFER, at_work, live_desk

if TYPE_CHECKING:
    from pathlib import Path


async def test_the_filter_lists_the_letters_of_the_casegroups_that_pass_it_and_r_lets_those_alone_go(
    tmp_path: Path,
) -> None:
    async with at_work(desk_of(tmp_path)) as hands:
        await hands.types("f2 /")
        everything = set(listed(hands))
        await hands.writes("!cg2")
        assert set(listed(hands)) == everything - {"CG2-L1", "CG2-L2"}
        await hands.types("enter R")
        assert f"Release the listed letters: {len(everything) - 2} letters" in hands.text()
        await hands.types("1 y")
        assert "No letter here is of a casegroup that passes the filter" in hands.text()
        await hands.types("escape")
        assert set(listed(hands)) == {"CG2-L1", "CG2-L2"}


async def test_what_is_marked_goes_before_what_the_filter_lists_and_a_new_filter_marks_nothing(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path)) as hands:
        await hands.types("f2 space /")
        await hands.writes("cg2")
        await hands.types("enter R")
        assert "Release the listed letters: 2 letters" in hands.text()
        await hands.types("escape space R")
        assert "Release the marked letters: 1 letter" in hands.text()


async def test_the_queue_counts_and_lists_what_waits_on_the_casegroups_that_pass(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        text = await hands.types("f4 /")
        assert " 2 wait, by cause" in text
        await hands.writes(INHIBITED.lower())
        assert " 1 wait, by cause" in hands.text()
        await hands.types("enter enter")
        assert hands.line_under_cursor().split()[1] == INHIBITED
        await hands.types("/ home")
        await hands.writes("!")
        assert TO_DEFER in hands.line_under_cursor()
        assert INHIBITED not in hands.line_under_cursor()
        await hands.types("escape escape")
        assert " 2 wait, by cause" in hands.text()


async def test_where_nothing_passes_the_list_says_so_and_esc_takes_the_filter_away(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("f4 /")
        await hands.writes("nobody9")
        assert "Nothing here waits on a casegroup that passes the filter. Esc shows all." in hands.text()
        await hands.types("enter escape")
        assert " 2 wait, by cause" in hands.text()


async def test_arrivals_are_added_up_as_far_as_they_pass(tmp_path: Path) -> None:
    with under_way(tmp_path) as desk:
        async with at_work(desk) as hands:
            await hands.types("f7 /")
            await hands.writes("CG3")
            told = await hands.types("enter")
            assert "Arrival 1: left £3,650.00" in told
            assert "CG2" not in told
            assert "No casegroup here passes the filter." in await hands.types("7")
            assert "CG2" in await hands.types("escape")


@pytest.mark.parametrize("place", ["f2", "f7 6"])
async def test_nobody_finds_a_restricted_record_by_a_name(tmp_path: Path, place: str) -> None:
    with under_way(tmp_path) as desk:
        async with at_work(desk) as hands:
            await hands.types(f"{place} /")
            await hands.writes("quillf")
            assert "CG4" not in hands.text()
            assert "passes the filter" in hands.text()
