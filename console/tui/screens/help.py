"""The keys that apply: what each does, and why one does not just now. Made from the commands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.tui.content import Toned
from console.tui.screens.base import ConsoleScreen
from console.tui.widgets.chrome import CasegroupLine
from console.tui.widgets.grid import Grid
from console.tui.widgets.grid_source import Column, GridRow
from console.tui.widgets.wrapped_rows import wrapped_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from console.tui.commands import Command
    from console.tui.widgets.grid_source import ListSource

COLUMNS = (
    Column(key="keys", title="Keys", width_min=12, sortable=False),
    Column(key="label", title="Command", width_min=12, sortable=False),
    Column(key="help", title="What it does", width_min=30, flex=1, sortable=False),
)


class HelpScreen(ConsoleScreen):
    """Lists the commands of the screen it was asked from."""

    CONTEXT: ClassVar[str] = "help"

    def __init__(self, commands: Sequence[tuple[Command, str | None]]) -> None:
        super().__init__()
        self._rows = [_row(command, reason) for command, reason in commands]

    def compose_work(self) -> ComposeResult:
        """Show each command, its sentence on as many lines as it takes."""
        yield Grid(self._source(), markable=False, id="keys")

    def on_mount(self) -> None:
        """Say what the list is."""
        self.query_one(CasegroupLine).show_casegroup("Keys", "that apply on the screen you came from. Esc goes back.")

    def on_resize(self) -> None:
        """Break the sentences to the new width."""
        self.query_one("#keys", Grid).set_source(self._source())

    def _source(self) -> ListSource:
        return wrapped_source(COLUMNS, self._rows, self.app.size.width)


def _row(command: Command, reason: str | None) -> GridRow:
    if reason is None:
        return GridRow(command.name, (command.keys_text, command.label, command.help))
    return GridRow(command.name, (command.keys_text, Toned(f"({command.label})", "muted"), Toned(reason, "muted")))
