"""What is recorded of money paid to the CSA for closed cases. Amounts are whole pence."""

from __future__ import annotations

from typing import Literal

from domain.events.model import EventModel


class PaymentPassed(EventModel):
    """A payment was found to be this paying parent's and passed to CMS; by number and name, or after investigation."""

    kind: Literal["payment_passed"] = "payment_passed"
    version: Literal[1] = 1
    reference: str
    amount_pence: int
    how: Literal["matched", "investigated"]
    note: str = ""


class PaymentFileReceived(EventModel):
    """The daily file of payments was received; its control totals agree with its lines."""

    kind: Literal["payment_file_received"] = "payment_file_received"
    version: Literal[1] = 1
    file_name: str
    file_digest: str
    payments: int
    amount_pence: int


class PaymentFileWritten(EventModel):
    """Payments were written to a file for the CMS account."""

    kind: Literal["payment_file_written"] = "payment_file_written"
    version: Literal[1] = 1
    file_name: str
    file_digest: str
    references: tuple[str, ...]
    amount_pence: int


class PaymentInvestigated(EventModel):
    """Somebody looked into whose a payment is and wrote down what was found; it is not passed by that."""

    kind: Literal["payment_investigated"] = "payment_investigated"
    version: Literal[1] = 1
    reference: str
    finding: Literal["returned", "belongs_elsewhere", "still_open"]
    note: str


PaymentEvent = PaymentPassed
PaymentOfficeEvent = PaymentFileReceived | PaymentFileWritten | PaymentInvestigated
