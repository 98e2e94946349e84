"""Writing notes, and setting entries aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.casefile import effective
from domain.decision import Decision, refused
from domain.events import (
    ArrearsDecisionRecorded,
    BalanceAmended,
    BalanceValidated,
    ClericalValidationConfirmed,
    ClosureDeferred,
    DeferralChecked,
    EntrySetAside,
    FactsReceived,
    InhibitLifted,
    InhibitSet,
    NoteAdded,
    Recorded,
    RestrictedRecordOpened,
    WorkItemClosed,
    WorkItemOpened,
)
from domain.events.breakdown import BreakdownAdvanced, BreakdownCorrected, BreakdownDrafted, BreakdownReturned
from domain.events.disposal import (
    ArrearsDisposed,
    BalanceFinalised,
    CasegroupClosed,
    WriteOffNoticeGiven,
)
from domain.events.queued import (
    ExceptionAllocated,
    ExceptionAnswered,
    ExceptionRaised,
    ServiceRequestAllocated,
    ServiceRequestDone,
    ServiceRequestRaised,
)
from domain.refusals import refusal

if TYPE_CHECKING:
    from domain.casefile import Casefile
    from domain.events import Event
    from domain.record.requests import AddNote, SetAside


# A closed casegroup stands on all of these; notes, exceptions, service requests and a breakdown go on beside it.
CLOSING_RESTS_ON = (
    DeferralChecked,
    ClosureDeferred,
    BalanceValidated,
    ClericalValidationConfirmed,
    BalanceAmended,
    ArrearsDecisionRecorded,
    InhibitSet,
    InhibitLifted,
    WorkItemOpened,
    WorkItemClosed,
    WriteOffNoticeGiven,
    ArrearsDisposed,
    CasegroupClosed,
)


def decide_note(request: AddNote) -> Decision:
    """Write a note; an empty one is refused."""
    if not request.text.strip():
        return refused(refusal("note_empty"))
    return Decision(events=(NoteAdded(text=request.text),))


def decide_set_aside(casefile: Casefile, request: SetAside) -> Decision:
    """Set an entry aside, unless it cannot be, was already, or later work rests on it."""
    target = next((entry for entry in casefile.recorded if entry.seq == request.seq), None)
    if target is None:
        return refused(refusal("no_such_entry", seq=request.seq))
    if isinstance(target.event, FactsReceived):
        return refused(refusal("facts_stand", seq=request.seq))
    if isinstance(target.event, RestrictedRecordOpened):
        return refused(refusal("opening_stands", seq=request.seq))
    if target.seq in casefile.set_aside:
        return refused(refusal("already_set_aside", seq=request.seq))
    resting = later_work_on(casefile, target)
    if resting is not None:
        return refused(refusal("later_work_rests_on_it", seq=request.seq, later=resting.seq))
    return Decision(events=(EntrySetAside(seq=request.seq, reason=request.reason),))


def later_work_on(casefile: Casefile, target: Recorded) -> Recorded | None:
    """Give the first later entry still standing that rests on this one; bringing back rests on what it returns."""
    _, standing = effective(casefile.recorded)
    later = [entry for entry in standing if entry.seq > target.seq]
    event = target.event
    if isinstance(event, EntrySetAside):
        restored = next(entry for entry in casefile.recorded if entry.seq == event.seq)
        return next((entry for entry in later if _touches(entry.event, restored.event)), None)
    return next((entry for entry in later if _rests_on(entry.event, event)), None)


def _rests_on(later: Event, earlier: Event) -> bool:
    match later, earlier:
        case (
            (BalanceAmended() | ClericalValidationConfirmed(), BalanceValidated())
            | (BalanceAmended(), ClericalValidationConfirmed())
            | (ClosureDeferred(), ClosureDeferred())
            | (
                ArrearsDisposed(),
                BalanceValidated() | ClericalValidationConfirmed() | BalanceAmended() | ArrearsDecisionRecorded(),
            )
            | (ArrearsDisposed(), WriteOffNoticeGiven() | ArrearsDisposed())
            | (BalanceFinalised(), BalanceValidated() | BalanceAmended())
            | (BreakdownCorrected() | BreakdownAdvanced() | BreakdownReturned(), BreakdownDrafted())
            | (BreakdownAdvanced() | BreakdownReturned(), BreakdownAdvanced() | BreakdownCorrected())
        ):
            return True
        case (CasegroupClosed(), earlier) if isinstance(earlier, CLOSING_RESTS_ON):
            return True
        case (ExceptionAllocated() | ExceptionAnswered(), ExceptionRaised() | ExceptionAnswered()):
            return later.exception_id == earlier.exception_id
        case (ServiceRequestAllocated() | ServiceRequestDone(), ServiceRequestRaised()):
            return later.service_request_id == earlier.service_request_id
        case (WriteOffNoticeGiven() | BalanceFinalised(), ArrearsDecisionRecorded()):
            return later.case_id == earlier.case_id
        case (InhibitLifted(), InhibitSet()):
            return later.case_id == earlier.case_id and later.inhibit_kind == "manual"
        case (InhibitSet(), InhibitLifted()):
            return later.case_id == earlier.case_id and earlier.inhibit_kind == "manual"
        case (WorkItemClosed(), WorkItemOpened()):
            return later.work_item_id == earlier.work_item_id
        case _:
            return False


def _touches(later: Event, restored: Event) -> bool:
    """Tell whether later work stands on what a restored entry would change again."""
    if isinstance(restored, CasegroupClosed):
        # It was decided on all of these; what came since may stand against it.
        return isinstance(later, (*CLOSING_RESTS_ON, FactsReceived))
    if isinstance(later, CasegroupClosed):
        return isinstance(restored, CLOSING_RESTS_ON)
    families: tuple[tuple[type, ...], ...] = (
        (BalanceValidated, ClericalValidationConfirmed, BalanceAmended, BalanceFinalised, FactsReceived),
        (ArrearsDisposed, BalanceValidated, BalanceAmended, ArrearsDecisionRecorded),
        (ArrearsDisposed, WriteOffNoticeGiven),
        (ArrearsDisposed, FactsReceived),
        (BreakdownDrafted, BreakdownCorrected, BreakdownAdvanced, BreakdownReturned),
        (ExceptionRaised, ExceptionAllocated, ExceptionAnswered),
        (ServiceRequestRaised, ServiceRequestAllocated, ServiceRequestDone),
        (ClosureDeferred, DeferralChecked),
        (InhibitSet, InhibitLifted),
        (WorkItemOpened, WorkItemClosed),
        (ArrearsDecisionRecorded,),
    )
    return any(isinstance(later, family) and isinstance(restored, family) for family in families)
