"""What we did: entries which are only ever added, each holding the digest of the one before."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from storage.batches import batches
from storage.digests import ENTRY_LABEL, NO_DIGEST, row_digest
from storage.errors import StoreDamagedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from sqlite3 import Connection

PAGE: Final = 500
DRAFT_COLUMNS: Final = (
    "request_id, step, request_digest, casegroup_id, kind, version, body, actor, at, policy_digest, "
    "facts_digest, facts_version"
)
# In the order of JournalEntry; the digest covers all but itself, in the file's order.
COLUMNS: Final = f"{DRAFT_COLUMNS}, seq, previous_digest, digest"
INSERT: Final = f"INSERT INTO journal ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
OF_CASEGROUP: Final = f"SELECT {COLUMNS} FROM journal WHERE casegroup_id = ? ORDER BY seq"  # noqa: S608
OF_REQUEST: Final = f"SELECT {COLUMNS} FROM journal WHERE request_id = ? ORDER BY step"  # noqa: S608
# The first entry covers the header and records nothing that was done.
OF_OFFICE: Final = f"SELECT {COLUMNS} FROM journal WHERE casegroup_id IS NULL AND seq > 1 ORDER BY seq"  # noqa: S608
OF_MANY: Final = f"""
    SELECT {COLUMNS} FROM journal
    WHERE casegroup_id IN (SELECT value FROM json_each(?)) ORDER BY casegroup_id, seq
"""  # noqa: S608
AFTER: Final = f"SELECT {COLUMNS} FROM journal WHERE seq > ? ORDER BY seq LIMIT ?"  # noqa: S608
BEFORE: Final = f"SELECT {COLUMNS} FROM journal WHERE seq < ? ORDER BY seq DESC LIMIT ?"  # noqa: S608
RECORDED: Final = f"""
    SELECT {COLUMNS} FROM journal
    WHERE kind IN (SELECT value FROM json_each(?)) AND at >= ? AND at < ? ORDER BY seq
"""  # noqa: S608
HEAD: Final = "SELECT seq, digest FROM journal_head WHERE only = 1"
MOVE_HEAD: Final = "UPDATE journal_head SET seq = ?, digest = ? WHERE only = 1"
PAST_THE_END: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """One thing done, about to be written; `body` is canonical JSON, `at` a time with zone (ISO 8601)."""

    request_id: str
    step: int
    request_digest: str
    casegroup_id: str | None
    kind: str
    version: int
    body: str
    actor: str
    at: str
    policy_digest: str
    facts_digest: str | None
    facts_version: int | None


@dataclass(frozen=True, slots=True)
class JournalEntry(EntryDraft):
    """One thing done, as written; `seq` counts from 1 without a gap, `digest` covers all other columns."""

    seq: int
    previous_digest: str
    digest: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where the journal ends; noted elsewhere, it proves that nothing before it was rewritten."""

    seq: int
    digest: str


def head(connection: Connection) -> Head:
    """Give the end of the journal; raises StoreDamagedError where it is not recorded."""
    row = connection.execute(HEAD).fetchone()
    if row is None:
        raise StoreDamagedError("The journal's end is not recorded. Restore the latest backup.")
    return Head(*row)


def begin(connection: Connection) -> None:
    """Record that the journal is empty; done once, while the store is built."""
    connection.execute("INSERT INTO journal_head (only, seq, digest) VALUES (1, 0, ?)", (NO_DIGEST,))


def append(connection: Connection, drafts: Iterable[EntryDraft]) -> list[JournalEntry]:
    """Add entries at the end of the journal, inside the turn its caller has opened."""
    end = head(connection)
    seq, previous_digest = end.seq, end.digest
    added: list[JournalEntry] = []
    for page in batches(drafts, PAGE):
        rows = []
        for draft in page:
            seq += 1
            row = _row(draft, seq, previous_digest)
            previous_digest = row[-1]
            rows.append(row)
            added.append(JournalEntry(*row))
        connection.executemany(INSERT, rows)
    if added:
        connection.execute(MOVE_HEAD, (seq, previous_digest))
    return added


def entry_digest(seq: object, draft_values: Iterable[object], previous_digest: object) -> str:
    """Digest an entry over every column but the digest itself."""
    return row_digest(ENTRY_LABEL, (seq, *draft_values, previous_digest))  # type: ignore[arg-type]


def entries_of_casegroup(connection: Connection, casegroup_id: str) -> list[JournalEntry]:
    """Give what was done to a casegroup, oldest first."""
    return [JournalEntry(*row) for row in connection.execute(OF_CASEGROUP, (casegroup_id,))]


def entries_of_casegroups(connection: Connection, casegroup_ids: Sequence[str]) -> dict[str, list[JournalEntry]]:
    """Give what was done to many casegroups, oldest first, by casegroup id; those without any are missing."""
    found: dict[str, list[JournalEntry]] = {}
    for row in connection.execute(OF_MANY, (json.dumps(casegroup_ids),)):
        found.setdefault(row[3], []).append(JournalEntry(*row))
    return found


def entries_of_office(connection: Connection) -> list[JournalEntry]:
    """Give what was recorded of the store as a whole, and of no one casegroup, oldest first."""
    return [JournalEntry(*row) for row in connection.execute(OF_OFFICE)]


def entries_of_request(connection: Connection, request_id: str) -> list[JournalEntry]:
    """Give what a request led to, in the order of its steps."""
    return [JournalEntry(*row) for row in connection.execute(OF_REQUEST, (request_id,))]


def iterate(connection: Connection, after: int = 0, page: int = PAGE) -> Iterator[JournalEntry]:
    """Give every entry after a number, oldest first; between pages nothing is held open."""
    while rows := connection.execute(AFTER, (after, page)).fetchall():
        for row in rows:
            yield JournalEntry(*row)
        after = rows[-1][12]


def recorded_between(connection: Connection, kinds: Sequence[str], since: str, until: str) -> list[JournalEntry]:
    """Give the entries of some kinds recorded from one moment until before another (as the journal writes them).

    The whole journal is looked at, whatever order its clocks were in, but only what is asked for is read.
    """
    rows = connection.execute(RECORDED, (json.dumps(list(kinds)), since, until))
    return [JournalEntry(*row) for row in rows]


def newest(connection: Connection, limit: int, before: int | None = None) -> list[JournalEntry]:
    """Give the newest entries before a number, newest first: one page of the journal read backwards."""
    bound = PAST_THE_END if before is None else before
    return [JournalEntry(*row) for row in connection.execute(BEFORE, (bound, limit))]


def _row(
    draft: EntryDraft, seq: int, previous_digest: str
) -> tuple[str, int, str, str | None, str, int, str, str, str, str, str | None, int | None, int, str, str]:
    values = (
        draft.request_id,
        draft.step,
        draft.request_digest,
        draft.casegroup_id,
        draft.kind,
        draft.version,
        draft.body,
        draft.actor,
        draft.at,
        draft.policy_digest,
        draft.facts_digest,
        draft.facts_version,
    )
    return (*values, seq, previous_digest, entry_digest(seq, values, previous_digest))
