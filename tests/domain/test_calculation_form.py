"""The fields of a calculation as they are typed: read, put together, and said not to be known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from domain.calculation.form import (
    Gap,
    gather,
    parents_shown,
    read_field,
    typed_of,
)
from domain.calculation.model import Question, ReceivingParent
from tests.properties.test_maintenance import questions

DAY = date(2016, 2, 15)
ENOUGH = {"scheme": "2003", "day": "15 Feb 2016", "income": "180", "children:1": "2"}


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("scheme", "2003", "2003"),
        ("scheme", "2012", "2012"),
        ("day", "15/02/2016", DAY),
        ("income", "850", (85_000, False)),
        ("income", "850.5 a week", (85_050, False)),
        ("income", "£850.00", (85_000, False)),
        ("income", "31,200.00 a year", (3_120_000, True)),
        ("income", "31200 yearly", (3_120_000, True)),
        ("income", "31200 per YEAR", (3_120_000, True)),
        ("income", "0", (0, False)),
        ("benefit", "Yes", True),
        ("benefit", "n", False),
        ("other_children", "0", 0),
        ("children:1", "99", 99),
        ("children:2", "1", 1),
        ("nights:1", "104", (104,)),
        ("nights:1", "0, 175,365", (0, 175, 365)),
        ("note", "She rang.", "She rang."),
        ("income", "? he will not say", None),
    ],
)
def test_a_field_is_read_as_people_type_it(key: str, text: str, value: Any) -> None:
    assert read_field(key, text) == value


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("scheme", "1999", "2003 or 2012"),
        ("day", "30 Feb 2016", "a day"),
        ("income", "much", "pounds a week or a year"),
        ("income", "-5", "pounds a week or a year"),
        ("income", "8.505", "pounds a week or a year"),
        ("income", "1,2", "pounds a week or a year"),
        ("income", "1" * 12, "pounds a week or a year"),
        ("income", "850 a month", "pounds a week or a year"),
        ("income", "\u0668\u0665\u0660", "pounds a week or a year"),
        ("benefit", "perhaps", "yes or no"),
        ("other_children", "100", "0 to 99"),
        ("children:1", "0", "1 to 99"),
        ("children:1", "1.5", "1 to 99"),
        ("nights:1", "366", "0 to 365"),
        ("nights:1", "52,", "0 to 365"),
        ("income", "?", "why it is not known"),
    ],
)
def test_what_cannot_be_read_is_answered_with_what_was_expected(key: str, text: str, expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        read_field(key, text)


def test_the_rest_counts_as_none_where_it_is_not_typed() -> None:
    found = gather(ENOUGH)
    assert found.question == Question("2003", 18_000, (ReceivingParent((0, 0)),))
    assert (found.day, found.gaps, found.faults) == (DAY, (), ())


@pytest.mark.parametrize(
    ("changes", "gaps"),
    [
        ({"income": ""}, [Gap("income")]),
        ({"income": "? he will not say"}, [Gap("income", "he will not say")]),
        ({"scheme": "", "children:1": "? they moved"}, [Gap("scheme"), Gap("children:1", "they moved")]),
        ({"nights:1": "? nobody asked"}, [Gap("nights:1", "nobody asked")]),
        ({"benefit": "? x"}, [Gap("benefit", "x")]),
        ({"day": ""}, [Gap("day")]),
        ({"children:2": "? x"}, [Gap("children:2", "x")]),
    ],
)
def test_without_a_field_nothing_is_guessed_and_every_reason_is_told(changes: dict[str, str], gaps: list[Gap]) -> None:
    found = gather(ENOUGH | changes)
    assert found.question is None
    assert list(found.gaps) == gaps


def test_nights_of_more_children_than_there_are_do_not_fit_together() -> None:
    found = gather(ENOUGH | {"nights:1": "0,52,104"})
    assert found.question is None
    assert found.gaps == ()
    assert found.faults == ("nights: 3 numbers for 2 children; expected one for all, or one for each",)


def test_receiving_parents_without_children_do_not_count() -> None:
    found = gather(ENOUGH | {"children:3": "1", "nights:2": "175", "nights:3": "52"})
    assert found.parents == (1, 3)
    assert found.question is not None
    assert found.question.receiving_parents == (ReceivingParent((0, 0)), ReceivingParent((52,)))


@pytest.mark.parametrize(
    ("typed", "most", "shown"),
    [({}, 9, 1), ({"children:1": "1"}, 9, 2), ({"children:1": "1"}, 1, 1), ({"children:3": "1"}, 9, 4)],
)
def test_there_is_always_room_for_one_more_receiving_parent(typed: dict[str, str], most: int, shown: int) -> None:
    assert parents_shown(typed, most) == shown


@given(questions())
def test_what_was_asked_can_be_typed_again(question: Question) -> None:
    found = gather(typed_of(question, DAY))
    assert (found.question, found.day, found.gaps, found.faults) == (question, DAY, (), ())
