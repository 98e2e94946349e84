"""The criteria of selection: what may be asked, what is in force on a day, and when the next tranche is due.

A casegroup is only ever taken whole, so each of its cases has to be one of what a criterion names; what nobody knows
is none of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from domain.days import days_after
from domain.events.selection import CriteriaChanged, TrancheSelected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.events.selection import Frequency
    from domain.office import Office
    from domain.policy.model import SelectionPolicy

Criteria = dict[str, tuple[str, ...]]
# Each criterion with what it may name; one that names nothing asks nothing.
VOCABULARY: Final[Mapping[str, tuple[str, ...]]] = {
    "system": ("CS2", "CSCS", "CCD"),
    "region": ("GB", "NI"),
    "scheme": ("1993", "2003"),
    "segment": ("1", "2", "3", "4", "5"),
    "benefit": ("yes", "no"),
    "case_status": ("maintenance_and_arrears", "maintenance_only", "arrears_only"),
}
FREQUENCIES: Final[tuple[Frequency, ...]] = ("daily", "weekly", "monthly")
MOST_CASEGROUPS: Final = 100_000
DAYS_OF_A_WEEK: Final = 7
MONTHS_OF_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class Standing:
    """Criteria, size and frequency in force, who set them when and why, until when, and what comes back after that.

    `seq` is the entry that set them; None for those the policy gives.
    """

    criteria: Criteria
    casegroups: int
    frequency: Frequency
    until: date | None = None
    seq: int | None = None
    by: str = ""
    at: str = ""
    reason: str = ""
    former: Standing | None = None


def standing(office: Office, day: date, policy: SelectionPolicy) -> Standing:
    """Give what is in force on a day: of all changes that still hold, the latest.

    A change for a time holds up to and including its last day. After it, what was in force before comes back by
    itself, for nothing was taken away.
    """
    found = _initial(policy)
    for entry, event in office.of(CriteriaChanged):
        if event.until is not None and event.until < day:
            continue
        former = found if event.until is not None else None
        found = Standing(
            dict(event.criteria), event.casegroups, event.frequency, event.until, entry.seq, entry.actor, entry.at,
            event.reason, former,
        )  # fmt: skip
    return _with_what_comes_back(found)


def _initial(policy: SelectionPolicy) -> Standing:
    criteria = {name: getattr(policy, name).value.words for name in VOCABULARY}
    return Standing(
        {name: words for name, words in criteria.items() if words},
        policy.tranche_size.value.count,
        policy.frequency.value.name,
    )


def _with_what_comes_back(found: Standing) -> Standing:
    """Leave out what will have ended by the time a change for a time ends."""
    former = found.former
    while former is not None and former.until is not None and found.until is not None and former.until <= found.until:
        former = former.former
    if former is found.former:
        return found
    return Standing(
        found.criteria, found.casegroups, found.frequency, found.until, found.seq, found.by, found.at, found.reason,
        former,
    )  # fmt: skip


def last_tranche(office: Office) -> TrancheSelected | None:
    """Give the last tranche selected in its turn; one of a segment apart does not count."""
    tranches = [event for _, event in office.of(TrancheSelected) if event.segment is None]
    return max(tranches, key=lambda event: event.as_at, default=None)


def tranche_named(office: Office, tranche: str) -> TrancheSelected | None:
    """Give the tranche of that name, or None where it was not selected, or not to its end."""
    return next((event for _, event in office.of(TrancheSelected) if event.tranche == tranche), None)


def next_tranche_on(office: Office, frequency: Frequency, day: date) -> date:
    """Give the day on which the next tranche is due, counted from the last one; today where there was none."""
    last = last_tranche(office)
    if last is None:
        return day
    match frequency:
        case "daily":
            return days_after(last.as_at, 1)
        case "weekly":
            return days_after(last.as_at, DAYS_OF_A_WEEK)
        case "monthly":
            return a_month_after(last.as_at)


def a_month_after(day: date) -> date:
    """Give the same day of the next month; its last day where it has fewer."""
    year, month = divmod(day.year * MONTHS_OF_A_YEAR + day.month, MONTHS_OF_A_YEAR)
    following, next_month = divmod(year * MONTHS_OF_A_YEAR + month + 1, MONTHS_OF_A_YEAR)
    last_day = days_after(date(following, next_month + 1, 1), -1).day
    return date(year, month + 1, min(day.day, last_day))


def with_segment(criteria: Criteria, segment: int | None) -> Criteria:
    """Narrow criteria to one segment, where one is to be selected apart."""
    return criteria if segment is None else {**criteria, "segment": (str(segment),)}


def tranche_name(day: date, segment: int | None) -> str:
    """Name the tranche of a day; there is one a day, and one of each segment selected apart."""
    apart = "" if segment is None else f"-segment-{segment}"
    return f"T-{day.isoformat()}{apart}"
