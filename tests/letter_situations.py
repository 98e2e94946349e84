"""Clients about whom a letter is to be chosen: with nothing against them, and the notices of each course."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from domain.casegroup import Person
from domain.letters.catalogue import BY_NUMBER, LetterNumber
from domain.letters.model import DueNotice, Issue, NoLetter, SentLetter, Situation, SystemFacts
from domain.policy.book import policy_for
from tests.made_up import person

if TYPE_CHECKING:
    from domain.notices import Course, Role

FIRST, SECOND, REMINDER, ENDED = date(2016, 1, 4), date(2016, 3, 1), date(2016, 5, 31), date(2016, 7, 1)
NOW = date(2016, 1, 4)
PERIODS = policy_for(NOW).journey

NOTICES: dict[Course, tuple[DueNotice, ...]] = {
    "proactive": (
        DueNotice("first_contact", "proactive", FIRST),
        DueNotice("reminder", "proactive", REMINDER),
        DueNotice("end_of_liability", "proactive", ENDED),
    ),
    "reactive": (
        DueNotice("first_contact", "reactive", FIRST),
        DueNotice("end_of_liability", "reactive", ENDED),
    ),
    "proactive_to_reactive": (
        DueNotice("first_contact", "proactive", FIRST),
        DueNotice("second_contact", "reactive", SECOND),
        DueNotice("end_of_liability", "reactive", ENDED),
    ),
}
DAYS = (FIRST - timedelta(days=1), FIRST, SECOND, REMINDER, ENDED, ENDED + timedelta(days=60))

REPRESENTATIVE = {"name": "A Friend", "addresses": [{"lines": ["9 Side Street", "Bolton"], "postcode": "BL1 1AB"}]}


def client(**changes: Any) -> Person:
    return Person.model_validate_json(json.dumps(person(1) | changes))


def situation(
    course: Course = "proactive", role: Role = "paying_parent", day: date = FIRST, **changes: Any
) -> Situation:
    """A client with nothing against them."""
    plain = Situation(
        person=client(),
        role=role,
        day=day,
        selected_on=date(2016, 1, 1),
        status="maintenance_and_arrears",
        notices=NOTICES[course],
        sent=(),
        facts=(SystemFacts("CS2", day), SystemFacts("CCD", day)),
    )
    return replace(plain, **changes)


def sent(*numbers: LetterNumber, on: date = FIRST) -> tuple[SentLetter, ...]:
    return tuple(SentLetter(BY_NUMBER[number], on, date(2016, 6, 30)) for number in numbers)


def number_of(answer: Issue | NoLetter) -> str:
    return answer.letter.number if isinstance(answer, Issue) else answer.reason
