"""Letters in batches: one PDF for each letter as it is made, and all of a batch as one file with its manifest."""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from domain.errors import BadInputError
from storage.exporters.files import new_file, refuse_taken
from storage.exporters.letters import LetterPress
from storage.exporters.tables import write_csv

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from domain.letters.catalogue import LetterNumber
    from domain.letters.texts import FilledLetter
    from storage.exporters.letters import Envelope
    from storage.exporters.pdf_joining import BinaryFile

COLUMNS: Final = ("place", "letter_id", "number", "recipient", "first_page", "last_page", "covers", "digest")


class BatchOrderError(BadInputError):
    """A batch in which a covering letter does not lie on what it covers, or a letter lies twice."""


@dataclass(frozen=True, slots=True)
class LetterToMake:
    """A letter before it is on paper; `recipient` is the recipient's reference, never a name.

    `covers` is the id of the letter that this one covers, None where it covers none.
    """

    letter_id: str
    recipient: str
    letter: FilledLetter
    envelope: Envelope
    covers: str | None = None


@dataclass(frozen=True, slots=True)
class MadeLetter:
    """A letter as it is issued: the bytes of its PDF, as they are kept, and what the manifest says of it."""

    letter_id: str
    number: LetterNumber
    recipient: str
    pdf: bytes
    covers: str | None = None

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the PDF, in hexadecimal digits."""
        return hashlib.sha256(self.pdf).hexdigest()


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """One letter in the batch: its place and its pages in the one file, both counted from 1."""

    place: int
    letter_id: str
    number: LetterNumber
    recipient: str
    first_page: int
    last_page: int
    covers: str | None
    digest: str


@dataclass(frozen=True, slots=True)
class BatchManifest:
    """What is in the one file of a batch, in its order, with counts; `digest` is the SHA-256 of that file."""

    entries: tuple[BatchEntry, ...]
    by_number: Mapping[LetterNumber, int]
    letters: int
    pages: int
    digest: str

    @property
    def copies(self) -> int:
        """Count the copies of letters that lie in a representative's envelope as well."""
        return self.letters - len({entry.letter_id for entry in self.entries})


def make_letters(letters: Iterable[LetterToMake], made_at: datetime) -> Iterator[MadeLetter]:
    """Make the PDF of each letter when it is asked for, and keep none of them.

    Raises UnfitError where an address cannot be read through the window of the envelope.
    """
    press = LetterPress()
    for each in letters:
        pdf = press.pdf(each.letter, each.envelope, made_at)
        yield MadeLetter(each.letter_id, each.letter.number, each.recipient, pdf, each.covers)


def write_batch(
    letters: Iterable[MadeLetter], pdf: Path, csv: Path | None = None, *, force: bool = False
) -> BatchManifest:
    """Print a batch as one PDF, with its manifest as CSV where wanted.

    The pages are those of the letters, unchanged; a covering letter lies directly on what it covers. The letters are
    taken one by one. Files take their places when all are written, the PDF last: there is none without its manifest.
    Raises BadInputError where a file is there already (unless `force`) or cannot be written, and
    BatchOrderError where the batch is empty or in no possible order.
    """
    for path in filter(None, (pdf, csv)):
        refuse_taken(path, replace=force)
    if pdf == csv:
        raise BadInputError(f"{pdf}: is named twice; expected a file of its own for the PDF and for the manifest")
    with ExitStack() as files:
        # Files take their places in the opposite order: the PDF last, when there is a manifest to it.
        out = files.enter_context(new_file(pdf, replace=force)).buffer
        manifest = _print(letters, out)
        if csv is not None:
            write_csv(files.enter_context(new_file(csv, replace=force)), COLUMNS, _records(manifest))
    return manifest


def manifest_record(manifest: BatchManifest) -> dict[str, Any]:
    """Give a manifest as JSON has it."""
    return {
        "letters": manifest.letters,
        "pages": manifest.pages,
        "digest": manifest.digest,
        "by_number": dict(manifest.by_number),
        "entries": list(_records(manifest)),
    }


def _print(letters: Iterable[MadeLetter], out: BinaryFile) -> BatchManifest:
    from storage.exporters.pdf_joining import PdfJoiner  # noqa: PLC0415 - brings pikepdf, and few commands print

    joiner = PdfJoiner(out)
    entries: list[BatchEntry] = []
    for place, letter in enumerate(_in_order(letters), start=1):
        first = joiner.pages + 1
        joiner.add(letter.pdf)
        entries.append(
            BatchEntry(
                place, letter.letter_id, letter.number, letter.recipient, first, joiner.pages, letter.covers,
                letter.digest,
            )
        )  # fmt: skip
    if not entries:
        message = "There is no letter to print."
        raise BatchOrderError(message)
    digest = joiner.finish(f"{len(entries)} letters")
    counts = Counter(entry.number for entry in entries)
    return BatchManifest(tuple(entries), dict(sorted(counts.items())), len(entries), joiner.pages, digest)


def _in_order(letters: Iterable[MadeLetter]) -> Iterator[MadeLetter]:
    """Pass letters on; raises BatchOrderError for a cover without its letter and for a letter that lies twice.

    Under a cover a letter may lie again: that is the copy for a representative.
    """
    printed: set[str] = set()
    awaited: str | None = None
    for letter in letters:
        if awaited is not None and awaited not in {letter.letter_id, letter.covers}:
            message = f"The letter {awaited} does not lie under its covering letter, but {letter.letter_id} does."
            raise BatchOrderError(message)
        if letter.letter_id in printed and letter.letter_id != awaited:
            message = f"The letter {letter.letter_id} is in the batch twice."
            raise BatchOrderError(message)
        printed.add(letter.letter_id)
        awaited = letter.covers
        yield letter
    if awaited is not None:
        message = f"The letter {awaited} does not lie under its covering letter; the batch ends there."
        raise BatchOrderError(message)


def _records(manifest: BatchManifest) -> Iterator[dict[str, Any]]:
    return ({name: getattr(entry, name) for name in COLUMNS} for entry in manifest.entries)
