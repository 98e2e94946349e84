"""Where a casegroup stands: a pure fold over its document and what was recorded about it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

from domain.account import left_by_status, status_balances
from domain.arrived import AFTER_CLOSING, arrival_stage
from domain.days import FIRST_DAY, days_after
from domain.events import (
    ArrearsDecisionRecorded,
    BalanceAmended,
    BalanceValidated,
    ClericalValidationConfirmed,
    ClosureDeferred,
    DeferralChecked,
    EntrySetAside,
    ExceptionLine,
    FactsReceived,
    NoteAdded,
    ObstacleCleared,
    OfficeEvent,
    Recorded,
    RestrictedRecordOpened,
)
from domain.events.arrival import ArrivalEvent
from domain.events.disposal import (
    ArrearsDisposed,
    BalanceFinalised,
    CasegroupClosed,
    ReceivingParentContacted,
    WriteOffNoticeGiven,
)
from domain.events.letters import LetterEvent
from domain.events.payments import PaymentEvent
from domain.events.reports import CalculationEvent
from domain.events.requests import MinimumCaseDataRecorded, RequestEvent
from domain.events.selection import CasegroupSelected, SelectionEvent
from domain.folds.arrival import after_arrival
from domain.folds.cases import CaseChange, amended, cleared, with_changed_case
from domain.folds.letters import after_letters
from domain.folds.payments import after_payments
from domain.folds.reports import after_calculation
from domain.folds.requests import after_requests
from domain.folds.selection import after_selection
from domain.progress import (
    BreakdownEvent,
    BreakdownProgress,
    ClosureException,
    ExceptionEvent,
    ServiceRequest,
    ServiceRequestEvent,
    breakdown_after,
    exceptions_after,
    service_requests_after,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from domain.casegroup import Case, Casegroup, ReceivableStatus
    from domain.events.disposal import DisposalLine

Stage = Literal[
    "to_check",
    "to_defer",
    "deferred",
    "blocked",
    "exception",
    "to_validate",
    "to_confirm",
    "to_amend",
    "breakdown_owed",
    "to_dispose",
    "to_close",
    "not_selected",
    "closed",
    "arriving",
    "cms_manual",
    "cms_exception",
    "transition_complete",
]
AT_ONCE: Final = FIRST_DAY
# These rest on the figures of one document; a newer document makes them to be done again.
RESTS_ON_FIGURES: Final = (
    DeferralChecked,
    BalanceValidated,
    ClericalValidationConfirmed,
    BalanceAmended,
    BalanceFinalised,
)


@dataclass(frozen=True, slots=True)
class Casefile:
    """A casegroup with everything recorded about it.

    `document` is what we were sent last; `casegroup` is the same with what we changed since.
    """

    document: Casegroup
    casegroup: Casegroup
    facts_version: int
    recorded: tuple[Recorded, ...] = ()
    set_aside: frozenset[int] = frozenset()
    check: DeferralChecked | None = None
    deferral: ClosureDeferred | None = None
    validation: BalanceValidated | None = None
    confirmed: bool = False
    amended: BalanceAmended | None = None
    contacts: tuple[Recorded, ...] = ()
    finalised: tuple[BalanceFinalised, ...] = ()
    notices: tuple[WriteOffNoticeGiven, ...] = ()
    disposal: ArrearsDisposed | None = None
    closed: CasegroupClosed | None = None
    breakdown: BreakdownProgress | None = None
    exceptions: tuple[ClosureException, ...] = ()
    service_requests: tuple[ServiceRequest, ...] = ()
    selected: CasegroupSelected | None = None
    requests: tuple[Recorded, ...] = ()
    case_data: Mapping[str, MinimumCaseDataRecorded] = field(default_factory=dict)
    letters: tuple[Recorded, ...] = ()
    arrival: tuple[Recorded, ...] = ()
    payments: tuple[Recorded, ...] = ()
    calculations: tuple[Recorded, ...] = ()
    notes: tuple[Recorded, ...] = ()

    def case(self, case_id: str) -> Case | None:
        """Give the case of that id, or None."""
        return next((case for case in self.casegroup.cases if case.case_id == case_id), None)

    @property
    def due_date(self) -> date | None:
        """Give the day the casegroup is due to close; a deferral replaces the document's."""
        return self.deferral.deferred_until if self.deferral else self.casegroup.due_date

    @property
    def stage(self) -> Stage:
        """Name what the casegroup waits for."""
        if self.closed is not None:
            return arrival_stage(self)
        if not self.casegroup.in_closure:
            return "exception" if self.open_exceptions else "not_selected"
        if self.check is None:
            return "to_check"
        if self.check.result == "blocked":
            return "blocked"
        if self.unraised_exceptions or self.open_exceptions:
            return "exception"
        if self.check.result == "deferred":
            until, running = self.check.deferred_until, self.deferral
            return "deferred" if running and until and running.deferred_until >= until else "to_defer"
        return self._stage_of_balance()

    def _stage_of_balance(self) -> Stage:
        if self.validation is None:
            return "to_validate"
        if self.validation.needs_clerical_confirmation and not self.confirmed:
            return "to_confirm"
        match self.validation.outcome:
            case "not_known":
                return "exception"
            # Closing does not wait for a breakdown: once the balance is disposed of, the queue alone holds it.
            case "account_breakdown" if self.breakdown is None and self.disposal is None:
                return "breakdown_owed"
            case "amend_balance" if self.amended is None:
                return "to_amend"
        return "to_close" if self.disposal_complete else "to_dispose"

    @property
    def disposal_complete(self) -> bool:
        """Tell whether every balance was written off or down as it and its decision now stand; a nil one needs none."""
        owed = status_balances(self.casegroup)
        if self.disposal is None or owed is None:
            return owed == {}
        lines = {(line.case_id, line.owed_to): line for line in self.disposal.lines}
        return lines.keys() == owed.keys() and all(
            _still_stands(line, owed[key], self.case(line.case_id)) for key, line in lines.items()
        )

    @property
    def facts_after_closing(self) -> bool:
        """Tell whether a newer document came after the casegroup was closed; it stays closed, and somebody looks."""
        if self.closed is None:
            return False
        closings = (entry for entry in self.recorded if entry.event is self.closed)
        return any(entry.facts_version < self.facts_version for entry in closings)

    @property
    def outcome_decided(self) -> bool:
        """Tell whether the outcome is on record and, where it asks for an amendment, made."""
        if self.validation is None or self.validation.outcome == "not_known":
            return False
        return self.validation.outcome != "amend_balance" or self.amended is not None

    @property
    def open_exceptions(self) -> tuple[ClosureException, ...]:
        """Give the exceptions about which somebody still has to do something."""
        return tuple(exception for exception in self.exceptions if exception.is_open)

    @property
    def waiting_exceptions(self) -> tuple[ClosureException, ...]:
        """Give the exceptions that are work for somebody: those open, and clerical cases.

        A clerical case may rest on what nobody can put right; without a line in the queue it would be forgotten. What
        became one before closing is over once the casegroup is closed.
        """
        over = self.closed is not None
        clerical = (one for one in self.exceptions if one.waits and (not over or one.stage in AFTER_CLOSING))
        kept = {one.exception_id for one in (*self.open_exceptions, *clerical)}
        return tuple(one for one in self.exceptions if one.exception_id in kept)

    @property
    def unraised_exceptions(self) -> tuple[ExceptionLine, ...]:
        """Give what the last check found that is not on record as an exception; the next batch raises it."""
        return self.not_raised(self.check.exceptions) if self.check else ()

    def not_raised(self, found: Sequence[ExceptionLine]) -> tuple[ExceptionLine, ...]:
        """Leave out what is open as an exception, or went to the clerical case process."""
        known = {(raised.reason, raised.case_id) for raised in self.exceptions if raised.state != "resolved"}
        return tuple(line for line in found if (line.reason, line.case_id) not in known)

    @property
    def check_due_on(self) -> date | None:
        """Give the day from which the nine rules should be asked (again); None when they need not be."""
        if any(exception.state == "next_batch" for exception in self.exceptions):
            return AT_ONCE
        if self.closed is not None or not self.casegroup.in_closure:
            return None
        if self.check is None or self.unraised_exceptions:
            return AT_ONCE
        if self.check.result == "clear":
            return None
        until = self.deferral.deferred_until if self.deferral else self.check.deferred_until
        # A day already gone by means the next time the rules run, not again and again on the same day.
        return max(until, days_after(self.check.as_at, 1)) if until else None


def effective(recorded: Iterable[Recorded]) -> tuple[frozenset[int], tuple[Recorded, ...]]:
    """Give the sequence numbers set aside, and the entries that stand, in order."""
    entries = tuple(recorded)
    aside: set[int] = set()
    for entry in reversed(entries):
        if isinstance(entry.event, EntrySetAside) and entry.seq not in aside:
            aside.add(entry.event.seq)
    return frozenset(aside), tuple(entry for entry in entries if entry.seq not in aside)


def since_begun_again(recorded: Sequence[Recorded]) -> tuple[Recorded, ...]:
    """Leave out what was recorded before a lesson was last begun again; of live work nothing ever is."""
    for place in range(len(recorded) - 1, 0, -1):
        event = recorded[place].event
        if isinstance(event, FactsReceived) and event.begun_again:
            return tuple(recorded[place:])
    return tuple(recorded)


def fold(casegroup: Casegroup, facts_version: int, recorded: Sequence[Recorded]) -> Casefile:
    """Work out where a casegroup stands from its latest document and its journal."""
    counts = since_begun_again(recorded)
    aside, standing = effective(counts)
    casefile = Casefile(casegroup, casegroup, facts_version, counts, aside)
    for entry in standing:
        if entry.facts_version < facts_version and isinstance(entry.event, RESTS_ON_FIGURES):
            continue
        casefile = evolve(casefile, entry)
    return casefile


def evolve(casefile: Casefile, entry: Recorded) -> Casefile:
    """Apply one entry to a casefile."""
    match entry.event:
        case DeferralChecked() as event:
            return replace(casefile, check=event)
        case ClosureDeferred() as event:
            return replace(casefile, deferral=event)
        case BalanceValidated() as event:
            return replace(casefile, validation=event, confirmed=False)
        case ClericalValidationConfirmed():
            return replace(casefile, confirmed=True)
        case BalanceAmended() as event:
            return replace(casefile, amended=event, casegroup=amended(casefile.casegroup, event, entry.seq))
        case NoteAdded():
            return replace(casefile, notes=(*casefile.notes, entry))
        case EntrySetAside() | FactsReceived() | RestrictedRecordOpened():
            return casefile
        case ReceivingParentContacted() | BalanceFinalised() | WriteOffNoticeGiven() | ArrearsDisposed():
            return _on_the_way_out(casefile, entry)
        case CasegroupClosed() as event:
            return replace(casefile, closed=event)
        case event if isinstance(event, BreakdownEvent):
            return replace(casefile, breakdown=breakdown_after(casefile.breakdown, entry))
        case event if isinstance(event, ExceptionEvent):
            return replace(casefile, exceptions=exceptions_after(casefile.exceptions, entry))
        case event if isinstance(event, ServiceRequestEvent):
            return replace(casefile, service_requests=service_requests_after(casefile.service_requests, entry))
        case ArrearsDecisionRecorded() as event if _superseded(casefile, entry, event):
            return casefile
        case event if isinstance(event, CaseChange):
            return replace(casefile, casegroup=with_changed_case(casefile.casegroup, event), check=None)
        case ObstacleCleared() as event:
            after = replace(casefile, casegroup=cleared(casefile.casegroup, event), check=None)
            return replace(after, validation=None, confirmed=False) if event.changes_figures else after
        case _:
            return _elsewhere(casefile, entry)


def _elsewhere(casefile: Casefile, entry: Recorded) -> Casefile:
    """Apply an entry of what comes before and after closing, each family in its own place."""
    match entry.event:
        case event if isinstance(event, SelectionEvent):
            return after_selection(casefile, entry)
        case event if isinstance(event, RequestEvent):
            return after_requests(casefile, entry)
        case event if isinstance(event, LetterEvent):
            return after_letters(casefile, entry)
        case event if isinstance(event, ArrivalEvent):
            return after_arrival(casefile, entry)
        case event if isinstance(event, PaymentEvent):
            return after_payments(casefile, entry)
        case event if isinstance(event, CalculationEvent):
            return after_calculation(casefile, entry)
        case event if isinstance(event, OfficeEvent):
            return casefile
        case _:
            raise AssertionError(entry.event.kind)


def _on_the_way_out(casefile: Casefile, entry: Recorded) -> Casefile:
    match entry.event:
        case ReceivingParentContacted():
            return replace(casefile, contacts=(*casefile.contacts, entry))
        case BalanceFinalised() as event:
            return replace(casefile, finalised=(*casefile.finalised, event))
        case WriteOffNoticeGiven() as event:
            return replace(casefile, notices=(*casefile.notices, event))
        case ArrearsDisposed() as event:
            return replace(casefile, disposal=event)
        case _:
            raise AssertionError(entry.event.kind)


def _still_stands(line: DisposalLine, by_status: dict[ReceivableStatus, int], case: Case | None) -> bool:
    """Tell whether a balance would still be disposed of as it was: same figures, same decision, same statuses."""
    if line.balance_pence != sum(by_status.values()) or case is None:
        return False
    decision = case.arrears_decision
    if line.decision is not None and line.decision != decision.choice:
        return False
    if line.decision == "write_off_part" and line.written_off_pence != min(
        decision.amount_to_write_off or 0, line.balance_pence
    ):
        return False
    forwarded = {part.status: part.amount_pence for part in line.forwarded}
    return forwarded == left_by_status(by_status, line.written_off_pence)


def _superseded(casefile: Casefile, entry: Recorded, event: ArrearsDecisionRecorded) -> bool:
    """Tell whether a newer document brought a decision taken later than the one we recorded."""
    if entry.facts_version == casefile.facts_version:
        return False
    case = next((case for case in casefile.casegroup.cases if case.case_id == event.case_id), None)
    taken_on = case.arrears_decision.recorded_on if case else None
    return taken_on is not None and taken_on > event.recorded_on
