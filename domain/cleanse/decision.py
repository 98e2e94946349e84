"""The receiving parent's decision, and opening and closing work items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.decision import Context, Decision, refused
from domain.events import ArrearsDecisionRecorded, WorkItemClosed, WorkItemOpened
from domain.money import format_pounds
from domain.refusals import Refusal, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.casefile import Casefile
    from domain.casegroup import Case
    from domain.cleanse.requests import CloseWorkItem, OpenWorkItem, RecordArrearsDecision


def decide_arrears(casefile: Casefile, request: RecordArrearsDecision, context: Context) -> Decision:
    """Record the decision about the arrears of a case."""
    refusals = tuple(_refusals_of_arrears(casefile, request, context))
    if refusals:
        return refused(*refusals)
    event = ArrearsDecisionRecorded(
        case_id=request.case_id,
        choice=request.choice,
        amount_to_write_off_pence=request.amount_to_write_off_pence,
        recorded_on=request.decided_on or context.as_at,
    )
    return Decision(events=(event,))


def _refusals_of_arrears(casefile: Casefile, request: RecordArrearsDecision, context: Context) -> Iterator[Refusal]:
    case = casefile.case(request.case_id)
    if case is None:
        yield refusal("no_such_case", case_id=request.case_id)
        return
    amount = request.amount_to_write_off_pence
    if request.choice == "not_recorded":
        yield refusal("decision_missing")
    if request.choice == "write_off_part" and amount is None:
        yield refusal("amount_missing")
    if request.choice != "write_off_part" and amount is not None:
        yield refusal("amount_not_asked", choice=request.choice)
    if amount is not None and amount <= 0:
        yield refusal("amount_not_above_zero", amount=format_pounds(amount))
    owed = _owed_to_receiving_parent(case)
    if amount is not None and owed is not None and amount > owed:
        yield refusal("amount_above_arrears", amount=format_pounds(amount), owed=format_pounds(owed))
    if request.decided_on and request.decided_on > context.as_at:
        yield refusal("day_in_the_future", day=request.decided_on, as_at=context.as_at)


def _owed_to_receiving_parent(case: Case) -> int | None:
    total = 0
    for receivable in case.receivables:
        if receivable.type == "child_maintenance" and receivable.owed_to == "receiving_parent":
            if receivable.outstanding is None:
                return None
            total += receivable.outstanding
    return total


def decide_open(casefile: Casefile, request: OpenWorkItem, context: Context) -> Decision:
    """Open a work item; it gets the next number of the casegroup's own."""
    refusals = []
    if casefile.case(request.case_id) is None:
        refusals.append(refusal("no_such_case", case_id=request.case_id))
    if not request.work.strip():
        refusals.append(refusal("work_missing"))
    if refusals:
        return refused(*refusals)
    opened = sum(isinstance(entry.event, WorkItemOpened) for entry in casefile.recorded)
    event = WorkItemOpened(
        case_id=request.case_id,
        work_item_id=f"closeout-{opened + 1}",
        work=request.work,
        opened_on=context.as_at,
    )
    return Decision(events=(event,))


def decide_close(casefile: Casefile, request: CloseWorkItem, context: Context) -> Decision:
    """Close an open work item."""
    case = casefile.case(request.case_id)
    if case is None:
        return refused(refusal("no_such_case", case_id=request.case_id))
    item = next((item for item in case.work_items if item.id == request.work_item_id), None)
    if item is None:
        return refused(refusal("no_such_work_item", work_item_id=request.work_item_id))
    if item.closed_on is not None:
        return refused(refusal("work_item_closed", work_item_id=item.id, closed_on=item.closed_on))
    event = WorkItemClosed(case_id=request.case_id, work_item_id=request.work_item_id, closed_on=context.as_at)
    return Decision(events=(event,))
