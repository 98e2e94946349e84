"""Taking in a file of one old system on the screen of selection: which system, which file, of which day; then y."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from console.desk.load import load_file, preview_load
from console.desk.load_reading import bytes_of
from console.present.events_of_selection import MODES
from console.present.selection import load_lines
from console.present.wording import day
from console.tui.line_after_line import Asked, asking, read_day_or_none, read_path
from console.tui.widgets.question import Choice, Question
from domain.errors import BadInputError, CloseoutError
from domain.selection.loads import SYSTEMS

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.desk import Desk
    from console.desk.load_reading import Mode
    from console.tui.content import Piece
    from console.tui.screens.asking_screen import AskingScreen
    from domain.casegroup import System

EXAMPLE: Final = "sample_data/imports/load-cs2.jsonl"
LARGEST_BYTES: Final = 4 * 1024 * 1024
"""Nobody waits before a still screen for more: that is some thousand casegroups, a few seconds."""


def load_choices(screen: AskingScreen, desk: Desk) -> tuple[Choice, ...]:
    """Offer each system, with what changed on it or whole."""
    modes: tuple[Mode, ...] = ("delta", "full")
    return tuple(_choice(screen, desk, system, mode) for system in SYSTEMS for mode in modes)


def _choice(screen: AskingScreen, desk: Desk, system: System, mode: Mode) -> Choice:
    label = f"{system}, {MODES[mode]}"

    asked = (
        Asked("path", f"{label}: where is the file, such as {EXAMPLE}?", partial(_read_file, system, mode)),
        Asked("day", f"The day of its figures (Enter alone: {day(desk.as_at)})", read_day_or_none),
    )

    def question(typed: dict[str, Any]) -> Question:
        path: Path = typed["path"]
        report, digest = preview_load(desk, path, system, mode, typed["day"])
        told: list[Piece | tuple[Piece, ...]] = list(load_lines(report))

        def commit() -> str:
            if preview_load(desk, path, system, mode, typed["day"])[1] != digest:
                message = f"{path}: the file was changed since it was shown; read it again"
                raise CloseoutError(message)
            return next(load_lines(load_file(desk, path, system, mode, typed["day"])))

        return Question(title=f"Load {label}", choices=(Choice(label="Load it", preview=lambda: told, commit=commit),))

    return asking(screen, label, f"load {system} {mode}", asked, question)


def _read_file(system: System, mode: Mode, text: str) -> Path:
    """Read where a file is; raises BadInputError where there is none, or one too large to wait for on the screen."""
    path = read_path(text)
    size = bytes_of(path)
    if size > LARGEST_BYTES:
        message = (
            f"{path}: {size // 2**20:,} MiB; expected at most {LARGEST_BYTES // 2**20} MiB on the screen: "
            f"closeout load FILE --system {system} --{mode} takes in any"
        )
        raise BadInputError(message)
    return path
