"""What is recorded between an outcome and a closed casegroup: contact, notice, disposal, closing."""

from __future__ import annotations

from datetime import date
from typing import Literal

from domain.casegroup import Payee, ReceivableStatus
from domain.events.model import EventModel

ContactMethod = Literal["telephone", "letter", "email", "in_person"]
Reached = Literal["given", "untraced", "dead"]
CreditTreatment = Literal["repaid", "cleared"]


class ReceivingParentContacted(EventModel):
    """The receiving parent of a case was told that it is closing and asked about the arrears, or was not reached."""

    kind: Literal["receiving_parent_contacted"] = "receiving_parent_contacted"
    version: Literal[1] = 1
    case_id: str
    contacted_on: date
    method: ContactMethod
    reached: bool
    said: str


class BalanceFinalised(EventModel):
    """A caseworker declared the balance of a case final, on the figure they saw."""

    kind: Literal["balance_finalised"] = "balance_finalised"
    version: Literal[1] = 1
    case_id: str
    balance_pence: int


class WriteOffNoticeGiven(EventModel):
    """Both parents of a case were given notice of a write-off, save one who cannot be: untraced or dead.

    The notice told them of `amount_pence`; it covers a write-off of that much and no more.
    """

    kind: Literal["write_off_notice_given"] = "write_off_notice_given"
    version: Literal[1] = 1
    case_id: str
    given_on: date
    paying_parent: Reached
    receiving_parent: Reached
    amount_pence: int
    reason: str


class Forwarded(EventModel):
    """The part of a write-down that arrives at CMS in one status."""

    status: ReceivableStatus
    amount_pence: int


class DisposalLine(EventModel):
    """What became of what was owed on one case to one payee; written off and written down are the balance."""

    case_id: str
    owed_to: Payee
    balance_pence: int
    written_off_pence: int
    written_down_pence: int
    forwarded: tuple[Forwarded, ...]
    decision: str | None
    on_another_figure_pence: int | None = None
    credit: CreditTreatment | None = None


class ArrearsDisposed(EventModel):
    """Every balance of the closing cases was written off or written down; the CSA balance is then nil."""

    kind: Literal["arrears_disposed"] = "arrears_disposed"
    version: Literal[1] = 1
    disposed_on: date
    lines: tuple[DisposalLine, ...]


class CasegroupClosed(EventModel):
    """Every closing case was closed; what was written down is reported to CMS."""

    kind: Literal["casegroup_closed"] = "casegroup_closed"
    version: Literal[1] = 1
    closed_on: date
    cases: tuple[str, ...]
