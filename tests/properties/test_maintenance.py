"""Laws of child maintenance that hold whatever the income, the children and the nights."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calculation.decision import calculate
from domain.calculation.model import Question, ReceivingParent, cared_for
from domain.calculation.rules import apportion
from domain.money import format_pounds
from domain.policy.book import load_book
from tests import naive_maintenance

if TYPE_CHECKING:
    from domain.calculation.model import Calculation, Scheme

DAY = date(2016, 2, 15)
FLAT_PENCE = {"2003": 500, "2012": 700}
CAP_PENCE = {"2003": 200_000, "2012": 300_000}
SHARED = {"reduced", "basic", "basic_plus"}
RATE_STEPS = {"flat_rate", "reduced_rate", "basic_rate", "basic_plus_rate", "rounding"}
SCHEMES: list[Scheme] = ["2003", "2012"]

EDGES = [0, 499, 500, 699, 700, 10_000, 10_001, 19_999, 20_000, 80_000, 80_001, 200_000, 200_001, 300_000, 300_001]
incomes = st.one_of(st.sampled_from(EDGES), st.integers(0, 30_000), st.integers(0, 320_000), st.integers(0, 10**13 - 1))
nights = st.one_of(st.sampled_from([0, 51, 52, 103, 104, 155, 156, 174, 175, 365]), st.integers(0, 365))
receiving_parents = st.lists(nights, min_size=1, max_size=5).map(lambda each: ReceivingParent(tuple(each)))


def questions(parents: int = 4, *, benefit: bool = True, yearly: bool = True) -> st.SearchStrategy[Question]:
    """Questions of every kind, of up to so many receiving parents."""
    return st.builds(
        Question,
        scheme=st.sampled_from(SCHEMES),
        income_pence=incomes,
        receiving_parents=st.lists(receiving_parents, min_size=1, max_size=parents).map(tuple),
        other_children=st.integers(0, 5),
        yearly=st.booleans() if yearly else st.just(False),
        on_benefit=st.booleans() if benefit else st.just(False),
    )


def answered(question: Question) -> Calculation:
    """The answer on a day on which both schemes have values."""
    return calculate(question, DAY, load_book())


def amounts(answer: Calculation, step: str) -> list[int]:
    """What stands after each step of a name."""
    return [each.amount_pence for each in answer.steps if each.step == step]


@given(questions())
def test_a_second_reading_of_the_table_agrees(question: Question) -> None:
    answer = answered(question)
    weekly, rate, parts = naive_maintenance.calculate(
        question.scheme,
        Decimal(question.income_pence) / 100,
        yearly=question.yearly,
        parents=[parent.nights for parent in question.receiving_parents],
        others=question.other_children,
        benefit=question.on_benefit,
    )
    assert (format_pounds(answer.weekly_pence), answer.rate) == (f"{weekly:.2f}", rate)
    assert [format_pounds(part) for part in answer.by_receiving_parent_pence] == [f"{part:.2f}" for part in parts]


@given(questions(benefit=False).filter(lambda question: question.scheme == "2003"))
def test_the_2003_rate_is_whole_pounds_before_anybody_shares_it(question: Question) -> None:
    answer = answered(question)
    rounded = amounts(answer, "rounding")
    assert len(rounded) == (1 if answer.rate in SHARED else 0)
    assert [pence % 100 for pence in rounded] == [0] * len(rounded)
    order = [step.step for step in answer.steps]
    after = {"apportionment", "shared_care", "further_decrease", "least_amount"}
    assert all(order.index("rounding") < order.index(step) for step in after & set(order) if rounded)


@given(questions())
def test_apportioned_parts_add_up_to_the_rate(question: Question) -> None:
    answer = answered(question)
    parts = amounts(answer, "apportionment")
    rates = [step.amount_pence for step in answer.steps if step.step in RATE_STEPS]
    assert len(parts) == (len(question.receiving_parents) if len(question.receiving_parents) > 1 and rates else 0)
    assert not parts or sum(parts) == rates[-1]


@given(st.integers(0, 10**8), st.lists(st.integers(1, 20), min_size=1, max_size=8))
def test_every_part_is_within_a_penny_of_its_exact_share(pence: int, children: list[int]) -> None:
    parts = apportion(pence, children)
    assert sum(parts) == pence
    for part, number in zip(parts, children, strict=True):
        assert abs(part - Fraction(pence * number, sum(children))) < 1


@given(questions())
def test_what_is_payable_is_never_below_the_floor_unless_it_is_nil(question: Question) -> None:
    answer = answered(question)
    assert answer.weekly_pence == sum(answer.by_receiving_parent_pence) == amounts(answer, "weekly")[0]
    assert all(part >= 0 for part in answer.by_receiving_parent_pence)
    if answer.rate == "nil":
        assert answer.weekly_pence == 0
    elif not amounts(answer, "nil_on_benefit"):
        assert answer.weekly_pence >= FLAT_PENCE[question.scheme]


@given(questions(), st.data())
def test_more_nights_never_cost_more(question: Question, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(question.receiving_parents) - 1))
    parent = question.receiving_parents[place]
    child = data.draw(st.integers(0, parent.children - 1))
    more = data.draw(st.integers(parent.nights[child], 365))
    changed = ReceivingParent((*parent.nights[:child], more, *parent.nights[child + 1 :]))
    later = (*question.receiving_parents[:place], changed, *question.receiving_parents[place + 1 :])
    assert answered(replace(question, receiving_parents=later)).weekly_pence <= answered(question).weekly_pence


@given(questions(parents=1), incomes)
def test_more_income_never_costs_less(question: Question, income_pence: int) -> None:
    more = replace(question, income_pence=max(question.income_pence, income_pence))
    assert answered(question).weekly_pence <= answered(more).weekly_pence


@given(questions(parents=1, benefit=False))
def test_more_relevant_other_children_never_cost_more(question: Question) -> None:
    more = replace(question, other_children=question.other_children + 1)
    assert answered(more).weekly_pence <= answered(question).weekly_pence


@given(st.sampled_from(SCHEMES), incomes, st.integers(1, 6), st.integers(0, 5))
def test_one_more_qualifying_child_never_costs_less(
    scheme: Scheme, income_pence: int, children: int, others: int
) -> None:
    fewer, more = (
        answered(Question(scheme, income_pence, (cared_for(number),), others)).weekly_pence
        for number in (children, children + 1)
    )
    assert fewer <= more


@given(questions(yearly=False), st.integers(1, 10**9))
def test_income_above_the_cap_changes_nothing(question: Question, above_pence: int) -> None:
    cap_pence = CAP_PENCE[question.scheme]
    answer, capped = (answered(replace(question, income_pence=pence)) for pence in (cap_pence + above_pence, cap_pence))
    assert answer.by_receiving_parent_pence == capped.by_receiving_parent_pence
    assert amounts(answer, "income_cap") == [cap_pence]
    assert amounts(capped, "income_cap") == []


@pytest.mark.parametrize("others", range(4))
@pytest.mark.parametrize("children", range(1, 4))
@pytest.mark.parametrize("scheme", SCHEMES)
def test_bands_meet_at_their_edges(scheme: Scheme, children: int, others: int) -> None:
    def rate_pence(income_pence: int) -> int:
        answer = answered(Question(scheme, income_pence, (cared_for(children),), others))
        # Before the 2003 scheme's whole pounds: there the bands meet at half a pound as well as at whole ones.
        return next(step.amount_pence for step in answer.steps if step.step in RATE_STEPS)

    assert rate_pence(10_001) == rate_pence(10_000) == FLAT_PENCE[scheme]
    # The 2012 table's shares are rounded to a tenth of a per cent; only without other children do they meet exactly.
    gap_pence = 112 if scheme == "2012" and others else 1
    assert 0 <= rate_pence(20_000) - rate_pence(19_999) <= gap_pence
    assert 0 <= rate_pence(80_001) - rate_pence(80_000) <= 1
    assert rate_pence(CAP_PENCE[scheme]) == rate_pence(CAP_PENCE[scheme] + 1)


@given(questions())
def test_collection_adds_a_fifth_and_keeps_a_twenty_fifth_in_2012_alone(question: Question) -> None:
    answer = answered(question)
    paid, received = amounts(answer, "collection_paid"), amounts(answer, "collection_received")
    charged = [part for part in answer.by_receiving_parent_pence if part and question.scheme == "2012"]
    assert [2 * abs(10 * pence - 12 * part) <= 10 for pence, part in zip(paid, charged, strict=True)] == [True] * len(
        charged
    )
    assert [2 * abs(100 * pence - 96 * part) <= 100 for pence, part in zip(received, charged, strict=True)] == [
        True
    ] * len(charged)


@given(questions())
def test_every_step_says_its_rule_its_place_in_the_law_and_how_firmly_it_stands(question: Question) -> None:
    for step in answered(question).steps:
        assert step.rule.endswith(".")
        assert step.source.document == "law"
        assert step.source.place
        assert step.standing == ("interpreted" if step.interpretation else "stated")
        assert step.amount_pence >= 0
