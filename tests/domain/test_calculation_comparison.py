"""A calculation beside the weekly amount on a case: the day it is compared on, and what is said of it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from console.present.calculation import comparison_brief, comparison_sentence
from domain.calculation.comparison import Comparison, day_to_compare
from domain.calculation.decision import calculate
from domain.calculation.model import Question, cared_for
from domain.document import read_casegroup
from domain.policy.book import load_book
from tests.made_up import case_record, casegroup_record

if TYPE_CHECKING:
    from domain.calculation.model import Calculation
    from domain.casegroup import Case

TODAY = date(2016, 2, 15)
START = {"kind": "assessment", "effective_date": "2015-01-01", "weekly_amount": "70.00"}


def case_with(*events: dict[str, Any]) -> Case:
    """A case with these liability events."""
    document = casegroup_record(cases=[case_record(liability_events=list(events))])
    return read_casegroup(json.dumps(document).encode()).cases[0]


def ended(day: str | None) -> dict[str, Any]:
    """The end of liability; where its day is not known, with the reason."""
    entry: dict[str, Any] = {"kind": "liability_end", "effective_date": day}
    return entry if day else entry | {"not_known": {"effective_date": "not on file"}}


@pytest.mark.parametrize(
    ("events", "day"),
    [
        ([START], "2016-02-15"),
        ([START, ended("2015-12-31")], "2015-12-30"),
        ([START, ended("2016-02-15")], "2016-02-14"),
        ([START, ended("2016-02-16")], "2016-02-15"),
        ([START, ended(None)], "2016-02-15"),
        ([ended("2015-12-31")], "2016-02-15"),
        ([], "2016-02-15"),
        ([START | {"weekly_amount": "0.00"}, ended("2015-12-31")], "2016-02-15"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(event["kind"] for event in value) or "nothing",
)
def test_a_case_is_compared_today_or_on_its_last_whole_day_of_liability(events: list[dict[str, Any]], day: str) -> None:
    assert day_to_compare(case_with(*events), TODAY).isoformat() == day


def answered() -> Calculation:
    """£24.00 a week under the 2003 scheme."""
    return calculate(Question("2003", 18_000, (cared_for(2, [52]),), other_children=1), TODAY, load_book())


@pytest.mark.parametrize(
    ("on_case_pence", "scheme", "missing", "brief", "sentence"),
    [
        (2_400, 2003, (), "Case C1; the same is calculated.", "£24.00 a week, as calculated."),
        (3_500, 2003, (), "Case C1; £11.00 less is calculated.", "the £24.00 calculated is £11.00 below."),
        (0, 2003, (), "Case C1; £24.00 more is calculated.", "the £24.00 calculated is £24.00 above."),
        (2_400, 1993, (), "IT IS ON THE 1993 SCHEME.", "THE CASE IS ON THE 1993 SCHEME."),
        (2_400, None, (), "ITS SCHEME IS NOT KNOWN.", "THE SCHEME OF THE CASE IS NOT KNOWN."),
        (None, 2003, ("C1/liability_events[0].weekly_amount",), "Case C1: ", "not known ("),
    ],
)
def test_what_stands_on_the_case_is_told_in_full_and_in_brief(
    on_case_pence: int | None, scheme: int | None, missing: tuple[str, ...], brief: str, sentence: str
) -> None:
    compared = Comparison("C1", scheme, 2_400, on_case_pence, (), missing)
    assert brief in comparison_brief(compared, answered())
    assert sentence in comparison_sentence(compared, answered())
    assert "liability_events[0]" not in comparison_brief(compared, answered())
