"""All letters on one screen: prepared, read, let go, taken out and printed by keys, and nothing without being shown."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from console.desk.desk import Desk
from console.desk.letters import letter_counts, prepare
from console.tui import letter_batches, letter_run
from console.tui.screens.casegroup import CasegroupScreen
from console.tui.screens.letters import LettersScreen
from console.tui.screens.queue import QueueScreen
from console.tui.screens.worklist import WorklistScreen
from domain.actor import Actor
from storage.store import Store
from tests.console.driving import SMALL, WIDE, screen_text
from tests.console.work import IMPATIENT_MILLISECONDS, at_work
from tests.letter_store import FIRST, REPRESENTATIVE, at, payer, proactive, reactive, store_of, turned

if TYPE_CHECKING:
    from pathlib import Path

    from domain.actor import Role
    from tests.console.work import Hands
    from tests.made_up import Record

WORKER = "worker"
SIZES = pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])


def several() -> list[Record]:
    """Three casegroups that are written to, one client with a representative, and one client who has died."""
    return [
        proactive("CG1", paying_parent=payer(representative=REPRESENTATIVE)),
        reactive("CG2"),
        turned("CG3", received="2016-01-02"),
        proactive("CG4", paying_parent=payer(date_of_death="2016-01-02")),
    ]


def desk_of(
    folder: Path,
    *records: Record,
    ready: bool = True,
    day: date = FIRST,
    user: str = "manager",
    role: Role | None = None,
    sender: bool = True,
) -> Desk:
    """Sit down at a store with letters, in the tray already unless said otherwise."""
    with store_of(folder, *(records or several()), day=FIRST, sender=sender) as desk:
        if role is not None:
            desk.write_roster([Actor(user, user, frozenset({role}))])
        if ready:
            prepare(desk)
    return Desk(Store.open(folder / "casework.db", patience_milliseconds=IMPATIENT_MILLISECONDS), user, at(day))


async def ended(hands: Hands) -> str:
    """Wait until the work in its own thread has ended, and read the screen."""
    await hands.app.workers.wait_for_complete()
    return await hands.types("home")


def listed(hands: Hands) -> list[str]:
    """Give the letters listed."""
    return [line[18:29].split()[0] for line in hands.lines()[5:16] if line[18:29].strip().startswith("CG")]


# ------------------------------------------------------------------------------------------------- what it shows


@SIZES
async def test_what_is_due_stands_first_with_its_counts_and_everything_fits(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_work(desk_of(tmp_path, ready=False), size) as hands:
        told = await hands.types("f2")
        assert isinstance(hands.screen, LettersScreen)
        assert "4 Jan 2016: 8 due today, 0 overdue" in told
        assert "1 DUE 8  2 Tray 0  3 Issued 0  4 Held back 0  5 To come 0" in told
        assert "CMSL6304  paying          first contact" in told
        for key in ("2", "3", "4", "1"):
            await hands.types(key)
            assert all(len(line) == size[0] for line in screen_text(hands.app))
            assert "…" not in hands.text()


async def test_where_something_waits_in_the_tray_the_tray_is_shown(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path)) as hands:
        told = await hands.types("f2")
        assert "1 Due 0  2 TRAY 8  3 Issued 0  4 Held back 1  5 To come 0" in told
        assert listed(hands)[:3] == ["CG1-L1", "CG1-L2", "CG1-L3"]
        assert "R Release" in hands.lines()[-1].split("Enter")[0]


async def test_an_empty_list_says_what_fills_it(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path, ready=False)) as hands:
        assert "The tray is empty. P puts in it what is due." in await hands.types("f2 2")
        assert "No letter has gone yet." in await hands.types("3")
        assert "No letter is held back." in await hands.types("4")
        assert "There is no letter here." in await hands.types("v")


async def test_what_is_overdue_blocked_or_held_back_says_so_and_why(tmp_path: Path) -> None:
    undated = proactive("CG6")
    del undated["journey"]["liability_end_date"]
    records = [proactive("CG1"), undated, proactive("CG4", paying_parent=payer(date_of_death="2016-01-02"))]
    async with at_work(desk_of(tmp_path, *records, ready=False, day=date(2016, 1, 6))) as hands:
        assert "0 due today, 4 overdue, 2 without a day" in await hands.types("f2")
        assert "Due 4 Jan 2016, 2 days ago." in hands.text()
        await hands.types("end")
        assert "No day is known on which it is due; missing: the liability end date." in hands.words


async def test_what_is_held_back_says_why_and_what_was_asked_instead(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path, ready=False)) as hands:
        assert "Held back: 1 × the client has died." in await hands.types("f2 P 1")
        assert "client has died" in await hands.types("y 4")
        told = await hands.types("enter")
        assert "Since 4 Jan 2016. Closure is not held up by it." in told
        assert "Asked of somebody (F4): clerical notification." in told


async def test_a_letter_is_read_as_its_reader_gets_it_and_scrolls(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path)) as hands:
        await hands.types("f2")
        told = await hands.types("enter")
        assert "Dear Sam Client" in told
        assert "more below: PgDn" in told
        assert "above: PgUp" in await hands.types("pagedown")
        await hands.types("escape")
        assert listed(hands)[0] == "CG1-L1"


async def test_at_120_columns_the_letter_stands_at_the_right_and_follows_the_cursor(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path), WIDE) as hands:
        before = await hands.types("f2")
        assert "Dear Sam Client1" in before
        assert "Dear A Friend" not in before
        assert "Dear A Friend" in await hands.types("down")


async def test_a_number_lists_the_letters_of_one_casegroup_and_esc_all_of_them(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path)) as hands:
        await hands.types("f2 :")
        await hands.writes("CG2")
        assert "2 pass the filter; Esc shows all" in await hands.types("enter")
        assert set(listed(hands)) == {"CG2-L1", "CG2-L2"}
        await hands.types("escape")
        assert len(listed(hands)) > 2


async def test_by_day_the_list_turns_round(tmp_path: Path) -> None:
    records = [proactive("CG1"), reactive("CG2", received="2015-12-30")]
    async with at_work(desk_of(tmp_path, *records, ready=False)) as hands:
        await hands.types("f2")
        assert listed(hands) == ["CG2", "CG2", "CG1", "CG1"]
        await hands.types("s 1")
        assert listed(hands) == ["CG1", "CG1", "CG2", "CG2"]
        assert "▼" in hands.lines()[4]


async def test_the_casegroup_of_a_letter_opens_and_comes_back(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path)) as hands:
        await hands.types("f2 g")
        assert isinstance(hands.screen, CasegroupScreen)
        await hands.types("escape")
        assert isinstance(hands.screen, LettersScreen)
        await hands.types("f4")
        assert isinstance(hands.screen, QueueScreen)
        await hands.types("escape f2 f3")
        assert isinstance(hands.screen, WorklistScreen)


async def test_a_note_and_an_exception_can_be_raised_from_a_letter(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path)) as hands:
        await hands.types("f2 e 1 y t")
        await hands.writes("rang about it")
        await hands.types("enter 1 y")
        assert hands.written() == [("CG1", "exception_raised"), ("CG1", "note_added")]


# ------------------------------------------------------------------------------------------------------- deeds


async def test_everything_that_is_due_goes_into_the_tray_after_being_shown(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path, ready=False)) as hands:
        told = await hands.types("f2 P 1")
        assert "CMSL6304, first contact" in told
        assert "Asked of somebody (F4)" in told
        assert hands.kinds() == []
        await hands.types("y")
        assert hands.message.startswith("Done: 8 letters put in the tray. Held back: 1 × the client has died.")
        assert hands.kinds().count("letter_prepared") == 8
        assert "nothing can go" in await hands.types("P") or "nothing is due" in hands.text()


async def test_marked_lines_alone_are_prepared(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path, ready=False)) as hands:
        await hands.types("f2 space P 1 y")
        assert {number for number, _ in hands.written()} == {"CG1"}


async def test_the_whole_tray_goes_with_four_keys_and_its_batch_is_printed(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path)) as hands:
        keys = ["f2", "R", "1", "y"]
        assert len(keys) <= 5
        await hands.types("f2 R 1")
        assert "8 letters on 15 pages" in hands.words
        assert "casework-letters" in hands.text().replace("\n", "").replace(" ", "")
        assert letter_counts(hands.desk).issued == 0
        await hands.types("y")
        assert hands.message.startswith(
            "Done: 8 letters issued, batch 2016-01-04-1. Printed: 8 letters and 1 copy for representatives on 17"
        )
        folder = tmp_path / "casework-letters"
        assert len(PdfReader(folder / "2016-01-04-1.pdf").pages) == 17
        assert len(list(csv.reader((folder / "2016-01-04-1.csv").read_text("utf-8").splitlines()))) == 10
        assert "3 ISSUED 8" in await hands.types("3")
        assert "it stays as it went" in hands.text()


async def test_y_is_not_typed_ahead_of_the_question(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path)) as hands:
        await hands.types("f2")
        await hands.bursts("R 1 y")
        assert letter_counts(hands.desk).issued == 0
        assert hands.screen.question.is_open


async def test_marked_letters_alone_go_and_a_cover_goes_with_its_letter(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path)) as hands:
        await hands.types("f2")
        hands.screen.query_one("#list").marks.update(_key_of(hands, "CG1-L2"))  # type: ignore[attr-defined]
        assert "Release the marked letters: 2 letters" in await hands.types("R")
        await hands.types("1 y")
        assert letter_counts(hands.desk).issued == 2


def _key_of(hands: Hands, letter_id: str) -> list[str]:
    assert isinstance(hands.screen, LettersScreen)
    source = hands.screen.source
    keys = source.keys(0, source.count())
    return [key for key, row in zip(keys, source.rows(keys), strict=True) if row.letter_id == letter_id]


async def test_what_cannot_go_is_named_and_stays(tmp_path: Path) -> None:
    late = date(2016, 1, 8)
    async with at_work(desk_of(tmp_path, day=late)) as hands:
        told = await hands.types("f2 R")
        assert "none of them can go" in told
        assert "CG1-L1 stays: the facts have to be brought up to date first" in hands.words
        assert "None of this can be chosen now." in hands.words
        await hands.types("1 y escape")
        assert hands.kinds() == []


async def test_u_takes_letters_out_of_the_tray_until_they_have_gone(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path)) as hands:
        await hands.types("f2 space space u 1")
        assert "CG1-L1 (CMSL6303, paying parent) is taken out of the tray" in hands.words
        await hands.types("y")
        assert hands.message == "Done: 2 letters taken out of the tray."
        assert letter_counts(hands.desk).in_tray == 6
        await hands.types("R 1 y 3 u")
        assert hands.message == "Note: Only what is in the tray is taken out; 2 shows it."


async def test_the_batch_goes_into_a_folder_that_is_named(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    async with at_work(desk_of(tmp_path)) as hands:
        await hands.types("f2 R 2 y")
        await hands.writes(str(tmp_path / "nowhere"))
        assert "Expected a folder that is there." in await hands.types("enter")
        await hands.types("escape R 2 y")
        hands.screen.query_one("#entry-line").set_text(str(elsewhere))  # type: ignore[attr-defined]
        await hands.types("enter 1 y")
        assert (elsewhere / "2016-01-04-1.pdf").is_file()


async def test_a_batch_whose_file_cannot_be_written_has_gone_all_the_same_and_is_printed_later(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path)) as hands:
        (tmp_path / "casework-letters").write_text("in the way", "utf-8")
        await hands.types("f2 R 1 y")
        assert "8 letters issued" in hands.message
        assert "Its PDF is NOT written:" in hands.message
        (tmp_path / "casework-letters").unlink()
        await hands.types("3 b 1 y")
        assert hands.message.startswith("Done: Printed: 8 letters and 1 copy for representatives on 17 pages in")
        (tmp_path / "casework-letters" / "2016-01-04-1.pdf").write_bytes(b"of something else")
        assert "over what is there" in await hands.types("b 1")
        await hands.types("y")
        assert len(PdfReader(tmp_path / "casework-letters" / "2016-01-04-1.pdf").pages) == 17


async def test_without_a_sender_nothing_goes_and_the_message_says_who_sets_one(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path, sender=False)) as hands:
        await hands.types("f2 R")
        assert hands.message.startswith("Refused: no sender of letters is set; a team manager sets it")
        assert "No sender of letters is set" in await hands.types("enter")


@pytest.mark.parametrize("key", ["P", "R"])
async def test_who_does_no_casework_may_read_letters_and_let_none_go(tmp_path: Path, key: str) -> None:
    desk = desk_of(tmp_path, user="cms", role="cms_caseworker")
    async with at_work(desk) as hands:
        await hands.types(f"f2 {key}")
        assert "(CMS caseworker) may not do this; it takes a caseworker" in hands.message
        assert f"({key} " in hands.lines()[-1]
        assert "Dear" in await hands.types("enter")
        assert hands.kinds() == []


# ---------------------------------------------------------------------------------------------------- many letters


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let even a few letters be many, ten casegroups of which are a turn."""
    monkeypatch.setattr(letter_batches, "AT_ONCE", 0)
    monkeypatch.setattr("console.desk.letter_release.CASEGROUPS_IN_A_TURN", 1)


@pytest.mark.usefixtures("many")
async def test_many_letters_are_prepared_and_let_go_in_a_thread_of_their_own(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path, ready=False)) as hands:
        assert "too many to be looked at here first" in await hands.types("f2 P 1")
        await hands.types("y")
        await ended(hands)
        assert hands.desk.store.letters.count() > 0
        await hands.types("2 R")
        await ended(hands)
        assert "their pages are counted as they are made" in await hands.types("1")
        await hands.types("y")
        await hands.app.workers.wait_for_complete()
        await hands.types("3")
        assert letter_counts(hands.desk).issued == 8
        assert (tmp_path / "casework-letters" / "2016-01-04-1.pdf").is_file()


@pytest.mark.usefixtures("many")
async def test_esc_stops_between_two_turns_and_the_same_key_goes_on_with_the_same_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_work(desk_of(tmp_path)) as hands:
        await hands.types("f2 R")
        await ended(hands)
        screen = hands.screen
        assert isinstance(screen, LettersScreen)
        letters: LettersScreen = screen

        class StopsItself(letter_run.LetterRun.Told):
            """Tells the first turn, and that Esc was pressed in it."""

            def __init__(self, count: int) -> None:
                super().__init__(count)
                letters._wanted_to_stop = True

        monkeypatch.setattr(LettersScreen, "Told", StopsItself)
        await hands.types("1 y")
        await hands.app.workers.wait_for_complete()
        await hands.types("end")
        gone = letter_counts(hands.desk).issued
        assert 0 < gone < 8
        assert not (tmp_path / "casework-letters").exists()
        monkeypatch.undo()
        told = await hands.types("R 1")
        assert "Batch 2016-01-04-1, which was not finished, goes on." in told
        await hands.types("y")
        assert letter_counts(hands.desk).issued == 8
        assert "Printed: 8 letters and 1 copy for representatives on 17 pages" in hands.message


@pytest.mark.usefixtures("many")
async def test_while_letters_are_worked_on_nothing_else_is_begun_and_the_screen_is_not_left(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path)) as hands:
        await hands.types("f2")
        screen = hands.screen
        assert isinstance(screen, LettersScreen)
        screen._working = "Releasing letters"
        for key in ("P", "R", "u", "g", "f3", "f4"):
            await hands.types(key)
            assert hands.message == f"Note: {letter_run.BUSY}"
        await hands.types("escape")
        assert hands.message == "Stopping; what is under way is finished first."
        screen._working = ""
