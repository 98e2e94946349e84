"""Which letter goes: the catalogue, and a table over all roles, courses, statuses and histories."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, get_args

import pytest

from domain.letters.catalogue import BY_NUMBER, CATALOGUE, LetterNumber
from domain.letters.choice import choose, reissue
from domain.letters.model import (
    ArrivedArrears,
    Issue,
    NoLetter,
    Reason,
    Reissue,
    SentLetter,
    Situation,
    SystemFacts,
    WriteOffForm,
)
from domain.notices import CASE_STATUSES, COURSES, ROLES, CaseStatus, Course, Role
from tests.letter_situations import (
    DAYS,
    ENDED,
    FIRST,
    NOW,
    PERIODS,
    REMINDER,
    REPRESENTATIVE,
    SECOND,
    client,
    number_of,
    sent,
    situation,
)

if TYPE_CHECKING:
    from domain.letters.catalogue import Letter


# ---------------------------------------------------------------------------------------------------------- catalogue


def test_the_catalogue_has_fifteen_letters_known_by_number() -> None:
    assert [letter.number for letter in CATALOGUE] == [f"CMSL{number}" for number in range(6300, 6315)]
    assert len({letter.title for letter in CATALOGUE}) < len(CATALOGUE), "titles repeat, so the number is the key"


def test_only_the_write_off_form_needs_a_caseworker() -> None:
    assert [letter.number for letter in CATALOGUE if letter.by_hand] == ["CMSL6300"]


@pytest.mark.parametrize("number", ["CMSL6305", "CMSL6310"])
def test_the_title_of_a_second_contact_carries_the_liability_end_date(number: LetterNumber) -> None:
    assert "((liability_end_date))" in BY_NUMBER[number].title


# ------------------------------------------------------------------------------------------- every case there can be

HISTORIES: tuple[tuple[str, ...], ...] = (
    (),
    ("first_contact",),
    ("first_contact", "second_contact"),
    ("first_contact", "reminder"),
    ("reminder",),
    ("first_contact", "reminder", "end_of_liability"),
    ("first_contact", "second_contact", "end_of_liability"),
    ("first_contact", "end_of_liability", "arrears_on_cms"),
)
ARRIVALS = (None, ArrivedArrears(ENDED + timedelta(days=30), 12_00), ArrivedArrears(ENDED, 0))
FORMS = (None, WriteOffForm(FIRST), WriteOffForm(FIRST, date(2010, 1, 1), date(2015, 12, 31)))


def history_for(role: Role, course: Course, purposes: tuple[str, ...]) -> tuple[SentLetter, ...]:
    """The letters of a history as a client of that role would have had them on that course."""

    def letter(purpose: str) -> Letter:
        found = [each for each in CATALOGUE if each.addressee == role and each.purpose == purpose]
        return next((each for each in found if course in each.courses), found[0])

    return tuple(SentLetter(letter(purpose), FIRST) for purpose in purposes)


def every_situation() -> list[tuple[Situation, Course]]:
    return [
        (
            situation(
                course,
                role,
                day,
                status=status,
                sent=history_for(role, course, told),
                arrived=arrived,
                write_off_form=form,
            ),
            course,
        )
        for course, role, status, told, day, arrived, form in itertools.product(
            COURSES, ROLES, (*CASE_STATUSES, None), HISTORIES, DAYS, ARRIVALS, FORMS
        )
    ]


def test_every_role_course_status_and_history_has_exactly_one_letter_or_a_named_reason() -> None:
    reached: set[str] = set()
    for asked, course in every_situation():
        answer = choose(asked, PERIODS)
        reached.add(number_of(answer))
        if isinstance(answer, NoLetter):
            assert answer.reason in get_args(Reason)
            assert answer.letter is None
            continue
        assert answer.letter.addressee == asked.role
        assert answer.due_on <= asked.day
        assert answer.overdue_days == (asked.day - answer.due_on).days
        assert not answer.letter.courses or course in answer.letter.courses
        if answer.letter.number != "CMSL6300":
            assert answer.letter not in {told.letter for told in asked.sent}, "no letter is issued twice"
    notices = {letter.number for letter in CATALOGUE} - {"CMSL6313", "CMSL6314"}
    reasons = {
        "criteria_not_known",
        "criteria_not_met",
        "not_due_yet",
        "all_sent",
        "write_off_dates_not_entered",
    }
    assert reached == notices | reasons


def test_every_number_of_the_catalogue_is_reached() -> None:
    reached = {number_of(choose(asked, PERIODS)) for asked, _ in every_situation()}
    with_representative = choose(situation(person=client(representative=REPRESENTATIVE)), PERIODS)
    assert isinstance(with_representative, Issue)
    assert with_representative.cover
    again = reissue(sent("CMSL6303")[0], client(), NOW, "large_print")
    assert isinstance(again, Reissue)
    reached |= {with_representative.cover.letter.number, again.cover.number}
    assert {letter.number for letter in CATALOGUE} <= reached


@pytest.mark.parametrize("status", ["maintenance_and_arrears", "maintenance_only", "arrears_only"])
@pytest.mark.parametrize(
    ("course", "day", "told", "paying", "receiving"),
    [
        ("proactive", FIRST, (), "CMSL6303", "CMSL6308"),
        ("proactive", REMINDER, ("first_contact",), "CMSL6306", "CMSL6311"),
        ("proactive", ENDED, ("first_contact", "reminder"), "CMSL6307", "CMSL6312"),
        ("reactive", FIRST, (), "CMSL6304", "CMSL6309"),
        ("reactive", ENDED, ("first_contact",), "CMSL6307", "CMSL6312"),
        ("proactive_to_reactive", FIRST, (), "CMSL6303", "CMSL6308"),
        ("proactive_to_reactive", SECOND, ("first_contact",), "CMSL6305", "CMSL6310"),
        ("proactive_to_reactive", ENDED, ("first_contact", "second_contact"), "CMSL6307", "CMSL6312"),
        # Not sent when it was due.
        ("proactive", REMINDER, (), "CMSL6303", "CMSL6308"),
        ("proactive", ENDED, (), "CMSL6307", "CMSL6312"),
        ("proactive", ENDED, ("reminder",), "CMSL6307", "CMSL6312"),
        ("proactive_to_reactive", SECOND, (), "CMSL6304", "CMSL6309"),
        # Nothing is due.
        ("proactive", SECOND, ("first_contact",), "not_due_yet", "not_due_yet"),
        ("proactive", REMINDER, ("reminder",), "not_due_yet", "not_due_yet"),
        ("reactive", SECOND, ("first_contact",), "not_due_yet", "not_due_yet"),
        ("reactive", ENDED, ("first_contact", "end_of_liability"), "all_sent", "all_sent"),
    ],
)
def test_the_letter_follows_from_course_day_and_what_was_sent(
    status: CaseStatus, course: Course, day: date, told: tuple[str, ...], paying: str, receiving: str
) -> None:
    for role, expected in zip(ROLES, (paying, receiving), strict=True):
        asked = situation(course, role, day, status=status, sent=history_for(role, course, told))
        answer = choose(asked, PERIODS)
        assert number_of(answer) == expected
        assert not isinstance(answer, Issue) or answer.status == status


def test_a_client_told_first_of_a_reactive_closure_is_not_told_a_second_time() -> None:
    asked = situation("proactive_to_reactive", day=REMINDER, sent=sent("CMSL6304"))
    answer = choose(asked, PERIODS)
    assert isinstance(answer, NoLetter)
    assert (answer.reason, answer.next_on) == ("not_due_yet", ENDED)


@pytest.mark.parametrize(
    ("role", "pence", "told", "expected"),
    [
        ("paying_parent", 1, (), "CMSL6301"),
        ("receiving_parent", 1, (), "CMSL6302"),
        ("paying_parent", 0, (), "all_sent"),
        ("paying_parent", 1, ("CMSL6301",), "all_sent"),
    ],
)
def test_arrears_that_are_now_on_cms_are_told_once(
    role: Role, pence: int, told: tuple[LetterNumber, ...], expected: str
) -> None:
    arrived = ArrivedArrears(ENDED, pence)
    asked = situation(role=role, day=ENDED, notices=(), sent=sent(*told), arrived=arrived)
    assert number_of(choose(asked, PERIODS)) == expected


@pytest.mark.parametrize(
    ("form", "told_on", "expected"),
    [
        (WriteOffForm(NOW), None, "write_off_dates_not_entered"),
        (WriteOffForm(NOW, arrears_from=date(2010, 1, 1)), None, "write_off_dates_not_entered"),
        (WriteOffForm(NOW, date(2010, 1, 1), date(2015, 12, 31)), None, "CMSL6300"),
        (WriteOffForm(NOW, date(2010, 1, 1), date(2015, 12, 31)), date(2015, 12, 1), "CMSL6300"),
        (WriteOffForm(NOW, date(2010, 1, 1), date(2015, 12, 31)), NOW, "CMSL6308"),
    ],
)
def test_the_write_off_form_goes_once_both_dates_are_entered(
    form: WriteOffForm, told_on: date | None, expected: str
) -> None:
    told = sent("CMSL6300", on=told_on) if told_on else ()
    asked = situation(role="receiving_parent", day=NOW, sent=told, write_off_form=form)
    assert number_of(choose(asked, PERIODS)) == expected


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("course", COURSES)
def test_once_a_casegroup_is_closed_only_the_end_of_liability_and_arrears_on_cms_are_told(
    course: Course, role: Role
) -> None:
    closed = situation(course, role, ENDED - timedelta(days=1), closed=True)
    assert number_of(choose(closed, PERIODS)) == "not_due_yet"
    ended = choose(replace(closed, day=ENDED, facts=(SystemFacts("CS2", ENDED),)), PERIODS)
    assert isinstance(ended, Issue)
    assert ended.letter.purpose == "end_of_liability"
    arrears_only = tuple(notice for notice in closed.notices if notice.occasion != "end_of_liability")
    only_arrears = replace(closed, notices=arrears_only, status="arrears_only")
    assert number_of(choose(only_arrears, PERIODS)) == "all_sent"
    arrived = choose(replace(only_arrears, arrived=ArrivedArrears(closed.day, 1)), PERIODS)
    assert isinstance(arrived, Issue)
    assert arrived.letter.purpose == "arrears_on_cms"


@pytest.mark.parametrize("changes", [{"status": "nothing_left"}, {"meets_criteria": False}, {"facts": ()}])
def test_nothing_is_asked_of_a_closed_casegroup_with_no_letter_left(changes: dict[str, Any]) -> None:
    asked = situation(notices=(), closed=True, **changes)
    assert number_of(choose(asked, PERIODS)) == "all_sent"
    assert number_of(choose(replace(asked, closed=False), PERIODS)) != "all_sent"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("told_on", "expected"),
    [(REMINDER - timedelta(days=1), "reminder"), (REMINDER, None), (ENDED - timedelta(days=1), None)],
)
def test_nobody_is_reminded_of_what_they_were_first_told_once_the_reminder_was_due(
    role: Role, told_on: date, expected: str | None
) -> None:
    first: LetterNumber = "CMSL6303" if role == "paying_parent" else "CMSL6308"
    answer = choose(situation("proactive", role, max(told_on, REMINDER), sent=sent(first, on=told_on)), PERIODS)
    assert (answer.letter.purpose if isinstance(answer, Issue) else None) == expected
    at_the_end = choose(situation("proactive", role, ENDED, sent=sent(first, on=told_on)), PERIODS)
    assert isinstance(at_the_end, Issue)
    assert at_the_end.letter.purpose == "end_of_liability"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("course", COURSES)
def test_nobody_who_was_told_that_liability_has_ended_is_told_afterwards_that_it_will(
    course: Course, role: Role
) -> None:
    plain = situation(course, role, ENDED)
    ahead = tuple(notice for notice in plain.notices if notice.occasion != "end_of_liability")
    told = sent("CMSL6307" if role == "paying_parent" else "CMSL6312", on=REMINDER)
    assert number_of(choose(replace(plain, notices=ahead, sent=told), PERIODS)) == "all_sent"
