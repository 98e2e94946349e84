"""Offline calculations at the desk: what a case says already, the answer to what was typed, and what was kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from console.desk.requests import case_data
from domain.calculation.comparison import compare, day_to_compare, weekly_on_case
from domain.calculation.decision import calculate
from domain.calculation.form import CHILDREN, DAY, NOT_KNOWN, SCHEME, field_of_parent
from domain.calculation.model import SCHEMES
from domain.calculation.requests import Asked, SaveCalculation, Why
from domain.errors import CloseoutError
from domain.policy.book import load_book

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from console.desk.desk import Desk
    from domain.calculation.comparison import Comparison
    from domain.calculation.form import Gathered
    from domain.calculation.model import Calculation
    from domain.casegroup import Casegroup

REASONS: Final[tuple[Why, ...]] = get_args(Why)


@dataclass(frozen=True, slots=True)
class Worked:
    """What was typed, worked out: the calculation, or why there is none; and the weekly amounts on the cases.

    `on_cases` gives the amount on each case that takes part, in pence, None where that is not known; `compared` is
    empty where there is nothing to compare.
    """

    gathered: Gathered
    calculation: Calculation | None
    trouble: str
    on_cases: Mapping[str, int | None]
    compared: tuple[Comparison, ...]


def fields_known(desk: Desk, casegroup_id: str, case_ids: Sequence[str]) -> dict[str, str]:
    """Give what the cases say already, by field: the scheme of the first, the children of each, and the day.

    A reason why the number of children is not known is given as it would be typed.
    """
    casegroup = desk.casefile(casegroup_id).casegroup
    cases = {case.case_id: case for case in casegroup.cases}
    found = {DAY: day_to_compare(cases[case_ids[0]], desk.as_at).isoformat()}
    scheme = str(cases[case_ids[0]].scheme or "")
    if scheme in SCHEMES:
        found[SCHEME] = scheme
    for place, case_id in enumerate(case_ids, start=1):
        line = next(line for line in case_data(desk, casegroup_id, case_id) if line.field.key == CHILDREN)
        if line.value or (line.not_known and place == 1):
            text = line.value or f"{NOT_KNOWN} {line.not_known}"
            found[field_of_parent(CHILDREN, place)] = text
    return found


def work_out(
    gathered: Gathered, as_at: date, casegroup: Casegroup | None = None, case_ids: Sequence[str] = ()
) -> Worked:
    """Work out what was typed, and compare it with the cases where there are any; nothing is written.

    Where the day that counts is not known, the amounts on the cases are those of `as_at`.
    """
    day = gathered.day or as_at
    taking_part = [case_ids[place - 1] for place in gathered.parents] if casegroup else []
    on_cases: dict[str, int | None] = {}
    if casegroup is not None:
        cases = {case.case_id: case for case in casegroup.cases}
        on_cases = {case_id: weekly_on_case(cases[case_id], day)[0] for case_id in taking_part}
    if gathered.question is None:
        return Worked(gathered, None, "", on_cases, ())
    try:
        calculation = calculate(gathered.question, day, load_book())
    except CloseoutError as error:
        return Worked(gathered, None, " ".join(error.message.split()), on_cases, ())
    compared = compare(calculation, casegroup, taking_part) if casegroup is not None else ()
    return Worked(gathered, calculation, "", on_cases, compared)


def to_keep(
    calculation: Calculation, casegroup_id: str, case_ids: Sequence[str], why: Why, note: str
) -> SaveCalculation:
    """Make the request that keeps a calculation with the case of its first receiving parent."""
    question = calculation.question
    asked = Asked(
        scheme=question.scheme,
        income_pence=question.income_pence,
        nights=tuple(parent.nights for parent in question.receiving_parents),
        other_children=question.other_children,
        yearly=question.yearly,
        on_benefit=question.on_benefit,
    )
    return SaveCalculation(
        casegroup_id=casegroup_id,
        case_id=case_ids[0],
        other_case_ids=tuple(case_ids[1:]),
        asked=asked,
        calculated_on=calculation.day,
        why=why,
        note=note,
    )
