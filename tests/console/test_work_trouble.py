"""When the store is busy, somebody else is quicker, or a person is taken off the roster: said, and nothing lost."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from console.desk.desk import Desk
from console.desk.files import import_files
from console.tui.casework_app import casework_app
from domain.deferral.requests import Defer
from domain.errors import NotPermittedError
from domain.record.requests import AddNote
from domain.validation.requests import Validate
from storage.store import Store
from tests.console.work import (
    CASEWORKER,
    CLEAN,
    CLOCK,
    MANAGER,
    at_work,
    caseload,
    live_desk,
    live_store,
    put_on_roster,
    sit_down,
)
from tests.made_up import case_record, casegroup_record, write_documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VALIDATED = ["deferral_checked", "balance_validated"]


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Let somebody else hold the store's one turn."""
    with Store.open(path) as other, other.turn():
        yield


def crash_reports(folder: Path) -> list[Path]:
    return list(folder.glob("closeout-crash-*"))


def newer_facts(path: Path, number: str = CLEAN) -> None:
    """Let somebody else import a newer document, in which £50 more is outstanding."""
    document = casegroup_record(number, cases=[case_record(outstanding="3700.00")])
    with sit_down(path) as other:
        import_files(other, [write_documents(path.with_name("newer.jsonl"), document)])


# ----------------------------------------------------------------------------------------------------------------- busy


async def test_a_busy_store_is_said_and_the_question_stays_until_it_is_free(tmp_path: Path) -> None:
    path = live_store(tmp_path)
    async with at_work(sit_down(path)) as hands:
        await hands.types("enter o 1")
        with held(path):
            await hands.types("y")
            assert hands.message == "Refused: Nothing was written; the question says why."
            assert "Nothing was written: " in hands.words
            assert "busy" in hands.words or "in use" in hands.words
            await hands.types("y y")
            assert hands.written() == []
        await hands.types("1 y")
        assert hands.kinds() == VALIDATED
        assert "saved 12:00" in hands.lines()[0]


async def test_a_note_is_not_lost_to_a_busy_store(tmp_path: Path) -> None:
    path = live_store(tmp_path)
    async with at_work(sit_down(path)) as hands:
        await hands.types("enter T l o n g enter n o t e f2 1")
        with held(path):
            await hands.types("y escape")
        assert hands.message == "Left. Nothing was written. What you typed is kept for the next time."
        await hands.types("T")
        assert "long" in hands.text()
        assert "note" in hands.text()
        await hands.types("f2 1 y")
        assert hands.kinds() == ["note_added"]


async def test_reading_goes_on_while_somebody_else_writes(tmp_path: Path) -> None:
    path = live_store(tmp_path)
    async with at_work(sit_down(path)) as hands:
        with held(path):
            await hands.types("enter 1 2 3 4 n f8 escape f3 / a d a m s enter f5")
            assert "1 of 8" in hands.lines()[2]


async def test_many_of_which_some_cannot_be_written_names_those(tmp_path: Path) -> None:
    path = live_store(tmp_path)
    async with at_work(sit_down(path)) as hands:
        await hands.types("space space o 1")
        newer_facts(path, "CG2")
        began = hands.desk.store.head().seq
        await hands.types("y")
        assert hands.message.startswith("Done: The outcome is recorded for 1 of 2: CG1.")
        assert "1 could not be written and stays marked: CG2: Casegroup CG2 has changed meanwhile" in hands.message
        assert "1 marked" in hands.lines()[2]
        await hands.types("o 1")
        assert "CG2: Deferral rules asked" in hands.text()
        await hands.types("y")
        assert [number for number, _ in hands.written()][began - hands.began_at :] == ["CG1", "CG1", "CG2", "CG2"]


# ------------------------------------------------------------------------------------------- somebody else was quicker


async def test_what_was_not_shown_is_not_written(tmp_path: Path) -> None:
    path = live_store(tmp_path)
    async with at_work(sit_down(path)) as hands:
        assert "Outcome recorded as at 15 Feb 2016: validated." in await hands.types("enter o 1")
        newer_facts(path)
        await hands.types("y")
        assert hands.kinds() == ["facts_received"]
        assert (
            "casegroup CG1 has changed meanwhile, and something else would be written now than was shown" in hands.words
        )
        assert "Outcome recorded as at 15 Feb 2016: amend balance." in await hands.types("1")
        await hands.types("y")
        assert hands.kinds() == ["facts_received", *VALIDATED]
        assert "To amend" in hands.lines()[1]


async def test_work_of_somebody_else_that_changes_nothing_is_no_obstacle(tmp_path: Path) -> None:
    path = live_store(tmp_path)
    async with at_work(sit_down(path)) as hands:
        await hands.types("enter o 1")
        with sit_down(path, CASEWORKER) as other:
            other.perform(AddNote(casegroup_id=CLEAN, text="rang"))
        await hands.types("y")
        assert hands.kinds() == ["note_added", *VALIDATED]


async def test_a_refusal_that_came_up_meanwhile_is_said(tmp_path: Path) -> None:
    path = live_store(tmp_path)
    async with at_work(sit_down(path)) as hands:
        await hands.types("enter n n d 1")
        with sit_down(path, CASEWORKER) as other:
            other.perform(Defer(casegroup_id="CG3"))
        await hands.types("y")
        assert hands.kinds() == ["deferral_checked", "closure_deferred"]
        assert "already deferred to 29 Mar 2016" in hands.words
        await hands.types("1 y escape")
        assert hands.kinds() == ["deferral_checked", "closure_deferred"]
        assert "Deferred" in hands.lines()[1]


async def test_f5_and_coming_back_show_what_somebody_else_did(tmp_path: Path) -> None:
    path = live_store(tmp_path)
    async with at_work(sit_down(path)) as hands:
        with sit_down(path, CASEWORKER) as other:
            other.perform(Validate(casegroup_id="CG2"))
        await hands.types("f5")
        assert "To dispose" in next(line for line in hands.lines() if " CG2 " in line)
        await hands.types("enter")
        newer_facts(path)
        await hands.types("f5 3")
        assert hands.message == ""
        assert "£3,700.00" in hands.text()


async def test_desk_and_question_hold_the_same_request_to_one_entry(tmp_path: Path) -> None:
    """The second `y` of a repeating key finds no question; a request sent twice by its id is written once."""
    path = live_store(tmp_path)
    async with at_work(sit_down(path)) as hands:
        await hands.types("enter o 1")
        choice = hands.screen.question.chosen_choice()
        assert choice is not None
        await hands.types("y")
        choice.commit()
        assert hands.kinds() == VALIDATED


# ------------------------------------------------------------------------------------------------------- the window


@pytest.mark.timeout(20)
@pytest.mark.parametrize("size", [(1, 1), (10, 3), (500, 200)])
async def test_begun_in_a_window_of_any_size_the_console_works_once_it_is_large_enough(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_work(live_desk(tmp_path), size) as hands:
        await hands.pilot.resize_terminal(80, 24)
        await hands.types("down enter")
        assert "CG2" in hands.lines()[1]


# ------------------------------------------------------------------------------------------------------ a power cut


@pytest.mark.parametrize("leaving", ["", ": q enter", "enter n escape / c l a r k"])
async def test_the_console_opens_again_on_the_line_however_it_ended(tmp_path: Path, leaving: str) -> None:
    path = live_store(tmp_path)
    async with at_work(sit_down(path)) as hands:
        await hands.types(f"s 1 home down down {leaving}")
    async with at_work(sit_down(path)) as hands:
        assert hands.message == "Back on CG3, where you were."
        assert hands.line_under_cursor().startswith("CG3")


# -------------------------------------------------------------------------------------------------------- the roster


async def test_somebody_who_is_not_on_the_roster_does_not_get_in(tmp_path: Path) -> None:
    with (
        sit_down(live_store(tmp_path), "stranger") as desk,
        pytest.raises(NotPermittedError, match="not on the roster"),
    ):
        casework_app(desk, state=tmp_path)


@pytest.mark.parametrize("keys", ["enter", "f5", "/ a", "f8", "end", ": C G 2 enter", "o", "f3"])
async def test_somebody_taken_off_the_roster_is_told_so_and_no_defect_is_reported(tmp_path: Path, keys: str) -> None:
    path = live_store(tmp_path)
    async with at_work(sit_down(path, CASEWORKER)) as hands:
        with sit_down(path, MANAGER) as manager:
            put_on_roster(manager, CASEWORKER)
        with suppress(NotPermittedError):
            await hands.types(keys)
        assert "worker is not on the roster" in (hands.app.crash_line or hands.words).lower() or keys in {"end", "f3"}
        assert hands.app.return_code in {None, 0, NotPermittedError.exit_code}
    assert crash_reports(tmp_path) == []


async def test_a_store_that_is_read_only_says_so_on_line_1_and_at_each_question(tmp_path: Path) -> None:
    path = live_store(tmp_path)
    async with at_work(Desk.open(path, MANAGER, CLOCK, read_only=True)) as hands:
        assert "casework.db (read only)" in hands.lines()[0]
        await hands.types("enter o 1 y")
        assert hands.written() == []
        assert "Nothing was written" in hands.words


async def test_an_empty_store_opens_and_every_key_is_safe(tmp_path: Path) -> None:
    with Desk.create(tmp_path / "casework.db", MANAGER, clock=CLOCK):
        pass
    async with at_work(sit_down(tmp_path / "casework.db")) as hands:
        await hands.types("enter o d t T space * + s 1 / x escape : x enter f5 f8 escape f1 escape ctrl+p escape end")
        assert hands.written() == []
        assert "0 casegroups" in hands.lines()[2]


async def test_a_casegroup_with_nothing_known_opens_on_every_step(tmp_path: Path) -> None:
    unknown = casegroup_record("CG0", cases=[case_record(outstanding=None)])  # type: ignore[arg-type]
    unknown["cases"][0]["receivables"][0]["not_known"] = {"outstanding": "the file is lost"}
    path = live_store(tmp_path, unknown, *caseload())
    async with at_work(sit_down(path)) as hands:
        await hands.types(": C G 0 enter")
        assert "Receivable ?" in await hands.types("1")
        assert "Debt balance on the system            not known" in await hands.types("3")
        assert "The totals cannot be told; not known: what is outstanding of R-C1." in await hands.types("4 w")
        assert "Cannot be told" in await hands.types("escape 6")
        assert "Cannot be told" in await hands.types("o 1")
        await hands.types("escape 1 end")
        assert "NOT KNOWN, because the file is lost" in hands.words
        await hands.types("w")
        assert "NOT KNOWN, because the file is lost" in hands.words
