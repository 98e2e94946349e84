"""Keeping an offline calculation with the case it is about, and reading it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.calculation.model import Question, ReceivingParent
from domain.decision import Decision, refused
from domain.errors import CloseoutError
from domain.events.reports import CalculationSaved
from domain.money import format_pounds, in_pounds, parse_pounds
from domain.refusals import refusal

if TYPE_CHECKING:
    from domain.calculation.model import Calculation
    from domain.calculation.requests import SaveCalculation
    from domain.casefile import Casefile
    from domain.policy.book import Book

OTHER_CASE: Final = "case_"
"""Under this and a place stands the case of a further receiving parent."""


def decide_save(casefile: Casefile, request: SaveCalculation, book: Book) -> Decision:
    """Work a calculation out and keep it, unless it cannot be worked out or its case is not of this casegroup."""
    from domain.calculation.decision import calculate  # noqa: PLC0415 - its rules take time to load, and few keep one

    for case_id in (request.case_id, *request.other_case_ids):
        if casefile.case(case_id) is None:
            return refused(refusal("no_such_case", case_id=case_id))
    if request.why == "other" and not request.note.strip():
        return refused(refusal("reason_missing"))
    try:
        worked_out = calculate(request.asked.question, request.calculated_on, book)
    except CloseoutError as error:
        return refused(refusal("calculation_impossible", why=" ".join(error.message.split())))
    return Decision(events=(_saved(request, worked_out),))


def _saved(request: SaveCalculation, worked_out: Calculation) -> CalculationSaved:
    return CalculationSaved(
        case_id=request.case_id,
        scheme=request.asked.scheme,
        asked=_asked(request.asked.question) | _other_cases(request),
        weekly_pence=worked_out.weekly_pence,
        rate=worked_out.rate,
        steps=tuple(f"{step.step}: {in_pounds(step.amount_pence)}. {step.rule}" for step in worked_out.steps),
        calculated_on=request.calculated_on,
        why=request.why,
        reason=request.note.strip(),
    )


def _other_cases(request: SaveCalculation) -> dict[str, str]:
    """Name the cases of further receiving parents under their places."""
    return {f"{OTHER_CASE}{place}": case_id for place, case_id in enumerate(request.other_case_ids, start=2)}


def _asked(question: Question) -> dict[str, str]:
    return {
        "income": format_pounds(question.income_pence),
        "period": "year" if question.yearly else "week",
        "nights": "; ".join(",".join(map(str, parent.nights)) for parent in question.receiving_parents),
        "other_children": str(question.other_children),
        "on_benefit": "yes" if question.on_benefit else "no",
    }


def cases_kept(saved: CalculationSaved) -> tuple[str, ...]:
    """Name the cases of a calculation that was kept, in the order of its receiving parents, as far as told."""
    further = (saved.asked.get(f"{OTHER_CASE}{place}") for place in range(2, saved.asked["nights"].count(";") + 2))
    return saved.case_id, *(case_id for case_id in further if case_id is not None)


def question_kept(saved: CalculationSaved) -> Question:
    """Give the question of a calculation that was kept, to be worked out again or asked otherwise."""
    asked = saved.asked
    return Question(
        scheme=saved.scheme,
        income_pence=parse_pounds(asked["income"]),
        receiving_parents=tuple(
            ReceivingParent(tuple(int(nights) for nights in parent.split(",")))
            for parent in asked["nights"].split("; ")
        ),
        other_children=int(asked["other_children"]),
        yearly=asked["period"] == "year",
        on_benefit=asked["on_benefit"] == "yes",
    )
