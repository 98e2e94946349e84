"""Files of reports opened: the first rows of each table in them, and the rows under a header once it is known."""

from __future__ import annotations

import csv
import stat
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

import polars as pl

from domain.errors import BadInputError
from storage.importers.report_headings import HEADER_WITHIN_ROWS
from storage.importers.sheets import OLD_OFFICE
from storage.importers.workbook_guard import ZIPPED, Limits, look_over, reading_failed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

SEPARATORS: Final = (",", ";", "\t", "|")
LONGEST_LINE_LOOKED_AT: Final = 10_000
EXPECTED: Final = "a report as CSV or XLSX"
# The largest sheet there can be, of some twenty short columns, stays within these.
LIMITS: Final = Limits(rows=1_048_576, columns=50, unpacked_bytes=2 * 1024**3)
FORMULAS: Final = "it has formulas: the results they had when it was saved are read, none is worked out"


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of a workbook, or a text file read with one separator (then `sheet` is None).

    `top` has the first rows as texts; `under` gives the cells under the row at a place, of so many columns.
    """

    sheet: str | None
    top: Sequence[Sequence[str]]
    under: Callable[[int, int], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file as opened: every sheet it has, the tables that may be read, and what is to be said of it."""

    path: Path
    sheets: tuple[str, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()


def open_report(path: Path, sheet: str | None, limits: Limits = LIMITS) -> ReportFile:
    """Open a file; without a sheet named every one that is not hidden may be read. Raises BadInputError."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            message = f"{path}: no file; expected {EXPECTED}"
            raise BadInputError(message)
        with path.open("rb") as file:
            begins = file.read(4)
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}); expected {EXPECTED}"
        raise BadInputError(message) from None
    if begins == OLD_OFFICE:
        message = f"{path}: an old workbook, or one with a password; expected {EXPECTED}"
        raise BadInputError(message)
    if begins == ZIPPED:
        return _workbook(path, sheet, limits)
    if sheet is not None:
        message = f"{path}: a text file has no sheet {sheet!r}; expected an XLSX file"
        raise BadInputError(message)
    return _text(path)


# ------------------------------------------------------------------------------------------------------------- CSV


def _text(path: Path) -> ReportFile:
    lines = _first_lines(path)
    tables = (
        Table(None, list(csv.reader(lines, delimiter=separator)), partial(_read_csv, path, separator))
        for separator in SEPARATORS
    )
    return ReportFile(path, (), tuple(tables))


def _first_lines(path: Path) -> list[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(islice((line[:LONGEST_LINE_LOOKED_AT] for line in file), HEADER_WITHIN_ROWS))
    except UnicodeDecodeError:
        raise BadInputError(_wrong_encoding(path)) from None


def _read_csv(path: Path, separator: str, at: int, width: int) -> pl.DataFrame:
    try:
        cells = pl.read_csv(
            path, separator=separator, skip_lines=at, has_header=False, infer_schema=False,
            new_columns=[f"column_{number}" for number in range(width)], raise_if_empty=True,
        )  # fmt: skip
    except pl.exceptions.PolarsError as error:
        raise BadInputError(_fault_of_csv(path, separator, width, error)) from None
    if cells.width != width:
        raise BadInputError(_fault_of_csv(path, separator, width, None))
    return cells.slice(1)


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


def _workbook(path: Path, sheet: str | None, limits: Limits) -> ReportFile:
    import fastexcel  # noqa: PLC0415 - only for spreadsheets

    formulas = look_over(path, path.read_bytes(), limits)
    try:
        book = fastexcel.read_excel(str(path))
        names = tuple(book.sheet_names)
        _require_sheet(path, sheet, names)
        loaded = [
            book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            for name in ([sheet] if sheet is not None else names)
        ]
        wanted = [one for one in loaded if sheet is not None or one.visible == "visible"]
        tables = tuple(_table(one.name, one.to_polars()) for one in wanted)
    except fastexcel.FastExcelError as error:
        first_line = str(error).splitlines()[0]
        message = f"{path}: cannot be read as a spreadsheet ({first_line}); expected XLSX"
        raise BadInputError(message) from None
    except BadInputError:
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of the reader, written in Rust, is no Exception
        raise reading_failed(path, error) from None
    hidden = len(loaded) - len(wanted)
    notes = [f"{hidden} hidden {'sheet is' if hidden == 1 else 'sheets are'} not read"] if hidden else []
    return ReportFile(path, names, tables, (*notes, *([FORMULAS] if formulas else [])))


def _require_sheet(path: Path, sheet: str | None, names: Sequence[str]) -> None:
    if sheet is not None and sheet not in names:
        message = f"{path}: no sheet {sheet!r}; expected one of {', '.join(names)}"
        raise BadInputError(message)


def _table(name: str, cells: pl.DataFrame) -> Table:
    top = [[cell or "" for cell in row] for row in cells.head(HEADER_WITHIN_ROWS).iter_rows()]
    return Table(name, top, lambda at, _width: cells.slice(at + 1))
