"""What a terminal sends is read as it was meant: pastes as text, and each key as itself, however they arrive."""

from __future__ import annotations

import pytest
from textual import events

from console.tui.terminal_parser import BEGIN, END, TerminalParser

COLOURED = "\x1b[31mo1y\n" * 20 + "\x1b" + "\x1b[2J" + "o1y\n" * 20 + "\x1b[200~\x1b[20"
SHOWN = COLOURED.replace("\x1b", "\u241b")


def read(*chunks: str) -> list[str]:
    """Read what comes in these pieces: keys by name, pastes by their text."""
    parser = TerminalParser()
    found = [event for chunk in chunks for event in parser.feed(chunk)]
    assert all(isinstance(event, events.Key | events.Paste) for event in found)
    return [event.key if isinstance(event, events.Key) else event.text for event in found]  # type: ignore[attr-defined]


def test_escape_characters_in_a_paste_are_text_and_keys_beside_it_are_keys() -> None:
    assert read(f"j{BEGIN}{COLOURED}{END}k") == ["j", SHOWN, "k"]
    assert read(f"{BEGIN}a{END}{BEGIN}b\x1b{END}\r") == ["a", "b\u241b", "enter"]


def test_however_a_paste_is_cut_in_two_it_is_the_same() -> None:
    sent = f"j{BEGIN}{COLOURED}{END}k"
    for place in range(1, len(sent)):
        assert read(sent[:place], sent[place:]) == ["j", SHOWN, "k"]


def test_letter_by_letter_it_is_the_same() -> None:
    assert read(*f"{BEGIN}{COLOURED}{END}\x1b[B{BEGIN}b{END}") == [SHOWN, "down", "b"]


@pytest.mark.parametrize("unended", [BEGIN + COLOURED, f"{BEGIN}{COLOURED}\x1b[201"])
def test_a_paste_that_never_ends_types_nothing(unended: str) -> None:
    assert read(unended) == []


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ("\x1b:q\r", ["escape", "colon", "q", "enter"]),
        ("\x1b1", ["escape", "1"]),
        ("\x1b3y", ["escape", "3", "y"]),
        ("\x1b/", ["escape", "slash"]),
        ("\x1b ", ["escape", "space"]),
        ("\x1b-", ["escape", "minus"]),
        ("\x1b*", ["escape", "asterisk"]),
        ("\x1b\r", ["escape", "enter"]),
        ("\x1b\t", ["escape", "tab"]),
        ("\x1bf", ["escape", "f"]),
        ("\x1bT", ["escape", "T"]),
        ("\x1b" + "j" * 50, ["escape", *"j" * 50]),
        ("\x1b\x1b:", ["escape", "escape", "colon"]),
        ("\x1b\x1b[B", ["escape", "down"]),
        ("\x1b[A\x1bOB\x1b[15~\x1b[1;5C", ["up", "down", "f5", "ctrl+right"]),
    ],
)
def test_esc_is_a_key_of_its_own_whatever_comes_right_after_it(sent: str, keys: list[str]) -> None:
    assert read(sent) == keys
    assert read(*sent) == keys
