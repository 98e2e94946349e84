"""Questions both faces ask about many casegroups: the worklist as filtered and sorted, search, the journal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, get_args

from console.desk.desk import casefile_of
from console.desk.masking import masked_entries, masked_worklist_row, sees_restricted
from domain.casefile import Stage
from domain.errors import NotPermittedError
from domain.restricted import FLAG, is_restricted
from storage.lists import FilterTerm

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterator, Sequence

    from console.desk.desk import Desk
    from domain.assessment import Assessment
    from domain.worklist import WorklistRow
    from storage.journal import JournalEntry
    from storage.lists import SortColumn

FLAGS: Final = (FLAG, "offsetting", "clerical", "amended", "breakdown", "clerical_case", "note", "facts_after_closing")
WORDS: Final = frozenset((*get_args(Stage), *FLAGS))
INVERTS: Final = "!"
# Stages and flags of several words, as people write them: `to amend` for `to_amend`.
APART: Final = re.compile(
    rf"(?<!\S)(!?)({'|'.join(sorted(word.replace('_', ' ') for word in WORDS if '_' in word))})(?!\S)", re.IGNORECASE
)


def parse_filter(text: str) -> tuple[FilterTerm, ...]:
    """Read a filter as typed: words of a name are fuzzy, numbers, stages and flags exact, `!` inverts a word."""
    terms = []
    for typed in APART.sub(lambda found: found[0].replace(" ", "_"), " ".join(text.split())).split():
        word = typed.removeprefix(INVERTS)
        if not word:
            continue
        exact = word.lower() in WORDS or any(letter.isdigit() for letter in word)
        terms.append(FilterTerm(word, exact=exact, negated=typed.startswith(INVERTS)))
    return tuple(terms)


def worklist_keys(desk: Desk, text: str = "", sort: SortColumn = "due_date", *, descending: bool = False) -> array[int]:
    """Give the keys of the worklist's rows that pass a filter, in order of a column."""
    desk.require_place_on_roster()
    masked = not sees_restricted(desk)
    return desk.store.worklist_keys(sort, descending=descending, terms=parse_filter(text), masked=masked)


def casegroups_passing(desk: Desk, text: str) -> frozenset[str] | None:
    """Give the casegroups that pass a filter of the worklist; None where it asks for nothing."""
    if not parse_filter(text):
        return None
    return desk.store.worklist_ids(worklist_keys(desk, text, "casegroup_id"))


def worklist_rows(desk: Desk, keys: Sequence[int]) -> list[WorklistRow]:
    """Give the rows of some keys, in their order; those of restricted records masked for whoever is not nominated."""
    desk.require_place_on_roster()
    rows = desk.store.worklist_rows(keys)
    if sees_restricted(desk):
        return rows
    return [masked_worklist_row(row) if row.restricted else row for row in rows]


def search(desk: Desk, text: str) -> array[int]:
    """Give the keys of the casegroups in which every word begins a word of a name or an identifier."""
    desk.require_place_on_roster()
    return desk.store.search(text, masked=not sees_restricted(desk))


def worklist_ids_and_stages(desk: Desk, keys: Sequence[int]) -> list[tuple[str, Stage]]:
    """Give casegroup and stage of some keys, in their order, for many rows of which no more is asked."""
    desk.require_place_on_roster()
    return desk.store.worklist_ids_and_stages(keys)


def assessments(desk: Desk) -> Iterator[Assessment | None]:
    """Assess every casegroup as it stands, in order of number; None stands for a restricted record left out.

    For somebody nominated each of those is opened, which is journalled; where that cannot be, it is left out too.
    """
    desk.require_place_on_roster()
    for facts in desk.store.iterate_facts():
        casefile = casefile_of(facts, desk.store.entries(facts.casegroup_id))
        if is_restricted(casefile.casegroup):
            try:
                casefile = desk.casefile(facts.casegroup_id)
            except NotPermittedError:
                yield None
                continue
            desk.put_away(facts.casegroup_id)
        yield desk.assess(casefile)


def journal_page(desk: Desk, casegroup_id: str | None, limit: int, before: int | None = None) -> list[JournalEntry]:
    """Give a page of the journal, newest first: of one casegroup, which opens it, or of the whole store.

    In the journal of the whole store the entries of restricted records say only that something was done.
    """
    desk.require_place_on_roster()
    if casegroup_id is None:
        return masked_entries(desk, desk.store.newest_entries(limit, before))
    return [entry for entry in journal_of(desk, casegroup_id) if before is None or entry.seq < before][:limit]


def journal_of(desk: Desk, casegroup_id: str) -> list[JournalEntry]:
    """Give everything done to a casegroup, newest first; opens it as `Desk.casefile` does."""
    return list(reversed(desk.store.entries(desk.casefile(casegroup_id).casegroup.casegroup_id)))
