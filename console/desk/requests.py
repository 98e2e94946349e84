"""Requests to close: files of them in and out, one for each old system; the minimum case data of a case."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from console.desk.desk import casefile_of
from console.desk.masking import refuse_restricted, restricted_to
from console.desk.office import office_of
from console.desk.people import not_permitted
from domain.actor import EITHER_SIDE
from domain.casefile import evolve
from domain.decide import decide
from domain.decision import Context
from domain.errors import NotPermittedError, shown
from domain.events import Recorded
from domain.events.requests import TransitionFileReceived, TransitionFileWritten
from domain.lines import lines_of
from domain.minimum_case_data import FIELDS, known_of
from domain.transition_request.decision import not_written
from domain.transition_request.requests import ReceiveTransitionRequest
from storage.batches import batches
from storage.exporters.transition_requests import write_requests
from storage.importers.headed import RowFault, RowsRefusedError
from storage.importers.transition_requests import read_requests

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from console.desk.desk import Desk
    from domain.casefile import Casefile
    from domain.casegroup import System
    from domain.events import Event
    from domain.events.requests import TransitionRequestReceived
    from domain.minimum_case_data import DataField
    from domain.refusals import Refusal
    from storage.importers.transition_requests import RequestFile, RequestRow
    from storage.turn import Turn

CASEGROUPS_AT_ONCE: Final = 500
# After every moment the journal can hold.
ALWAYS: Final = "9999"
# What a refusal of the domain means in a row: the column it is about.
COLUMN_OF: Final[Mapping[str, str]] = {
    "already_closed": "casegroup_id",
    "no_case_on_system": "casegroup_id",
    "transition_request_known": "request_id",
    "closure_before_transition": "closure_date",
    "request_in_the_future": "received_on",
    "application_after_request": "application_received_on",
}

EXPECTED: Final[Mapping[str, str]] = {
    "already_closed": "a casegroup that is not closed; it was on {closed_on}",
    "no_case_on_system": "a casegroup with a case on {system}; its cases are on {systems}",
    "transition_request_known": "a request that was not received before",
    "closure_before_transition": "a day not before its T-date, {t_date}",
    "request_in_the_future": "a day not after today, {as_at}",
    "application_after_request": "a day not after the request's own, {day}",
}


@dataclass(slots=True)
class RequestsTaken:
    """What became of a file: how many requests were received, or that it had been taken in before."""

    file: RequestFile
    received: int = 0
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class RequestsWritten:
    """What was written for a system: the requests, with their casegroups; restricted ones are left out and counted."""

    system: System
    requests: tuple[tuple[str, TransitionRequestReceived], ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class CaseDataLine:
    """A field of the minimum case data: what is known of it, where that is from, or why it is not known."""

    field: DataField
    value: str
    origin: str
    not_known: str = ""


@dataclass(slots=True)
class _Taking:
    """A file being taken in."""

    desk: Desk
    file: RequestFile
    system: System
    faults: list[RowFault] = field(default_factory=list)


def take_requests(desk: Desk, path: Path, system: System) -> RequestsTaken:
    """Take in a file of requests to one system: all of them in one turn, or nothing where anything is wrong.

    A file taken in before is answered as before. Raises RowsRefusedError with every fault, BadInputError,
    NotPermittedError and the errors of a turn; then the store is as it was.
    """
    actor = desk.require_place_on_roster()
    if not actor.roles & EITHER_SIDE:
        raise NotPermittedError(not_permitted(actor, EITHER_SIDE))
    file = read_requests(path)
    taking = _Taking(desk, file, system)
    rows_of: dict[str, list[RequestRow]] = {}
    for row in file.rows:
        rows_of.setdefault(row.casegroup_id, []).append(row)
    refuse_restricted(desk, rows_of, "request")
    with desk.store.turn() as turn:
        if any(event.file_digest == file.digest for _, event in office_of(desk).of(TransitionFileReceived)):
            return RequestsTaken(file, len(file.rows), repeated=True)
        for page in batches(rows_of, CASEGROUPS_AT_ONCE):
            _take_page(taking, turn, {number: rows_of[number] for number in page})
        if taking.faults:
            raise RowsRefusedError(taking.faults)
        received = TransitionFileReceived(
            system=system, file_name=path.name, file_digest=file.digest, requests=len(file.rows)
        )
        turn.append(desk.drafts([received], None, f"ltr:{file.digest}", file.digest))
    return RequestsTaken(file, len(file.rows))


def _take_page(taking: _Taking, turn: Turn, rows_of: Mapping[str, Sequence[RequestRow]]) -> None:
    desk = taking.desk
    facts_of = desk.store.latest_facts_of(list(rows_of))
    entries_of = desk.store.entries_of(list(rows_of))
    for number, rows in rows_of.items():
        facts = facts_of.get(number)
        if facts is None:
            taking.faults += [
                RowFault(str(taking.file.path), row.line, "casegroup_id", shown(number), "a casegroup of this store")
                for row in rows
            ]
            continue
        casefile = casefile_of(facts, entries_of.get(number, []))
        for row in rows:
            events, casefile = _received(taking, casefile, row)
            request_id = f"ltr:{taking.file.digest}:{row.line}"
            if events and not taking.faults:
                turn.append(desk.drafts(events, facts, request_id, taking.file.digest))
        if not taking.faults:
            turn.put_lines([lines_of(casefile_of(facts, desk.store.entries(number)), desk.policy)])


def _received(taking: _Taking, casefile: Casefile, row: RequestRow) -> tuple[tuple[Event, ...], Casefile]:
    """Decide one row on what the rows before it led to."""
    desk = taking.desk
    request = ReceiveTransitionRequest(
        casegroup_id=row.casegroup_id,
        request_id=row.request_id,
        request_kind=row.kind,
        system=taking.system,
        received_on=row.received_on,
        closure_date=row.closure_date,
        application_received_on=row.application_received_on,
        file_name=taking.file.path.name,
        line=row.line,
    )
    decision = decide(casefile, request, Context(desk.actor, desk.as_at, desk.policy))
    taking.faults += [_fault(taking, row, refusal) for refusal in decision.refusals]
    for number, event in enumerate(decision.events, start=1):
        entry = Recorded(
            number, "row", desk.clock.stamp(), desk.user, casefile.facts_version, desk.policy.digest, event
        )
        casefile = evolve(casefile, entry)
    return decision.events, casefile


def _fault(taking: _Taking, row: RequestRow, refusal: Refusal) -> RowFault:
    column = COLUMN_OF.get(refusal.key, "casegroup_id")
    return RowFault(
        str(taking.file.path),
        row.line,
        column,
        shown(getattr(row, column)),
        EXPECTED[refusal.key].format(**dict(refusal.facts)),
    )


# -------------------------------------------------------------------------------------------------------- files out


def write_raised(desk: Desk, path: Path, system: System, *, force: bool = False) -> RequestsWritten:
    """Write the requests raised by hand for a system that no file holds yet, each once; without any, no file is made.

    Those of restricted records are written by somebody nominated; for others they are left out and counted.
    """
    actor = desk.require_place_on_roster()
    if not actor.roles & EITHER_SIDE:
        raise NotPermittedError(not_permitted(actor, EITHER_SIDE))
    with desk.store.turn() as turn:
        office = office_of(desk)
        entries = desk.store.recorded_between(["transition_request_received"], "", ALWAYS)
        raised = sorted({entry.casegroup_id for entry in entries if entry.casegroup_id})
        hidden = restricted_to(desk, raised)
        found: list[tuple[str, TransitionRequestReceived]] = []
        left_out = 0
        for page in batches(raised, CASEGROUPS_AT_ONCE):
            facts_of, entries_of = desk.store.latest_facts_of(page), desk.store.entries_of(page)
            for number in page:
                waiting = not_written(casefile_of(facts_of[number], entries_of[number]), office)
                mine = [request for request in waiting if request.system == system]
                if number in hidden:
                    left_out += len(mine)
                else:
                    found += [(number, request) for request in mine]
        if not found:
            return RequestsWritten(system, left_out=left_out)
        write_requests(path, system, [_record(number, request) for number, request in found], replace=force)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        event = TransitionFileWritten(
            system=system,
            file_name=path.name,
            file_digest=digest,
            request_ids=tuple(request.request_id for _, request in found),
        )
        turn.append(desk.drafts([event], None, f"ltr-written:{digest}", digest))
    return RequestsWritten(system, tuple(found), left_out)


def _record(casegroup_id: str, request: TransitionRequestReceived) -> dict[str, str]:
    application = request.application_received_on
    return {
        "request_id": request.request_id,
        "kind": request.request_kind,
        "casegroup_id": casegroup_id,
        "received_on": request.received_on.isoformat(),
        "closure_date": request.closure_date.isoformat(),
        "application_received_on": application.isoformat() if application else "",
    }


# ------------------------------------------------------------------------------------------------- minimum case data


def case_data(desk: Desk, casegroup_id: str, case_id: str) -> tuple[CaseDataLine, ...]:
    """Give the minimum case data of a case, field by field: what was keyed, else what the document says."""
    casefile = desk.casefile(casegroup_id)
    case = casefile.case(case_id)
    known = known_of(casefile.casegroup, case, desk.as_at) if case else {}
    told = casefile.case_data.get(case_id)
    lines = []
    for one in FIELDS:
        keyed = told.fields.get(one.key, "") if told else ""
        why = told.not_known.get(one.key, "") if told else ""
        value = keyed or ("" if why else known.get(one.key, ""))
        origin = "keyed" if keyed else "document" if value else ""
        lines.append(CaseDataLine(one, value, origin, why))
    return tuple(lines)
