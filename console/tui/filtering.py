"""The filter over a list: typed on a line of its own, in force with each key, and taken away with Esc."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.tui.widgets.editor import LineEditor
from console.tui.widgets.grid import Grid
from console.tui.widgets.panes import WhyPane
from console.tui.work_commands import FILTER

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from console.tui.screens.base import ConsoleScreen

    Base = ConsoleScreen
else:
    Base = object


class FilterLine(LineEditor):
    """The line the filter is typed on."""

    CONTEXT: ClassVar[str] = FILTER


class Filtering(Base):
    """A screen whose list is filtered as typed; it puts a `FilterLine` over its list and says what passes."""

    filter_text: str = ""

    def compose_work(self) -> ComposeResult:
        """Show the filter line over the list."""
        yield FilterLine(" Filter: ", id="filter")
        yield from super().compose_work()

    def filtered(self) -> None:
        """List what passes the filter now."""
        raise NotImplementedError

    @property
    def filter_line(self) -> FilterLine:
        """The line the filter is typed on."""
        return self.query_one(FilterLine)

    def filter_by(self, text: str) -> None:
        """Filter by a text, and show it on its line."""
        self.filter_line.set_text(text)
        self.set_class(bool(text), "-filtering")
        self._filter(text)

    def _filter(self, text: str) -> None:
        self.filter_text = text
        with self.saying_no():
            self.filtered()

    def _on_line_editor_changed(self, event: LineEditor.Changed) -> None:
        if event.editor is self.filter_line:
            self._filter(event.value)

    def command_filter(self) -> None:
        """Begin to filter."""
        self.remove_class("-why-open")
        self.add_class("-filtering")
        self.filter_line.focus()

    def command_filter_done(self) -> None:
        """Go to the list."""
        self.set_class(bool(self.filter_text), "-filtering")
        self.query_one(Grid).focus()

    def command_filter_clear(self) -> None:
        """Take the filter away."""
        self.filter_by("")
        self.query_one(Grid).focus()

    def command_back(self) -> None:
        """Shut what is open over the list first, then take the filter away, then go back."""
        over = self.has_class("-why-open") or isinstance(self.focused, WhyPane)
        if self.filter_text and not over:
            self.command_filter_clear()
        else:
            super().command_back()
