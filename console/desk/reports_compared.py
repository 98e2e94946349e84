"""Reports as somebody chose them: each read as it was shown, compared, and written out; no store is needed for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

import polars as pl

from domain.errors import BadInputError
from domain.reconciliation.decision import reconcile
from storage.exporters.files import new_file
from storage.exporters.reconciliation import workbook, write_csv
from storage.importers.report_headings import fitting, plain
from storage.importers.reports import Report, ReportLook, look_at_report, read_report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from domain.reconciliation.decision import Reconciliation
    from domain.reconciliation.rules import RowClass

NO_LETTER_OR_DIGIT: Final = r"[^\p{L}\p{N}]"
NO_SIGN: Final = re.compile(r"[\W_]")
"""The same for what is no column of a report."""
SUFFIXES: Final = frozenset({".csv", ".txt", ".tsv", ".xlsx", ".xlsm"})
"""How files end that may be reports."""


@dataclass(frozen=True, slots=True)
class ReportWanted:
    """A report as it is to be read: its file, and what was told about sheet, row of headings (from 1) and columns."""

    path: Path
    mapping: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    header_row: int | None = None

    def look(self) -> ReportLook:
        """Say how it would be read; raises BadInputError where it is no file of a report."""
        return look_at_report(self.path, self.mapping, self.sheet, self.header_row)

    def read(self) -> Report:
        """Read it; raises BadInputError with every fault."""
        return read_report(self.path, self.mapping, self.sheet, self.header_row)


@dataclass(frozen=True, slots=True)
class Compared:
    """The reports of both sides as read, and what comparing them came to."""

    left: tuple[Report, ...]
    right: tuple[Report, ...]
    answer: Reconciliation

    def names(self, side: str) -> tuple[str, ...]:
        """Name the files of a side."""
        return tuple(report.path.name for report in (self.left if side == "left" else self.right))


def report_files(folder: Path) -> list[Path]:
    """Give the files of a folder that may be reports, by name; raises BadInputError where it is no folder to read."""
    try:
        found = [path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file()]
    except OSError as error:
        message = f"{folder}: cannot be read ({error.strerror}); expected a folder"
        raise BadInputError(message) from None
    return sorted(found, key=lambda path: (path.name.casefold(), path.name))


def mappings_fitting(look: ReportLook, kept: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """Name the mappings kept that the headings of a report are those of, and by which it would be read otherwise."""
    taken = look.columns
    return tuple(
        name
        for name in fitting(look.top, kept)
        if look.fault or any(plain(taken.get(field, "")) != plain(heading) for field, heading in kept[name].items())
    )


def compare(
    left: Sequence[ReportWanted],
    right: Sequence[ReportWanted],
    progress: Callable[[str], None] | None = None,
    restricted: frozenset[str] = frozenset(),
) -> Compared:
    """Read the reports of both sides and compare them; `progress` is told what is done, and may raise to stop it.

    However a report spells the number of a `restricted` casegroup, its rows are taken for that casegroup's. Raises
    BadInputError with every fault of the first report that has any.
    """
    told = progress or (lambda _what: None)
    count = len(left) + len(right)
    reports = []
    for place, wanted in enumerate((*left, *right), start=1):
        told(f"Reading {wanted.path.name}, {place} of {count}")
        reports.append(wanted.read())
    told("Comparing")
    lefts, rights = tuple(reports[: len(left)]), tuple(reports[len(left) :])
    return Compared(lefts, rights, compare_reports(lefts, rights, restricted))


def compare_reports(
    left: Sequence[Report], right: Sequence[Report], restricted: frozenset[str] = frozenset()
) -> Reconciliation:
    """Compare reports as read: those of a side together are the side; see `compare`."""
    sides = [pl.concat([report.rows for report in reports], how="diagonal") for reports in (left, right)]
    return reconcile(*(_as_held(side, restricted) for side in sides))


def _as_held(side: pl.DataFrame, restricted: frozenset[str]) -> pl.DataFrame:
    """Write the numbers of restricted casegroups as the store does: no other spelling of one escapes its mask."""
    if not restricted:
        return side
    number = pl.col("casegroup_id")
    plain = number.str.to_lowercase().str.replace_all(NO_LETTER_OR_DIGIT, "")
    held = {NO_SIGN.sub("", each.lower()): each for each in sorted(restricted)}
    return side.with_columns(casegroup_id=plain.replace_strict(held, default=number, return_dtype=pl.String))


def check_as_shown(shown: ReportLook, read: Report) -> None:
    """Hold a report to how it was shown; raises BadInputError where the file was changed meanwhile."""
    if (shown.sheet, shown.header_row, shown.columns) != (read.sheet, read.header_row, dict(read.columns)):
        message = f"{read.path}: its headings are no longer those that were shown; look at it again"
        raise BadInputError(message)


def without(lines: pl.DataFrame, hidden: frozenset[str]) -> pl.DataFrame:
    """Leave out the lines of restricted records."""
    return lines.filter(~pl.col("casegroup_id").is_in(sorted(hidden))) if hidden else lines


def write_lines(
    path: Path,
    kind: Literal["csv", "xlsx"],
    answer: Reconciliation,
    hidden: frozenset[str],
    row_class: RowClass | None = None,
    *,
    force: bool = False,
) -> tuple[int, int]:
    """Write differences as CSV, or with the totals as XLSX; gives how many lines were written, and left out.

    Those of `hidden` casegroups are left out; `row_class` writes the lines of one class alone. Raises BadInputError
    where the file is there already or cannot be written.
    """
    lines = answer.differences if row_class is None else answer.lines_of(row_class)
    told = without(lines, hidden)
    with new_file(path, replace=force) as out:
        if kind == "csv":
            write_csv(out, told)
        else:
            out.buffer.write(workbook(answer, told))
    return told.height, lines.height - told.height
