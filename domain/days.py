"""Days: calendar days, written YYYY-MM-DD in files and in the ways people write them where a person types one."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

WRITTEN_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)
DAY_EXPECTED: Final = 'a day of the calendar from 1900 to 2199, written "YYYY-MM-DD"'
TYPED_DAY_EXPECTED: Final = (
    "a day from 1900 to 2199 such as 12 May 2015, 12/05/2015 (the day first, then the month) or 2015-05-12"
)
MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
TYPED_DAY: Final = re.compile(
    r"(?P<written>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})"
    r"|(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
    r"(?:[ ]+(?P<name>[a-z]{3,9})[.,]?[ ]+|/(?P<month>[0-9]{1,2})/)(?P<year>[0-9]{4})",
    re.ASCII | re.IGNORECASE,
)
LONGEST_SHOWN: Final = 40
"""Characters of a wrong text that an error repeats."""


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


def read_day(typed: str) -> date:
    """Read a day as a person types it: `12 May 2015`, `12/05/2015` (day first, as in the UK) or `2015-05-12`.

    Raises ValueError that names what was typed and what was expected; a year of two digits is never guessed.
    """
    text = typed.strip()
    found = _typed_day(TYPED_DAY.fullmatch(text))
    if found is None:
        raise ValueError(_not_a_day(text))
    return found


def leading_day(typed: str) -> tuple[date, str]:
    """Read the day that a text begins with, written as `read_day` takes it, and give what follows it.

    Raises ValueError that names the text and what was expected.
    """
    text = typed.strip()
    match = TYPED_DAY.match(text)
    found = _typed_day(match)
    if match is None or found is None or text[match.end() : match.end() + 1].strip():
        raise ValueError(_not_a_day(text))
    return found, text[match.end() :].strip()


def _typed_day(match: re.Match[str] | None) -> date | None:
    if match is None:
        return None
    if match["written"]:
        year, month, day = (int(part) for part in match["written"].split("-"))
    else:
        year, day, month = int(match["year"]), int(match["day"]), _month(match["name"], match["month"])
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if FIRST_DAY <= found <= LAST_DAY else None


def _month(name: str | None, number: str | None) -> int:
    """Give the number of a month from its name, whole or its first letters, or from its digits; 0 for no month."""
    if name is None:
        return int(number or 0)
    named = (place for place, month in enumerate(MONTHS, start=1) if month.startswith(name.casefold()))
    return next(named, 9 if name.casefold() == "sept" else 0)


def _not_a_day(typed: str) -> str:
    shown = typed if len(typed) <= LONGEST_SHOWN else f"{typed[:LONGEST_SHOWN]}…"
    return f'{TYPED_DAY_EXPECTED}; "{shown}" was typed'


def days_after(day: date, days: int) -> date:
    """Give the day that many calendar days later (earlier where negative)."""
    return day + timedelta(days=days)


def days_inclusive(first: date, last: date) -> int:
    """Count the days of a stretch, both ends included."""
    return (last - first).days + 1


def open_on(day: date, begun: date, ended: date | None) -> bool:
    """Tell whether something begun and perhaps ended is open on a day: begun by then and not ended."""
    return begun <= day and (ended is None or ended > day)
