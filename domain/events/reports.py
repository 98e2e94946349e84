"""What is recorded of reports compared and of calculations kept. Amounts are whole pence."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.events.model import EventModel


class CalculationSaved(EventModel):
    """An offline calculation was kept with a case: what was asked, the weekly amount, and each step in words."""

    kind: Literal["calculation_saved"] = "calculation_saved"
    version: Literal[1] = 1
    case_id: str
    scheme: Literal["2003", "2012"]
    asked: dict[str, str]
    weekly_pence: int
    rate: str
    steps: tuple[str, ...]
    calculated_on: date
    why: Literal["left_unfinished", "balance_queried", "other"]
    reason: str


class ReportMappingSaved(EventModel):
    """The columns of a kind of report were mapped to ours, to be used whenever such a report comes again."""

    kind: Literal["report_mapping_saved"] = "report_mapping_saved"
    version: Literal[1] = 1
    name: str
    columns: dict[str, str]


class DifferenceOfUnknown(BaseModel):
    """A difference that belongs to no casegroup of the store; its digest names it by what differs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    difference_id: str
    digest: str
    row_class: str
    casegroup_id: str
    left_pence: tuple[int, ...]
    right_pence: tuple[int, ...]
    detail: str


class DifferencesTakenUp(EventModel):
    """Differences of two sides became work: service requests on their casegroups, and what is of no casegroup here."""

    kind: Literal["differences_taken_up"] = "differences_taken_up"
    version: Literal[1] = 1
    left: tuple[str, ...]
    right: tuple[str, ...]
    on_casegroups: int
    unknown: tuple[DifferenceOfUnknown, ...]


class DifferenceSettled(EventModel):
    """What was found about a difference of a casegroup that is not in the store."""

    kind: Literal["difference_settled"] = "difference_settled"
    version: Literal[1] = 1
    difference_id: str
    note: str


CalculationEvent = CalculationSaved
ReportOfficeEvent = ReportMappingSaved | DifferencesTakenUp | DifferenceSettled
