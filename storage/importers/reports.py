"""Reports of balances (CSV, XLSX) for reconciliation: where the header is, which columns were taken, and the rows.

Whatever cannot be read as it stands is refused with the file, the row, the column, the value and what was expected.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from domain.errors import BadInputError, shown
from domain.money import POUNDS
from domain.reconciliation.rules import KEY
from storage.importers.report_files import LIMITS, Table, open_report
from storage.importers.report_headings import (
    REQUIRED,
    ambiguous,
    header_at,
    nearest,
    no_header,
    places,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from storage.importers.report_files import ReportFile

MOST_FAULTS: Final = 20
GROUPED: Final = re.compile(r"(-?)£?(-?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]{1,2})?", re.ASCII)
AMOUNT_EXPECTED: Final = "an amount in pounds such as 1234.56, £1,234.56 or -12.00"


@dataclass(frozen=True, slots=True)
class ReportLook:
    """How a report would be read, before anything of it is used.

    `top` has its first rows; `header_row` counts from 1 and is None where none was found; `taken` gives the place of
    the column taken for each field, by `mapping` where it names one; `fault` says why it cannot be read so, or is
    empty.
    """

    path: Path
    sheets: tuple[str, ...]
    sheet: str | None
    top: tuple[tuple[str, ...], ...]
    header_row: int | None
    mapping: Mapping[str, str]
    taken: Mapping[str, int]
    notes: tuple[str, ...]
    fault: str

    @property
    def likeliest_row(self) -> int:
        """Give the row, from 1, that looks most like a row of headings."""
        at = nearest(self.top, self.mapping)
        return self.header_row or (1 if at is None else at + 1)

    @property
    def headings(self) -> tuple[str, ...]:
        """Give the row of headings; empty where none was found."""
        return self.top[self.header_row - 1] if self.header_row is not None else ()

    @property
    def columns(self) -> dict[str, str]:
        """Give the heading taken for each field."""
        return {field: self.headings[place] for field, place in self.taken.items()}

    @property
    def left_out(self) -> tuple[str, ...]:
        """Give the headings of columns that are not taken."""
        taken = set(self.taken.values())
        return tuple(heading for place, heading in enumerate(self.headings) if place not in taken and heading)


@dataclass(frozen=True, slots=True)
class Report:
    """A report as read: its rows with the fields of reconciliation, and how its columns were understood.

    `header_row` counts from 1; `columns` gives the heading taken for each field; `left_out` the other headings.
    """

    path: Path
    sheet: str | None
    header_row: int
    columns: Mapping[str, str]
    left_out: tuple[str, ...]
    notes: tuple[str, ...]
    look: ReportLook
    rows: pl.DataFrame


def look_at_report(
    path: Path, mapping: Mapping[str, str] | None = None, sheet: str | None = None, header_row: int | None = None
) -> ReportLook:
    """Say how a report would be read; only a file that is none, or no such sheet, raises BadInputError."""
    return _look(open_report(path, sheet, LIMITS), mapping or {}, header_row)[0]


def read_report(
    path: Path, mapping: Mapping[str, str] | None = None, sheet: str | None = None, header_row: int | None = None
) -> Report:
    """Read a report; `mapping` gives the heading of a field where it is none of the usual ones.

    `sheet` and `header_row` (from 1) say where to read; else it is found. Raises BadInputError with every fault found
    (the first twenty in words).
    """
    look, table = _look(open_report(path, sheet, LIMITS), mapping or {}, header_row)
    if look.fault or look.header_row is None:
        raise BadInputError(look.fault)
    cells = table.under(look.header_row - 1, len(look.headings))
    return Report(
        path, look.sheet, look.header_row, look.columns, look.left_out, look.notes, look, _rows_of(look, cells)
    )  # fmt: skip


# ---------------------------------------------------------------------------------------------------------- header


def _look(file: ReportFile, mapping: Mapping[str, str], header_row: int | None) -> tuple[ReportLook, Table]:
    """Find the table and the row in which the headings stand; the first table that has them is read."""
    found = [(table, at) for table in file.tables if (at := _header(table, mapping, header_row)) is not None]
    table = found[0][0] if found else _likeliest(file.tables, mapping, header_row)
    at = found[0][1] if found else _told_row(table, header_row)
    top = tuple(tuple(row) for row in table.top)
    taken = {field: where[0] for field, where in places(top[at], mapping).items() if where} if at is not None else {}
    others = [f"{other.sheet!r}" for other, _ in found[1:] if other.sheet is not None]
    notes = [f"such headings stand in {' and '.join(others)} too, not read"] if others else []
    look = ReportLook(
        path=file.path,
        sheets=file.sheets,
        sheet=table.sheet,
        top=top,
        header_row=at + 1 if at is not None else None,
        mapping=mapping,
        taken=taken,
        notes=(*file.notes, *notes),
        fault=_fault(file, table, at, mapping, has_header=bool(found)),
    )
    return look, table


def _header(table: Table, mapping: Mapping[str, str], header_row: int | None) -> int | None:
    if header_row is None:
        return header_at(table.top, mapping)
    at = _told_row(table, header_row)
    return at if at is not None and header_at([table.top[at]], mapping) is not None else None


def _told_row(table: Table, header_row: int | None) -> int | None:
    return header_row - 1 if header_row is not None and 1 <= header_row <= len(table.top) else None


def _likeliest(tables: Sequence[Table], mapping: Mapping[str, str], header_row: int | None) -> Table:
    """Give the table that comes nearest to a report, to say what it lacks."""

    def likeness(table: Table) -> tuple[int, int]:
        at = _told_row(table, header_row)
        at = nearest(table.top, mapping) if at is None else at
        row = table.top[at] if at is not None else ()
        return sum(bool(where) for where in places(row, mapping).values()), max(map(len, table.top), default=0)

    return max(tables, key=likeness, default=Table(None, (), lambda _at, _width: pl.DataFrame()))


def _fault(
    file: ReportFile, table: Table, at: int | None, mapping: Mapping[str, str], *, has_header: bool
) -> str:  # fmt: skip
    where = f"{file.path}" + (f", sheet {table.sheet}" if table.sheet else "")
    if at is None and file.sheets:
        where = f"{file.path} (sheets {', '.join(file.sheets)})"
    if at is None:
        return no_header(where, table.top, mapping)
    if unclear := ambiguous(table.top[at], mapping):
        return f"{where}, row {at + 1}: {unclear}"
    if not has_header:
        lacking = [field for field in REQUIRED if not places(table.top[at], mapping)[field]]
        return f"{where}, row {at + 1}: no heading taken for {', '.join(lacking)}; expected one for each"
    return ""


# ------------------------------------------------------------------------------------------------------------ rows


def _rows_of(look: ReportLook, cells: pl.DataFrame) -> pl.DataFrame:
    where = f"{look.path}" + (f", sheet {look.sheet}" if look.sheet else "")
    assert look.header_row is not None
    rows = (
        cells.select(pl.col(cells.columns[place]).str.strip_chars().alias(field) for field, place in look.taken.items())
        .with_row_index("row", offset=look.header_row + 1)
        .with_columns(pl.col("row").cast(pl.Int64), pl.lit(look.path.name).alias("file"))
    )
    given = pl.any_horizontal(pl.col(field).fill_null("") != "" for field in look.taken)
    rows = rows.filter(given)
    faults = [*_empty_cells(rows, where)]
    rows, amount_faults = _with_pence(rows, where)
    faults.extend(amount_faults)
    if faults:
        more = [f"and {len(faults) - MOST_FAULTS:,} more faults"] if len(faults) > MOST_FAULTS else []
        raise BadInputError("\n".join([*faults[:MOST_FAULTS], *more]))
    return rows.drop("amount")


def _empty_cells(rows: pl.DataFrame, where: str) -> Iterator[str]:
    for field in KEY:
        for (row,) in rows.filter(pl.col(field).fill_null("") == "").select("row").iter_rows():
            yield f"{where}, row {row}, {field}: empty; expected one in every row, and no row of totals"


def _with_pence(rows: pl.DataFrame, where: str) -> tuple[pl.DataFrame, list[str]]:
    """Read the amounts; those written as files usually have them all at once, the others one by one."""
    usual = pl.col("amount").str.contains(f"^(?:{POUNDS.pattern})$").fill_null(value=False)
    rows = rows.with_columns(
        pl.when(usual).then(pl.col("amount")).cast(pl.Decimal(20, 2)).mul(100).cast(pl.Int64).alias("amount_pence")
    )
    unusual = rows.with_row_index("at").filter(pl.col("amount_pence").is_null()).select("at", "row", "amount")
    faults, read, places = [], [], []
    for at, row, text in unusual.iter_rows():
        pence = _pence(text)
        if pence is None:
            faults.append(f"{where}, row {row}, amount: {shown(text or '')}; expected {AMOUNT_EXPECTED}")
        else:
            places.append(at)
            read.append(pence)
    if places:
        amounts = rows["amount_pence"].scatter(places, pl.Series(read, dtype=pl.Int64))
        rows = rows.with_columns(amounts)
    return rows, faults


def _pence(text: str | None) -> int | None:
    match = GROUPED.fullmatch((text or "").replace("\u2212", "-"))
    if match is None or (match[1] and match[2]):
        return None
    pounds = match[3].replace(",", "")
    if len(pounds) > 11:
        return None
    pence = int(pounds) * 100 + int((match[4] or ".")[1:].ljust(2, "0"))
    return -pence if match[1] or match[2] else pence
