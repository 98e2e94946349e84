"""The palette: type part of a command's name, Enter does it. Every key typed ahead counts, for it answers at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.tui.commands import EVERYWHERE
from console.tui.content import Toned
from console.tui.register import PALETTE
from console.tui.screens.base import ConsoleScreen
from console.tui.widgets.editor import LineEditor
from console.tui.widgets.grid import Grid
from console.tui.widgets.grid_source import Column, GridRow
from console.tui.widgets.wrapped_rows import row_key, wrapped_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from console.tui.commands import Command
    from console.tui.widgets.grid_source import ListSource

COLUMNS = (
    Column(key="label", title="Command", width_min=14, sortable=False),
    Column(key="keys", title="Keys", width_min=10, sortable=False),
    Column(key="help", title="What it does", width_min=30, flex=1, sortable=False),
)


def matching(commands: Sequence[tuple[Command, str | None]], typed: str) -> list[tuple[Command, str | None]]:
    """Find the commands that hold every word typed; those whose label begins with it come first."""
    words = typed.casefold().split()

    def rank(entry: tuple[Command, str | None]) -> int:
        label = entry[0].label.casefold()
        return 0 if words and label.startswith(words[0]) else 1 if words and words[0] in label else 2

    found = [
        entry
        for entry in commands
        if all(word in f"{entry[0].label} {entry[0].name} {entry[0].help}".casefold() for word in words)
    ]
    return sorted(found, key=rank)


class PaletteScreen(ConsoleScreen):
    """Finds a command by its name; answers with the command chosen, or None."""

    CONTEXT: ClassVar[str] = PALETTE
    AUTO_FOCUS: ClassVar[str | None] = "#palette-line"

    def __init__(self, commands: Sequence[tuple[Command, str | None]]) -> None:
        super().__init__()
        self._commands = commands
        self._found = list(commands)

    def compose_work(self) -> ComposeResult:
        """Show the line to type in and the commands found."""
        yield LineEditor(" Command: ", id="palette-line")
        yield Grid(self._source(), markable=False, empty="No command has these words.", id="palette-list")

    def contexts(self) -> tuple[str, ...]:
        """Only the palette's own keys apply."""
        return (PALETTE, EVERYWHERE)

    def on_line_editor_changed(self, event: LineEditor.Changed) -> None:
        """Show the commands that fit what is typed."""
        self._found = matching(self._commands, event.value)
        grid = self.query_one("#palette-list", Grid)
        grid.set_source(self._source())
        grid.move_to(0)

    def command_run_chosen(self) -> None:
        """Answer with the command under the cursor."""
        key = row_key(self.query_one("#palette-list", Grid).cursor_key or "")
        self.dismiss(next((command for command, _ in self._found if command.name == key), None))

    def command_leave_palette(self) -> None:
        """Answer with nothing."""
        self.dismiss(None)

    def on_resize(self) -> None:
        """Break the sentences to the new width."""
        self.query_one("#palette-list", Grid).set_source(self._source())

    def _source(self) -> ListSource:
        return wrapped_source(COLUMNS, [_row(*entry) for entry in self._found], self.app.size.width)


def _row(command: Command, reason: str | None) -> GridRow:
    if reason is None:
        return GridRow(command.name, (command.label, command.keys_text, command.help))
    return GridRow(command.name, (Toned(f"({command.label})", "muted"), command.keys_text, Toned(reason, "muted")))
