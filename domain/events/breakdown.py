"""What is recorded of a full account breakdown: drafting, corrections, and the hands it goes through."""

from __future__ import annotations

from datetime import date
from typing import Literal

from domain.events.model import EventModel

BreakdownState = Literal["drafted", "checked", "relayed", "clients_contacted", "statement_adjusted"]
BreakdownColumn = Literal["due", "received", "adjustment"]
Correction = Literal["added", "changed", "struck"]


class BreakdownTotals(EventModel):
    """The figures of a breakdown with its corrections, in pence; what is left is the residual."""

    debt_balance_pence: int
    liability_pence: int
    receipts_pence: int
    discrepancy_pence: int
    residual_pence: int


class BreakdownDrafted(EventModel):
    """A full account breakdown was begun on the figures of a day."""

    kind: Literal["breakdown_drafted"] = "breakdown_drafted"
    version: Literal[1] = 1
    as_at: date
    edition: str


class BreakdownCorrected(EventModel):
    """A line of the breakdown was added, changed or struck on evidence; the original stays visible.

    `amount_pence` is the new amount of the line's own column; struck lines have none.
    """

    kind: Literal["breakdown_corrected"] = "breakdown_corrected"
    version: Literal[1] = 1
    correction: Correction
    line_id: str
    case_id: str
    day: date | None
    column: BreakdownColumn
    amount_pence: int | None
    evidence: str


class BreakdownAdvanced(EventModel):
    """The breakdown reached its next state; the figures are fixed from the check by a second person on."""

    kind: Literal["breakdown_advanced"] = "breakdown_advanced"
    version: Literal[1] = 1
    state: BreakdownState
    totals: BreakdownTotals
    adjustment_pence: int
    reason_code: str
    note: str


class BreakdownReturned(EventModel):
    """The second person sent the breakdown back to be corrected."""

    kind: Literal["breakdown_returned"] = "breakdown_returned"
    version: Literal[1] = 1
    reason: str
