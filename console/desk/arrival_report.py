"""The daily exceptions report: what could not be built or added at CMS, what is missing, where it was sent (P239)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Final

from console.desk.arrival_run import on_the_way
from console.desk.desk import casefile_of
from console.desk.masking import restricted_to
from domain.arrival.path import MANUAL_HANDLING, OFFLINE_TEAM
from domain.arrival.steps import TITLES
from domain.arrived import arrival_of
from domain.days import days_after
from domain.events.arrival import ArrivalStepTaken
from domain.queue import day_of
from storage.batches import batches

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from console.desk.desk import Desk
    from domain.casefile import Casefile
    from domain.events.arrival import ArrivalStep

CASEGROUPS_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A step that failed: of which case, what is missing, since when, where it was sent and who has it now."""

    casegroup_id: str
    case_id: str
    step: ArrivalStep
    title: str
    missing: tuple[str, ...]
    not_known: dict[str, str]
    since: date
    routed_to: str
    service_request_id: str
    holder: str
    waiting_pence: int


@dataclass(slots=True)
class ExceptionsReport:
    """The report of a day, or of all that is open; restricted records that are not told are counted in `left_out`."""

    day: date | None
    lines: list[ReportLine] = field(default_factory=list)
    left_out: int = 0


def exceptions_report(desk: Desk, day: date | None = None) -> ExceptionsReport:
    """Report what keeps cases from being built now; of a day, what failed on it and still does.

    Restricted records are left out and counted, save for somebody nominated, for whom each is opened by it. Raises
    NotPermittedError for somebody who is not on the roster.
    """
    numbers = on_the_way(desk, ("cms_exception",))
    report = ExceptionsReport(day)
    hidden = restricted_to(desk, numbers)
    for page in batches(numbers, CASEGROUPS_AT_ONCE):
        restricted = desk.store.restricted_of(page)
        facts_of, entries_of = desk.store.latest_facts_of(page), desk.store.entries_of(page)
        for number in page:
            lines = list(_lines(casefile_of(facts_of[number], entries_of.get(number, [])), day))
            if number in hidden:
                report.left_out += bool(lines)
            elif lines:
                if number in restricted:
                    desk.casefile(number)
                report.lines.extend(lines)
    return report


def _lines(casefile: Casefile, day: date | None) -> Iterator[ReportLine]:
    arrival = arrival_of(casefile)
    waiting: dict[str, int] = {}
    for line in arrival.waiting:
        waiting[line.case_id] = waiting.get(line.case_id, 0) + line.amount_pence
    for entry in arrival.failed:
        step = entry.event
        assert isinstance(step, ArrivalStepTaken)
        if day is not None and not _begins(day) <= entry.at < _begins(days_after(day, 1)):
            continue
        asked = next(
            (
                request
                for request in casefile.service_requests
                if (request.work, request.case_id, request.result) == (MANUAL_HANDLING, step.case_id, None)
            ),
            None,
        )
        known = arrival.matched.get(step.case_id)
        owned = known is not None and known.cms_casegroup_id is not None
        yield ReportLine(
            casegroup_id=casefile.casegroup.casegroup_id,
            case_id=step.case_id,
            step=step.step,
            title=TITLES[step.step],
            missing=step.missing,
            not_known=step.not_known,
            since=day_of(entry.at),
            routed_to=f"Case owner {known.owner}".strip() if known and owned else OFFLINE_TEAM,
            service_request_id=asked.service_request_id if asked else "",
            holder=(asked.holder if asked else None) or "",
            waiting_pence=waiting.get(step.case_id, 0),
        )


def _begins(day: date) -> str:
    """Give the moment a day begins where the program runs, as the journal writes moments."""
    return datetime.combine(day, time()).astimezone().astimezone(UTC).isoformat(timespec="seconds")
