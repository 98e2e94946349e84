"""What is recorded of the store as a whole and of no one casegroup: loads, criteria, look-ups, files, mappings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from domain.events import OfficeEvent, Recorded

Kind = TypeVar("Kind", bound="OfficeEvent")


@dataclass(frozen=True, slots=True)
class Office:
    """Everything recorded of the store as a whole, oldest first; each part of the work reads its own kinds from it."""

    recorded: tuple[Recorded, ...] = ()

    def of(self, kind: type[Kind]) -> tuple[tuple[Recorded, Kind], ...]:
        """Give the entries of one kind with their events, oldest first."""
        return tuple((entry, entry.event) for entry in self.recorded if isinstance(entry.event, kind))
