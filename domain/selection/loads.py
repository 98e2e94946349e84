"""What was loaded from each old system, how old it is, and the data exceptions the loads left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from domain.casegroup import System
from domain.events.selection import DataExceptionFound, DataExceptionSettled, SystemLoaded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from domain.events import Recorded
    from domain.office import Office
    from domain.policy.model import Days, JourneyPolicy, PolicyValue

SYSTEMS: Final[tuple[System, ...]] = get_args(System)
WHOLE_FILE: Final = 0
"""The line of a data exception that is of a whole file: casegroups held that are missing from it."""


@dataclass(frozen=True, slots=True)
class Staleness:
    """How old what we hold of a system is on a day; `age_days` is None where it was never loaded.

    `limit` says how many days old it may be and still count as fresh.
    """

    system: System
    full: SystemLoaded | None
    delta: SystemLoaded | None
    latest: date | None
    age_days: int | None
    fresh: bool
    limit: PolicyValue[Days]


@dataclass(frozen=True, slots=True)
class DataException:
    """A casegroup of a load that was invalid and waits to be put right; `found` is its entry."""

    found: Recorded
    event: DataExceptionFound


def freshness_limits(policy: JourneyPolicy) -> Mapping[System, PolicyValue[Days]]:
    """Give for each system how old its facts may be, in days."""
    return {"CS2": policy.facts_fresh_cs2, "CSCS": policy.facts_fresh_cscs, "CCD": policy.facts_fresh_ccd}


def latest_loads(office: Office, day: date) -> Mapping[System, date]:
    """Give the day of the newest extract loaded from each system by a day; systems never loaded are missing."""
    latest: dict[System, date] = {}
    for _, event in office.of(SystemLoaded):
        if event.extracted_on <= day:
            latest[event.system] = max(event.extracted_on, latest.get(event.system, event.extracted_on))
    return latest


def refreshed(office: Office, received_on: date, day: date) -> Mapping[System, date]:
    """Give for each system the day of which a casegroup's facts are, asked on a day.

    A load renews all casegroups of its system, those that it does not name among them, for they are as they were;
    a document received after the last load is newer than it.
    """
    latest = latest_loads(office, day)
    return {system: max(latest.get(system, received_on), received_on) for system in SYSTEMS}


def staleness(office: Office, day: date, policy: JourneyPolicy) -> tuple[Staleness, ...]:
    """Say of each system when it was last loaded whole and in part, how old that is, and whether it is fresh."""
    limits, latest = freshness_limits(policy), latest_loads(office, day)
    loads = [event for _, event in office.of(SystemLoaded) if event.extracted_on <= day]
    found = []
    for system in SYSTEMS:
        full = _newest(event for event in loads if (event.system, event.mode) == (system, "full"))
        delta = _newest(event for event in loads if (event.system, event.mode) == (system, "delta"))
        age = (day - latest[system]).days if system in latest else None
        fresh = age is not None and age <= limits[system].value.count
        found.append(Staleness(system, full, delta, latest.get(system), age, fresh, limits[system]))
    return tuple(found)


def never_loaded_whole(office: Office, day: date) -> tuple[System, ...]:
    """Name the systems of which no full load has come by a day; selection begins when all three have."""
    whole = {event.system for _, event in office.of(SystemLoaded) if event.mode == "full" and event.extracted_on <= day}
    return tuple(system for system in SYSTEMS if system not in whole)


def open_data_exceptions(office: Office) -> tuple[DataException, ...]:
    """Give the data exceptions that nobody has settled, oldest first."""
    settled = {event.data_exception_id for _, event in office.of(DataExceptionSettled)}
    return tuple(
        DataException(entry, event)
        for entry, event in office.of(DataExceptionFound)
        if event.data_exception_id not in settled
    )


def place_of(found: DataExceptionFound) -> str:
    """Say where a data exception was found: a line of a file, or the file as a whole."""
    return f"{found.file_name}, " + ("the whole file" if found.line == WHOLE_FILE else f"line {found.line}")


def _newest(events: Iterable[SystemLoaded]) -> SystemLoaded | None:
    return max(events, key=lambda event: event.extracted_on, default=None)
