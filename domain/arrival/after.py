"""What is done about arrears once they are on CMS: corrections, orders in force, agency receipts, contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.account import unallocated
from domain.arrival.path import DCA, Path, dca_detail, follow_up
from domain.arrival.requests import (
    AllocateDcaReceipt,
    CorrectArrears,
    FlagDcaReceipt,
    LogContact,
    RecordOrder,
)
from domain.arrived import arrival_of
from domain.decision import Context, Decision, refused
from domain.events.arrival import (
    ArrearsCorrected,
    ArrearsLine,
    ContactLogged,
    DcaReceiptAllocated,
    DcaReceiptFlagged,
    OrderRecorded,
)
from domain.money import format_pounds
from domain.refusals import Refusal, refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domain.arrival.requests import OrderFound
    from domain.casefile import Casefile
    from domain.events.arrival import OrderKind

AfterRequest = CorrectArrears | RecordOrder | FlagDcaReceipt | AllocateDcaReceipt | LogContact
ORDER_WORK: Final[Mapping[OrderKind, str]] = {
    "liability_order": "Liability order: enter on CMS",
    "enforcement": "Enforcement in force: enter on CMS and refer to the enforcement team",
}
CONTACT_WORK: Final = {
    "unfinished_work": "Continue CSA action",
    "appeal": "Escalated Enquiries / Appeals",
    "complaint": "Complaint: CSA action or information",
}
CALL_LEADER: Final = "Call the CSA team leader"
SIGNS: Final = ("liability order", "enforcement", "bailiff", "deduction from earnings", "charging order", "committal")


def decide(casefile: Casefile, request: AfterRequest, context: Context) -> Decision:
    """Decide a request about arrears on CMS, or about what is not finished at the CSA."""
    match request:
        case CorrectArrears():
            return _decide_correct(casefile, request, context)
        case RecordOrder():
            return _decide_order(casefile, request, context)
        case FlagDcaReceipt():
            return _decide_flag(casefile, request, context)
        case AllocateDcaReceipt():
            return _decide_allocate(casefile, request, context)
        case LogContact():
            return _decide_contact(casefile, request, context)


def signs_of_orders(casefile: Casefile, case_id: str) -> tuple[str, ...]:
    """Name what in a case's document speaks of an order or enforcement in force: open work, receipts by enforcement."""
    case = casefile.case(case_id)
    work = [item for item in (case.work_items if case else ()) if item.closed_on is None and item.kind]
    told = [item.id for item in work if any(sign in (item.kind or "").replace("_", " ").casefold() for sign in SIGNS)]
    receipts = [
        receipt.receipt_id
        for receipt in casefile.casegroup.receipts
        if receipt.source == "enforcement" and any(part.case_id == case_id for part in receipt.allocations)
    ]
    return (*told, *receipts)


def tie(path: Path, orders: Iterable[OrderFound]) -> tuple[Refusal, ...]:
    """Tie orders to the parts of the arrears they name, with a service request for each; or say why one cannot be."""
    wrong = []
    for found in orders:
        there = path.arrival.there(found.case_id, found.owed_to, found.status)
        if found.amount_pence > there:
            wrong.append(
                refusal(
                    "order_above_arrears",
                    case_id=found.case_id,
                    payee=found.owed_to,
                    status=found.status,
                    amount=format_pounds(found.amount_pence),
                    owed=format_pounds(there),
                )
            )
            continue
        _tie(path, found)
    return tuple(wrong)


def _tie(path: Path, found: OrderFound) -> None:
    recorded = sum(isinstance(entry.event, OrderRecorded) for entry in path.casefile.recorded)
    order_id = f"order-{recorded + 1}"
    line = ArrearsLine(
        case_id=found.case_id, owed_to=found.owed_to, status=found.status, amount_pence=found.amount_pence
    )
    path.record(
        OrderRecorded(
            order_id=order_id, order=found.order, line=line, detail=found.detail.strip(), made_on=found.made_on
        )
    )
    detail = f"{order_id}: £{format_pounds(found.amount_pence)}; {found.detail.strip()}"
    path.ask_for(ORDER_WORK[found.order], detail, found.case_id)


def _decide_correct(casefile: Casefile, request: CorrectArrears, context: Context) -> Decision:
    arrival = arrival_of(casefile)
    refusals = []
    if arrival.completed is None:
        refusals.append(refusal("arrival_incomplete"))
    if casefile.case(request.case_id) is None:
        refusals.append(refusal("no_such_case", case_id=request.case_id))
    if request.amount_pence == 0:
        refusals.append(refusal("arrival_of_nothing"))
    there = arrival.there(request.case_id, request.owed_to, request.status)
    if there + request.amount_pence < 0:
        refusals.append(
            refusal("arrival_below_zero", amount=format_pounds(request.amount_pence), owed=format_pounds(there))
        )
    if not request.note.strip():
        refusals.append(refusal("reason_missing"))
    if not request.orders_looked_for:
        refusals.append(refusal("orders_not_looked_for"))
    if refusals:
        return refused(*refusals)
    line = ArrearsLine(
        case_id=request.case_id, owed_to=request.owed_to, status=request.status, amount_pence=request.amount_pence
    )
    path = Path(casefile, context.as_at, context.policy)
    path.record(
        ArrearsCorrected(corrected_on=context.as_at, line=line, reason=request.reason, note=request.note.strip())
    )
    wrong = tie(path, request.orders)
    if wrong:
        return refused(*wrong)
    follow_up(path)
    return Decision(events=tuple(path.events))


def _decide_order(casefile: Casefile, request: RecordOrder, context: Context) -> Decision:
    refusals = []
    if not request.order.detail.strip():
        refusals.append(refusal("reason_missing"))
    if request.order.made_on is not None and request.order.made_on > context.as_at:
        refusals.append(refusal("day_in_the_future", day=request.order.made_on, as_at=context.as_at))
    path = Path(casefile, context.as_at, context.policy)
    refusals += tie(path, [request.order])
    return refused(*refusals) if refusals else Decision(events=tuple(path.events))


def _decide_flag(casefile: Casefile, request: FlagDcaReceipt, context: Context) -> Decision:
    arrival = arrival_of(casefile)
    receipt = next((one for one in casefile.casegroup.receipts if one.receipt_id == request.receipt_id), None)
    rest = unallocated(receipt, context.as_at) if receipt else None
    amount = request.amount_pence or (rest.highest_pence if rest is not None and not rest.missing else 0)
    refusals = []
    if any(flag.receipt_id == request.receipt_id for flag in arrival.flagged):
        refusals.append(refusal("dca_flagged", receipt_id=request.receipt_id))
    elif amount <= 0:
        refusals.append(refusal("dca_amount_missing", receipt_id=request.receipt_id))
    elif receipt is not None and (receipt.amount or amount) < amount:
        refusals.append(refusal("dca_above_receipt", receipt_id=request.receipt_id, amount=format_pounds(amount)))
    if refusals:
        return refused(*refusals)
    path = Path(casefile, context.as_at, context.policy)
    path.record(DcaReceiptFlagged(receipt_id=request.receipt_id, amount_pence=amount))
    follow_up(path)
    return Decision(events=tuple(path.events))


def _decide_allocate(casefile: Casefile, request: AllocateDcaReceipt, context: Context) -> Decision:
    arrival = arrival_of(casefile)
    if not any(flag.receipt_id == request.receipt_id for flag in arrival.flagged):
        return refused(refusal("dca_not_flagged", receipt_id=request.receipt_id))
    if arrival.completed is None:
        return refused(refusal("arrival_incomplete"))
    left = arrival.not_allocated(request.receipt_id)
    amount = left if request.amount_pence is None else request.amount_pence
    there = arrival.there(request.case_id, request.owed_to, request.status)
    if amount > left or left <= 0:
        return refused(refusal("dca_above_receipt", receipt_id=request.receipt_id, amount=format_pounds(amount)))
    if amount > there:
        return refused(refusal("dca_above_arrears", amount=format_pounds(amount), owed=format_pounds(there)))
    line = ArrearsLine(case_id=request.case_id, owed_to=request.owed_to, status=request.status, amount_pence=amount)
    path = Path(casefile, context.as_at, context.policy)
    path.record(DcaReceiptAllocated(receipt_id=request.receipt_id, line=line))
    if path.arrival.not_allocated(request.receipt_id) == 0:
        path.settle(DCA, None, "Allocated.", dca_detail(request.receipt_id))
    return Decision(events=tuple(path.events))


def _decide_contact(casefile: Casefile, request: LogContact, context: Context) -> Decision:
    refusals = []
    if request.case_id is not None and casefile.case(request.case_id) is None:
        refusals.append(refusal("no_such_case", case_id=request.case_id))
    if not request.said.strip():
        refusals.append(refusal("contact_empty"))
    contacted_on = request.contacted_on or context.as_at
    if contacted_on > context.as_at:
        refusals.append(refusal("day_in_the_future", day=contacted_on, as_at=context.as_at))
    if refusals:
        return refused(*refusals)
    path = Path(casefile, context.as_at, context.policy)
    path.record(
        ContactLogged(
            case_id=request.case_id,
            with_whom=request.with_whom,
            name=request.name.strip(),
            about=request.about,
            reached=request.reached,
            said=request.said.strip(),
            contacted_on=contacted_on,
        )
    )
    if request.reached:
        path.settle(CALL_LEADER, request.case_id, "Spoken to.")
        if not path.asked(CONTACT_WORK[request.about], request.case_id):
            path.ask_for(CONTACT_WORK[request.about], request.said.strip(), request.case_id)
    elif request.with_whom == "csa_caseworker" and not path.asked(CALL_LEADER, request.case_id):
        path.ask_for(CALL_LEADER, request.said.strip(), request.case_id)
    return Decision(events=tuple(path.events))
