"""Questions to the worklist: which rows, in what order, and where one of them stands."""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

from domain.restricted import FLAG
from storage.folding import identifier_token, letters, name_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from sqlite3 import Connection

SortColumn = Literal[
    "casegroup_id", "paying_parent", "nino", "systems", "closing_cases", "due_date", "stage",
    "deferred_until", "debt_balance_pence", "discrepancy_pence", "residual_pence", "check_due_on", "flags",
    "facts_version", "last_seq",
]  # fmt: skip
SORT_COLUMNS: Final[tuple[SortColumn, ...]] = get_args(SortColumn)
# What a column is sorted by, where that is not what it shows.
SORTED_BY: Final[dict[str, str]] = {"paying_parent": "name_folded", "stage": "stage_order"}
ORDERS_KEPT: Final = 4
NAMES_LIKE: Final = "SELECT key FROM worklist INDEXED BY worklist_name WHERE name_folded LIKE ?"
IDENTIFIERS: Final = "SELECT rowid FROM search WHERE search MATCH ?"
COUNTS: Final = "SELECT stage, count(*) FROM worklist GROUP BY stage"
WORDS: Final = "SELECT DISTINCT stage, flags FROM worklist"
WITH_WORDS: Final = """
    SELECT key FROM worklist INDEXED BY worklist_words
    WHERE (stage, flags) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))
"""
FOUND: Final = """
    SELECT key FROM worklist WHERE key IN (SELECT rowid FROM search WHERE search MATCH ?)
    ORDER BY name_folded, casegroup_id
"""
RESTRICTED: Final = "SELECT key FROM worklist INDEXED BY worklist_restricted WHERE restricted = 1 ORDER BY casegroup_id"
# What may be told of a restricted record, each word of it: its number, its stage, and that it is restricted.
RESTRICTED_WORDS: Final = """
    SELECT key, casegroup_id, stage FROM worklist INDEXED BY worklist_restricted WHERE restricted = 1
"""
# Columns of which somebody who may not open restricted records sees nothing there: such rows have no value in them.
MASKED_COLUMNS: Final = frozenset(
    {"paying_parent", "nino", "debt_balance_pence", "discrepancy_pence", "residual_pence", "flags"}
)
DUE: Final = """
    SELECT casegroup_id FROM worklist INDEXED BY worklist_check_due
    WHERE casegroup_id > ? AND check_due_on IS NOT NULL AND check_due_on <= ? ORDER BY casegroup_id LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class FilterTerm:
    """One word of a filter.

    Not exact: the paying parent's name has its letters in this order. Exact: an identifier of the casegroup,
    its stage or a flag begins with it. Negated: the rows it would leave out.
    """

    text: str
    exact: bool
    negated: bool = False


class Worklist:
    """The worklist seen through one connection; keeps the last orders and counts until the file changes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._orders: dict[tuple[str, bool], array[int]] = {}
        self._counts: dict[str, int] | None = None
        self._restricted: array[int] | None = None
        self._kept_of: tuple[int, int] | None = None

    def keys(
        self,
        sort: SortColumn = "casegroup_id",
        *,
        descending: bool = False,
        terms: Sequence[FilterTerm] = (),
        masked: bool = False,
    ) -> array[int]:
        """Give the keys of the rows that satisfy every term, sorted by a column.

        Equal values stand in order of casegroup id; rows without a value come last either way. The array is
        kept for the next question: do not change it. With `masked`, restricted rows stand as if they had no name,
        number or amount, and are found by casegroup number and stage alone. Raises ValueError for a column that is
        not sorted by.
        """
        order = self._order(sort, descending)
        if masked and sort in MASKED_COLUMNS:
            order = self._restricted_last(order)
        kept: set[int] | None = None
        dropped: set[int] = set()
        for term in terms:
            if not letters(term.text):
                continue
            matching = self._matching(term)
            if masked:
                matching = (matching - set(self._restricted_keys())) | self._restricted_matching(term)
            if term.negated:
                dropped |= matching
            else:
                kept = matching if kept is None else kept & matching
        if kept is not None:
            kept -= dropped
            return array("q", [key for key in order if key in kept])
        if dropped:
            return array("q", [key for key in order if key not in dropped])
        return order

    def search(self, text: str, *, masked: bool = False) -> array[int]:
        """Give the keys of the casegroups whose names and identifiers have every word, by paying parent.

        A word stands for all words that begin with it. A text without letters or digits finds nothing. With
        `masked`, restricted records are found by the beginning of their casegroup number alone, and come last.
        """
        tokens = name_tokens(text)
        if not tokens:
            return array("q")
        every_word = " AND ".join(f'"{token}"*' for token in tokens)
        found = self._fetched(FOUND, f'({every_word}) OR identifiers : "{identifier_token(text)}"*')
        if not masked:
            return found
        restricted = set(self._restricted_keys())
        by_number = self._restricted_matching(FilterTerm(text, exact=False))
        return array("q", [*(key for key in found if key not in restricted), *sorted(by_number)])

    def key_of(self, casegroup_id: str) -> int | None:
        """Give the key of a casegroup's row, or None where it is not listed."""
        row = self._connection.execute("SELECT key FROM worklist WHERE casegroup_id = ?", (casegroup_id,)).fetchone()
        return None if row is None else int(row[0])

    def position_of(self, casegroup_id: str, keys: array[int]) -> int | None:
        """Give the place of a casegroup among some keys, counted from 0, or None where it is not there."""
        key = self.key_of(casegroup_id)
        try:
            return None if key is None else keys.index(key)
        except ValueError:
            return None

    def counts_by_stage(self) -> dict[str, int]:
        """Count the casegroups of each stage that has any."""
        self._forget_if_changed()
        if self._counts is None:
            self._counts = dict(self._connection.execute(COUNTS).fetchall())
        return dict(self._counts)

    def count(self) -> int:
        """Count all rows."""
        return int(self._connection.execute("SELECT count(*) FROM worklist").fetchone()[0])

    def due(self, day: date, after: str, limit: int) -> list[str]:
        """Give the next casegroups whose rules should run on a day or earlier, in order of casegroup id."""
        rows = self._connection.execute(DUE, (after, day.isoformat(), limit))
        return [casegroup_id for (casegroup_id,) in rows]

    def change_mark(self) -> tuple[int, int]:
        """Give a mark that differs whenever the file has been changed, here or by another program."""
        (by_others,) = self._connection.execute("PRAGMA data_version").fetchone()
        return by_others, self._connection.total_changes

    def forget(self) -> None:
        """Drop what is kept, after a turn was undone: what it showed never was."""
        self._orders.clear()
        self._counts = None
        self._restricted = None

    def _forget_if_changed(self) -> None:
        mark = self.change_mark()
        if mark != self._kept_of:
            self.forget()
            self._kept_of = mark

    def _order(self, sort: SortColumn, descending: bool) -> array[int]:  # noqa: FBT001
        if sort not in SORT_COLUMNS:
            raise ValueError(f"The worklist has no column {sort!r} to sort by.")
        self._forget_if_changed()
        kept = self._orders.pop((sort, descending), None)
        if kept is None:
            kept = self._sorted(SORTED_BY.get(sort, sort), "DESC" if descending else "ASC")
            if len(self._orders) == ORDERS_KEPT:
                del self._orders[next(iter(self._orders))]
        self._orders[sort, descending] = kept
        return kept

    def _sorted(self, column: str, direction: str) -> array[int]:
        if column == "casegroup_id":
            return self._fetched(f"SELECT key FROM worklist ORDER BY casegroup_id {direction}")  # noqa: S608
        with_value = self._fetched(
            f"SELECT key FROM worklist WHERE {column} IS NOT NULL "  # noqa: S608
            f"ORDER BY {column} {direction}, casegroup_id {direction}"
        )
        without = self._fetched(f"SELECT key FROM worklist WHERE {column} IS NULL ORDER BY casegroup_id")  # noqa: S608
        return with_value + without

    def _matching(self, term: FilterTerm) -> set[int]:
        if not term.exact:
            return set(self._fetched(NAMES_LIKE, "%" + "".join(f"{letter}%" for letter in letters(term.text))))
        by_identifier = self._fetched(IDENTIFIERS, f'identifiers : "{identifier_token(term.text)}"*')
        return set(by_identifier).union(self._with_word(term.text.strip().lower()))

    def _restricted_keys(self) -> array[int]:
        """Give the keys of the restricted rows, in order of casegroup id; they are few."""
        self._forget_if_changed()
        if self._restricted is None:
            self._restricted = self._fetched(RESTRICTED)
        return self._restricted

    def _restricted_last(self, order: array[int]) -> array[int]:
        restricted = self._restricted_keys()
        if not restricted:
            return order
        few = set(restricted)
        return array("q", [key for key in order if key not in few]) + restricted

    def _restricted_matching(self, term: FilterTerm) -> set[int]:
        """Give the restricted rows whose number begins with a term, or, where it is exact, whose stage does."""
        wanted, word = letters(term.text), term.text.strip().lower()
        return {
            key
            for key, casegroup_id, stage in self._connection.execute(RESTRICTED_WORDS)
            if letters(casegroup_id).startswith(wanted)
            or (term.exact and (stage.startswith(word) or FLAG.startswith(word)))
        }

    def _with_word(self, beginning: str) -> array[int]:
        """Give the rows with a stage or flag that begins so, asking the few in use, not every row."""
        fitting = [
            pair
            for pair in self._connection.execute(WORDS).fetchall()
            if any(word.startswith(beginning) for word in " ".join(pair).split(" "))
        ]
        return self._fetched(WITH_WORDS, json.dumps(fitting)) if fitting else array("q")

    def _fetched(self, sql: str, *parameters: str) -> array[int]:
        return array("q", [key for (key,) in self._connection.execute(sql, parameters)])
