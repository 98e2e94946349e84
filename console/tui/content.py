"""Data on its way to the screen: always `Content`, never a `str` that Textual would read as markup.

Every helper makes its text printable first, so a name with brackets is shown whole and an escape sequence is
shown, not obeyed. Screens hand nothing else to Textual's own widgets; a test holds them to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from textual.content import Content

from console.present.printable import printable, printable_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

Tone: TypeAlias = Literal["plain", "strong", "muted", "good", "warning", "bad"]
"""How a piece of text is meant. A tone only underlines what a word or a sign beside it already says."""

STYLES: Final[dict[Tone, str]] = {
    "plain": "",
    "strong": "bold",
    "muted": "$tone-muted",
    "good": "$tone-good",
    "warning": "$tone-warning",
    "bad": "bold $tone-bad",
}


class Toned(NamedTuple):
    """A piece of text and how it is meant."""

    text: str
    tone: Tone = "plain"


Piece: TypeAlias = str | Toned


def toned(piece: Piece) -> Toned:
    """Read a piece that may be a plain string as one with a tone."""
    return piece if isinstance(piece, Toned) else Toned(piece)


def line(*pieces: Piece) -> Content:
    """Join pieces of text into one line of content."""
    return Content.assemble(
        *((printable(text), STYLES[tone]) if STYLES[tone] else printable(text) for text, tone in map(toned, pieces))
    )


def paragraphs(text: str, tone: Tone = "plain") -> Content:
    """Show a text of several lines, such as a free note, line by line."""
    return lines(Toned(part, tone) if tone != "plain" else part for part in printable_lines(text))


def lines(parts: Iterable[Piece | tuple[Piece, ...]]) -> Content:
    """Show several lines below one another; a line is a piece, or a tuple of pieces."""
    return Content("\n").join([line(part) if isinstance(part, str | Toned) else line(*part) for part in parts])
