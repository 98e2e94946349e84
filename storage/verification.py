"""Whether what was written still stands there: every column of every row of facts, journal and header."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from storage import facts as facts_module
from storage import journal as journal_module
from storage import papers as papers_module
from storage.connection import DriverError
from storage.digests import FACTS_LABEL, NO_DIGEST, RawText, content_digest, row_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from sqlite3 import Connection

    from storage.journal import Head

PAGE: Final = 500
HEADER_COLUMNS: Final = ("store_id", "kind", "created_at", "created_by", "today")
CREATED: Final = "store_created"
STEP_OF_PROGRESS: Final = 1_000
ENTRIES: Final = f"SELECT {journal_module.COLUMNS} FROM journal NOT INDEXED ORDER BY seq"  # noqa: S608
FACTS: Final = f"SELECT {facts_module.COLUMNS} FROM facts NOT INDEXED"  # noqa: S608
FACTS_WITHOUT_ENTRY: Final = """
    SELECT casegroup_id, version FROM facts WHERE NOT EXISTS (
        SELECT 1 FROM journal WHERE journal.casegroup_id = facts.casegroup_id
        AND journal.facts_version = facts.version AND journal.facts_digest = facts.facts_digest)
"""
PAPERS: Final = "SELECT digest, media_type, body FROM papers NOT INDEXED"
PAPERS_WITHOUT_ENTRY: Final = """
    SELECT digest FROM papers WHERE digest NOT IN (
        SELECT named.value FROM journal, json_each(json_array(body ->> '$.digest', body ->> '$.words_digest')) AS named
        WHERE kind IN ('letter_issued', 'letter_edited') AND named.value IS NOT NULL)
"""
# A letter stands in the journal by the digest of its paper, and of what it says where that is kept beside it.
ISSUED_WITHOUT_PAPER: Final = """
    SELECT seq FROM journal, json_each(json_array(body ->> '$.digest', body ->> '$.words_digest')) AS named
    WHERE kind IN ('letter_issued', 'letter_edited') AND named.value IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM papers WHERE papers.digest = named.value)
"""
ENTRIES_WITHOUT_FACTS: Final = """
    SELECT seq FROM journal WHERE facts_version IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM facts WHERE facts.casegroup_id = journal.casegroup_id
        AND facts.version = journal.facts_version AND facts.facts_digest = journal.facts_digest)
"""


@dataclass(frozen=True, slots=True)
class JournalFault:
    """One place where the file no longer says what was written; `seq` is the number of an entry."""

    seq: int | None
    wrong: str

    def __str__(self) -> str:
        """Put the fault in one line."""
        return self.wrong if self.seq is None else f"entry {self.seq}: {self.wrong}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at and what was found; `head` is where the journal ends, to be noted elsewhere."""

    entries: int
    facts: int
    head: Head | None
    faults: tuple[JournalFault, ...]


def header_body(values: tuple[str | None, ...]) -> str:
    """Write the store's header as the canonical JSON of the entry that records its creation."""
    return json.dumps(dict(zip(HEADER_COLUMNS, values, strict=True)), sort_keys=True, separators=(",", ":"))


def verify(
    connection: Connection, noted: Head | None = None, progress: Callable[[int], None] | None = None
) -> Verification:
    """Compare every row with its digest, the chain with its recorded end, and facts with their entries.

    `connection` is for this alone: it is made to hand out text as raw bytes, none behind a decoder.
    `noted` is an end of the journal kept outside the file; with it even a wholly rewritten journal is found.
    """
    connection.text_factory = RawText
    report = progress or (lambda _rows: None)
    connection.execute("BEGIN")
    try:
        chain, looked_at = _Chain(noted), _Count()
        faults: list[JournalFault] = []
        for part in (
            chain.faults(connection, report),
            _facts_faults(connection, looked_at, report),
            _paper_faults(connection, report),
            _header_faults(connection),
            _cross_faults(connection),
        ):
            faults += _as_far_as_readable(part)
    finally:
        connection.execute("ROLLBACK")
    return Verification(chain.entries, looked_at.rows, chain.end, tuple(faults))


def _as_far_as_readable(faults: Iterator[JournalFault]) -> Iterator[JournalFault]:
    try:
        yield from faults
    except (DriverError, UnicodeDecodeError):
        yield JournalFault(None, "the file is damaged and cannot be read to its end")


@dataclass(slots=True)
class _Count:
    rows: int = 0


class _Chain:
    """The journal walked from its first entry to its recorded end."""

    def __init__(self, noted: Head | None) -> None:
        self.entries = 0
        self.end: Head | None = None
        self._noted = noted
        self._expected = 1
        self._previous: object = RawText(NO_DIGEST.encode())

    def faults(self, connection: Connection, report: Callable[[int], None]) -> Iterator[JournalFault]:
        """Yield what is wrong, entry by entry, and at the end."""
        seq = 0
        for row in connection.execute(ENTRIES):
            *draft, seq, previous_digest, digest = row
            yield from self._entry_faults(seq, draft, previous_digest, digest)
            self.entries += 1
            self._previous = digest
            if self.entries % STEP_OF_PROGRESS == 0:
                report(STEP_OF_PROGRESS)
        report(self.entries % STEP_OF_PROGRESS)
        yield from self._end_faults(connection, seq)

    def _entry_faults(
        self, seq: object, draft: list[object], previous_digest: object, digest: object
    ) -> Iterator[JournalFault]:
        number = seq if isinstance(seq, int) else None
        if number != self._expected:
            yield JournalFault(number, f"stands where entry {self._expected} was written")
        # Go on from here, so that one missing entry is one fault.
        self._expected = (self._expected if number is None else number) + 1
        if not _same(previous_digest, self._previous):
            yield JournalFault(number, "does not follow from the entry before it")
        if not _is_text(digest, journal_module.entry_digest(seq, draft, previous_digest)):
            yield JournalFault(number, "is not what was written")
        if self._noted is not None and seq == self._noted.seq and not _is_text(digest, self._noted.digest):
            yield JournalFault(number, "is not the end of the journal that was noted")

    def _end_faults(self, connection: Connection, last: object) -> Iterator[JournalFault]:
        ends = connection.execute("SELECT only, seq, digest FROM journal_head").fetchall()
        counted = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'journal'").fetchall()
        if len(ends) != 1 or ends[0][:2] != (1, last):
            yield JournalFault(None, "the journal does not end where its recorded end is; entries are missing or added")
        elif not _same(ends[0][2], self._previous):
            yield JournalFault(None, "the journal's last entry is not its recorded end")
        else:
            self.end = journal_module.Head(ends[0][1], ends[0][2].decode())
        if counted != [(last,)]:
            yield JournalFault(None, "the file has counted more or fewer entries than there are")
        if self._noted is not None and isinstance(last, int) and last < self._noted.seq:
            yield JournalFault(None, f"the journal ends before entry {self._noted.seq}, which was noted")


def _facts_faults(connection: Connection, looked_at: _Count, report: Callable[[int], None]) -> Iterator[JournalFault]:
    for row in connection.execute(FACTS):
        *values, facts_digest = row
        if not _is_text(facts_digest, row_digest(FACTS_LABEL, values)):
            yield JournalFault(None, f"facts {_named(values)} are not what was received")
        elif not isinstance(values[2], bytes) or not _is_text(values[3], content_digest(values[2])):
            yield JournalFault(None, f"the document of facts {_named(values)} does not match its digest")
        looked_at.rows += 1
        if looked_at.rows % STEP_OF_PROGRESS == 0:
            report(STEP_OF_PROGRESS)
    report(looked_at.rows % STEP_OF_PROGRESS)


def _paper_faults(connection: Connection, report: Callable[[int], None]) -> Iterator[JournalFault]:
    for count, (digest, media_type, body) in enumerate(connection.execute(PAPERS), start=1):
        if not isinstance(body, bytes) or not _is_text(digest, content_digest(body)):
            yield JournalFault(None, f"paper {_text(digest)} is not what was kept")
        elif not _is_text(media_type, papers_module.media_type_of(body)):
            yield JournalFault(None, f"paper {_text(digest)} is not of the kind that was kept")
        if count % STEP_OF_PROGRESS == 0:
            report(STEP_OF_PROGRESS)


def _header_faults(connection: Connection) -> Iterator[JournalFault]:
    headers = connection.execute(f"SELECT only, {', '.join(HEADER_COLUMNS)} FROM store").fetchall()  # noqa: S608
    written = connection.execute("SELECT kind, body FROM journal WHERE seq = 1").fetchall()
    if len(headers) != 1 or headers[0][0] != 1:
        yield JournalFault(None, "the store's header is missing or doubled")
    elif len(written) != 1 or not _is_text(written[0][0], CREATED):
        yield JournalFault(1, "does not record the creation of the store")
    elif not all(value is None or isinstance(value, RawText) for value in headers[0][1:]) or not _is_text(
        written[0][1], header_body(tuple(_text(value) for value in headers[0][1:]))
    ):
        yield JournalFault(None, "the store's header is not what was written")


def _cross_faults(connection: Connection) -> Iterator[JournalFault]:
    for casegroup_id, version in connection.execute(FACTS_WITHOUT_ENTRY):
        yield JournalFault(None, f"no entry of the journal received facts {_named((casegroup_id, version))}")
    for (seq,) in connection.execute(ENTRIES_WITHOUT_FACTS):
        yield JournalFault(seq, "the facts it rests on are not there")
    for (digest,) in connection.execute(PAPERS_WITHOUT_ENTRY):
        yield JournalFault(None, f"no entry of the journal issued paper {_text(digest)}")
    for (seq,) in connection.execute(ISSUED_WITHOUT_PAPER):
        yield JournalFault(seq, "the paper of the letter is not there")


def _named(values: tuple[object, ...] | list[object]) -> str:
    return f"{_text(values[0])} version {values[1]}"


def _text(value: object) -> str | None:
    return value.decode(errors="replace") if isinstance(value, bytes) else None


def _same(found: object, expected: object) -> bool:
    return isinstance(found, RawText) and isinstance(expected, RawText) and found == expected


def _is_text(found: object, expected: str) -> bool:
    return isinstance(found, RawText) and found == expected.encode()
