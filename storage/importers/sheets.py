"""Rows of a spreadsheet or a CSV file that somebody sent: cells as text, within limits, nothing in it run or obeyed."""

from __future__ import annotations

import csv
import hashlib
import io
import stat
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from domain.errors import BadInputError
from storage.importers.workbook_guard import ZIPPED, Limits, look_over, reading_failed, refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LARGEST_FILE_BYTES: Final = 32 * 1024 * 1024
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
# Beyond these a spreadsheet's number has lost digits.
EXACT_NUMBERS: Final = 2**53
LEAST_AS_DIGITS: Final = 1e-4
DELIMITERS: Final = (",", ";", "\t")
LIMITS: Final = Limits(rows=50_000, columns=64, unpacked_bytes=256 * 1024 * 1024)
EXPECTED: Final = "a CSV file in UTF-8 or an XLSX workbook"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name (empty for a CSV file) and its rows with the numbers a spreadsheet shows beside them."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A file of sheets as read in one go: the digest is that of the very bytes that were read."""

    path: Path
    digest: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...]


def read_sheets(path: Path) -> SheetFile:
    """Read a CSV file or an XLSX workbook, told apart by what is in it; raises BadInputError where it is neither."""
    body = _bytes_of(path)
    digest = hashlib.sha256(body).hexdigest()
    if body.startswith(OLD_OFFICE):
        raise refused(path, "an old workbook, or one with a password", EXPECTED)
    if body.startswith(ZIPPED):
        sheets, notes = _workbook(path, body)
    else:
        sheets, notes = _csv(path, body)
    return SheetFile(path, digest, sheets, notes)


def _bytes_of(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise refused(path, "not a file", EXPECTED)
        with path.open("rb") as file:
            body = file.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}); expected {EXPECTED}"
        raise BadInputError(message) from None
    if len(body) > LARGEST_FILE_BYTES:
        raise refused(path, "too large", f"at most {LARGEST_FILE_BYTES // 2**20} MiB")
    if not body.strip():
        raise refused(path, "empty", EXPECTED)
    return body


# ---------------------------------------------------------------------------------------------------------- CSV


def _csv(path: Path, body: bytes) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    text = _decoded(path, body)
    delimiter = _delimiter(text)
    rows: list[tuple[int, tuple[str, ...]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for row in reader:
            LIMITS.check(path, len(rows) + 1, len(row))
            rows.append((begins, tuple(cell.strip() for cell in row)))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise refused(path, f"line {reader.line_num} is not CSV ({error})", EXPECTED) from None
    named = {",": "commas", ";": "semicolons", "\t": "tabs"}[delimiter]
    return (Sheet("", tuple(rows)),), (f"columns are parted by {named}",) if delimiter != "," else ()


def _decoded(path: Path, body: bytes) -> str:
    encoding = "utf-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        raise refused(path, f"byte {error.start + 1} is not text in UTF-8", EXPECTED) from None
    if "\0" in text:
        raise refused(path, "not text", EXPECTED)
    return text


def _delimiter(text: str) -> str:
    """Give the sign that parts most cells in the first lines."""
    first = text[: 16 * 1024]
    return max(DELIMITERS, key=first.count)


# --------------------------------------------------------------------------------------------------------- XLSX


def _workbook(path: Path, body: bytes) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    formulas = look_over(path, body, LIMITS)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        wanted = [
            one.name
            for one in book.sheets_metadata
            if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
        ]
        sheets = tuple(
            _sheet(path, book.get_sheet_by_name(name).to_python(skip_empty_area=False), name) for name in wanted
        )
    except CalamineError as error:
        raise refused(path, f"not a workbook that can be read ({type(error).__name__})", EXPECTED) from None
    except BaseException as error:  # noqa: BLE001 - a panic of the reader, written in Rust, is no Exception
        raise reading_failed(path, error) from None
    hidden = len(book.sheet_names) - len(wanted)
    notes = [f"{hidden} hidden or other sheets are not read"] if hidden else []
    if formulas:
        notes.append("it has formulas: the results they had when it was saved are read, none is worked out")
    return sheets, tuple(notes)


def _sheet(path: Path, cells: Sequence[Sequence[object]], name: str) -> Sheet:
    LIMITS.check(path, len(cells), max(map(len, cells), default=0))
    return Sheet(name, tuple((number, tuple(map(_text, row))) for number, row in enumerate(cells, 1)))


def _text(cell: object) -> str:
    """Write a cell as people see it: whole numbers without a fraction, days as YYYY-MM-DD."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT_NUMBERS:
        return str(int(cell))
    if isinstance(cell, float) and LEAST_AS_DIGITS <= abs(cell) < EXACT_NUMBERS:
        # As many digits as a spreadsheet shows and keeps: 4.35 times 100 is 435 to people, and 434.99999999999994 here.
        return f"{cell:.15g}"
    if isinstance(cell, datetime):
        return (cell.date() if cell.time() == time() else cell).isoformat()
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell).strip() if isinstance(cell, (str, int, float, timedelta)) else ""
