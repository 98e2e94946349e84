"""Opening the console at a desk: line 1, the first screen, the commands of the work, and the crash report's place."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from console.desk.place import remembered
from console.desk.settings import keymap_path
from console.present.wording import day
from console.tui.app import CloseoutApp
from console.tui.commands import rebound
from console.tui.register import COMMANDS
from console.tui.screens.worklist import WorklistScreen
from console.tui.widgets.chrome import Status
from domain.errors import BadInputError
from domain.events import EVENT

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.desk import Desk
    from console.tui.commands import Command


def commands_with_keys(keymap: Path) -> tuple[Command, ...]:
    """Give the commands with the keys of a keymap file, where there is one; raises BadInputError with its faults."""
    try:
        text = keymap.read_text(encoding="utf-8")
    except FileNotFoundError:
        return COMMANDS
    except (OSError, UnicodeDecodeError):
        message = f"{keymap}: cannot be read; expected a keymap in TOML"
        raise BadInputError(message) from None
    commands, faults = rebound(COMMANDS, text)
    if faults:
        raise BadInputError("\n".join(f"{keymap}: {fault}" for fault in faults))
    return commands


def casework_app(
    desk: Desk,
    *,
    theme: str | None = None,
    ascii_only: bool = False,
    state: Path | None = None,
    keymap: Path | None = None,
) -> CloseoutApp:
    """Make the console of a desk.

    `state` is the folder where places are remembered, `keymap` a file that gives commands other keys.
    """
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
    keymap = keymap or keymap_path()
    place = remembered(header.store_id, state)
    options = {} if theme is None else {"theme": theme}
    app = CloseoutApp(
        lambda: WorklistScreen(desk, place),
        commands=commands_with_keys(keymap),
        status=status,
        ascii_only=ascii_only,
        report_directory=desk.store.path.parent,
        **options,
    )
    # What the first casegroup to be opened needs, and the first paint does not.
    app.load_ahead(EVENT.rebuild, partial(import_module, "console.tui.screens.casegroup"))
    return app
