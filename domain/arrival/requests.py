"""What can be asked about arrears on their way to CMS, and after they have come."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.casegroup import Identifier, Payee, ReceivableStatus
from domain.events.arrival import ArrivalStep, ContactAbout, ContactWith, CorrectionReason, OrderKind
from domain.request import CasegroupRequest

Name = Annotated[str, Field(max_length=200)]
Words = Annotated[str, Field(max_length=2000)]


class OrderFound(BaseModel):
    """An order or enforcement found in force: what it is, and the part of the arrears it names."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    order: OrderKind
    case_id: Identifier
    owed_to: Payee = "receiving_parent"
    status: ReceivableStatus = "active"
    amount_pence: int = Field(gt=0)
    detail: Words
    made_on: date | None = None


class ReceiveBalances(CasegroupRequest):
    """Receive the balances of a closed casegroup at CMS."""

    kind: Literal["receive_balances"] = "receive_balances"


class ReceiveResidual(CasegroupRequest):
    """Receive a residual balance from a row of an offline report (its name and digest), in pence."""

    kind: Literal["receive_residual"] = "receive_residual"
    case_id: Identifier
    owed_to: Payee
    status: ReceivableStatus
    amount_pence: int = Field(gt=0)
    file_name: Name
    file_digest: Name
    row: int


class MatchCmsCase(CasegroupRequest):
    """Say which case a receiving parent has on CMS, or that there is none; `because` says how that was found out."""

    kind: Literal["match_cms_case"] = "match_cms_case"
    case_id: Identifier
    cms_case_id: Identifier | None
    cms_casegroup_id: Identifier | None = None
    owner: Name = ""
    because: Words


class KeyArrivalData(CasegroupRequest):
    """Key what a step of building a case lacks; what nobody knows is said so, with the reason, by field."""

    kind: Literal["key_arrival_data"] = "key_arrival_data"
    case_id: Identifier
    step: ArrivalStep
    fields: dict[str, Words] = Field(default_factory=dict)
    not_known: dict[str, Words] = Field(default_factory=dict)


class BuildCase(CasegroupRequest):
    """Build the arrears-only case of a clerical or partially clerical casegroup by hand."""

    kind: Literal["build_case"] = "build_case"
    case_id: Identifier


class AddArrears(CasegroupRequest):
    """Add what waits on a case to its CMS case by hand, with the orders in force that were looked for."""

    kind: Literal["add_arrears"] = "add_arrears"
    case_id: Identifier
    orders_looked_for: bool = False
    orders: tuple[OrderFound, ...] = Field(default=(), max_length=100)


class CorrectArrears(CasegroupRequest):
    """Add to or correct a balance that has arrived, for a reason; the amount is signed."""

    kind: Literal["correct_arrears"] = "correct_arrears"
    case_id: Identifier
    owed_to: Payee = "receiving_parent"
    status: ReceivableStatus = "active"
    amount_pence: int
    reason: CorrectionReason
    note: Words
    orders_looked_for: bool = False
    orders: tuple[OrderFound, ...] = Field(default=(), max_length=100)


class RecordOrder(CasegroupRequest):
    """Tie a liability order or other enforcement in force to the part of the arrears it names."""

    kind: Literal["record_order"] = "record_order"
    order: OrderFound


class FlagDcaReceipt(CasegroupRequest):
    """Flag a receipt from a debt collection agency for allocation by hand once the transition is complete.

    The amount is needed only for a receipt the document does not have.
    """

    kind: Literal["flag_dca_receipt"] = "flag_dca_receipt"
    receipt_id: Identifier
    amount_pence: int | None = Field(default=None, gt=0)


class AllocateDcaReceipt(CasegroupRequest):
    """Allocate a flagged receipt to a part of the arrears; all that is left of it unless an amount is said."""

    kind: Literal["allocate_dca_receipt"] = "allocate_dca_receipt"
    receipt_id: Identifier
    case_id: Identifier
    owed_to: Payee = "receiving_parent"
    status: ReceivableStatus = "active"
    amount_pence: int | None = Field(default=None, gt=0)


class LogContact(CasegroupRequest):
    """Log a call about work on the other side: what it was about, with whom, and what was said."""

    kind: Literal["log_contact"] = "log_contact"
    case_id: Identifier | None = None
    with_whom: ContactWith
    name: Name = ""
    about: ContactAbout
    reached: bool = True
    said: Words
    contacted_on: date | None = None


ArrivalRequest = (
    ReceiveBalances
    | ReceiveResidual
    | MatchCmsCase
    | KeyArrivalData
    | BuildCase
    | AddArrears
    | CorrectArrears
    | RecordOrder
    | FlagDcaReceipt
    | AllocateDcaReceipt
    | LogContact
)
