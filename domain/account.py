"""The paying parent's account: every pound of every receipt in exactly one class."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, get_args

from domain.casegroup import ReceivableStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from domain.casegroup import Case, Casegroup, Payee, Receipt, Receivable

PartClass = Literal[
    "debt",
    "planned_collection",
    "non_child_maintenance",
    "overpayment",
    "refund",
    "other_case",
    "unallocated",
    "marked_cms",
    "marked_manual_payment",
]
STATUSES: Final[tuple[ReceivableStatus, ...]] = get_args(ReceivableStatus)
_UNALLOCATED_CLASS: dict[str | None, PartClass] = {
    None: "unallocated",
    "cms": "marked_cms",
    "manual_payment": "marked_manual_payment",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a receipt in one class, in pence; `case_id` is empty where it is tied to no case.

    `amount_pence` is None where it depends on `missing`, a field nobody knows.
    """

    part_class: PartClass
    entry_id: str
    case_id: str
    amount_pence: int | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unallocated:
    """What of a receipt is put to nothing on a day: the least and the most it can be, in pence."""

    lowest_pence: int
    highest_pence: int
    missing: tuple[str, ...]


def maintenance(case: Case) -> Iterator[Receivable]:
    """Give the receivables of child maintenance; fees and interest are no part of the debt balance."""
    return (receivable for receivable in case.receivables if receivable.type == "child_maintenance")


def outstanding_to(case: Case, payee: Payee) -> int | None:
    """Sum the child maintenance outstanding on a case to one payee, in pence; None where an amount is not known."""
    total = 0
    for receivable in maintenance(case):
        if receivable.owed_to == payee:
            if receivable.outstanding is None:
                return None
            total += receivable.outstanding
    return total


def balance_of(case: Case) -> int | None:
    """Sum the child maintenance outstanding on a case, in pence; None where an amount is not known."""
    amounts = [receivable.outstanding for receivable in maintenance(case)]
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None


def status_balances(casegroup: Casegroup) -> dict[tuple[str, Payee], dict[ReceivableStatus, int]] | None:
    """Give what is outstanding on each closing case to each payee by status, in pence, nil balances left out.

    None where it cannot be told; a receivable on which nothing is outstanding needs no payee and no status.
    """
    found: dict[tuple[str, Payee], dict[ReceivableStatus, int]] = {}
    for case in casegroup.closing_cases:
        for receivable in maintenance(case):
            if receivable.outstanding == 0:
                continue
            if receivable.outstanding is None or receivable.owed_to is None or receivable.status is None:
                return None
            by_status = found.setdefault((case.case_id, receivable.owed_to), {})
            by_status[receivable.status] = by_status.get(receivable.status, 0) + receivable.outstanding
    return {key: by_status for key, by_status in found.items() if sum(by_status.values())}


def payee_balances(casegroup: Casegroup) -> dict[tuple[str, Payee], int] | None:
    """Give what is outstanding on each closing case to each payee, in pence, nil ones left out; None as above."""
    balances = status_balances(casegroup)
    return None if balances is None else {key: sum(by_status.values()) for key, by_status in balances.items()}


def left_by_status(by_status: Mapping[ReceivableStatus, int], written_off_pence: int) -> dict[ReceivableStatus, int]:
    """Give what is left in each status once a part is written off, in pence, nothing where nothing is.

    Credits and what is written off use up active arrears first; interpretation `write-off-by-status`.
    """
    taken = written_off_pence - sum(min(amount, 0) for amount in by_status.values())
    left: dict[ReceivableStatus, int] = {}
    for status in STATUSES:
        amount = max(by_status.get(status, 0), 0)
        used = min(amount, taken)
        taken -= used
        if amount > used:
            left[status] = amount - used
    return left


def counted(receipt: Receipt, as_at: date) -> bool | None:
    """Tell whether a receipt had come by a day; None where its day is not known."""
    return None if receipt.received_on is None else receipt.received_on <= as_at


def unallocated(receipt: Receipt, as_at: date) -> Unallocated:
    """Give the unallocated part of a receipt; money refunded later is unallocated until then."""
    if receipt.amount is None:
        return Unallocated(0, 10**15, (f"{receipt.receipt_id}.amount",))
    rest = receipt.amount
    missing: list[str] = []
    perhaps = later = 0
    for index, allocation in enumerate(receipt.allocations):
        if allocation.amount is None:
            missing.append(f"{allocation_id(receipt, index)}.amount")
        else:
            rest -= allocation.amount
    for index, refund in enumerate(receipt.refunds):
        name = refund_id(receipt, index)
        if refund.refunded_on is not None and refund.refunded_on > as_at:
            later += refund.amount or 0
            continue
        if refund.amount is None:
            missing.append(f"{name}.amount")
        elif refund.refunded_on is None:
            missing.append(f"{name}.refunded_on")
            perhaps += refund.amount
        else:
            rest -= refund.amount
    # Amounts not known may take up everything but what is given back later.
    lowest = later if any(name.endswith(".amount") for name in missing) else rest - perhaps
    return Unallocated(lowest, rest, tuple(missing))


def allocation_id(receipt: Receipt, index: int) -> str:
    """Name an allocation by its place, for it has no id of its own."""
    return f"{receipt.receipt_id}/allocations[{index}]"


def refund_id(receipt: Receipt, index: int) -> str:
    """Name a refund by its place, for it has no id of its own."""
    return f"{receipt.receipt_id}/refunds[{index}]"


def parts(casegroup: Casegroup, as_at: date) -> tuple[Part, ...]:
    """Divide every receipt counted by a day into its parts; the parts of a receipt add up to it.

    No part can be told of a receipt whose day is not known, for it may not have come yet.
    """
    closing = {case.case_id for case in casegroup.closing_cases}
    divided: list[Part] = []
    for receipt in casegroup.receipts:
        had_come = counted(receipt, as_at)
        if had_come is None:
            undated = (f"{receipt.receipt_id}.received_on",)
            divided.extend(
                replace(part, amount_pence=None, missing=undated) for part in _parts_of(receipt, closing, as_at)
            )
        elif had_come:
            divided.extend(_parts_of(receipt, closing, as_at))
    return tuple(divided)


def _parts_of(receipt: Receipt, closing: set[str], as_at: date) -> Iterator[Part]:
    for index, allocation in enumerate(receipt.allocations):
        name = allocation_id(receipt, index)
        part_class: PartClass = allocation.to if allocation.case_id in closing else "other_case"
        missing = () if allocation.amount is not None else (f"{name}.amount",)
        yield Part(part_class, name, allocation.case_id, allocation.amount, missing)
    for index, refund in enumerate(receipt.refunds):
        name = refund_id(receipt, index)
        if refund.refunded_on is None:
            yield Part("refund", name, "", None, (f"{name}.refunded_on",))
        elif refund.refunded_on <= as_at:
            missing = () if refund.amount is not None else (f"{name}.amount",)
            yield Part("refund", name, "", refund.amount, missing)
    rest = unallocated(receipt, as_at)
    part_class = _UNALLOCATED_CLASS[receipt.marking]
    if receipt.unknown("marking") and rest.highest_pence:
        # Only this rest depends on the marking; whichever rule comes first has to say that it cannot tell.
        yield Part("unallocated", receipt.receipt_id, "", None, (f"{receipt.receipt_id}.marking",))
    elif rest.missing:
        yield Part(part_class, receipt.receipt_id, "", None, rest.missing)
    elif rest.highest_pence:
        yield Part(part_class, receipt.receipt_id, "", rest.highest_pence)
