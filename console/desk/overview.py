"""How much there is to do: volumes by stage, what came in and went out, deferrals coming due, the oldest work.

Everything here is a number of casegroups or of pieces of work. Nothing is counted by person, and restricted records
are in the numbers and nowhere else.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, get_args

from console.desk.queue import queue_counts
from domain.arrived import ArrivalStage
from domain.days import days_after

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.desk.desk import Desk
    from storage.queue import QueueCount

WEEKS: Final = 12
CLOSED: Final = frozenset(get_args(ArrivalStage))
"""Stages of a casegroup that has left the CSA."""


@dataclass(frozen=True, slots=True)
class Week:
    """A week from its Monday: casegroups received for the first time, closed, and not closed at its end."""

    first_day: date
    received: int
    closed: int
    on_hand: int


@dataclass(frozen=True, slots=True)
class Due:
    """How many deferrals end in a stretch of days; the first stretch has no beginning, the last no end."""

    first_day: date | None
    last_day: date | None
    count: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything of one moment: `oldest` by age, and of `restricted` casegroups no more than that they are there."""

    as_at: date
    casegroups: int
    on_hand: int
    restricted: int
    stages: Mapping[str, int]
    weeks: tuple[Week, ...]
    due: tuple[Due, ...]
    oldest: tuple[QueueCount, ...]


def overview(desk: Desk, weeks: int = WEEKS) -> Overview:
    """Count everything on the desk's day, so many weeks back and ahead.

    Raises NotPermittedError for somebody who is not on the roster.
    """
    desk.require_place_on_roster()
    with desk.store.reading():
        stages = desk.store.counts_by_stage()
        on_hand = sum(count for stage, count in stages.items() if stage not in CLOSED)
        counts = queue_counts(desk)
        return Overview(
            as_at=desk.as_at,
            casegroups=sum(stages.values()),
            on_hand=on_hand,
            restricted=len(desk.store.all_restricted()),
            stages=stages,
            weeks=_weeks(desk, on_hand, weeks),
            due=_due(desk.store.deferred_until(), desk.as_at, weeks),
            oldest=tuple(sorted(counts, key=lambda count: (count.oldest is None, count.oldest or date.max))),
        )


def monday_of(day: date) -> date:
    """Give the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _weeks(desk: Desk, on_hand: int, weeks: int) -> tuple[Week, ...]:
    """Count back from what is on hand now: what was closed since was on hand, what was received since was not."""
    this_monday = monday_of(desk.as_at)
    first = this_monday - timedelta(weeks=weeks - 1)
    begins = datetime.combine(first, time()).astimezone().astimezone(UTC).isoformat(timespec="seconds")
    moved = desk.store.moved_since(begins)
    received, closed = _by_week(moved.received), _by_week(moved.closed)
    later = {monday for monday in {*received, *closed} if monday > this_monday}
    on_hand += sum(closed[monday] - received[monday] for monday in later)
    found = []
    for back in range(weeks):
        monday = this_monday - timedelta(weeks=back)
        found.append(Week(monday, received[monday], closed[monday], on_hand))
        on_hand += closed[monday] - received[monday]
    return tuple(reversed(found))


def _by_week(minutes: Counter[str]) -> Counter[date]:
    """Count by the Monday of the week it was where the program runs."""
    found: Counter[date] = Counter()
    for minute, count in minutes.items():
        day = datetime.fromisoformat(minute).replace(tzinfo=UTC).astimezone().date()
        found[monday_of(day)] += count
    return found


def _due(by_day: Mapping[date, int], as_at: date, weeks: int) -> tuple[Due, ...]:
    """Count deferrals that have ended, those of this week and each of the next, and all after that."""
    sunday = days_after(monday_of(as_at), 6)
    ends = [as_at, *(days_after(sunday, 7 * week) for week in range(weeks))]
    found = []
    first: date | None = None
    for end in dict.fromkeys(ends):
        found.append(_due_between(by_day, first, end))
        first = days_after(end, 1)
    return (*found, _due_between(by_day, first, None))


def _due_between(by_day: Mapping[date, int], first: date | None, last: date | None) -> Due:
    days = (day for day in by_day if (first is None or day >= first) and (last is None or day <= last))
    return Due(first, last, sum(by_day[day] for day in days))
