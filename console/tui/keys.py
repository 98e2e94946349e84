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


def parted(event: events.Event) -> tuple[events.Event, ...]:
    """Part what a terminal sends for Alt and a letter: Esc and the letter, which typed quickly look just the same.

    Nothing is on Alt here, so it is Esc that was meant, and neither key may be lost or taken for the other.
    """
    if not isinstance(event, events.Key) or not event.key.startswith("alt+") or not event.is_printable:
        return (event,)
    letter = event.character or ""
    keys = (
        events.Key("escape", "\x1b"),
        events.Key(letter if letter.isalnum() else event.key.removeprefix("alt+"), letter),
    )
    for key in keys:
        key.time = event.time
    return keys


def normalised(event: events.Event) -> events.Event:
    """Turn Enter on the keypad into Enter; every other event stays as it is."""
    if isinstance(event, events.Key) and event.key == KEYPAD_ENTER:
        enter = events.Key("enter", "\r")
        enter.time = event.time
        return enter
    return event
