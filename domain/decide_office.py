"""Where a request about the store as a whole meets its procedure: one arm for each request, no logic of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from domain.actor import CASEWORK, EITHER_SIDE, EVERYBODY, MANAGEMENT, SELECTORS
from domain.letters.requests import SetLetterSender
from domain.letters.sender import decide_sender
from domain.look_ups import decision as look_ups
from domain.look_ups.requests import RecordLookUp, SettleLookUp
from domain.payments import decision as payments
from domain.payments.requests import InvestigatePayment
from domain.reconciliation import mapping, taken_up
from domain.reconciliation.requests import SaveReportMapping, SettleDifference, TakeUpDifferences
from domain.selection import decision as selection
from domain.selection.requests import ChangeCriteria, SettleDataException

if TYPE_CHECKING:
    from domain.actor import Role
    from domain.decision import Context, Decision
    from domain.office import Office

OfficeRequest = Annotated[
    SaveReportMapping
    | TakeUpDifferences
    | SettleDifference
    | InvestigatePayment
    | ChangeCriteria
    | SettleDataException
    | SetLetterSender
    | RecordLookUp
    | SettleLookUp,
    Field(discriminator="kind"),
]


def decide_office(office: Office, request: OfficeRequest, context: Context) -> Decision:
    """Decide a request about the store as it stands, on a day and for somebody."""
    match request:
        case SaveReportMapping():
            return mapping.decide_save(office, request)
        case TakeUpDifferences():
            return taken_up.decide_take_up(office, request)
        case SettleDifference():
            return taken_up.decide_settle(office, request)
        case InvestigatePayment():
            return payments.decide_investigate(office, request)
        case ChangeCriteria():
            return selection.decide_change(office, request, context)
        case SettleDataException():
            return selection.decide_settle(office, request)
        case SetLetterSender():
            return decide_sender(office, request)
        case RecordLookUp():
            return look_ups.decide_record(office, request)
        case SettleLookUp():
            return look_ups.decide_settle(office, request)


def roles_for_office(request: OfficeRequest) -> frozenset[Role]:
    """Give the roles that may make a request."""
    match request:
        case SaveReportMapping():
            return EVERYBODY
        case InvestigatePayment() | RecordLookUp() | SettleLookUp() | TakeUpDifferences() | SettleDifference():
            return EITHER_SIDE
        case ChangeCriteria():
            # Criteria, size and frequency are the nominated case manager's alone.
            return SELECTORS
        case SettleDataException():
            return CASEWORK | SELECTORS
        case SetLetterSender():
            return MANAGEMENT
