"""An application while a proactive closure runs: which letter both parents get, by the days left and the edition."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from domain.correspondence import letters_on
from domain.days import days_after
from domain.letters.catalogue import BY_NUMBER
from domain.letters.model import Issue, NoLetter, SentLetter
from domain.policy.book import policy_for
from tests.letter_store import LIABILITY_ENDS, RUNNING
from tests.made_up import case_record, casegroup, person

if TYPE_CHECKING:
    from domain.casegroup import System
    from domain.letters.catalogue import LetterNumber
    from domain.policy.model import Edition
    from tests.made_up import Record

FIRST = date(2016, 1, 4)
REMINDER_DAYS = 32
SECOND, REMINDER = ["CMSL6305", "CMSL6310"], ["CMSL6306", "CMSL6311"]


def told(edition: Edition, left: int, day: date, region: str = "GB", postcode: str = "BL1 1AA") -> list[str]:
    """Give the letters of a day to clients who had first contact; somebody applied so many days before the end."""
    address = {"addresses": [{"lines": ["1 High Street", "Anytown"], "postcode": postcode}]}
    journey = {
        "kind": "proactive",
        "selected_on": "2015-12-30",
        "liability_end_date": LIABILITY_ENDS.isoformat(),
        "application_received_on": days_after(LIABILITY_ENDS, -left).isoformat(),
    }
    case = case_record(liability_events=RUNNING, region=region, receiving_parent=person(101) | address)
    document = casegroup(cases=[case], journey=journey, paying_parent=person(1) | address)
    fresh: dict[System, date] = {"CS2": day}
    numbers: tuple[LetterNumber, LetterNumber] = ("CMSL6303", "CMSL6308")
    sent = {
        who: (SentLetter(BY_NUMBER[number], FIRST, LIABILITY_ENDS),)
        for who, number in zip(("P1", "P101"), numbers, strict=True)
    }
    found = letters_on(document, day, policy_for(day, edition), fresh, sent)
    return [answer.letter.number for _, answer in found if isinstance(answer, Issue)]


@pytest.mark.parametrize(
    ("edition", "left", "expected"),
    [
        ("phase-2", 31, REMINDER),
        ("phase-2", 32, REMINDER),
        ("phase-2", 37, REMINDER),
        ("phase-2", 38, SECOND),
        ("phase-2", 39, SECOND),
        ("segment-1", 31, REMINDER),
        ("segment-1", 32, SECOND),
        ("segment-1", 37, SECOND),
        ("segment-1", 38, SECOND),
        ("segment-1", 39, SECOND),
    ],
)
def test_second_contact_takes_the_place_of_the_reminder_from_the_limit_of_the_edition(
    edition: Edition, left: int, expected: list[str]
) -> None:
    on_the_reminder = days_after(LIABILITY_ENDS, -REMINDER_DAYS)
    assert told(edition, left, on_the_reminder) == expected


@pytest.mark.parametrize("left", [38, 39])
def test_in_one_edition_it_goes_on_the_application_and_in_the_other_on_the_reminders_day(left: int) -> None:
    applied = days_after(LIABILITY_ENDS, -left)
    assert told("phase-2", left, applied + timedelta(days=2)) == SECOND
    assert told("segment-1", left, applied + timedelta(days=2)) == []


@pytest.mark.parametrize(
    ("postcode", "region", "goes_out_on"),
    [
        ("BL1 1AA", "GB", date(2016, 3, 24)),
        ("EH1 1AA", "GB", date(2016, 3, 24)),
        ("BT1 1AA", "NI", date(2016, 3, 24)),
    ],
    ids=["England", "Scotland", "Northern Ireland"],
)
def test_over_easter_a_letter_at_once_goes_before_good_friday(postcode: str, region: str, goes_out_on: date) -> None:
    # The application comes on Maundy Thursday: the day itself is the last working day before Easter everywhere.
    left = (LIABILITY_ENDS - goes_out_on).days
    assert told("phase-2", left, goes_out_on, region, postcode) == SECOND
    assert told("phase-2", left, goes_out_on - timedelta(days=1), region, postcode) == []


@pytest.mark.parametrize(
    ("postcode", "region", "goes_out_on"),
    [
        ("BL1 1AA", "GB", date(2016, 3, 29)),
        ("EH1 1AA", "GB", date(2016, 3, 28)),
        ("BT1 1AA", "NI", date(2016, 3, 29)),
    ],
    ids=["England", "Scotland", "Northern Ireland"],
)
def test_an_application_in_the_easter_days_is_answered_on_the_first_working_day_there(
    postcode: str, region: str, goes_out_on: date
) -> None:
    # Easter Monday is no holiday in Scotland, and Easter Tuesday is none in any of the three.
    left = (LIABILITY_ENDS - date(2016, 3, 26)).days
    days = [date(2016, 3, 26) + timedelta(days=count) for count in range(6)]
    first = next(day for day in days if told("phase-2", left, day, region, postcode))
    assert first == goes_out_on


@pytest.mark.parametrize("left", [32, 60])
@pytest.mark.parametrize("edition", ["phase-2", "segment-1"])
def test_whoever_has_no_postcode_is_traced_and_no_day_is_to_be_found_out(edition: Edition, left: int) -> None:
    day = days_after(LIABILITY_ENDS, -31)
    nowhere: Record = {"addresses": []}
    journey = {"kind": "reactive", "application_received_on": days_after(LIABILITY_ENDS, -left).isoformat()}
    case = case_record(liability_events=RUNNING, receiving_parent=person(101) | nowhere)
    document = casegroup(cases=[case], journey=journey, paying_parent=person(1) | nowhere)
    found = letters_on(document, day, policy_for(day, edition), {"CS2": day}, {})
    assert [
        (answer.reason, answer.follow_ups, answer.letter and answer.letter.number)
        for _, answer in found
        if isinstance(answer, NoLetter)
    ] == [("no_valid_address", ("trace_task",), "CMSL6304"), ("no_valid_address", ("trace_task",), "CMSL6309")]
