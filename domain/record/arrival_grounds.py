"""What rests on what among the entries about the arrears' arrival on CMS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.events.arrival import (
    ArrearsCorrected,
    ArrivalStepTaken,
    BalancesReceived,
    CmsCaseMatched,
    DcaReceiptAllocated,
    DcaReceiptFlagged,
    DuesCreated,
    OrderRecorded,
    ResidualReceived,
    TransitionCompleted,
)
from domain.events.disposal import CasegroupClosed

if TYPE_CHECKING:
    from domain.events import Event

# CMS has it: what is wrong with it is corrected there, by an entry of its own.
ARRIVED: Final = (
    BalancesReceived,
    ResidualReceived,
    ArrivalStepTaken,
    DuesCreated,
    TransitionCompleted,
    ArrearsCorrected,
    DcaReceiptAllocated,
)
RESTS_ON_CLOSING: Final = (*ARRIVED, CmsCaseMatched, OrderRecorded)
ARRIVAL_FAMILIES: Final[tuple[tuple[type, ...], ...]] = (
    (CmsCaseMatched, ArrivalStepTaken, DuesCreated),
    (DcaReceiptFlagged, DcaReceiptAllocated),
    (OrderRecorded, ArrearsCorrected, DcaReceiptAllocated),
)


def arrival_rests_on(later: Event, earlier: Event) -> bool:
    """Tell whether an entry about the arrival could not have been recorded without an earlier one."""
    match later, earlier:
        case later, CasegroupClosed() if isinstance(later, RESTS_ON_CLOSING):
            return True
        case ArrivalStepTaken(), CmsCaseMatched():
            return later.case_id == earlier.case_id
        case DuesCreated(), CmsCaseMatched():
            return any(line.case_id == earlier.case_id for line in later.lines)
        case DcaReceiptAllocated(), DcaReceiptFlagged():
            return later.receipt_id == earlier.receipt_id
        case _:
            return False
