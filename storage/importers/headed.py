"""A file of rows under headings (CSV or XLSX): where the headings are, which column is which field, and the rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from domain.errors import BadInputError, shown
from domain.terms import in_new_terms, in_words
from storage.importers.sheets import Sheet, read_sheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

ROWS_BEFORE_HEADINGS: Final = 20
MOST_FAULTS_SHOWN: Final = 1_000
LONGEST_HEADING: Final = 40
OTHER_SIGNS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Headings:
    """The columns a kind of file has: field by heading (lower case, words parted by one space), and what is needed.

    `what` names the kind of file in an error: "a file of payments".
    """

    what: str
    fields: Mapping[str, str]
    needed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing wrong with a row: where it stands, what stands there, and what was expected."""

    file: str
    line: int
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        """Put the fault in one line."""
        return f"{self.file}:{self.line}: {self.column}: {self.value}; expected {self.expected}"


class RowsRefusedError(BadInputError):
    """Rows of files are wrong, and nothing was taken; `faults` has all that is, in the order of the rows."""

    def __init__(self, faults: Iterable[RowFault]) -> None:
        """Keep the faults; the message has one line for each, up to a thousand."""
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.file, fault.line)))
        lines = [str(fault) for fault in self.faults[:MOST_FAULTS_SHOWN]]
        if len(self.faults) > len(lines):
            lines.append(f"… and {len(self.faults) - len(lines)} more faults")
        super().__init__("\n".join(lines))


@dataclass(frozen=True, slots=True)
class HeadedFile:
    """A file as read: its digest, where its headings were found, which columns were not read, and its rows.

    Each row has its line and a value for every field of the file, empty where the cell is.
    """

    path: Path
    digest: str
    sheet: str
    headings_on: int
    headings: Mapping[str, str]
    unread: tuple[str, ...]
    notes: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]

    def told(self) -> str:
        """Say how the file was understood, since nobody should have to guess."""
        place = f"sheet {self.sheet!r}, row {self.headings_on}" if self.sheet else f"line {self.headings_on}"
        others = {field: heading for field, heading in self.headings.items() if _plain(heading) != _plain(field)}
        named = ", ".join(f"{heading!r} read as {in_words(field)}" for field, heading in others.items())
        unread = f"; not read: {', '.join(map(repr, self.unread))}" if self.unread else ""
        found = f"{len(self.headings)} headings in {place}{f', {named}' if named else ''}"
        return "; ".join((f"{self.path}: {found}{unread}", *self.notes))

    def fault(self, line: int, column: str, value: str, expected: str) -> RowFault:
        """Say what is wrong with a row of this file, the column named as it is headed there."""
        return RowFault(str(self.path), line, _heading(self.headings.get(column, column)), value, expected)


def read_headed(path: Path, headings: Headings) -> HeadedFile:
    """Read a file; raises BadInputError where it is no such file, or nothing in it looks like its headings."""
    file = read_sheets(path)
    found = [(sheet, place) for sheet in file.sheets if (place := _headings_in(sheet, headings)) is not None]
    if not found:
        message = (
            f"{path}: no headings in its first {ROWS_BEFORE_HEADINGS} rows; expected {headings.what} with "
            f"{', '.join(map(in_words, headings.needed))}"
        )
        raise BadInputError(message)
    if len(found) > 1:
        names = ", ".join(repr(sheet.name) for sheet, _ in found)
        message = f"{path}: headings in the sheets {names}; expected one sheet, {headings.what}"
        raise BadInputError(message)
    sheet, place = found[0]
    headed_on, cells = sheet.rows[place]
    columns = _columns(path, headed_on, cells, headings)
    return HeadedFile(
        path=path,
        digest=file.digest,
        sheet=sheet.name,
        headings_on=headed_on,
        headings={field: cells[column] for field, column in columns.items()},
        unread=tuple(heading for number, heading in enumerate(cells) if heading and number not in columns.values()),
        notes=file.notes,
        rows=tuple(
            (line, {field: row[column] if column < len(row) else "" for field, column in columns.items()})
            for line, row in sheet.rows[place + 1 :]
            if any(row)
        ),
    )


def _headings_in(sheet: Sheet, headings: Headings) -> int | None:
    """Find the first row that heads what is needed."""
    for place, (_, cells) in enumerate(sheet.rows[:ROWS_BEFORE_HEADINGS]):
        if set(headings.needed) <= {_field(cell, headings) for cell in cells}:
            return place
    return None


def _field(heading: str, headings: Headings) -> str | None:
    return headings.fields.get(in_new_terms(_plain(heading)))


def _plain(heading: str) -> str:
    """Write a heading, or the name of a field, as words in small letters."""
    return OTHER_SIGNS.sub(" ", heading.casefold()).strip()


def _heading(heading: str) -> str:
    """Name a column by its heading, which is anybody's text."""
    return heading if heading.isprintable() and len(heading) <= LONGEST_HEADING else shown(heading)


def _columns(path: Path, line: int, cells: tuple[str, ...], headings: Headings) -> dict[str, int]:
    columns: dict[str, int] = {}
    for number, heading in enumerate(cells):
        field = _field(heading, headings)
        if field is None:
            continue
        if field in columns:
            first = cells[columns[field]]
            both = f"{shown(first)} and {shown(heading)}"
            fault = RowFault(str(path), line, in_words(field), both, "one column for it")
            raise BadInputError(str(fault))
        columns[field] = number
    return columns
