"""The receiving parent's decision, and opening and closing work items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.account import balance_of, outstanding_to
from domain.decision import Context, Decision, refused
from domain.events import ArrearsDecisionRecorded, WorkItemClosed, WorkItemOpened
from domain.events.disposal import BalanceFinalised, ReceivingParentContacted
from domain.money import format_pounds
from domain.refusals import Refusal, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.casefile import Casefile
    from domain.cleanse.requests import (
        CloseWorkItem,
        FinaliseBalance,
        OpenWorkItem,
        RecordArrearsDecision,
        RecordContact,
    )


def decide_arrears(casefile: Casefile, request: RecordArrearsDecision, context: Context) -> Decision:
    """Record the decision about the arrears of a case."""
    refusals = tuple(_refusals_of_arrears(casefile, request, context))
    if refusals:
        return refused(*refusals)
    case = casefile.case(request.case_id)
    event = ArrearsDecisionRecorded(
        case_id=request.case_id,
        choice=request.choice,
        amount_to_write_off_pence=request.amount_to_write_off_pence,
        recorded_on=request.decided_on or context.as_at,
        on_figure_pence=outstanding_to(case, "receiving_parent") if case else None,
    )
    return Decision(events=(event,))


def _refusals_of_arrears(casefile: Casefile, request: RecordArrearsDecision, context: Context) -> Iterator[Refusal]:
    case = casefile.case(request.case_id)
    if case is None:
        yield refusal("no_such_case", case_id=request.case_id)
        return
    if casefile.disposal is not None:
        yield refusal("already_disposed", disposed_on=casefile.disposal.disposed_on)
    amount = request.amount_to_write_off_pence
    if request.choice == "not_recorded":
        yield refusal("decision_missing")
    if request.choice == "write_off_part" and amount is None:
        yield refusal("amount_missing")
    if request.choice != "write_off_part" and amount is not None:
        yield refusal("amount_not_asked", choice=request.choice)
    if amount is not None and amount <= 0:
        yield refusal("amount_not_above_zero", amount=format_pounds(amount))
    owed = outstanding_to(case, "receiving_parent")
    if amount is not None and owed is not None and amount > owed:
        yield refusal("amount_above_arrears", amount=format_pounds(amount), owed=format_pounds(owed))
    if request.decided_on and request.decided_on > context.as_at:
        yield refusal("day_in_the_future", day=request.decided_on, as_at=context.as_at)


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


def decide_contact(casefile: Casefile, request: RecordContact, context: Context) -> Decision:
    """Record that the receiving parent of a case was told and asked, or that they could not be reached."""
    contacted_on = request.contacted_on or context.as_at
    refusals = []
    if casefile.case(request.case_id) is None:
        refusals.append(refusal("no_such_case", case_id=request.case_id))
    if contacted_on > context.as_at:
        refusals.append(refusal("day_in_the_future", day=contacted_on, as_at=context.as_at))
    if not request.said.strip():
        refusals.append(refusal("said_missing"))
    if refusals:
        return refused(*refusals)
    event = ReceivingParentContacted(
        case_id=request.case_id,
        contacted_on=contacted_on,
        method=request.method,
        reached=request.reached,
        said=request.said,
    )
    return Decision(events=(event,))


def decide_finalise(casefile: Casefile, request: FinaliseBalance) -> Decision:
    """Declare the balance of a case final: after the outcome, with the decision, and only once on these figures."""
    case = casefile.case(request.case_id)
    if case is None or not case.in_case_closure:
        return refused(refusal("case_not_closing", case_id=request.case_id))
    refusals = []
    if any(event.case_id == case.case_id for event in casefile.finalised):
        refusals.append(refusal("already_finalised", case_id=case.case_id))
    if not casefile.outcome_decided:
        refusals.append(refusal("outcome_missing"))
    balance = balance_of(case)
    if balance is None:
        refusals.append(refusal("balance_not_known", missing=f"what is owed on case {case.case_id}"))
    if case.arrears_decision.choice in {None, "not_recorded"} and (outstanding_to(case, "receiving_parent") or 0) > 0:
        refusals.append(refusal("decision_not_recorded", case_id=case.case_id))
    if refusals or balance is None:
        return refused(*refusals)
    return Decision(events=(BalanceFinalised(case_id=case.case_id, balance_pence=balance),))
