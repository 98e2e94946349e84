"""Rows of the table of refusals: exceptions and service requests."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from domain.casefile import Casefile, fold
from domain.closure_exceptions.requests import AllocateException, AnswerException, RaiseException
from domain.events import Recorded
from domain.events.disposal import CasegroupClosed
from domain.events.queued import (
    ExceptionAllocated,
    ExceptionAnswered,
    ExceptionRaised,
    ServiceRequestAllocated,
    ServiceRequestDone,
    ServiceRequestRaised,
)
from domain.service_requests.requests import AllocateServiceRequest, CompleteServiceRequest, RaiseServiceRequest
from tests.made_up import casegroup

if TYPE_CHECKING:
    from domain.decide import Request
    from domain.events import Event


def raising(reason: Any = "schedules_not_ended", **fields: Any) -> RaiseException:
    """Ask for an exception to be raised."""
    return RaiseException(casegroup_id="CG1", reason=reason, **fields)


def answering(answer: Any, exception_id: str = "exception-1") -> AnswerException:
    """Answer an exception."""
    return AnswerException(casegroup_id="CG1", exception_id=exception_id, answer=answer)


def giving(to: str, exception_id: str = "exception-1") -> AllocateException:
    """Ask for an exception to be given to somebody."""
    return AllocateException(casegroup_id="CG1", exception_id=exception_id, to=to)


def raised(reason: Any = "schedules_not_ended", detail: str = "", case_id: str | None = None) -> ExceptionRaised:
    """An exception on record."""
    return ExceptionRaised(
        exception_id="exception-1", reason=reason, detail=detail, case_id=case_id, origin="hand", stage="to_check"
    )


def answered(state: Any, answer: Any = "corrected") -> ExceptionAnswered:
    """An answer on record, whatever it led to."""
    return ExceptionAnswered(exception_id="exception-1", answer=answer, state=state, note="")


def with_events(*events: Event) -> Casefile:
    """Give a casefile with these on record, one after another."""
    recorded = [
        Recorded(number, "r", "2016-02-15T10:00:00+00:00", "u", 1, "", event) for number, event in enumerate(events, 1)
    ]
    return fold(casegroup(), 1, recorded)


WORK: Final = ServiceRequestRaised(service_request_id="SR-1", work="Trace", detail="", case_id=None)
DONE: Final = ServiceRequestDone(service_request_id="SR-1", result="")
WITH_ANN: Final = ServiceRequestAllocated(service_request_id="SR-1", to="ann")
COMPLETE: Final = CompleteServiceRequest(casegroup_id="CG1", service_request_id="SR-1")


def work_for(to: str) -> AllocateServiceRequest:
    """Ask for a service request to be given to somebody."""
    return AllocateServiceRequest(casegroup_id="CG1", service_request_id="SR-1", to=to)


ROWS: Final[list[tuple[str, Casefile, Request, list[str]]]] = [
    ("an exception on no case", with_events(), raising(case_id="C9"), ["no_such_case"]),
    ("another reason without words", with_events(), raising("other", detail=" "), ["detail_missing"]),
    ("the same exception twice", with_events(raised()), raising(), ["exception_open"]),
    (
        "the same other reason twice, though another came first",
        with_events(raised("other", "one"), raised("other", "two").model_copy(update={"exception_id": "exception-2"})),
        raising("other", detail=" two "),
        ["exception_open"],
    ),
    (
        "everything wrong with an exception",
        with_events(),
        raising("other", case_id="C9"),
        ["no_such_case", "detail_missing"],
    ),
    ("give no exception", with_events(), giving("ann"), ["no_such_exception"]),
    ("give an ended exception", with_events(raised(), answered("resolved")), giving("ann"), ["exception_ended"]),
    ("give an exception to nobody", with_events(raised()), giving(" "), ["nobody_named"]),
    (
        "give an exception twice",
        with_events(raised(), ExceptionAllocated(exception_id="exception-1", to="ann")),
        giving("ann"),
        ["allocated_already"],
    ),
    ("answer no exception", with_events(), answering("fixed"), ["no_such_exception"]),
    (
        "answer a clerical case",
        with_events(raised(), answered("clerical_case")),
        answering("fixed"),
        ["no_such_route"],
    ),
    (
        "answer what is resolved",
        with_events(raised(), answered("resolved")),
        answering("fixed"),
        ["exception_ended"],
    ),
    (
        "a failure report about a closed casegroup",
        with_events(CasegroupClosed(closed_on=date(2016, 2, 14), cases=("C1",))),
        raising(origin="report", file_name="failed.csv", line=2),
        ["already_closed"],
    ),
    ("an answer of somebody else", with_events(raised()), answering("fixed"), ["no_such_route"]),
    ("a batch that nobody ran", with_events(raised(), answered("next_batch")), answering("passed"), ["no_such_route"]),
    (
        "a request on no case, without words",
        with_events(),
        RaiseServiceRequest(casegroup_id="CG1", work=" ", case_id="C9"),
        ["no_such_case", "work_missing"],
    ),
    ("give no request", with_events(), work_for("ann"), ["no_such_service_request"]),
    ("give a request that is done", with_events(WORK, DONE), work_for("ann"), ["service_request_done"]),
    ("give a request to nobody", with_events(WORK), work_for(""), ["nobody_named"]),
    ("give a request twice", with_events(WORK, WITH_ANN), work_for("ann"), ["allocated_already"]),
    ("complete no request", with_events(), COMPLETE, ["no_such_service_request"]),
    ("complete a request twice", with_events(WORK, DONE), COMPLETE, ["service_request_done"]),
]
