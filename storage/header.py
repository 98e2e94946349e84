"""The store's header: whether it is live or for training, who made it and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Literal, get_args

from storage import journal
from storage.digests import content_digest
from storage.errors import StoreDamagedError
from storage.verification import CREATED, HEADER_COLUMNS, header_body

if TYPE_CHECKING:
    from sqlite3 import Connection

StoreKind = Literal["live", "training"]
STORE_KINDS: Final[tuple[StoreKind, ...]] = get_args(StoreKind)


@dataclass(frozen=True, slots=True)
class StoreHeader:
    """What a store is; `today` is the fixed day of a training store, None where the calendar's day counts."""

    store_id: str
    kind: StoreKind
    created_at: str
    created_by: str
    today: date | None


def write(connection: Connection, header: StoreHeader) -> None:
    """Write the header of a new store and the journal's first entry, which covers it."""
    values = (
        header.store_id,
        header.kind,
        header.created_at,
        header.created_by,
        None if header.today is None else header.today.isoformat(),
    )
    connection.execute(
        f"INSERT INTO store (only, {', '.join(HEADER_COLUMNS)}) VALUES (1, ?, ?, ?, ?, ?)",  # noqa: S608
        values,
    )
    journal.begin(connection)
    body = header_body(values)
    created = journal.EntryDraft(
        request_id=f"store-{header.store_id}",
        step=0,
        request_digest=content_digest(body.encode()),
        casegroup_id=None,
        kind=CREATED,
        version=1,
        body=body,
        actor=header.created_by,
        at=header.created_at,
        policy_digest="",
        facts_digest=None,
        facts_version=None,
    )
    journal.append(connection, [created])


def read(connection: Connection) -> StoreHeader:
    """Give the header; raises StoreDamagedError where it is missing or cannot be one."""
    row = connection.execute(f"SELECT {', '.join(HEADER_COLUMNS)} FROM store").fetchone()  # noqa: S608
    if row is None:
        raise StoreDamagedError("The store has no header. Restore the latest backup.")
    store_id, kind, created_at, created_by, today = row
    try:
        day = None if today is None else date.fromisoformat(today)
    except ValueError:
        day, kind = None, None
    if kind not in STORE_KINDS:
        raise StoreDamagedError("The store's header is not what was written. Restore the latest backup.")
    return StoreHeader(store_id, kind, created_at, created_by, day)
