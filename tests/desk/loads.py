"""Loads for tests: casegroups that nobody has selected yet, and a store into which all three systems were loaded."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, get_args

from console.desk.clock import Clock
from console.desk.desk import Desk
from console.desk.load import load_file
from console.desk.office import perform_office
from domain.actor import Actor
from domain.casegroup import System
from domain.selection.requests import ChangeCriteria
from tests.made_up import case_record, casegroup_record, person, write_documents

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.load import LoadReport

Record = dict[str, Any]
DAY = date(2016, 2, 15)
NOON = Clock(datetime(2016, 2, 15, 12, tzinfo=UTC))


def running_case(case_id: str = "C1", system: str = "CS2", since: str = "2015-01-01", **changes: Any) -> Record:
    """A case of £70 a week that nobody has paid on, not in case closure."""
    events = [{"kind": "assessment", "effective_date": since, "weekly_amount": "70.00"}]
    return case_record(case_id, system, **{"in_case_closure": False, "liability_events": events, **changes})


def prospect_record(casegroup_id: str = "CG1", cases: list[Record] | None = None, **changes: Any) -> Record:
    """A casegroup that may be selected."""
    number = 1000 + sum(map(ord, casegroup_id))
    record = casegroup_record(
        casegroup_id,
        [running_case()] if cases is None else cases,
        **{"paying_parent": person(number), "journey": {"kind": "proactive"}, **changes},
    )
    del record["transition_request"]
    return record


def desk_at(folder: Path, day: date = DAY, user: str = "manager") -> Desk:
    """Make a store with a caseworker, a team manager and a case manager, and sit the case manager down at it."""
    clock = Clock(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    desk = Desk.create(folder / "casework.db", "manager", clock=clock)
    desk.write_roster(
        [
            Actor("manager", "Manager", frozenset({"team_manager"})),
            Actor("selector", "Case Manager", frozenset({"case_manager"})),
            Actor("worker", "Caseworker", frozenset({"caseworker"})),
        ]
    )
    return Desk(desk.store, user, clock)


def load(
    desk: Desk, *records: Record, system: System = "CS2", mode: Any = "full", name: str = "load.jsonl",
    extracted_on: date | None = None,
) -> LoadReport:  # fmt: skip
    """Load some documents from a system."""
    path = write_documents(desk.store.path.parent / name, *records)
    return load_file(desk, path, system, mode, extracted_on)


def load_all(desk: Desk, *records: Record) -> None:
    """Load all three systems whole: these documents, each with its first case's system, and one closed case of each."""
    for system in get_args(System):
        closed = case_record("C9", system, "0.00", in_case_closure=False)
        of_system = [record for record in records if record["cases"][0]["system"] == system]
        load(desk, *of_system, prospect_record(f"CLOSED-{system}", [closed]), system=system, name=f"{system}.jsonl")


def at(desk: Desk, day: date, user: str | None = None) -> Desk:
    """Sit somebody down at the same store on a day."""
    clock = Clock(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    return Desk(desk.store, user or desk.user, clock)


def change(desk: Desk, criteria: dict[str, tuple[str, ...]], casegroups: int = 500, **changes: Any) -> None:
    """Let the case manager change what selection asks."""
    fields = {"frequency": "weekly", "reason": "as told", **changes}
    request = ChangeCriteria(criteria=criteria, casegroups=casegroups, **fields)
    assert perform_office(at(desk, desk.as_at, "selector"), request).written
