"""The batch: assess every casegroup due, record the answers, and leave the rest in the queue for people."""

from __future__ import annotations

import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final

from console.desk.desk import casefile_of, recorded_from, with_recorded
from domain.assessment import assess_casefile
from domain.closure_exceptions.decision import found_by_rules
from domain.deferral.recording import checked, decide_defer
from domain.lines import lines_of
from domain.validation.recording import decide_validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.desk import Desk
    from domain.casefile import Casefile
    from domain.events import Event
    from storage.journal import EntryDraft, Head

CASEGROUPS_IN_A_TURN: Final = 200
# A writer that never pauses keeps every other terminal out.
PAUSE_SECONDS: Final = 0.002


@dataclass(slots=True)
class RunReport:
    """What a run did: casegroups by deferral result, by outcome and by stage, and the exceptions found."""

    casegroups: int = 0
    deferral: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    stages: Counter[str] = field(default_factory=Counter)
    exceptions: Counter[str] = field(default_factory=Counter)


def run(desk: Desk, progress: Callable[[int], None] | None = None) -> RunReport:
    """Assess every casegroup due on the desk's day; deferrals and validations are recorded as they are found.

    Exceptions the rules find are raised once; those returned to the batch pass or fail again. Amendments,
    confirmations, account breakdowns, inhibits and open exceptions wait for a person.
    A run that was interrupted goes on where it stopped, because what is done is no longer due.
    """
    desk.require_place_on_roster()
    run_id = str(uuid.uuid4())
    report = RunReport()
    after = ""
    while after := _run_turn(desk, after, run_id, report):
        if progress is not None:
            progress(report.casegroups)
        time.sleep(PAUSE_SECONDS)
    return report


@dataclass(frozen=True, slots=True)
class _Assessed:
    """Some casegroups as the journal's end had them, with the entries that follow for each."""

    head: Head
    casefiles: tuple[Casefile, ...]
    drafts: tuple[tuple[EntryDraft, ...], ...]


def _run_turn(desk: Desk, after: str, run_id: str, report: RunReport) -> str:
    """Run what is due next after a casegroup and give the last of it; empty where nothing is."""
    # Assessing takes four fifths of the time; while it lasts others may write.
    assessed = _assessed(desk, after, run_id)
    if not assessed.casefiles:
        return ""
    with desk.store.turn() as turn:
        if desk.store.head() != assessed.head:
            # What somebody else's run did meanwhile is no longer due.
            assessed = _assessed(desk, after, run_id)
        recorded = iter([recorded_from(entry) for entry in turn.append(chain.from_iterable(assessed.drafts))])
        lines = []
        for casefile, drafts in zip(assessed.casefiles, assessed.drafts, strict=True):
            now = with_recorded(casefile, tuple(next(recorded) for _ in drafts))
            lines.append(lines_of(now, desk.policy))
            _count(now, report)
        turn.put_lines(lines)
    return assessed.casefiles[-1].casegroup.casegroup_id if assessed.casefiles else ""


def _assessed(desk: Desk, after: str, run_id: str) -> _Assessed:
    with desk.store.reading():
        head = desk.store.head()
        casegroup_ids = desk.store.casegroup_ids_due(desk.as_at, after, CASEGROUPS_IN_A_TURN)
        facts_of = desk.store.latest_facts_of(casegroup_ids)
        entries_of = desk.store.entries_of(casegroup_ids)
    casefiles = []
    drafts = []
    for casegroup_id in casegroup_ids:
        facts = facts_of[casegroup_id]
        casefile = casefile_of(facts, entries_of.get(casegroup_id, []))
        casefiles.append(casefile)
        events = batch_events(casefile, desk)
        drafts.append(tuple(desk.drafts(events, facts, f"run:{run_id}:{casegroup_id}", run_id)))
    return _Assessed(head, tuple(casefiles), tuple(drafts))


def batch_events(casefile: Casefile, desk: Desk) -> tuple[Event, ...]:
    """Give what the batch records of a casegroup: check, deferral, validation, and what becomes of its exceptions.

    A closed casegroup is asked nothing any more, and one that nobody has selected nothing yet; an exception returned
    to the batch has passed then.
    """
    if casefile.closed is not None or not casefile.casegroup.in_closure:
        return found_by_rules(casefile, ())
    assessment = assess_casefile(casefile, desk.as_at, desk.policy)
    deferred = decide_defer(casefile, assessment)
    events: tuple[Event, ...] = deferred.events or (checked(assessment),)
    # What a person has confirmed or amended stands until the figures change.
    if casefile.amended is None and not casefile.confirmed:
        events += decide_validate(casefile, assessment).events
    return events + found_by_rules(casefile, assessment.exceptions)


def _count(casefile: Casefile, report: RunReport) -> None:
    report.casegroups += 1
    report.stages[casefile.stage] += 1
    if casefile.check:
        report.deferral[casefile.check.result] += 1
        report.exceptions.update(found.reason for found in casefile.check.exceptions)
    if casefile.validation:
        report.outcomes[casefile.validation.outcome] += 1
