"""The fifteen letters of case closure; the number is the key, for titles repeat.

Titles are given word for word, as clients know them. Bodies are no part of the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from domain.source import Source

if TYPE_CHECKING:
    from domain.notices import Course, Occasion, Role

LetterNumber = Literal[
    "CMSL6300",
    "CMSL6301",
    "CMSL6302",
    "CMSL6303",
    "CMSL6304",
    "CMSL6305",
    "CMSL6306",
    "CMSL6307",
    "CMSL6308",
    "CMSL6309",
    "CMSL6310",
    "CMSL6311",
    "CMSL6312",
    "CMSL6313",
    "CMSL6314",
]
Addressee = Literal["paying_parent", "receiving_parent", "either_parent", "representative"]
Purpose = Literal[
    "further_write_off",
    "arrears_on_cms",
    "first_contact",
    "second_contact",
    "reminder",
    "end_of_liability",
    "cover_of_reissue",
    "cover_for_representative",
]

NEW_ARRANGEMENT: Final = "Important: Child maintenance is changing - you need to make a new arrangement"
ENDS_ON: Final = "Urgent: Your child maintenance arrangement will now end on ((liability_end_date))"
REMINDER: Final = "Reminder: You need to make a new child maintenance arrangement"
ABOUT_THE_CASE: Final = "Important information about your child maintenance case"
ABOUT_PAYMENTS: Final = "Important information about your child maintenance payments"
SOMETHING_SENT: Final = "We've sent some important information to you"
CONFIRM_WRITE_OFF: Final = "Please confirm that you would like us to write off your arrears"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of the catalogue: to whom, for what, and in which courses of a journey it is sent.

    `courses` is empty where the course does not matter. A title may hold a ((field)). `by_hand` tells that a
    caseworker enters something before it can go.
    """

    number: LetterNumber
    addressee: Addressee
    purpose: Purpose
    courses: tuple[Course, ...]
    title: str
    source: Source
    by_hand: bool = False


def _listed(number: LetterNumber, says: str) -> Source:
    return Source("non-finance", f"list of letters, {number}", says)


CATALOGUE: Final[tuple[Letter, ...]] = (
    Letter(
        "CMSL6300",
        "receiving_parent",
        "further_write_off",
        (),
        CONFIRM_WRITE_OFF,
        _listed("CMSL6300", "Form with which the receiving parent asks for more arrears to be written off."),
        by_hand=True,
    ),
    Letter(
        "CMSL6301",
        "paying_parent",
        "arrears_on_cms",
        (),
        ABOUT_PAYMENTS,
        _listed("CMSL6301", "The arrears are now with the new scheme, and what they come to."),
    ),
    Letter(
        "CMSL6302",
        "receiving_parent",
        "arrears_on_cms",
        (),
        ABOUT_PAYMENTS,
        _listed("CMSL6302", "The arrears are now with the new scheme, and what they come to."),
    ),
    Letter(
        "CMSL6303",
        "paying_parent",
        "first_contact",
        ("proactive", "proactive_to_reactive"),
        NEW_ARRANGEMENT,
        _listed("CMSL6303", "First contact when the case is selected proactively."),
    ),
    Letter(
        "CMSL6304",
        "paying_parent",
        "first_contact",
        ("reactive", "proactive_to_reactive"),
        NEW_ARRANGEMENT,
        _listed("CMSL6304", "First contact in a reactive closure."),
    ),
    Letter(
        "CMSL6305",
        "paying_parent",
        "second_contact",
        ("proactive_to_reactive",),
        ENDS_ON,
        _listed("CMSL6305", "Second contact when a proactive closure became reactive; the title has the end date."),
    ),
    Letter(
        "CMSL6306",
        "paying_parent",
        "reminder",
        ("proactive",),
        REMINDER,
        _listed("CMSL6306", "Reminder in a proactive closure."),
    ),
    Letter(
        "CMSL6307",
        "paying_parent",
        "end_of_liability",
        ("proactive", "reactive", "proactive_to_reactive"),
        ABOUT_THE_CASE,
        _listed("CMSL6307", "Liability has ended."),
    ),
    Letter(
        "CMSL6308",
        "receiving_parent",
        "first_contact",
        ("proactive", "proactive_to_reactive"),
        NEW_ARRANGEMENT,
        _listed("CMSL6308", "First contact when the case is selected proactively."),
    ),
    Letter(
        "CMSL6309",
        "receiving_parent",
        "first_contact",
        ("reactive", "proactive_to_reactive"),
        NEW_ARRANGEMENT,
        _listed("CMSL6309", "First contact in a reactive closure; its description is missing and read from CMSL6304."),
    ),
    Letter(
        "CMSL6310",
        "receiving_parent",
        "second_contact",
        ("proactive_to_reactive",),
        ENDS_ON,
        _listed("CMSL6310", "Second contact when a proactive closure became reactive; the title has the end date."),
    ),
    Letter(
        "CMSL6311",
        "receiving_parent",
        "reminder",
        ("proactive",),
        REMINDER,
        _listed("CMSL6311", "Reminder in a proactive closure."),
    ),
    Letter(
        "CMSL6312",
        "receiving_parent",
        "end_of_liability",
        ("proactive", "reactive", "proactive_to_reactive"),
        ABOUT_THE_CASE,
        _listed("CMSL6312", "Liability has ended."),
    ),
    Letter(
        "CMSL6313",
        "either_parent",
        "cover_of_reissue",
        (),
        SOMETHING_SENT,
        _listed("CMSL6313", "Goes with a letter or leaflet that is sent again to either parent."),
    ),
    Letter(
        "CMSL6314",
        "representative",
        "cover_for_representative",
        (),
        SOMETHING_SENT,
        _listed("CMSL6314", "Goes with a letter or leaflet to a client's representative."),
    ),
)
BY_NUMBER: Final = {letter.number: letter for letter in CATALOGUE}
COVER_OF_REISSUE: Final = BY_NUMBER["CMSL6313"]
COVER_FOR_REPRESENTATIVE: Final = BY_NUMBER["CMSL6314"]


@cache
def notice_letter(role: Role, occasion: Occasion, course: Literal["proactive", "reactive"]) -> Letter:
    """Give the letter that says a notice to a client of this role.

    Second contact is said alike however the closure began, and so is the end of liability.
    """
    found = [letter for letter in CATALOGUE if letter.addressee == role and letter.purpose == occasion]
    if occasion == "first_contact":
        return next(letter for letter in found if course in letter.courses)
    return found[0]


@cache
def transition_letter(role: Role) -> Letter:
    """Give the letter that tells a client of this role that arrears are now with the new scheme."""
    return next(letter for letter in CATALOGUE if letter.addressee == role and letter.purpose == "arrears_on_cms")
