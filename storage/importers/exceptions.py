"""Failure reports: which case could not close and why, row by row, from a CSV file or a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from domain.closure_exceptions.reasons import reason_and_detail
from domain.errors import shown
from storage.importers.headed import HeadedFile, Headings, RowFault, read_headed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from domain.events.queued import ExceptionReason

# How reports head their columns, in whatever order, capitals and punctuation.
HEADINGS: Final = Headings(
    what="a failure report",
    fields={
        "casegroup id": "casegroup_id",
        "casegroup": "casegroup_id",
        "casegroup number": "casegroup_id",
        "case id": "case_id",
        "case": "case_id",
        "case number": "case_id",
        "reason": "reason",
        "failure reason": "reason",
        "reason for failure": "reason",
        "exception": "reason",
        "exception reason": "reason",
        "detail": "detail",
        "details": "detail",
        "description": "detail",
    },
    needed=("casegroup_id", "reason"),
)
LONGEST_IDENTIFIER: Final = 100
LONGEST_DETAIL: Final = 2_000
MOST_ON_A_CASEGROUP: Final = 200


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One failure of a report, with the number of its row."""

    line: int
    casegroup_id: str
    case_id: str | None
    reason: ExceptionReason
    detail: str


@dataclass(frozen=True, slots=True)
class FailureReport:
    """A report as read: its file, its rows and their faults."""

    file: HeadedFile
    rows: tuple[ReportRow, ...]
    faults: tuple[RowFault, ...]


def read_failure_report(path: Path) -> FailureReport:
    """Read a report; raises BadInputError where it is no such file, or nothing in it looks like the headings."""
    file = read_headed(path, HEADINGS)
    rows: list[ReportRow] = []
    faults: list[RowFault] = []
    for line, values in file.rows:
        wrong = list(_faults(file, line, values))
        faults += wrong
        if not wrong:
            rows.append(_row(line, values))
    return FailureReport(file, tuple(rows), tuple(faults))


def _faults(file: HeadedFile, line: int, values: Mapping[str, str]) -> Iterator[RowFault]:
    longest = f"at most {LONGEST_IDENTIFIER} characters"
    for field in HEADINGS.needed:
        if not values[field]:
            meant = "the number of a casegroup" if field == "casegroup_id" else "a reason, in any words"
            yield file.fault(line, field, "empty", meant)
    for field in ("casegroup_id", "case_id"):
        if len(values.get(field, "")) > LONGEST_IDENTIFIER:
            yield file.fault(line, field, shown(values[field]), longest)
    if len(values["reason"]) + len(values.get("detail", "")) + len(": ") > LONGEST_DETAIL:
        longest = f"at most {LONGEST_DETAIL} characters with the reason"
        yield file.fault(line, "detail", shown(values.get("detail", "")), longest)


def _row(line: int, values: Mapping[str, str]) -> ReportRow:
    reason, detail = reason_and_detail(values["reason"], values.get("detail", ""))
    return ReportRow(line, values["casegroup_id"], values.get("case_id") or None, reason, detail)
