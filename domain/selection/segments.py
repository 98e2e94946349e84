"""The segment of a case: what is assessed on it and what has been paid, read from the ledger.

1 nil assessed; 2 nothing paid; 3 some payment, on the clerical case database; 4 some payment, on a system;
5 payment by enforcement. The first that fits in the order 1, 5, 3 or 4, 2 is the segment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.casegroup import AssessmentEntry
from domain.truth import any_of, both

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from domain.casegroup import Allocation, Case, Casegroup, Receipt
    from domain.events.selection import Segment
    from domain.truth import Truth


@dataclass(frozen=True, slots=True)
class Paid:
    """What has been paid on a case: whether anything has, and whether any of it came by enforcement."""

    anything: Truth
    by_enforcement: Truth


NOTHING = Paid(anything=False, by_enforcement=False)


def segments(casegroup: Casegroup, day: date) -> dict[str, Segment | None]:
    """Give the segment of every case on a day, in document order; None where nobody knows what would tell it."""
    paid = paid_by_case(casegroup.receipts, day)
    return {case.case_id: segment_of(case, paid.get(case.case_id, NOTHING), day) for case in casegroup.cases}


def segment_of(case: Case, paid: Paid, day: date) -> Segment | None:
    """Give the segment of a case, or None where it cannot be told."""
    nil = nil_assessed(case, day)
    if nil is not False:
        return 1 if nil else None
    if paid.by_enforcement is not False:
        return 5 if paid.by_enforcement else None
    if paid.anything is None:
        return None
    if not paid.anything:
        return 2
    return 3 if case.system == "CCD" else 4


def nil_assessed(case: Case, day: date) -> Truth:
    """Tell whether the assessment in force on a day is nil; where liability has ended none is in force."""
    latest: AssessmentEntry | None = None
    latest_day: date | None = None
    for entry in case.liability_events:
        effective = entry.effective_date
        if isinstance(entry, AssessmentEntry):
            if effective is None:
                return None
            if effective <= day and (latest_day is None or effective >= latest_day):
                latest, latest_day = entry, effective
        elif entry.kind == "liability_end" and (effective is None or effective <= day):
            return None if effective is None else False
    if latest is None:
        return False
    return None if latest.weekly_amount is None else latest.weekly_amount == 0


def paid_by_case(receipts: Sequence[Receipt], day: date) -> Mapping[str, Paid]:
    """Tell for each case what was put to it of the receipts that had come by a day; other cases had nothing."""
    found: dict[str, Paid] = {}
    for receipt in receipts:
        came: Truth = None if receipt.received_on is None else receipt.received_on <= day
        if came is False:
            continue
        enforced: Truth = None if receipt.unknown("source") else receipt.source == "enforcement"
        for allocation in receipt.allocations:
            something = both(came, _above_nothing(allocation))
            before = found.get(allocation.case_id, NOTHING)
            found[allocation.case_id] = Paid(
                any_of((before.anything, something)), any_of((before.by_enforcement, both(something, enforced)))
            )
    return found


def _above_nothing(allocation: Allocation) -> Truth:
    return None if allocation.amount is None else allocation.amount > 0
