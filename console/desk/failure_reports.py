"""Failure reports in: every row of every file raises its exception, or nothing is taken."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from console.desk.desk import casefile_of
from console.desk.masking import refuse_restricted
from domain.casefile import evolve
from domain.closure_exceptions.decision import decide_raise
from domain.closure_exceptions.requests import RaiseException
from domain.errors import shown
from domain.events import Recorded
from domain.lines import lines_of
from storage.batches import batches
from storage.importers.exceptions import MOST_ON_A_CASEGROUP, read_failure_report
from storage.importers.headed import RowsRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from console.desk.desk import Desk
    from domain.casefile import Casefile
    from domain.events import Event
    from domain.refusals import Refusal
    from storage.facts import Facts
    from storage.importers.exceptions import FailureReport, ReportRow
    from storage.importers.headed import RowFault
    from storage.journal import EntryDraft
    from storage.turn import Turn

BATCH: Final = 500
# What a refusal of the domain means in a row: the column it is about, and what was expected there.
EXPECTED: Final[Mapping[str, tuple[str, str]]] = {
    "no_such_case": ("case_id", "the number of a case of this casegroup, or nothing"),
    "detail_missing": ("detail", "what the failure is, in words"),
}
STILL_TO_CLOSE: Final = "a casegroup that is still to close; what arises after closing is raised by hand"


@dataclass(slots=True)
class ReportsTaken:
    """What became of the rows of failure reports: those that raised an exception, and those open already."""

    reports: tuple[FailureReport, ...]
    raised: int = 0
    known: int = 0


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row with the report it stands in."""

    report: FailureReport
    row: ReportRow

    def fault(self, column: str, value: str, expected: str) -> RowFault:
        return self.report.file.fault(self.row.line, column, value, expected)


def import_failure_reports(desk: Desk, paths: Sequence[Path]) -> ReportsTaken:
    """Raise the exceptions of some reports: all of them in one turn, or none where anything is wrong with any row.

    A row whose exception is open already, from before or from a row above it, is known and raises nothing. Raises
    RowsRefusedError with every fault, BadInputError for a file that is no report, NotPermittedError, and the
    errors of a turn; then the store is as it was.
    """
    desk.require_place_on_roster()
    reports = tuple(read_failure_report(path) for path in paths)
    taken = ReportsTaken(reports)
    faults = [fault for report in reports for fault in report.faults]
    rows_of: dict[str, list[_Placed]] = {}
    for report in reports:
        for row in report.rows:
            rows_of.setdefault(row.casegroup_id, []).append(_Placed(report, row))
    for rows in rows_of.values():
        if len(rows) > MOST_ON_A_CASEGROUP:
            most = f"at most {MOST_ON_A_CASEGROUP} failures of one casegroup"
            faults.append(rows[MOST_ON_A_CASEGROUP].fault("casegroup_id", f"{len(rows)} failures of it", most))
    if faults:
        raise RowsRefusedError(faults)
    refuse_restricted(desk, rows_of, "report")
    request_id = str(uuid.uuid4())
    with desk.store.turn() as turn:
        for casegroup_ids in batches(rows_of, BATCH):
            faults += _take(desk, turn, {number: rows_of[number] for number in casegroup_ids}, request_id, taken)
        if faults:
            raise RowsRefusedError(faults)
    return taken


def _take(
    desk: Desk, turn: Turn, rows_of: Mapping[str, Sequence[_Placed]], request_id: str, taken: ReportsTaken
) -> list[RowFault]:
    """Raise what the rows of some casegroups say, and give what is wrong with them."""
    facts_of = desk.store.latest_facts_of(list(rows_of))
    entries_of = desk.store.entries_of(list(rows_of))
    drafts: list[EntryDraft] = []
    faults: list[RowFault] = []
    for number, rows in rows_of.items():
        facts = facts_of.get(number)
        if facts is None:
            expected = "the number of a casegroup of this store"
            faults += [placed.fault("casegroup_id", shown(number), expected) for placed in rows]
            continue
        raising = _Raising(desk, facts, casefile_of(facts, entries_of.get(number, [])), request_id)
        for placed in rows:
            faults += raising.take(placed, taken)
        drafts += raising.drafts(taken.raised)
        taken.raised += len(raising.events)
    if not faults:
        turn.append(drafts)
        _list_anew(desk, turn, facts_of)
    return faults


def _list_anew(desk: Desk, turn: Turn, facts_of: Mapping[str, Facts]) -> None:
    entries_of = desk.store.entries_of(list(facts_of))
    policy = desk.policy
    turn.put_lines(
        lines_of(casefile_of(facts, entries_of.get(number, [])), policy) for number, facts in facts_of.items()
    )


class _Raising:
    """Raising the rows of one casegroup, each on what the ones before it led to."""

    def __init__(self, desk: Desk, facts: Facts, casefile: Casefile, request_id: str) -> None:
        self.events: list[tuple[_Placed, Event]] = []
        self._desk = desk
        self._facts = facts
        self._casefile = casefile
        self._request_id = request_id

    def take(self, placed: _Placed, taken: ReportsTaken) -> list[RowFault]:
        """Raise the exception of a row, count it as known, or give what is wrong with it."""
        row = placed.row
        request = RaiseException(
            casegroup_id=row.casegroup_id,
            reason=row.reason,
            detail=row.detail,
            case_id=row.case_id,
            origin="report",
            file_name=placed.report.file.path.name,
            line=row.line,
        )
        decision = decide_raise(self._casefile, request)
        faults = [_fault_of(placed, refusal) for refusal in decision.refusals if refusal.key != "exception_open"]
        if decision.refusals and not faults:
            taken.known += 1
        for event in decision.events:
            self.events.append((placed, event))
            self._casefile = _with(self._casefile, self._recorded(event))
        return faults

    def drafts(self, first_step: int) -> Iterable[EntryDraft]:
        """Give the entries to be written; each carries the digest of the file its row stood in."""
        for step, (placed, event) in enumerate(self.events, first_step):
            yield from self._desk.drafts([event], self._facts, self._request_id, placed.report.file.digest, step)

    def _recorded(self, event: Event) -> Recorded:
        stamp, policy = self._desk.clock.stamp(), self._desk.policy.digest
        return Recorded(0, self._request_id, stamp, self._desk.user, self._facts.version, policy, event)


def _with(casefile: Casefile, entry: Recorded) -> Casefile:
    return replace(evolve(casefile, entry), recorded=(*casefile.recorded, entry))


def _fault_of(placed: _Placed, refusal: Refusal) -> RowFault:
    if refusal.key == "already_closed":
        closed_on = date.fromisoformat(dict(refusal.facts)["closed_on"])
        was = f"{shown(placed.row.casegroup_id)}, which was closed on {closed_on.day} {closed_on:%b %Y}"
        return placed.fault("casegroup_id", was, STILL_TO_CLOSE)
    column, expected = EXPECTED[refusal.key]
    return placed.fault(column, shown(getattr(placed.row, column) or ""), expected)
