"""Spreadsheets that mislead or do harm, to every reader of rows alike: the right figures, or what stands where."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from domain.errors import BadInputError
from domain.reconciliation.decision import reconcile
from storage.exporters.reconciliation import workbook, write_csv
from storage.importers import reports, sheets
from storage.importers.cms_register import read_residuals
from storage.importers.reports import look_at_report, read_report
from storage.importers.transition_requests import read_requests
from tests.storage.test_workbooks import rezipped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    Read = Callable[[Path], tuple[list[int], str]]

HEADINGS = ("casegroup_id", "case_id", "owed_to", "status", "amount")
ROW = ("CG1", "881", "receiving_parent", "active", 1234.5)
SHEET = "xl/worksheets/sheet1.xml"
# Spreadsheets know no zones.
DAY = datetime(2016, 1, 2, tzinfo=UTC).replace(tzinfo=None)


def by_report(path: Path) -> tuple[list[int], str]:
    """Read the amounts as a report that is compared, and what is said of it."""
    report = read_report(path)
    return report.rows["amount_pence"].to_list(), "; ".join(report.notes)


def by_headings(path: Path) -> tuple[list[int], str]:
    """Read the amounts as every other file with headings is read, and what is said of it."""
    read = read_residuals(path)
    return [row.line.amount_pence for row in read.rows], read.file.told()


@pytest.fixture(params=[by_report, by_headings], ids=["report", "headed file"])
def read(request: pytest.FixtureRequest) -> Read:
    """Read amounts by either reader."""
    reader: Read = request.param
    return reader


def saved(folder: Path, fill: Callable[[Worksheet], None], *rows: Sequence[Any]) -> Path:
    """Save a workbook of the headings and some rows, after something was done to its sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADINGS, *rows):
        sheet.append(list(row))
    fill(sheet)
    book.save(folder / "file.xlsx")
    return folder / "file.xlsx"


def as_it_is(_sheet: Worksheet) -> None:
    """Leave a sheet alone."""


def refused(read: Read, path: Path) -> str:
    """Give the words with which a file is refused."""
    with pytest.raises(BadInputError) as caught:
        read(path)
    return caught.value.message.replace(str(path), "FILE")


def with_cell(path: Path, old: bytes, new: bytes) -> Path:
    """Write another cell into the sheet of a saved workbook."""
    with zipfile.ZipFile(path) as archive:
        markup = archive.read(SHEET)
    assert old in markup
    path.write_bytes(rezipped(path, {SHEET: markup.replace(old, new)}))
    return path


# ------------------------------------------------------------------------------------------------------- formulas


def test_the_result_a_formula_had_is_read_and_said_to_be_one(tmp_path: Path, read: Read) -> None:
    path = saved(tmp_path, as_it_is, (*ROW[:4], 7))
    with_cell(path, b"<v>7</v>", b"<f>SUM(X1:X9)</f><v>7.25</v>")
    amounts, told = read(path)
    assert amounts == [725]
    assert "it has formulas: the results they had when it was saved are read" in told


def test_a_formula_nobody_worked_out_is_no_amount(tmp_path: Path, read: Read) -> None:
    told = refused(read, saved(tmp_path, as_it_is, (*ROW[:4], "=1+1")))
    assert "amount" in told
    assert "expected" in told


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", "#NAME?"])
def test_a_formula_that_failed_is_no_amount(tmp_path: Path, read: Read, error: str) -> None:
    path = saved(tmp_path, as_it_is, (*ROW[:4], 7))
    with_cell(path, b'"E2" t="n"><v>7</v>', f'"E2" t="e"><f>1/0</f><v>{error}</v>'.encode())
    told = refused(read, path)
    assert "amount" in told
    assert "expected" in told


def test_a_link_to_another_workbook_is_not_followed(
    tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path, as_it_is, (*ROW[:4], 7))
    with_cell(path, b"<v>7</v>", b"<f>[1]Sheet1!A1</f><v>5</v>")
    link = b'<externalLink xmlns="x"><externalBook r:id="rId1"/></externalLink>'
    rels = b'<Relationships><Relationship Id="rId1" Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    parts = {
        "xl/externalLinks/externalLink1.xml": link,
        "xl/externalLinks/_rels/externalLink1.xml.rels": rels,
    }
    path.write_bytes(rezipped(path, parts))

    def no_network(*_: object) -> None:
        message = "something was opened over the network"
        raise AssertionError(message)

    monkeypatch.setattr("socket.socket.connect", no_network)
    assert read(path)[0] == [500]


# ----------------------------------------------------------------------------------------------------- zip bombs


def test_what_unpacks_to_too_much_is_not_read(tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (reports, sheets):
        monkeypatch.setattr(module, "LIMITS", replace(module.LIMITS, unpacked_bytes=1_000_000))
    path = saved(tmp_path, as_it_is, ROW)
    path.write_bytes(rezipped(path, {SHEET: b"<worksheet>" + b" " * 8_000_000 + b"</worksheet>"}))
    assert path.stat().st_size < 50_000
    assert refused(read, path) == "FILE: unpacks to too much; expected at most 0 MiB"


def test_a_workbook_inside_a_workbook_is_not_unpacked(tmp_path: Path, read: Read) -> None:
    path = saved(tmp_path, as_it_is, ROW)
    path.write_bytes(rezipped(path, {"xl/embeddings/inner.xlsx": path.read_bytes()}))
    assert read(path)[0] == [123450]


# ------------------------------------------------------------------------------------------------- merged cells


def test_a_title_merged_over_the_headings_hides_none(tmp_path: Path, read: Read) -> None:
    def titled(sheet: Worksheet) -> None:
        sheet.insert_rows(1, 2)
        sheet["A1"] = "Balances on closing"
        sheet.merge_cells("A1:E2")

    assert read(saved(tmp_path, titled, ROW))[0] == [123450]


def test_headings_merged_over_two_rows_are_none_that_can_be_read(tmp_path: Path, read: Read) -> None:
    def merged(sheet: Worksheet) -> None:
        sheet.insert_rows(2)
        sheet["E2"] = sheet["E1"].value
        sheet["E1"] = "Money"
        for column in "ABCD":
            sheet.merge_cells(f"{column}1:{column}2")

    told = refused(read, saved(tmp_path, merged, ROW))
    assert "FILE" in told
    assert "amount" in told


def test_a_casegroup_merged_over_its_rows_is_missing_in_all_but_the_first(tmp_path: Path, read: Read) -> None:
    def merged(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")

    told = refused(read, saved(tmp_path, merged, ROW, ROW))
    assert "3" in told
    assert "casegroup_id" in told


# -------------------------------------------------------------------------------------------- numbers and days


def test_numbers_kept_as_text_are_the_same_numbers(tmp_path: Path, read: Read) -> None:
    def quoted(sheet: Worksheet) -> None:
        # What a spreadsheet keeps of a leading apostrophe: the text, and a mark in its style.
        sheet["E2"].quotePrefix = True

    assert read(saved(tmp_path, quoted, (*ROW[:4], "1234.50"), (*ROW[:3], "suspended", 1234.5)))[0] == [123450, 123450]


def test_a_sum_that_lost_its_last_digits_is_the_figure_people_see(tmp_path: Path, read: Read) -> None:
    assert read(saved(tmp_path, as_it_is, (*ROW[:4], 0.1 + 0.2), (*ROW[:3], "suspended", 4.35 * 100)))[0] == [30, 43500]


@pytest.mark.parametrize("amount", ["'1234.50", "1234.5O", "1.234,50", "£", DAY, True])
def test_what_only_looks_like_a_number_is_named_with_its_place(tmp_path: Path, read: Read, amount: Any) -> None:
    told = refused(read, saved(tmp_path, as_it_is, (*ROW[:4], amount)))
    assert "amount" in told
    assert "2" in told
    assert "expected" in told


def test_a_number_of_a_case_keeps_its_noughts_as_text_and_is_whole_as_a_number(tmp_path: Path) -> None:
    path = saved(tmp_path, as_it_is, ("CG1", "00881", *ROW[2:]), ("CG1", 881, *ROW[2:]))
    assert read_report(path).rows["case_id"].to_list() == ["00881", "881"]
    assert [row.line.case_id for row in read_residuals(path).rows] == ["00881", "881"]


REQUEST = ("LTR-1", "LTR1", "CG1")


def requests(folder: Path, *days: object) -> Path:
    """Save a file of one transition request with two days."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["request_id", "kind", "casegroup_id", "received_on", "closure_date"])
    sheet.append([*REQUEST, *days])
    book.save(folder / "requests.xlsx")
    return folder / "requests.xlsx"


def test_a_day_is_read_from_a_cell_of_days_and_from_text_alike(tmp_path: Path) -> None:
    (row,) = read_requests(requests(tmp_path, DAY, "2016-03-01")).rows
    assert (row.received_on.isoformat(), row.closure_date.isoformat()) == ("2016-01-02", "2016-03-01")


@pytest.mark.parametrize(
    "day", ["01/02/16", "31 Feb 2016", 42401, "2016-02-30", "tomorrow", DAY.replace(hour=13, minute=5)]
)
def test_what_is_no_day_is_named_with_its_place(tmp_path: Path, day: object) -> None:
    with pytest.raises(BadInputError) as caught:
        read_requests(requests(tmp_path, day, "2016-03-01"))
    assert ":2: received_on:" in caught.value.message
    assert "expected" in caught.value.message


# ------------------------------------------------------------------------------------------------- long sheets


def test_the_longest_sheet_there_can_be_is_compared_whole(tmp_path: Path) -> None:
    path = saved(tmp_path, as_it_is)
    with zipfile.ZipFile(path) as archive:
        before, _, after = archive.read(SHEET).decode().partition("</sheetData>")
    longest = 1_048_576
    same = "".join(
        f'<c r="{column}#" t="str"><v>{value}</v></c>' for column, value in zip("BCD", ROW[1:4], strict=True)
    )
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c>{same}<c r="E{row}"><v>{row % 100}</v></c></row>'.replace(
            "#", str(row)
        )
        for row in range(2, longest + 1)
    )
    path.write_bytes(rezipped(path, {SHEET: f"{before}{rows}</sheetData>{after}".encode()}))
    report = read_report(path)
    assert report.rows.height == longest - 1
    assert (report.rows["row"][-1], report.rows["casegroup_id"][-1]) == (longest, str(longest))
    assert report.rows["amount_pence"].sum() == 100 * sum(row % 100 for row in range(2, longest + 1))
    with pytest.raises(BadInputError, match="too many rows; expected at most 50000"):
        read_residuals(path)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (b'<c t=\' r="A1"\' r="XFD1048576"><v>1</v></c>', "too many rows|a row of 16384 columns"),
        (b'<c t="' + b"x" * 300 + b'" r="XFD3"><v>1</v></c>', "a row of 16384 columns"),
        (b'<c t=">" r="XFD3"><v>1</v></c>', "a row of 16384 columns"),
        (b"<x:c s=\"1\"\n\tr = 'XFD3'><v>1</v></x:c>", "a row of 16384 columns"),
        (b'<c t="' + b"x" * 200_000 + b'" r="XFD3"><v>1</v></c>', "a cell that says too much of itself"),
    ],
    ids=["place in a text", "long", "bracket in a text", "prefix", "far too long"],
)
@pytest.mark.parametrize("before", [0, 65_536 - 40, 65_536 - 8])
def test_a_far_cell_is_found_however_it_is_written_and_wherever_it_is_unpacked(
    tmp_path: Path, read: Read, cell: bytes, words: str, before: int
) -> None:
    path = saved(tmp_path, as_it_is, ROW)
    begins = b"<worksheet><sheetData><row><c><is><t>"
    filled = begins + b"y" * max(0, before - len(begins)) + b"</t></is></c>" + cell + b"</row></sheetData></worksheet>"
    path.write_bytes(rezipped(path, {SHEET: filled}))
    with pytest.raises(BadInputError, match=words):
        read(path)


# --------------------------------------------------------------------------------------------------- wrong sheet


def several(folder: Path, *, hidden: bool = False) -> Path:
    """Save a workbook with a sheet of notes and two with the headings, the first of which may be hidden."""
    book = Workbook()
    notes = book.active
    assert notes is not None
    notes.append(["Only notes"])
    for week, amount in (("Week 1", 1), ("Week 2", 2)):
        sheet = book.create_sheet(week)
        sheet.append(list(HEADINGS))
        sheet.append([*ROW[:4], amount])
    if hidden:
        book["Week 1"].sheet_state = "hidden"
    book.save(folder / "weeks.xlsx")
    return folder / "weeks.xlsx"


def test_which_of_several_sheets_is_read_is_said_and_another_can_be_chosen(tmp_path: Path) -> None:
    path = several(tmp_path)
    report = read_report(path)
    assert (report.sheet, report.rows["amount_pence"].to_list()) == ("Week 1", [100])
    assert report.notes == ("such headings stand in 'Week 2' too, not read",)
    assert read_report(path, sheet="Week 2").rows["amount_pence"].to_list() == [200]
    with pytest.raises(BadInputError, match="no header with every column needed"):
        read_report(path, sheet="Sheet")


def test_other_files_are_refused_where_nobody_can_tell_which_sheet_is_meant(tmp_path: Path) -> None:
    assert "headings in the sheets 'Week 1', 'Week 2'; expected one sheet" in refused(by_headings, several(tmp_path))


def test_a_hidden_sheet_is_not_read_unless_it_is_named(tmp_path: Path, read: Read) -> None:
    path = several(tmp_path, hidden=True)
    amounts, told = read(path)
    assert amounts == [200]
    assert "1 hidden" in told
    assert read_report(path, sheet="Week 1").rows["amount_pence"].to_list() == [100]
    assert look_at_report(path).sheets == ("Sheet", "Week 1", "Week 2")


# ------------------------------------------------------------------------------------------- what is written out

DANGEROUS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", " =1+1", "|calc", "%x", "=HYPERLINK(1)")


@pytest.mark.parametrize("text", DANGEROUS)
def test_nothing_of_a_report_calculates_in_what_is_written_of_it(tmp_path: Path, text: str) -> None:
    left, right = tmp_path / "=left.csv", tmp_path / "right.csv"
    heading = ",".join([*HEADINGS, "nino", "surname"])
    left.write_text(f'{heading}\n"{text}","{text}","{text}","{text}",1,"{text}","{text}"\n', encoding="utf-8")
    right.write_text(f"{heading}\n", encoding="utf-8")
    answer = reconcile(read_report(left).rows, read_report(right).rows)
    out = io.StringIO()
    write_csv(out, answer.differences)
    cells = next(csv.reader(out.getvalue().splitlines()[1:]))
    assert [cell for cell in cells if re.match(r"[\s\x00-\x1f]*[=+@|%]|[\s\x00-\x1f]*-(?![0-9.]+$)", cell)] == []
    with zipfile.ZipFile(io.BytesIO(workbook(answer))) as archive:
        markup = b"".join(archive.read(name) for name in archive.namelist() if name.startswith("xl/"))
    assert re.search(rb"<f[\s>/]|hyperlink|externalLink", markup) is None


def test_the_differences_of_a_hostile_report_can_be_read_again(tmp_path: Path) -> None:
    left, right = tmp_path / "left.csv", tmp_path / "right.csv"
    heading = ",".join(HEADINGS)
    rows = "".join(f'CG{number},"{text}",gb_sos,active,{number}.10\n' for number, text in enumerate(DANGEROUS, 1))
    left.write_text(f"{heading}\n{rows}", encoding="utf-8")
    right.write_text(f"{heading}\n", encoding="utf-8")
    answer = reconcile(read_report(left).rows, read_report(right).rows)
    (tmp_path / "out.xlsx").write_bytes(workbook(answer))
    again = read_report(tmp_path / "out.xlsx", {"amount": "left_amount"}, sheet="Differences").rows
    assert again["amount_pence"].to_list() == answer.differences["left_amount_pence"].to_list()
