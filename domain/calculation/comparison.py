"""A calculation beside the weekly amount that stands on a case, so that a query can be answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.casegroup import AssessmentEntry
from domain.days import days_after
from domain.errors import BadInputError, shown
from domain.liability import event_id, ongoing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from domain.calculation.model import Calculation
    from domain.casegroup import Case, Casegroup


@dataclass(frozen=True, slots=True)
class Comparison:
    """One receiving parent's calculated amount, and the weekly amount on their case on the same day, in pence.

    `on_case_pence` is None where something that decides it is not known; `missing` then names it.
    """

    case_id: str
    scheme: int | None
    calculated_pence: int
    on_case_pence: int | None
    evidence: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def difference_pence(self) -> int | None:
        """Give by how much the calculation is above the case; below zero where it is below."""
        return None if self.on_case_pence is None else self.calculated_pence - self.on_case_pence


def compare(calculation: Calculation, casegroup: Casegroup, case_ids: Sequence[str]) -> tuple[Comparison, ...]:
    """Compare each receiving parent's amount with their case, the cases named in the receiving parents' order.

    Raises BadInputError where the casegroup has no such case, or there is not one case for each receiving parent.
    """
    parents = len(calculation.question.receiving_parents)
    if len(case_ids) != parents:
        message = f"cases: {len(case_ids)} named; expected one for each receiving parent, which makes {parents}"
        raise BadInputError(message)
    cases = {case.case_id: case for case in casegroup.cases}
    for case_id in case_ids:
        if case_id not in cases:
            message = f"case {shown(case_id)}: not in casegroup {casegroup.casegroup_id}; expected one that is"
            raise BadInputError(message)
    return tuple(
        _compared(cases[case_id], amount_pence, calculation.day)
        for case_id, amount_pence in zip(case_ids, calculation.by_receiving_parent_pence, strict=True)
    )


def _compared(case: Case, calculated_pence: int, day: date) -> Comparison:
    on_case_pence, evidence, missing = weekly_on_case(case, day)
    return Comparison(case.case_id, case.scheme, calculated_pence, on_case_pence, evidence, missing)


def day_to_compare(case: Case, as_at: date) -> date:
    """Choose the day on which a case is compared where nobody names one.

    It is `as_at`, or the last whole day of liability where liability ended before: on later days nothing is due, and
    whoever queries a balance asks about what was. The choice is the interpretation `day-of-a-calculation`.
    """
    ends = [entry.effective_date for entry in case.liability_events if entry.kind == "liability_end"]
    known = [days_after(day, -1) for day in ends if day is not None and day <= as_at]
    if weekly_on_case(case, as_at)[0] != 0 or not known:
        return as_at
    return max(known) if weekly_on_case(case, max(known))[0] else as_at


def weekly_on_case(case: Case, day: date) -> tuple[int | None, tuple[str, ...], tuple[str, ...]]:
    """Give the weekly amount on a case on a day in pence, the entries that say so, and what is not known.

    Nothing is due before the first assessment and from the day on which liability has ended.
    """
    reading = ongoing(case, day)
    if reading.broken is None:
        return None, reading.evidence, reading.missing
    if not reading.broken:
        return 0, reading.evidence, ()
    entries = [
        (entry.effective_date, event_id(case, index), entry.weekly_amount)
        for index, entry in enumerate(case.liability_events)
        if isinstance(entry, AssessmentEntry)
    ]
    undated = tuple(f"{name}.effective_date" for effective, name, _ in entries if effective is None)
    if undated:
        # Each of these is above zero, or liability would not be known to be ongoing; which of them counts is not known.
        return None, reading.evidence, undated
    in_force = [(effective, name, weekly) for effective, name, weekly in entries if effective and effective <= day]
    # Of two on one day the later entry counts.
    _, name, weekly_pence = max(reversed(in_force), key=lambda entry: entry[0])
    return weekly_pence, (name,), ()
