"""An offline calculation as JSON and as a page: every step with its amount, its rule and where the rule comes from."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, Final

from console.present.answers import pounds_text
from console.present.not_known import places_text
from console.present.wording import DOUBTFUL, day, pounds, sentence_end
from domain.calculation.saving import cases_kept
from domain.events.reports import CalculationSaved
from domain.money import format_pounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from domain.calculation.comparison import Comparison
    from domain.calculation.model import Calculation, Question, ReceivingParent, Step
    from domain.events import Event

STEPS: Final[Mapping[str, str]] = {
    "income": "Weekly income",
    "income_cap": "Most that counts",
    "nil_rate": "Nil rate",
    "flat_rate": "Flat rate",
    "reduced_rate": "Reduced rate",
    "other_children": "Income that counts",
    "basic_rate": "Basic rate",
    "basic_plus_rate": "Basic plus rate",
    "rounding": "Whole pounds",
    "apportionment": "Apportioned",
    "shared_care": "Shared care",
    "further_decrease": "Further decrease",
    "nil_on_benefit": "Nil on benefit",
    "least_amount": "Least amount",
    "weekly": "Weekly amount",
    "collection_paid": "Paid if collected",
    "collection_received": "Received if collected",
}
RATES: Final[Mapping[str, str]] = {
    "nil": "nil rate",
    "flat": "flat rate",
    "reduced": "reduced rate",
    "basic": "basic rate",
    "basic_plus": "basic plus rate",
}
STEP_WIDTH: Final = max(map(len, STEPS.values()))
NARROWEST_RULE: Final = 20
GAP: Final = "  "


WHY: Final[Mapping[str, str]] = {
    "left_unfinished": "a calculation was left unfinished at the CSA",
    "balance_queried": "a client queried the balance",
    "other": "another reason",
}


def cases_in_words(saved: CalculationSaved) -> str:
    """Name the case a calculation was kept with, or all cases whose receiving parents share it."""
    case_ids = cases_kept(saved)
    if len(case_ids) == 1:
        return f"case {case_ids[0]}"
    return f"cases {', '.join(case_ids[:-1])} and {case_ids[-1]}"


def calculation_sentence(event: Event) -> str | None:
    """Say what was kept of a calculation, or None for any other event."""
    if not isinstance(event, CalculationSaved):
        return None
    note = f" {sentence_end(event.reason)}" if event.reason else ""
    return (
        f"Calculation kept with {cases_in_words(event)}: {pounds(event.weekly_pence)} a week, {RATES[event.rate]}, "
        f"{event.scheme} scheme, values of {day(event.calculated_on)}; {WHY[event.why]}.{note}"
    )


def calculation_json(calculation: Calculation) -> dict[str, Any]:
    """Give a calculation as `closeout calculate --json` prints it."""
    parents = zip(calculation.question.receiving_parents, calculation.by_receiving_parent_pence, strict=True)
    return {
        "weekly": format_pounds(calculation.weekly_pence),
        "rate": calculation.rate,
        "steps": [_step_json(step) for step in calculation.steps],
        "scheme": calculation.question.scheme,
        "on": calculation.day.isoformat(),
        "policy_digest": calculation.policy_digest,
        "receiving_parents": [
            {"children": parent.children, "nights": list(parent.nights), "weekly": format_pounds(amount_pence)}
            for parent, amount_pence in parents
        ],
    }


def _step_json(step: Step) -> dict[str, Any]:
    return {
        "step": step.step,
        "amount": format_pounds(step.amount_pence),
        "rule": step.rule,
        "source": {"document": step.source.document, "place": step.source.place},
        "standing": step.standing,
        "interpretation": step.interpretation,
        "values": [{"key": value.key, "value": value.written} for value in step.used],
        "receiving_parent": step.receiving_parent,
    }


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Give a comparison with a case as JSON."""
    return {
        "case_id": comparison.case_id,
        "scheme": comparison.scheme,
        "calculated": format_pounds(comparison.calculated_pence),
        "on_case": pounds_text(comparison.on_case_pence),
        "difference": pounds_text(comparison.difference_pence),
        "evidence": [*comparison.evidence, *comparison.missing],
    }


def comparison_sentence(comparison: Comparison, calculation: Calculation) -> str:
    """Say what stands on the case and by how much the calculation differs; a scheme that differs is said as well."""
    stands = f"On case {comparison.case_id} on {day(calculation.day)}: {pounds(comparison.on_case_pence)}"
    match comparison.difference_pence:
        case None:
            told = f"{stands} ({places_text(comparison.missing)})."
        case 0:
            told = f"{stands} a week, as calculated."
        case difference:
            way = "above" if difference > 0 else "below"
            calculated = pounds(comparison.calculated_pence)
            told = f"{stands} a week; the {calculated} calculated is {pounds(abs(difference))} {way}."
    if comparison.scheme is None:
        return f"{told} THE SCHEME OF THE CASE IS NOT KNOWN."
    if str(comparison.scheme) != calculation.question.scheme:
        return f"{told} THE CASE IS ON THE {comparison.scheme} SCHEME."
    return told


def comparison_brief(comparison: Comparison, calculation: Calculation) -> str:
    """Say the same where the amount on the case stands beside it: the case, and by how much the calculation differs."""
    name = f"Case {comparison.case_id}"
    match comparison.difference_pence:
        case None:
            told = f"{name}: {places_text(comparison.missing)}."
        case 0:
            told = f"{name}; the same is calculated."
        case difference:
            told = f"{name}; {pounds(abs(difference))} {'more' if difference > 0 else 'less'} is calculated."
    if comparison.scheme is None:
        return f"{told} ITS SCHEME IS NOT KNOWN."
    same = str(comparison.scheme) == calculation.question.scheme
    return told if same else f"{told} IT IS ON THE {comparison.scheme} SCHEME."


def calculation_lines(calculation: Calculation, width: int) -> Iterator[str]:
    """Lay a calculation out for paper or a terminal so many cells wide: what was asked, each step, the answer."""
    digest = calculation.policy_digest[:12]
    yield f"Child maintenance, {calculation.question.scheme} scheme, values of {day(calculation.day)} ({digest})"
    yield ""
    for label, told in asked_pairs(calculation.question):
        yield from textwrap.wrap(f"{label}: {told}.", width, subsequent_indent=GAP)
    yield ""
    several = len(calculation.question.receiving_parents) > 1
    names = [step_name(step, several=several) for step in calculation.steps]
    amounts = [pounds(step.amount_pence) for step in calculation.steps]
    widths = max(STEP_WIDTH, *map(len, names)), max(map(len, ("Amount", *amounts)))
    indent = sum(widths) + 2 * len(GAP)
    yield f"{'Step':{widths[0]}}{GAP}{'Amount':>{widths[1]}}{GAP}Rule, and where it comes from"
    yield "-" * width
    for step, name, amount in zip(calculation.steps, names, amounts, strict=True):
        lines = _told(step, max(NARROWEST_RULE, width - indent))
        yield f"{name:{widths[0]}}{GAP}{amount:>{widths[1]}}{GAP}{lines[0]}"
        yield from (" " * indent + line for line in lines[1:])
    yield "-" * width
    yield f"{pounds(calculation.weekly_pence)} a week, {RATES[calculation.rate]}."


def asked_pairs(question: Question) -> Iterator[tuple[str, str]]:
    """Tell what was asked, label by label; what is no or none is left out."""
    kind = "net" if question.scheme == "2003" else "gross"
    period = "year" if question.yearly else "week"
    yield "Income", f"{pounds(question.income_pence)} {kind} a {period}"
    if question.on_benefit:
        yield "On a prescribed benefit", "yes"
    if question.other_children:
        yield "Relevant other children", str(question.other_children)
    several = len(question.receiving_parents) > 1
    for number, parent in enumerate(question.receiving_parents, start=1):
        whose = f"Receiving parent {number}: qualifying" if several else "Qualifying"
        yield f"{whose} children", f"{parent.children}{_nights(parent)}"


def _nights(parent: ReceivingParent) -> str:
    if not any(parent.nights):
        return ""
    if len(set(parent.nights)) == 1:
        each = " each" if parent.children > 1 else ""
        return f", {parent.nights[0]} nights a year{each} with the paying parent"
    return f", nights a year with the paying parent: {', '.join(map(str, parent.nights))}"


def step_name(step: Step, *, several: bool) -> str:
    """Name a step; where there are several receiving parents, with whose it is."""
    name = STEPS[step.step]
    return f"{name} ({step.receiving_parent})" if several and step.receiving_parent is not None else name


def step_source(step: Step) -> str:
    """Say where a step's rule comes from, and how firmly it stands where that is not as the law says."""
    standing = DOUBTFUL[step.standing]
    if step.interpretation:
        standing = f"{standing}: {step.interpretation}"
    return "; ".join(part for part in (step.source.place, standing) if part)


def _told(step: Step, width: int) -> list[str]:
    """Write a step's rule and, in brackets, where it comes from and what doubt was settled."""
    return [line for text in (step.rule, f"[{step_source(step)}]") for line in textwrap.wrap(text, width)]
