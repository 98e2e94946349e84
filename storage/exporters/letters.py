"""Letters on paper: A4 for a window envelope, 12 points or large print, as a tagged PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from storage.exporters.pdf import Press, UnfitError, signs_without_type

if TYPE_CHECKING:
    from datetime import datetime

    from domain.letters.model import Language
    from domain.letters.texts import FilledLetter

STANDARD_POINTS: Final = 12
LARGE_PRINT_POINTS: Final = 16
WINDOW_LINES: Final = 7
# A name may take two rows, and so may each way to reach them; more rows of large print have no room beside the window.
CONTACT_ROWS: Final = 10
WORDS: Final[dict[Language, tuple[str, str]]] = {"en": ("Page", "of"), "cy": ("Tudalen", "o")}
REFERENCE: Final[dict[Language, str]] = {"en": "Reference:", "cy": "Cyfeirnod:"}


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes, with the address and the ways to reach them."""

    name: str
    lines: tuple[str, ...]
    contact: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands on a letter beside its text; `date` and `greeting` are words, `address` three to seven lines."""

    sender: Sender
    address: tuple[str, ...]
    reference: str
    date: str
    greeting: str
    closing: tuple[str, ...] = ()
    large_print: bool = False


class LetterPress:
    """Makes letters one after the other, and reads template and fonts once; for one thread at a time."""

    def __init__(self) -> None:
        self._press = Press("letter")

    def pdf(self, letter: FilledLetter, envelope: Envelope, made_at: datetime) -> bytes:
        """Make the PDF of a letter; raises UnfitError where its address cannot be read through the window."""
        return self._press.pdf(letter_data(letter, envelope), made_at)

    def pictures(self, letter: FilledLetter, envelope: Envelope, made_at: datetime) -> list[bytes]:
        """Make a PNG of each page of a letter; raises UnfitError alike."""
        return self._press.pictures(letter_data(letter, envelope), made_at)


def letter_pdf(letter: FilledLetter, envelope: Envelope, made_at: datetime) -> bytes:
    """Make the PDF of a letter (PDF/UA-1); the same letter made at the same time is the same to the byte.

    Raises UnfitError where its address has more lines than the window, or a line too long for it.
    """
    return LetterPress().pdf(letter, envelope, made_at)


def letter_pictures(letter: FilledLetter, envelope: Envelope, made_at: datetime) -> list[bytes]:
    """Make a PNG of each page of a letter."""
    return LetterPress().pictures(letter, envelope, made_at)


def unset_signs(letter: FilledLetter, envelope: Envelope) -> frozenset[str]:
    """Give the signs of a letter that its type has not got, in whose place a number would be printed."""
    return signs_without_type(letter_data(letter, envelope))


def points(envelope: Envelope) -> int:
    """Give the size of a letter's type in points."""
    return LARGE_PRINT_POINTS if envelope.large_print else STANDARD_POINTS


def contact_points(envelope: Envelope) -> int:
    """Give the size of sender and contact: that of the letter, where there is room for it beside the window."""
    sender = envelope.sender
    rows = 2 + len(sender.lines) + 2 * len(sender.contact)
    return points(envelope) if rows <= CONTACT_ROWS else STANDARD_POINTS


def is_form(items: tuple[str, ...]) -> bool:
    """Tell whether a list is to be filled in by hand: each of it ends with a colon."""
    return bool(items) and all(item.endswith(":") for item in items)


def refuse_many_lines(envelope: Envelope) -> None:
    """Raise UnfitError where an address has more lines than the window of the envelope."""
    if len(envelope.address) > WINDOW_LINES:
        raise UnfitError(f"The address has {len(envelope.address)} lines; the window has room for {WINDOW_LINES}.")


def letter_data(letter: FilledLetter, envelope: Envelope) -> dict[str, Any]:
    """Give what the template of a letter is told; raises UnfitError where the address has too many lines."""
    refuse_many_lines(envelope)
    return {
        "number": letter.number,
        "title": letter.title,
        "language": letter.language,
        "notice": letter.notice,
        "notice_language": "cy",
        "paragraphs": [
            {"heading": paragraph.heading, "text": paragraph.text, "items": list(paragraph.items)}
            | {"to_fill_in": is_form(paragraph.items)}
            for paragraph in letter.paragraphs
        ],
        "size_pt": points(envelope),
        "contact_pt": contact_points(envelope),
        "sender": {"name": envelope.sender.name, "lines": list(envelope.sender.lines)},
        "contact": [list(line) for line in envelope.sender.contact],
        "address": list(envelope.address),
        "reference": envelope.reference,
        "reference_word": REFERENCE[letter.language],
        "date": envelope.date,
        "greeting": envelope.greeting,
        "closing": list(envelope.closing),
        "page_words": list(WORDS[letter.language]),
    }
