"""One line of the screen, painted straight from its pieces: no layout when it changes, and no markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from console.present.printable import printable
from console.tui.content import STYLES, Piece, Tone, Toned, toned
from console.tui.widgets.cells import ELLIPSIS, cut, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

GAP_CELLS = 2
"""Between what stands at the left and what stands at the right."""


class LineWidget(Widget):
    """A line of toned pieces at the left and, room permitting, at the right."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"tone--{tone}" for tone in STYLES}

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._left: tuple[Toned, ...] = ()
        self._right: tuple[Toned, ...] = ()

    def show(self, left: Sequence[Piece], right: Sequence[Piece] = ()) -> None:
        """Show these pieces from now on; every text is made printable."""
        shown = _printable(left), _printable(right)
        if shown != (self._left, self._right):
            self._left, self._right = shown
            self.refresh()

    @property
    def text(self) -> str:
        """What the line says, pieces joined."""
        return "".join(piece.text for piece in (*self._left, *self._right))

    def tone_style(self, tone: Tone) -> Style:
        """Give the style of a tone on this line."""
        return self.get_component_rich_style(f"tone--{tone}")

    def render_line(self, y: int) -> Strip:
        """Paint the line: left pieces cut with `…` where they do not fit, right pieces dropped whole."""
        width, plain = self.size.width, self.tone_style("plain")
        if y:
            return Strip.blank(width, plain)
        right_width = sum(width_of(piece.text) for piece in self._right)
        left_width = sum(width_of(piece.text) for piece in self._left)
        right = self._right if left_width + GAP_CELLS + right_width <= width else ()
        segments = self._painted(self._left, width)
        if right:
            segments.append(Segment(" " * (width - left_width - right_width), plain))
            segments += self._painted(right, right_width)
        return Strip(segments).adjust_cell_length(width, plain)

    def _painted(self, pieces: Sequence[Toned], width: int) -> list[Segment]:
        """Paint pieces into a width, the last one that fits cut visibly."""
        segments: list[Segment] = []
        for text, tone in pieces:
            room = width - sum(width_of(segment.text) for segment in segments)
            style = self.tone_style(tone)
            if width_of(text) > room:
                segments.append(Segment(cut(text, room - 1) + ELLIPSIS if room > 0 else "", style))
                break
            segments.append(Segment(text, style))
        return segments


def _printable(pieces: Sequence[Piece]) -> tuple[Toned, ...]:
    return tuple(Toned(printable(text), tone) for text, tone in map(toned, pieces))
