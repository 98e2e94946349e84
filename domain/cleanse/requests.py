"""What a caseworker can ask to get a case ready."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from domain.casegroup import ArrearsChoice, Identifier
from domain.request import CasegroupRequest


class RecordArrearsDecision(CasegroupRequest):
    """Record what the receiving parent wants done with the arrears; the amount is in pence."""

    kind: Literal["record_arrears_decision"] = "record_arrears_decision"
    case_id: Identifier
    choice: ArrearsChoice
    amount_to_write_off_pence: int | None = None
    decided_on: date | None = None


class OpenWorkItem(CasegroupRequest):
    """Open a work item on a case."""

    kind: Literal["open_work_item"] = "open_work_item"
    case_id: Identifier
    work: str = Field(max_length=200)


class CloseWorkItem(CasegroupRequest):
    """Close a work item of a case."""

    kind: Literal["close_work_item"] = "close_work_item"
    case_id: Identifier
    work_item_id: Identifier
