"""What can happen to a casegroup: closed, versioned events, kept for ever in the journal.

Amounts are whole pence. An event says what was decided and on which figures; the full working is always
recomputable from the facts and the policy named beside it in the journal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from domain.actor import Role
from domain.casegroup import ArrearsChoice, InhibitKind, Obstacle, Payee
from domain.events.arrival import ArrivalEvent, ArrivalOfficeEvent
from domain.events.breakdown import BreakdownAdvanced, BreakdownCorrected, BreakdownDrafted, BreakdownReturned
from domain.events.disposal import (
    ArrearsDisposed,
    BalanceFinalised,
    CasegroupClosed,
    ReceivingParentContacted,
    WriteOffNoticeGiven,
)
from domain.events.letters import LetterEvent, LetterOfficeEvent
from domain.events.model import EventModel
from domain.events.payments import PaymentEvent, PaymentOfficeEvent
from domain.events.queued import (
    ExceptionAllocated,
    ExceptionAnswered,
    ExceptionRaised,
    ExceptionReason,
    ServiceRequestAllocated,
    ServiceRequestDone,
    ServiceRequestRaised,
)
from domain.events.reports import CalculationEvent, ReportOfficeEvent
from domain.events.requests import RequestEvent, RequestOfficeEvent
from domain.events.selection import SelectionEvent, SelectionOfficeEvent


class CheckLine(EventModel):
    """One deferral rule that did not come out as kept."""

    number: int
    rule: str
    case_id: str | None
    answer: Literal["broken", "not_run", "not_known"]
    days: int
    effect: str | None
    evidence: tuple[str, ...]


class ExceptionLine(EventModel):
    """A reason the rules found why closure cannot take place as things stand."""

    reason: ExceptionReason
    detail: str
    case_id: str | None = None


class CaseLine(EventModel):
    """One case's figures in a validation."""

    case_id: str
    debt_balance_pence: int | None
    liability_pence: int | None
    discrepancy_pence: int | None


class AnomalyLine(EventModel):
    """What one anomaly rule explained."""

    rule: str
    answer: Literal["applied", "not_run", "not_known"]
    explained_pence: int
    by_case: dict[str, int]


class Placement(EventModel):
    """A part of an amendment put on one case and payee, signed."""

    case_id: str
    owed_to: Payee
    amount_pence: int


class FactsReceived(EventModel):
    """A document of the casegroup was received; a later one supersedes an earlier.

    `extracted_on` is the day of which a load says its figures are; without it they are of the day they came. With
    `begun_again` a lesson goes back to its start: in training, nothing recorded before counts any more.
    """

    kind: Literal["facts_received"] = "facts_received"
    version: Literal[1] = 1
    facts_version: int
    file_name: str
    line: int
    extracted_on: date | None = None
    begun_again: bool = False


class DeferralChecked(EventModel):
    """The nine rules were asked; `checks` holds those that did not come out as kept."""

    kind: Literal["deferral_checked"] = "deferral_checked"
    version: Literal[1] = 1
    as_at: date
    edition: str
    due_date: date | None
    result: Literal["clear", "deferred", "blocked"]
    days: int | None
    deferred_until: date | None
    checks: tuple[CheckLine, ...]
    exceptions: tuple[ExceptionLine, ...]


class ClosureDeferred(EventModel):
    """Closure was put off to a day; `rule` is the broken rule with the longest period."""

    kind: Literal["closure_deferred"] = "closure_deferred"
    version: Literal[1] = 1
    as_at: date
    deferred_from: date
    deferred_until: date
    days: int
    rule: str


class BalanceValidated(EventModel):
    """The debt balance was validated and its outcome recorded."""

    kind: Literal["balance_validated"] = "balance_validated"
    version: Literal[1] = 1
    as_at: date
    edition: str
    debt_balance_pence: int | None
    liability_pence: int | None
    receipts_pence: int | None
    discrepancy_pence: int | None
    offsetting: bool
    needs_clerical_confirmation: bool
    cases: tuple[CaseLine, ...]
    anomalies: tuple[AnomalyLine, ...]
    residual_pence: int | None
    outcome: Literal["validated", "amend_balance", "account_breakdown", "not_known"]
    amendment_pence: int | None
    exceptions: tuple[ExceptionLine, ...]


class ClericalValidationConfirmed(EventModel):
    """A caseworker confirmed a validation in which clerical cases have a part."""

    kind: Literal["clerical_validation_confirmed"] = "clerical_validation_confirmed"
    version: Literal[1] = 1
    reason: str


class BalanceAmended(EventModel):
    """The balance was amended by what was left of the discrepancy."""

    kind: Literal["balance_amended"] = "balance_amended"
    version: Literal[1] = 1
    amendment_pence: int
    placements: tuple[Placement, ...]


class ArrearsDecisionRecorded(EventModel):
    """The receiving parent's decision about the arrears was recorded, on what was then owed to them, in pence."""

    kind: Literal["arrears_decision_recorded"] = "arrears_decision_recorded"
    version: Literal[1] = 1
    case_id: str
    choice: ArrearsChoice
    amount_to_write_off_pence: int | None
    recorded_on: date
    on_figure_pence: int | None = None


class InhibitSet(EventModel):
    """A manual inhibit was set on a case."""

    kind: Literal["inhibit_set"] = "inhibit_set"
    version: Literal[1] = 1
    case_id: str
    reason: str
    set_on: date
    review_on: date | None


class InhibitLifted(EventModel):
    """The open inhibits of one kind on a case were lifted."""

    kind: Literal["inhibit_lifted"] = "inhibit_lifted"
    version: Literal[1] = 1
    case_id: str
    inhibit_kind: InhibitKind
    reason: str
    lifted_on: date


class WorkItemOpened(EventModel):
    """A work item was opened on a case."""

    kind: Literal["work_item_opened"] = "work_item_opened"
    version: Literal[1] = 1
    case_id: str
    work_item_id: str
    work: str
    opened_on: date


class WorkItemClosed(EventModel):
    """A work item of a case was closed."""

    kind: Literal["work_item_closed"] = "work_item_closed"
    version: Literal[1] = 1
    case_id: str
    work_item_id: str
    closed_on: date


class ObstacleCleared(EventModel):
    """What kept a case from closing was put right; a receipt belongs to no case. `day` is the last day of liability."""

    kind: Literal["obstacle_cleared"] = "obstacle_cleared"
    version: Literal[1] = 1
    obstacle: Obstacle
    case_id: str | None
    reference: str | None
    day: date

    @property
    def changes_figures(self) -> bool:
        """Tell whether the validation comes out differently from now on."""
        return self.obstacle in {"liability", "receipt"}


class NoteAdded(EventModel):
    """A free note was written."""

    kind: Literal["note_added"] = "note_added"
    version: Literal[1] = 1
    text: str


class EntrySetAside(EventModel):
    """An earlier entry was set aside; setting aside this one brings it back."""

    kind: Literal["entry_set_aside"] = "entry_set_aside"
    version: Literal[1] = 1
    seq: int
    reason: str


class RestrictedRecordOpened(EventModel):
    """A nominated user opened a record that others may not see."""

    kind: Literal["restricted_record_opened"] = "restricted_record_opened"
    version: Literal[1] = 1


class RosterChanged(EventModel):
    """Somebody was put on the roster, or their name, roles or nomination were changed; no roles takes them off."""

    kind: Literal["roster_changed"] = "roster_changed"
    version: Literal[1] = 1
    user: str
    name: str
    roles: tuple[Role, ...]
    nominated: bool = False


# Recorded of the store as a whole, and of no one casegroup.
OfficeEvent = (
    RosterChanged
    | SelectionOfficeEvent
    | RequestOfficeEvent
    | LetterOfficeEvent
    | ArrivalOfficeEvent
    | PaymentOfficeEvent
    | ReportOfficeEvent
)
Event = Annotated[
    FactsReceived
    | DeferralChecked
    | ClosureDeferred
    | BalanceValidated
    | ClericalValidationConfirmed
    | BalanceAmended
    | ArrearsDecisionRecorded
    | InhibitSet
    | InhibitLifted
    | WorkItemOpened
    | WorkItemClosed
    | ObstacleCleared
    | NoteAdded
    | EntrySetAside
    | ReceivingParentContacted
    | BalanceFinalised
    | WriteOffNoticeGiven
    | ArrearsDisposed
    | CasegroupClosed
    | BreakdownDrafted
    | BreakdownCorrected
    | BreakdownAdvanced
    | BreakdownReturned
    | ExceptionRaised
    | ExceptionAllocated
    | ExceptionAnswered
    | ServiceRequestRaised
    | ServiceRequestAllocated
    | ServiceRequestDone
    | RestrictedRecordOpened
    | SelectionEvent
    | RequestEvent
    | LetterEvent
    | ArrivalEvent
    | PaymentEvent
    | CalculationEvent
    | OfficeEvent,
    Field(discriminator="kind"),
]
EVENT: Final[TypeAdapter[Event]] = TypeAdapter(Event, config=ConfigDict(defer_build=True))


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it stands in the journal, with who recorded it, when, and on which facts."""

    seq: int
    request_id: str
    at: str
    actor: str
    facts_version: int
    policy_digest: str
    event: Event
