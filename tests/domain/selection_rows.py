"""Rows of the table of refusals: criteria of selection, and data exceptions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from domain.events.selection import CriteriaChanged, DataExceptionFound, DataExceptionSettled
from domain.selection.requests import ChangeCriteria, SettleDataException
from tests.domain.office_rows import office

if TYPE_CHECKING:
    from domain.decide_office import OfficeRequest
    from domain.office import Office

STATUSES: Final = ("maintenance_and_arrears", "maintenance_only", "arrears_only")
FOUND: Final = DataExceptionFound(
    data_exception_id="DX-1",
    system="CS2",
    file_name="monday.jsonl",
    line=3,
    casegroup_id="CG1",
    faults=("cases: []; expected at least one",),
    restricted=False,
)
NORTHERN: Final = CriteriaChanged(
    criteria={"region": ("NI",)}, casegroups=10, frequency="daily", until=None, reason="Belfast first"
)


def change(**changes: Any) -> ChangeCriteria:
    """Ask for ten casegroups of Northern Ireland a day, changed so."""
    fields = {"criteria": {"region": ("NI",)}, "casegroups": 10, "frequency": "daily", "reason": "Belfast first"}
    return ChangeCriteria(**{**fields, **changes})


def settle(data_exception_id: str = "DX-1", note: str = "keyed again") -> SettleDataException:
    """Ask to settle a data exception by hand."""
    return SettleDataException(data_exception_id=data_exception_id, note=note)


ROWS: Final[list[tuple[str, Office, OfficeRequest, list[str]]]] = [
    ("a criterion nobody knows", office(), change(criteria={"colour": ("red",)}), ["criterion_unknown"]),
    ("a region nobody knows", office(), change(criteria={"region": ("NI", "FR")}), ["criterion_value_unknown"]),
    ("a status no letter is for", office(), change(criteria={"case_status": ("nothing_left",)}),
     ["criterion_value_unknown"]),
    ("a tranche of none", office(), change(casegroups=0), ["tranche_size_out_of_range"]),
    ("a tranche of too many", office(), change(casegroups=100_001), ["tranche_size_out_of_range"]),
    ("every hour", office(), change(frequency="hourly"), ["frequency_unknown"]),
    ("until yesterday", office(), change(until=date(2016, 2, 14)), ["criteria_ended_already"]),
    ("for no reason", office(), change(reason=" "), ["criteria_need_reason"]),
    (
        "with everything wrong",
        office(),
        change(criteria={"region": ("FR",)}, casegroups=-1, frequency="", until=date(2016, 2, 14), reason=""),
        [
            "criterion_value_unknown", "tranche_size_out_of_range", "frequency_unknown", "criteria_ended_already",
            "criteria_need_reason",
        ],
    ),
    ("what is in force already", office(NORTHERN), change(), ["criteria_unchanged"]),
    ("no such data exception", office(), settle(), ["no_such_data_exception"]),
    (
        "a data exception settled already",
        office(FOUND, DataExceptionSettled(data_exception_id="DX-1", how="loaded", note="")),
        settle(),
        ["no_such_data_exception"],
    ),
    ("settled without a word", office(FOUND), settle(note="\t"), ["settling_needs_note"]),
]  # fmt: skip
