"""What may be asked about reports that are compared."""

from __future__ import annotations

from typing import Literal

from domain.request import StoreRequest


class SaveReportMapping(StoreRequest):
    """Keep under a name which column of a kind of report is which of ours (`columns`: ours to theirs)."""

    kind: Literal["save_report_mapping"] = "save_report_mapping"
    name: str
    columns: dict[str, str]
