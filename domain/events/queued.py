"""What is recorded of work that waits for somebody: exceptions and service requests."""

from __future__ import annotations

from typing import Literal

from domain.events.model import EventModel

ExceptionReason = Literal[
    "transition_date_not_set",
    "liability_end_failed",
    "schedules_not_ended",
    "closure_before_t_date",
    "data_invalid",
    "other",
]
ExceptionState = Literal[
    "with_supplier",
    "with_application_support",
    "with_incident_team",
    "with_caseworker",
    "next_batch",
    "clerical_case",
    "resolved",
]
ExceptionAnswer = Literal[
    "technical_skip",
    "application_support",
    "refer_to_caseworker",
    "fixed",
    "cannot_be_fixed",
    "no_error_found",
    "business_as_usual",
    "corrected",
    "cannot_be_corrected",
    "passed",
    "failed_again",
]
Origin = Literal["rules", "report", "hand"]


class ExceptionRaised(EventModel):
    """Closure could not take place, for a reason; raised by the rules, from a failure report, or by hand.

    One from a report names the file and the line it stood on; the entry's request digest is that of the file.
    """

    kind: Literal["exception_raised"] = "exception_raised"
    version: Literal[1] = 1
    exception_id: str
    reason: ExceptionReason
    detail: str
    case_id: str | None
    origin: Origin
    stage: str
    file_name: str | None = None
    line: int | None = None


class ExceptionAllocated(EventModel):
    """A team leader gave an exception to somebody."""

    kind: Literal["exception_allocated"] = "exception_allocated"
    version: Literal[1] = 1
    exception_id: str
    to: str


class ExceptionAnswered(EventModel):
    """Whoever had the exception answered, and it went where the answer leads."""

    kind: Literal["exception_answered"] = "exception_answered"
    version: Literal[1] = 1
    exception_id: str
    answer: ExceptionAnswer
    state: ExceptionState
    note: str


class ServiceRequestRaised(EventModel):
    """A piece of work was asked of somebody, under the name the documents give it."""

    kind: Literal["service_request_raised"] = "service_request_raised"
    version: Literal[1] = 1
    service_request_id: str
    work: str
    detail: str
    case_id: str | None


class ServiceRequestAllocated(EventModel):
    """A service request was given to somebody."""

    kind: Literal["service_request_allocated"] = "service_request_allocated"
    version: Literal[1] = 1
    service_request_id: str
    to: str


class ServiceRequestDone(EventModel):
    """A service request was done."""

    kind: Literal["service_request_done"] = "service_request_done"
    version: Literal[1] = 1
    service_request_id: str
    result: str
