"""Files for the arrival: the register of CMS cases, and reports of residual balances."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.desk.arrival_run import bring_on
from console.desk.desk import casefile_of, digest_of_request, recorded_from, with_recorded
from console.desk.masking import restricted_to
from console.desk.people import not_permitted
from domain.actor import CMS
from domain.arrival.requests import ReceiveResidual
from domain.arrived import arrival_of
from domain.decide import decide
from domain.decision import Context
from domain.errors import NotPermittedError
from domain.events.arrival import CmsRegisterReceived
from domain.lines import lines_of
from storage.importers.cms_register import read_register, read_residuals
from storage.importers.headed import RowsRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from console.desk.desk import Desk
    from domain.actor import Actor
    from domain.casefile import Casefile
    from domain.refusals import Refusal
    from storage.importers.cms_register import ResidualFile, ResidualRow
    from storage.importers.headed import RowFault
    from storage.turn import Turn


@dataclass(frozen=True, slots=True)
class RegisterTaken:
    """A register taken in: how many cases, how the file was understood, and whether it is the one there was."""

    rows: int
    told: str
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class ResidualsTaken:
    """A report taken in: how many rows, pence in all, how it was understood, and whether it was taken before."""

    rows: int
    amount_pence: int
    told: str
    repeated: bool = False


def take_register(desk: Desk, path: Path) -> RegisterTaken:
    """Take in a register of CMS cases in the place of the one before: all of it, or nothing.

    Raises RowsRefusedError with every fault, BadInputError, NotPermittedError and the errors of a turn.
    """
    _require_cms(desk)
    file = read_register(path)
    with desk.store.turn() as turn:
        last = [entry for entry in desk.store.office_entries() if entry.kind == "cms_register_received"][-1:]
        repeated = any(_digest(recorded_from(entry).event) == file.digest for entry in last)
        if not repeated:
            turn.put_cms_cases(file.cases)
            event = CmsRegisterReceived(file_name=path.name, file_digest=file.digest, rows=len(file.cases))
            turn.append(desk.drafts([event], None, str(uuid.uuid4()), file.digest))
    return RegisterTaken(len(file.cases), file.told, repeated)


def _digest(event: object) -> str:
    return event.file_digest if isinstance(event, CmsRegisterReceived) else ""


def _require_cms(desk: Desk) -> Actor:
    actor = desk.require_place_on_roster()
    if not actor.roles & CMS:
        raise NotPermittedError(not_permitted(actor, CMS))
    return actor


def take_residuals(
    desk: Desk, path: Path, said: Callable[[Refusal], str], progress: Callable[[int], None] | None = None
) -> ResidualsTaken:
    """Take in a report of residual balances: all of its rows, or nothing where one cannot be; `said` words a refusal.

    Each row arrives once: a report taken before is answered as before. Then each casegroup goes on by itself.
    Raises RowsRefusedError, BadInputError, NotPermittedError and the errors of a turn.
    """
    actor = _require_cms(desk)
    report = read_residuals(path)
    total = sum(row.line.amount_pence for row in report.rows)
    after: list[Casefile] = []
    with desk.store.turn() as turn:
        faults: list[RowFault] = []
        written = [_take(desk, turn, actor, report, row, said, faults) for row in report.rows]
        if faults:
            raise RowsRefusedError(faults)
        after = [casefile for casefile in written if casefile is not None]
    latest = {casefile.casegroup.casegroup_id: casefile for casefile in after}
    for done, casefile in enumerate(latest.values(), 1):
        bring_on(desk, casefile)
        if progress is not None:
            progress(done)
    return ResidualsTaken(len(report.rows), total, report.file.told(), repeated=bool(report.rows) and not after)


def _take(
    desk: Desk,
    turn: Turn,
    actor: Actor,
    report: ResidualFile,
    row: ResidualRow,
    said: Callable[[Refusal], str],
    faults: list[RowFault],
) -> Casefile | None:
    """Take one row; None where it was taken before, or cannot be (then a fault says why)."""
    file = report.file
    facts = desk.store.latest_facts(row.casegroup_id)
    if facts is None or restricted_to(desk, [row.casegroup_id]):
        expected = "a casegroup of this store that you may open"
        faults.append(file.fault(row.row, "casegroup_id", repr(row.casegroup_id), expected))
        return None
    casefile = casefile_of(facts, desk.store.entries(row.casegroup_id))
    known = arrival_of(casefile).residuals
    if any((one.file_digest, one.row) == (file.digest, row.row) for one in known):
        return None
    request = ReceiveResidual(
        casegroup_id=row.casegroup_id,
        case_id=row.line.case_id,
        owed_to=row.line.owed_to,
        status=row.line.status,
        amount_pence=row.line.amount_pence,
        file_name=file.path.name[:200],
        file_digest=file.digest,
        row=row.row,
    )
    decision = decide(casefile, request, Context(actor, desk.as_at, desk.policy))
    if decision.refusals:
        words = " ".join(said(refusal) for refusal in decision.refusals)
        faults.append(file.fault(row.row, "casegroup_id", repr(row.casegroup_id), f"one that can take it: {words}"))
        return None
    name = f"residual:{file.digest}:{row.row}"
    entries = turn.append(desk.drafts(decision.events, facts, name, digest_of_request(request)))
    after = with_recorded(casefile, tuple(recorded_from(entry) for entry in entries))
    turn.put_lines([lines_of(after, desk.policy)])
    return after
