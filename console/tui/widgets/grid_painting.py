"""How a grid's lines are painted: cells cut to their columns, one strip a line, strips kept a while."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from rich.segment import Segment
from textual.strip import Strip

from console.present.printable import printable
from console.tui.content import Tone, Toned
from console.tui.widgets.cells import fit, width_of
from console.tui.widgets.grid_source import Short, column_widths

if TYPE_CHECKING:
    from rich.style import Style

    from console.tui.widgets.grid import Grid
    from console.tui.widgets.grid_source import Cell, Column, GridRow

GUTTER: Final = 3
"""Cells at the left of every row: the cursor's `>`, the mark's `*`, and a space."""

GAP: Final = 2
STRIPS_KEPT: Final = 2_000
ASCENDING, DESCENDING = "▲", "▼"


class RowState(NamedTuple):
    """What is true of a row besides what it says."""

    cursor: bool
    marked: bool
    focused: bool
    label: str = ""
    """The letter that jumps to the row, while one is asked for; it stands where the mark does."""


class GridPainter:
    """Paints the lines of one grid."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._widths: list[int] = []
        self._strips: dict[tuple[GridRow, RowState, int, int], Strip] = {}

    def forget(self) -> None:
        """Paint everything afresh from now on."""
        self._strips.clear()

    def measure(self, available: int) -> int:
        """Share a width between the columns and give the width that rows then take."""
        columns = self._grid.source.columns
        self._widths = column_widths(columns, available - GUTTER, GAP)
        return GUTTER + sum(self._widths) + GAP * max(0, len(columns) - 1)

    def column_at(self, x: int) -> Column | None:
        """Say which column covers a cell of the line."""
        end = GUTTER
        for column, width in zip(self._grid.source.columns, self._widths, strict=True):
            end += width + GAP
            if x < end:
                return column
        return None

    def header(self, left: int, width: int) -> Strip:
        """Paint the titles, the sorted column with ▲ or ▼, and numbers over them while a column is asked for."""
        order = self._grid.source.order
        titles = []
        number = 0
        for column, room in zip(self._grid.source.columns, self._widths, strict=True):
            number += column.sortable
            asked = f"{number} " if self._grid.sorting and column.sortable else ""
            sign = ""
            if order is not None and order.column_key == column.key:
                sign = f" {DESCENDING if order.descending else ASCENDING}"
            titles.append(fit(_title(column, asked, sign, room), room, column.align))
        text = " " * GUTTER + (" " * GAP).join(titles)
        style = self._grid.get_component_rich_style("grid--header")
        return Strip([Segment(text, style)]).crop_extend(left, left + width, style)

    def blank(self, words: str, width: int) -> Strip:
        """Paint a line below the last row, or say that there is none."""
        if not words:
            return Strip.blank(width, self._grid.get_component_rich_style("grid--plain"))
        style = self._grid.get_component_rich_style("grid--empty")
        return Strip([Segment(fit(" " * GUTTER + printable(words), width), style)])

    def row(self, row: GridRow, state: RowState, left: int, width: int) -> Strip:
        """Paint a row."""
        key = row, state, left, width
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) >= STRIPS_KEPT:
                self._strips.clear()
            strip = self._strips[key] = self._painted(row, state, left, width)
        return strip

    def _painted(self, row: GridRow, state: RowState, left: int, width: int) -> Strip:
        base = self._row_style(state)
        segments: list[Segment] = []
        plain = [">" if state.cursor else " "]
        if state.label:
            segments += [Segment(plain.pop(), base), Segment(state.label, self._tone_style(base, "strong", state))]
        else:
            plain.append("*" if state.marked else " ")
        plain.append(" ")
        columns = self._grid.source.columns
        for place, (column, room) in enumerate(zip(columns, self._widths, strict=True)):
            cell = row.cells[place] if place < len(row.cells) else None
            text, tone = _worded(cell, room)
            shown = fit(printable(text), room, "right" if isinstance(cell, int) else column.align)
            if tone != "plain":
                segments += [Segment("".join(plain), base), Segment(shown, self._tone_style(base, tone, state))]
                plain = []
            else:
                plain.append(shown)
            plain.append(" " * GAP)
        segments.append(Segment("".join(plain), base))
        return Strip(segments).crop_extend(left, left + width, base)

    def _row_style(self, state: RowState) -> Style:
        if state.cursor:
            return self._grid.get_component_rich_style("grid--cursor" if state.focused else "grid--cursor-blurred")
        return self._grid.get_component_rich_style("grid--marked" if state.marked else "grid--plain")

    def _tone_style(self, base: Style, tone: Tone, state: RowState) -> Style:
        """Give a tone's style; on the cursor row its own colours hold, so that everything stays readable."""
        style = self._grid.get_component_rich_style(f"grid--{tone}")
        return base + style.without_color if state.cursor or state.marked else style


def _worded(cell: Cell, room: int) -> Toned:
    """Give a cell's text and tone; of two wordings the shorter where the other does not fit."""
    if isinstance(cell, Short):
        return Toned(cell.text if width_of(cell.text) <= room else cell.brief, cell.tone)
    return cell if isinstance(cell, Toned) else Toned("" if cell is None else str(cell))


def _title(column: Column, asked: str, sign: str, room: int) -> str:
    """Choose the fullest title that fits with its number and sign, which are never cut themselves."""
    title = printable(column.title)
    # While a column is asked for its number matters more than the order there is.
    for whole in (f"{asked}{title}{sign}", f"{asked}{title}" if asked else ""):
        if whole and width_of(whole) <= room:
            return whole
    left = room - len(asked) - len(sign)
    return f"{asked}{fit(column.brief or title, left).rstrip()}{sign}"
