"""The queue as kept: one derived row for each piece of open work, and the questions asked of it."""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from domain.queue import QueueKind, QueueRow
from domain.restricted import FLAG
from storage.batches import batches
from storage.folding import storable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from sqlite3 import Connection

PAGE: Final = 500
QueueColumn = Literal[
    "casegroup_id", "kind", "cause", "case_id", "detail", "state", "holder", "opened_on", "since", "due_on"
]
QUEUE_COLUMNS: Final[tuple[QueueColumn, ...]] = get_args(QueueColumn)
WRITTEN: Final = (
    "casegroup_id, kind, item_id, cause, case_id, detail, state, holder, opened_on, since, due_on"
)  # fmt: skip
UPSERT: Final = (
    f"INSERT INTO queue ({WRITTEN}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "  # noqa: S608
    "ON CONFLICT (casegroup_id, kind, item_id) DO UPDATE SET "
    + ", ".join(f"{column} = excluded.{column}" for column in WRITTEN.split(", ")[3:])
)
KEPT: Final = """
    SELECT key, casegroup_id, kind, item_id FROM queue WHERE casegroup_id IN (SELECT value FROM json_each(?))
"""
DROP: Final = "DELETE FROM queue WHERE key = ?"
PLAIN: Final = "queue"
# What may be told of a restricted record: that some work waits on it, since when, and who does it. A casegroup that is
# not listed may be one.
RESTRICTED: Final = "casegroup_id IN (SELECT casegroup_id FROM worklist WHERE restricted = 1)"
MASKED: Final = f"""
    (SELECT key, casegroup_id, kind,
        iif({RESTRICTED}, '', item_id) AS item_id, iif({RESTRICTED}, '{FLAG}', cause) AS cause,
        iif({RESTRICTED}, '', case_id) AS case_id, iif({RESTRICTED}, '', detail) AS detail,
        iif({RESTRICTED}, '', state) AS state,
        iif({RESTRICTED} AND holder LIKE 'any:%', '', holder) AS holder,
        opened_on, since, iif({RESTRICTED}, NULL, due_on) AS due_on
    FROM queue)
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which rows of the queue are wanted; what is left empty asks for nothing."""

    kinds: frozenset[QueueKind] = frozenset()
    cause: str | None = None
    states: frozenset[str] = frozenset()
    holders: frozenset[str] = frozenset()
    casegroup_id: str | None = None
    casegroup_ids: frozenset[str] | None = None
    due_by: date | None = None

    def condition(self) -> tuple[str, list[str]]:
        """Give what follows WHERE, with its parameters."""
        parts = list(self._parts())
        return " AND ".join(sql for sql, _ in parts) or "TRUE", [value for _, value in parts]

    def _parts(self) -> Iterator[tuple[str, str]]:
        for column, wanted in (("kind", self.kinds), ("state", self.states), ("holder", self.holders)):
            if wanted:
                yield f"{column} IN (SELECT value FROM json_each(?))", json.dumps(sorted(wanted))  # noqa: S608
        if self.cause is not None:
            yield "cause = ?", self.cause
        if self.casegroup_id is not None:
            yield "casegroup_id = ?", self.casegroup_id
        if self.casegroup_ids is not None:
            yield "casegroup_id IN (SELECT value FROM json_each(?))", json.dumps(list(self.casegroup_ids))
        if self.due_by is not None:
            yield "due_on <= ?", self.due_by.isoformat()


EVERYTHING: Final = QueueFilter()


@dataclass(frozen=True, slots=True)
class QueueCount:
    """How many rows of one kind have one cause, how many of them nobody holds, and the day the oldest is from."""

    kind: QueueKind
    cause: str
    count: int
    unallocated: int
    oldest: date | None


# ------------------------------------------------------------------------------------------------------- writing


def put(connection: Connection, rows_of: Mapping[str, Sequence[QueueRow]]) -> None:
    """Write all rows of some casegroups; a row keeps its key while its piece of work is open."""
    for page in batches(rows_of, PAGE):
        kept = connection.execute(KEPT, (json.dumps(page),)).fetchall()
        given = {(row.casegroup_id, row.kind, row.item_id): row for number in page for row in rows_of[number]}
        connection.executemany(DROP, [(key,) for key, *name in kept if tuple(name) not in given])
        connection.executemany(UPSERT, [_values(row) for row in given.values()])


def remove(connection: Connection, casegroup_ids: Sequence[str]) -> None:
    """Take everything that waits on some casegroups off the queue."""
    put(connection, dict.fromkeys(casegroup_ids, ()))


# ------------------------------------------------------------------------------------------------------- reading


def keys(
    connection: Connection,
    wanted: QueueFilter = EVERYTHING,
    sort: QueueColumn = "opened_on",
    *,
    descending: bool = False,
    masked: bool = False,
) -> array[int]:
    """Give the keys of the rows wanted, sorted by a column.

    Equal values stand in order of casegroup, backwards where it descends; rows without a value come last either way.
    With `masked`, rows of restricted records stand as `rows` shows them then. Raises ValueError for another column.
    """
    if sort not in QUEUE_COLUMNS:
        raise ValueError(f"The queue has no column {sort!r} to sort by.")
    condition, parameters = wanted.condition()
    direction = "DESC" if descending else "ASC"
    chosen = f"SELECT key FROM {MASKED if masked else PLAIN} WHERE {condition} AND {sort}"  # noqa: S608
    ties = "casegroup_id, kind, key" if direction == "ASC" else "casegroup_id DESC, kind DESC, key DESC"
    with_value = connection.execute(f"{chosen} IS NOT NULL ORDER BY {sort} {direction}, {ties}", parameters)
    found = array("q", [key for (key,) in with_value])
    without = connection.execute(f"{chosen} IS NULL ORDER BY casegroup_id, kind, key", parameters)
    found.extend(key for (key,) in without)
    return found


def rows(connection: Connection, wanted: Sequence[int], *, masked: bool = False) -> list[tuple[int, QueueRow]]:
    """Give the rows of some keys with their keys, in the order of the keys; one no longer listed is left out."""
    found = connection.execute(
        f"SELECT key, {WRITTEN} FROM {MASKED if masked else PLAIN} "  # noqa: S608
        "WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(wanted)),),
    ).fetchall()
    by_key = {row[0]: _read(row[1:]) for row in found}
    return [(key, by_key[key]) for key in wanted if key in by_key]


def counts(connection: Connection, wanted: QueueFilter = EVERYTHING, *, masked: bool = False) -> list[QueueCount]:
    """Count the rows wanted by kind and cause, the most frequent cause of a kind first."""
    condition, parameters = wanted.condition()
    found = connection.execute(
        f"SELECT kind, cause, count(*), sum(holder = ''), min(opened_on) "  # noqa: S608
        f"FROM {MASKED if masked else PLAIN} WHERE {condition} GROUP BY kind, cause",
        parameters,
    )
    counted = [QueueCount(kind, cause, count, free, _day(oldest)) for kind, cause, count, free, oldest in found]
    order = get_args(QueueKind)
    return sorted(counted, key=lambda one: (order.index(one.kind), -one.count, one.cause))


def of_casegroup(connection: Connection, casegroup_id: str) -> list[QueueRow]:
    """Give everything that waits on a casegroup, in order of kind and item."""
    found = connection.execute(
        f"SELECT {WRITTEN} FROM queue WHERE casegroup_id = ? ORDER BY kind, item_id",  # noqa: S608
        (casegroup_id,),
    )
    return [_read(row) for row in found]


def count(connection: Connection) -> int:
    """Count all rows."""
    return int(connection.execute("SELECT count(*) FROM queue").fetchone()[0])


def _values(row: QueueRow) -> tuple[str | None, ...]:
    return (
        row.casegroup_id,
        row.kind,
        storable(row.item_id),
        storable(row.cause),
        storable(row.case_id),
        storable(row.detail),
        row.state,
        storable(row.holder),
        *(None if day is None else day.isoformat() for day in (row.opened_on, row.since, row.due_on)),
    )


def _read(row: Sequence[Any]) -> QueueRow:
    return QueueRow(*row[:8], *map(_day, row[8:]))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
