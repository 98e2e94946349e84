"""What requests to close and the minimum case data change about a casefile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.casegroup import Journey, TransitionRequest
from domain.events.requests import MinimumCaseDataRecorded, TransitionRequestReceived

if TYPE_CHECKING:
    from datetime import date

    from domain.casefile import Casefile
    from domain.casegroup import Casegroup
    from domain.events import Recorded


def after_requests(casefile: Casefile, entry: Recorded) -> Casefile:
    """Apply a request to close, or minimum case data, to a casefile."""
    match entry.event:
        case TransitionRequestReceived() as event:
            return _with_request(casefile, entry, event)
        case MinimumCaseDataRecorded() as event:
            return replace(casefile, case_data={**casefile.case_data, event.case_id: event})
        case _:
            raise AssertionError(entry.event.kind)


def _with_request(casefile: Casefile, entry: Recorded, event: TransitionRequestReceived) -> Casefile:
    """Set journey and due date, and move every case; where more cases close than before, the figures are others."""
    after = replace(
        casefile,
        requests=(*casefile.requests, entry),
        casegroup=_requested(casefile.casegroup, event),
        check=None,
    )
    if after.casegroup.closing_cases == casefile.casegroup.closing_cases:
        return after
    return replace(after, validation=None, confirmed=False, amended=None)


def with_application(casegroup: Casegroup, received_on: date) -> Casegroup:
    """Give a casegroup after an application against its paying parent: its journey, and every case of it moving.

    One that was proactive may stay so: how near the end of its liability is decides that, wherever its course is told.
    """
    journey = casegroup.journey
    running = journey.kind in {"proactive", "proactive_to_reactive"} and journey.liability_end_date is not None
    told = {
        "kind": "proactive_to_reactive" if running else "reactive",
        "application_received_on": received_on,
    }
    unknown = {field: reason for field, reason in journey.not_known.items() if field not in told}
    changed: Journey = journey.model_copy(update={**told, "not_known": unknown})
    cases = tuple(case.model_copy(update={"in_case_closure": True}) for case in casegroup.cases)
    return casegroup.model_copy(update={"journey": changed, "cases": cases})


def _requested(casegroup: Casegroup, event: TransitionRequestReceived) -> Casegroup:
    request = TransitionRequest.model_construct(
        request_id=event.request_id,
        kind=event.request_kind,
        received_on=event.received_on,
        closure_date=event.closure_date,
        not_known={},
    )
    after = casegroup.model_copy(update={"transition_request": request})
    if event.application_received_on is None:
        cases = tuple(case.model_copy(update={"in_case_closure": True}) for case in after.cases)
        return after.model_copy(update={"cases": cases})
    after = with_application(after, event.application_received_on)
    if event.t_date is None:
        return after
    known = {field: reason for field, reason in after.journey.not_known.items() if field != "t_date"}
    journey = after.journey.model_copy(update={"t_date": event.t_date, "not_known": known})
    return after.model_copy(update={"journey": journey})
