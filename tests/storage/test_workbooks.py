"""Workbooks made to do harm, damaged, or with more in them than rows: the right rows, or a refusal in words."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from domain.errors import BadInputError
from storage.importers import sheets
from storage.importers.exceptions import read_failure_report
from tests.desk.test_failure_reports import HEADINGS, ROWS, workbook

if TYPE_CHECKING:
    from pathlib import Path


def rezipped(path: Path, change: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Give a workbook with some of its parts changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", compression) as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, old.read(name)))
        for name in change.keys() - set(old.namelist()):
            new.writestr(name, change[name])
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
FAR = b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
WIDE = b'<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>'
BOMB = b"<worksheet>" + b" " * 4_000_000 + b"</worksheet>"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({SHEET: FAR}, "too many rows"),
        ({SHEET: WIDE}, "a row of 16384 columns"),
        ({SHEET: BOMB}, "unpacks to too much"),
        ({SHEET: b'<?xml version="1.0" encoding="UTF-16"?><worksheet/>'}, "a sheet that is not text in UTF-8"),
        ({SHEET: FAR.decode().encode("utf-16")}, "a sheet that is not text in UTF-8"),
        ({f"junk/{number}": b"" for number in range(2_001)}, "parts; expected at most 2000"),
    ],
    ids=["far cells", "wide", "bomb", "said to be utf-16", "utf-16", "many parts"],
)
def test_a_workbook_made_to_exhaust_the_machine_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, bytes], words: str
) -> None:
    monkeypatch.setattr(sheets, "LIMITS", replace(sheets.LIMITS, unpacked_bytes=1_000_000))
    good = workbook(tmp_path / "good.xlsx", HEADINGS, *ROWS)
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(rezipped(good, change))
    with pytest.raises(BadInputError, match=words):
        read_failure_report(bad)


def test_a_part_that_hides_its_size_is_refused_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a file says of its own sizes is not believed: the part claims one byte and unpacks to far more."""
    monkeypatch.setattr(sheets, "LIMITS", replace(sheets.LIMITS, unpacked_bytes=1_000_000))
    body = rezipped(workbook(tmp_path / "good.xlsx", HEADINGS), {SHEET: b" " * 2_000_000})
    size = (2_000_000).to_bytes(4, "little")
    assert body.count(size) == 2
    (tmp_path / "bad.xlsx").write_bytes(body.replace(size, (1).to_bytes(4, "little")))
    with pytest.raises(BadInputError, match="unpacks to too much"):
        read_failure_report(tmp_path / "bad.xlsx")


def test_a_workbook_with_macros_is_read_and_its_macros_are_let_lie(tmp_path: Path) -> None:
    good = workbook(tmp_path / "good.xlsx", HEADINGS, *ROWS)
    (tmp_path / "r.xlsm").write_bytes(rezipped(good, {"xl/vbaProject.bin": b"Sub AutoOpen()"}))
    assert len(read_failure_report(tmp_path / "r.xlsm").rows) == 3


def test_merged_headings_hide_no_column(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Failure report", None, None, None])
    sheet.merge_cells("A1:D1")
    sheet.append(list(HEADINGS))
    sheet.append(list(ROWS[0]))
    book.save(tmp_path / "r.xlsx")
    (row,) = read_failure_report(tmp_path / "r.xlsx").rows
    assert (row.line, row.casegroup_id, row.case_id) == (3, "CG1", "C1")


@pytest.fixture(scope="module")
def good_body(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Give the bytes of a good workbook."""
    return workbook(tmp_path_factory.mktemp("good") / "good.xlsx", HEADINGS, *ROWS).read_bytes()


@settings(max_examples=150)
@given(data=st.data())
def test_a_workbook_damaged_anywhere_is_refused_in_words_or_read(
    tmp_path_factory: pytest.TempPathFactory, good_body: bytes, data: st.DataObject
) -> None:
    body = bytearray(good_body)
    for place in data.draw(st.lists(st.integers(0, len(body) - 1), min_size=1, max_size=6)):
        body[place] = data.draw(st.integers(0, 255))
    del body[data.draw(st.integers(len(body) // 2, len(body))) :]
    path = tmp_path_factory.mktemp("damaged") / "r.xlsx"
    path.write_bytes(bytes(body))
    try:
        report = read_failure_report(path)
    except BadInputError as refused:
        assert refused.message.startswith(str(path))  # noqa: PT017 - either answer is right
    else:
        assert len(report.rows) + len(report.faults) <= 6
