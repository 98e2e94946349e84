"""Letters in words: the catalogue, and specimens in which every field still shows its name."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Final

from console.present.letter_words import FORMATS, LETTER_STATES, ROLES, why_not
from console.present.wording import capital, day
from storage.exporters.letters import Envelope, Sender

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.desk.letters import LetterView
    from domain.letters.texts import FilledLetter, LetterText
    from domain.notices import CaseStatus

ADDRESSEES: Final[Mapping[str, str]] = {
    "paying_parent": "paying parent",
    "receiving_parent": "receiving parent",
    "either_parent": "either parent",
    "representative": "representative",
}
PURPOSES: Final[Mapping[str, str]] = {
    "further_write_off": "further write-off declaration",
    "arrears_on_cms": "arrears now on CMS",
    "first_contact": "first contact",
    "second_contact": "second contact",
    "reminder": "reminder",
    "end_of_liability": "liability has ended",
    "cover_of_reissue": "covers what is sent again",
    "cover_for_representative": "covers a copy for a representative",
}
CASE_STATUSES: Final[Mapping[str, str]] = {
    "maintenance_and_arrears": "maintenance and arrears",
    "maintenance_only": "maintenance only",
    "arrears_only": "arrears only",
}
SPECIMEN: Final = Envelope(
    sender=Sender("Child Support Agency", ("((sender_address))",), (("Telephone", "((sender_telephone))"),)),
    address=("((name))", "((address_line_1))", "((address_line_2))", "((postcode))"),
    reference="((reference))",
    date="((date_of_issue))",
    greeting="Dear ((name))",
)


def title_text(title: str) -> str:
    """Write the title of a letter that nobody has yet, what it leaves to be filled in named in brackets."""
    return re.sub(r"\(\((\w+)\)\)", lambda field: f"[{field[1].replace('_', ' ')}]", title)


def specimen_fields(text: LetterText, status: CaseStatus) -> dict[str, str]:
    """Fill every field of a letter with its own name, as it stands in the text."""
    return {name: f"(({name}))" for name in text.fields(status)}


def letter_lines(letter: FilledLetter, width: int) -> Iterator[str]:
    """Write a letter as text, no line wider than asked; a list has a dash before each of its parts."""
    if letter.notice:
        yield from (*textwrap.wrap(letter.notice, width), "")
    yield from textwrap.wrap(letter.title, width)
    for paragraph in letter.paragraphs:
        yield ""
        if paragraph.heading:
            yield from textwrap.wrap(paragraph.heading.upper(), width)
        yield from textwrap.wrap(paragraph.text, width)
        for item in paragraph.items:
            yield from textwrap.wrap(item, width, initial_indent="- ", subsequent_indent="  ")


def view_lines(view: LetterView, width: int) -> Iterator[str]:
    """Show one letter: what it is and how far, to whom it goes, and its text; or what is in its way."""
    file = view.file
    yield f"{file.letter_id}  {file.number or 'letter not known'}  to {view.name or 'the client'} ({ROLES[file.role]})"
    made = "" if file.format == "standard" else f", in {FORMATS[file.format]}"
    if file.issued is not None:
        yield f"Issued on {day(file.issued.issued_on)}{made}, batch {file.issued.batch_id}."
        if file.issued.first_issued_on != file.issued.issued_on:
            yield f"First issued on {day(file.issued.first_issued_on)}."
    else:
        yield f"{LETTER_STATES[file.state].capitalize()}{made}; due {day(file.due_on)}."
    if file.covers is not None:
        yield f"It covers {file.covers}."
    if view.obstacle:
        yield from textwrap.wrap(f"{capital(why_not(view.obstacle, view.missing))}.", width)
    if view.words is None:
        return
    words = view.words
    yield ""
    yield from words.address
    yield ""
    yield f"{words.date}    {words.reference}"
    if words.greeting:
        yield words.greeting
    yield ""
    yield from letter_lines(words.letter, width)
    yield ""
    yield words.sender.name
