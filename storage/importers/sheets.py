"""Rows of a spreadsheet or a CSV file that somebody sent: cells as text, within limits, nothing in it run or obeyed."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from domain.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

LARGEST_FILE_BYTES: Final = 32 * 1024 * 1024
LARGEST_UNPACKED_BYTES: Final = 256 * 1024 * 1024
MOST_PARTS: Final = 2_000
MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 64
CHUNK: Final = 64 * 1024
LOCAL_HEADER: Final = 30
ENCRYPTED: Final = 0x1
ZIPPED, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
CELL_PLACE: Final = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{0,4})0*(\d{1,9})\s*["']""")
FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s>/]")
OTHER_ENCODING: Final = re.compile(rb"""encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
LONGEST_TAIL: Final = 64
# Beyond these a spreadsheet's number has lost digits.
EXACT_NUMBERS: Final = 2**53
DELIMITERS: Final = (",", ";", "\t")
EXPECTED: Final = "a failure report as CSV in UTF-8 or as an XLSX workbook"


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
        raise _refused(path, "an old workbook, or one with a password", EXPECTED)
    if body.startswith(ZIPPED):
        sheets, notes = _workbook(path, body)
    else:
        sheets, notes = _csv(path, body)
    return SheetFile(path, digest, sheets, notes)


def _bytes_of(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _refused(path, "not a file", EXPECTED)
        with path.open("rb") as file:
            body = file.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}); expected {EXPECTED}"
        raise BadInputError(message) from None
    if len(body) > LARGEST_FILE_BYTES:
        raise _refused(path, "too large", f"at most {LARGEST_FILE_BYTES // 2**20} MiB")
    if not body.strip():
        raise _refused(path, "empty", EXPECTED)
    return body


def _refused(path: Path, found: str, expected: str) -> BadInputError:
    return BadInputError(f"{path}: {found}; expected {expected}")


# ---------------------------------------------------------------------------------------------------------- CSV


def _csv(path: Path, body: bytes) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    text = _decoded(path, body)
    delimiter = _delimiter(text)
    rows: list[tuple[int, tuple[str, ...]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for row in reader:
            _within_limits(path, len(rows) + 1, len(row))
            rows.append((begins, tuple(cell.strip() for cell in row)))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise _refused(path, f"line {reader.line_num} is not CSV ({error})", EXPECTED) from None
    named = {",": "commas", ";": "semicolons", "\t": "tabs"}[delimiter]
    return (Sheet("", tuple(rows)),), (f"columns are parted by {named}",) if delimiter != "," else ()


def _decoded(path: Path, body: bytes) -> str:
    encoding = "utf-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        raise _refused(path, f"byte {error.start + 1} is not text in UTF-8", EXPECTED) from None
    if "\0" in text:
        raise _refused(path, "not text", EXPECTED)
    return text


def _delimiter(text: str) -> str:
    """Give the sign that parts most cells in the first lines."""
    first = text[: 16 * 1024]
    return max(DELIMITERS, key=first.count)


def _within_limits(path: Path, rows: int, columns: int) -> None:
    if rows > MOST_ROWS:
        raise _refused(path, "too many rows", f"at most {MOST_ROWS}")
    if columns > MOST_COLUMNS:
        raise _refused(path, f"a row of {columns} columns", f"at most {MOST_COLUMNS}")


# --------------------------------------------------------------------------------------------------------- XLSX


def _workbook(path: Path, body: bytes) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    formulas = _looked_over(path, body)
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
        raise _refused(path, f"not a workbook that can be read ({type(error).__name__})", EXPECTED) from None
    hidden = len(book.sheet_names) - len(wanted)
    notes = [f"{hidden} hidden or other sheets are not read"] if hidden else []
    if formulas:
        notes.append("it has formulas: the results they had when it was saved are read, none is worked out")
    return sheets, tuple(notes)


def _sheet(path: Path, cells: Sequence[Sequence[object]], name: str) -> Sheet:
    _within_limits(path, len(cells), max(map(len, cells), default=0))
    return Sheet(name, tuple((number, tuple(map(_text, row))) for number, row in enumerate(cells, 1)))


def _text(cell: object) -> str:
    """Write a cell as people see it: whole numbers without a fraction, days as YYYY-MM-DD."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT_NUMBERS:
        return str(int(cell))
    if isinstance(cell, datetime):
        return (cell.date() if cell.time() == time() else cell).isoformat()
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell).strip() if isinstance(cell, (str, int, float, timedelta)) else ""


def _looked_over(path: Path, body: bytes) -> bool:
    """Unpack a workbook once within limits, and tell whether it has formulas.

    A few kilobytes can unpack to gigabytes, and two cells far apart make a table of billions: both are refused
    before the workbook is read. Sizes a file gives of itself are not believed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise _refused(path, "a damaged workbook", EXPECTED) from None
    if len(parts) > MOST_PARTS:
        raise _refused(path, f"a workbook of {len(parts)} parts", f"at most {MOST_PARTS}")
    left, formulas = LARGEST_UNPACKED_BYTES, False
    for part in parts:
        if part.flag_bits & ENCRYPTED:
            raise _refused(path, "a workbook with a password", EXPECTED)
        tail = b""
        for chunk in _unpacked(path, body, part):
            left -= len(chunk)
            if left < 0:
                raise _refused(path, "unpacks to too much", f"at most {LARGEST_UNPACKED_BYTES // 2**20} MiB")
            if part.filename.startswith("xl/worksheets/"):
                _refuse_far_cells(path, tail + chunk)
                formulas = formulas or FORMULA.search(tail + chunk) is not None
            tail = chunk[-LONGEST_TAIL:]
    return formulas


def _unpacked(path: Path, body: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    start = part.header_offset + LOCAL_HEADER
    header = body[part.header_offset : start]
    if len(header) < LOCAL_HEADER or not header.startswith(ZIPPED):
        raise _refused(path, "a damaged workbook", EXPECTED)
    start += int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    packed = body[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise _refused(path, "packed in an unusual way", EXPECTED)
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        chunk = unpacking.decompress(packed, CHUNK)
        while chunk:
            yield chunk
            chunk = unpacking.decompress(unpacking.unconsumed_tail, CHUNK)
    except zlib.error:
        raise _refused(path, "a damaged workbook", EXPECTED) from None


def _refuse_far_cells(path: Path, markup: bytes) -> None:
    if b"\0" in markup or OTHER_ENCODING.search(markup):
        raise _refused(path, "a sheet that is not text in UTF-8", EXPECTED)
    for letters, digits in CELL_PLACE.findall(markup):
        column = 0
        for letter in letters.upper():
            column = column * 26 + letter - 64
        _within_limits(path, int(digits), column)
