"""The liability of a case: what its liability events say of a day, and its history as period lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from domain.casegroup import AssessmentEntry, MigratedBalanceEntry
from domain.days import days_after, days_inclusive
from domain.finding import Reading
from domain.money import accrue
from domain.truth import Truth, any_of, both, negation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from domain.casegroup import Case, LiabilityEntry


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """One stretch with one weekly amount, or one lump sum; amounts in pence, days inclusive.

    `evidence` names the event that set the amount.
    """

    first: date
    last: date
    days: int
    weekly_pence: int | None
    amount_pence: int
    kind: Literal["accrual", "migrated_debt_balance"]
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """The liability history of one case up to a day; `missing` names what nobody knows, and then no total stands."""

    case_id: str
    periods: tuple[PeriodLine, ...]
    missing: tuple[str, ...] = ()

    @property
    def total_pence(self) -> int | None:
        """Sum the lines, in pence, or None where something needed is not known."""
        return None if self.missing else sum(line.amount_pence for line in self.periods)


def event_id(case: Case, index: int) -> str:
    """Name a liability event by its place, for it has no id of its own."""
    return f"{case.case_id}/liability_events[{index}]"


def ongoing(case: Case, day: date) -> Reading:
    """Tell whether liability is ongoing on a day: a weekly amount above zero and no end on or before it."""
    candidates: list[tuple[Truth, str]] = []
    latest: tuple[date, Truth, int] | None = None
    ended: list[tuple[Truth, str]] = []
    missing: list[str] = []
    for index, entry in enumerate(case.liability_events):
        effective = entry.effective_date
        if isinstance(entry, AssessmentEntry):
            truth = None if entry.weekly_amount is None else entry.weekly_amount > 0
            if effective is None:
                missing.append(f"{event_id(case, index)}.effective_date")
                candidates.append((truth, event_id(case, index)))
            elif effective <= day and (latest is None or effective >= latest[0]):
                latest = (effective, truth, index)
        elif entry.kind == "liability_end" and (effective is None or effective <= day):
            name = event_id(case, index)
            ended.append((None if effective is None else True, name))
            missing.extend([f"{name}.effective_date"] if effective is None else [])
    # Only the event that counts is named; a case may have a hundred.
    candidates.append((latest[1], event_id(case, latest[2])) if latest else (False, ""))
    if latest and latest[1] is None:
        missing.append(f"{event_id(case, latest[2])}.weekly_amount")
    truths = {truth for truth, _ in candidates}
    above_zero = truths.pop() if len(truths) == 1 else None
    answer = both(above_zero, negation(any_of(truth for truth, _ in ended)))
    evidence = tuple(name for _, name in (*candidates, *ended) if name)
    return Reading(answer, evidence, tuple(missing) if answer is None else ())


def history(case: Case, as_at: date) -> History:
    """Build the liability history of a case up to and including a day."""
    dated, missing = _dated_events(case, as_at)
    if missing:
        return History(case.case_id, (), missing)
    lumps = [
        PeriodLine(day, day, 0, None, entry.amount, "migrated_debt_balance", (name,))
        for day, name, entry in dated
        if isinstance(entry, MigratedBalanceEntry) and entry.amount is not None
    ]
    lines = lumps + [_accrual(stretch) for stretch in _merged(_stretches(dated, as_at))]
    return History(case.case_id, tuple(sorted(lines, key=lambda line: line.first)))


def _dated_events(case: Case, as_at: date) -> tuple[list[tuple[date, str, LiabilityEntry]], tuple[str, ...]]:
    """Give the events up to a day, in order of day and then of the document, and the fields nobody knows."""
    dated: list[tuple[date, str, LiabilityEntry]] = []
    missing: list[str] = []
    for index, entry in enumerate(case.liability_events):
        name = event_id(case, index)
        if entry.effective_date is None:
            missing.append(f"{name}.effective_date")
        elif entry.effective_date <= as_at:
            dated.append((entry.effective_date, name, entry))
            missing.extend(f"{name}.{field}" for field in entry.not_known)
    dated.sort(key=lambda event: event[0])
    return dated, tuple(missing)


@dataclass(slots=True)
class _Stretch:
    first: date
    last: date
    weekly_pence: int
    evidence: str


def _stretches(dated: list[tuple[date, str, LiabilityEntry]], as_at: date) -> Iterator[_Stretch]:
    """Give each stretch between two events that accrues something."""
    weekly_pence, through_agency, evidence = 0, True, ""
    begun: date | None = None
    last = as_at
    for day, name, entry in dated:
        if begun is not None and begun < day and weekly_pence and through_agency:
            yield _Stretch(begun, days_after(day, -1), weekly_pence, evidence)
        begun = day
        match entry.kind:
            case "assessment":
                weekly_pence, evidence = entry.weekly_amount or 0, name
            case "direct":
                through_agency = False
            case "non_direct":
                through_agency = True
            case "liability_end":
                last = day
            case "migrated_debt_balance":
                pass
    if begun is not None and begun <= last and weekly_pence and through_agency:
        yield _Stretch(begun, last, weekly_pence, evidence)


def _merged(stretches: Iterator[_Stretch]) -> list[_Stretch]:
    """Make one of neighbouring stretches with the same weekly amount."""
    merged: list[_Stretch] = []
    for stretch in stretches:
        before = merged[-1] if merged else None
        if before and before.weekly_pence == stretch.weekly_pence and days_after(before.last, 1) == stretch.first:
            before.last = stretch.last
        else:
            merged.append(stretch)
    return merged


def _accrual(stretch: _Stretch) -> PeriodLine:
    days = days_inclusive(stretch.first, stretch.last)
    return PeriodLine(
        stretch.first,
        stretch.last,
        days,
        stretch.weekly_pence,
        accrue(stretch.weekly_pence, days),
        "accrual",
        (stretch.evidence,),
    )
