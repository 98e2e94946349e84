"""What is recorded of the arrears' arrival on the 2012 scheme (CMS). Amounts are whole pence."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from domain.casegroup import Payee, ReceivableStatus
from domain.events.model import EventModel

ArrivalRoute = Literal["automatic", "clerical", "partially_clerical"]
ArrivalStep = Literal[
    "cms_case",
    "receive_data",
    "contact_details",
    "verify_applicant",
    "verify_other_party",
    "method_of_payment",
    "casegroup",
    "region",
    "benefit_details",
    "scheme_details",
]
CorrectionReason = Literal["error", "balance_change", "change_of_circumstances", "appeal"]
OrderKind = Literal["liability_order", "enforcement"]
ContactWith = Literal["csa_caseworker", "csa_team_leader", "cms_caseworker"]
ContactAbout = Literal["unfinished_work", "appeal", "complaint"]


class ArrearsLine(EventModel):
    """Arrears of one case, payee and status."""

    case_id: str
    owed_to: Payee
    status: ReceivableStatus
    amount_pence: int


class BalancesReceived(EventModel):
    """CMS received the balances of a closed casegroup, and which way they have to go there."""

    kind: Literal["balances_received"] = "balances_received"
    version: Literal[1] = 1
    received_on: date
    route: ArrivalRoute
    lines: tuple[ArrearsLine, ...]


class ResidualReceived(EventModel):
    """A residual balance came by an offline report, on one of its lines; somebody adds it by hand."""

    kind: Literal["residual_received"] = "residual_received"
    version: Literal[1] = 1
    received_on: date
    file_name: str
    file_digest: str
    row: int
    line: ArrearsLine


class CmsCaseMatched(EventModel):
    """A case was matched to one that its receiving parent has on CMS, or to none; by the register or by hand.

    With the casegroup its paying parent has on CMS and who owns it there; `new_casegroup` where there surely is none.
    """

    kind: Literal["cms_case_matched"] = "cms_case_matched"
    version: Literal[1] = 1
    case_id: str
    cms_case_id: str | None
    cms_casegroup_id: str | None = None
    new_casegroup: bool = False
    owner: str = ""
    how: Literal["register", "hand"]
    note: str = ""


class ArrivalStepTaken(EventModel):
    """A step of building an arrears-only case was done, or failed for want of what is `missing`.

    What nobody knows has its reason by field in `not_known`.
    """

    kind: Literal["arrival_step_taken"] = "arrival_step_taken"
    version: Literal[1] = 1
    case_id: str
    step: ArrivalStep
    state: Literal["done", "failed"]
    how: Literal["automatic", "hand"]
    data: dict[str, str] = Field(default_factory=dict)
    missing: tuple[str, ...] = ()
    not_known: dict[str, str] = Field(default_factory=dict)


class DuesCreated(EventModel):
    """Dues that mirror what came were made on the paying parent's account."""

    kind: Literal["dues_created"] = "dues_created"
    version: Literal[1] = 1
    created_on: date
    how: Literal["automatic", "hand"]
    lines: tuple[ArrearsLine, ...]


class TransitionCompleted(EventModel):
    """Nothing is left to be added: the transition of the casegroup is complete."""

    kind: Literal["transition_completed"] = "transition_completed"
    version: Literal[1] = 1
    completed_on: date


class ArrearsCorrected(EventModel):
    """A balance that has arrived was added to or corrected, for a reason; the line's amount is signed."""

    kind: Literal["arrears_corrected"] = "arrears_corrected"
    version: Literal[1] = 1
    corrected_on: date
    line: ArrearsLine
    reason: CorrectionReason
    note: str


class OrderRecorded(EventModel):
    """A liability order or other enforcement in force was tied to the part of the arrears it names."""

    kind: Literal["order_recorded"] = "order_recorded"
    version: Literal[1] = 1
    order_id: str
    order: OrderKind
    line: ArrearsLine
    detail: str
    made_on: date | None


class DcaReceiptFlagged(EventModel):
    """A receipt from a debt collection agency before transition is to be allocated by hand once it is complete."""

    kind: Literal["dca_receipt_flagged"] = "dca_receipt_flagged"
    version: Literal[1] = 1
    receipt_id: str
    amount_pence: int


class DcaReceiptAllocated(EventModel):
    """A flagged receipt, or a part of it, was allocated on CMS."""

    kind: Literal["dca_receipt_allocated"] = "dca_receipt_allocated"
    version: Literal[1] = 1
    receipt_id: str
    line: ArrearsLine


class ContactLogged(EventModel):
    """Somebody at the CSA or CMS was called about work, or called us; `reached` tells whether anybody answered."""

    kind: Literal["contact_logged"] = "contact_logged"
    version: Literal[1] = 1
    case_id: str | None = None
    with_whom: ContactWith
    name: str = ""
    about: ContactAbout
    reached: bool = True
    said: str
    contacted_on: date


class CmsRegisterReceived(EventModel):
    """A register of CMS cases was received and took the place of the one before."""

    kind: Literal["cms_register_received"] = "cms_register_received"
    version: Literal[1] = 1
    file_name: str
    file_digest: str
    rows: int


ArrivalEvent = (
    BalancesReceived
    | ResidualReceived
    | CmsCaseMatched
    | ArrivalStepTaken
    | DuesCreated
    | TransitionCompleted
    | ArrearsCorrected
    | OrderRecorded
    | DcaReceiptFlagged
    | DcaReceiptAllocated
    | ContactLogged
)
ArrivalOfficeEvent = CmsRegisterReceived
