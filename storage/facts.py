"""What we were sent: casegroup documents exactly as received, one packed row for each version."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from storage.batches import batches
from storage.digests import FACTS_LABEL, content_digest, row_digest
from storage.folding import storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from sqlite3 import Connection

PAGE: Final = 500
COLUMNS: Final = (
    "casegroup_id, version, body, digest, file_name, file_digest, line, received_at, received_by, "
    "request_id, facts_digest"
)
INSERT: Final = f"INSERT INTO facts ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
LATEST: Final = f"SELECT {COLUMNS} FROM facts WHERE casegroup_id = ? ORDER BY version DESC LIMIT 1"  # noqa: S608
ALL_VERSIONS: Final = f"SELECT {COLUMNS} FROM facts WHERE casegroup_id = ? ORDER BY version"  # noqa: S608
LATEST_OF_MANY: Final = f"""
    SELECT {COLUMNS} FROM facts f
    WHERE casegroup_id IN (SELECT value FROM json_each(?))
    AND version = (SELECT max(version) FROM facts WHERE casegroup_id = f.casegroup_id)
    ORDER BY casegroup_id
"""  # noqa: S608
LATEST_AFTER: Final = f"""
    SELECT {COLUMNS} FROM facts f
    WHERE casegroup_id > ? AND version = (SELECT max(version) FROM facts WHERE casegroup_id = f.casegroup_id)
    ORDER BY casegroup_id LIMIT ?
"""  # noqa: S608
VERSIONS_OF_MANY: Final = """
    SELECT casegroup_id, max(version) FROM facts
    WHERE casegroup_id IN (SELECT value FROM json_each(?)) GROUP BY casegroup_id
"""


@dataclass(frozen=True, slots=True)
class FactsDraft:
    """One document about to be kept: its bytes as received, and where they came from."""

    casegroup_id: str
    body: bytes
    file_name: str
    file_digest: str
    line: int | None
    received_at: str
    received_by: str
    request_id: str


@dataclass(frozen=True, slots=True)
class Facts:
    """One document as kept; `digest` covers its bytes, `facts_digest` the row; `version` counts from 1."""

    casegroup_id: str
    version: int
    body: bytes
    digest: str
    file_name: str
    file_digest: str
    line: int | None
    received_at: str
    received_by: str
    request_id: str
    facts_digest: str


def put(connection: Connection, drafts: Iterable[FactsDraft]) -> list[Facts]:
    """Keep documents, each superseding the latest of its casegroup; gives them with their versions."""
    kept: list[Facts] = []
    for page in batches(drafts, PAGE):
        versions = _latest_versions(connection, [draft.casegroup_id for draft in page])
        rows = []
        for draft in page:
            version = versions.get(draft.casegroup_id, 0) + 1
            versions[draft.casegroup_id] = version
            row = _row(draft, version)
            rows.append(row)
            kept.append(Facts(*row))
        connection.executemany(INSERT, rows)
    return kept


def latest(connection: Connection, casegroup_id: str) -> Facts | None:
    """Give the latest document of a casegroup, or None where none was received."""
    row = connection.execute(LATEST, (casegroup_id,)).fetchone()
    return None if row is None else Facts(*row)


def versions(connection: Connection, casegroup_id: str) -> list[Facts]:
    """Give every document received for a casegroup, oldest first."""
    return [Facts(*row) for row in connection.execute(ALL_VERSIONS, (casegroup_id,))]


def latest_of_many(connection: Connection, casegroup_ids: Sequence[str]) -> dict[str, Facts]:
    """Give the latest documents of many casegroups by casegroup id; those without any are missing."""
    rows = connection.execute(LATEST_OF_MANY, (json.dumps(casegroup_ids),))
    return {row[0]: Facts(*row) for row in rows}


def iterate(connection: Connection, after: str = "", page: int = PAGE) -> Iterator[Facts]:
    """Give the latest document of every casegroup in order of casegroup id, page by page."""
    while rows := connection.execute(LATEST_AFTER, (after, page)).fetchall():
        for row in rows:
            yield Facts(*row)
        after = rows[-1][0]


def _latest_versions(connection: Connection, casegroup_ids: list[str]) -> dict[str, int]:
    return dict(connection.execute(VERSIONS_OF_MANY, (json.dumps(casegroup_ids),)).fetchall())


def _row(draft: FactsDraft, version: int) -> tuple[str, int, bytes, str, str, str, int | None, str, str, str, str]:
    row = (
        draft.casegroup_id,
        version,
        draft.body,
        content_digest(draft.body),
        storable(draft.file_name),
        draft.file_digest,
        draft.line,
        draft.received_at,
        draft.received_by,
        draft.request_id,
    )
    return (*row, row_digest(FACTS_LABEL, row))
