"""A page to type a note on; made only when it is first wanted."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.widgets import TextArea

from console.present.printable import printable_lines
from console.tui.register import NOTEPAD


class Notepad(TextArea):
    """Several lines of plain text. Enter begins a new line, F2 keeps the text, Esc leaves it as a draft."""

    CONTEXT: ClassVar[str] = NOTEPAD

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, theme="css", soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        self.cursor_blink = False
        self.highlight_cursor_line = False

    async def _on_paste(self, event: events.Paste) -> None:
        """Take what was pasted with its control characters made visible."""
        await super()._on_paste(events.Paste("\n".join(printable_lines(event.text))))
        event.prevent_default()
        event.stop()
