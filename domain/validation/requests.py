"""What a caseworker can ask about the debt balance."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from domain.events import Placement
from domain.request import CasegroupRequest


class Validate(CasegroupRequest):
    """Validate the debt balance and record the outcome."""

    kind: Literal["validate"] = "validate"


class ConfirmClericalValidation(CasegroupRequest):
    """Confirm a validation in which clerical cases have a part."""

    kind: Literal["confirm_clerical_validation"] = "confirm_clerical_validation"
    reason: str = Field(max_length=2000)


class AmendBalance(CasegroupRequest):
    """Amend the balance by what is left of the discrepancy, placed on cases and payees."""

    kind: Literal["amend_balance"] = "amend_balance"
    placements: tuple[Placement, ...]
