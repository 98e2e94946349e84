"""Reports of balances (CSV, XLSX) for reconciliation: where the header is, which columns were taken, and the rows.

Whatever cannot be read as it stands is refused with the file, the row, the column, the value and what was expected.
"""

from __future__ import annotations

import csv
import re
import stat
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, NoReturn

import polars as pl

from domain.errors import BadInputError, shown
from domain.money import POUNDS
from domain.reconciliation.rules import IDENTITY, KEY
from storage.importers.workbook_guard import Limits, look_over, reading_failed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from fastexcel import ExcelReader

REQUIRED: Final = (*KEY, "amount")
FIELDS: Final = (*REQUIRED, *IDENTITY)
HEADINGS: Final[Mapping[str, frozenset[str]]] = {
    "casegroup_id": frozenset({"casegroup_id", "casegroup", "casegroup_number", "case_group", "case_group_id"}),
    "case_id": frozenset({"case_id", "case", "case_number", "case_reference"}),
    "owed_to": frozenset({"owed_to", "payee"}),
    "status": frozenset({"status", "arrears_status"}),
    "amount": frozenset({"amount", "balance", "outstanding", "arrears"}),
    "nino": frozenset({"nino", "ni_number", "national_insurance_number"}),
    "surname": frozenset({"surname", "last_name", "family_name"}),
}
"""Headings taken for a field where no mapping says otherwise; case, spaces and signs do not matter."""

HEADER_WITHIN_ROWS: Final = 30
SEPARATORS: Final = (",", ";", "\t", "|")
MOST_FAULTS: Final = 20
# The largest sheet there can be, of some twenty short columns, stays within these.
LIMITS: Final = Limits(rows=1_048_576, columns=50, unpacked_bytes=2 * 1024**3)
BYTE_ORDER_MARK: Final = "\ufeff"
GROUPED: Final = re.compile(r"(-?)£?(-?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]{1,2})?", re.ASCII)
AMOUNT_EXPECTED: Final = "an amount in pounds such as 1234.56, £1,234.56 or -12.00"


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
    rows: pl.DataFrame


def read_report(path: Path, mapping: Mapping[str, str] | None = None, sheet: str | None = None) -> Report:
    """Read a report; `mapping` gives the heading of a field where it is none of the usual ones.

    Raises BadInputError with every fault found (the first twenty in words).
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            message = f"{path}: no file; expected a report as CSV or XLSX"
            raise BadInputError(message)
        with path.open("rb") as file:
            is_zip = file.read(4) == b"PK\x03\x04"
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}); expected a report as CSV or XLSX"
        raise BadInputError(message) from None
    if is_zip:
        return _read_workbook(path, mapping or {}, sheet)
    if sheet is not None:
        message = f"{path}: a text file has no sheet {sheet!r}; expected an XLSX file"
        raise BadInputError(message)
    return _read_csv(path, mapping or {})


# ------------------------------------------------------------------------------------------------------------- CSV


def _read_csv(path: Path, mapping: Mapping[str, str]) -> Report:
    lines = _first_lines(path)
    candidates = [(separator, list(csv.reader(lines, delimiter=separator))) for separator in SEPARATORS]
    found = next(
        ((separator, at, rows[at]) for separator, rows in candidates if (at := _header_at(rows, mapping)) is not None),
        None,
    )
    if found is None:
        raise BadInputError(_no_header(str(path), candidates[0][1], mapping))
    separator, at, headings = found
    try:
        cells = pl.read_csv(
            path, separator=separator, skip_lines=at, has_header=False, infer_schema=False,
            new_columns=[f"column_{number}" for number in range(len(headings))], raise_if_empty=True,
        )  # fmt: skip
    except pl.exceptions.PolarsError as error:
        raise BadInputError(_fault_of_csv(path, separator, len(headings), error)) from None
    if cells.width != len(headings):
        raise BadInputError(_fault_of_csv(path, separator, len(headings), None))
    return _report(path, None, at, headings, cells.slice(1), mapping)


def _first_lines(path: Path) -> list[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(islice((line[:10_000] for line in file), HEADER_WITHIN_ROWS))
    except UnicodeDecodeError:
        raise BadInputError(_wrong_encoding(path)) from None


def _fault_of_csv(path: Path, separator: str, width: int, error: Exception | None) -> str:
    """Find the first row that does not fit; the reader of whole files only says that there is one."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter=separator, strict=True)
            for row in reader:
                if len(row) != width and any(cell.strip() for cell in row) and reader.line_num > 1:
                    return f"{path}, row {reader.line_num}: {len(row)} cells; expected {width}, as in the header"
    except UnicodeDecodeError:
        return _wrong_encoding(path)
    except csv.Error as fault:
        return f"{path}: {fault}; expected CSV as spreadsheets write it"
    return f"{path}: cannot be read as CSV ({type(error).__name__}); expected CSV as spreadsheets write it"


def _wrong_encoding(path: Path) -> str:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode()
            except UnicodeDecodeError as error:
                return f"{path}, row {number}: byte {line[error.start]:#04x} is not UTF-8; expected a file in UTF-8"
    return f"{path}: not UTF-8; expected a file in UTF-8"


# ------------------------------------------------------------------------------------------------------------ XLSX


def _read_workbook(path: Path, mapping: Mapping[str, str], sheet: str | None) -> Report:
    import fastexcel  # noqa: PLC0415 - only for spreadsheets

    look_over(path, path.read_bytes(), LIMITS)
    try:
        workbook = fastexcel.read_excel(str(path))
        if sheet is not None and sheet not in workbook.sheet_names:
            _no_such_sheet(path, sheet, workbook.sheet_names)
        return _first_report(path, workbook, [sheet] if sheet is not None else workbook.sheet_names, mapping)
    except fastexcel.FastExcelError as error:
        first_line = str(error).splitlines()[0]
        message = f"{path}: cannot be read as a spreadsheet ({first_line}); expected XLSX"
        raise BadInputError(message) from None
    except BadInputError:
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of the reader, written in Rust, is no Exception
        raise reading_failed(path, error) from None


def _no_such_sheet(path: Path, sheet: str, names: Sequence[str]) -> NoReturn:
    message = f"{path}: no sheet {sheet!r}; expected one of {', '.join(names)}"
    raise BadInputError(message)


def _first_report(path: Path, workbook: ExcelReader, names: Sequence[str], mapping: Mapping[str, str]) -> Report:
    """Read the first sheet that has a header with every column needed."""
    seen: list[list[str]] = []
    for name in names:
        top = workbook.load_sheet(name, header_row=None, skip_rows=0, n_rows=HEADER_WITHIN_ROWS, dtypes="string")
        rows = [[cell or "" for cell in row] for row in top.to_polars().iter_rows()]
        at = _header_at(rows, mapping)
        if at is not None:
            cells = workbook.load_sheet(name, header_row=None, skip_rows=at + 1, dtypes="string").to_polars()
            return _report(path, name, at, rows[at], cells, mapping)
        seen = seen or rows
    raise BadInputError(_no_header(f"{path} (sheets {', '.join(names)})", seen, mapping))


# ---------------------------------------------------------------------------------------------------------- header


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", heading.removeprefix(BYTE_ORDER_MARK).strip().casefold()).strip("_")


def _places(headings: Sequence[str], mapping: Mapping[str, str]) -> dict[str, list[int]]:
    """Give the places in a row of headings that each field could be taken from."""
    plain = [_plain(heading) for heading in headings]
    wanted = {field: frozenset({_plain(mapping[field])}) if field in mapping else HEADINGS[field] for field in FIELDS}
    return {field: [at for at, name in enumerate(plain) if name in wanted[field]] for field in FIELDS}


def _header_at(rows: Sequence[Sequence[str]], mapping: Mapping[str, str]) -> int | None:
    """Give the first row that has a heading for every field that is needed."""
    for at, row in enumerate(rows):
        places = _places(row, mapping)
        if all(places[field] for field in REQUIRED):
            return at
    return None


def _no_header(where: str, rows: Sequence[Sequence[str]], mapping: Mapping[str, str]) -> str:
    best = max(rows, key=lambda row: sum(bool(places) for places in _places(row, mapping).values()), default=())
    lacking = [mapping.get(field, field) for field in REQUIRED if not _places(best, mapping)[field]]
    there = ", ".join(shown(heading) for heading in best if heading.strip()) or "nothing"
    return (
        f"{where}: no header with every column needed in the first {HEADER_WITHIN_ROWS} rows; the nearest has {there}; "
        f"expected also {', '.join(lacking)}"
    )


# ------------------------------------------------------------------------------------------------------------ rows


def _report(
    path: Path, sheet: str | None, at: int, headings: Sequence[str], cells: pl.DataFrame, mapping: Mapping[str, str]
) -> Report:
    places = _places(headings, mapping)
    where = f"{path}" + (f", sheet {sheet}" if sheet else "")
    twice = {field: found for field, found in places.items() if len(found) > 1}
    if twice:
        field, found = next(iter(twice.items()))
        names = " and ".join(shown(headings[place]) for place in found)
        message = f"{where}, row {at + 1}: {names} could both be {field}; expected a mapping that names one"
        raise BadInputError(message)
    taken = {field: found[0] for field, found in places.items() if found}
    rows = (
        cells.select(pl.col(cells.columns[place]).str.strip_chars().alias(field) for field, place in taken.items())
        .with_row_index("row", offset=at + 2)
        .with_columns(pl.col("row").cast(pl.Int64), pl.lit(path.name).alias("file"))
    )
    given = pl.any_horizontal(pl.col(field).fill_null("") != "" for field in taken)
    rows = rows.filter(given)
    faults = [*_empty_cells(rows, where)]
    rows, amount_faults = _with_pence(rows, where)
    faults.extend(amount_faults)
    if faults:
        more = [f"and {len(faults) - MOST_FAULTS:,} more faults"] if len(faults) > MOST_FAULTS else []
        raise BadInputError("\n".join([*faults[:MOST_FAULTS], *more]))
    left_out = tuple(heading for place, heading in enumerate(headings) if place not in taken.values() and heading)
    columns = {field: headings[place] for field, place in taken.items()}
    return Report(path, sheet, at + 1, columns, left_out, rows.drop("amount"))


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
