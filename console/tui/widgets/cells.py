"""Text measured in the cells of a terminal: wide letters take two, combining marks none."""

from __future__ import annotations

from typing import Literal, TypeAlias

from rich.cells import cell_len

Align: TypeAlias = Literal["left", "right"]

ELLIPSIS = "…"


def width_of(text: str) -> int:
    """Count the cells a text takes."""
    return len(text) if text.isascii() else cell_len(text)


def cut(text: str, width: int) -> str:
    """Keep as much of the start of a text as fits the width, never half a wide letter, marks with their letter."""
    if width <= 0:
        return ""
    if text.isascii():
        return text[:width]
    used = 0
    for place, character in enumerate(text):
        used += cell_len(character)
        if used > width:
            return text[:place]
    return text


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines no wider than a width, at spaces where there are any; nothing is dropped but those."""
    lines: list[str] = []
    while width_of(text) > width:
        piece = cut(text, width) or text[:1]
        at = piece.rfind(" ") if text[len(piece)] != " " else len(piece)
        line = piece[:at] if at > 0 else piece
        lines.append(line.rstrip())
        text = text[len(line) :].lstrip(" ")
    return [*lines, text]


def fit(text: str, width: int, align: Align = "left") -> str:
    """Make a text exactly as wide as a column: padded, or cut with a visible `…` at its end."""
    if text.isascii() and len(text) <= width:
        return text.ljust(width) if align == "left" else text.rjust(width)
    taken = width_of(text)
    if taken > width:
        text = cut(text, width - 1) + ELLIPSIS if width > 0 else ""
        taken = width_of(text)
    padding = " " * max(0, width - taken)
    return text + padding if align == "left" else padding + text
