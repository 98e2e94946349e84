"""Days as people type them: three ways, the day first, and nothing guessed."""

from __future__ import annotations

from datetime import date

import pytest

from domain.days import leading_day, read_day

MAY = date(2015, 5, 12)


@pytest.mark.parametrize(
    "typed",
    [
        "12 May 2015", "12 may 2015", " 12 May 2015 ", "12th May 2015", "12  MAY  2015", "12/05/2015", "12/5/2015",
        "2015-05-12", "2015-5-12",
    ],
)  # fmt: skip
def test_a_day_is_read_in_the_ways_people_write_it(typed: str) -> None:
    assert read_day(typed) == MAY


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1 March 2016", date(2016, 3, 1)),
        ("01 Sept 2016", date(2016, 9, 1)),
        ("29 Feb 2016", date(2016, 2, 29)),
        ("03/04/2016", date(2016, 4, 3)),
    ],
)
def test_months_have_whole_and_short_names_and_the_day_comes_before_the_month(typed: str, day: date) -> None:
    assert read_day(typed) == day


@pytest.mark.parametrize(
    "typed",
    [
        "", "3 y", "12", "May 2015", "12 Mai 2015", "12 xyz 2015", "12/05/15", "05/13/2015", "31 Feb 2016",
        "30/02/2016", "29 Feb 2015", "0/0/2016", "2016-13-01", "12 May 2015 500.00", "12.05.2015",
        "12 May 1899", "1 Jan 2200",
        "١٢/٠٥/٢٠١٥", "next Tuesday",
    ],
)  # fmt: skip
def test_what_is_no_day_or_could_be_two_is_named_with_what_was_expected(typed: str) -> None:
    with pytest.raises(ValueError, match="such as 12 May 2015") as raised:
        read_day(typed)
    assert str(raised.value).endswith(f'"{typed}" was typed')


@pytest.mark.parametrize("day", ["12 May 2004", "12/05/2004", "2004-05-12"])
def test_a_text_that_begins_with_a_day_gives_the_day_and_what_follows(day: str) -> None:
    assert leading_day(f" {day}  120.00 bank statement ") == (date(2004, 5, 12), "120.00 bank statement")


@pytest.mark.parametrize("typed", ["500.00", "12 May 20041 5.00", "12/05/2004x 5.00", "31 Feb 2004 5.00", "x" * 60])
def test_a_text_that_begins_with_no_day_is_named_but_not_at_any_length(typed: str) -> None:
    with pytest.raises(ValueError, match="was typed") as raised:
        leading_day(typed)
    assert typed[:40] in str(raised.value)
    assert len(str(raised.value)) < 200
