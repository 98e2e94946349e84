"""The lists that follow from documents and journal: compared with them, and made anew from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.desk import casefile_of
from console.desk.office_queue import list_office_work, office_work
from domain.actor import Actor
from domain.events import EVENT, RosterChanged
from domain.lines import Lines, lines_of
from domain.queue import NO_CASEGROUP
from domain.selection.prospects import prospect_of
from storage.batches import batches
from storage.errors import StoreReadOnlyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.desk.desk import Desk
    from domain.casefile import Casefile
    from storage.turn import Turn

BATCH = 500
MOST_FAULTS = 100


def faults_of_lists(desk: Desk, progress: Callable[[int], None] | None = None) -> list[str]:
    """Say where roster, worklist and queue are not what documents and journal make them, in a hundred sentences."""
    faults = []
    with desk.store.reading():
        lettered = 0
        if desk.store.roster() != roster_of_journal(desk):
            faults.append("the roster is not what the journal says; 'closeout doctor --rebuild' makes it anew")
        listed, queued = 0, len(desk.store.queue_of(NO_CASEGROUP))
        faults += _faults_of_office(desk)
        for done, casefile in enumerate(_casefiles(desk), 1):
            lines = lines_of(casefile, desk.policy)
            listed, queued = done, queued + len(lines.queue)
            lettered += len(lines.letters)
            if len(faults) < MOST_FAULTS:
                faults += _faults_of_lines(desk, casefile, lines)
            if progress is not None and done % BATCH == 0:
                progress(done)
        if desk.store.letters.count() != lettered:
            faults.append(f"{desk.store.letters.count()} letters are listed; expected {lettered}")
        if desk.store.worklist_count() != listed:
            faults.append(f"{desk.store.worklist_count()} casegroups are listed; expected {listed}")
        if desk.store.queue_count() != queued:
            faults.append(f"{desk.store.queue_count()} pieces of work are queued; expected {queued}")
    return faults


def _faults_of_lines(desk: Desk, casefile: Casefile, lines: Lines) -> Iterator[str]:
    """Compare what is listed of one casegroup; what selection asks of it holds for the day on which it was derived."""
    store, number = desk.store, lines.worklist.casegroup_id
    if store.worklist_row(number) != lines.worklist:
        yield f"casegroup {number} is not listed as its journal says"
    if set(store.queue_of(number)) != set(lines.queue):
        yield f"what waits on casegroup {number} is not what its journal says"
    if set(store.letters.of_casegroup(number)) != set(lines.letters):
        yield f"the letters of casegroup {number} are not what its journal says"
    prospect = store.prospects.of(number)
    if prospect is None or prospect != prospect_of(casefile, prospect.as_of):
        yield f"what selection asks of casegroup {number} is not what its journal says"


def _faults_of_office(desk: Desk) -> list[str]:
    if set(desk.store.queue_of(NO_CASEGROUP)) == set(office_work(desk.store)):
        return []
    return ["what waits and belongs to no casegroup is not what the journal says"]


def rebuild_lists(desk: Desk) -> int:
    """Make roster, worklist and queue anew from documents and journal; gives how many casegroups are listed.

    Raises NotPermittedError for anybody who is not on the roster.
    """
    desk.require_place_on_roster()
    with desk.store.turn() as turn:
        return _rebuild(desk, turn, None)


def bring_lists_up_to_date(desk: Desk, progress: Callable[[int], None] | None = None) -> bool:
    """Make the lists anew where older rules derived them, as in a file just brought up to date; tells whether it did.

    All of it in one turn, by whoever sits down first: interrupted, the lists stay marked as old, and the next to sit
    down makes them. Raises StoreReadOnlyError where that may not be written here, and the errors of a turn.
    """
    if desk.store.lists_are_current():
        return False
    if desk.store.read_only:
        message = (
            f"{desk.store.path} was brought up to date, but its lists have yet to be made anew, and it may not be "
            "written here; open it where it may"
        )
        raise StoreReadOnlyError(message)
    with desk.store.turn() as turn:
        if desk.store.lists_are_current():
            return False
        _rebuild(desk, turn, progress)
    return True


def _rebuild(desk: Desk, turn: Turn, progress: Callable[[int], None] | None) -> int:
    listed = 0

    def counted() -> Iterator[Lines]:
        nonlocal listed
        for lines in _lines(desk):
            listed += 1
            yield lines
            if progress is not None and listed % BATCH == 0:
                progress(listed)

    turn.rebuild_lines(counted())
    list_office_work(desk.store, turn)
    turn.put_roster(roster_of_journal(desk))
    return listed


def roster_of_journal(desk: Desk) -> list[Actor]:
    """Give the roster as the journal's entries make it, in order of user."""
    people: dict[str, Actor] = {}
    for entry in desk.store.iterate_journal():
        if entry.kind == "roster_changed":
            event = EVENT.validate_json(entry.body)
            if isinstance(event, RosterChanged):
                people[event.user] = Actor(event.user, event.name, frozenset(event.roles), event.nominated)
    return sorted((person for person in people.values() if person.roles), key=lambda person: person.user)


def _lines(desk: Desk) -> Iterator[Lines]:
    return (lines_of(casefile, desk.policy) for casefile in _casefiles(desk))


def _casefiles(desk: Desk) -> Iterator[Casefile]:
    for batch in batches(desk.store.iterate_facts(), BATCH):
        entries = desk.store.entries_of([facts.casegroup_id for facts in batch])
        for facts in batch:
            yield casefile_of(facts, entries.get(facts.casegroup_id, []))
