"""Opening a file with the system's own viewer: only where there is one, and only when somebody asks for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from domain.errors import BadInputError

if TYPE_CHECKING:
    from pathlib import Path

OPENERS: Final = {"darwin": "open", "win32": "explorer"}
NO_VIEWER: Final = "This terminal has no viewer of its own; open the file where you can see it."


def viewer() -> str | None:
    """Give the program that opens a file with whatever it is read with; None where nothing can be shown."""
    if sys.platform in OPENERS:
        return shutil.which(OPENERS[sys.platform])
    shows = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return shutil.which("xdg-open") if shows else None


def open_with_viewer(path: Path) -> None:
    """Show a file with the system's viewer, without waiting for it; raises BadInputError where there is none."""
    program = viewer()
    if program is None:
        raise BadInputError(NO_VIEWER)
    try:
        subprocess.Popen(  # noqa: S603 - the system's own viewer, with a file that was just written
            [program, str(path.resolve())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        raise BadInputError(NO_VIEWER) from None
