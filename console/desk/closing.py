"""Closing many casegroups: those named, or all that are ready; in turns, so that others may write between them."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from console.desk.desk import casefile_of, digest_of_request, recorded_from, with_recorded
from console.desk.numbers import numbers_meant
from console.desk.people import not_permitted
from domain.closing.requests import CloseCasegroup
from domain.decide import decide, roles_for
from domain.decision import Context
from domain.errors import NotPermittedError
from domain.lines import lines_of
from storage.batches import batches
from storage.lists import FilterTerm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from console.desk.desk import Desk
    from domain.casefile import Casefile
    from domain.decision import Decision
    from domain.refusals import Refusal
    from storage.facts import Facts
    from storage.journal import Head

CASEGROUPS_IN_A_TURN: Final = 200
# A writer that never pauses keeps every other terminal out.
PAUSE_SECONDS: Final = 0.002
READY: Final = "to_close"


@dataclass(frozen=True, slots=True)
class Closed:
    """A casegroup closed (or that would be, in a preview); `repeated` where the same request closed it before."""

    casegroup_id: str
    cases: tuple[str, ...]
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Unfit:
    """A casegroup that cannot close, with every reason, the first of the register first."""

    casegroup_id: str
    refusals: tuple[Refusal, ...]


@dataclass(slots=True)
class ClosingReport:
    """What became of a closing of many; restricted ones that nobody looked into are only counted."""

    closed_on: date
    preview: bool
    closed: list[Closed] = field(default_factory=list)
    unfit: list[Unfit] = field(default_factory=list)
    restricted_closed: int = 0
    restricted_unfit: int = 0

    @property
    def count(self) -> int:
        """Count the casegroups looked at so far."""
        return len(self.closed) + len(self.unfit) + self.restricted_closed + self.restricted_unfit


def ready_to_close(desk: Desk) -> list[str]:
    """Give the casegroups that wait for nothing but to be closed and are due, the longest due first.

    One in which no case is closing has nothing to close.
    """
    desk.require_place_on_roster()
    keys = desk.store.worklist_keys("due_date", terms=(FilterTerm(READY, exact=True),))
    return [
        row.casegroup_id
        for page in batches(keys, CASEGROUPS_IN_A_TURN)
        for row in desk.store.worklist_rows(page)
        if row.stage == READY and row.closing_cases and row.due_date is not None and row.due_date <= desk.as_at
    ]


def close_named(
    desk: Desk,
    casegroup_ids: Iterable[str],
    closed_on: date | None = None,
    *,
    preview: bool = False,
    request_id: str | None = None,
) -> ClosingReport:
    """Close casegroups somebody named; nothing changes for those that cannot close.

    Raises NoSuchCasegroupError, and NotPermittedError where one is a restricted record this person may not open;
    then nothing at all was written. A request id names the request of each casegroup together with its number.
    """
    desk.require_place_on_roster()
    named = numbers_meant(desk.store, casegroup_ids)
    for casegroup_id in sorted(desk.store.restricted_of(named)):
        # Naming a restricted record is looking into it: refused, or journalled.
        desk.casefile(casegroup_id)
    return _close(desk, named, closed_on, frozenset(), preview=preview, request_id=request_id)


def close_ready(
    desk: Desk,
    closed_on: date | None = None,
    *,
    preview: bool = False,
    request_id: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> ClosingReport:
    """Close every casegroup that is ready and due; those that cannot after all are named with their reasons.

    Restricted records are closed with the others and only counted, whoever asks: nobody looked into them.
    """
    ready = ready_to_close(desk)
    hidden = desk.store.restricted_of(ready)
    return _close(desk, ready, closed_on, hidden, preview=preview, request_id=request_id, progress=progress)


def _close(
    desk: Desk,
    casegroup_ids: Sequence[str],
    closed_on: date | None,
    hidden: frozenset[str],
    *,
    preview: bool,
    request_id: str | None,
    progress: Callable[[int], None] | None = None,
) -> ClosingReport:
    report = ClosingReport(closed_on or desk.as_at, preview)
    run_id = request_id or str(uuid.uuid4())
    for page in batches(casegroup_ids, CASEGROUPS_IN_A_TURN):
        decided = _decided(desk, page, closed_on, run_id)
        if not preview:
            decided = _written(desk, decided, page, closed_on, run_id)
            time.sleep(PAUSE_SECONDS)
        for each in decided.each:
            _count(report, each, hidden)
        if progress is not None:
            progress(report.count)
    return report


@dataclass(frozen=True, slots=True)
class _Decided:
    facts: Facts
    casefile: Casefile
    request: CloseCasegroup
    request_id: str
    decision: Decision
    repeated: bool


@dataclass(frozen=True, slots=True)
class _Page:
    head: Head
    each: tuple[_Decided, ...]


def _decided(desk: Desk, casegroup_ids: Sequence[str], closed_on: date | None, run_id: str) -> _Page:
    """Decide a page of casegroups as the journal's end has them."""
    with desk.store.reading():
        head = desk.store.head()
        facts_of = desk.store.latest_facts_of(casegroup_ids)
        entries_of = desk.store.entries_of(casegroup_ids)
    actor = desk.require_place_on_roster()
    context = Context(actor, desk.as_at, desk.policy)
    each = []
    for casegroup_id in casegroup_ids:
        facts = facts_of[casegroup_id]
        casefile = casefile_of(facts, entries_of.get(casegroup_id, []))
        request = CloseCasegroup(casegroup_id=casegroup_id, closed_on=closed_on)
        roles = roles_for(request, casefile)
        if not actor.roles & roles:
            raise NotPermittedError(not_permitted(actor, roles))
        name = f"close:{run_id}:{casegroup_id}"
        repeated = any(entry.request_id == name for entry in casefile.recorded)
        each.append(_Decided(facts, casefile, request, name, decide(casefile, request, context), repeated))
    return _Page(head, tuple(each))


def _written(desk: Desk, decided: _Page, casegroup_ids: Sequence[str], closed_on: date | None, run_id: str) -> _Page:
    """Write what was decided, deciding again where somebody has written meanwhile."""
    with desk.store.turn() as turn:
        if desk.store.head() != decided.head:
            decided = _decided(desk, casegroup_ids, closed_on, run_id)
        lines = []
        for each in decided.each:
            if each.decision.refusals or each.repeated:
                continue
            digest = digest_of_request(each.request)
            entries = turn.append(desk.drafts(each.decision.events, each.facts, each.request_id, digest))
            after = with_recorded(each.casefile, tuple(recorded_from(entry) for entry in entries))
            lines.append(lines_of(after, desk.policy))
        turn.put_lines(lines)
    return decided


def _count(report: ClosingReport, each: _Decided, hidden: frozenset[str]) -> None:
    casegroup_id = each.request.casegroup_id
    fit = each.repeated or not each.decision.refusals
    if casegroup_id in hidden:
        report.restricted_closed += fit
        report.restricted_unfit += not fit
    elif fit:
        cases = tuple(case.case_id for case in each.casefile.casegroup.closing_cases)
        report.closed.append(Closed(casegroup_id, cases, each.repeated))
    else:
        report.unfit.append(Unfit(casegroup_id, each.decision.refusals))
