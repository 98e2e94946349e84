"""PDFs put together into one while they come, for a printer: what was written is never kept in memory.

pikepdf reads each PDF. It is not asked to write, for it keeps every object of the new file until the end,
as pypdf does.
"""

from __future__ import annotations

import hashlib
import io
from array import array
from decimal import Decimal
from typing import Final, Protocol

import pikepdf

HEAD: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
CATALOGUE: Final = 1
PAGES: Final = 2
ABOUT: Final = 3
RESERVED: Final = 3
# The tags of a page lead to a tree of the file it came from. The letter itself keeps them; paper has no use for them.
LEFT_OUT: Final = frozenset({"/Parent", "/StructParents", "/Tabs", "/Annots"})


class BinaryFile(Protocol):
    """Anything that bytes can be written to."""

    def write(self, body: bytes, /) -> object:
        """Write bytes after those already written."""


class PdfJoiner:
    """Writes the pages of many PDFs into one; `pages` tells how many are written so far."""

    def __init__(self, out: BinaryFile) -> None:
        self._out = out
        self._digest = hashlib.sha256()
        self._offset = 0
        # Where each object begins (its number is its place, the first is none), and which of them are pages.
        self._offsets = array("Q", bytes(8 * (RESERVED + 1)))
        self._kids = array("L")
        self._write(HEAD)

    @property
    def pages(self) -> int:
        """Tell how many pages are written so far."""
        return len(self._kids)

    def add(self, body: bytes) -> None:
        """Write the pages of a PDF after those already written."""
        with pikepdf.open(io.BytesIO(body)) as pdf:
            copied = _Copied(self)
            for page in pdf.pages:
                self._kids.append(copied.page(page.obj))

    def finish(self, title: str) -> str:
        """Write the list of pages and of objects; gives the SHA-256 of the whole file, in hexadecimal digits."""
        kids = b" ".join(b"%d 0 R" % kid for kid in self._kids)
        self.write_object(PAGES, b"<</Type/Pages/Count %d/Kids[%b]>>" % (self.pages, kids))
        self.write_object(CATALOGUE, b"<</Type/Catalog/Pages %d 0 R>>" % PAGES)
        self.write_object(ABOUT, b"<</Title(%b)/Creator(Closeout)>>" % title.encode("ascii"))
        begin = self._offset
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % len(self._offsets))
        for offset in self._offsets[1:]:
            self._write(b"%010d 00000 n \n" % offset)
        trailer = b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        self._write(trailer % (len(self._offsets), CATALOGUE, ABOUT, begin))
        return self._digest.hexdigest()

    def new_number(self) -> int:
        """Give the number of the next object."""
        self._offsets.append(0)
        return len(self._offsets) - 1

    def write_object(self, number: int, body: bytes) -> None:
        """Write an object under its number."""
        self._offsets[number] = self._offset
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def _write(self, body: bytes) -> None:
        self._out.write(body)
        self._digest.update(body)
        self._offset += len(body)


class _Copied:
    """The objects of one PDF, each written once, under the number it has in the new file."""

    def __init__(self, joiner: PdfJoiner) -> None:
        self._joiner = joiner
        self._numbers: dict[tuple[int, int], int] = {}

    def page(self, page: pikepdf.Object) -> int:
        """Write a page and all it needs; gives its number."""
        number = self._joiner.new_number()
        entries = b"".join(
            b"%b %b" % (name.encode("ascii"), self._text(value)) for name, value in page.items() if name not in LEFT_OUT
        )
        self._joiner.write_object(number, b"<<%b/Parent %d 0 R>>" % (entries, PAGES))
        return number

    def _text(self, value: object) -> bytes:
        """Write a value; what it points to is written first, under a number of its own."""
        if not isinstance(value, pikepdf.Object):
            return _scalar(value)
        if not value.is_indirect:
            return self._direct(value)
        if value.objgen not in self._numbers:
            number = self._numbers[value.objgen] = self._joiner.new_number()
            self._joiner.write_object(number, self._direct(value))
        return b"%d 0 R" % self._numbers[value.objgen]

    def _direct(self, value: pikepdf.Object) -> bytes:
        if isinstance(value, pikepdf.Array):
            return b"[%b]" % b" ".join(self._text(each) for each in value)
        if isinstance(value, pikepdf.Dictionary):
            return self._dictionary(value)
        if isinstance(value, pikepdf.Stream):
            body = value.read_raw_bytes()
            return b"%b\nstream\n%b\nendstream" % (self._dictionary(value.stream_dict, len(body)), body)
        return value.unparse(resolved=True)

    def _dictionary(self, value: pikepdf.Object, length: int | None = None) -> bytes:
        entries = [
            b"%b %b" % (name.encode("ascii"), self._text(each))
            for name, each in value.items()
            if length is None or name != "/Length"
        ]
        if length is not None:
            entries.append(b"/Length %d" % length)
        return b"<<%b>>" % b"".join(entries)


def _scalar(value: object) -> bytes:
    """Write what pikepdf gives as Python's own: a truth, a number or nothing."""
    if isinstance(value, bool):
        return b"true" if value else b"false"
    return b"null" if value is None else format(value, "f" if isinstance(value, Decimal) else "d").encode("ascii")
