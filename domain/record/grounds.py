"""What rests on what in a journal: an entry goes, or comes back, only where everything else still has its ground.

Undoing and bringing back can be chained (an undoing is itself undone); what counts is which entries of content stand
before and after.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.casefile import effective
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
    ObstacleCleared,
    Recorded,
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
from domain.events.letters import LetterIssued, LetterPrepared
from domain.events.queued import (
    ExceptionAllocated,
    ExceptionAnswered,
    ExceptionRaised,
    ServiceRequestAllocated,
    ServiceRequestDone,
    ServiceRequestRaised,
)
from domain.events.requests import TransitionRequestReceived
from domain.events.selection import CasegroupSelected, CasegroupTakenOut
from domain.record.arrival_grounds import ARRIVAL_FAMILIES, arrival_rests_on
from domain.record.letter_grounds import letter_rests_on, letter_touches
from domain.record.request_grounds import REQUEST_FAMILIES, request_rests_on
from domain.refusals import Refusal, refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.events import Event, Recorded

# A closed casegroup stands on all of these; notes, exceptions, service requests and a breakdown go on beside it.
CLOSING_RESTS_ON = (
    TransitionRequestReceived,
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
    ObstacleCleared,
    WriteOffNoticeGiven,
    ArrearsDisposed,
    CasegroupClosed,
)
# Only a casegroup in closure has any of these; where a tranche brought it there, they rest on that.
RESTS_ON_SELECTION = (
    *(event for event in CLOSING_RESTS_ON if event is not DeferralChecked),
    CasegroupTakenOut,
    LetterPrepared,
    LetterIssued,
)


def obstacle(recorded: Sequence[Recorded], target: Recorded) -> Refusal | None:
    """Give the reason why an entry cannot be set aside, or None; setting an undoing aside brings its entry back."""
    undoing = replace(target, seq=recorded[-1].seq + 1, event=EntrySetAside(seq=target.seq, reason=""))
    before, after = _content(recorded), _content((*recorded, undoing))
    standing = {entry.seq for entry in after}
    for gone in (entry for entry in before if entry.seq not in standing):
        for later in after:
            if later.seq > gone.seq and rests_on(later.event, gone.event):
                return refusal("later_work_rests_on_it", seq=target.seq, later=later.seq)
    stood = {entry.seq for entry in before}
    for back in (entry for entry in after if entry.seq not in stood):
        for other in _changed_since(recorded, back, after):
            if touches(other.event, back.event):
                return refusal("later_work_rests_on_it", seq=target.seq, later=other.seq)
        for earlier in recorded:
            if earlier.seq < back.seq and earlier.seq not in standing and rests_on(back.event, earlier.event):
                return refusal("ground_set_aside", seq=back.seq, ground=earlier.seq)
    return None


def _content(recorded: Sequence[Recorded]) -> tuple[Recorded, ...]:
    """Give the entries that stand, undoings left out."""
    _, standing = effective(recorded)
    return tuple(entry for entry in standing if not isinstance(entry.event, EntrySetAside))


def _changed_since(recorded: Sequence[Recorded], back: Recorded, after: Sequence[Recorded]) -> list[Recorded]:
    """Give the standing entries that were recorded, or came back, since an entry was first set aside."""
    by_seq = {entry.seq: entry for entry in recorded}
    undoings = [entry for entry in recorded if isinstance(entry.event, EntrySetAside)]
    since = min((entry.seq for entry in undoings if _root(entry, by_seq) == back.seq), default=back.seq)
    moved = {_root(entry, by_seq) for entry in undoings if entry.seq > since}
    return [entry for entry in after if entry.seq != back.seq and (entry.seq > since or entry.seq in moved)]


def _root(entry: Recorded, by_seq: dict[int, Recorded]) -> int:
    """Give the number of the entry of content that an undoing takes away or brings back in the end."""
    while isinstance(entry.event, EntrySetAside) and entry.event.seq in by_seq:
        entry = by_seq[entry.event.seq]
    return entry.seq


def rests_on(later: Event, earlier: Event) -> bool:
    """Tell whether one event could not have been recorded without an earlier one."""
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
            | (BreakdownDrafted(), BalanceValidated())
            | (BreakdownCorrected() | BreakdownAdvanced() | BreakdownReturned(), BreakdownDrafted())
            | (BreakdownAdvanced() | BreakdownReturned(), BreakdownAdvanced() | BreakdownCorrected())
        ):
            return True
        case (CasegroupClosed(), earlier) if isinstance(earlier, CLOSING_RESTS_ON):
            return True
        case (later, CasegroupSelected()) if isinstance(later, RESTS_ON_SELECTION):
            return True
        case (ExceptionAllocated() | ExceptionAnswered(), ExceptionRaised() | ExceptionAnswered()):
            return later.exception_id == earlier.exception_id
        case (ServiceRequestAllocated() | ServiceRequestDone(), ServiceRequestRaised()):
            return later.service_request_id == earlier.service_request_id
        case (WriteOffNoticeGiven() | BalanceFinalised(), ArrearsDecisionRecorded()):
            return later.case_id == earlier.case_id
        case (InhibitLifted() as lifted, InhibitSet() as begun) | (InhibitSet() as begun, InhibitLifted() as lifted):
            return lifted.case_id == begun.case_id and lifted.inhibit_kind == "manual"
        case (BalanceValidated() | BalanceAmended() | ArrearsDisposed(), ObstacleCleared()):
            return earlier.changes_figures
        case (WorkItemClosed(), WorkItemOpened()):
            return later.work_item_id == earlier.work_item_id
        case _:
            return any(rests(later, earlier) for rests in (letter_rests_on, arrival_rests_on, request_rests_on))


def touches(later: Event, restored: Event) -> bool:
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
        (ObstacleCleared, BalanceValidated, BalanceAmended, ArrearsDisposed),
        (ArrearsDisposed, FactsReceived),
        (BreakdownDrafted, BreakdownCorrected, BreakdownAdvanced, BreakdownReturned),
        (ExceptionRaised, ExceptionAllocated, ExceptionAnswered),
        (ServiceRequestRaised, ServiceRequestAllocated, ServiceRequestDone),
        (ClosureDeferred, DeferralChecked),
        (CasegroupSelected, CasegroupTakenOut, FactsReceived),
        (InhibitSet, InhibitLifted),
        (WorkItemOpened, WorkItemClosed),
        (ArrearsDecisionRecorded,),
        *REQUEST_FAMILIES,
        *ARRIVAL_FAMILIES,
    )
    found = any(isinstance(later, family) and isinstance(restored, family) for family in families)
    return found or letter_touches(later, restored)
