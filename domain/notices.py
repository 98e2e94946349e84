"""What notices are about, shared by the journey that dates them and the letters that say them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from domain.finding import Reading
from domain.liability import ongoing
from domain.truth import above_zero, any_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from domain.casegroup import Case

Role = Literal["paying_parent", "receiving_parent"]
Occasion = Literal["first_contact", "second_contact", "reminder", "end_of_liability"]
Course = Literal["proactive", "reactive", "proactive_to_reactive"]
CaseStatus = Literal["maintenance_and_arrears", "maintenance_only", "arrears_only", "nothing_left"]
"""`nothing_left` has neither maintenance nor arrears: no reason to write, and a matter for an exception."""

ROLES: Final[tuple[Role, ...]] = ("paying_parent", "receiving_parent")
COURSES: Final[tuple[Course, ...]] = ("proactive", "reactive", "proactive_to_reactive")
CASE_STATUSES: Final[tuple[CaseStatus, ...]] = (
    "maintenance_and_arrears",
    "maintenance_only",
    "arrears_only",
    "nothing_left",
)


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """What is asked of one case on a day: whether liability is ongoing, and whether child maintenance is owed."""

    running: Reading
    owed: Reading


def standing_of(case: Case, day: date) -> CaseStanding:
    """Ask one case; statuses of several cases are put together of what each answers."""
    return CaseStanding(ongoing(case, day), _arrears_of(case))


def maintenance(cases: Sequence[Case], day: date) -> Reading:
    """Tell whether liability is ongoing on a day in any of these cases."""
    return _any([ongoing(case, day) for case in cases])


def arrears(cases: Sequence[Case]) -> Reading:
    """Tell whether child maintenance is outstanding in any of these cases, as the document stands."""
    return _any([_arrears_of(case) for case in cases])


def _any(readings: Sequence[Reading]) -> Reading:
    answer = any_of(reading.broken for reading in readings)
    missing = tuple(name for reading in readings for name in reading.missing) if answer is None else ()
    return Reading(answer, tuple(name for reading in readings for name in reading.evidence), missing)


def _arrears_of(case: Case) -> Reading:
    owed = [receivable for receivable in case.receivables if receivable.type == "child_maintenance"]
    unknown = [receivable.receivable_id for receivable in owed if receivable.outstanding is None]
    evidence = tuple(receivable.receivable_id for receivable in owed)
    if unknown:
        return Reading(None, evidence, tuple(f"{case.case_id}/{name}.outstanding" for name in unknown))
    total_pence = sum(receivable.outstanding or 0 for receivable in owed)
    return Reading(above_zero(total_pence, total_pence), evidence)


def case_status(cases: Sequence[Case], day: date) -> tuple[CaseStatus | None, tuple[str, ...]]:
    """Give the status of cases taken together on a day, or None with what is missing to tell it."""
    return status_of([standing_of(case, day) for case in cases])


def status_of(standings: Sequence[CaseStanding]) -> tuple[CaseStatus | None, tuple[str, ...]]:
    """Give the status of cases taken together, or None with what is missing to tell it."""
    running, owed = _any([each.running for each in standings]), _any([each.owed for each in standings])
    if running.broken is None or owed.broken is None:
        return None, (*running.missing, *owed.missing)
    if running.broken:
        return ("maintenance_and_arrears" if owed.broken else "maintenance_only"), ()
    return ("arrears_only" if owed.broken else "nothing_left"), ()
