"""Stores with letters in them: casegroups on each course, with whatever speaks against a letter, and people at them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from console.desk.clock import Clock
from console.desk.desk import Desk
from console.desk.files import import_files
from console.desk.office import perform_office
from domain.letters.requests import SetLetterSender
from tests.made_up import case_record, casegroup_record, person, write_documents

if TYPE_CHECKING:
    from pathlib import Path

    from tests.made_up import Record

SELECTED: Final = date(2015, 12, 30)
FIRST: Final = date(2016, 1, 4)
LIABILITY_ENDS: Final = date(2016, 7, 9)
REMINDER: Final = date(2016, 6, 7)
ENDED: Final = date(2016, 7, 8)
"""The day on which the end of liability is told: the 10th, a Sunday, goes out on the Friday before."""

RUNNING: Final[list[Record]] = [{"kind": "assessment", "effective_date": "2015-01-01", "weekly_amount": "70.00"}]
SENDER: Final = SetLetterSender(
    name="Child Support Agency",
    lines=("PO Box 1", "ANYTOWN", "BL1 1AA"),
    telephone="0000 000 0000",
    options_telephone="0000 000 0001",
)
REPRESENTATIVE: Final = {
    "name": "A Friend",
    "addresses": [{"lines": ["9 Side Street", "Bolton"], "postcode": "BL1 1AB"}],
}


def at(day: date) -> Clock:
    """A clock that stands at noon of a day."""
    return Clock(datetime.combine(day, time(12), UTC))


def proactive(casegroup_id: str = "CG1", **changes: Any) -> Record:
    """A casegroup selected for a proactive closure, with maintenance that still runs and arrears."""
    journey = {"kind": "proactive", "selected_on": SELECTED.isoformat(), "liability_end_date": "2016-07-09"}
    return casegroup_record(casegroup_id, cases=[running_case()], journey=journey, **changes)


def reactive(casegroup_id: str = "CG1", received: str = "2016-01-04", **changes: Any) -> Record:
    """A casegroup that somebody's application closes."""
    journey = {"kind": "reactive", "application_received_on": received}
    return casegroup_record(casegroup_id, cases=[running_case()], journey=journey, **changes)


def turned(casegroup_id: str = "CG1", received: str = "2016-03-01", **changes: Any) -> Record:
    """A proactive closure that an application turned reactive."""
    record = proactive(casegroup_id, **changes)
    record["journey"] |= {"kind": "proactive_to_reactive", "application_received_on": received}
    return record


def running_case(case_id: str = "C1", **changes: Any) -> Record:
    """A case on CS2 whose maintenance still runs."""
    return case_record(case_id, liability_events=RUNNING, **changes)


def payer(**changes: Any) -> Record:
    """A paying parent of whom something is other than it mostly is."""
    return person(1) | changes


def store_of(folder: Path, *records: Record, day: date = FIRST, sender: bool = True) -> Desk:
    """Make a store of these casegroups and sit down at it on a day, as its team manager."""
    desk = Desk.create(folder / "casework.db", "manager", clock=at(day))
    if sender:
        assert perform_office(desk, SENDER).written
    receive(desk, folder, *records)
    return desk


def receive(desk: Desk, folder: Path, *records: Record) -> None:
    """Receive documents on the desk's day; the same again, unless something in them is other."""
    import_files(desk, [write_documents(folder / "documents.jsonl", *records)])


def on(desk: Desk, day: date, folder: Path | None = None, *records: Record) -> Desk:
    """Sit the same person down on another day, with facts that are fresh then where documents are given."""
    later = Desk(desk.store, desk.user, at(day))
    if folder is not None:
        fresh = [record | {"journey": record["journey"] | {"tranche": day.isoformat()}} for record in records]
        receive(later, folder, *fresh)
    return later
