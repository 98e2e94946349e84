"""Rows of the table of refusals: what is asked about the store as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.events import Recorded
from domain.events.reports import DifferenceOfUnknown, DifferenceSettled, DifferencesTakenUp, ReportMappingSaved
from domain.office import Office
from domain.reconciliation.requests import SaveReportMapping, SettleDifference, TakeUpDifferences, UnknownDifference

if TYPE_CHECKING:
    from domain.decide_office import OfficeRequest
    from domain.events import OfficeEvent


def office(*events: OfficeEvent) -> Office:
    """Give a store of which this is recorded."""
    return Office(
        tuple(
            Recorded(number, "r", "2016-02-15T10:00:00+00:00", "u", 0, "", event)
            for number, event in enumerate(events, start=1)
        )
    )


KEPT: Final = ReportMappingSaved(name="register", columns={"case_id": "Claim"})
DIFFERS: Final = UnknownDifference(
    digest="d", row_class="missing_at_cms", casegroup_id="CG9", left_pence=(500,), right_pence=(), detail="£5.00"
)
TAKEN_UP: Final = DifferencesTakenUp(
    left=("csa.csv",), right=("cms.csv",), on_casegroups=0,
    unknown=(DifferenceOfUnknown(difference_id="RD-1", **DIFFERS.model_dump()),),
)  # fmt: skip
ROWS: Final[list[tuple[str, Office, OfficeRequest, list[str]]]] = [
    ("mapping for nothing", office(), SaveReportMapping(name=" ", columns={}), ["mapping_without_name"]),
    (
        "mapping of another field",
        office(),
        SaveReportMapping(name="register", columns={"shoe_size": "Size"}),
        ["mapping_of_unknown_field"],
    ),
    (
        "one heading for two columns",
        office(),
        SaveReportMapping(name="register", columns={"case_id": "Claim", "casegroup_id": "Claim"}),
        ["mapping_heading_unclear"],
    ),
    (
        "the same mapping again",
        office(KEPT),
        SaveReportMapping(name="register", columns={"case_id": "Claim"}),
        ["mapping_already_kept"],
    ),
    (
        "differences that are work already",
        office(TAKEN_UP),
        TakeUpDifferences(left=("csa.csv",), right=("cms.csv",), on_casegroups=0, unknown=(DIFFERS,)),
        ["no_new_difference"],
    ),
    (
        "a difference nobody took up",
        office(),
        SettleDifference(difference_id="RD-1", note="found"),
        ["difference_unknown"],
    ),
    (
        "a difference settled before",
        office(TAKEN_UP, DifferenceSettled(difference_id="RD-1", note="found")),
        SettleDifference(difference_id="RD-1", note="found"),
        ["difference_settled"],
    ),
    (
        "a difference settled without a word",
        office(TAKEN_UP),
        SettleDifference(difference_id="RD-1", note=" "),
        ["reason_missing"],
    ),
]
