"""Keys as Textual reports them, named as commands name them."""

from __future__ import annotations

from typing import Final

from textual import events

KEYPAD_ENTER: Final = "ctrl+j"
"""What terminals send for Enter on the keypad; it means Enter."""


def key_token(event: events.Key) -> str:
    """Name a key as commands do: the character it types, or its name (`enter`, `f3`, `ctrl+p`, `space`)."""
    character = event.character
    if character is not None and character.isprintable() and character != " " and "ctrl+" not in event.key:
        return character
    return event.key


def normalised(event: events.Event) -> events.Event:
    """Turn Enter on the keypad into Enter; every other event stays as it is."""
    if isinstance(event, events.Key) and event.key == KEYPAD_ENTER:
        enter = events.Key("enter", "\r")
        enter.time = event.time
        return enter
    return event
