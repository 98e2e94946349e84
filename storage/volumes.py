"""How much there is and how much moved, as numbers alone: counts by day from the journal and the worklist."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlite3 import Connection

# Moments are counted by the minute, in UTC: which day they belong to depends on where the program runs.
MINUTE: Final = len("2016-02-15T12:30")
MOVED: Final = """
    SELECT seq, kind, substr(at, 1, ?), CASE kind WHEN 'entry_set_aside' THEN body ->> 'seq' END FROM journal
    WHERE at >= ? AND
        (kind IN ('casegroup_closed', 'entry_set_aside') OR (kind = 'facts_received' AND facts_version = 1))
    ORDER BY seq DESC
"""
DEFERRED: Final = """
    SELECT deferred_until, count(*) FROM worklist
    WHERE stage = 'deferred' AND deferred_until IS NOT NULL GROUP BY deferred_until
"""


@dataclass(frozen=True, slots=True)
class Moved:
    """How many casegroups came in and how many were closed, by the minute (UTC, `2016-02-15T12:30`)."""

    received: Counter[str]
    closed: Counter[str]


def moved_since(connection: Connection, since: str) -> Moved:
    """Count the casegroups first received and those closed from a moment on; a closing set aside is none."""
    found = Moved(Counter(), Counter())
    aside: set[int] = set()
    for seq, kind, minute, sets_aside in connection.execute(MOVED, (MINUTE, since)):
        # Newest first: whatever sets an entry aside comes before it, and may itself be set aside.
        if seq in aside:
            continue
        if kind == "entry_set_aside":
            aside.add(sets_aside)
        else:
            (found.closed if kind == "casegroup_closed" else found.received)[minute] += 1
    return found


def deferred_until(connection: Connection) -> dict[date, int]:
    """Count the deferred casegroups by the day to which closure is put off."""
    return {date.fromisoformat(day): count for day, count in connection.execute(DEFERRED)}
