"""Loading a file of one old system: what is good is kept, what is not becomes a data exception, all of it is counted.

The file is read whole before anything is written; then turns of some hundred casegroups follow, so that others may
write between them. A load that was interrupted goes on where it stopped when the same file is given again.
"""

from __future__ import annotations

import pickle
import tempfile
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from console.desk.clock import Clock
from console.desk.desk import recorded_from
from console.desk.files import lines_after
from console.desk.load_missing import exceptions_of_missing, missing_from, settled
from console.desk.load_reading import Bad, Good, read_file, refuse_what_is_no_load
from console.desk.masking import sees_restricted
from console.desk.office import office_of
from console.desk.office_queue import list_office_work
from domain.document import reread_casegroup
from domain.errors import BadInputError, Fault
from domain.events import FactsReceived
from domain.events.selection import DataExceptionFound, SystemLoaded
from domain.office import Office
from domain.selection.loads import latest_loads, open_data_exceptions
from storage.batches import batches
from storage.facts import FactsDraft
from storage.folding import storable
from storage.importers.casegroups import CasegroupFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path
    from typing import Literal

    from console.desk.desk import Desk
    from console.desk.load_reading import Mode
    from domain.casegroup import System
    from domain.events import Event
    from storage.facts import Facts
    from storage.journal import EntryDraft, JournalEntry
    from storage.turn import Turn

CASEGROUPS_IN_A_TURN: Final = 200
# A writer that never pauses keeps every other terminal out.
PAUSE_SECONDS: Final = 0.002
MOST_FAULTS_KEPT: Final = 20


@dataclass(slots=True)
class LoadReport:
    """What became of the casegroups of a load; `found` are its data exceptions that are new.

    `missing` counts those held of the system that a whole file does not name; nothing of them is deleted.
    """

    system: System
    mode: Mode
    extracted_on: date
    file_name: str
    loaded: int = 0
    unchanged: int = 0
    left_out: int = 0
    data_exceptions: int = 0
    settled: int = 0
    missing: int = 0
    repeated: bool = False
    found: list[DataExceptionFound] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def load_file(
    desk: Desk | Callable[[], Desk],
    path: Path,
    system: System,
    mode: Mode,
    extracted_on: date | None = None,
    progress: Callable[[int, int], None] | None = None,
    today: date | None = None,
) -> LoadReport:
    """Load a file of casegroups from one system; the same file again, of the same day, is answered as before.

    `extracted_on` is the day of which its figures are (else the desk's day). A store that has yet to be made is given
    as the function that makes it, for the day `today`: it is asked once the file is read and found to be a load.
    Raises BadInputError where nothing in the file can be read or the day lies ahead, NotPermittedError, and the errors
    of a turn.
    """
    as_at = (today or Clock().today()) if callable(desk) else desk.as_at
    if not callable(desk):
        desk.require_place_on_roster()
    day = _day_of(extracted_on, as_at)
    file = CasegroupFile(path)
    with tempfile.TemporaryFile() as spool:
        good, bad = read_file(as_at, file, system, spool, progress)
        refuse_what_is_no_load(file, system, mode, good, bad)
        load = _Load(desk() if callable(desk) else desk, file, system, mode, day)
        if (before := load.answered_before()) is not None:
            return before
        load.require_newest()
        spool.seek(0)
        documents = (pickle.load(spool) for _ in range(good + len(bad)))  # noqa: S301 - our own spool
        for page in batches(documents, CASEGROUPS_IN_A_TURN):
            load.take(page)
            time.sleep(PAUSE_SECONDS)
        return load.finish()


def preview_load(
    desk: Desk, path: Path, system: System, mode: Mode, extracted_on: date | None = None
) -> tuple[LoadReport, str]:
    """Say what a load would come to, and the digest of its file; nothing is written. Raises as `load_file`."""
    desk.require_place_on_roster()
    day = _day_of(extracted_on, desk.as_at)
    file = CasegroupFile(path)
    with tempfile.TemporaryFile() as spool:
        good, bad = read_file(desk.as_at, file, system, spool, None)
        refuse_what_is_no_load(file, system, mode, good, bad)
        load = _Load(desk, file, system, mode, day)
        if (before := load.answered_before()) is not None:
            return before, file.digest
        load.require_newest()
        spool.seek(0)
        documents = (pickle.load(spool) for _ in range(good + len(bad)))  # noqa: S301 - our own spool
        for page in batches(documents, CASEGROUPS_IN_A_TURN):
            load.sort(page)
        return load.foreseen(), file.digest


def _day_of(extracted_on: date | None, as_at: date) -> date:
    day = extracted_on or as_at
    if day > as_at:
        message = f"extracted on: {day.isoformat()}; expected a day not after {as_at.isoformat()}"
        raise BadInputError(message)
    return day


def _concerned(event: DataExceptionFound) -> str:
    """Name what a data exception is about: its casegroup, or where that cannot be read, the line with its faults."""
    return event.casegroup_id or f"{event.line}: {event.faults}"


class _Load:
    """One load being counted and written, page by page."""

    def __init__(self, desk: Desk, file: CasegroupFile, system: System, mode: Mode, day: date) -> None:
        self._desk = desk
        self._file = file
        # What has not changed may be the same file day after day, and is fresh again each time.
        self._name = f"load:{system}:{mode}:{file.digest}:{day:%Y%m%d}"
        self._report = LoadReport(system, mode, day, storable(file.name))
        self._office = office_of(desk)
        self._head = desk.store.head()
        self._named: set[str] = set()
        self._index()

    def answered_before(self) -> LoadReport | None:
        """Give what this very load came to before, or None where it was not carried to its end."""
        for entry in self._desk.store.entries_of_request(self._name):
            event = recorded_from(entry).event
            if isinstance(event, SystemLoaded):
                return LoadReport(
                    event.system, event.mode, event.extracted_on, event.file_name, event.loaded, event.unchanged,
                    event.left_out, event.data_exceptions, missing=event.missing, repeated=True,
                )  # fmt: skip
        return None

    def require_newest(self) -> None:
        """Refuse an extract older than one loaded of the same system: it would take newer figures away."""
        report = self._report
        newest = latest_loads(self._office, self._desk.as_at).get(report.system)
        if newest is not None and report.extracted_on < newest:
            expected = f"a day not before {newest.isoformat()}, of which {report.system} is loaded already"
            message = f"extracted on: {report.extracted_on.isoformat()}; expected {expected}"
            raise BadInputError(message)

    def finish(self) -> LoadReport:
        """Record that the whole file was loaded, and what it does not name although it is held."""
        report, store = self._report, self._desk.store
        missing = missing_from(self._desk, report.system, self._named) if report.mode == "full" else []
        report.missing = len(missing)
        with store.turn() as turn:
            # Somebody else may have loaded the very same file meanwhile.
            if not store.entries_of_request(self._name):
                drafts = self._missing(missing) if report.mode == "full" else []
                event = SystemLoaded(
                    system=report.system, mode=report.mode, extracted_on=report.extracted_on,
                    file_name=report.file_name, file_digest=self._file.digest, loaded=report.loaded,
                    unchanged=report.unchanged, left_out=report.left_out, data_exceptions=report.data_exceptions,
                    missing=report.missing,
                )  # fmt: skip
                turn.append([*drafts, *self._drafts([event], self._name)])
                if drafts:
                    list_office_work(store, turn)
        return report

    def foreseen(self) -> LoadReport:
        """Give what the whole file would come to, once every page was counted."""
        report = self._report
        if report.mode == "full":
            missing = missing_from(self._desk, report.system, self._named)
            report.missing = len(missing)
            self._missing(missing)
        return report

    def _missing(self, missing: Sequence[str]) -> list[EntryDraft]:
        """Say which casegroups held the file does not name, unless that is said already; settle what was said else."""
        report = self._report
        found, settled_by_it = exceptions_of_missing(
            self._desk, missing, system=report.system, file_name=report.file_name, digest=self._file.digest
        )
        found = self._named_anew(found) if found else None
        report.found += [found] if found else []
        report.settled += 0 if found else len(settled_by_it)
        return self._drafts([*([found] if found else []), *settled_by_it], f"{self._name}:missing")

    def take(self, page: Sequence[Good | Bad]) -> None:
        """Write one page in one turn."""
        store = self._desk.store
        with store.turn() as turn:
            if store.head() != self._head:
                self._office = office_of(self._desk)
                self._index()
            kept, office_drafts = self.sort(page)
            self._keep(turn, kept)
            recorded = tuple(recorded_from(entry) for entry in turn.append(office_drafts))
            if office_drafts:
                list_office_work(self._desk.store, turn)
            self._office = Office((*self._office.recorded, *recorded))
        self._head = store.head()

    def sort(self, page: Sequence[Good | Bad]) -> tuple[list[Good], list[EntryDraft]]:
        """Count one page; gives the documents to be kept, and what is to be recorded of its data exceptions."""
        store = self._desk.store
        office_drafts: list[EntryDraft] = []
        kept: list[Good] = []
        self._named.update(number for found in page if (number := found.number) is not None)
        held = store.latest_facts_of([found.read.casegroup_id for found in page if isinstance(found, Good)])
        hidden = store.restricted_of(list(held))
        for found in page:
            if isinstance(found, Bad):
                office_drafts += self._exception(found)
                continue
            fate = self._fate(found, held.get(found.read.casegroup_id), hidden)
            if isinstance(fate, Bad):
                office_drafts += self._exception(fate)
                continue
            if fate == "keep":
                kept.append(found)
                self._report.warnings += [f"{self._file.path}:{found.line}: {what}" for what in found.read.warnings]
            office_drafts += self._settled_by(found)
        return kept, office_drafts

    def _fate(self, found: Good, held: Facts | None, hidden: frozenset[str]) -> Literal["keep", "counted"] | Bad:
        """Say what becomes of a good document, counting it unless it turns out to be none."""
        report, read = self._report, found.read
        if held is None and found.fully_closed:
            report.left_out += 1
            return "counted"
        if held is not None and held.request_id == self._name_of(read.line):
            # An interrupted load of this file kept it.
            report.loaded += 1
            return "counted"
        if held is not None and held.body == read.body:
            report.unchanged += 1
            return "counted"
        if held is not None and (faults := tuple(self._losses(found, held, hidden))):
            return Bad(read.line, read.casegroup_id, faults, read.row.restricted or read.casegroup_id in hidden)
        report.loaded += 1
        return "keep"

    def _losses(self, found: Good, held: Facts, hidden: frozenset[str]) -> Iterator[Fault]:
        """Say what would be lost with a document that takes the place of the one held."""
        before = {f"{case.case_id} ({case.system})" for case in reread_casegroup(held.body).cases}
        if lost := sorted(before - found.cases):
            yield Fault("cases", f"without {', '.join(lost)}", "every case that was loaded before")
        lifted = found.read.casegroup_id in hidden and not found.read.row.restricted
        if lifted and not sees_restricted(self._desk):
            yield Fault("markers", "none", "those of the record held, unless somebody nominated loads it")

    def _keep(self, turn: Turn, kept: Sequence[Good]) -> None:
        desk = self._desk
        before = desk.store.entries_of([found.read.casegroup_id for found in kept])
        documents = turn.put_facts(
            FactsDraft(
                casegroup_id=found.read.casegroup_id, body=found.read.body, file_name=self._file.name,
                file_digest=self._file.digest, line=found.line, received_at=desk.clock.stamp(),
                received_by=desk.user, request_id=self._name_of(found.line),
            )
            for found in kept
        )  # fmt: skip
        drafts = []
        for found, facts in zip(kept, documents, strict=True):
            event = FactsReceived(
                facts_version=facts.version, file_name=facts.file_name, line=found.line,
                extracted_on=self._report.extracted_on,
            )  # fmt: skip
            drafts += desk.drafts([event], facts, self._name_of(found.line), self._file.digest)
        entries: list[JournalEntry] = turn.append(drafts)
        turn.put_lines(
            lines_after(desk, found.read, facts, entry, before.get(found.read.casegroup_id))
            for found, facts, entry in zip(kept, documents, entries, strict=True)
        )

    # -------------------------------------------------------------------------------------------- data exceptions

    def _index(self) -> None:
        self._known = {event.data_exception_id for _, event in self._office.of(DataExceptionFound)}
        self._open: dict[str, list[DataExceptionFound]] = {}
        for found in open_data_exceptions(self._office):
            self._open.setdefault(_concerned(found.event), []).append(found.event)

    def _exception(self, bad: Bad) -> list[EntryDraft]:
        """Record a data exception, unless the very same is open; another of the same system gives way to it."""
        self._report.data_exceptions += 1
        request_id = f"{self._name_of(bad.line)}:exception"
        event = self._found(bad)
        here = self._open.get(_concerned(event), [])
        older = [other for other in here if other.system == event.system]
        if any(other.faults == event.faults for other in older):
            return []
        if event.data_exception_id in self._known and self._desk.store.entries_of_request(request_id):
            # This very load found it before it was interrupted.
            return []
        event = self._named_anew(event)
        self._known.add(event.data_exception_id)
        self._report.found.append(event)
        self._open[_concerned(event)] = [other for other in here if other not in older] + [event]
        given_way = [settled(other, "superseded") for other in older]
        return self._drafts([event, *given_way], request_id)

    def _named_anew(self, event: DataExceptionFound) -> DataExceptionFound:
        """Name what the same file had on an earlier day by this day too: it was settled then, and is there again."""
        if event.data_exception_id not in self._known:
            return event
        number = f"{event.data_exception_id}-{self._report.extracted_on.isoformat()}"
        return event.model_copy(update={"data_exception_id": number})

    def _found(self, bad: Bad) -> DataExceptionFound:
        faults = tuple(storable(str(fault)) for fault in bad.faults[:MOST_FAULTS_KEPT])
        if len(bad.faults) > MOST_FAULTS_KEPT:
            faults += (f"and {len(bad.faults) - MOST_FAULTS_KEPT} more",)
        held = self._desk.store.worklist_row(bad.number) if bad.number else None
        restricted = bad.restricted or (held is not None and held.restricted)
        if restricted:
            faults = (f"{len(bad.faults)} found; not shown, for the record is restricted",)
        return DataExceptionFound(
            data_exception_id=f"DX-{self._file.digest[:8]}-{bad.line}", system=self._report.system,
            file_name=self._report.file_name, line=bad.line, casegroup_id=bad.number, faults=faults,
            restricted=restricted,
        )  # fmt: skip

    def _settled_by(self, found: Good) -> list[EntryDraft]:
        """Settle what was open on a casegroup of which a good document came."""
        by_it = [settled(event, "loaded") for event in self._open.pop(found.read.casegroup_id, ())]
        self._report.settled += len(by_it)
        return self._drafts(by_it, f"{self._name_of(found.line)}:settled")

    def _drafts(self, events: Sequence[Event], request_id: str) -> list[EntryDraft]:
        return self._desk.drafts(events, None, request_id, self._file.digest)

    def _name_of(self, line: int) -> str:
        return f"{self._name}:{line}"
