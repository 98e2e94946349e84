"""Raising, allocating and completing service requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.decision import Decision, refused
from domain.events.queued import ServiceRequestAllocated, ServiceRequestDone, ServiceRequestRaised
from domain.refusals import refusal

if TYPE_CHECKING:
    from domain.casefile import Casefile
    from domain.progress import ServiceRequest
    from domain.service_requests.requests import AllocateServiceRequest, CompleteServiceRequest, RaiseServiceRequest


def decide_raise(casefile: Casefile, request: RaiseServiceRequest) -> Decision:
    """Raise a service request; it gets the next number of the casegroup's own."""
    refusals = []
    if request.case_id is not None and casefile.case(request.case_id) is None:
        refusals.append(refusal("no_such_case", case_id=request.case_id))
    if not request.work.strip():
        refusals.append(refusal("work_missing"))
    if refusals:
        return refused(*refusals)
    raised = sum(isinstance(entry.event, ServiceRequestRaised) for entry in casefile.recorded)
    event = ServiceRequestRaised(
        service_request_id=f"SR-{raised + 1}",
        work=request.work.strip(),
        detail=request.detail.strip(),
        case_id=request.case_id,
    )
    return Decision(events=(event,))


def _named(casefile: Casefile, service_request_id: str) -> ServiceRequest | None:
    return next((found for found in casefile.service_requests if found.service_request_id == service_request_id), None)


def decide_allocate(casefile: Casefile, request: AllocateServiceRequest) -> Decision:
    """Give an open service request to somebody."""
    found = _named(casefile, request.service_request_id)
    if found is None:
        return refused(refusal("no_such_service_request", service_request_id=request.service_request_id))
    if found.result is not None:
        return refused(refusal("service_request_done", service_request_id=found.service_request_id))
    if not request.to.strip():
        return refused(refusal("nobody_named"))
    if found.holder == request.to:
        return refused(refusal("allocated_already", to=request.to))
    return Decision(events=(ServiceRequestAllocated(service_request_id=found.service_request_id, to=request.to),))


def decide_complete(casefile: Casefile, request: CompleteServiceRequest) -> Decision:
    """Record that a service request was done."""
    found = _named(casefile, request.service_request_id)
    if found is None:
        return refused(refusal("no_such_service_request", service_request_id=request.service_request_id))
    if found.result is not None:
        return refused(refusal("service_request_done", service_request_id=found.service_request_id))
    event = ServiceRequestDone(service_request_id=found.service_request_id, result=request.result.strip())
    return Decision(events=(event,))
