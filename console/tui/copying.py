"""Copying to the clipboard: what of a line is copied, and what can be said of whether it arrived.

The text goes to the terminal as an OSC 52 sequence, which also reaches the clipboard of whoever sits at the other end
of a remote connection, and a browser. No terminal answers it, so nobody here knows whether it was taken; where it is
known that it cannot be, that is said instead. What is copied is made printable first: pasted into a terminal, a name
from outside does nothing there either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from console.present.printable import printable
from console.tui.content import Toned
from console.tui.widgets.grid_source import Short
from console.tui.widgets.wrapped_rows import row_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.tui.widgets.grid import Grid
    from console.tui.widgets.grid_source import Cell, GridRow

BETWEEN: Final = "  "
SHOWN: Final = 24
LONGEST: Final = 10_000
"""Some terminals take no more at once; no line comes near it."""


class Copied(NamedTuple):
    """What is copied, and what it is."""

    text: str
    what: str


def whole_line(grid: Grid) -> Copied | None:
    """Give the line under the cursor as text, all lines of it where it goes on under itself; None without a line."""
    texts = [texts_of(row.cells) for row in _rows_of_line(grid)]
    text = " ".join(BETWEEN.join(part) for part in texts if part)
    return Copied(text[:LONGEST], "the line") if text else None


def value_of_line(grid: Grid, casegroup_id: str | None) -> Copied | None:
    """Give what of the line under the cursor is mostly wanted elsewhere.

    The casegroup's number where it stands in the line, the value of a line that has a name and a value, else all of it.
    """
    rows = _rows_of_line(grid)
    texts = texts_of(rows[0].cells) if len(rows) == 1 else []
    if casegroup_id is not None and casegroup_id in texts:
        return Copied(casegroup_id[:LONGEST], "the casegroup number")
    if len(texts) == 2:
        return Copied(texts[1][:LONGEST], "the value")
    return whole_line(grid)


def texts_of(cells: Sequence[Cell]) -> list[str]:
    """Give the texts of cells in full, however little of them fits their columns."""
    texts = (cell.text if isinstance(cell, Toned | Short) else "" if cell is None else str(cell) for cell in cells)
    return [printable(text).strip() for text in texts if text.strip()]


def _rows_of_line(grid: Grid) -> list[GridRow]:
    key = row_key(grid.cursor_key or "")
    if not key:
        return []
    first = last = grid.cursor_position
    while (row := grid.row(first - 1)) is not None and row_key(row.key) == key:
        first -= 1
    while (row := grid.row(last + 1)) is not None and row_key(row.key) == key:
        last += 1
    return list(grid.source.page(first, last + 1))


def why_not(environment: Mapping[str, str], *, in_browser: bool) -> str | None:
    """Say why nothing can be copied here, as a sentence; None where it may arrive."""
    if in_browser:
        return None
    if environment.get("TERM") in {"linux", "dumb"}:
        return "Nothing was copied: this terminal has no clipboard."
    if environment.get("TERM_PROGRAM") == "Apple_Terminal" and "TMUX" not in environment:
        return "Nothing was copied: this terminal takes no copies; mark the text with the mouse."
    return None


def sent(copied: Copied, environment: Mapping[str, str], *, in_browser: bool) -> str:
    """Say what was sent to the clipboard, and that nobody tells whether it arrived."""
    text = copied.text if len(copied.text) <= SHOWN else f"{copied.text[: SHOWN - 3].rstrip()}..."
    if in_browser:
        unknown = "The browser may ask you first."
    elif "TMUX" in environment:
        unknown = "tmux passes it on if set-clipboard is on."
    else:
        unknown = "The terminal does not confirm it."
    return f"Copied {copied.what}: {text}. {unknown}"
