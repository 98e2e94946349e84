"""Going from any screen to another place and back: the keys are the same everywhere, and Esc comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.tui.screens.arrival import ArrivalScreen
from console.tui.screens.casegroup import CasegroupScreen
from console.tui.screens.journal import JournalScreen
from console.tui.screens.letters import LettersScreen
from console.tui.screens.palette import PaletteScreen
from console.tui.screens.queue import QueueScreen
from console.tui.screens.selection import SelectionScreen
from console.tui.screens.worklist import WorklistScreen
from tests.console.work import at_work, live_desk

if TYPE_CHECKING:
    from pathlib import Path

    from console.tui.screens.base import ConsoleScreen

PLACES: dict[str, type[ConsoleScreen]] = {
    "f2": LettersScreen,
    "f4": QueueScreen,
    "f6": SelectionScreen,
    "f7": ArrivalScreen,
    "f8": JournalScreen,
}


@pytest.mark.parametrize("came_from", PLACES)
async def test_from_every_place_every_other_is_one_key_away_and_esc_comes_back(tmp_path: Path, came_from: str) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types(came_from)
        for key, place in PLACES.items():
            if key != came_from:
                await hands.types(key)
                assert isinstance(hands.screen, place)
                await hands.types("escape")
                assert isinstance(hands.screen, PLACES[came_from])
        await hands.types("f3")
        assert isinstance(hands.screen, WorklistScreen)


@pytest.mark.parametrize("key", ["f2", "f4", "f6"])
async def test_from_a_casegroup_one_goes_there_and_comes_back_to_the_casegroup(tmp_path: Path, key: str) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter")
        assert isinstance(hands.screen, CasegroupScreen)
        number = hands.screen.casegroup_id
        await hands.types(key)
        assert isinstance(hands.screen, PLACES[key])
        await hands.types("escape")
        assert isinstance(hands.screen, CasegroupScreen)
        assert hands.screen.casegroup_id == number


async def test_a_place_that_is_open_already_is_come_back_to_and_never_opened_twice(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("f2 f4 f6 f2 f4 f6 f2")
        assert isinstance(hands.screen, LettersScreen)
        assert [type(screen) for screen in hands.app.screen_stack][-2:] == [WorklistScreen, LettersScreen]
        assert "This is where you are." in await hands.types("f2")
        await hands.types("escape")
        assert isinstance(hands.screen, WorklistScreen)


async def test_while_something_is_typed_no_key_goes_away_from_it(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter t")
        await hands.writes("half a note")
        for key in PLACES:
            await hands.types(key)
        assert isinstance(hands.screen, CasegroupScreen)
        assert "half a note" in hands.text()


@pytest.mark.parametrize("over", ["?", "ctrl+p"])
async def test_from_the_help_and_the_palette_one_goes_to_every_place_too(tmp_path: Path, over: str) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        for key in (*PLACES, "f9", "V" if over == "?" else "f9"):
            await hands.types(f"{over} {key}")
            assert hands.app.is_running
            if key in PLACES:
                assert isinstance(hands.screen, (PLACES[key], PaletteScreen))
            await hands.home()
