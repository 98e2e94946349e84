"""What a store answers about its lists: worklist and queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import derived, queue, volumes, worklist_rows
from storage.connection import our_words
from storage.lists import Worklist

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path
    from sqlite3 import Connection

    from domain.casefile import Stage
    from domain.queue import QueueRow
    from domain.worklist import WorklistRow
    from storage.lists import FilterTerm, SortColumn
    from storage.queue import QueueColumn, QueueCount, QueueFilter
    from storage.volumes import Moved
    from storage.worklist_rows import PayingParent


class StoreLists:
    """The derived lists of an open store."""

    def __init__(self, path: Path, connection: Connection) -> None:
        self.path = path
        self._connection = connection
        self._worklist = Worklist(connection)

    def worklist_keys(
        self,
        sort: SortColumn = "casegroup_id",
        *,
        descending: bool = False,
        terms: Sequence[FilterTerm] = (),
        masked: bool = False,
    ) -> array[int]:
        """Give the keys of the rows that satisfy every term, sorted; see `Worklist.keys`."""
        with our_words(self.path):
            return self._worklist.keys(sort, descending=descending, terms=terms, masked=masked)

    def worklist_rows(self, keys: Sequence[int]) -> list[WorklistRow]:
        """Give the rows of some keys in the order of the keys; a key no longer listed is left out."""
        with our_words(self.path):
            return worklist_rows.of_keys(self._connection, keys)

    def worklist_ids_and_stages(self, keys: Sequence[int]) -> list[tuple[str, Stage]]:
        """Give casegroup and stage of some keys in their order, for many rows of which no more is asked."""
        with our_words(self.path):
            return worklist_rows.ids_and_stages(self._connection, keys)

    def worklist_ids(self, keys: Sequence[int]) -> frozenset[str]:
        """Give the casegroups of some keys."""
        with our_words(self.path):
            return worklist_rows.ids(self._connection, keys)

    def worklist_row(self, casegroup_id: str) -> WorklistRow | None:
        """Give the row of a casegroup, or None where it is not listed."""
        with our_words(self.path):
            return worklist_rows.of_casegroup(self._connection, casegroup_id)

    def worklist_key(self, casegroup_id: str) -> int | None:
        """Give the key of a casegroup's row, or None where it is not listed."""
        with our_words(self.path):
            return self._worklist.key_of(casegroup_id)

    def in_another_case(self, casegroup_id: str) -> list[str]:
        """Give the numbers, at most two, that are a number but for capitals and small letters."""
        with our_words(self.path):
            return worklist_rows.in_another_case(self._connection, casegroup_id)

    def position_of(self, casegroup_id: str, keys: array[int]) -> int | None:
        """Give the place of a casegroup among some keys, counted from 0, or None where it is not there."""
        with our_words(self.path):
            return self._worklist.position_of(casegroup_id, keys)

    def search(self, text: str, *, masked: bool = False) -> array[int]:
        """Give the keys of the casegroups in which every word begins a word of a name or an identifier."""
        with our_words(self.path):
            return self._worklist.search(text, masked=masked)

    def restricted_of(self, casegroup_ids: Sequence[str]) -> frozenset[str]:
        """Tell which of some casegroups are restricted records, or not listed at all."""
        with our_words(self.path):
            return worklist_rows.restricted_of(self._connection, casegroup_ids)

    def all_restricted(self) -> frozenset[str]:
        """Give every casegroup listed that is a restricted record."""
        with our_words(self.path):
            return worklist_rows.all_restricted(self._connection)

    def paying_parents(self, nino: str, names: Sequence[str]) -> list[PayingParent]:
        """Give the paying parents of a number or of one of some folded names; see `worklist_rows.paying_parents`."""
        with our_words(self.path):
            return worklist_rows.paying_parents(self._connection, nino, names)

    def counts_by_stage(self) -> dict[str, int]:
        """Count the casegroups of each stage that has any."""
        with our_words(self.path):
            return self._worklist.counts_by_stage()

    def moved_since(self, since: str) -> Moved:
        """Count casegroups first received and closed from a moment on (as the journal writes moments)."""
        with our_words(self.path):
            return volumes.moved_since(self._connection, since)

    def deferred_until(self) -> dict[date, int]:
        """Count the deferred casegroups by the day to which closure is put off."""
        with our_words(self.path):
            return volumes.deferred_until(self._connection)

    def worklist_count(self) -> int:
        """Count the casegroups listed."""
        with our_words(self.path):
            return self._worklist.count()

    def casegroup_ids_due(self, day: date, after: str = "", limit: int = 1_000) -> list[str]:
        """Give the next casegroups whose rules should run on a day or earlier, in order of casegroup id."""
        with our_words(self.path):
            return self._worklist.due(day, after, limit)

    def lists_are_current(self) -> bool:
        """Tell whether worklist and queue were derived by today's rules; where not, they are to be made anew."""
        with our_words(self.path):
            return derived.version(self._connection) >= derived.LISTS_VERSION

    def queue_keys(
        self,
        wanted: QueueFilter = queue.EVERYTHING,
        sort: QueueColumn = "opened_on",
        *,
        descending: bool = False,
        masked: bool = False,
    ) -> array[int]:
        """Give the keys of the open work wanted, sorted; see `queue.keys`."""
        with our_words(self.path):
            return queue.keys(self._connection, wanted, sort, descending=descending, masked=masked)

    def queue_rows(self, keys: Sequence[int], *, masked: bool = False) -> list[tuple[int, QueueRow]]:
        """Give the open work of some keys with the keys, in their order; a key no longer listed is left out."""
        with our_words(self.path):
            return queue.rows(self._connection, keys, masked=masked)

    def queue_counts(self, wanted: QueueFilter = queue.EVERYTHING, *, masked: bool = False) -> list[QueueCount]:
        """Count the open work wanted by kind and cause; see `queue.counts`."""
        with our_words(self.path):
            return queue.counts(self._connection, wanted, masked=masked)

    def queue_of(self, casegroup_id: str) -> list[QueueRow]:
        """Give everything that waits on a casegroup, in order of kind and item."""
        with our_words(self.path):
            return queue.of_casegroup(self._connection, casegroup_id)

    def queue_count(self) -> int:
        """Count all open work."""
        with our_words(self.path):
            return queue.count(self._connection)

    def change_mark(self) -> tuple[int, int]:
        """Give a mark that differs whenever the store has been changed, here or by another program."""
        with our_words(self.path):
            return self._worklist.change_mark()
