"""A line to type in: printable whatever is pasted, the terminal's own cursor, nothing that blinks."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from console.present.printable import printable
from console.tui.widgets.cells import width_of

if TYPE_CHECKING:
    from textual import events

LONGEST = 4_000
"""Characters a line holds; more than any name, reason or filter needs."""


class LineEditor(Widget, can_focus=True):
    """A line of text with a cursor. It keeps every key that types or edits and leaves all others alone."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"editor--prompt", "editor--cursor", "editor--hint"}
    CONTEXT: ClassVar[str] = "entry"
    """The context of commands that applies while the line has the focus."""

    class Changed(Message):
        """The text has changed."""

        def __init__(self, editor: LineEditor) -> None:
            super().__init__()
            self.editor = editor
            self.value = editor.value

        @property
        def control(self) -> LineEditor:
            """The line that has changed."""
            return self.editor

    def __init__(self, prompt: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.prompt = prompt
        self.hint = ""
        self.value = ""
        self._cursor = 0
        self._scroll = 0

    def set_text(self, value: str) -> None:
        """Put a text on the line, the cursor behind it, and tell nobody."""
        self.value = value[:LONGEST]
        self._cursor = len(self.value)
        self._redraw()

    def on_key(self, event: events.Key) -> None:
        """Type or edit; keys that do neither go on to the commands."""
        typed = event.character if event.is_printable else None
        if typed is not None:
            self._insert(typed)
        elif edit := getattr(self, f"_edit_{event.key.replace('ctrl+', 'ctrl_')}", None):
            edit()
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Put what was pasted on the line, its line ends as spaces; nothing pasted is ever run."""
        event.stop()
        self._insert(" ".join(event.text.split("\n")).strip("\r"))

    def on_focus(self) -> None:
        """Take the terminal's cursor."""
        self._redraw()

    def on_blur(self) -> None:
        """Paint the line without its cursor."""
        self.refresh()

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._redraw()

    def _insert(self, text: str) -> None:
        room = LONGEST - len(self.value)
        self._change(
            self.value[: self._cursor] + text[:room] + self.value[self._cursor :], self._cursor + len(text[:room])
        )

    def _change(self, value: str, cursor: int) -> None:
        changed = value != self.value
        self.value, self._cursor = value, cursor
        self._redraw()
        if changed:
            self.post_message(self.Changed(self))

    def _edit_backspace(self) -> None:
        start = self._beside(-1)
        self._change(self.value[:start] + self.value[self._cursor :], start)

    def _edit_delete(self) -> None:
        self._change(self.value[: self._cursor] + self.value[self._beside(1) :], self._cursor)

    def _edit_left(self) -> None:
        self._change(self.value, self._beside(-1))

    def _edit_right(self) -> None:
        self._change(self.value, self._beside(1))

    def _edit_home(self) -> None:
        self._change(self.value, 0)

    def _edit_end(self) -> None:
        self._change(self.value, len(self.value))

    def _edit_ctrl_u(self) -> None:
        self._change(self.value[self._cursor :], 0)

    def _beside(self, step: int) -> int:
        """Give the place one letter further, its combining marks with it."""
        place = max(0, min(len(self.value), self._cursor + step))
        while 0 < place < len(self.value) and unicodedata.combining(self.value[place]):
            place += step
        return place

    def _cells_before(self, place: int) -> int:
        return width_of(printable(self.value[:place]))

    def _redraw(self) -> None:
        """Scroll so that the cursor is in view, put the terminal's cursor there, and paint."""
        room = max(1, self.size.width - width_of(self.prompt) - 1)
        cells, whole = self._cells_before(self._cursor), self._cells_before(len(self.value))
        # Never further than needed: a line that was filled before it was laid out shows its beginning again.
        self._scroll = max(0, min(self._scroll, cells, whole - room), cells - room)
        if self.has_focus:
            self.app.cursor_position = self.region.offset + Offset(width_of(self.prompt) + cells - self._scroll, 0)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint prompt, text and cursor."""
        width = self.size.width
        style = self.rich_style
        if y:
            return Strip.blank(width, style)
        prompt = Segment(self.prompt, self.get_component_rich_style("editor--prompt"))
        if not self.value and self.hint and not self.has_focus:
            hint = Segment(printable(self.hint), self.get_component_rich_style("editor--hint"))
            return Strip([prompt, hint]).adjust_cell_length(width, style)
        segments = [Segment(printable(self.value), style)]
        if self.has_focus:
            after = self._beside(1)
            cursor_style = self.get_component_rich_style("editor--cursor")
            segments = [
                Segment(printable(self.value[: self._cursor]), style),
                Segment(printable(self.value[self._cursor : after]) or " ", cursor_style),
                Segment(printable(self.value[after:]), style),
            ]
        text = Strip(segments)
        shown = text.crop(self._scroll, max(self._scroll, self._scroll + width - width_of(self.prompt)))
        return Strip.join([Strip([prompt]), shown]).adjust_cell_length(width, style)
