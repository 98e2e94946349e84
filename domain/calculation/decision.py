"""The order of the calculation: income, rate, apportionment, shared care, least amount, and what collection costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from domain.calculation import rules
from domain.calculation.model import Calculation, Step, check_question
from domain.money import in_pounds

if TYPE_CHECKING:
    from datetime import date

    from domain.calculation.model import Question, Rate
    from domain.policy.book import Book
    from domain.policy.model import SchemePolicy


def calculate(question: Question, day: date, book: Book) -> Calculation:
    """Work out the weekly amount with the values the book has in force on a day.

    Raises BadInputError where the question cannot be so, DayNotCoveredError before the scheme began.
    """
    check_question(question)
    policy, digest = book.scheme(f"scheme_{question.scheme}", day)
    steps = [rules.income_by_the_week(question)]
    cap = rules.income_cap(steps[-1].amount_pence, policy)
    if cap is not None:
        steps.append(cap)
    rate = rules.rate_for(question, steps[-1].amount_pence, policy)
    steps.extend(_rate_steps(rate, question, steps[-1].amount_pence, policy))
    amounts_pence = _shared(question, rate, steps, policy)
    if rate == "flat" and not any(amounts_pence):
        rate = "nil"
    weekly_pence = sum(amounts_pence)
    steps.append(Step("weekly", weekly_pence, _weekly_words(amounts_pence), rules.WEEKLY))
    for place, amount_pence in _places(amounts_pence):
        steps.extend(rules.collection_fees(amount_pence, place, policy))
    return Calculation(question, day, digest, rate, weekly_pence, amounts_pence, tuple(steps))


def _rate_steps(rate: Rate, question: Question, income_pence: int, policy: SchemePolicy) -> tuple[Step, ...]:
    match rate:
        case "nil":
            return rules.nil_rate(policy)
        case "flat":
            return rules.flat_rate(question, income_pence, policy)
        case "reduced":
            return rules.reduced_rate(question, income_pence, policy)
        case "basic" | "basic_plus":
            return rules.basic_rate(question, income_pence, policy)
        case _:
            assert_never(rate)


def _shared(question: Question, rate: Rate, steps: list[Step], policy: SchemePolicy) -> tuple[int, ...]:
    """Add the steps from the rate to what each receiving parent is due, and give those amounts."""
    parents, rate_pence = question.receiving_parents, steps[-1].amount_pence
    amounts = list(rules.apportion(rate_pence, [parent.children for parent in parents]))
    if rate == "nil":
        return tuple(amounts)
    steps.extend(rules.apportionment(rate_pence, parents))
    cut = False
    for index, (place, amount_pence) in enumerate(_places(tuple(amounts))):
        found = _adjusted(question, rate, (index, place, amount_pence), policy)
        if found:
            cut = True
            steps.extend(found)
            amounts[index] = found[-1].amount_pence
    if cut and rate != "flat":
        least = rules.least_amount(amounts, parents, policy)
        steps.extend(least)
        amounts = [step.amount_pence for step in least] or amounts
    return tuple(amounts)


def _adjusted(
    question: Question, rate: Rate, whose: tuple[int, int | None, int], policy: SchemePolicy
) -> tuple[Step, ...]:
    """Give the steps by which nights with the paying parent change one receiving parent's amount."""
    index, place, amount_pence = whose
    parent = question.receiving_parents[index]
    if rate != "flat":
        return rules.shared_care(amount_pence, parent, place, policy)
    nil = rules.nil_on_benefit(parent, place, policy) if question.on_benefit else None
    return () if nil is None else (nil,)


def _places(amounts_pence: tuple[int, ...]) -> list[tuple[int | None, int]]:
    """Number the receiving parents from 1; one alone needs no number."""
    if len(amounts_pence) == 1:
        return [(None, amounts_pence[0])]
    return list(enumerate(amounts_pence, start=1))


def _weekly_words(amounts_pence: tuple[int, ...]) -> str:
    if len(amounts_pence) == 1:
        return "Payable each week."
    return f"Payable each week: {' + '.join(in_pounds(amount) for amount in amounts_pence)}."
