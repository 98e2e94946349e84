"""What is recorded of loading and selection: of one casegroup, and of the store as a whole."""

from __future__ import annotations

from datetime import date
from typing import Literal

from domain.casegroup import System
from domain.events.model import EventModel

Segment = Literal[1, 2, 3, 4, 5]
Frequency = Literal["daily", "weekly", "monthly"]


class CasegroupSelected(EventModel):
    """A casegroup was taken into a tranche: all its cases close, liability ends on a day, segments are frozen.

    `criteria` are those it met; before each letter the same ones are asked again.
    """

    kind: Literal["casegroup_selected"] = "casegroup_selected"
    version: Literal[1] = 1
    tranche: str
    selected_on: date
    liability_end_date: date
    segments: dict[str, Segment | None]
    criteria: dict[str, tuple[str, ...]]


class CasegroupTakenOut(EventModel):
    """A selected casegroup no longer met the criteria and was taken out of its tranche, which raises an exception."""

    kind: Literal["casegroup_taken_out"] = "casegroup_taken_out"
    version: Literal[1] = 1
    tranche: str
    reason: str


class SystemLoaded(EventModel):
    """A file of one old system was loaded, whole or with what changed since; counts are of its casegroups.

    `missing` counts those held of the system that a whole file did not name.
    """

    kind: Literal["system_loaded"] = "system_loaded"
    version: Literal[1] = 1
    system: System
    mode: Literal["full", "delta"]
    extracted_on: date
    file_name: str
    file_digest: str
    loaded: int
    unchanged: int
    left_out: int
    data_exceptions: int
    missing: int = 0


class DataExceptionFound(EventModel):
    """A casegroup of a load was invalid; `restricted` where what could be read of it carries such a marker.

    At line 0 it is the whole file that lacks casegroups held of its system.
    """

    kind: Literal["data_exception_found"] = "data_exception_found"
    version: Literal[1] = 1
    data_exception_id: str
    system: System
    file_name: str
    line: int
    casegroup_id: str | None
    faults: tuple[str, ...]
    restricted: bool


class DataExceptionSettled(EventModel):
    """A data exception was settled: a good document came, a later load found others, or somebody did it with a note."""

    kind: Literal["data_exception_settled"] = "data_exception_settled"
    version: Literal[1] = 1
    data_exception_id: str
    how: Literal["loaded", "superseded", "by_hand"]
    note: str


class CriteriaChanged(EventModel):
    """The case manager changed criteria, size or frequency; `until` is the last day of a change for a time."""

    kind: Literal["criteria_changed"] = "criteria_changed"
    version: Literal[1] = 1
    criteria: dict[str, tuple[str, ...]]
    casegroups: int
    frequency: Frequency
    until: date | None
    reason: str


class TrancheSelected(EventModel):
    """A tranche was selected on a day by the criteria then in force; `criteria_seq` is their entry.

    `segment` is set where one segment was selected apart, which does not move the day of the next tranche.
    """

    kind: Literal["tranche_selected"] = "tranche_selected"
    version: Literal[1] = 1
    tranche: str
    as_at: date
    criteria_seq: int | None
    liability_end_date: date
    casegroups: int
    exceptions: int
    segment: Segment | None


SelectionEvent = CasegroupSelected | CasegroupTakenOut
SelectionOfficeEvent = SystemLoaded | DataExceptionFound | DataExceptionSettled | CriteriaChanged | TrancheSelected
