"""Looking a workbook over before it is read: what would unpack, or spread out, to more than a machine holds."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from domain.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_PARTS: Final = 2_000
CHUNK: Final = 64 * 1024
LOCAL_HEADER: Final = 30
ENCRYPTED: Final = 0x1
ZIPPED: Final = b"PK\x03\x04"
# The places cells and rows say they stand at, and what such a place looks like.
SHEET: Final = re.compile(rb"<(?:\w+:)?(?:c|row|sheetData)[\s>/]")
# A tag of a cell or a row, to its end; an attribute may hold anything in quotes. All writers say the place first.
TAG: Final = rb"""<(?:\w+:)?(?:c|row)\s(?!r="%b"[\s/>])(?:[^<>"']|"[^"]*"|'[^']*')*"""
BEGUN: Final = re.compile(rb"<(?:\w+:)?(?:c|row)\s")
PLACE: Final = re.compile(rb"""(?:^|\s)r\s*=\s*["']\s*([^"'<>]*?)\s*["']""")
USUAL_PLACE: Final = re.compile(rb"([A-Za-z]{0,3})0*(\d{1,7})")
FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s>/]")
OTHER_ENCODING: Final = re.compile(rb"""encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
# Markup that begins in UTF-16 or UTF-32, or says that it is in another encoding.
NOT_UTF_8: Final = re.compile(
    rb"""(?:\xff\xfe)?<\x00|(?:\xfe\xff)?\x00<|(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["'])""",
    re.IGNORECASE,
)
LONGEST_TAIL: Final = 256
LETTERS: Final = 26
LONGEST_PLACE_SHOWN: Final = 20
EXPECTED: Final = "an XLSX workbook"


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a sheet may reach, and how many bytes a workbook may unpack to."""

    rows: int
    columns: int
    unpacked_bytes: int

    def tags_to_check(self) -> re.Pattern[bytes]:
        """Give what finds the tags of cells and rows, but for those that are within the limits at a glance.

        A sheet of a million rows has millions, and to look at each by itself takes longer than to read it.
        """
        letter = rb"[A-Z]?" if self.columns >= LETTERS else rb""
        return re.compile(TAG % (letter + b"[1-9][0-9]{0,%d}" % (len(str(self.rows)) - 2)))

    def check(self, path: Path, rows: int, columns: int) -> None:
        """Refuse a row or a column beyond the limits; raises BadInputError."""
        if rows > self.rows:
            raise refused(path, "too many rows", f"at most {self.rows}")
        if columns > self.columns:
            raise refused(path, f"a row of {columns} columns", f"at most {self.columns}")


def refused(path: Path, found: str, expected: str) -> BadInputError:
    """Say what a file is and what was expected of it."""
    return BadInputError(f"{path}: {found}; expected {expected}")


def reading_failed(path: Path, error: BaseException) -> BaseException:
    """Turn the panic of a reader written in Rust, which is no ordinary exception, into words; others stay."""
    if type(error).__name__ != "PanicException":
        return error
    return refused(path, "not a workbook that can be read", EXPECTED)


def look_over(path: Path, body: bytes, limits: Limits) -> bool:
    """Unpack a workbook once within limits, and tell whether it has formulas.

    A few kilobytes can unpack to gigabytes, and two cells far apart make a table of billions: both are refused
    before the workbook is read. Sizes a file gives of itself are not believed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise refused(path, "a damaged workbook", EXPECTED) from None
    if len(parts) > MOST_PARTS:
        raise refused(path, f"a workbook of {len(parts)} parts", f"at most {MOST_PARTS}")
    left, formulas, tags = limits.unpacked_bytes, False, limits.tags_to_check()
    for part in parts:
        if part.flag_bits & ENCRYPTED:
            raise refused(path, "a workbook with a password", EXPECTED)
        tail = b""
        for chunk in _unpacked(path, body, part):
            left -= len(chunk)
            if left < 0:
                raise refused(path, "unpacks to too much", f"at most {limits.unpacked_bytes // 2**20} MiB")
            if not tail and NOT_UTF_8.match(chunk):
                raise refused(path, "a sheet that is not text in UTF-8", EXPECTED)
            # A sheet may lie anywhere in the archive; whatever part has cells is looked at.
            markup = tail + chunk
            if SHEET.search(markup) is not None:
                _refuse_far_cells(path, markup, limits, tags)
                formulas = formulas or (b"f" in markup and FORMULA.search(markup) is not None)
            tail = _begun_at_the_end(path, markup)
    return formulas


def _unpacked(path: Path, body: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    start = part.header_offset + LOCAL_HEADER
    header = body[part.header_offset : start]
    if len(header) < LOCAL_HEADER or not header.startswith(ZIPPED):
        raise refused(path, "a damaged workbook", EXPECTED)
    start += int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    packed = body[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise refused(path, "packed in an unusual way", EXPECTED)
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        chunk = unpacking.decompress(packed, CHUNK)
        while chunk:
            yield chunk
            chunk = unpacking.decompress(unpacking.unconsumed_tail, CHUNK)
    except zlib.error:
        raise refused(path, "a damaged workbook", EXPECTED) from None


def _begun_at_the_end(path: Path, markup: bytes) -> bytes:
    """Give the end of a piece of markup that may go on in the next: the last tag, as far as it is there."""
    begun = markup[max(0, markup.rfind(b"<")) :]
    if len(begun) <= CHUNK:
        return begun
    if BEGUN.match(begun) is not None:
        raise refused(path, "a cell that says too much of itself", EXPECTED)
    return begun[-LONGEST_TAIL:]


def _refuse_far_cells(path: Path, markup: bytes, limits: Limits, tags: re.Pattern[bytes]) -> None:
    if b"\0" in markup or (b"encoding" in markup.lower() and OTHER_ENCODING.search(markup)):
        raise refused(path, "a sheet that is not text in UTF-8", EXPECTED)
    for place in {place for tag in tags.findall(markup) for place in PLACE.findall(tag)}:
        match = USUAL_PLACE.fullmatch(place)
        if match is None:
            shown_place = place[:LONGEST_PLACE_SHOWN].decode("ascii", "replace")
            raise refused(path, f"a cell at {shown_place!r}", "places such as A1")
        column = 0
        for letter in match[1].upper():
            column = column * 26 + letter - 64
        limits.check(path, int(match[2]), column)
