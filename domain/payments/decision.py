"""Passing a payment to CMS, and writing down what an investigation found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from domain.decision import Decision, refused
from domain.events.payments import PaymentInvestigated, PaymentPassed
from domain.refusals import refusal

if TYPE_CHECKING:
    from domain.casefile import Casefile
    from domain.office import Office
    from domain.payments.requests import InvestigatePayment, PassPayment

Finding = Literal["returned", "belongs_elsewhere", "still_open"]


def decide_pass(casefile: Casefile, request: PassPayment) -> Decision:
    """Pass a payment to CMS, once, and only where the casegroup is closed; an investigation needs its note."""
    if casefile.closed is None:
        return refused(refusal("payment_before_closing"))
    if any(
        isinstance(entry.event, PaymentPassed) and entry.event.reference == request.reference
        for entry in casefile.payments
    ):
        return refused(refusal("payment_passed_already", reference=request.reference))
    if request.how == "investigated" and not request.note.strip():
        return refused(refusal("reason_missing"))
    event = PaymentPassed(
        reference=request.reference, amount_pence=request.amount_pence, how=request.how, note=request.note.strip()
    )
    return Decision(events=(event,))


def findings(office: Office) -> dict[str, Finding]:
    """Give what was last found out about each payment looked into, by reference."""
    return {event.reference: event.finding for _, event in office.of(PaymentInvestigated)}


def decide_investigate(office: Office, request: InvestigatePayment) -> Decision:
    """Write down what was found out about a payment; one that was returned or is somebody else's is done with."""
    if not request.note.strip():
        return refused(refusal("reason_missing"))
    if findings(office).get(request.reference) in {"returned", "belongs_elsewhere"}:
        return refused(refusal("payment_settled_already", reference=request.reference))
    event = PaymentInvestigated(reference=request.reference, finding=request.finding, note=request.note.strip())
    return Decision(events=(event,))
