"""Failure reports: whatever their shape the right rows are raised, or every fault is told and nothing is changed."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from console.desk.clock import Clock
from console.desk.desk import Desk
from console.desk.failure_reports import import_failure_reports
from console.desk.files import import_files
from console.desk.lists import faults_of_lists
from domain.errors import BadInputError, NotPermittedError
from storage.importers.exceptions import read_failure_report
from storage.importers.headed import RowsRefusedError
from tests.made_up import casegroup_record, write_documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

NOON = Clock(datetime(2016, 2, 15, 12, tzinfo=UTC))
HEADINGS = ("casegroup_id", "case_id", "reason", "detail")
ROWS = (
    ("CG1", "C1", "Liability not ended successfully", ""),
    ("CG2", "", "schedules_not_ended", "seen on Monday"),
    ("CG2", "", "Two paying parents", "since 2010"),
)
RAISED = [
    ("CG1", "C1", "liability_end_failed", ""),
    ("CG2", None, "schedules_not_ended", "seen on Monday"),
    ("CG2", None, "other", "Two paying parents: since 2010"),
]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Sit down at a store with two casegroups."""
    with Desk.create(tmp_path / "casework.db", "manager", clock=NOON) as desk:
        import_files(desk, [write_documents(tmp_path / "in.jsonl", casegroup_record("CG1"), casegroup_record("CG2"))])
        yield desk


def csv_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def workbook(path: Path, *rows: Sequence[Any], title: str = "Failures") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def csv_of(*rows: Sequence[str], delimiter: str = ",") -> str:
    return "".join(delimiter.join(row) + "\r\n" for row in (HEADINGS, *rows))


def open_now(desk: Desk) -> list[tuple[str, str | None, str, str]]:
    return [
        (casegroup_id, one.case_id, one.reason, one.detail)
        for casegroup_id in ("CG1", "CG2")
        for one in desk.casefile(casegroup_id).open_exceptions
    ]


def digest(desk: Desk) -> str:
    """Name everything the store says, file and log together."""
    whole = hashlib.sha256()
    for entry in desk.store.iterate_journal():
        whole.update(entry.digest.encode())
    for _, row in desk.store.queue_rows(desk.store.queue_keys()):
        whole.update(repr(row).encode())
    for line in desk.store.worklist_rows(desk.store.worklist_keys()):
        whole.update(repr(line).encode())
    return whole.hexdigest()


# ---------------------------------------------------------------------------------------------------- what is taken


def test_a_report_raises_what_its_rows_say_and_a_second_reading_nothing(desk: Desk, tmp_path: Path) -> None:
    report = csv_file(tmp_path / "monday.csv", csv_of(*ROWS))
    taken = import_failure_reports(desk, [report])
    assert (taken.raised, taken.known) == (3, 0)
    assert open_now(desk) == RAISED
    again = import_failure_reports(desk, [report, report])
    assert (again.raised, again.known) == (0, 6)
    assert faults_of_lists(desk) == []
    assert desk.store.verify().faults == ()


def test_the_journal_says_from_which_file_and_line_an_exception_came(desk: Desk, tmp_path: Path) -> None:
    report = csv_file(tmp_path / "monday.csv", csv_of(*ROWS))
    import_failure_reports(desk, [report])
    (entry,) = [entry for entry in desk.store.entries("CG1") if entry.kind == "exception_raised"]
    assert entry.request_digest == hashlib.sha256(report.read_bytes()).hexdigest()
    (exception,) = desk.casefile("CG1").exceptions
    event = exception.history[0].event
    assert event.kind == "exception_raised"
    assert (event.origin, event.file_name, event.line) == ("report", "monday.csv", 2)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (csv_of(*ROWS), "utf-8"),
        (csv_of(*ROWS), "utf-8-sig"),
        (csv_of(*ROWS), "utf-16"),
        (csv_of(*ROWS, delimiter=";"), "utf-8"),
        (csv_of(*ROWS, delimiter="\t"), "utf-8"),
        (csv_of(*ROWS).replace("\r\n", "\n"), "utf-8"),
        ("Failures of 15 February,,,\n\n" + csv_of(*ROWS), "utf-8"),
        (csv_of(*ROWS).replace("\r\n", "\r\n,,,\r\n"), "utf-8"),
    ],
    ids=["plain", "marked", "utf-16", "semicolons", "tabs", "unix", "a title above", "empty rows between"],
)
def test_a_csv_file_is_read_however_it_was_saved(desk: Desk, tmp_path: Path, text: str, encoding: str) -> None:
    import_failure_reports(desk, [csv_file(tmp_path / "report.csv", text, encoding)])
    assert open_now(desk) == RAISED


def test_columns_stand_in_any_order_under_any_capitals_and_what_is_not_read_is_told(tmp_path: Path) -> None:
    text = "Team,Description,FAILURE REASON,Casegroup-Number\nB,x,data_invalid,CG1\n"
    report = read_failure_report(csv_file(tmp_path / "r.csv", text))
    assert [(row.casegroup_id, row.case_id, row.reason, row.detail) for row in report.rows] == [
        ("CG1", None, "data_invalid", "x")
    ]
    assert report.file.told().removeprefix(str(tmp_path)) == (
        "/r.csv: 3 headings in line 1, 'Description' read as detail, 'FAILURE REASON' read as reason, "
        "'Casegroup-Number' read as casegroup ID; not read: 'Team'"
    )


def test_a_workbook_is_read_like_a_csv_file_and_says_which_sheet(desk: Desk, tmp_path: Path) -> None:
    path = workbook(tmp_path / "r.xlsx", ["Failures of", date(2016, 2, 15)], [], HEADINGS, *ROWS)
    taken = import_failure_reports(desk, [path])
    assert open_now(desk) == RAISED
    assert [row.line for row in taken.reports[0].rows] == [4, 5, 6]
    assert "headings in sheet 'Failures', row 3" in taken.reports[0].file.told()


def test_numbers_and_days_in_cells_are_read_as_people_see_them(tmp_path: Path) -> None:
    rows = [HEADINGS, (412, 881.0, "data_invalid", date(2016, 2, 3)), ("007", True, "other", 1.5)]
    report = read_failure_report(workbook(tmp_path / "r.xlsx", *rows))
    assert [(row.casegroup_id, row.case_id, row.detail) for row in report.rows] == [
        ("412", "881", "2016-02-03"),
        ("007", "TRUE", "1.5"),
    ]


def test_formulas_are_not_worked_out_and_that_is_told(tmp_path: Path) -> None:
    report = read_failure_report(workbook(tmp_path / "r.xlsx", HEADINGS, ("CG1", "", "data_invalid", '=CMD("calc")')))
    assert report.rows[0].detail == ""
    assert "the results they had when it was saved are read, none is worked out" in report.file.told()


def test_hidden_sheets_are_not_read_and_that_is_told(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for sheet in (book.active, book.create_sheet("old")):
        sheet.append(list(HEADINGS))
        sheet.append(["CG1", "", "data_invalid", ""])
    book["old"].sheet_state = "hidden"
    book.save(tmp_path / "r.xlsx")
    report = read_failure_report(tmp_path / "r.xlsx")
    assert len(report.rows) == 1
    assert "1 hidden or other sheets are not read" in report.file.told()


# -------------------------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_fault_is_told_with_its_place_and_nothing_is_changed(desk: Desk, tmp_path: Path, form: str) -> None:
    rows = (
        ROWS[0],
        ("", "", "data_invalid", ""),
        ("CG1", "", "", ""),
        ("x" * 101, "", "other", "y" * 2000),
    )
    path = tmp_path / f"r.{form}"
    if form == "csv":
        csv_file(path, csv_of(*rows))
    else:
        workbook(path, HEADINGS, *rows)
    before = digest(desk)
    with pytest.raises(RowsRefusedError) as refused:
        import_failure_reports(desk, [path])
    assert refused.value.message.splitlines() == [
        f"{path}:3: casegroup_id: empty; expected the number of a casegroup",
        f"{path}:4: reason: empty; expected a reason, in any words",
        f'{path}:5: casegroup_id: "{"x" * 58}…; expected at most 100 characters',
        f'{path}:5: detail: "{"y" * 58}…; expected at most 2000 characters with the reason',
    ]
    assert digest(desk) == before


def test_rows_that_fit_no_casegroup_or_case_are_told_and_nothing_is_changed(desk: Desk, tmp_path: Path) -> None:
    rows = (*ROWS, ("CG9", "", "data_invalid", ""), ("CG1", "C9", "data_invalid", ""), ("CG1", "", "other", ""))
    path = csv_file(tmp_path / "r.csv", csv_of(*rows))
    before = digest(desk)
    with pytest.raises(RowsRefusedError) as refused:
        import_failure_reports(desk, [path])
    assert refused.value.message.splitlines() == [
        f'{path}:5: casegroup_id: "CG9"; expected the number of a casegroup of this store',
        f'{path}:6: case_id: "C9"; expected the number of a case of this casegroup, or nothing',
        f'{path}:7: detail: ""; expected what the failure is, in words',
    ]
    assert digest(desk) == before
    assert refused.value.exit_code == 3


def test_of_several_files_all_are_taken_or_none(desk: Desk, tmp_path: Path) -> None:
    good = csv_file(tmp_path / "good.csv", csv_of(*ROWS))
    before = digest(desk)
    with pytest.raises(BadInputError):
        import_failure_reports(desk, [good, csv_file(tmp_path / "bad.csv", csv_of(("CG9", "", "other", "x")))])
    assert digest(desk) == before


def test_a_turn_that_fails_half_way_leaves_nothing(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest(desk)

    def fails(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as failing:
        failing.setattr("storage.turn.Turn.put_lines", fails)
        with pytest.raises(KeyboardInterrupt):
            import_failure_reports(desk, [csv_file(tmp_path / "r.csv", csv_of(*ROWS))])
    assert digest(desk) == before


def test_more_than_a_person_could_mean_is_not_taken(desk: Desk, tmp_path: Path) -> None:
    rows = [("CG1", "", "other", f"failure {number}") for number in range(201)]
    with pytest.raises(RowsRefusedError, match=r"r.csv:202: casegroup_id: 201 failures of it; expected at most 200"):
        import_failure_reports(desk, [csv_file(tmp_path / "r.csv", csv_of(*rows))])


def test_somebody_not_on_the_roster_imports_nothing(desk: Desk, tmp_path: Path) -> None:
    stranger = Desk(desk.store, "stranger", NOON)
    with pytest.raises(NotPermittedError):
        import_failure_reports(stranger, [csv_file(tmp_path / "r.csv", csv_of(*ROWS))])


OTHER_HEADINGS = b"casegroup_id,why\nCG1,x\n"
TWICE = b"casegroup_id,reason,Failure Reason\nCG1,x,y\n"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty; expected a CSV file"),
        (b"  \r\n", "empty"),
        (OTHER_HEADINGS, "no headings in its first 20 rows; expected a failure report with casegroup ID, reason"),
        (TWICE, r':1: reason: "reason" and "Failure Reason"; expected one column for it'),
        (b"casegroup_id,reason\nCG1,\xff\n", "byte 25 is not text in UTF-8"),
        (b"casegroup_id,reason\nCG1,\0\n", "not text"),
        (b'casegroup_id,reason\nCG1,"x\n', "line 2 is not CSV"),
        (b"a" * 200_000, "not CSV"),
        (b",".join([b"x"] * 65), "a row of 65 columns; expected at most 64"),
        (b"\n" * 50_002 + b"x", "too many rows; expected at most 50000"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "an old workbook, or one with a password"),
        (b"PK\x03\x04" + b"\0" * 600, "a damaged workbook"),
        (b"{}", "no headings"),
    ],
    ids=range(13),
)
def test_what_is_no_report_is_refused_in_words(desk: Desk, tmp_path: Path, body: bytes, words: str) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(body)
    before = digest(desk)
    with pytest.raises(BadInputError, match=words) as refused:
        import_failure_reports(desk, [path])
    assert refused.value.message.startswith(str(path))
    assert digest(desk) == before


def test_a_report_that_is_not_there_or_no_file_is_refused(desk: Desk, tmp_path: Path) -> None:
    for path, words in ((tmp_path / "none.csv", "cannot be read"), (tmp_path, "not a file")):
        with pytest.raises(BadInputError, match=words):
            import_failure_reports(desk, [path])


def test_two_sheets_that_could_be_meant_are_refused(tmp_path: Path) -> None:
    book = Workbook()
    for title in ("one", "two"):
        book.create_sheet(title).append(list(HEADINGS))
    book.save(tmp_path / "r.xlsx")
    with pytest.raises(BadInputError, match="in the sheets 'one', 'two'; expected one sheet, a failure report"):
        read_failure_report(tmp_path / "r.xlsx")
