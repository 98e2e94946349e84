"""The lists that follow from documents and journal: compared with them, and made anew from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.desk import casefile_of
from domain.actor import Actor
from domain.events import EVENT, RosterChanged
from domain.worklist import WorklistRow, worklist_row
from storage.batches import batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.desk.desk import Desk

BATCH = 500
MOST_FAULTS = 100


def faults_of_lists(desk: Desk, progress: Callable[[int], None] | None = None) -> list[str]:
    """Say where roster and worklist are not what documents and journal make them; at most a hundred sentences."""
    faults = []
    with desk.store.reading():
        if desk.store.roster() != roster_of_journal(desk):
            faults.append("the roster is not what the journal says; 'closeout doctor --rebuild' makes it anew")
        listed = 0
        for done, row in enumerate(_rows(desk), 1):
            listed += 1
            if desk.store.worklist_row(row.casegroup_id) != row and len(faults) < MOST_FAULTS:
                faults.append(f"casegroup {row.casegroup_id} is not listed as its journal says")
            if progress is not None and done % BATCH == 0:
                progress(done)
        if desk.store.worklist_count() != listed:
            faults.append(f"{desk.store.worklist_count()} casegroups are listed; expected {listed}")
    return faults


def rebuild_lists(desk: Desk) -> int:
    """Make roster and worklist anew from documents and journal; gives how many casegroups are listed.

    Raises NotPermittedError for anybody who is not on the roster.
    """
    desk.require_place_on_roster()
    with desk.store.turn() as turn:
        rows = list(_rows(desk))
        turn.rebuild_worklist(rows)
        turn.put_roster(roster_of_journal(desk))
    return len(rows)


def roster_of_journal(desk: Desk) -> list[Actor]:
    """Give the roster as the journal's entries make it, in order of user."""
    people: dict[str, Actor] = {}
    for entry in desk.store.iterate_journal():
        if entry.kind == "roster_changed":
            event = EVENT.validate_json(entry.body)
            if isinstance(event, RosterChanged):
                people[event.user] = Actor(event.user, event.name, frozenset(event.roles))
    return sorted((person for person in people.values() if person.roles), key=lambda person: person.user)


def _rows(desk: Desk) -> Iterator[WorklistRow]:
    for batch in batches(desk.store.iterate_facts(), BATCH):
        entries = desk.store.entries_of([facts.casegroup_id for facts in batch])
        for facts in batch:
            yield worklist_row(casefile_of(facts, entries.get(facts.casegroup_id, [])))
