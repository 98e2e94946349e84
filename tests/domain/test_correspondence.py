"""For each client of a casegroup, the letter of a day: the journey's dates and the choice of letters together."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from domain.correspondence import letters_on
from domain.letters.catalogue import BY_NUMBER
from domain.letters.model import NoLetter, SentLetter
from domain.policy.book import policy_for
from tests.domain.test_journey import arrears_only, running
from tests.letter_situations import number_of
from tests.made_up import casegroup

if TYPE_CHECKING:
    from domain.casegroup import Casegroup
    from domain.truth import Truth

PROACTIVE = {"kind": "proactive", "selected_on": "2015-12-20", "liability_end_date": "2016-06-30"}
REACTIVE = {"kind": "reactive", "application_received_on": "2016-01-20"}
TURNED = PROACTIVE | {"kind": "proactive_to_reactive", "application_received_on": "2016-05-20"}


def letters(
    group: Casegroup, on: str, *told: tuple[str, str], edition: Any = "phase-2", meets_criteria: Truth = True
) -> dict[str, str]:
    """The letter, or the reason against one, for each client, all facts being of the day."""
    day = date.fromisoformat(on)
    sent: dict[str, tuple[SentLetter, ...]] = {}
    for person_id, number in told:
        letter = next(letter for letter in BY_NUMBER.values() if letter.number == number)
        sent[person_id] = (*sent.get(person_id, ()), SentLetter(letter, day))
    answers = letters_on(
        group,
        day,
        policy_for(day, edition),
        {"CS2": day, "CSCS": day, "CCD": day},
        sent,
        meets_criteria=meets_criteria,
    )
    return {recipient.person_id: number_of(answer) for recipient, answer in answers}


@pytest.mark.parametrize(
    ("journey", "on", "paying", "receiving"),
    [
        # Due on Saturday 26 December, which leaves Christmas Day out, too.
        (PROACTIVE, "2015-12-23", "not_due_yet", "not_due_yet"),
        (PROACTIVE, "2015-12-24", "CMSL6303", "CMSL6308"),
        (PROACTIVE, "2016-07-01", "CMSL6307", "CMSL6312"),
        (REACTIVE, "2016-01-20", "CMSL6304", "CMSL6309"),
        (REACTIVE, "2016-02-26", "CMSL6307", "CMSL6312"),
    ],
)
def test_each_client_gets_the_letter_of_the_day(journey: dict[str, Any], on: str, paying: str, receiving: str) -> None:
    assert letters(casegroup(cases=[running()], journey=journey), on) == {"P1": paying, "P101": receiving}


def test_the_edition_decides_on_which_day_the_second_contact_goes() -> None:
    told = (("P1", "CMSL6303"), ("P101", "CMSL6308"))
    group = casegroup(cases=[running()], journey=TURNED)
    second = {"P1": "CMSL6305", "P101": "CMSL6310"}
    waiting = {"P1": "not_due_yet", "P101": "not_due_yet"}
    # The reminder's day, 29 May 2016, is a Sunday.
    assert letters(group, "2016-05-20", *told) == second
    assert letters(group, "2016-05-26", *told, edition="segment-1") == waiting
    assert letters(group, "2016-05-27", *told, edition="segment-1") == second


def test_clients_go_on_from_what_each_of_them_was_sent() -> None:
    group = casegroup(cases=[running("C1"), arrears_only("C2")], journey=PROACTIVE)
    answers = letters(group, "2016-07-01", ("P1", "CMSL6303"), ("P102", "CMSL6308"), ("P102", "CMSL6311"))
    assert answers == {"P1": "CMSL6307", "P101": "CMSL6312", "P102": "all_sent"}


def test_a_client_with_nothing_left_is_an_exception_and_the_others_are_written_to() -> None:
    empty = arrears_only("C2") | {"receivables": []}
    answers = letters(casegroup(cases=[running("C1"), empty], journey=PROACTIVE), "2015-12-24")
    assert answers == {"P1": "CMSL6303", "P101": "CMSL6308", "P102": "criteria_not_met"}


@pytest.mark.parametrize(("meets_criteria", "reason"), [(False, "criteria_not_met"), (None, "criteria_not_known")])
def test_selection_may_answer_that_the_casegroup_no_longer_belongs(meets_criteria: Truth, reason: str) -> None:
    group = casegroup(cases=[running()], journey=PROACTIVE)
    assert set(letters(group, "2015-12-24", meets_criteria=meets_criteria).values()) == {reason}


def test_a_course_that_cannot_be_told_is_no_reason_to_think_that_all_was_sent() -> None:
    group = casegroup(cases=[running()], journey=PROACTIVE | {"kind": "proactive_to_reactive"})
    assert set(letters(group, "2016-05-20").values()) == {"criteria_not_known"}


def test_a_journey_that_cannot_be_told_writes_to_nobody_and_names_what_is_missing() -> None:
    day = date(2016, 1, 20)
    answers = letters_on(
        casegroup(cases=[running()], journey={"kind": "reactive"}), day, policy_for(day), {"CS2": day}, {}
    )
    for _, answer in answers:
        assert isinstance(answer, NoLetter)
        assert answer.reason == "criteria_not_known"
        assert "journey.application_received_on" in answer.missing


def test_a_system_nobody_refreshed_keeps_letters_back_from_its_clients_alone() -> None:
    day = date(2015, 12, 24)
    group = casegroup(cases=[running("C1"), running("C2", system="CCD")], journey=PROACTIVE)
    answers = letters_on(group, day, policy_for(day), {"CS2": day}, {})
    assert {recipient.person_id: number_of(answer) for recipient, answer in answers} == {
        "P1": "facts_not_fresh",
        "P101": "CMSL6308",
        "P102": "facts_not_fresh",
    }
