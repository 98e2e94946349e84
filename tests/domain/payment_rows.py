"""Rows of the table of refusals: payments for closed cases."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from domain.casefile import Casefile, fold
from domain.events import Recorded
from domain.events.disposal import CasegroupClosed
from domain.events.payments import PaymentInvestigated, PaymentPassed
from domain.payments.requests import InvestigatePayment, PassPayment
from domain.record.requests import SetAside
from tests.domain.office_rows import office
from tests.made_up import casegroup

if TYPE_CHECKING:
    from domain.decide import Request
    from domain.decide_office import OfficeRequest
    from domain.events import Event
    from domain.office import Office

CLOSED: Final = CasegroupClosed(closed_on=date(2016, 2, 15), cases=("C1",))
PASSED: Final = PaymentPassed(reference="R1", amount_pence=5000, how="matched")


def having(*events: Event) -> Casefile:
    """Give a casefile on which this is recorded."""
    recorded = [
        Recorded(number, "r", "2016-02-15T10:00:00+00:00", "u", 1, "", event)
        for number, event in enumerate(events, start=1)
    ]
    return fold(casegroup(), 1, recorded)


def passing(note: str = "he rang", reference: str = "R1") -> PassPayment:
    """Ask for a payment to be passed."""
    return PassPayment(casegroup_id="CG1", reference=reference, amount_pence=5000, note=note)


ROWS: Final[list[tuple[str, Casefile, Request, list[str]]]] = [
    ("money before closing", having(), passing(), ["payment_before_closing"]),
    ("the same money twice", having(CLOSED, PASSED), passing(), ["payment_passed_already"]),
    ("money of somebody, nobody knows why", having(CLOSED), passing(" "), ["reason_missing"]),
    ("take money back", having(CLOSED, PASSED), SetAside(casegroup_id="CG1", seq=2), ["payment_stands"]),
]
OFFICE_ROWS: Final[list[tuple[str, Office, OfficeRequest, list[str]]]] = [
    (
        "looked into and nothing said",
        office(),
        InvestigatePayment(reference="R1", finding="still_open", note=" "),
        ["reason_missing"],
    ),
    (
        "looked into after it was returned",
        office(PaymentInvestigated(reference="R1", finding="returned", note="paid twice")),
        InvestigatePayment(reference="R1", finding="still_open", note="again"),
        ["payment_settled_already"],
    ),
]
