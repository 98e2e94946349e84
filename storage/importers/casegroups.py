"""Casegroup documents in a file: one JSON object, or one on each line."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

from domain.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST_DOCUMENT_BYTES: Final = 16 * 1024 * 1024
BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """The bytes of one document as they stand in a file; `too_long` ones carry no bytes."""

    line: int
    body: bytes
    bytes_read: int
    too_long: bool = False


class CasegroupFile:
    """A file of casegroup documents, read once from start to end; `digest` is whole after that."""

    def __init__(self, path: Path, size_bytes: int | None = None) -> None:
        """Take a path, and a size where it names no file; raises BadInputError where there is no file to read."""
        self.path = path
        self.size_bytes = _size_of(path) if size_bytes is None else size_bytes
        self._digest = hashlib.sha256()
        self._read = 0

    @property
    def name(self) -> str:
        """Give the file's name without its folders, as provenance keeps it."""
        return self.path.name

    @property
    def digest(self) -> str:
        """Give the SHA-256 of what was read so far, in hexadecimal."""
        return self._digest.hexdigest()

    def documents(self) -> Iterator[SourceDocument]:
        """Give each document with the line it begins on; raises BadInputError where the file cannot be read."""
        try:
            with self.path.open("rb") as file:
                yield from self._documents(file)
        except OSError as error:
            message = f"{self.path}: cannot be read ({error.strerror}); expected a file of casegroup documents"
            raise BadInputError(message) from None

    def _documents(self, file: BinaryIO) -> Iterator[SourceDocument]:
        number = 0
        while line := self._line(file):
            number += 1
            body = (line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line).strip()
            if len(line) > LONGEST_DOCUMENT_BYTES:
                self._skip_line(file, line)
                yield SourceDocument(number, b"", self._read, too_long=True)
            elif body and not _is_begun(body):
                yield SourceDocument(number, body, self._read)
            elif body:
                yield from self._spread_over_lines(file, body, number)
                return

    def _spread_over_lines(self, file: BinaryIO, body: bytes, number: int) -> Iterator[SourceDocument]:
        """Take the rest of the file as the rest of one object that was begun on a line and not ended there."""
        rest = file.read(LONGEST_DOCUMENT_BYTES + 1)
        self._count(rest)
        whole = body + b"\n" + rest
        yield SourceDocument(number, whole.strip(), self._read, too_long=len(rest) > LONGEST_DOCUMENT_BYTES)

    def _line(self, file: BinaryIO) -> bytes:
        line = file.readline(LONGEST_DOCUMENT_BYTES + 1)
        self._count(line)
        return line

    def _skip_line(self, file: BinaryIO, line: bytes) -> None:
        while line and not line.endswith(b"\n"):
            line = self._line(file)

    def _count(self, read: bytes) -> None:
        self._digest.update(read)
        self._read += len(read)


def _is_begun(body: bytes) -> bool:
    """Tell an object that goes on over more lines from one that ends on its line, whole or broken.

    An object written over several lines breaks after a bracket, a comma or a colon; a line that stops anywhere
    else is a broken document and must not swallow those after it.
    """
    return body.startswith(b"{") and body.endswith((b"{", b"[", b",", b":"))


def _size_of(path: Path) -> int:
    expected = "expected a file of casegroup documents"
    try:
        status = path.stat()
    except OSError as error:
        message = f"{path}: {error.strerror}; {expected}"
        raise BadInputError(message) from None
    if stat.S_ISDIR(status.st_mode):
        message = f"{path}: is a folder; {expected}"
        raise BadInputError(message)
    if stat.S_ISCHR(status.st_mode) or stat.S_ISBLK(status.st_mode):
        message = f"{path}: is a device; {expected}"
        raise BadInputError(message)
    return status.st_size
