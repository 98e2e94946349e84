"""Money: whole pence inside, a string of pounds in files, and nothing else."""

from __future__ import annotations

import re
from typing import Final

# Eleven digits of pounds (seven a week) keep every sum of a document inside a 64-bit column: 16 MiB hold fewer than
# a million amounts, and a weekly one accrues over three centuries at most.
POUNDS: Final = re.compile(r"(-?)([0-9]{1,11})(?:\.([0-9]{1,2}))?", re.ASCII)
POUNDS_EXPECTED: Final = (
    'an amount in pounds as a string, such as "1234.56", with at most two decimals and 11 digits before them'
)
DAYS_PER_WEEK: Final = 7


def parse_pounds(text: object) -> int:
    """Read an amount in pounds as whole pence; raises ValueError for anything but such a string."""
    match = POUNDS.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError(POUNDS_EXPECTED)
    sign, pounds, decimals = match.groups(default="")
    pence = int(pounds) * 100 + int(decimals.ljust(2, "0"))
    return -pence if sign else pence


def format_pounds(pence: int) -> str:
    """Write whole pence as files carry them: `"-1234.56"`, always two decimals."""
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def in_pounds(pence: int) -> str:
    """Write whole pence as people read them: `£1,234.56`, `-£12.00`."""
    sign = "-" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


def accrue(weekly_pence: int, days: int) -> int:
    """Give what a weekly amount comes to over so many days, in pence, rounded half up once."""
    return (2 * weekly_pence * days + DAYS_PER_WEEK) // (2 * DAYS_PER_WEEK)
