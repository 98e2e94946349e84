"""Putting letters in the tray: every casegroup of which one may be due, in turns, so that others may write between."""

from __future__ import annotations

import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from console.desk.desk import casefile_of, recorded_from, with_recorded
from console.desk.masking import restricted_to
from console.desk.numbers import numbers_meant
from console.desk.office import office_of
from console.desk.people import not_permitted
from domain.actor import CASEWORK
from domain.errors import NotPermittedError
from domain.events import FactsReceived
from domain.events.letters import LetterHeldBack, LetterPrepared
from domain.events.queued import ExceptionRaised, ServiceRequestRaised
from domain.lines import lines_of
from domain.outgoing import NOTHING_TO_SAY, Preparation, prepared
from domain.queue import day_of
from domain.selection.decision import meets_criteria
from domain.selection.loads import refreshed
from storage.batches import batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from console.desk.desk import Desk
    from domain.casefile import Casefile
    from domain.casegroup import System
    from domain.office import Office
    from storage.facts import Facts
    from storage.journal import Head

CASEGROUPS_IN_A_TURN: Final = 200
# A writer that never pauses keeps every other terminal out.
PAUSE_SECONDS: Final = 0.002


@dataclass(slots=True)
class TrayReport:
    """What preparing did: letters now in the tray, reasons for those held back or waiting, and what was asked for.

    `restricted_left` counts casegroups that only somebody nominated may prepare letters for.
    """

    as_at: date
    preview: bool
    casegroups: int = 0
    prepared: list[str] = field(default_factory=list)
    by_number: Counter[str] = field(default_factory=Counter)
    held_back: Counter[str] = field(default_factory=Counter)
    waiting: Counter[str] = field(default_factory=Counter)
    tasks: Counter[str] = field(default_factory=Counter)
    exceptions: int = 0
    restricted_left: int = 0


def refreshed_on(casefile: Casefile, office: Office, day: date) -> Mapping[System, date]:
    """Give for each system the day of which the facts of a casegroup are: of its last load, or of the document."""
    received = [(entry.at, entry.event) for entry in casefile.recorded if isinstance(entry.event, FactsReceived)]
    if not received:
        return {}
    at, event = received[-1]
    return refreshed(office, event.extracted_on or day_of(at), day)


def prepare(
    desk: Desk,
    casegroup_ids: Iterable[str] | None = None,
    *,
    preview: bool = False,
    progress: Callable[[int], None] | None = None,
) -> TrayReport:
    """Put every letter that is due on the desk's day into the tray, or record why it is held back.

    Without casegroups named, all are looked at of which one may be due. What was prepared before is not prepared again,
    so that what was interrupted is simply asked for again. Restricted records are left to those nominated, whose
    looking into them is journalled. Raises NotPermittedError, NoSuchCasegroupError for one named, and the errors of a
    turn.
    """
    require_caseworker(desk)
    report = TrayReport(desk.as_at, preview)
    run_id = str(uuid.uuid4())
    if casegroup_ids is not None:
        for page in batches(numbers_meant(desk.store, casegroup_ids), CASEGROUPS_IN_A_TURN):
            _prepare_page(desk, page, run_id, report, preview=preview)
        return report
    after = ""
    while page := desk.store.letters.casegroups_to_prepare(desk.as_at, after, CASEGROUPS_IN_A_TURN):
        after = page[-1]
        hidden = restricted_to(desk, page)
        report.restricted_left += len(hidden)
        _prepare_page(desk, [number for number in page if number not in hidden], run_id, report, preview=preview)
        if progress is not None:
            progress(report.casegroups)
        if not preview:
            time.sleep(PAUSE_SECONDS)
    return report


def require_caseworker(desk: Desk) -> None:
    """Raise NotPermittedError for anybody who does no casework."""
    actor = desk.require_place_on_roster()
    if not actor.roles & CASEWORK:
        raise NotPermittedError(not_permitted(actor, CASEWORK))


def open_restricted(desk: Desk, casegroup_ids: Sequence[str]) -> None:
    """Look into the restricted records among some casegroups, which is journalled or refused."""
    for casegroup_id in sorted(desk.store.restricted_of(casegroup_ids)):
        desk.casefile(casegroup_id)


@dataclass(frozen=True, slots=True)
class _Page:
    head: Head
    each: tuple[tuple[Facts, Casefile, Preparation], ...]


def _prepare_page(desk: Desk, casegroup_ids: list[str], run_id: str, report: TrayReport, *, preview: bool) -> None:
    if not casegroup_ids:
        return
    open_restricted(desk, casegroup_ids)
    page = _decided(desk, casegroup_ids)
    if not preview:
        with desk.store.turn() as turn:
            if desk.store.head() != page.head:
                page = _decided(desk, casegroup_ids)
            lines = []
            for facts, casefile, preparation in page.each:
                if preparation.events:
                    request_id = f"letters:{run_id}:{facts.casegroup_id}"
                    entries = turn.append(desk.drafts(preparation.events, facts, request_id, run_id))
                    after = with_recorded(casefile, tuple(recorded_from(entry) for entry in entries))
                    lines.append(lines_of(after, desk.policy))
            turn.put_lines(lines)
    for _, _, preparation in page.each:
        _count(report, preparation)


def _decided(desk: Desk, casegroup_ids: Sequence[str]) -> _Page:
    """Decide on a page of casegroups as the journal's end has them."""
    with desk.store.reading():
        head = desk.store.head()
        facts_of = desk.store.latest_facts_of(casegroup_ids)
        entries_of = desk.store.entries_of(casegroup_ids)
        office = office_of(desk)
    each = []
    for casegroup_id in casegroup_ids:
        facts = facts_of[casegroup_id]
        casefile = casefile_of(facts, entries_of.get(casegroup_id, []))
        fresh, meets = refreshed_on(casefile, office, desk.as_at), meets_criteria(casefile, office, desk.as_at)
        each.append((facts, casefile, prepared(casefile, desk.as_at, desk.policy, fresh, meets)))
    return _Page(head, tuple(each))


def _count(report: TrayReport, preparation: Preparation) -> None:
    report.casegroups += 1
    for event in preparation.events:
        match event:
            case LetterPrepared():
                report.prepared.append(event.letter_id)
                report.by_number[event.number] += 1
            case LetterHeldBack():
                report.held_back[event.reason] += 1
            case ServiceRequestRaised():
                report.tasks[event.work] += 1
            case ExceptionRaised():
                report.exceptions += 1
            case _:
                pass
    report.waiting.update(answer.reason for answer in preparation.waiting if answer.reason not in NOTHING_TO_SAY)
