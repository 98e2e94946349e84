"""Text that came from outside, made safe to show: what a terminal would obey becomes something it only prints.

Names and references are data. A terminal that is handed an escape character, a C1 byte or a right-to-left
override obeys it, so those characters are replaced by visible, inert forms: `␛` for ESC, `‹U+202E›` for the
override. Letters of every language stay whole, with their accents and combining marks. Nothing is dropped.
"""

from __future__ import annotations

import re

CONTROL_PICTURES = 0x2400
"""U+2400 begins the visible pictures of the 32 control characters, in their order."""

DELETE = 0x7F
DELETE_PICTURE = "␡"
DOTTED_CIRCLE = "◌"
"""Carries a combining mark that has no letter of its own, so that it cannot sit on its neighbour's last letter."""

HIDDEN = re.compile(
    "["
    "\u034f"  # combining grapheme joiner
    "\u115f\u1160\u3164\uffa0"  # Hangul fillers: letters that show nothing
    "\u17b4\u17b5"  # Khmer inherent vowels, invisible
    "\u180b-\u180f"  # Mongolian variation selectors
    "\u2800"  # blank braille pattern
    "\ufe00-\ufe0f\U000e0100-\U000e01ef"  # variation selectors: they change the width of what stands before
    "]"
)
"""Characters that Python calls printable and that nobody can see."""

HOMELESS_MARK = re.compile("\\A[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
SPACES = frozenset("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000")
"""Spaces of several widths. They show as what they are, and nothing obeys them."""


def printable(text: str) -> str:
    """Make a text safe to print, with nothing dropped and every ordinary letter kept.

    Control characters become their pictures (`␛`, `␊`, `␡`); C1 bytes, direction overrides and isolates,
    zero-width and format characters, line separators, lone surrogates, tags and private characters become
    their number (`‹U+202E›`). The answer is one line and safe for any terminal that speaks UTF-8.
    """
    if text.isprintable() and (text.isascii() or not (HIDDEN.search(text) or HOMELESS_MARK.match(text))):
        return text
    shown = "".join([_shown(character) for character in text])
    return DOTTED_CIRCLE + shown if HOMELESS_MARK.match(shown) else shown


def printable_lines(text: str) -> list[str]:
    """Split a text at its line ends and make each line safe to print; for notes of several lines."""
    return [printable(line) for line in text.replace("\r\n", "\n").split("\n")]


def _shown(character: str) -> str:
    """Give the visible form of one character: itself, a picture, or its number."""
    if (character.isprintable() and not HIDDEN.match(character)) or character in SPACES:
        return character
    code = ord(character)
    if code < 0x20:
        return chr(CONTROL_PICTURES + code)
    return DELETE_PICTURE if code == DELETE else f"‹U+{code:04X}›"
