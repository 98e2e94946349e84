"""What may be asked about payments for closed cases."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from domain.request import CasegroupRequest, StoreRequest


class PassPayment(CasegroupRequest):
    """Pass a payment to CMS as this casegroup's; after an investigation the note says how that was found out."""

    kind: Literal["pass_payment"] = "pass_payment"
    reference: str
    amount_pence: int = Field(gt=0)
    how: Literal["matched", "investigated"] = "investigated"
    note: str = ""


class InvestigatePayment(StoreRequest):
    """Write down what was found out about a payment that is passed to nobody, or not yet."""

    kind: Literal["investigate_payment"] = "investigate_payment"
    reference: str
    finding: Literal["returned", "belongs_elsewhere", "still_open"]
    note: str
