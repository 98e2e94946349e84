"""Failure reports: which case could not close and why, row by row, from a CSV file or a workbook."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from domain.closure_exceptions.reasons import reason_and_detail
from domain.errors import BadInputError, shown
from storage.importers.sheets import Sheet, read_sheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from domain.events.queued import ExceptionReason

Field = Literal["casegroup_id", "case_id", "reason", "detail"]
# How reports head their columns, in whatever order, capitals and punctuation.
HEADINGS: Final[Mapping[str, Field]] = {
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
}
NEEDED: Final[tuple[Field, ...]] = ("casegroup_id", "reason")
ROWS_BEFORE_HEADINGS: Final = 20
OTHER_SIGNS: Final = re.compile(r"[\W_]+")
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
class RowFault:
    """One thing wrong with a report: where it stands, what stands there, and what was expected."""

    file: str
    line: int
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        """Put the fault in one line."""
        return f"{self.file}:{self.line}: {self.column}: {self.value}; expected {self.expected}"


@dataclass(frozen=True, slots=True)
class FailureReport:
    """A report as read: where its headings were found, which columns were not read, its rows and their faults."""

    path: Path
    digest: str
    sheet: str
    headings_on: int
    headings: Mapping[Field, str]
    unread: tuple[str, ...]
    notes: tuple[str, ...]
    rows: tuple[ReportRow, ...]
    faults: tuple[RowFault, ...]

    def told(self) -> str:
        """Say how the file was understood, since nobody should have to guess."""
        place = f"sheet {self.sheet!r}, row {self.headings_on}" if self.sheet else f"line {self.headings_on}"
        named = ", ".join(f"{heading!r} as {field}" for field, heading in self.headings.items())
        unread = f"; not read: {', '.join(map(repr, self.unread))}" if self.unread else ""
        return "; ".join((f"{self.path}: headings in {place}: {named}{unread}", *self.notes))


def read_failure_report(path: Path) -> FailureReport:
    """Read a report; raises BadInputError where it is no such file, or nothing in it looks like the headings."""
    file = read_sheets(path)
    found = [(sheet, place) for sheet in file.sheets if (place := _headings_in(sheet)) is not None]
    if not found:
        message = (
            f"{path}: no headings in its first {ROWS_BEFORE_HEADINGS} rows; expected casegroup_id and reason, "
            "and perhaps case_id and detail"
        )
        raise BadInputError(message)
    if len(found) > 1:
        names = ", ".join(repr(sheet.name) for sheet, _ in found)
        message = f"{path}: headings in the sheets {names}; expected one sheet of failures"
        raise BadInputError(message)
    sheet, place = found[0]
    headed_on, headings = sheet.rows[place]
    columns = _columns(path, headed_on, headings)
    rows: list[ReportRow] = []
    faults: list[RowFault] = []
    for line, cells in sheet.rows[place + 1 :]:
        if any(cells):
            values = {field: cells[column] if column < len(cells) else "" for field, column in columns.items()}
            wrong = list(_faults(str(path), line, values))
            faults += wrong
            if not wrong:
                rows.append(_row(line, values))
    return FailureReport(
        path=path,
        digest=file.digest,
        sheet=sheet.name,
        headings_on=headed_on,
        headings={field: headings[column] for field, column in columns.items()},
        unread=tuple(heading for number, heading in enumerate(headings) if heading and number not in columns.values()),
        notes=file.notes,
        rows=tuple(rows),
        faults=tuple(faults),
    )


def _headings_in(sheet: Sheet) -> int | None:
    """Find the first row that heads what is needed."""
    for place, (_, cells) in enumerate(sheet.rows[:ROWS_BEFORE_HEADINGS]):
        if set(NEEDED) <= {_field(cell) for cell in cells}:
            return place
    return None


def _field(heading: str) -> Field | None:
    return HEADINGS.get(OTHER_SIGNS.sub(" ", heading.casefold()).strip())


def _columns(path: Path, line: int, headings: tuple[str, ...]) -> dict[Field, int]:
    columns: dict[Field, int] = {}
    for number, heading in enumerate(headings):
        field = _field(heading)
        if field is None:
            continue
        if field in columns:
            first = headings[columns[field]]
            fault = RowFault(str(path), line, field, f"{shown(first)} and {shown(heading)}", "one column for it")
            raise BadInputError(str(fault))
        columns[field] = number
    return columns


def _faults(file: str, line: int, values: Mapping[Field, str]) -> Iterator[RowFault]:
    longest = f"at most {LONGEST_IDENTIFIER} characters"
    for field in NEEDED:
        if not values[field]:
            meant = "the number of a casegroup" if field == "casegroup_id" else "a reason, in any words"
            yield RowFault(file, line, field, "empty", meant)
    for field in ("casegroup_id", "case_id"):
        if len(values.get(field, "")) > LONGEST_IDENTIFIER:
            yield RowFault(file, line, field, shown(values[field]), longest)
    if len(values["reason"]) + len(values.get("detail", "")) + len(": ") > LONGEST_DETAIL:
        longest = f"at most {LONGEST_DETAIL} characters with the reason"
        yield RowFault(file, line, "detail", shown(values.get("detail", "")), longest)


def _row(line: int, values: Mapping[Field, str]) -> ReportRow:
    reason, detail = reason_and_detail(values["reason"], values.get("detail", ""))
    return ReportRow(line, values["casegroup_id"], values.get("case_id") or None, reason, detail)
