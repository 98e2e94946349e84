"""What stands on a terminal too small to work in: still, and every key kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from console.tui.widgets.cells import fit

if TYPE_CHECKING:
    from textual.geometry import Size

LEAST_WIDTH: Final = 80
LEAST_HEIGHT: Final = 24


def is_too_small(size: Size) -> bool:
    """Whether a terminal is too small to work in."""
    return size.width < LEAST_WIDTH or size.height < LEAST_HEIGHT


class TooSmall(Widget):
    """Covers the screen while it is smaller than 80 by 24."""

    def render_line(self, y: int) -> Strip:
        """Say what is needed; cut where even that does not fit."""
        size = self.size
        words = (
            "This window is too small.",
            f"It has {size.width} by {size.height};",
            f"Closeout needs {LEAST_WIDTH} by {LEAST_HEIGHT}.",
            "Keys typed now wait.",
        )
        return Strip([Segment(fit(words[y] if y < len(words) else "", size.width), self.rich_style)])
