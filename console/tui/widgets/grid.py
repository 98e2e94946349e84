"""A list of any length, painted line by line from a source that gives a page at a time.

The row under the cursor carries a `>` and the terminal's own cursor, a marked row a `*`: colour only underlines
what a sign already says. Rows keep their key when the source changes. No text is ever read as markup.
"""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Offset, Size
from textual.message import Message
from textual.scroll_view import ScrollView

from console.tui.content import STYLES
from console.tui.widgets.grid_painting import GUTTER, GridPainter, RowState
from console.tui.widgets.grid_rows import GridRows
from console.tui.widgets.grid_source import GridRow, GridSource, SortOrder

if TYPE_CHECKING:
    from textual import events
    from textual.strip import Strip

HEADER_LINES = 1
JUMP_LETTERS = ascii_lowercase + ascii_uppercase
"""What jumps to the rows in view, the first one first; a screen with more rows has letters for as many as there are."""

SIDEWAYS_CELLS = 8


class Grid(ScrollView, can_focus=True):
    """A list with a cursor row, marks, sorting and a header that stays."""

    CONTEXT: ClassVar[str] = "grid"
    SORTING_CONTEXT: ClassVar[str] = "grid.sorting"
    JUMPING_CONTEXT: ClassVar[str] = "grid.jumping"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "grid--header",
        "grid--cursor",
        "grid--cursor-blurred",
        "grid--marked",
        "grid--empty",
        *(f"grid--{tone}" for tone in STYLES),
    }

    class _Told(Message):
        """Something of a grid has changed."""

        def __init__(self, grid: Grid) -> None:
            super().__init__()
            self.grid = grid

        @property
        def control(self) -> Grid:
            """The grid it is about."""
            return self.grid

    class RowHighlighted(_Told):
        """The cursor has come to another row, or there is none."""

    class RowOpened(_Told):
        """A row is to be opened: Enter, or a double click."""

        def __init__(self, grid: Grid, key: str) -> None:
            super().__init__(grid)
            self.key = key

    class MarksChanged(_Told):
        """Other rows are marked than before."""

    def __init__(
        self,
        source: GridSource,
        *,
        empty: str = "Nothing to show.",
        markable: bool = True,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.empty = empty
        self.markable = markable
        self.marks: set[str] = set()
        self.sorting = False
        self.jumping = False
        self._rows = GridRows(source)
        self._painter = GridPainter(self)
        self._cursor_row = 0
        self._cursor_key: str | None = None
        self._mark_anchor: str | None = None
        self._left_key: str | None = None

    # ------------------------------------------------------------------------------------------------- what it shows

    @property
    def source(self) -> GridSource:
        """Where the rows come from."""
        return self._rows.source

    @property
    def cursor_position(self) -> int:
        """The place of the cursor row, from 0."""
        return self._cursor_row

    @property
    def cursor_key(self) -> str | None:
        """The key of the cursor row; None in an empty grid."""
        return self._cursor_key

    @property
    def context(self) -> str:
        """The context of commands that applies while the grid has the focus."""
        if self.jumping:
            return self.JUMPING_CONTEXT
        return self.SORTING_CONTEXT if self.sorting else self.CONTEXT

    @property
    def is_asking(self) -> bool:
        """Whether the next key is a column or a line, and nothing else."""
        return self.sorting or self.jumping

    def row(self, position: int) -> GridRow | None:
        """Give the row at a place, or None outside the list."""
        return self._rows.row(position)

    def set_source(self, source: GridSource) -> None:
        """Show another source; the cursor stays on its row if that is still listed."""
        self._rows = GridRows(source)
        self.refill()

    def refill(self) -> None:
        """Read the source again: the cursor keeps its row by key, and the row its line on the screen."""
        line = self._cursor_row - self.scroll_offset.y
        self._rows.forget()
        count = self._rows.count
        found = None if self._cursor_key is None else self.source.position(self._cursor_key)
        row = max(0, min(self._cursor_row, count - 1)) if found is None else found
        self._painter.forget()
        self._measure()
        self._cursor_row = row
        self._show_row(row - line)
        self._arrive()
        self.refresh()

    def move_to(self, position: int) -> None:
        """Put the cursor on the row at a place, or on the nearest there is."""
        target = max(0, min(position, self._rows.count - 1))
        if target == self._cursor_row and self._cursor_key is not None:
            return
        left, self._cursor_row = self._cursor_row, target
        self._show_row(self.scroll_offset.y)
        self._refresh_row(left)
        self._refresh_row(target)
        self._arrive()

    def move_to_key(self, key: str) -> bool:
        """Put the cursor on the row of a key; False if it is not listed."""
        position = self.source.position(key)
        if position is not None:
            self._jump_to(position)
        return position is not None

    @property
    def last_place(self) -> int | None:
        """The row on which the cursor stood before it last jumped; None before it did, or where that is not listed."""
        return None if self._left_key is None else self.source.position(self._left_key)

    # ---------------------------------------------------------------------------------------------------- commands

    def command_cursor_up(self) -> None:
        """Move to the line above."""
        self.move_to(self._cursor_row - 1)

    def command_cursor_down(self) -> None:
        """Move to the line below."""
        self.move_to(self._cursor_row + 1)

    def command_page_up(self) -> None:
        """Move up by a page."""
        self.move_to(self._cursor_row - self._page_lines)

    def command_page_down(self) -> None:
        """Move down by a page."""
        self.move_to(self._cursor_row + self._page_lines)

    def command_first(self) -> None:
        """Move to the first line."""
        self._jump_to(0)

    def command_last(self) -> None:
        """Move to the last line."""
        self._jump_to(self._rows.count - 1)

    def command_last_place(self) -> None:
        """Move to the line before the last jump, which makes this the next to come back to."""
        if (position := self.last_place) is not None:
            self._jump_to(position)

    def command_scroll_left(self) -> None:
        """Show columns further left."""
        self.scroll_to(x=self.scroll_offset.x - SIDEWAYS_CELLS, animate=False)

    def command_scroll_right(self) -> None:
        """Show columns further right."""
        self.scroll_to(x=self.scroll_offset.x + SIDEWAYS_CELLS, animate=False)

    def command_open(self) -> None:
        """Open the cursor row."""
        if self._cursor_key is not None:
            self.post_message(self.RowOpened(self, self._cursor_key))

    def command_mark(self) -> None:
        """Mark the cursor row or unmark it, and move on."""
        if self.markable and self._cursor_key is not None:
            self.marks ^= {self._cursor_key}
            self._mark_anchor = self._cursor_key
            self._marks_changed()
            self.move_to(self._cursor_row + 1)

    def command_mark_all(self) -> None:
        """Mark every row shown; when all are, unmark them."""
        if self.markable:
            keys = set(self.source.keys(0, self._rows.count))
            self.marks = self.marks - keys if keys <= self.marks else self.marks | keys
            self._marks_changed()

    def command_mark_range(self) -> None:
        """Mark the rows from the last one marked to the cursor."""
        anchor = None if self._mark_anchor is None else self.source.position(self._mark_anchor)
        if self.markable and self._cursor_key is not None:
            first, last = sorted((self._cursor_row if anchor is None else anchor, self._cursor_row))
            self.marks |= set(self.source.keys(first, last + 1))
            self._mark_anchor = self._cursor_key
            self._marks_changed()

    def command_sort(self) -> None:
        """Show the columns' numbers, and wait for one."""
        self._set_sorting(sorting=True)

    def command_stop_sorting(self) -> None:
        """Leave the order as it is."""
        self._set_sorting(sorting=False)

    def command_sort_column(self, key: str) -> None:
        """Sort by the column of a number."""
        self._set_sorting(sorting=False)
        sortable = [column for column in self.source.columns if column.sortable]
        if key.isdigit() and 0 < int(key) <= len(sortable):
            self.sort_by(sortable[int(key) - 1].key)

    def command_jump(self) -> None:
        """Put a letter before every row in view, and wait for one."""
        self.focus()
        self._set_jumping(jumping=True)

    def command_stop_jumping(self) -> None:
        """Stay on the row."""
        self._set_jumping(jumping=False)

    def command_jump_to(self, key: str) -> None:
        """Go to the row of a letter, where one in view has it."""
        self._set_jumping(jumping=False)
        position = JUMP_LETTERS.index(key) + self.scroll_offset.y
        if position < min(self._rows.count, self.scroll_offset.y + self._page_lines):
            self._jump_to(position)

    def sort_by(self, column_key: str) -> None:
        """Sort by a column; the same column again reverses."""
        order = self.source.order
        again = order is not None and order.column_key == column_key
        self.source.sort(SortOrder(column_key, descending=again and order is not None and not order.descending))
        self.refill()

    def clear_marks(self) -> None:
        """Unmark every row."""
        self.marks.clear()
        self._mark_anchor = None
        self._marks_changed()

    # ---------------------------------------------------------------------------------------------- Textual's events

    def on_mount(self) -> None:
        """Measure, and announce the first row."""
        self.show_horizontal_scrollbar = False
        self.refill()

    def on_resize(self) -> None:
        """Share the new width between the columns and keep the cursor row in view."""
        self._painter.forget()
        self._measure()
        # Where there is room again for lines above, they come back.
        self._show_row(max(0, min(self.scroll_offset.y, self._rows.count - self._page_lines)))
        self._place_terminal_cursor()
        self.refresh()

    def on_focus(self) -> None:
        """Take the terminal's cursor."""
        self._place_terminal_cursor()

    def on_blur(self) -> None:
        """Wait for no letter while the keys go elsewhere."""
        if self.jumping:
            self._set_jumping(jumping=False)

    def on_click(self, event: events.Click) -> None:
        """Go to the row clicked on; twice opens it; the header sorts."""
        event.stop()
        if event.y < HEADER_LINES:
            if (column := self._painter.column_at(event.x + self.scroll_offset.x)) is not None and column.sortable:
                self.sort_by(column.key)
            return
        row = event.y - HEADER_LINES + self.scroll_offset.y
        if row < self._rows.count:
            self.move_to(row)
            if event.chain == 2:
                self.command_open()

    def notify_style_update(self) -> None:
        """Paint afresh when the theme or the focus has changed the styles."""
        super().notify_style_update()
        self._painter.forget()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Keep the terminal's cursor on its row."""
        super().watch_scroll_y(old_value, new_value)
        self._place_terminal_cursor()

    def render_line(self, y: int) -> Strip:
        """Paint one line of the grid."""
        left, width = self.scroll_offset.x, self.size.width
        if y < HEADER_LINES:
            return self._painter.header(left, width)
        position = y - HEADER_LINES + self.scroll_offset.y
        row = self._rows.row(position)
        if row is None:
            return self._painter.blank(self.empty if position == 0 else "", width)
        label = JUMP_LETTERS[y - HEADER_LINES : y] if self.jumping else ""
        state = RowState(position == self._cursor_row, row.key in self.marks, self.has_focus, label)
        return self._painter.row(row, state, left, width)

    # -------------------------------------------------------------------------------------------------- inner working

    @property
    def _page_lines(self) -> int:
        return max(1, self.size.height - HEADER_LINES)

    def _jump_to(self, position: int) -> None:
        """Go to a row far off, and remember the one that is left."""
        left = self._cursor_key
        self.move_to(position)
        if left != self._cursor_key:
            self._left_key = left

    def _measure(self) -> None:
        # The scrollbar that the rows will need is reckoned with before it is shown: it comes without another measuring.
        room, lines = self.outer_size, self._rows.count + HEADER_LINES
        width = room.width - (self.styles.scrollbar_size_vertical if lines > room.height else 0)
        self.virtual_size = Size(max(width, self._painter.measure(width)), lines)

    def _show_row(self, top: int) -> None:
        """Scroll to `top`, or as near as keeps the cursor row in view."""
        lines = self._page_lines
        top = max(self._cursor_row - lines + 1, min(top, self._cursor_row), 0)
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    def _arrive(self) -> None:
        """Note which row the cursor has come to, and tell."""
        row = self._rows.row(self._cursor_row)
        self._cursor_key = None if row is None else row.key
        self._place_terminal_cursor()
        self.post_message(self.RowHighlighted(self))

    def _place_terminal_cursor(self) -> None:
        """Put the terminal's cursor on the cursor row, for magnifiers and braille displays."""
        if self.has_focus and self.is_attached:
            line = self._cursor_row - self.scroll_offset.y + HEADER_LINES
            self.app.cursor_position = self.content_region.offset + Offset(0, line)

    def _refresh_row(self, position: int) -> None:
        self.refresh_line(position + HEADER_LINES)

    def _set_jumping(self, *, jumping: bool) -> None:
        self.jumping = jumping
        self.refresh()

    def _set_sorting(self, *, sorting: bool) -> None:
        self.sorting = sorting
        self.refresh()

    def _marks_changed(self) -> None:
        self.refresh()
        self.post_message(self.MarksChanged(self))


__all__ = ["GUTTER", "Grid"]
