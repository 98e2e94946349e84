"""Working days at Christmas and Easter in each part of the UK, where clients live, and the years covered."""

from __future__ import annotations

from datetime import date

import pytest

from domain.journey.decision import timeline
from domain.journey.working_days import (
    PARTS,
    PartOfUK,
    YearNotCoveredError,
    load_bank_holidays,
    nearest_working_day,
    no_work_because,
    part_of_uk,
)
from domain.policy.book import policy_for
from domain.postcode import parse_postcode
from tests.domain.test_journey import ENDS, journey, running
from tests.made_up import casegroup, person

ENGLAND, SCOTLAND, ULSTER = PARTS
TODAY = date(2016, 2, 15)


@pytest.mark.parametrize(
    ("day", "part", "before", "after"),
    [
        # Good Friday is kept everywhere, Easter Monday not in Scotland.
        ("2016-03-25", ENGLAND, "2016-03-24", "2016-03-29"),
        ("2016-03-25", SCOTLAND, "2016-03-24", "2016-03-28"),
        ("2016-03-25", ULSTER, "2016-03-24", "2016-03-29"),
        ("2016-03-28", ENGLAND, "2016-03-24", "2016-03-29"),
        ("2016-03-28", SCOTLAND, "2016-03-28", "2016-03-28"),
        ("2016-03-28", ULSTER, "2016-03-24", "2016-03-29"),
        # Christmas on a Sunday is kept on the Tuesday.
        ("2016-12-27", ENGLAND, "2016-12-23", "2016-12-28"),
        ("2016-12-27", SCOTLAND, "2016-12-23", "2016-12-28"),
        ("2016-12-27", ULSTER, "2016-12-23", "2016-12-28"),
        # The second day of the new year is Scotland's alone.
        ("2015-01-02", ENGLAND, "2015-01-02", "2015-01-02"),
        ("2015-01-02", SCOTLAND, "2014-12-31", "2015-01-05"),
        ("2015-01-02", ULSTER, "2015-01-02", "2015-01-02"),
        ("2016-03-17", ENGLAND, "2016-03-17", "2016-03-17"),
        ("2016-03-17", ULSTER, "2016-03-16", "2016-03-18"),
        ("2016-07-12", ULSTER, "2016-07-11", "2016-07-13"),
        ("2016-08-01", SCOTLAND, "2016-07-29", "2016-08-02"),
        ("2016-08-29", ENGLAND, "2016-08-26", "2016-08-30"),
        ("2016-11-30", SCOTLAND, "2016-11-29", "2016-12-01"),
        ("2016-02-29", ENGLAND, "2016-02-29", "2016-02-29"),
        # The clocks go forward on 27 March 2016; a day stays a day.
        ("2016-03-27", SCOTLAND, "2016-03-24", "2016-03-28"),
    ],
)
def test_the_nearest_working_day_before_and_after(day: str, part: PartOfUK, before: str, after: str) -> None:
    asked = date.fromisoformat(day)
    assert nearest_working_day(asked, part, -1)[0] == date.fromisoformat(before)
    assert nearest_working_day(asked, part, 1)[0] == date.fromisoformat(after)


def test_the_days_passed_over_are_named() -> None:
    _, passed_over = nearest_working_day(date(2016, 3, 28), ENGLAND, -1)
    assert [named.name for named in passed_over] == ["Easter Monday", "Sunday", "Saturday", "Good Friday"]


def test_the_file_covers_whole_years_from_the_first_to_the_last_it_names() -> None:
    holidays = load_bank_holidays()
    assert (holidays.first_year, holidays.last_year) == (2012, 2028)
    for part in PARTS:
        days = holidays.by_part[part]
        assert {day.year for day in days} == set(range(2012, 2029))
        assert all(day.weekday() < 5 for day in days), "a bank holiday on a weekend is kept on a weekday"
        for year in range(2012, 2029):
            assert sum(day.year == year for day in days) >= {ENGLAND: 8, SCOTLAND: 9, ULSTER: 10}[part]


@pytest.mark.parametrize("day", [date(2011, 12, 30), date(2029, 1, 2)])
def test_a_year_that_is_not_covered_is_never_guessed(day: date) -> None:
    with pytest.raises(YearNotCoveredError) as refused:
        no_work_because(day, ENGLAND)
    assert refused.value.message == (f"bank holidays: {day.year} is not covered; expected a year from 2012 to 2028")


def test_a_letter_in_a_year_not_covered_has_its_due_day_and_no_day_to_go_out() -> None:
    found = journey(kind="proactive", liability_end_date="2029-06-29")
    reminder = found.notices_for("P1")[1]
    assert reminder.due.day == date(2029, 5, 28)
    assert (reminder.goes_out.day, reminder.goes_out.operation) == (None, "not_known")
    assert reminder.goes_out.missing == ("bank holidays: 2029 is not covered; expected a year from 2012 to 2028",)


@pytest.mark.parametrize(
    ("postcode", "region", "part"),
    [
        ("BL1 1AA", "GB", ENGLAND),
        ("CF10 1AA", "GB", ENGLAND),
        ("EH1 1AA", "GB", SCOTLAND),
        ("G1 1AA", None, SCOTLAND),
        ("GL1 1AA", "GB", ENGLAND),
        ("DG1 1AA", "GB", SCOTLAND),
        ("DG16 5AA", "GB", SCOTLAND),
        ("TD1 1AA", "GB", SCOTLAND),
        ("TD15 1AA", "GB", ENGLAND),
        ("TD12 4AA", "GB", ENGLAND),
        ("CA6 5AA", "GB", ENGLAND),
        ("BT1 1AA", "NI", ULSTER),
        ("BT1 1AA", "GB", ULSTER),
        ("EH1 1AA", "NI", SCOTLAND),
        (None, "NI", ULSTER),
        (None, "GB", None),
        (None, None, None),
        ("IM1 1AA", "GB", None),
        ("JE2 3AA", "GB", None),
        ("GY1 1AA", "GB", None),
        ("BF1 1AA", "GB", None),
    ],
)
def test_a_client_lives_where_the_postcode_says(postcode: str | None, region: str | None, part: str | None) -> None:
    assert postcode is None or parse_postcode(postcode) == postcode
    assert part_of_uk(postcode, region) == part


def test_each_client_has_the_working_days_of_their_own_part() -> None:
    scottish = person(101) | {"addresses": [{"lines": ["2 Mound", "Edinburgh"], "postcode": "EH1 1AA"}]}
    # Reminder due on Easter Monday 2016.
    group = casegroup(
        cases=[running(receiving_parent=scottish)], journey={"kind": "proactive", "liability_end_date": "2016-04-29"}
    )
    found = timeline(group, TODAY, policy_for(TODAY))
    assert found.notices_for("P1")[1].goes_out.day == date(2016, 3, 24)
    assert found.notices_for("P101")[1].goes_out.day == date(2016, 3, 28)


def test_the_part_is_that_of_the_address_on_the_day_the_letter_is_due() -> None:
    moving = person(101) | {
        "addresses": [
            {"lines": ["1 Old Street", "Bolton"], "postcode": "BL1 1AA", "valid_to": "2016-03-01"},
            {"lines": ["2 Mound", "Edinburgh"], "postcode": "EH1 1AA", "valid_from": "2016-03-02"},
        ]
    }
    found = journey(cases=[running(receiving_parent=moving)], kind="proactive", liability_end_date=ENDS)
    assert [notice.part for notice in found.notices_for("P101")] == [ENGLAND, SCOTLAND, SCOTLAND]


def test_without_a_postcode_the_working_day_is_not_known_but_in_northern_ireland() -> None:
    nowhere = person(101) | {"addresses": []}
    for region, part in (("GB", None), ("NI", ULSTER)):
        cases = [running(receiving_parent=nowhere, region=region)]
        notice = journey(cases=cases, kind="proactive", liability_end_date=ENDS).notices_for("P101")[0]
        assert notice.due.day is not None
        assert notice.part == part
        assert (notice.goes_out.day is None) == (part is None)
        assert bool(notice.goes_out.missing) == (part is None)


def test_a_paying_parent_without_a_postcode_is_in_northern_ireland_only_where_every_case_is() -> None:
    nowhere = person(1) | {"addresses": []}
    parts = []
    for region in ("NI", "GB"):
        group = casegroup(
            paying_parent=nowhere,
            cases=[running("C1", region="NI"), running("C2", region=region)],
            journey={"kind": "proactive", "liability_end_date": "2016-06-30"},
        )
        parts.append(timeline(group, TODAY, policy_for(TODAY)).notices_for("P1")[0].part)
    assert parts == [ULSTER, None]
