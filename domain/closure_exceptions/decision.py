"""Raising, allocating and answering exceptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.closure_exceptions.rules import BATCH_ANSWERS, answers_from, route_of
from domain.decision import Decision, refused
from domain.events.queued import ExceptionAllocated, ExceptionAnswered, ExceptionRaised
from domain.refusals import Refusal, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domain.casefile import Casefile
    from domain.closure_exceptions.requests import AllocateException, AnswerException, RaiseException
    from domain.events import Event, ExceptionLine
    from domain.events.queued import ExceptionAnswer
    from domain.progress import ClosureException


NOTHING_BUT_THE_BATCH: Final = "nothing, the next batch answers"


def decide_raise(casefile: Casefile, request: RaiseException) -> Decision:
    """Raise an exception, unless the same one is open already."""
    refusals = tuple(_refusals_of_raising(casefile, request))
    if refusals:
        return refused(*refusals)
    event = ExceptionRaised(
        exception_id=next_id(casefile),
        reason=request.reason,
        detail=request.detail.strip(),
        case_id=request.case_id,
        origin=request.origin,
        stage=casefile.stage,
        file_name=request.file_name,
        line=request.line,
    )
    return Decision(events=(event,))


def _refusals_of_raising(casefile: Casefile, request: RaiseException) -> Iterator[Refusal]:
    if request.case_id is not None and casefile.case(request.case_id) is None:
        yield refusal("no_such_case", case_id=request.case_id)
    if request.reason == "other" and not request.detail.strip():
        yield refusal("detail_missing")
    same = open_one(casefile, request)
    if same is not None:
        yield refusal("exception_open", exception_id=same.exception_id)
    elif request.origin == "report" and casefile.closed is not None:
        # Interpretation `report-about-a-closed-one`: by hand an exception can arise at any stage.
        yield refusal("already_closed", closed_on=casefile.closed.closed_on)


def open_one(casefile: Casefile, request: RaiseException) -> ClosureException | None:
    """Give the exception that waits and that a request would raise again; other reasons are the same by their words."""
    return next(
        (
            found
            for found in casefile.waiting_exceptions
            if (found.reason, found.case_id) == (request.reason, request.case_id)
            and (request.reason != "other" or found.detail == request.detail.strip())
        ),
        None,
    )


def next_id(casefile: Casefile, more: int = 0) -> str:
    """Name the next exception of a casegroup; one set aside keeps its number."""
    raised = sum(isinstance(entry.event, ExceptionRaised) for entry in casefile.recorded)
    return f"exception-{raised + more + 1}"


def _named(casefile: Casefile, exception_id: str) -> ClosureException | None:
    return next((found for found in casefile.exceptions if found.exception_id == exception_id), None)


def decide_allocate(casefile: Casefile, request: AllocateException) -> Decision:
    """Give an open exception to somebody."""
    found = _named(casefile, request.exception_id)
    if found is None:
        return refused(refusal("no_such_exception", exception_id=request.exception_id))
    if found not in casefile.waiting_exceptions:
        return refused(refusal("exception_ended", exception_id=found.exception_id))
    if not request.to.strip():
        return refused(refusal("nobody_named"))
    if found.holder == request.to:
        return refused(refusal("allocated_already", to=request.to))
    return Decision(events=(ExceptionAllocated(exception_id=found.exception_id, to=request.to),))


def decide_answer(casefile: Casefile, request: AnswerException) -> Decision:
    """Send an exception where the answer leads; refused where the answer is not one from there."""
    found = _named(casefile, request.exception_id)
    if found is None:
        return refused(refusal("no_such_exception", exception_id=request.exception_id))
    if found not in casefile.waiting_exceptions:
        return refused(refusal("exception_ended", exception_id=found.exception_id))
    route = route_of(found.state, request.answer, found.reason)
    if route is None or request.answer in BATCH_ANSWERS:
        possible = ", ".join(answers_from(found.state)) or NOTHING_BUT_THE_BATCH
        return refused(refusal("no_such_route", state=found.state, answer=request.answer, possible=possible))
    return Decision(
        events=(
            ExceptionAnswered(
                exception_id=found.exception_id, answer=request.answer, state=route.goes_to, note=request.note.strip()
            ),
        )
    )


def found_by_rules(casefile: Casefile, found: Sequence[ExceptionLine]) -> tuple[Event, ...]:
    """Give what a batch records: those returned to it passed or failed again, and new exceptions raised.

    An exception that is with somebody stays there; so does one that went to the clerical case process.
    """
    still = {(line.reason, line.case_id) for line in found}
    returned = (exception for exception in casefile.open_exceptions if exception.state == "next_batch")
    answered = tuple(
        _answered_by_batch(exception, failed=(exception.reason, exception.case_id) in still) for exception in returned
    )
    raised = tuple(
        ExceptionRaised(
            exception_id=next_id(casefile, number),
            reason=line.reason,
            detail=line.detail,
            case_id=line.case_id,
            origin="rules",
            stage=casefile.stage,
        )
        for number, line in enumerate(casefile.not_raised(found))
    )
    return (*answered, *raised)


def _answered_by_batch(exception: ClosureException, *, failed: bool) -> ExceptionAnswered:
    answer: ExceptionAnswer = "failed_again" if failed else "passed"
    route = route_of(exception.state, answer, exception.reason)
    assert route is not None, "the register has a way for every reason out of the batch"
    return ExceptionAnswered(exception_id=exception.exception_id, answer=answer, state=route.goes_to, note="")
