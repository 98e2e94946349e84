"""The list of letters as kept: one derived row for each, and the questions asked of it."""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from domain.letter_rows import LetterRow, LetterState
from storage.batches import batches
from storage.connection import our_words
from storage.folding import storable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from sqlite3 import Connection

PAGE: Final = 500
WRITTEN: Final = (
    "casegroup_id, letter_id, person_id, role, number, state, detail, due_on, issued_on, batch_id, digest"
)  # fmt: skip
UPSERT: Final = (
    f"INSERT INTO letters ({WRITTEN}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "  # noqa: S608
    "ON CONFLICT (casegroup_id, letter_id) DO UPDATE SET "
    + ", ".join(f"{column} = excluded.{column}" for column in WRITTEN.split(", ")[2:])
)
KEPT: Final = "SELECT key, casegroup_id, letter_id FROM letters WHERE casegroup_id IN (SELECT value FROM json_each(?))"
DROP: Final = "DELETE FROM letters WHERE key = ?"
IS_RESTRICTED: Final = "EXISTS (SELECT 1 FROM worklist w WHERE w.casegroup_id = letters.casegroup_id AND w.restricted)"
# A casegroup that is not listed may be a restricted one.
IS_OPEN: Final = "EXISTS (SELECT 1 FROM worklist w WHERE w.casegroup_id = letters.casegroup_id AND w.restricted = 0)"
# What preparing looks at: whatever is due, whatever has no day, and whatever was held back and might go by now.
TO_PREPARE: Final = "(state = 'held_back' OR (state = 'due' AND (due_on IS NULL OR due_on <= ?)))"
ORDER: Final = "coalesce(issued_on, due_on) IS NULL, coalesce(issued_on, due_on), casegroup_id, key"


@dataclass(frozen=True, slots=True)
class LetterFilter:
    """Which letters are wanted; what is left empty asks for nothing. One without a day counts as due by any day."""

    states: frozenset[LetterState] = frozenset()
    due_by: date | None = None
    due_after: date | None = None
    casegroup_id: str | None = None
    casegroup_ids: frozenset[str] | None = None
    batch_id: str | None = None

    def condition(self, *, masked: bool) -> tuple[str, list[str]]:
        """Give what follows WHERE, with its parameters; masked, restricted records are left out."""
        parts = [("TRUE", "")] if not masked else [(IS_OPEN, "")]
        parts += list(self._parts())
        return " AND ".join(sql for sql, _ in parts), [value for _, value in parts if value]

    def _parts(self) -> Iterator[tuple[str, str]]:
        if self.states:
            yield "state IN (SELECT value FROM json_each(?))", json.dumps(sorted(self.states))
        if self.due_by is not None:
            yield "(due_on IS NULL OR due_on <= ?)", self.due_by.isoformat()
        if self.due_after is not None:
            yield "due_on > ?", self.due_after.isoformat()
        if self.casegroup_id is not None:
            yield "casegroup_id = ?", self.casegroup_id
        if self.casegroup_ids is not None:
            yield "casegroup_id IN (SELECT value FROM json_each(?))", json.dumps(list(self.casegroup_ids))
        if self.batch_id is not None:
            yield "batch_id = ?", self.batch_id


EVERY_LETTER: Final = LetterFilter()


# ------------------------------------------------------------------------------------------------------- writing


def put(connection: Connection, rows_of: Mapping[str, Sequence[LetterRow]]) -> None:
    """Write all rows of some casegroups; a letter keeps its key."""
    for page in batches(rows_of, PAGE):
        kept = connection.execute(KEPT, (json.dumps(page),)).fetchall()
        given = {(row.casegroup_id, row.letter_id): row for number in page for row in rows_of[number]}
        connection.executemany(DROP, [(key,) for key, *name in kept if tuple(name) not in given])
        connection.executemany(UPSERT, [_values(row) for row in given.values()])


def remove(connection: Connection, casegroup_ids: Sequence[str]) -> None:
    """Take every letter of some casegroups off the list."""
    put(connection, dict.fromkeys(casegroup_ids, ()))


def _values(row: LetterRow) -> tuple[str | None, ...]:
    return (
        row.casegroup_id,
        row.letter_id,
        storable(row.person_id),
        row.role,
        row.number,
        row.state,
        storable(row.detail),
        *(None if day is None else day.isoformat() for day in (row.due_on, row.issued_on)),
        row.batch_id,
        row.digest,
    )


# ------------------------------------------------------------------------------------------------------- reading


class Letters:
    """What an open store answers about its letters."""

    def __init__(self, path: Path, connection: Connection) -> None:
        self._path = path
        self._connection = connection

    def keys(
        self, wanted: LetterFilter = EVERY_LETTER, *, masked: bool = False, newest_first: bool = False
    ) -> array[int]:
        """Give the keys of the letters wanted by the day of issue, or the day they are due; without a day last."""
        condition, values = wanted.condition(masked=masked)
        order = ORDER.replace("due_on), casegroup_id", "due_on) DESC, casegroup_id") if newest_first else ORDER
        rows = self._all(f"SELECT key FROM letters WHERE {condition} ORDER BY {order}", values)  # noqa: S608
        return array("q", [key for (key,) in rows])

    def rows(self, keys: Sequence[int], *, masked: bool = False) -> list[tuple[int, LetterRow]]:
        """Give the letters of some keys with the keys, in their order; one no longer listed is left out."""
        condition = IS_OPEN if masked else "TRUE"
        found = self._all(
            f"SELECT key, {WRITTEN} FROM letters WHERE {condition} "  # noqa: S608
            "AND key IN (SELECT value FROM json_each(?))",
            [json.dumps(list(keys))],
        )
        by_key = {row[0]: _read(row[1:]) for row in found}
        return [(key, by_key[key]) for key in keys if key in by_key]

    def of_casegroup(self, casegroup_id: str) -> list[LetterRow]:
        """Give every letter of a casegroup, in the order in which they were begun."""
        rows = self._all(
            f"SELECT {WRITTEN} FROM letters WHERE casegroup_id = ? ORDER BY key",  # noqa: S608
            [casegroup_id],
        )
        return [_read(row) for row in rows]

    def of_batch(self, batch_id: str) -> list[LetterRow]:
        """Give the letters of a batch in order of casegroup, each with those that cover it beside it."""
        rows = self._all(
            f"SELECT {WRITTEN} FROM letters WHERE batch_id = ? ORDER BY casegroup_id, key",  # noqa: S608
            [batch_id],
        )
        return [_read(row) for row in rows]

    def casegroups_to_prepare(self, day: date, after: str, limit: int) -> list[str]:
        """Give the casegroups of which a letter may be due on a day, in order, from after one on."""
        rows = self._all(
            f"SELECT DISTINCT casegroup_id FROM letters WHERE {TO_PREPARE} AND casegroup_id > ? "  # noqa: S608
            "ORDER BY casegroup_id LIMIT ?",
            [day.isoformat(), after, limit],
        )
        return [casegroup_id for (casegroup_id,) in rows]

    def casegroups_in_tray(self, after: str, limit: int) -> list[str]:
        """Give the casegroups with a letter in the tray, in order, from after one on."""
        rows = self._all(
            "SELECT DISTINCT casegroup_id FROM letters WHERE state = 'in_tray' AND casegroup_id > ? "
            "ORDER BY casegroup_id LIMIT ?",
            [after, limit],
        )
        return [casegroup_id for (casegroup_id,) in rows]

    def counts(self, *, masked: bool = False) -> dict[LetterState, int]:
        """Count the letters by state."""
        condition = IS_OPEN if masked else "TRUE"
        rows = self._all(f"SELECT state, count(*) FROM letters WHERE {condition} GROUP BY state", [])  # noqa: S608
        return dict(rows)

    def due_counts(self, day: date, *, masked: bool = False) -> tuple[int, int, int]:
        """Count what is due and not in the tray: on a day, before it, and without a day."""
        condition = IS_OPEN if masked else "TRUE"
        found = self._all(
            f"SELECT coalesce(sum(due_on = ?), 0), coalesce(sum(due_on < ?), 0), "  # noqa: S608
            f"coalesce(sum(due_on IS NULL), 0) FROM letters WHERE state = 'due' AND {condition}",
            [day.isoformat(), day.isoformat()],
        )
        return found[0][0], found[0][1], found[0][2]

    def restricted_in(self, state: LetterState) -> int:
        """Count the letters of restricted records in a state."""
        rows = self._all(
            f"SELECT count(*) FROM letters WHERE state = ? AND {IS_RESTRICTED}",  # noqa: S608
            [state],
        )
        return int(rows[0][0])

    def count(self) -> int:
        """Count all rows."""
        return int(self._all("SELECT count(*) FROM letters", [])[0][0])

    def _all(self, sql: str, values: Sequence[object]) -> list[Any]:
        with our_words(self._path):
            return self._connection.execute(sql, values).fetchall()


def _read(row: Sequence[Any]) -> LetterRow:
    casegroup_id, letter_id, person_id, role, number, state, detail, due_on, issued_on, batch_id, digest = row
    days = _day(due_on), _day(issued_on)
    return LetterRow(casegroup_id, letter_id, person_id, role, number, state, detail, *days, batch_id, digest)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
