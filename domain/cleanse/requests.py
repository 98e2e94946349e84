"""What a caseworker can ask to get a case ready."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from domain.casegroup import ArrearsChoice, Identifier, Obstacle
from domain.events.disposal import ContactMethod
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


class ClearObstacle(CasegroupRequest):
    """Record that what keeps a case from closing was put right on its system, or by hand for a clerical case.

    `reference` names the planned collection, payable or receipt; `day` is the last day of liability, or, of the
    others, when it was done (else the day of the request).
    """

    kind: Literal["clear_obstacle"] = "clear_obstacle"
    obstacle: Obstacle
    case_id: Identifier | None = None
    reference: Identifier | None = None
    day: date | None = None


class RecordContact(CasegroupRequest):
    """Record that the receiving parent of a case was told it is closing, and what they said about the arrears."""

    kind: Literal["record_contact"] = "record_contact"
    case_id: Identifier
    contacted_on: date | None = None
    method: ContactMethod = "telephone"
    reached: bool = True
    said: str = Field(max_length=2000)


class FinaliseBalance(CasegroupRequest):
    """Declare the balance of a case final."""

    kind: Literal["finalise_balance"] = "finalise_balance"
    case_id: Identifier
