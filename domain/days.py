"""Days: calendar days, written YYYY-MM-DD in files."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

WRITTEN_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)
DAY_EXPECTED: Final = 'a day of the calendar from 1900 to 2199, written "YYYY-MM-DD"'


def parse_day(text: object) -> date:
    """Read a day written YYYY-MM-DD; raises ValueError for anything else or a day that never was."""
    if isinstance(text, str) and WRITTEN_DAY.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            pass
        else:
            if FIRST_DAY <= day <= LAST_DAY:
                return day
    raise ValueError(DAY_EXPECTED)


def days_after(day: date, days: int) -> date:
    """Give the day that many calendar days later (earlier where negative)."""
    return day + timedelta(days=days)


def days_inclusive(first: date, last: date) -> int:
    """Count the days of a stretch, both ends included."""
    return (last - first).days + 1


def open_on(day: date, begun: date, ended: date | None) -> bool:
    """Tell whether something begun and perhaps ended is open on a day: begun by then and not ended."""
    return begun <= day and (ended is None or ended > day)
