"""The names of keys: what commands declare and what people read. No Textual here."""

from __future__ import annotations

from typing import Final

SHOWN: Final = {
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "space": "Space",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
    "paste": "(paste)",
}
"""Keys whose name people read differently. Letters, digits and signs are read as they are."""

EVERY_KEY_NAME: Final = frozenset([*SHOWN, *(f"f{number}" for number in range(1, 25))]) - {"paste"}


def key_text(token: str) -> str:
    """Name a key as people read it: `Enter`, `F3`, `Ctrl+P`, `d`."""
    if token in SHOWN:
        return SHOWN[token]
    if token.startswith("ctrl+"):
        return f"Ctrl+{token.removeprefix('ctrl+').upper()}"
    return token.upper() if len(token) > 1 and token[0] == "f" and token[1:].isdigit() else token
