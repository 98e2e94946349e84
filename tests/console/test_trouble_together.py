"""Two people at one store: who presses `y` second is told, and nothing is written that was not shown."""

from __future__ import annotations

from contextlib import ExitStack
from types import SimpleNamespace
from typing import TYPE_CHECKING

from console.desk import letter_release
from console.desk.desk import Desk
from console.desk.letters import letter_counts, prepare, release, take_out
from console.desk.office import perform_office
from console.desk.tranche import select_tranche
from console.tui.selection_source import SIZE
from console.tui.selection_work import change_request
from storage.store import Store
from tests.console.work import IMPATIENT_MILLISECONDS, at_work, live_desk, put_on_roster, sit_down
from tests.desk.loads import load_all, prospect_record
from tests.letter_store import FIRST, REPRESENTATIVE, at, payer, proactive, reactive, store_of

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TRAY = ["CG1-L1", "CG1-L2", "CG1-L3", "CG2-L1", "CG2-L2"]
SELECTOR = "selector"


def letters_desk(path: Path) -> Desk:
    """Sit down at a store with letters, on the day on which they go."""
    return Desk(Store.open(path, patience_milliseconds=IMPATIENT_MILLISECONDS), "manager", at(FIRST))


def tray(folder: Path) -> Path:
    """Make a store with the letters of two casegroups in the tray, and those of a third due."""
    records = [proactive("CG1", paying_parent=payer(representative=REPRESENTATIVE)), reactive("CG2"), reactive("CG3")]
    with store_of(folder, *records) as desk:
        assert prepare(desk, ["CG1", "CG2"]).prepared == TRAY
        return desk.store.path


def selecting(folder: Path) -> Path:
    """Make a store of which a tranche of three is due."""
    with live_desk(folder, reactive("CG1")) as desk:
        put_on_roster(desk, SELECTOR, "case_manager")
        load_all(desk, *(prospect_record(f"CG2{number}") for number in range(3)))
        return desk.store.path


# ------------------------------------------------------------------------------------------------------- letters


async def test_a_letter_that_came_into_the_tray_after_it_was_shown_does_not_go_with_it(tmp_path: Path) -> None:
    path = tray(tmp_path)
    async with at_work(letters_desk(path)) as hands:
        assert "Release the whole tray: 5 letters" in await hands.types("f2 2 R 1")
        with letters_desk(path) as other:
            prepare(other, ["CG3"])
        await hands.types("y")
        assert "5 letters issued" in hands.message
        assert letter_counts(hands.desk).in_tray == 2


async def test_letters_that_somebody_else_released_first_are_not_released_again_and_it_is_said(tmp_path: Path) -> None:
    path = tray(tmp_path)
    async with at_work(letters_desk(path)) as hands:
        await hands.types("f2 2 R 1")
        with letters_desk(path) as other:
            release(other)
            written = other.store.head().seq
        await hands.types("y")
        assert "Nothing was written: none of these letters waits in the tray any more." in hands.words
        assert hands.desk.store.head().seq == written


async def test_of_letters_shown_those_that_left_the_tray_meanwhile_are_counted(tmp_path: Path) -> None:
    path = tray(tmp_path)
    async with at_work(letters_desk(path)) as hands:
        await hands.types("f2 2 R 1")
        with letters_desk(path) as other:
            release(other, ["CG2-L1"])
            take_out(other, "CG2-L2")
        await hands.types("y")
        assert "3 letters issued" in hands.message
        assert "2 letters had left the tray meanwhile." in hands.message


async def test_what_somebody_else_put_in_the_tray_first_is_not_put_there_again_and_it_is_said(tmp_path: Path) -> None:
    path = tray(tmp_path)
    async with at_work(letters_desk(path)) as hands:
        await hands.types("f2 1 P 1")
        with letters_desk(path) as other:
            prepare(other)
        await hands.types("y")
        assert "Nothing was written: nothing is due." in hands.words


async def test_letters_that_somebody_else_released_are_named_when_others_are_taken_out(tmp_path: Path) -> None:
    path = tray(tmp_path)
    async with at_work(letters_desk(path)) as hands:
        assert "Take 4 letters out of the tray" in await hands.types("f2 2 * u 1")
        with letters_desk(path) as other:
            release(other, ["CG2-L1"])
        await hands.types("pagedown y")
        assert hands.message.startswith("Done: 4 letters taken out of the tray. CG2-L1: Entry ")
        assert letter_counts(hands.desk).in_tray == 0


async def test_an_editor_is_told_in_words_that_the_letter_has_gone_meanwhile(tmp_path: Path) -> None:
    path = tray(tmp_path)
    async with at_work(letters_desk(path)) as hands:
        assert "Edit CG2-L2 as a Word file" in await hands.types("f2 2 end g 5 end l")
        await hands.types("6")
        await hands.writes(str(tmp_path / "letter.docx"))
        await hands.types("enter 1")
        with letters_desk(path) as other:
            release(other)
        await hands.types("y")
        assert "Nothing was written: Letter CG2-L2 is not in the tray" in hands.words
        assert not (tmp_path / "letter.docx").exists()


async def test_of_letters_that_could_not_all_go_those_that_have_gone_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tray(tmp_path)
    monkeypatch.setattr(letter_release, "CASEGROUPS_IN_A_TURN", 1)
    async with at_work(letters_desk(path)) as hands:
        await hands.types("f2 2 R 1")
        with ExitStack() as held:
            other = held.enter_context(letters_desk(path))
            busy = SimpleNamespace(sleep=lambda _: held.enter_context(other.store.turn()))
            monkeypatch.setattr(letter_release, "time", busy)
            await hands.types("y")
            assert hands.message.startswith("Refused: 3 letters have gone, in batch 2016-01-04-1; then: ")
            assert "Nothing was written" not in hands.text()
        assert letter_counts(hands.desk).in_tray == 2


# ------------------------------------------------------------------------------------------------------ selection


async def test_another_tranche_than_was_shown_is_not_taken(tmp_path: Path) -> None:
    path = selecting(tmp_path)
    async with at_work(sit_down(path, SELECTOR)) as hands:
        assert "3 of 3 casegroups" in await hands.types("f6 x 1")
        with sit_down(path, SELECTOR) as other:
            perform_office(other, change_request(other, SIZE, "1", None, "fewer"))
        await hands.types("y")
        assert "the store has changed meanwhile, and something else would be written" in hands.words
        assert hands.kinds() == ["criteria_changed"]
        assert "1 of 3 casegroups" in await hands.types("1")
        await hands.types("y")
        assert hands.kinds() == ["criteria_changed", "casegroup_selected", "tranche_selected"]


async def test_a_tranche_that_somebody_else_took_first_is_theirs_and_it_is_said(tmp_path: Path) -> None:
    path = selecting(tmp_path)
    async with at_work(sit_down(path, SELECTOR)) as hands:
        await hands.types("f6 x 1")
        with sit_down(path, SELECTOR) as other:
            select_tranche(other)
            written = other.store.head().seq
        await hands.types("y")
        assert "Nothing was written: It was selected today already." in hands.words
        assert hands.desk.store.head().seq == written
