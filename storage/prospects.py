"""The prospects as kept: one derived row for each casegroup, and the questions selection asks of them.

Bits are as `domain.selection.prospects` gives them. The order is that in which tranches are taken: the oldest liability
first, then by casegroup number.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from domain.selection.criteria import VOCABULARY
from domain.selection.prospects import NOT_KNOWN, Prospect, allowed
from storage.batches import batches
from storage.connection import our_words
from storage.folding import storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from sqlite3 import Connection

    from domain.selection.criteria import Criteria

PAGE: Final = 500
WRITTEN: Final = (
    "casegroup_id, state, reason, tranche, systems, regions, schemes, segments, benefit, status, "
    "oldest, last_event, as_of, changes_on"
)  # fmt: skip
DAYS: Final = 4
"""How many of the columns, the last ones, are days."""

PUT: Final = f"INSERT OR REPLACE INTO prospects ({WRITTEN}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
# Each criterion with the column that holds its bits.
COLUMNS: Final[Mapping[str, str]] = dict(
    zip(VOCABULARY, ("systems", "regions", "schemes", "segments", "benefit", "status"), strict=True)
)
CANDIDATES: Final = "(state = 'selectable' OR (state = 'exception' AND reason = 'client'))"
# What a row says holds from the day it was derived to the day before something happens by itself.
SETTLED: Final = "as_of <= ? AND ? < changes_on"
ORDER: Final = "oldest, casegroup_id"


@dataclass(frozen=True, slots=True)
class ProspectQuery:
    """Which prospects a tranche would take on a day, whose liability would end on another."""

    criteria: Criteria
    day: date
    liability_end: date
    without: frozenset[str] = frozenset()
    """Casegroups left out for something that no row knows, such as a data exception."""

    def condition(self) -> tuple[str, list[object]]:
        """Give what follows WHERE, with its parameters."""
        day = self.day.isoformat()
        parts = [CANDIDATES, SETTLED, "(last_event IS NULL OR last_event <= ?)"]
        values: list[object] = [day, day, self.liability_end.isoformat()]
        for name, column in COLUMNS.items():
            bits = allowed(self.criteria, name)
            if bits is not None:
                parts.append(f"{column} & ~? = 0")
                values.append(bits)
        if self.without:
            parts.append("casegroup_id NOT IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(sorted(self.without)))
        return " AND ".join(parts), values


def put(connection: Connection, prospects: Iterable[Prospect]) -> None:
    """Write rows over those of the same casegroups."""
    for page in batches(prospects, PAGE):
        connection.executemany(PUT, [_values(row) for row in page])


def remove(connection: Connection, casegroup_ids: Sequence[str]) -> None:
    """Take casegroups off the list."""
    connection.execute(
        "DELETE FROM prospects WHERE casegroup_id IN (SELECT value FROM json_each(?))", (json.dumps(casegroup_ids),)
    )


class Prospects:
    """What an open store answers about its prospects."""

    def __init__(self, path: Path, connection: Connection) -> None:
        self.path = path
        self._connection = connection

    def of(self, casegroup_id: str) -> Prospect | None:
        """Give the row of a casegroup, or None where it is not listed."""
        found = self._rows("casegroup_id = ?", [casegroup_id], "")
        return found[0] if found else None

    def count(self, query: ProspectQuery) -> tuple[int, int]:
        """Count what a tranche of any size would take, and what it would make exceptions of, by what the rows say."""
        condition, values = query.condition()
        sql = f"SELECT total(state = 'selectable'), total(state = 'exception') FROM prospects WHERE {condition}"  # noqa: S608
        taken, exceptions = self._one(sql, values)
        return int(taken), int(exceptions)

    def first(self, query: ProspectQuery, limit: int, after: Prospect | None = None) -> list[Prospect]:
        """Give the first casegroups in order, from after one on."""
        condition, values = query.condition()
        if after is not None:
            condition += " AND (oldest, casegroup_id) > (?, ?)"
            values += [after.oldest.isoformat(), after.casegroup_id]
        return self._rows(condition, values, f"ORDER BY {ORDER} LIMIT {int(limit)}")

    def unsettled(self, day: date) -> list[Prospect]:
        """Give the candidates of which the rows do not hold on a day, in order: they have to be looked at again."""
        return self._rows(f"{CANDIDATES} AND NOT ({SETTLED})", [day.isoformat()] * 2, f"ORDER BY {ORDER}")

    def by_state(self) -> dict[tuple[str, str], int]:
        """Count the casegroups by state and reason."""
        with our_words(self.path):
            rows = self._connection.execute("SELECT state, reason, count(*) FROM prospects GROUP BY state, reason")
            return {(state, reason): count for state, reason, count in rows}

    def not_meeting(self, criteria: Criteria) -> dict[str, tuple[int, int]]:
        """Count for each criterion asked the candidates that do not meet it, and those of which it is not known."""
        asked = {name: bits for name in COLUMNS if (bits := allowed(criteria, name)) is not None}
        if not asked:
            return {}
        sums = ", ".join(f"total({COLUMNS[name]} & ~? <> 0), total({COLUMNS[name]} & ? <> 0)" for name in asked)
        values = [value for bits in asked.values() for value in (bits, NOT_KNOWN)]
        found = self._one(f"SELECT {sums} FROM prospects WHERE {CANDIDATES}", values)  # noqa: S608
        return {name: (int(found[2 * place]), int(found[2 * place + 1])) for place, name in enumerate(asked)}

    def tranches(self) -> dict[str, int]:
        """Count the casegroups in each tranche, by its name."""
        with our_words(self.path):
            rows = self._connection.execute(
                "SELECT tranche, count(*) FROM prospects WHERE state = 'selected' GROUP BY tranche ORDER BY tranche"
            )
            return dict(rows.fetchall())

    def in_tranche(self, tranche: str) -> list[str]:
        """Give the casegroups of a tranche in order of their number."""
        with our_words(self.path):
            rows = self._connection.execute(
                "SELECT casegroup_id FROM prospects WHERE state = 'selected' AND tranche = ? ORDER BY casegroup_id",
                (storable(tranche),),
            )
            return [casegroup_id for (casegroup_id,) in rows]

    def _one(self, sql: str, values: Sequence[object]) -> Sequence[Any]:
        with our_words(self.path):
            row: Sequence[Any] = self._connection.execute(sql, tuple(values)).fetchone()
            return row

    def _rows(self, condition: str, values: Sequence[object], rest: str) -> list[Prospect]:
        with our_words(self.path):
            sql = f"SELECT {WRITTEN} FROM prospects WHERE {condition} {rest}"  # noqa: S608
            return [_prospect(row) for row in self._connection.execute(sql, tuple(values)).fetchall()]


def _values(row: Prospect) -> tuple[object, ...]:
    return (
        row.casegroup_id, row.state, row.reason, storable(row.tranche), row.systems, row.regions, row.schemes,
        row.segments, row.benefit, row.status, row.oldest.isoformat(),
        row.last_event.isoformat() if row.last_event else None, row.as_of.isoformat(), row.changes_on.isoformat(),
    )  # fmt: skip


def _prospect(row: Sequence[Any]) -> Prospect:
    days = [None if day is None else date.fromisoformat(day) for day in row[-DAYS:]]
    values: Sequence[Any] = (*row[:-DAYS], *days)
    return Prospect(*values)
