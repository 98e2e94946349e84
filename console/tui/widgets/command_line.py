"""Line 23: the command line, and beside it the keys typed ahead."""

from __future__ import annotations

from typing import ClassVar

from textual.message import Message

from console.tui.register import COMMAND_LINE
from console.tui.widgets.editor import LineEditor


class CommandLine(LineEditor):
    """Where `:` leads: a number, a word or an alias, then Enter. Otherwise it shows what is typed ahead."""

    CONTEXT: ClassVar[str] = COMMAND_LINE

    class Given(Message):
        """A line has been given: the screen does what it says."""

        def __init__(self, line: str) -> None:
            super().__init__()
            self.line = line

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(" : ", id=id)
        self.hint = "_"
        self.can_focus = False

    def show_pending(self, text: str) -> None:
        """Show the keys that wait; a plain line when none do."""
        hint = f"typed ahead: {text}" if text else "_"
        if hint != self.hint:
            self.hint = hint
            self.refresh()

    def begin(self) -> None:
        """Take the focus with an empty line."""
        self.can_focus = True
        self.set_text("")
        self.focus()

    def finish(self) -> str:
        """Give up the focus, empty the line and say what stood on it."""
        line = self.value.strip()
        self.set_text("")
        self.can_focus = False
        return line
