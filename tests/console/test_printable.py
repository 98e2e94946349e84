from __future__ import annotations

import subprocess
import sys
import unicodedata
from timeit import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.present.printable import HIDDEN, SPACES, printable, printable_lines

NO_TERMINAL_OBEYS = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ESC\x1b[31m", "ESC␛[31m"),
        ("\x00\x07\x08\t\n\r\x7f", "␀␇␈␉␊␍␡"),
        ("\x85\x9b31m", "‹U+0085›‹U+009B›31m"),
        ("a\u202eb\u2066c\u2069\u200e\u061c", "a‹U+202E›b‹U+2066›c‹U+2069›‹U+200E›‹U+061C›"),
        ("a\u200bb\ufeffc\u00add\u2060", "a‹U+200B›b‹U+FEFF›c‹U+00AD›d‹U+2060›"),
        ("a\u2028b\u2029", "a‹U+2028›b‹U+2029›"),
        ("\ud800", "‹U+D800›"),
        ("x\U000e0041", "x‹U+E0041›"),
        ("x\ue000", "x‹U+E000›"),
        ("x\ufe0f\u034f\u3164\u2800", "x‹U+FE0F›‹U+034F›‹U+3164›‹U+2800›"),
        ("\u0301x", "◌\u0301x"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
    ],
)
def test_what_a_terminal_would_obey_is_shown_instead(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Smith [née Jones]",
        "Siân Llŷr Ŵyn",
        "Pádraig Ó Súilleabháin",
        "e\u0301 A\u030a",
        "王小明",
        "한글",
        "عبد الله",
        "Ελένη",
        "a\u00a0b",
        "",
        "£1,234.56 – “so”",
    ],
)
def test_ordinary_text_stays_whole(text: str) -> None:
    assert printable(text) is text or printable(text) == text


@given(st.text(st.characters(codec=None)))
def test_nothing_is_dropped_and_nothing_obeyed_is_left(text: str) -> None:
    shown = printable(text)
    assert all(unicodedata.category(character) not in NO_TERMINAL_OBEYS for character in shown)
    assert "\n" not in shown
    kept = [each for each in text if (each.isprintable() and not HIDDEN.match(each)) or each in SPACES]
    remaining = iter(shown)
    assert all(each in remaining for each in kept)
    assert len(shown) >= len(text)


@given(st.text(st.characters(codec=None)))
def test_printable_text_is_printable_already(text: str) -> None:
    assert printable(printable(text)) == printable(text)


def test_lines_of_a_note_stay_lines() -> None:
    assert printable_lines("one\r\ntwo\x1b\n") == ["one", "two␛", ""]


def test_an_ordinary_name_costs_next_to_nothing() -> None:
    name = "HOLT Dinah, CG000412"
    rounds = 20_000
    least = min(timeit(lambda: printable(name), number=rounds) for _ in range(5)) / rounds
    plain = min(timeit(name.encode, number=rounds) for _ in range(5)) / rounds
    assert least < 20 * plain


def test_it_needs_neither_textual_nor_rich() -> None:
    code = "import sys, console.present.printable; sys.exit(any(name in sys.modules for name in ('textual', 'rich')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
