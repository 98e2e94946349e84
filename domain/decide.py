"""The one place where a request meets its procedure: one arm for each request, no logic of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from pydantic import ConfigDict, Field, TypeAdapter

from domain.actor import CASEWORK, CMS, EITHER_SIDE, EVERYBODY, LEADERSHIP, MANAGEMENT
from domain.arrival import decision as arrival
from domain.arrival.requests import ArrivalRequest, LogContact, ReceiveBalances
from domain.assessment import assess_casefile
from domain.breakdown import decision as breakdown
from domain.breakdown.requests import AdvanceBreakdown, CorrectBreakdown, DraftBreakdown, ReturnBreakdown
from domain.calculation.requests import SaveCalculation
from domain.calculation.saving import decide_save
from domain.cleanse import decision as cleanse
from domain.cleanse.obstacles import decide_clear
from domain.cleanse.requests import (
    ClearObstacle,
    CloseWorkItem,
    FinaliseBalance,
    OpenWorkItem,
    RecordArrearsDecision,
    RecordContact,
)
from domain.closing import decision as closing
from domain.closing.requests import CloseCasegroup
from domain.closure_exceptions import decision as closure_exceptions
from domain.closure_exceptions.requests import AllocateException, AnswerException, RaiseException
from domain.decision import refused
from domain.deferral import recording as deferral
from domain.deferral.requests import CheckDeferral, Defer
from domain.disposal import decision as disposal
from domain.disposal.requests import DisposeArrears, GiveWriteOffNotice
from domain.events.arrival import ArrivalEvent
from domain.inhibits import decision as inhibits
from domain.inhibits.requests import LiftInhibit, SetInhibit
from domain.letters.requests import KeepEditedLetter, PrepareWriteOffForm, ReissueLetter, TakeLetterForEditing
from domain.letters_by_hand import decide_letter
from domain.payments import decision as payments
from domain.payments.requests import PassPayment
from domain.policy.book import load_book
from domain.record import decision as record
from domain.record.requests import AddNote, SetAside
from domain.refusals import refusal
from domain.requested import TransitionRequestRequest, decide_requested
from domain.service_requests import decision as service_requests
from domain.service_requests.requests import AllocateServiceRequest, CompleteServiceRequest, RaiseServiceRequest
from domain.transition_request.requests import (
    RaiseTransitionRequest,
    ReceiveTransitionRequest,
)
from domain.validation import recording as validation
from domain.validation.requests import AmendBalance, ConfirmClericalValidation, Validate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.actor import Role
    from domain.casefile import Casefile
    from domain.decision import Context, Decision
    from domain.events import Event

Request = Annotated[
    CheckDeferral
    | Defer
    | Validate
    | ConfirmClericalValidation
    | AmendBalance
    | RecordArrearsDecision
    | SetInhibit
    | LiftInhibit
    | OpenWorkItem
    | CloseWorkItem
    | ClearObstacle
    | RecordContact
    | FinaliseBalance
    | GiveWriteOffNotice
    | DisposeArrears
    | CloseCasegroup
    | DraftBreakdown
    | CorrectBreakdown
    | AdvanceBreakdown
    | ReturnBreakdown
    | RaiseException
    | AllocateException
    | AnswerException
    | RaiseServiceRequest
    | AllocateServiceRequest
    | CompleteServiceRequest
    | ReissueLetter
    | PrepareWriteOffForm
    | TakeLetterForEditing
    | KeepEditedLetter
    | ArrivalRequest
    | PassPayment
    | TransitionRequestRequest
    | SaveCalculation
    | AddNote
    | SetAside,
    Field(discriminator="kind"),
]
BreakdownRequest = DraftBreakdown | CorrectBreakdown | AdvanceBreakdown | ReturnBreakdown
QueueRequest = (
    RaiseException
    | AllocateException
    | AnswerException
    | RaiseServiceRequest
    | AllocateServiceRequest
    | CompleteServiceRequest
)
# What a closed casegroup no longer takes; notes, exceptions, service requests and undo it does.
UNTIL_CLOSED: Final = (
    CheckDeferral,
    Defer,
    Validate,
    ConfirmClericalValidation,
    AmendBalance,
    RecordArrearsDecision,
    FinaliseBalance,
    GiveWriteOffNotice,
    DisposeArrears,
    SetInhibit,
    LiftInhibit,
    OpenWorkItem,
    CloseWorkItem,
    ClearObstacle,
    ReceiveTransitionRequest,
    RaiseTransitionRequest,
)
REQUEST: Final[TypeAdapter[Request]] = TypeAdapter(Request, config=ConfigDict(defer_build=True))
# Who brings a breakdown to which state: the check by somebody above, the clients and the statement by CMS.
BREAKDOWN_HANDS: Final[Mapping[str, frozenset[Role]]] = {
    "checked": LEADERSHIP,
    "clients_contacted": frozenset({"cms_caseworker"}),
    "statement_adjusted": frozenset({"cms_caseworker"}),
}
# Who may undo what: the events that take more than casework to record take as much to set aside.
SELECTION_EVENTS: Final = frozenset({"casegroup_selected", "casegroup_taken_out"})
MANAGED_EVENTS: Final = frozenset({"inhibit_set"})
LED_EVENTS: Final = frozenset({"breakdown_returned", "exception_allocated", "service_request_allocated"})


def decide(casefile: Casefile, request: Request, context: Context) -> Decision:
    """Decide a request on a casegroup as it stands."""
    if casefile.closed is not None and isinstance(request, UNTIL_CLOSED):
        return refused(refusal("already_closed", closed_on=casefile.closed.closed_on))
    match request:
        case CheckDeferral() | Defer() | Validate() | ConfirmClericalValidation() | AmendBalance():
            return _decide_outcome(casefile, request, context)
        case RecordArrearsDecision():
            return cleanse.decide_arrears(casefile, request, context)
        case RecordContact():
            return cleanse.decide_contact(casefile, request, context)
        case FinaliseBalance():
            return cleanse.decide_finalise(casefile, request)
        case OpenWorkItem():
            return cleanse.decide_open(casefile, request, context)
        case CloseWorkItem():
            return cleanse.decide_close(casefile, request, context)
        case ClearObstacle():
            return decide_clear(casefile, request, context)
        case SetInhibit():
            return inhibits.decide_set(casefile, request, context)
        case LiftInhibit():
            return inhibits.decide_lift(casefile, request, context)
        case GiveWriteOffNotice():
            return disposal.decide_notice(casefile, request, context)
        case DisposeArrears():
            blocking = assess_casefile(casefile, context.as_at, context.policy).deferral.blocking
            return disposal.decide_disposal(casefile, request, context, [check.case_id for check in blocking])
        case CloseCasegroup():
            assessment = assess_casefile(casefile, context.as_at, context.policy)
            decision = closing.decide_close(casefile, request, context, assessment.deferral.broken)
            return deferral.with_current_check(casefile, assessment, decision)
        case DraftBreakdown() | CorrectBreakdown() | AdvanceBreakdown() | ReturnBreakdown():
            return _decide_breakdown(casefile, request, context)
        case ReissueLetter() | PrepareWriteOffForm() | TakeLetterForEditing() | KeepEditedLetter():
            return decide_letter(casefile, request, context)
        case PassPayment():
            return payments.decide_pass(casefile, request)
        case request if isinstance(request, ArrivalRequest):
            return arrival.decide(casefile, request, context)
        case request if isinstance(request, TransitionRequestRequest):
            return decide_requested(casefile, request, context)
        case SaveCalculation():
            return decide_save(casefile, request, load_book())
        case AddNote():
            return record.decide_note(request)
        case SetAside():
            return record.decide_set_aside(casefile, request)
        case _:
            return _decide_queued(casefile, request)


def _decide_outcome(
    casefile: Casefile,
    request: CheckDeferral | Defer | Validate | ConfirmClericalValidation | AmendBalance,
    context: Context,
) -> Decision:
    match request:
        case CheckDeferral():
            return deferral.decide_check(assess_casefile(casefile, context.as_at, context.policy))
        case Defer():
            return deferral.decide_defer(casefile, assess_casefile(casefile, context.as_at, context.policy))
        case Validate():
            assessment = assess_casefile(casefile, context.as_at, context.policy)
            decision = validation.decide_validate(casefile, assessment)
            return deferral.with_current_check(casefile, assessment, decision)
        case ConfirmClericalValidation():
            return validation.decide_confirm(casefile, request)
        case AmendBalance():
            return validation.decide_amend(casefile, request)


def _decide_breakdown(casefile: Casefile, request: BreakdownRequest, context: Context) -> Decision:
    match request:
        case DraftBreakdown():
            return breakdown.decide_draft(casefile, context)
        case CorrectBreakdown():
            return breakdown.decide_correct(casefile, request, context)
        case AdvanceBreakdown():
            return breakdown.decide_advance(casefile, request, context)
        case ReturnBreakdown():
            return breakdown.decide_return(casefile, request, context)


def _decide_queued(casefile: Casefile, request: QueueRequest) -> Decision:
    match request:
        case RaiseException():
            return closure_exceptions.decide_raise(casefile, request)
        case AllocateException():
            return closure_exceptions.decide_allocate(casefile, request)
        case AnswerException():
            return closure_exceptions.decide_answer(casefile, request)
        case RaiseServiceRequest():
            return service_requests.decide_raise(casefile, request)
        case AllocateServiceRequest():
            return service_requests.decide_allocate(casefile, request)
        case CompleteServiceRequest():
            return service_requests.decide_complete(casefile, request)


def roles_for(request: Request, casefile: Casefile) -> frozenset[Role]:
    """Give the roles that may make a request; setting aside asks for as much as what is set aside."""
    match request:
        case AddNote() | RaiseException() | ReceiveBalances():
            return EVERYBODY
        case RaiseServiceRequest() | CompleteServiceRequest() | LogContact():
            return CASEWORK | CMS
        case request if isinstance(request, ArrivalRequest):
            return CMS
        case AllocateException() | AllocateServiceRequest():
            return LEADERSHIP
        case AdvanceBreakdown():
            return BREAKDOWN_HANDS.get(request.state, CASEWORK)
        case ReturnBreakdown():
            return LEADERSHIP
        case PassPayment() | PrepareWriteOffForm():
            return EITHER_SIDE
        case request if isinstance(request, TransitionRequestRequest | SaveCalculation):
            return EITHER_SIDE
        case SetInhibit():
            return MANAGEMENT
        case LiftInhibit():
            return MANAGEMENT if request.inhibit_kind == "manual" else CASEWORK
        case SetAside():
            return roles_for_event(_event_at(casefile, request.seq))
        case _:
            return CASEWORK


def roles_for_event(event: Event | None) -> frozenset[Role]:
    """Give the roles that may set such an event aside."""
    if event is not None and event.kind in LED_EVENTS:
        return LEADERSHIP
    if event is not None and event.kind in SELECTION_EVENTS:
        return frozenset({"case_manager"})
    if isinstance(event, ArrivalEvent):
        return CASEWORK | CMS if event.kind == "contact_logged" else CMS
    if event is not None and event.kind == "breakdown_advanced":
        return BREAKDOWN_HANDS.get(event.state, CASEWORK)
    manual_lift = event is not None and event.kind == "inhibit_lifted" and event.inhibit_kind == "manual"
    return MANAGEMENT if event is not None and (event.kind in MANAGED_EVENTS or manual_lift) else CASEWORK


def _event_at(casefile: Casefile, seq: int) -> Event | None:
    event = next((entry.event for entry in casefile.recorded if entry.seq == seq), None)
    if event is not None and event.kind == "entry_set_aside":
        return _event_at(casefile, event.seq)
    return event
