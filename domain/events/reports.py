"""What is recorded of reports compared and of calculations kept. Amounts are whole pence."""

from __future__ import annotations

from datetime import date
from typing import Literal

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


CalculationEvent = CalculationSaved
ReportOfficeEvent = ReportMappingSaved
