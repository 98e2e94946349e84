"""How far the pieces of work on a casegroup are: its breakdown, its exceptions, its service requests, its notices.

Each is a fold of its own events; the casefile holds what they come to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from domain.events.breakdown import BreakdownAdvanced, BreakdownCorrected, BreakdownDrafted, BreakdownReturned
from domain.events.queued import (
    ExceptionAllocated,
    ExceptionAnswered,
    ExceptionRaised,
    ServiceRequestAllocated,
    ServiceRequestDone,
    ServiceRequestRaised,
)

if TYPE_CHECKING:
    from datetime import date

    from domain.events import Recorded
    from domain.events.breakdown import BreakdownState, BreakdownTotals
    from domain.events.queued import ExceptionReason, ExceptionState, Origin

BreakdownEvent = BreakdownDrafted | BreakdownCorrected | BreakdownAdvanced | BreakdownReturned
ExceptionEvent = ExceptionRaised | ExceptionAllocated | ExceptionAnswered
ServiceRequestEvent = ServiceRequestRaised | ServiceRequestAllocated | ServiceRequestDone
# Reasons that the supplier of the old systems has to look into; the others go to a caseworker.
TECHNICAL: Final[frozenset[ExceptionReason]] = frozenset(
    {"transition_date_not_set", "liability_end_failed", "schedules_not_ended", "closure_before_t_date"}
)
ENDED: Final[frozenset[ExceptionState]] = frozenset({"clerical_case", "resolved"})


@dataclass(frozen=True, slots=True)
class BreakdownProgress:
    """A breakdown: the day it looks at, its state, who holds it since when, who worked on it, and its corrections.

    `totals` and `adjustment_pence` are the figures as checked; None while it is drafted.
    """

    as_at: date
    edition: str
    state: BreakdownState
    by: str
    since: str
    worked_by: frozenset[str]
    corrections: tuple[Recorded, ...] = ()
    totals: BreakdownTotals | None = None
    adjustment_pence: int | None = None
    returned: str = ""


def breakdown_after(progress: BreakdownProgress | None, entry: Recorded) -> BreakdownProgress | None:
    """Apply an entry to a breakdown; what belongs to a breakdown set aside changes nothing."""
    event = entry.event
    if isinstance(event, BreakdownDrafted):
        return BreakdownProgress(event.as_at, event.edition, "drafted", entry.actor, entry.at, frozenset({entry.actor}))
    if progress is None:
        return None
    match event:
        case BreakdownCorrected():
            return replace(
                progress,
                corrections=(*progress.corrections, entry),
                worked_by=progress.worked_by | {entry.actor},
                by=entry.actor,
                since=entry.at,
            )
        case BreakdownAdvanced():
            return replace(
                progress,
                state=event.state,
                by=entry.actor,
                since=entry.at,
                totals=event.totals,
                adjustment_pence=event.adjustment_pence,
                returned="",
            )
        case BreakdownReturned():
            return replace(
                progress,
                state="drafted",
                by=entry.actor,
                since=entry.at,
                totals=None,
                adjustment_pence=None,
                returned=event.reason,
            )
        case _:
            return progress


@dataclass(frozen=True, slots=True)
class ClosureException:
    """One exception of a casegroup: what it is, where it is since when, and everything that happened to it."""

    exception_id: str
    reason: ExceptionReason
    detail: str
    case_id: str | None
    origin: Origin
    stage: str
    state: ExceptionState
    raised_at: str
    raised_by: str
    since: str
    holder: str | None = None
    history: tuple[Recorded, ...] = ()

    @property
    def is_open(self) -> bool:
        """Tell whether it keeps the casegroup from closing until somebody answers."""
        return self.state not in ENDED

    @property
    def waits(self) -> bool:
        """Tell whether it is work for somebody: a clerical case holds up nothing by itself, and is to be worked."""
        return self.state != "resolved"


def exceptions_after(exceptions: tuple[ClosureException, ...], entry: Recorded) -> tuple[ClosureException, ...]:
    """Apply an entry to the exceptions of a casegroup."""
    event = entry.event
    if isinstance(event, ExceptionRaised):
        raised = ClosureException(
            exception_id=event.exception_id,
            reason=event.reason,
            detail=event.detail,
            case_id=event.case_id,
            origin=event.origin,
            stage=event.stage,
            state="with_supplier" if event.reason in TECHNICAL else "with_caseworker",
            raised_at=entry.at,
            raised_by=entry.actor,
            since=entry.at,
            history=(entry,),
        )
        return (*exceptions, raised)
    return tuple(_changed_exception(exception, entry) for exception in exceptions)


def _changed_exception(exception: ClosureException, entry: Recorded) -> ClosureException:
    match entry.event:
        case ExceptionAllocated() as event if event.exception_id == exception.exception_id:
            return replace(exception, holder=event.to, history=(*exception.history, entry))
        case ExceptionAnswered() as event if event.exception_id == exception.exception_id:
            return replace(
                exception, state=event.state, since=entry.at, holder=None, history=(*exception.history, entry)
            )
        case _:
            return exception


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """A piece of work asked of somebody; `result` is None while it is open."""

    service_request_id: str
    work: str
    detail: str
    case_id: str | None
    raised_at: str
    raised_by: str
    holder: str | None = None
    result: str | None = None


def service_requests_after(requests: tuple[ServiceRequest, ...], entry: Recorded) -> tuple[ServiceRequest, ...]:
    """Apply an entry to the service requests of a casegroup."""
    event = entry.event
    if isinstance(event, ServiceRequestRaised):
        raised = ServiceRequest(
            event.service_request_id, event.work, event.detail, event.case_id, entry.at, entry.actor
        )
        return (*requests, raised)
    return tuple(_changed_request(request, entry) for request in requests)


def _changed_request(request: ServiceRequest, entry: Recorded) -> ServiceRequest:
    match entry.event:
        case ServiceRequestAllocated() as event if event.service_request_id == request.service_request_id:
            return replace(request, holder=event.to)
        case ServiceRequestDone() as event if event.service_request_id == request.service_request_id:
            return replace(request, result=event.result)
        case _:
            return request
