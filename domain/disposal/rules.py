"""What becomes of a balance: per case and payee, written off and written down always come to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from domain.account import maintenance, outstanding_to
from domain.casegroup import Payee, ReceivableStatus
from domain.events import ArrearsDecisionRecorded
from domain.events.disposal import DisposalLine, Forwarded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.casefile import Casefile
    from domain.casegroup import Case
    from domain.events.disposal import CreditTreatment

PAYEES: Final[tuple[Payee, ...]] = get_args(Payee)
# A part written off is taken from what is being collected first; interpretation `write-off-by-status`.
STATUSES: Final[tuple[ReceivableStatus, ...]] = get_args(ReceivableStatus)


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
        for field in ("outstanding", "owed_to", "status")
        if getattr(receivable, field) is None
    )


def balances(casefile: Casefile) -> tuple[Balance, ...]:
    """Give what is outstanding for each closing case and payee, in document order, leaving out what is nil."""
    found = []
    for case in casefile.casegroup.closing_cases:
        for payee in PAYEES:
            by_status = dict.fromkeys(STATUSES, 0)
            for receivable in maintenance(case):
                if receivable.owed_to == payee and receivable.status and receivable.outstanding is not None:
                    by_status[receivable.status] += receivable.outstanding
            balance = Balance(case, payee, by_status)
            if balance.pence:
                found.append(balance)
    return tuple(found)


def outstanding(casefile: Casefile) -> dict[tuple[str, str], int] | None:
    """Give each balance in pence by case and payee, nil ones left out; None where one cannot be told."""
    if not_known(casefile):
        return None
    return {(balance.case.case_id, balance.owed_to): balance.pence for balance in balances(casefile)}


def dispose(balance: Balance, credit: CreditTreatment | None, decided_on_pence: int | None) -> DisposalLine:
    """Write a balance off or down: only the receiving parent's decision writes off, and only what is owed to them.

    `decided_on_pence` is the figure the decision was taken on, where one is on record.
    """
    decision = balance.case.arrears_decision if balance.owed_to == "receiving_parent" else None
    written_off = min(0, balance.pence)
    if decision and balance.pence > 0:
        if decision.choice == "write_off_all":
            written_off = balance.pence
        elif decision.choice == "write_off_part":
            written_off = min(decision.amount_to_write_off or 0, balance.pence)
    another = decided_on_pence if decision and decided_on_pence not in {None, balance.pence} else None
    return DisposalLine(
        case_id=balance.case.case_id,
        owed_to=balance.owed_to,
        balance_pence=balance.pence,
        written_off_pence=written_off,
        written_down_pence=balance.pence - written_off,
        forwarded=tuple(forwarded(balance, written_off)),
        decision=decision.choice if decision else None,
        on_another_figure_pence=another,
        credit=credit if balance.pence < 0 else None,
    )


def forwarded(balance: Balance, written_off_pence: int) -> Iterator[Forwarded]:
    """Say in which status what is written down arrives; credits and what is written off use up active arrears first."""
    taken = written_off_pence - sum(min(amount, 0) for amount in balance.by_status.values())
    for status in STATUSES:
        amount = max(balance.by_status[status], 0)
        used = min(amount, taken)
        taken -= used
        if amount > used:
            yield Forwarded(status=status, amount_pence=amount - used)


def decided_on(casefile: Casefile, case: Case) -> int | None:
    """Give the figure a decision was taken on: as recorded with it, else what the document said, in pence."""
    for entry in reversed(casefile.recorded):
        event = entry.event
        if isinstance(event, ArrearsDecisionRecorded) and event.case_id == case.case_id:
            standing = entry.seq not in casefile.set_aside and event.recorded_on == case.arrears_decision.recorded_on
            if standing and event.on_figure_pence is not None:
                return event.on_figure_pence
    sent = next((sent for sent in casefile.document.cases if sent.case_id == case.case_id), None)
    return outstanding_to(sent, "receiving_parent") if sent else None
