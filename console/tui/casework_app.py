"""Opening the console at a desk: line 1, the first screen, the commands of the work, and the crash report's place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.place import remembered
from console.present.wording import day
from console.tui.app import CloseoutApp
from console.tui.register import COMMANDS
from console.tui.screens.worklist import WorklistScreen
from console.tui.widgets.chrome import Status

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.desk import Desk


def casework_app(
    desk: Desk, *, theme: str | None = None, ascii_only: bool = False, state: Path | None = None
) -> CloseoutApp:
    """Make the console of a desk; `state` is the folder where places are remembered."""
    desk.require_place_on_roster()
    header = desk.store.header
    actor = desk.actor
    status = Status(
        training=header.kind == "training",
        store=desk.store.path.name + (" (read only)" if desk.store.read_only else ""),
        policy=f"{desk.edition}, {day(desk.as_at)}",
        who=actor.name,
        role=actor.title,
    )
    place = remembered(header.store_id, state)
    options = {} if theme is None else {"theme": theme}
    return CloseoutApp(
        lambda: WorklistScreen(desk, place),
        commands=COMMANDS,
        status=status,
        ascii_only=ascii_only,
        report_directory=desk.store.path.parent,
        **options,
    )
