"""For terminals that show ASCII only: every other character gives way to one of the same width.

It is the last step before the terminal, so nothing on any screen escapes it: not a frame, not a scroll bar, not a
name. Signs have their usual stand-ins (`…` is `~`, `▲` is `^`); letters lose their accents; what has no likeness is
`?`, so that a reader sees that something is not shown.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.segment import Segment
from textual.filter import LineFilter

if TYPE_CHECKING:
    from textual.color import Color

STAND_INS: Final = {
    "…": "~", "▲": "^", "▼": "v", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "£": "L", "✓": "+",
    "·": ".", "•": "*", "×": "x", "‹": "<", "›": ">", "◌": "o", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d",
    "→": ">", "←": "<", "█": "#", "\u00a0": " ",
}  # fmt: skip

BOX_DRAWING: Final = range(0x2500, 0x2580)
BLOCKS: Final = range(0x2580, 0x25A0)


@lru_cache(4096)
def ascii_text(text: str) -> str:
    """Write a text with ASCII characters only, as wide as it was."""
    return text if text.isascii() else "".join([_ascii_character(character) for character in text])


def _ascii_character(character: str) -> str:
    if character.isascii():
        return character
    if stand_in := STAND_INS.get(character):
        return stand_in
    code = ord(character)
    if code in BOX_DRAWING:
        return "-" if character in "─━╌╍┄┅┈┉═" else "|" if character in "│┃╎╏┆┇┊┋║" else "+"
    if code in BLOCKS:
        return " "
    width = cell_len(character)
    base = unicodedata.normalize("NFKD", character)[0]
    return base if base.isascii() and width == 1 else "?" * width


class AsciiOnly(LineFilter):
    """Replaces what is not ASCII in everything that is painted."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Give the segments of a line with ASCII characters only."""
        del background
        return [Segment(ascii_text(text), style, control) for text, style, control in segments]
