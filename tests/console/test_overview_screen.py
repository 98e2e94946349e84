"""Screen 9, Overview: numbers with bars of plain signs, and the way to where the work of a line is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.desk.overview import overview
from console.tui.screens.casegroup import CasegroupScreen
from console.tui.screens.overview import OverviewScreen
from console.tui.screens.queue import QueueScreen
from console.tui.screens.worklist import WorklistScreen
from tests.console.driving import SMALL, WIDE
from tests.console.work import at_work, live_desk, sit_down, training_desk
from tests.desk.test_overview import three_weeks
from tests.restricted import BIG, RESTRICTED, made_store

if TYPE_CHECKING:
    from pathlib import Path

    from tests.console.work import Hands

DEFERRED_AND_RECORDED = "down down enter o 1 y d 1 y escape"


def shown(hands: Hands) -> OverviewScreen:
    """Give the screen in front, which is the overview."""
    assert isinstance(hands.screen, OverviewScreen)
    return hands.screen


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
async def test_the_greatest_number_has_the_longest_bar_and_each_bar_stands_beside_its_number(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_work(training_desk(tmp_path), size) as hands:
        told = await hands.types("V")
        counts = shown(hands).overview.stages
        bars = {line.lstrip("> ").split("  ")[0]: line.count("#") for line in told.split("\n") if "#" in line}
        assert set(bars) == {"To check", "Not selected"}
        assert bars["To check"] > bars["Not selected"] > 0
        assert f"{counts['to_check']:,} of {sum(counts.values())}" in told
        assert "…" not in told


async def test_weeks_show_what_came_in_what_was_closed_and_what_is_on_hand_by_signs_that_differ(tmp_path: Path) -> None:
    three_weeks(tmp_path)
    async with at_work(sit_down(tmp_path / "casework.db"), WIDE) as hands:
        hands.desk.go_to(hands.desk.as_at.replace(month=3, day=15))
        await hands.types("V")
        told = await hands.types("2 up")
        (line,) = (line for line in told.split("\n") if line.startswith("> "))
        assert line.split()[:7] == [">", "7", "Mar", "2016", "2", "1", "4"]
        assert {sign for sign in "+-#" if sign in line} == {"+", "-", "#"}
        assert "Came in: 2. Closed: 1. Not closed at its end: 4." in told
        assert "Nothing here is counted by person." in told


async def test_enter_on_a_stage_filters_the_worklist_by_it(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types(DEFERRED_AND_RECORDED)
        await hands.types("V")
        assert shown(hands).grid.move_to_key("deferred")
        await hands.types("enter")
        assert isinstance(hands.screen, WorklistScreen)
        assert hands.screen.source.text == "deferred"
        assert hands.screen.source.count() == 1
        assert hands.desk.store.worklist_count() > 1


async def test_enter_on_a_deferral_goes_to_those_deferred_and_on_open_work_to_the_queue(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types(DEFERRED_AND_RECORDED)
        told = await hands.types("V 3")
        assert sum(due.count for due in shown(hands).overview.due) == 1
        assert "#" in told
        await hands.types("enter")
        assert isinstance(hands.screen, WorklistScreen)
        assert hands.screen.source.text == "deferred"
        await hands.types("escape V 4 enter")
        assert isinstance(hands.screen, QueueScreen)


async def test_enter_on_a_week_says_that_nothing_is_behind_it(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        assert "A week has nothing behind it" in await hands.types("V 2 enter")


async def test_it_opens_over_a_casegroup_and_goes_back_there_or_on_past_it(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter V escape")
        assert isinstance(hands.screen, CasegroupScreen)
        await hands.types("V f3")
        assert isinstance(hands.screen, WorklistScreen)
        await hands.types("enter V f4")
        assert isinstance(hands.screen, QueueScreen)
        assert "The overview is shown already." in await hands.types("V V")


async def test_looking_again_counts_what_was_done_meanwhile(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("V")
        before = dict(shown(hands).overview.stages)
        await hands.types("escape")
        await hands.types(DEFERRED_AND_RECORDED)
        await hands.types("V f5")
        assert dict(shown(hands).overview.stages) != before
        assert shown(hands).overview == overview(hands.desk)


@pytest.mark.parametrize("part", "1234")
async def test_of_restricted_records_there_is_nothing_but_a_number(tmp_path: Path, part: str) -> None:
    async with at_work(sit_down(made_store(tmp_path))) as hands:
        told = await hands.types(f"V {part}")
        assert "2 of them are restricted." in told
        assert RESTRICTED not in told
        assert BIG not in told
