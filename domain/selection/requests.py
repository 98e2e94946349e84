"""What may be asked about selection: other criteria, and that a data exception be settled."""

from __future__ import annotations

from datetime import date
from typing import Literal

from domain.request import StoreRequest


class ChangeCriteria(StoreRequest):
    """Set criteria, size and frequency anew, for good or until a day (its last) after which the former come back."""

    kind: Literal["change_criteria"] = "change_criteria"
    criteria: dict[str, tuple[str, ...]]
    casegroups: int
    frequency: str
    until: date | None = None
    reason: str


class SettleDataException(StoreRequest):
    """Settle a data exception by hand, with a note of what was done about it."""

    kind: Literal["settle_data_exception"] = "settle_data_exception"
    data_exception_id: str
    note: str
