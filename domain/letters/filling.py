"""What stands on a letter beside its own text: names, addresses, dates and amounts in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from domain.addresses import MOST_LINES
from domain.letters.texts import FilledLetter, LetterFieldsError, fill, letter_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from domain.casegroup import Person
    from domain.letters.catalogue import LetterNumber
    from domain.letters.model import Language
    from domain.notices import CaseStatus

MONTHS: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "cy": (
        "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin",
        "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr",
    ),
}  # fmt: skip
GREETINGS: Final[Mapping[Language, str]] = {"en": "Dear", "cy": "Annwyl"}


@dataclass(frozen=True, slots=True)
class LetterSender:
    """Who letters come from; both telephone numbers stand in their text."""

    name: str
    lines: tuple[str, ...]
    telephone: str
    options_telephone: str


@dataclass(frozen=True, slots=True)
class Addressed:
    """A letter with everything that stands on it; `address` has the name first and seven lines at most."""

    letter: FilledLetter
    address: tuple[str, ...]
    greeting: str
    date: str
    reference: str
    sender: LetterSender
    large_print: bool = False


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A letter that cannot be filled in, with everything that is missing or does not belong in it."""

    faults: tuple[str, ...]


def filled(
    number: LetterNumber, status: CaseStatus, language: Language, values: Mapping[str, str]
) -> FilledLetter | Unfilled:
    """Fill in a letter with those of the values that it asks for, or say what is missing."""
    text = letter_text(number, language)
    wanted = text.fields(status)
    try:
        return fill(text, status, {name: value for name, value in values.items() if name in wanted})
    except LetterFieldsError as fault:
        return Unfilled(tuple(str(fault).splitlines()))


def day_in_words(day: date, language: Language = "en") -> str:
    """Write a day as a letter does: 4 February 2016."""
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"


def full_name(person: Person) -> str:
    """Give a client's name as it stands on an envelope; empty where the surname is not known."""
    if not person.surname or not person.surname.strip():
        return ""
    return " ".join(" ".join((person.title or "", person.forenames or "", person.surname)).split())


def greeting_of(person: Person, language: Language = "en") -> str:
    """Greet a client by title and surname, or by the whole name where no title is known."""
    name = full_name(person)
    if person.title and person.title.strip() and name:
        name = " ".join(f"{person.title} {person.surname}".split())
    return f"{GREETINGS[language]} {name}" if name else ""


def address_block(name: str, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Put the name over the address; where that makes too many lines, the first of the address share one."""
    while len(lines) >= MOST_LINES:
        lines = (f"{lines[0]}, {lines[1]}", *lines[2:])
    return (name, *lines)
