"""The clock: the only one in the product; a test or a training store has one that stands still."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the time; `fixed` makes it stand still."""

    fixed: datetime | None = None

    def now(self) -> datetime:
        """Give the present moment in UTC."""
        return self.fixed or datetime.now(UTC)

    def today(self) -> date:
        """Give the day it is where the program runs."""
        return (self.fixed or datetime.now(UTC)).astimezone().date()

    def stamp(self) -> str:
        """Write the present moment as the journal keeps it, in UTC to the second."""
        return self.now().astimezone(UTC).isoformat(timespec="seconds")
