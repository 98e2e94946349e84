"""What becomes of a balance: per case and payee, written off and written down always come to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from domain.account import STATUSES, left_by_status, maintenance, outstanding_to
from domain.casegroup import Payee
from domain.events import ArrearsDecisionRecorded
from domain.events.disposal import DisposalLine, Forwarded

if TYPE_CHECKING:
    from domain.casefile import Casefile
    from domain.casegroup import Case, ReceivableStatus
    from domain.events.disposal import CreditTreatment

PAYEES: Final[tuple[Payee, ...]] = get_args(Payee)


@dataclass(frozen=True, slots=True)
class Balance:
    """What is outstanding on one case to one payee, by status, in pence."""

    case: Case
    owed_to: Payee
    by_status: dict[ReceivableStatus, int]

    @property
    def pence(self) -> int:
        """Sum what is outstanding; below zero it is a credit."""
        return sum(self.by_status.values())


def not_known(casefile: Casefile) -> tuple[str, ...]:
    """Name the fields without which a balance cannot be told."""
    return tuple(
        f"{receivable.receivable_id}.{field}"
        for case in casefile.casegroup.closing_cases
        for receivable in maintenance(case)
        if receivable.outstanding != 0
        for field in ("outstanding", "owed_to", "status")
        if getattr(receivable, field) is None
    )


def balances(casefile: Casefile) -> tuple[Balance, ...]:
    """Give what is outstanding for each closing case and payee, in document order, leaving out what is nil."""
    every = (_balance(case, payee) for case in casefile.casegroup.closing_cases for payee in PAYEES)
    return tuple(balance for balance in every if balance.pence)


def _balance(case: Case, payee: Payee) -> Balance:
    by_status = dict.fromkeys(STATUSES, 0)
    for receivable in maintenance(case):
        if receivable.owed_to == payee and receivable.status and receivable.outstanding is not None:
            by_status[receivable.status] += receivable.outstanding
    return Balance(case, payee, by_status)


def to_write_off(balance: Balance) -> int | None:
    """Give how much of a balance its decision writes off, in pence; None where the amount is not known.

    Only the receiving parent decides, and only about what is owed to them; what is owed to government is written
    down, and a credit is no debt to write off.
    """
    decision = balance.case.arrears_decision
    if balance.owed_to != "receiving_parent" or balance.pence <= 0:
        return 0
    if decision.choice == "write_off_all":
        return balance.pence
    if decision.choice != "write_off_part":
        return 0
    amount = decision.amount_to_write_off
    return None if amount is None else min(amount, balance.pence)


def write_off_of(case: Case) -> int | None:
    """Give how much the decision on a case writes off as it stands, in pence; None where it is not known."""
    return to_write_off(_balance(case, "receiving_parent"))


def dispose(balance: Balance, credit: CreditTreatment | None, decided_on_pence: int | None) -> DisposalLine:
    """Write a balance off or down; a credit leaves the CSA as a person said, and nothing of it is forwarded.

    `decided_on_pence` is the figure the decision was taken on, where one is on record.
    """
    held = balance.pence < 0
    by_decision = balance.owed_to == "receiving_parent" and not held
    written_off = balance.pence if held else to_write_off(balance) or 0
    another = decided_on_pence if by_decision and decided_on_pence not in {None, balance.pence} else None
    return DisposalLine(
        case_id=balance.case.case_id,
        owed_to=balance.owed_to,
        balance_pence=balance.pence,
        written_off_pence=written_off,
        written_down_pence=balance.pence - written_off,
        forwarded=tuple(
            Forwarded(status=status, amount_pence=amount)
            for status, amount in left_by_status(balance.by_status, written_off).items()
        ),
        decision=balance.case.arrears_decision.choice if by_decision else None,
        on_another_figure_pence=another,
        credit=credit if held else None,
    )


def decided_on(casefile: Casefile, case: Case) -> int | None:
    """Give the figure a decision was taken on, in pence; None where it was not known.

    Ours is kept with the decision. One that came with a document was taken on what that document says is owed, before
    any amendment of ours; interpretation `decision-figure-of-document`.
    """
    ours = _standing_decision(casefile, case)
    if ours is not None:
        return ours.on_figure_pence
    sent = next((sent for sent in casefile.document.cases if sent.case_id == case.case_id), None)
    return outstanding_to(sent, "receiving_parent") if sent else None


def _standing_decision(casefile: Casefile, case: Case) -> ArrearsDecisionRecorded | None:
    """Give the decision of ours that holds; None where the document's does, or a newer document superseded ours."""
    for entry in reversed(casefile.recorded):
        event = entry.event
        if (
            isinstance(event, ArrearsDecisionRecorded)
            and event.case_id == case.case_id
            and entry.seq not in casefile.set_aside
            and event.recorded_on == case.arrears_decision.recorded_on
        ):
            return event
    return None
