"""Reconciliation on the screen: how reports are read is shown before y, classes open into rows, rows become work."""

from __future__ import annotations

from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING

import pytest
from textual.worker import WorkerCancelled

from console.desk.office import office_of, perform_office
from console.desk.reconciliation import kept_mappings
from console.tui.reconciliation_source import LineList
from console.tui.screens.arrival import ArrivalScreen
from console.tui.screens.queue import QueueScreen
from console.tui.screens.reconciliation import LINES, REPORTS, TOTALS, ReconciliationScreen
from console.tui.screens.worklist import WorklistScreen
from domain.events.reports import DifferenceSettled, DifferencesTakenUp
from domain.reconciliation.requests import SaveReportMapping
from tests.console.driving import SMALL, WIDE
from tests.console.work import CASEWORKER, at_work, live_desk
from tests.desk.test_reconciliation_work import HEADER, LEFT, RIGHT
from tests.made_up import casegroup_record, person

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from console.desk.desk import Desk
    from tests.console.work import Hands

HOSTILE = "Sm[ith] [/] \x1b[31m"
FILES = "K"
"""From the worklist to the files of the folder: cms.csv, csa.csv."""
COMPARED = "K m down c r 1 y"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Sit down in a folder with a report of each side."""
    return reports_here(tmp_path, monkeypatch)


def reports_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Sit down at a store in a folder with a report of each side; CG3 is restricted, CG9 is not there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "csa.csv").write_text(LEFT, encoding="utf-8")
    (tmp_path / "cms.csv").write_text(RIGHT, encoding="utf-8")
    (tmp_path / "readme.md").write_text("no report", encoding="utf-8")
    documents = [
        casegroup_record("CG1"),
        casegroup_record("CG2"),
        casegroup_record("CG3", paying_parent={**person(3), "markers": ["nationally_sensitive"]}),
    ]
    return live_desk(tmp_path, *documents)


def screen_of(hands: Hands) -> ReconciliationScreen:
    """Give the screen in front."""
    assert isinstance(hands.screen, ReconciliationScreen)
    return hands.screen


async def rested(hands: Hands, script: str) -> str:
    """Type keys, waiting after each for what is worked on beside the screen."""
    for key in script.split():
        await hands.types(key)
        await hands.app.workers.wait_for_complete()
        await hands.pilot.pause()
    return hands.text()


async def test_it_opens_from_arrivals_and_lists_the_reports_of_the_folder(desk: Desk) -> None:
    with desk:
        async with at_work(desk) as hands:
            told = await hands.types("f7 K")
            assert "csa.csv" in told
            assert "readme.md" not in told
            await hands.types("escape")
            assert isinstance(hands.screen, ArrivalScreen)


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
async def test_how_each_report_is_read_is_shown_before_it_is_used(desk: Desk, size: tuple[int, int]) -> None:
    with desk:
        async with at_work(desk, size) as hands:
            told = await hands.types(f"{FILES} r")
            assert "No report of what left the CSA is chosen" in told
            await hands.types("m down c")
            told = await rested(hands, "r 1")
            assert "csa.csv: headings in row 1: casegroup from 'casegroup_id'" in told
            assert screen_of(hands).compared is None
            told = await rested(hands, "y")
            assert screen_of(hands).part == TOTALS
            assert "7 rows left the CSA, 3 are at CMS." in told
            assert "The totals differ by £623.84, to the penny" in told
            assert [line for line in hands.lines() if "…" in line] == []


async def test_a_wrong_row_and_a_column_are_put_right_by_hand(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "cms.csv").write_text(f"Arrears\n\n{RIGHT.replace('case_id', 'Claim')}", encoding="utf-8")
    with desk:
        async with at_work(desk) as hands:
            assert "Needed in one row: headings for casegroup" in await hands.types(f"{FILES} m")
            told = await hands.types("enter")
            assert ">     3  casegroup_id | Claim" in told
            told = await hands.types("enter")
            assert "No column is taken yet for: case." in told
            told = await hands.types("down enter 2")
            assert "Claim                  case" in told
            chosen = screen_of(hands).reading
            assert chosen is not None
            assert chosen.look is not None
            assert chosen.look.fault == ""
            assert chosen.wanted.header_row == 3


async def test_headings_are_kept_under_a_name_and_offered_for_the_next_report(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "cms.csv").write_text(RIGHT.replace("case_id", "Claim"), encoding="utf-8")
    with desk:
        async with at_work(desk) as hands:
            await hands.types(f"{FILES} m enter enter down enter 2 n 1")
            await hands.writes("weekly")
            told = await hands.types("enter 1")
            assert "Headings of reports kept as weekly: casegroup from 'casegroup_id', case" in told
            assert kept_mappings(desk) == {}
            await hands.types("y")
            assert kept_mappings(desk)["weekly"]["case_id"] == "Claim"
            await hands.home()
            told = await hands.types(f"{FILES} m")
            assert "These are the headings kept as weekly: n reads the report by them." in told
            assert "to be put right" in told
            told = await hands.types("n")
            assert "Read it by weekly: these are its headings" in told
            assert "7 columns taken" in await hands.types("1 y")


async def test_the_sheet_of_a_workbook_is_chosen(desk: Desk, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for name in ("Week 1", "Week 2"):
        sheet = book.create_sheet(name)
        for line in RIGHT.splitlines():
            sheet.append(line.split(","))
    book.save(tmp_path / "a.xlsx")
    with desk:
        async with at_work(desk) as hands:
            told = await hands.types(f"{FILES} m")
            assert "Such headings stand in 'Week 2' too, not read." in told
            assert "3  Sheet Week 2" in await hands.types("t")
            await hands.types("3 y")
            look = screen_of(hands).chosen[str(tmp_path / "a.xlsx")].look
            assert look is not None
            assert look.sheet == "Week 2"


async def test_another_folder_or_file_is_typed(desk: Desk, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / "other.csv").write_text(RIGHT, encoding="utf-8")
    with desk:
        async with at_work(desk) as hands:
            await hands.types(f"{FILES} c f")
            await hands.writes("nowhere")
            assert "nowhere" in await hands.types("enter")
            await hands.types("escape f")
            for _ in "nowhere":
                await hands.types("backspace")
            await hands.writes("there/other.csv")
            told = await hands.types("enter")
            assert screen_of(hands).grid.cursor_key == str(there / "other.csv")
            assert "left CSA  cms.csv" in told
            await hands.types("escape")
            assert isinstance(hands.screen, WorklistScreen)


async def test_a_class_opens_into_its_rows_and_a_row_shows_both_sides(desk: Desk) -> None:
    with desk:
        async with at_work(desk) as hands:
            await rested(hands, COMPARED)
            told = await rested(hands, "down down down enter")
            assert "Left the CSA: £100.00, NINO QQ000001A, surname Holt (csa.csv row 2)." in told
            assert "At CMS: £100.00, NINO QQ000009A, surname Holt (cms.csv row 2)." in told
            await hands.types("escape")
            assert screen_of(hands).part == TOTALS
            assert screen_of(hands).grid.cursor_key == "identity_differs"
            await hands.types("escape")
            assert screen_of(hands).part == REPORTS


async def test_matched_rows_can_be_looked_at_and_are_no_differences(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "cms.csv").write_text(LEFT, encoding="utf-8")
    with desk:
        async with at_work(desk) as hands:
            await rested(hands, COMPARED)
            screen_of(hands).grid.move_to_key("matched")
            told = await rested(hands, "enter")
            assert screen_of(hands).grid.source.count() == 5
            assert "Matched: CG1" in told
            assert "Matched rows are no differences." in await hands.types("o")


async def test_rows_of_restricted_records_are_masked_and_hostile_ones_shown(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "csa.csv").write_text(LEFT + f"CG1,{HOSTILE},gb_sos,active,1.00,,{HOSTILE}\n", encoding="utf-8")
    with desk:
        async with at_work(desk, WIDE) as hands:
            await rested(hands, COMPARED)
            screen_of(hands).grid.move_to_key("missing_at_cms")
            told = await rested(hands, "enter")
            assert "CG3" in told
            assert "restricted" in told
            assert "Quillf" not in told
            assert "617.83" not in told
            told = await hands.types("down")
            assert "surname Sm[ith] [/]" in " ".join(told.split())
            assert "\x1b" not in told
            told = await hands.types("down")
            assert "CG3: this record is restricted." in told
            assert "Quillf" not in told


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
async def test_the_first_rows_of_a_report_tell_nothing_of_a_restricted_record(
    desk: Desk, tmp_path: Path, size: tuple[int, int]
) -> None:
    own = "CG3,C1,receiving_parent,active,617.83,QQ000003A,Quillf\n"
    (tmp_path / "cms.csv").write_text(f"{HEADER}{own}CG1,C1,gb_sos,active,4.99,QQ000001A,Holt\n", encoding="utf-8")
    with desk:
        async with at_work(desk, size) as hands:
            told = await hands.types(f"{FILES} enter")
            assert "Holt" in told
            told += await hands.types("e")
            assert "restricted" in hands.text()
            told += await hands.types("down w")
            for secret in ("Quillf", "QQ000003A", "617.83"):
                assert secret not in told


async def test_all_of_a_class_becomes_work_after_a_preview_once(desk: Desk) -> None:
    with desk:
        async with at_work(desk) as hands:
            await rested(hands, COMPARED)
            screen_of(hands).grid.move_to_key("missing_at_cms")
            told = await rested(hands, "o 1")
            assert "3 differences would become work." in told
            assert "1 on restricted records." in told
            assert "At the office, no such casegroup here: CG9" in told
            assert office_of(desk).of(DifferencesTakenUp) == ()
            told = await rested(hands, "y")
            assert "3 on the queue (F4), 1 at the office." in told
            told = await rested(hands, "o")
            assert "All of these differences were made work before." in await hands.types("1")
            await hands.types("escape f4")
            assert isinstance(hands.screen, QueueScreen)


async def test_the_marked_rows_alone_become_work(desk: Desk) -> None:
    with desk:
        async with at_work(desk) as hands:
            await rested(hands, COMPARED)
            screen_of(hands).grid.move_to_key("missing_at_cms")
            await rested(hands, "enter space o")
            assert "To work: the marked lines, 1 new" in hands.text()
            await rested(hands, "1 y")
            ((_, taken),) = office_of(desk).of(DifferencesTakenUp)
            assert (taken.on_casegroups, taken.unknown) == (1, ())


async def test_a_difference_at_the_office_is_settled_from_the_queue(desk: Desk) -> None:
    with desk:
        async with at_work(desk) as hands:
            await rested(hands, COMPARED)
            screen_of(hands).grid.move_to_key("missing_at_cms")
            await rested(hands, "o 1 y")
            await hands.types("f4")
            assert isinstance(hands.screen, QueueScreen)
            key = next(key for key in hands.screen.groups.filters if key.startswith("difference"))
            hands.screen.grid.move_to_key(key)
            told = await hands.types("enter")
            assert "RD-1" in told
            assert "a says what was found" in await hands.types("enter")
            await hands.types("a")
            assert "Nothing is typed yet." in await hands.types("enter")
            await hands.writes("keyed under CG1")
            told = await hands.types("enter 1")
            assert "Difference RD-1 settled: keyed under CG1." in told
            await hands.types("y")
            ((_, settled),) = office_of(desk).of(DifferenceSettled)
            assert settled.note == "keyed under CG1"


async def test_differences_are_written_to_a_file_without_restricted_records(desk: Desk, tmp_path: Path) -> None:
    with desk:
        async with at_work(desk) as hands:
            await rested(hands, COMPARED)
            await hands.types("x 1")
            await hands.writes("out.txt")
            assert "a name that ends in .xlsx or .csv" in await hands.types("enter")
            for _ in ".txt":
                await hands.types("backspace")
            await hands.writes(".csv")
            await hands.types("enter 1")
            assert not (tmp_path / "out.csv").exists()
            told = await rested(hands, "y")
            assert "7 lines written to" in told
            written = (tmp_path / "out.csv").read_text(encoding="utf-8")
            assert "CG9" in written
            assert "CG3" not in written


async def test_faults_of_a_report_are_told_one_by_one(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "csa.csv").write_text(f"{HEADER}CG1,1,gb_sos,active,lots,,\nCG2,,gb_sos,active,1,,\n", encoding="utf-8")
    with desk:
        async with at_work(desk) as hands:
            told = await rested(hands, COMPARED)
            assert "w shows all 2." in " ".join(told.split())
            told = await hands.types("w")
            assert 'row 2, amount: "lots"; expected an amount in pounds' in " ".join(told.split())
            assert screen_of(hands).compared is None


async def test_a_file_changed_after_it_was_shown_is_not_used(desk: Desk, tmp_path: Path) -> None:
    with desk:
        async with at_work(desk) as hands:
            await rested(hands, "K m down c r 1")
            (tmp_path / "csa.csv").write_text(LEFT.replace("surname", "comment"), encoding="utf-8")
            told = " ".join((await rested(hands, "y")).split())
            assert "its headings are no longer those that were shown" in told
            assert screen_of(hands).compared is None


async def test_esc_stops_what_is_worked_on_and_its_answer_is_let_go(desk: Desk) -> None:
    with desk:
        async with at_work(desk) as hands:
            await hands.types(FILES)
            screen, go_on, answers = screen_of(hands), Event(), list[object]()

            def work(told: Callable[[str], None]) -> str:
                told("Reading")
                go_on.wait()
                return "an answer"

            screen.work_beside("Waiting", work, answers.append)
            assert "Esc stops it." in await hands.types("c")
            assert "Stopped." in await hands.types("escape")
            go_on.set()
            with suppress(WorkerCancelled):
                await hands.app.workers.wait_for_complete()
            await hands.pilot.pause()
            assert answers == []
            assert not screen.is_working
            assert screen_of(hands) is screen


async def test_hundreds_of_thousands_of_rows_are_paged(desk: Desk) -> None:
    import polars as pl

    from domain.reconciliation.decision import COLUMNS

    with desk:
        async with at_work(desk) as hands:
            await rested(hands, COMPARED)
            compared = screen_of(hands).compared
            assert compared is not None
            one = compared.answer.lines_of("missing_at_cms").select(COLUMNS)
            lines = pl.concat([one] * 100_000)
            listed = LineList(lines, frozenset())
            assert listed.count() == 300_000
            assert listed.position("299999") == 299_999
            assert len(listed.page(299_990, 300_010)) == 10


async def test_a_casework_role_is_needed_to_make_work(desk: Desk) -> None:
    desk.close()
    from console.desk.desk import Desk as Sit
    from tests.console.work import put_on_roster, sit_down

    with sit_down(desk.store.path) as manager:
        put_on_roster(manager, CASEWORKER, "case_manager")
    with Sit(sit_down(desk.store.path).store, CASEWORKER) as other:
        async with at_work(other) as hands:
            await rested(hands, COMPARED)
            assert "makes work of differences" in await hands.types("o")
            assert screen_of(hands).part != LINES


async def test_kept_headings_fill_the_question_up_to_six(desk: Desk) -> None:
    with desk:
        for number in range(8):
            perform_office(desk, SaveReportMapping(name=f"kind {number}", columns={"case_id": f"Claim {number}"}))
        async with at_work(desk) as hands:
            told = await hands.types(f"{FILES} m n")
            assert "7  Keep these headings under a name" in told
