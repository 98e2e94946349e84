"""What a grid shows: columns, rows with a key, and a source that gives rows a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias, runtime_checkable

from console.tui.content import Toned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.tui.content import Tone
    from console.tui.widgets.cells import Align


class Short(NamedTuple):
    """A text that has a shorter wording of its own, `brief`, for a column in which it would be cut."""

    text: str
    brief: str
    tone: Tone = "plain"


Cell: TypeAlias = str | int | Toned | Short | None
"""A cell ready to show. Money and days are already words; an int stands at the right; None is empty."""


class GridRow(NamedTuple):
    """A row: its key, by which it is known when the list changes, and its cells in the order of the columns."""

    key: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column; widths are in cells of the terminal.

    A column is at least `width_min` wide. Columns with a `flex` share the room that is left, by weight, each up to
    its `width_max`. Where the title does not fit with its number or the sign of the order, `brief` stands for it.
    """

    key: str
    title: str
    width_min: int
    width_max: int | None = None
    flex: int = 0
    align: Align = "left"
    sortable: bool = True
    brief: str = ""


class SortOrder(NamedTuple):
    """By which column a source is sorted."""

    column_key: str
    descending: bool = False


@runtime_checkable
class GridSource(Protocol):
    """Where rows come from. Every answer must be quick: a grid asks while it paints."""

    columns: Sequence[Column]
    order: SortOrder | None

    def count(self) -> int:
        """How many rows there are."""
        ...

    def page(self, start: int, stop: int) -> Sequence[GridRow]:
        """Give the rows from `start` up to, not including, `stop`."""
        ...

    def position(self, key: str) -> int | None:
        """Where the row of that key stands now, or None if it is no longer listed."""
        ...

    def keys(self, start: int, stop: int) -> Sequence[str]:
        """Give the keys of rows from `start` up to, not including, `stop`."""
        ...

    def sort(self, order: SortOrder) -> None:
        """Sort the rows another way."""
        ...


class ListSource:
    """Rows that are all in memory; for short lists, help and tests."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[GridRow], order: SortOrder | None = None) -> None:
        self.columns = columns
        self.order = order
        self._rows = list(rows)
        if order is not None:
            self.sort(order)

    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def page(self, start: int, stop: int) -> Sequence[GridRow]:
        """Give the rows from `start` up to, not including, `stop`."""
        return self._rows[start:stop]

    def position(self, key: str) -> int | None:
        """Where the row of that key stands now, or None if it is no longer listed."""
        return next((place for place, row in enumerate(self._rows) if row.key == key), None)

    def keys(self, start: int, stop: int) -> Sequence[str]:
        """Give the keys of rows from `start` up to, not including, `stop`."""
        return [row.key for row in self._rows[start:stop]]

    def sort(self, order: SortOrder) -> None:
        """Sort by what the cells show: numbers before words, nothing last."""
        place = next(index for index, column in enumerate(self.columns) if column.key == order.column_key)
        self._rows.sort(key=lambda row: _sort_key(row.cells[place]), reverse=order.descending)
        self.order = order


def _sort_key(cell: Cell) -> tuple[int, int, str]:
    if isinstance(cell, int):
        return 0, cell, ""
    text = cell.text if isinstance(cell, Toned | Short) else cell
    return (2, 0, "") if text is None else (1, 0, text.casefold())


def column_widths(columns: Sequence[Column], available: int, gap: int) -> list[int]:
    """Share the cells of a line between columns: each its least, the rest to those that flex, by weight.

    Args:
        columns: The columns.
        available: Cells for all columns and the gaps between them.
        gap: Cells between two columns.

    Returns:
        The width of each column; their sum exceeds what is available when the least widths do.
    """
    widths = [column.width_min for column in columns]
    left = available - sum(widths) - gap * max(0, len(columns) - 1)
    while left > 0:
        growing = [
            place
            for place, column in enumerate(columns)
            if column.flex and (column.width_max is None or widths[place] < column.width_max)
        ]
        if not growing:
            break
        weight = sum(columns[place].flex for place in growing)
        share = left
        for place in growing:
            room = columns[place].width_max
            grown = max(1, share * columns[place].flex // weight)
            grown = min(grown, left, grown if room is None else room - widths[place])
            widths[place] += grown
            left -= grown
    return widths
