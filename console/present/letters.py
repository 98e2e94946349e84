"""Letters in words: the catalogue, and specimens in which every field still shows its name."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from storage.exporters.letters import Envelope, Sender

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
