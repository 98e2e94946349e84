"""The clock: the only one in the product; a test's stands still, in a training store it is always the same day."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from domain.errors import CloseoutError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the time; `fixed` makes it stand still, `day` makes it that day at the present time of day."""

    fixed: datetime | None = None
    day: date | None = None

    def now(self) -> datetime:
        """Give the present moment in UTC."""
        if self.fixed is not None:
            return self.fixed
        now = datetime.now(UTC)
        return now if self.day is None else datetime.combine(self.day, now.astimezone().time()).astimezone(UTC)

    def today(self) -> date:
        """Give the day it is where the program runs."""
        return self.now().astimezone().date()

    def stamp(self) -> str:
        """Write the present moment as the journal keeps it, in UTC to the second."""
        return self.now().astimezone(UTC).isoformat(timespec="seconds")


def today_at(path: Path) -> date:
    """Give the day it is at a store that may be there: in a training store the day there, else today."""
    from storage.store import Store  # noqa: PLC0415 - a clock needs no store

    if path.exists():
        with suppress(CloseoutError), Store.open(path, read_only=True) as store:
            return store.header.today or Clock().today()
    return Clock().today()
