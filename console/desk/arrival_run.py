"""Bringing arrears to CMS: all that goes by itself, in turns; and one casegroup after somebody has seen to it."""

from __future__ import annotations

import hashlib
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from console.desk.desk import casefile_of, recorded_from, with_recorded
from console.desk.numbers import numbers_meant
from domain.arrival.matching import Party
from domain.arrival.path import Register, go_on
from domain.arrival.requests import ReceiveBalances
from domain.arrived import AFTER_CLOSING, arrival_of
from domain.decide import decide
from domain.decision import Context
from domain.events import Recorded
from domain.events.arrival import CmsRegisterReceived, DuesCreated
from domain.identifiers import normalise_nino
from domain.lines import lines_of
from storage.batches import batches
from storage.folding import words
from storage.lists import FilterTerm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from console.desk.desk import Answer, Desk
    from domain.arrived import ArrivalStage
    from domain.casefile import Casefile
    from domain.casegroup import Person
    from domain.decide import Request
    from domain.events import Event
    from domain.refusals import Refusal
    from storage.facts import Facts
    from storage.journal import Head

    Follows = Callable[[Casefile], tuple[tuple[Event, ...], tuple[Refusal, ...]]]

CASEGROUPS_IN_A_TURN: Final = 200
# A writer that never pauses keeps every other terminal out.
PAUSE_SECONDS: Final = 0.002
ON_THE_WAY: Final[tuple[ArrivalStage, ...]] = tuple(stage for stage in AFTER_CLOSING if stage != "transition_complete")


@dataclass(frozen=True, slots=True)
class RegisterTold:
    """The register of CMS cases that counts: its file, how many cases it has, when it was received."""

    file_name: str
    rows: int
    received_at: str


@dataclass(slots=True)
class ArrivalReport:
    """What a run did: casegroups looked at, by the stage they then have, what was received, dues made in pence.

    `waiting_for_register` counts those that nothing is decided of because no register of CMS cases was ever received.
    """

    casegroups: int = 0
    received: int = 0
    dues_pence: int = 0
    waiting_for_register: int = 0
    stages: Counter[str] = field(default_factory=Counter)

    @property
    def completed(self) -> int:
        """Count the casegroups whose transition is now complete."""
        return self.stages["transition_complete"]


@dataclass(slots=True)
class ReceiveReport:
    """Which balances were received (or would be): casegroup, route and pence; restricted ones are only counted."""

    preview: bool = False
    received: list[tuple[str, str, int]] = field(default_factory=list)
    unfit: list[tuple[str, tuple[Refusal, ...]]] = field(default_factory=list)
    restricted: int = 0


def register_told(desk: Desk) -> RegisterTold | None:
    """Tell of the register of CMS cases that counts; None where none was received."""
    desk.require_place_on_roster()
    found = [entry for entry in desk.store.office_entries() if entry.kind == "cms_register_received"]
    if not found:
        return None
    event = recorded_from(found[-1]).event
    assert isinstance(event, CmsRegisterReceived)
    return RegisterTold(event.file_name, event.rows, found[-1].at)


def on_the_way(desk: Desk, stages: Iterable[ArrivalStage] = ON_THE_WAY) -> list[str]:
    """Give the casegroups whose arrears are so far on their way, stage by stage, in order of number."""
    desk.require_place_on_roster()
    found = []
    for stage in stages:
        keys = desk.store.worklist_keys("casegroup_id", terms=(FilterTerm(stage, exact=True),))
        for page in batches(keys, CASEGROUPS_IN_A_TURN):
            found += [row.casegroup_id for row in desk.store.worklist_rows(page) if row.stage == stage]
    return found


def party(person: Person) -> Party:
    """Write somebody as people are compared with the register."""
    surname, forenames = words(person.surname or ""), words(person.forenames or "")
    return Party(normalise_nino(person.nino or ""), " ".join([*surname, *forenames]), " ".join([*forenames, *surname]))


def register_for(desk: Desk, casefile: Casefile) -> Register:
    """Give what the register of CMS has of the people of a casegroup."""
    casegroup = casefile.casegroup
    people = [casegroup.paying_parent, *(case.receiving_parent for case in casegroup.cases)]
    parties = {person.person_id: party(person) for person in people}
    paying = parties[casegroup.paying_parent.person_id]
    names = [name for name in (paying.surname_first, paying.forenames_first) if name]
    cases = desk.store.cms_cases.of_paying_parents([paying.nino] if paying.nino else [], names)
    return Register(tuple(cases), parties)


@dataclass(frozen=True, slots=True)
class _Decided:
    facts: Facts
    casefile: Casefile
    events: tuple[Event, ...]
    refusals: tuple[Refusal, ...] = ()
    repeated: bool = False


def run_arrival(desk: Desk, progress: Callable[[int], None] | None = None) -> ArrivalReport:
    """Bring the arrears of every closed casegroup as far as they go by themselves.

    What is done is not done again; a run that was interrupted goes on where it stopped. Restricted records go with
    the others: nobody looked into them.
    """
    desk.require_place_on_roster()
    known = register_told(desk) is not None
    report, run_id = ArrivalReport(), str(uuid.uuid4())

    def follows(casefile: Casefile) -> tuple[tuple[Event, ...], tuple[Refusal, ...]]:
        return go_on(casefile, desk.as_at, register_for(desk, casefile) if known else None, desk.policy), ()

    for page in batches(on_the_way(desk), CASEGROUPS_IN_A_TURN):
        for each in _turn(desk, page, follows, lambda casegroup_id: f"arrive:{run_id}:{casegroup_id}"):
            _count(report, each, known=known)
        if progress is not None:
            progress(report.casegroups)
        time.sleep(PAUSE_SECONDS)
    return report


def _count(report: ArrivalReport, each: _Decided, *, known: bool) -> None:
    after = each.casefile
    report.casegroups += 1
    report.received += any(event.kind == "balances_received" for event in each.events)
    report.stages[after.stage] += 1
    report.waiting_for_register += not known and bool(arrival_of(after).waiting)
    report.dues_pence += sum(
        line.amount_pence for event in each.events if isinstance(event, DuesCreated) for line in event.lines
    )


def receive(
    desk: Desk,
    casegroup_ids: Iterable[str] | None = None,
    *,
    preview: bool = False,
    request_id: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> ReceiveReport:
    """Receive the balances of casegroups somebody named, or of every closed one that is not received yet.

    Raises NoSuchCasegroupError, and NotPermittedError where one named is a restricted record this person may not
    open; then nothing was written. Restricted ones that nobody named are received with the others and only counted.
    """
    actor = desk.require_place_on_roster()
    named = None if casegroup_ids is None else numbers_meant(desk.store, casegroup_ids)
    wanted = on_the_way(desk, ("closed",)) if named is None else named
    hidden = desk.store.restricted_of(sorted(wanted))
    for casegroup_id in sorted(hidden) if named is not None else ():
        # Naming a restricted record is looking into it: refused, or journalled.
        desk.casefile(casegroup_id)
    report, run_id = ReceiveReport(preview), request_id or str(uuid.uuid4())

    def follows(casefile: Casefile) -> tuple[tuple[Event, ...], tuple[Refusal, ...]]:
        request = ReceiveBalances(casegroup_id=casefile.casegroup.casegroup_id)
        decision = decide(casefile, request, Context(actor, desk.as_at, desk.policy))
        return decision.events, decision.refusals

    for page in batches(wanted, CASEGROUPS_IN_A_TURN):
        for each in _turn(desk, page, follows, lambda number: f"receive:{run_id}:{number}", preview=preview):
            _count_received(report, each, hidden if named is None else frozenset())
        if progress is not None:
            progress(len(report.received) + len(report.unfit) + report.restricted)
    return report


def _count_received(report: ReceiveReport, each: _Decided, hidden: frozenset[str]) -> None:
    number = each.casefile.casegroup.casegroup_id
    arrival = arrival_of(each.casefile)
    if number in hidden:
        report.restricted += 1
    elif each.refusals and not each.repeated:
        report.unfit.append((number, each.refusals))
    else:
        pence = sum(line.amount_pence for line in arrival.left)
        report.received.append((number, arrival.route or "", pence))


def _turn(
    desk: Desk,
    casegroup_ids: Sequence[str],
    follows: Follows,
    named: Callable[[str], str],
    *,
    preview: bool = False,
) -> list[_Decided]:
    """Decide a page of casegroups and write it, deciding again where somebody has written meanwhile."""
    head, decided = _decided(desk, casegroup_ids, follows, named)
    if preview:
        return [replace(each, casefile=_as_if(desk, each)) for each in decided]
    if not any(each.events for each in decided):
        return decided
    with desk.store.turn() as turn:
        if desk.store.head() != head:
            head, decided = _decided(desk, casegroup_ids, follows, named)
        written, lines = [], []
        for each in decided:
            if each.events:
                name = named(each.casefile.casegroup.casegroup_id)
                digest = hashlib.sha256(name.encode()).hexdigest()
                entries = turn.append(desk.drafts(each.events, each.facts, name, digest))
                after = with_recorded(each.casefile, tuple(recorded_from(entry) for entry in entries))
                lines.append(lines_of(after, desk.policy))
                written.append(replace(each, casefile=after))
            else:
                written.append(each)
        turn.put_lines(lines)
    return written


def _as_if(desk: Desk, each: _Decided) -> Casefile:
    last = each.casefile.recorded[-1].seq if each.casefile.recorded else 0
    return with_recorded(
        each.casefile,
        tuple(
            Recorded(last + number, "preview", desk.clock.stamp(), desk.user, each.facts.version, "", event)
            for number, event in enumerate(each.events, start=1)
        ),
    )


def _decided(
    desk: Desk,
    casegroup_ids: Sequence[str],
    follows: Follows,
    named: Callable[[str], str],
) -> tuple[Head, list[_Decided]]:
    with desk.store.reading():
        head = desk.store.head()
        facts_of = desk.store.latest_facts_of(casegroup_ids)
        entries_of = desk.store.entries_of(casegroup_ids)
    decided = []
    for casegroup_id in casegroup_ids:
        facts = facts_of[casegroup_id]
        casefile = casefile_of(facts, entries_of.get(casegroup_id, []))
        repeated = any(entry.request_id == named(casegroup_id) for entry in casefile.recorded)
        events, refusals = ((), ()) if repeated else follows(casefile)
        decided.append(_Decided(facts, casefile, events, refusals, repeated))
    return head, decided


def do(desk: Desk, request: Request, request_id: str | None = None, *, shown: Sequence[Event] | None = None) -> Answer:
    """Make a request about arrears on their way; then the path goes on by itself as far as it can.

    What follows is in the casefile of the answer. Raises what `Desk.perform` raises.
    """
    answer = desk.perform(request, request_id, shown=shown)
    if answer.refusals or arrival_of(answer.casefile).received is None:
        return answer
    return replace(answer, casefile=bring_on(desk, answer.casefile))


def bring_on(desk: Desk, casefile: Casefile) -> Casefile:
    """Bring one casegroup, whose balances are received, as far as it goes by itself; gives where it then stands."""
    known = register_told(desk) is not None
    run_id = str(uuid.uuid4())

    def follows(now: Casefile) -> tuple[tuple[Event, ...], tuple[Refusal, ...]]:
        return go_on(now, desk.as_at, register_for(desk, now) if known else None, desk.policy), ()

    (each,) = _turn(desk, [casefile.casegroup.casegroup_id], follows, lambda number: f"arrive:{run_id}:{number}")
    return each.casefile
