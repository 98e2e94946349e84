"""A second, naive reading of the dates of a journey, from the contract alone, sharing no code with the rules."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

Record = dict[str, Any]

DAY = timedelta(days=1)


def dates(journey: Record, edition: str) -> dict[str, date | None]:
    """The dates of a casegroup with maintenance, by name; days of the journey are `date` objects or not there."""
    ends, applied = journey.get("liability_end_date"), journey.get("application_received_on")
    if journey["kind"] == "reactive":
        assert applied is not None
        transition = applied + 38 * DAY
        if ends is not None and ends < transition:
            transition = ends
        return {"start": applied, "t_date": transition, "cms": transition + DAY, "ended": transition + DAY}
    assert ends is not None
    if applied is not None:
        needed = 32 if edition == "segment-1" else 38
        if applied + needed * DAY <= ends:
            start = ends - 32 * DAY if edition == "segment-1" else applied
            transition = min(start + 38 * DAY, ends)
            return {"start": start, "t_date": transition, "cms": transition + DAY, "ended": transition + DAY}
    return {"first": ends - 187 * DAY, "reminder": ends - 32 * DAY, "ended": ends + DAY}
