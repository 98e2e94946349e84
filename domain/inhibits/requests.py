"""What a team manager can ask about inhibits."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from domain.casegroup import Identifier, InhibitKind
from domain.request import CasegroupRequest


class SetInhibit(CasegroupRequest):
    """Stop a case from closing, for a reason, until it is lifted."""

    kind: Literal["set_inhibit"] = "set_inhibit"
    case_id: Identifier
    reason: str = Field(max_length=2000)
    review_on: date | None = None


class LiftInhibit(CasegroupRequest):
    """Let a case close again: lift its open inhibits of one kind."""

    kind: Literal["lift_inhibit"] = "lift_inhibit"
    case_id: Identifier
    inhibit_kind: InhibitKind
    reason: str = Field(max_length=2000)
