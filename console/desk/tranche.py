"""Selecting a tranche: whole casegroups in their order, in turns, so that others may write between them.

A tranche has the name of its day, so that asked again it is answered as before, and goes on where it was interrupted.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from console.desk.desk import recorded_from, with_recorded
from console.desk.masking import restricted_to
from console.desk.office import office_of
from console.desk.people import not_permitted
from console.desk.selection import candidates, casefiles_of, selection_view, wanted_on
from domain.actor import SELECTORS
from domain.closure_exceptions.decision import decide_raise
from domain.closure_exceptions.requests import RaiseException
from domain.errors import BadInputError, NotPermittedError
from domain.events.selection import TrancheSelected
from domain.lines import lines_of
from domain.selection.criteria import tranche_named
from domain.selection.decision import consider, open_on, selected_event
from domain.selection.obstacles import exception_detail
from storage.batches import batches

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from console.desk.desk import Desk
    from console.desk.selection import Wanted
    from domain.casefile import Casefile
    from domain.events import Event
    from domain.events.selection import DataExceptionFound, Segment
    from domain.office import Office
    from storage.journal import Head

CASEGROUPS_IN_A_TURN: Final = 200
# A writer that never pauses keeps every other terminal out.
PAUSE_SECONDS: Final = 0.002


@dataclass(slots=True)
class TrancheReport:
    """What became of a tranche; restricted records are selected like others, and only counted for most people."""

    tranche: str
    liability_end: date
    segment: Segment | None
    taken: list[str] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)
    restricted_taken: int = 0
    restricted_exceptions: int = 0
    before: int = 0
    repeated: bool = False

    @property
    def casegroups(self) -> int:
        """Count the casegroups of the tranche."""
        return self.before + len(self.taken) + self.restricted_taken


def select_tranche(
    desk: Desk, segment: Segment | None = None, progress: Callable[[int], None] | None = None
) -> TrancheReport:
    """Select the tranche of today, or of one segment apart.

    One that is due is taken by whoever runs the batch; one ahead of its time, or of a segment apart, takes the case
    manager. Raises NotPermittedError, BadInputError before all systems were loaded, and the errors of a turn.
    """
    actor = desk.require_place_on_roster()
    office = office_of(desk)
    wanted = wanted_on(desk, office, segment)
    done = tranche_named(office, wanted.tranche)
    if done is not None:
        return TrancheReport(wanted.tranche, done.liability_end_date, segment, before=done.casegroups, repeated=True)
    view = selection_view(desk, office)
    if view.not_loaded:
        message = f"selection: {', '.join(view.not_loaded)} never loaded whole; expected a full load of every system"
        raise BadInputError(message)
    if (segment is not None or not view.due) and not actor.roles & SELECTORS:
        raise NotPermittedError(not_permitted(actor, SELECTORS))
    _finish_earlier(desk, office, wanted.tranche)
    return _Tranche(desk, wanted, office).select(progress)


def select_if_due(desk: Desk, progress: Callable[[int], None] | None = None) -> TrancheReport | None:
    """Select the tranche of today where one is due and every system was loaded; None where there is nothing to do."""
    desk.require_place_on_roster()
    view = selection_view(desk)
    return None if view.not_loaded or not view.due else select_tranche(desk, progress=progress)


def _finish_earlier(desk: Desk, office: Office, today: str) -> None:
    """Record the tranches of earlier days that were interrupted and not gone on with, as far as they went."""
    for name, casegroups in desk.store.prospects.tranches().items():
        if name == today or tranche_named(office, name) is not None:
            continue
        number = desk.store.prospects.in_tranche(name)[0]
        selected = casefiles_of(desk, [number])[number].selected
        assert selected is not None
        event = TrancheSelected(
            tranche=name, as_at=selected.selected_on, criteria_seq=None,
            liability_end_date=selected.liability_end_date, casegroups=casegroups, exceptions=0,
            segment=_segment_in(name),
        )  # fmt: skip
        with desk.store.turn() as turn:
            if not desk.store.entries_of_request(f"select:{name}"):
                turn.append(desk.drafts([event], None, f"select:{name}", name))


def _segment_in(name: str) -> Segment | None:
    known: Mapping[str, Segment] = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
    return known.get(name.rpartition("-segment-")[2]) if "-segment-" in name else None


@dataclass(frozen=True, slots=True)
class _Decided:
    """Some casegroups as the journal's end had them, with the entry that follows for each."""

    head: Head
    each: tuple[tuple[Casefile, Event | None], ...]


class _Tranche:
    """One tranche being selected, turn by turn."""

    def __init__(self, desk: Desk, wanted: Wanted, office: Office) -> None:
        self._desk = desk
        self._wanted = wanted
        self._held: Mapping[str, DataExceptionFound] = open_on(office)
        self._run = str(uuid.uuid4())
        before = desk.store.prospects.count_in(wanted.tranche)
        self._report = TrancheReport(wanted.tranche, wanted.liability_end, wanted.segment, before=before)

    def select(self, progress: Callable[[int], None] | None) -> TrancheReport:
        found = candidates(self._desk, self._wanted, frozenset(self._held))
        for page in batches((row.casegroup_id for row in found), CASEGROUPS_IN_A_TURN):
            if self._left <= 0:
                break
            self._turn(page)
            if progress is not None:
                progress(self._report.casegroups)
            time.sleep(PAUSE_SECONDS)
        self._finish()
        return self._report

    @property
    def _left(self) -> int:
        """Give how much room the tranche still has; somebody else may be selecting it as well."""
        return self._wanted.standing.casegroups - self._desk.store.prospects.count_in(self._wanted.tranche)

    def _turn(self, casegroup_ids: Sequence[str]) -> None:
        decided = self._decided(casegroup_ids)
        store = self._desk.store
        with store.turn() as turn:
            if store.head() != decided.head:
                decided = self._decided(casegroup_ids)
            lines = []
            for casefile, event in decided.each:
                if event is None:
                    continue
                number = casefile.casegroup.casegroup_id
                facts = store.latest_facts(number)
                entries = turn.append(self._desk.drafts([event], facts, f"select:{self._run}:{number}", self._run))
                after = with_recorded(casefile, tuple(recorded_from(entry) for entry in entries))
                lines.append(lines_of(after, self._desk.policy))
            turn.put_lines(lines)
        self._count(decided)

    def _decided(self, casegroup_ids: Sequence[str]) -> _Decided:
        """Ask every casegroup again as it stands, and take as many as the tranche still has room for."""
        with self._desk.store.reading():
            head = self._desk.store.head()
            casefiles = casefiles_of(self._desk, casegroup_ids)
            left = self._left
        each: list[tuple[Casefile, Event | None]] = []
        for number in casegroup_ids:
            if left <= 0:
                break
            event = self._event(casefiles[number])
            left -= event is not None and event.kind == "casegroup_selected"
            each.append((casefiles[number], event))
        return _Decided(head, tuple(each))

    def _event(self, casefile: Casefile) -> Event | None:
        wanted, number = self._wanted, casefile.casegroup.casegroup_id
        held = self._held.get(number)
        answer = consider(
            casefile, wanted.criteria, wanted.day, wanted.liability_end, held.data_exception_id if held else None
        )
        if answer.taken:
            return selected_event(casefile, wanted.tranche, wanted.criteria, wanted.day, wanted.liability_end)
        if not answer.becomes_exception:
            return None
        request = RaiseException(casegroup_id=number, reason="other", detail=exception_detail(answer.obstacles))
        raised = next(iter(decide_raise(casefile, request).events), None)
        return raised and raised.model_copy(update={"origin": "rules"})

    def _count(self, decided: _Decided) -> None:
        report = self._report
        hidden = restricted_to(self._desk, [casefile.casegroup.casegroup_id for casefile, _ in decided.each])
        for casefile, event in decided.each:
            number = casefile.casegroup.casegroup_id
            if event is None:
                continue
            if event.kind == "casegroup_selected":
                report.restricted_taken += number in hidden
                report.taken += [] if number in hidden else [number]
            else:
                report.restricted_exceptions += number in hidden
                report.exceptions += [] if number in hidden else [number]

    def _finish(self) -> None:
        report, wanted = self._report, self._wanted
        event = TrancheSelected(
            tranche=report.tranche, as_at=wanted.day, criteria_seq=wanted.standing.seq,
            liability_end_date=wanted.liability_end,
            casegroups=self._desk.store.prospects.count_in(report.tranche),
            exceptions=len(report.exceptions) + report.restricted_exceptions, segment=wanted.segment,
        )  # fmt: skip
        name = f"select:{report.tranche}"
        with self._desk.store.turn() as turn:
            if not self._desk.store.entries_of_request(name):
                turn.append(self._desk.drafts([event], None, name, self._run))
