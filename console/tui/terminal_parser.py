"""Reading what a terminal sends: a paste is text, and Esc is Esc whatever is typed right after it.

Textual takes an escape character inside a paste for the beginning of a key, and what follows it for keys typed: text
copied from a coloured terminal would record what its letters mean here. Outside a paste it takes Esc and the key after
it for one key where both come in one burst, as they do when somebody types ahead: Esc and 1 are then neither.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from textual import events
from textual._xterm_parser import XTermParser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.driver import Driver
    from textual.message import Message

ESCAPE: Final = "\x1b"
SHOWN: Final = "\u241b"
"""Stands for an escape character in a text, so that nothing disappears unseen."""

BEGIN: Final = "\x1b[200~"
END: Final = "\x1b[201~"
GO_ON: Final = frozenset("[OP]_^X\x7f\x1b")
"""After an escape character these begin what a terminal sends for a key or says of itself; nothing else does."""


class TerminalParser(XTermParser):
    """Reads what a terminal sends; between the signs that begin and end a paste no other sign is obeyed."""

    def __init__(self, debug: bool = False) -> None:  # noqa: FBT001, FBT002 - as Textual calls it
        super().__init__(debug)
        self._pasting = False
        self._before = ""
        self._held = ""

    def feed(self, data: str) -> Iterable[Message]:
        """Read what came; nothing at all is the end."""
        safe = self._safe(data)
        if safe or not data:
            yield from super().feed(safe)

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:  # noqa: FBT001, FBT002
        """Give Esc and the key after it as the two keys that they are; nothing is on Alt here."""
        after_escape = len(sequence) == len("\x1b?") and sequence[0] == ESCAPE and sequence[1] not in GO_ON
        if alt or after_escape:
            yield events.Key("escape", ESCAPE)
        yield from super()._sequence_to_key_events(sequence[1:] if after_escape else sequence)

    def _safe(self, data: str) -> str:
        parts = []
        while data:
            part, data = self._pasted(data) if self._pasting else self._typed(data)
            parts.append(part)
        return "".join(parts)

    def _typed(self, data: str) -> tuple[str, str]:
        """Give what comes up to the sign that begins a paste, which may have begun before it, and the rest."""
        whole = self._before + data
        place = whole.find(BEGIN)
        if place < 0:
            self._before = whole[1 - len(BEGIN) :]
            return data, ""
        self._pasting, rest = True, whole[place + len(BEGIN) :]
        return data[: len(data) - len(rest)], rest

    def _pasted(self, data: str) -> tuple[str, str]:
        """Give the text up to the sign that ends the paste, made safe, and the rest; half a sign waits for more."""
        text, end, rest = (self._held + data).partition(END)
        self._held = ""
        if end:
            self._pasting, self._before = False, ""
        else:
            half = next((size for size in range(len(END) - 1, 0, -1) if text.endswith(END[:size])), 0)
            self._held, text = text[len(text) - half :], text[: len(text) - half]
        return text.replace(ESCAPE, SHOWN) + end, rest


def read_with_it(driver: type[Driver]) -> None:
    """Let a driver of Textual's read its terminal so, where it reads one as most do."""
    module = sys.modules[driver.__module__]
    name = XTermParser.__name__
    if hasattr(module, name):
        setattr(module, name, TerminalParser)
