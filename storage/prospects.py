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
# Written as in the indexes: `selectable` never has a reason, and of exceptions only those of a client may come in turn.
CANDIDATES: Final = "state IN ('selectable', 'exception') AND reason IN ('', 'client')"
# What a row says holds from the day it was derived to the day before something happens by itself.
SETTLED: Final = "as_of <= ? AND ? < changes_on"
IN_ORDER: Final = "ORDER BY oldest, casegroup_id"


@dataclass(frozen=True, slots=True)
class ProspectQuery:
    """Which prospects a tranche would take on a day, whose liability would end on another."""

    criteria: Criteria
    day: date
    liability_end: date
    without: frozenset[str] = frozenset()
    """Casegroups left out for something that no row knows, such as a data exception."""

    def condition(self) -> tuple[str, list[object]]:
        """Give the condition that such rows satisfy, with its parameters; candidates are asked for besides."""
        day = self.day.isoformat()
        parts = [SETTLED, "(last_event IS NULL OR last_event <= ?)"]
        values: list[object] = [day, day, self.liability_end.isoformat()]
        for name, bits in self.asked.items():
            parts.append(f"{COLUMNS[name]} & ~? = 0")
            values.append(bits)
        if self.without:
            parts.append("casegroup_id NOT IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(sorted(self.without)))
        return " AND ".join(parts), values

    @property
    def asked(self) -> dict[str, int]:
        """Give the bits of each criterion that asks something."""
        return {name: bits for name in COLUMNS if (bits := allowed(self.criteria, name)) is not None}


@dataclass(frozen=True, slots=True)
class ProspectCount:
    """What a tranche of any size would take and make exceptions of, by what the rows say.

    `not_meeting` has for each criterion asked how many candidates do not meet it, and of how many it is not known.
    """

    taken: int
    exceptions: int
    not_meeting: dict[str, tuple[int, int]]


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
        found = self._rows("WHERE casegroup_id = ?", [casegroup_id])
        return found[0] if found else None

    def count(self, query: ProspectQuery) -> ProspectCount:
        """Count what a tranche would take, and what keeps the others out, looking at each row once."""
        condition, values = query.condition()
        sums = [f"total(state = 'selectable' AND {condition})", f"total(state = 'exception' AND {condition})"]
        values = [*values, *values]
        for name, bits in query.asked.items():
            sums += [f"total({COLUMNS[name]} & ~? <> 0)", f"total({COLUMNS[name]} & ? <> 0)"]
            values += [bits, NOT_KNOWN]
        taken, exceptions, *rest = self._one(f"SELECT {', '.join(sums)} FROM prospects WHERE {CANDIDATES}", values)  # noqa: S608
        pairs = zip(rest[::2], rest[1::2], strict=True)
        not_meeting = {name: (int(n), int(unknown)) for name, (n, unknown) in zip(query.asked, pairs, strict=True)}
        return ProspectCount(int(taken), int(exceptions), not_meeting)

    def first(self, query: ProspectQuery, limit: int, after: Prospect | None = None) -> list[Prospect]:
        """Give the first casegroups in order, from after one on."""
        condition, values = query.condition()
        if after is not None:
            condition += " AND (oldest, casegroup_id) > (?, ?)"
            values += [after.oldest.isoformat(), after.casegroup_id]
        return self._rows(
            f"INDEXED BY prospects_order WHERE {CANDIDATES} AND {condition} {IN_ORDER} LIMIT {int(limit)}", values
        )

    def unsettled(self, day: date) -> list[Prospect]:
        """Give the candidates of which the rows do not hold on a day, in order: they have to be looked at again."""
        changed = f"INDEXED BY prospects_changes WHERE {CANDIDATES} AND changes_on <= ?"
        later = f"INDEXED BY prospects_as_of WHERE {CANDIDATES} AND as_of > ?"
        found = {row.casegroup_id: row for sql in (changed, later) for row in self._rows(sql, [day.isoformat()])}
        return sorted(found.values(), key=lambda row: (row.oldest, row.casegroup_id))

    def by_state(self) -> dict[tuple[str, str], int]:
        """Count the casegroups by state and reason."""
        with our_words(self.path):
            rows = self._connection.execute("SELECT state, reason, count(*) FROM prospects GROUP BY state, reason")
            return {(state, reason): count for state, reason, count in rows}

    def tranches(self) -> dict[str, int]:
        """Count the casegroups in each tranche, by its name."""
        with our_words(self.path):
            rows = self._connection.execute(
                "SELECT tranche, count(*) FROM prospects WHERE state = 'selected' GROUP BY tranche ORDER BY tranche"
            )
            return dict(rows.fetchall())

    def count_in(self, tranche: str) -> int:
        """Count the casegroups of a tranche."""
        sql = "SELECT count(*) FROM prospects WHERE tranche = ? AND tranche <> '' AND state = 'selected'"
        return int(self._one(sql, [storable(tranche)])[0])

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

    def _rows(self, rest: str, values: Sequence[object]) -> list[Prospect]:
        with our_words(self.path):
            sql = f"SELECT {WRITTEN} FROM prospects {rest}"  # noqa: S608
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
