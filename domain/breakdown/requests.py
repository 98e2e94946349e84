"""What can be asked about a full account breakdown."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from pydantic import Field

from domain.events.breakdown import BreakdownColumn, BreakdownState, Correction
from domain.request import CasegroupRequest

# As many digits as any amount has: eleven of pounds.
LIMIT_PENCE: Final = 10**13


class DraftBreakdown(CasegroupRequest):
    """Begin a full account breakdown on the figures of today."""

    kind: Literal["draft_breakdown"] = "draft_breakdown"


class CorrectBreakdown(CasegroupRequest):
    """Add, change or strike a line on evidence; amounts in pence, `line_id` is empty for a line that is added."""

    kind: Literal["correct_breakdown"] = "correct_breakdown"
    correction: Correction
    line_id: str = Field(default="", max_length=1000)
    case_id: str = Field(default="", max_length=100)
    day: date | None = None
    column: BreakdownColumn | None = None
    amount_pence: int | None = Field(default=None, gt=-LIMIT_PENCE, lt=LIMIT_PENCE)
    evidence: str = Field(max_length=2000)


class AdvanceBreakdown(CasegroupRequest):
    """Bring the breakdown to its next state: checked, relayed to CMS, clients contacted, statement adjusted."""

    kind: Literal["advance_breakdown"] = "advance_breakdown"
    state: BreakdownState
    note: str = Field(default="", max_length=2000)


class ReturnBreakdown(CasegroupRequest):
    """Send a breakdown that is to be checked, or was, back to be corrected."""

    kind: Literal["return_breakdown"] = "return_breakdown"
    reason: str = Field(max_length=2000)
