"""Reading reports of balances: any order and heading, text and spreadsheets, plain words for what cannot be read."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from domain.errors import BadInputError
from storage.importers.report_files import LIMITS
from storage.importers.reports import read_report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

HEADER = ["casegroup_id", "case_id", "owed_to", "status", "amount", "nino", "surname"]
ROW = ["CG1", "881", "receiving_parent", "active", "1234.50", "QQ000001A", "Holt"]


def csv_file(folder: Path, text: str | bytes) -> Path:
    """Write a report as text."""
    path = folder / "report.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def workbook(folder: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """Write a report as a spreadsheet; a text that begins with = is written as a formula with the result 7."""
    path = folder / "report.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str) and cell.startswith("="):
                        sheet.write_formula(at, column, cell, None, 7)
                    elif isinstance(cell, datetime):
                        sheet.write_datetime(at, column, cell, day)
                    elif isinstance(cell, str):
                        sheet.write_string(at, column, cell)
                    else:
                        sheet.write(at, column, cell)
    return path


def refused(path: Path, **options: Any) -> str:
    """Give the words with which a report is refused."""
    with pytest.raises(BadInputError) as caught:
        read_report(path, **options)
    return caught.value.message.replace(str(path), "FILE")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("above", [0, 3])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_columns_stand_in_any_order_under_any_lines(tmp_path: Path, separator: str, above: int, mark: str) -> None:
    lines = [f"Arrears {number}" for number in range(above)]
    lines += [separator.join([*HEADER[::-1], "Comment"]), separator.join([*ROW[::-1], "x"])]
    report = read_report(csv_file(tmp_path, mark + "\r\n".join(lines) + "\r\n"))
    (row,) = report.rows.to_dicts()
    assert (row["casegroup_id"], row["case_id"], row["amount_pence"], row["row"]) == ("CG1", "881", 123450, above + 2)
    assert (report.header_row, report.left_out) == (above + 1, ("Comment",))


def test_headings_are_known_by_their_usual_names_and_by_a_mapping(tmp_path: Path) -> None:
    text = "Case Group ID,Case Number,Payee,Status,Balance,What is left,Surname\nCG1,1,gb_sos,active,5,7.10,Ó Briain\n"
    path = csv_file(tmp_path, text)
    assert read_report(path).rows["amount_pence"].to_list() == [500]
    mapped = read_report(path, {"amount": "what is left"})
    assert mapped.rows["amount_pence"].to_list() == [710]
    assert mapped.columns["amount"] == "What is left"


def test_a_sheet_is_found_and_its_numbers_and_cached_results_are_read(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Report"],
        [],
        HEADER,
        ["CG1", 881, "gb_sos", "active", 0.1 + 0.2, "", "Holt"],
        ["CG2", *ROW[1:4], "=3+4"],
    ]
    report = read_report(workbook(tmp_path, {"Notes": [["Nothing here"]], "Data": rows}))
    assert (report.sheet, report.header_row) == ("Data", 3)
    assert report.rows["case_id"].to_list() == ["881", "881"]
    assert report.rows["amount_pence"].to_list() == [30, 700]
    assert report.rows["row"].to_list() == [4, 5]


@pytest.mark.parametrize(
    ("written", "pence"),
    [("1234.56", 123456), ("£1,234.56", 123456), ("-£12.00", -1200), ("£-12", -1200), ("\u221212.5", -1250), ("0", 0)],
)
def test_amounts_as_people_write_them(tmp_path: Path, written: str, pence: int) -> None:
    text = ",".join(HEADER) + "\n" + ",".join([*ROW[:4], f'"{written}"', *ROW[5:]]) + "\n"
    assert read_report(csv_file(tmp_path, text)).rows["amount_pence"].to_list() == [pence]


@pytest.mark.parametrize("written", ["", "x", "1.234", "1,23.00", "1e3", "--1", "-£-1", "123456789012", "=1+1", "NaN"])
def test_any_other_amount_is_named_with_its_place(tmp_path: Path, written: str) -> None:
    text = ",".join(HEADER) + "\n" + ",".join([*ROW[:4], f'"{written}"', *ROW[5:]]) + "\n"
    assert refused(csv_file(tmp_path, text)).startswith(f'FILE, row 2, amount: "{written}"; expected an amount')


def test_every_fault_is_listed_and_a_row_of_totals_is_one(tmp_path: Path) -> None:
    text = "\n".join([",".join(HEADER), ",".join(ROW), "Total,,,,1234.50,,", ",".join([*ROW[:4], "x", "", ""])])
    message = refused(csv_file(tmp_path, text)).splitlines()
    assert [line.split(":")[0] for line in message] == [
        "FILE, row 3, case_id", "FILE, row 3, owed_to", "FILE, row 3, status", "FILE, row 4, amount",
    ]  # fmt: skip
    many = ",".join(HEADER) + "\n" + "a,,,,1,,\n" * 30
    assert refused(csv_file(tmp_path, many)).splitlines()[-1] == "and 70 more faults"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "no header with every column needed"),
        (b"casegroup_id,case_id,owed_to,status\n1,2,3,4\n", "expected also amount"),
        (",".join([*HEADER, "balance"]).encode() + b"\n", '"amount" and "balance" could both be amount'),
        (",".join(HEADER).encode() + b"\n" + ",".join(ROW).encode() + b",more\n", "row 2: 8 cells; expected 7"),
        (",".join(HEADER).encode() + b"\n" + ",".join(ROW).encode("utf-16"), "is not UTF-8"),
        (
            (",".join(HEADER) + "\n" + ",".join([*ROW[:6], "Jos\u00e9"])).encode("latin-1"),
            "row 2: byte 0xe9 is not UTF-8",
        ),
        (b"PK\x03\x04nothing of a spreadsheet", "a damaged workbook"),
    ],
)
def test_what_is_no_report_is_told_in_words(tmp_path: Path, text: bytes, words: str) -> None:
    assert words in refused(csv_file(tmp_path, text))


def test_a_folder_a_missing_file_and_a_wrong_sheet(tmp_path: Path) -> None:
    assert "no file" in refused(tmp_path)
    assert "cannot be read (No such file or directory)" in refused(tmp_path / "none.csv")
    path = workbook(tmp_path, {"Data": [HEADER, ROW]})
    assert "no sheet 'Other'; expected one of Data" in refused(path, sheet="Other")
    assert "no header with every column needed" in refused(workbook(tmp_path, {"Data": [["x"]]}))


def test_dates_errors_and_truth_in_place_of_amounts_are_no_amounts(tmp_path: Path) -> None:
    cells = [datetime(2016, 1, 2, tzinfo=UTC).replace(tzinfo=None), True, None]
    rows: list[list[Any]] = [[*ROW[:4], cell, "", ""] for cell in cells]
    path = workbook(tmp_path, {"Data": [HEADER, *rows]})
    lines = refused(path).splitlines()
    assert [line.split("; ")[0] for line in lines] == [
        'FILE, sheet Data, row 2, amount: "2016-01-02 00:00:00"',
        'FILE, sheet Data, row 3, amount: "true"',
        'FILE, sheet Data, row 4, amount: ""',
    ]


def test_a_spreadsheet_that_would_unpack_to_too_much_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 10_000_000)
    assert path.stat().st_size < 100_000
    monkeypatch.setattr("storage.importers.reports.LIMITS", replace(LIMITS, unpacked_bytes=1_000_000))
    assert "unpacks to too much" in refused(path)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("XFD3", "a row of 16384 columns"),
        ("A1048577", "too many rows"),
        ("ABCDEFGH3", "a cell at 'ABCDEFGH3'"),
        ("ZZZZZZZZZ99999999999999", "a cell at 'ZZZZZZZZZ99999999999'"),
    ],
)
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/evil/s.xml"])
def test_a_cell_that_would_spread_the_sheet_is_refused_wherever_the_sheet_lies(
    tmp_path: Path, place: str, words: str, part: str
) -> None:
    usual = workbook(tmp_path, {"Data": [HEADER, ROW]})
    far = tmp_path / "far.xlsx"
    with zipfile.ZipFile(usual) as before, zipfile.ZipFile(far, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            body = before.read(name).replace(b'r="A2"', f'r="{place}"'.encode())
            if name.endswith(".rels"):
                body = body.replace(b"worksheets/sheet1.xml", part.removeprefix("xl/").encode())
            after.writestr(part if name == "xl/worksheets/sheet1.xml" else name, body)
    assert words in refused(far)


def test_headings_merged_over_two_rows_are_no_header(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Data")
        sheet.merge_range(0, 0, 0, 3, "Balance of casegroup")
        sheet.write_row(1, 0, ["Casegroup", "Case", "Payee", "Status"])
        sheet.write_row(1, 4, ["Amount"])
        sheet.write_row(2, 0, ["CG1", "1", "gb_sos", "active", 5])
    assert read_report(path).header_row == 2
