"""The few lines under a list that explain the row under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widgets import Static

from console.tui.content import lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from console.tui.content import Piece


class DetailPane(Vertical):
    """A rule and up to four lines; what does not fit is in the why pane."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.border_title = "w shows all of it"
        self._parts: Sequence[Piece | tuple[Piece, ...]] = ()
        self._text = Static(expand=True)
        # As high as the pane, whatever it says: other words need no new layout, which takes two frames.
        self._text.styles.height = "100%"

    def compose(self) -> ComposeResult:
        """Hold one text."""
        yield self._text

    def show(self, parts: Sequence[Piece | tuple[Piece, ...]]) -> None:
        """Show these lines."""
        if parts != self._parts:
            self._parts = parts
            self._text.update(lines(parts), layout=False)
