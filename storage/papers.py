"""Papers: what was put on paper, or says what stood on it, kept for good under the digest of its content (SHA-256)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from storage.connection import our_words
from storage.digests import content_digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from sqlite3 import Connection

PDF: Final = "application/pdf"
JSON: Final = "application/json"
# The same content is the same paper; kept once.
INSERT: Final = "INSERT INTO papers (digest, media_type, body) VALUES (?, ?, ?) ON CONFLICT (digest) DO NOTHING"


def media_type_of(body: bytes) -> str:
    """Tell what kind of file a paper is by how it begins; nothing else than these two is kept."""
    return PDF if body.startswith(b"%PDF-") else JSON


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: the bytes of a PDF, or of what it says as JSON."""

    body: bytes

    @property
    def media_type(self) -> str:
        """Tell what kind of file it is."""
        return media_type_of(self.body)

    @property
    def digest(self) -> str:
        """Name it by its content (SHA-256, hexadecimal)."""
        return content_digest(self.body)


def put(connection: Connection, papers: Iterable[Paper]) -> None:
    """Keep papers; one that is there already stays as it is."""
    connection.executemany(INSERT, ((paper.digest, paper.media_type, paper.body) for paper in papers))


def is_readable(pdf: bytes) -> bool:
    """Tell whether a file is a PDF with a page at least, which can be put into a batch."""
    import pikepdf  # noqa: PLC0415 - large, and seldom needed

    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            return len(opened.pages) > 0
    except pikepdf.PdfError:
        return False


class Papers:
    """The papers of an open store."""

    def __init__(self, path: Path, connection: Connection) -> None:
        self._path = path
        self._connection = connection

    def get(self, digest: str) -> Paper | None:
        """Give a paper by its digest, or None where it was never kept."""
        with our_words(self._path):
            found = self._connection.execute("SELECT body FROM papers WHERE digest = ?", (digest,)).fetchone()
        return Paper(*found) if found else None

    def count(self) -> int:
        """Count the papers kept."""
        with our_words(self._path):
            return int(self._connection.execute("SELECT count(*) FROM papers").fetchone()[0])
