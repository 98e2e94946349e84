"""Rows whose last cell is a sentence: it goes on under itself where the column is too narrow, and is never cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.tui.content import Toned
from console.tui.widgets.cells import wrapped
from console.tui.widgets.grid_painting import GAP, GUTTER
from console.tui.widgets.grid_source import GridRow, ListSource, column_widths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from console.tui.widgets.grid_source import Column

SCROLLBAR: Final = 1
PART: Final = " "
"""Between the key of a row and the number of a line that goes on with it; no key has one itself."""


def wrapped_source(columns: Sequence[Column], rows: Iterable[GridRow], width: int) -> ListSource:
    """List rows in a grid so many cells wide, as many lines each as the sentence in the last column takes."""
    room = column_widths(columns, width - GUTTER - SCROLLBAR, GAP)[-1]
    return ListSource(columns, [line for row in rows for line in _lines(row, room)])


def row_key(key: str) -> str:
    """Give the key of the row that a line belongs to."""
    return key.partition(PART)[0]


def _lines(row: GridRow, room: int) -> Iterator[GridRow]:
    *before, last = row.cells
    text, tone = last if isinstance(last, Toned) else Toned(str(last))
    first, *others = wrapped(text, room)
    yield GridRow(row.key, (*before, Toned(first, tone)))
    empty = (None,) * len(before)
    for number, part in enumerate(others, 2):
        yield GridRow(f"{row.key}{PART}{number}", (*empty, Toned(part, tone)))
