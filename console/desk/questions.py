"""Questions both faces ask about many casegroups: the worklist as filtered and sorted, search, the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from domain.casefile import Stage
from storage.lists import FilterTerm

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from console.desk.desk import Desk
    from domain.worklist import WorklistRow
    from storage.journal import JournalEntry
    from storage.lists import SortColumn

FLAGS: Final = ("offsetting", "clerical", "amended", "note")
WORDS: Final = frozenset((*get_args(Stage), *FLAGS))
INVERTS: Final = "!"


def parse_filter(text: str) -> tuple[FilterTerm, ...]:
    """Read a filter as typed: words of a name are fuzzy, numbers, stages and flags exact, `!` inverts a word."""
    terms = []
    for typed in text.split():
        word = typed.removeprefix(INVERTS)
        if not word:
            continue
        exact = word.lower() in WORDS or any(letter.isdigit() for letter in word)
        terms.append(FilterTerm(word, exact=exact, negated=typed.startswith(INVERTS)))
    return tuple(terms)


def worklist_keys(desk: Desk, text: str = "", sort: SortColumn = "due_date", *, descending: bool = False) -> array[int]:
    """Give the keys of the worklist's rows that pass a filter, in order of a column."""
    desk.require_place_on_roster()
    return desk.store.worklist_keys(sort, descending=descending, terms=parse_filter(text))


def worklist_rows(desk: Desk, keys: Sequence[int]) -> list[WorklistRow]:
    """Give the rows of some keys, in their order."""
    desk.require_place_on_roster()
    return desk.store.worklist_rows(keys)


def worklist_ids_and_stages(desk: Desk, keys: Sequence[int]) -> list[tuple[str, Stage]]:
    """Give casegroup and stage of some keys, in their order, for many rows of which no more is asked."""
    desk.require_place_on_roster()
    return desk.store.worklist_ids_and_stages(keys)


def journal_page(desk: Desk, casegroup_id: str | None, limit: int, before: int | None = None) -> list[JournalEntry]:
    """Give a page of the journal, newest first: of one casegroup, or of the whole store."""
    desk.require_place_on_roster()
    if casegroup_id is None:
        return desk.store.newest_entries(limit, before)
    entries = desk.store.entries(casegroup_id)
    return [entry for entry in reversed(entries) if before is None or entry.seq < before][:limit]
