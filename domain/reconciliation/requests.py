"""What may be asked about reports that are compared."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.reconciliation.rules import RowClass
from domain.request import StoreRequest


class SaveReportMapping(StoreRequest):
    """Keep under a name which column of a kind of report is which of ours (`columns`: ours to theirs)."""

    kind: Literal["save_report_mapping"] = "save_report_mapping"
    name: str
    columns: dict[str, str]


class UnknownDifference(BaseModel):
    """A difference of a casegroup that is not in the store; amounts in pence, `detail` in words."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    digest: str
    row_class: RowClass
    casegroup_id: str
    left_pence: tuple[int, ...]
    right_pence: tuple[int, ...]
    detail: str = Field(max_length=2000)


class TakeUpDifferences(StoreRequest):
    """Make work of differences: `on_casegroups` of them as service requests, `unknown` of casegroups not in the store.

    `left` and `right` are the names of the reports compared.
    """

    kind: Literal["take_up_differences"] = "take_up_differences"
    left: tuple[str, ...]
    right: tuple[str, ...]
    on_casegroups: int = Field(ge=0)
    unknown: tuple[UnknownDifference, ...]


class SettleDifference(StoreRequest):
    """Say what was found about a difference of a casegroup that is not in the store; it then waits no more."""

    kind: Literal["settle_difference"] = "settle_difference"
    difference_id: str
    note: str = Field(max_length=2000)
