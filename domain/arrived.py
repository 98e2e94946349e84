"""How far a closed casegroup's arrears are on their way to the 2012 scheme (CMS): a fold of what is recorded of it.

What left the CSA is, at any moment, what was made into dues and what still waits; what was written off never left.
Amounts are whole pence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from domain.events.arrival import (
    ArrearsCorrected,
    ArrearsLine,
    ArrivalStepTaken,
    BalancesReceived,
    CmsCaseMatched,
    ContactLogged,
    DcaReceiptAllocated,
    DcaReceiptFlagged,
    DuesCreated,
    OrderRecorded,
    ResidualReceived,
    TransitionCompleted,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from domain.casefile import Casefile
    from domain.casegroup import Payee, ReceivableStatus
    from domain.events import Recorded
    from domain.events.arrival import ArrivalRoute, ArrivalStep

ArrivalStage = Literal["closed", "arriving", "cms_manual", "cms_exception", "transition_complete"]
AFTER_CLOSING: Final[tuple[ArrivalStage, ...]] = (
    "closed",
    "arriving",
    "cms_manual",
    "cms_exception",
    "transition_complete",
)
Key = tuple[str, "Payee", "ReceivableStatus"]
Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Arrival:
    """What left the CSA for CMS, what has come of it, and everything recorded on the way.

    `left` is what the disposal forwarded; `received` is None until CMS has the balances.
    """

    left: tuple[ArrearsLine, ...]
    received: BalancesReceived | None = None
    residuals: tuple[ResidualReceived, ...] = ()
    matched: dict[str, CmsCaseMatched] = field(default_factory=dict)
    steps: dict[tuple[str, ArrivalStep], Recorded] = field(default_factory=dict)
    dues: tuple[DuesCreated, ...] = ()
    corrections: tuple[Recorded, ...] = ()
    orders: tuple[OrderRecorded, ...] = ()
    flagged: tuple[DcaReceiptFlagged, ...] = ()
    allocated: tuple[DcaReceiptAllocated, ...] = ()
    contacts: tuple[Recorded, ...] = ()
    completed: TransitionCompleted | None = None

    @property
    def route(self) -> ArrivalRoute | None:
        """Name the way the balances go; None until they are received."""
        return self.received.route if self.received else None

    @property
    def expected(self) -> tuple[ArrearsLine, ...]:
        """Give everything that left, or was to leave, the CSA: what was forwarded, and residual balances since."""
        return added_up((*self.left, *(residual.line for residual in self.residuals)))

    @property
    def created(self) -> tuple[ArrearsLine, ...]:
        """Give the dues made so far."""
        return added_up(line for dues in self.dues for line in dues.lines)

    @property
    def waiting(self) -> tuple[ArrearsLine, ...]:
        """Give what left the CSA and is not yet a due: the rest of each line, never below zero."""
        made = {key_of(line): line.amount_pence for line in self.created}
        rest = ((line, line.amount_pence - made.get(key_of(line), 0)) for line in self.expected)
        return tuple(line.model_copy(update={"amount_pence": amount}) for line, amount in rest if amount)

    @property
    def on_cms(self) -> tuple[ArrearsLine, ...]:
        """Give the arrears there are on CMS now: dues with every correction, less what agency receipts were put to."""
        made = (line for dues in self.dues for line in dues.lines)
        changed = (entry.event.line for entry in self.corrections if isinstance(entry.event, ArrearsCorrected))
        paid = (part.line.model_copy(update={"amount_pence": -part.line.amount_pence}) for part in self.allocated)
        return added_up((*made, *changed, *paid))

    @property
    def cases_waiting(self) -> tuple[str, ...]:
        """Name the cases of which something still waits, in the order of what left."""
        return tuple(dict.fromkeys(line.case_id for line in self.waiting))

    @property
    def failed(self) -> tuple[Recorded, ...]:
        """Give the steps that failed on cases of which something waits, in the order of cases and steps."""
        waiting = set(self.cases_waiting)
        return tuple(
            entry
            for (case_id, step), entry in self.steps.items()
            if case_id in waiting
            and isinstance(entry.event, ArrivalStepTaken)
            and entry.event.state == "failed"
            and self._still_needed(case_id, step)
        )

    def _still_needed(self, case_id: str, step: ArrivalStep) -> bool:
        """Tell whether a step has to be taken: none of building where the case is found to be on CMS."""
        known = self.matched.get(case_id)
        return known is None or (step != "cms_case" and known.cms_case_id is None)

    @property
    def by_hand(self) -> bool:
        """Tell whether what waits is added by hand: a clerical part, or a residual balance after everything else."""
        return self.route in {"clerical", "partially_clerical"} or bool(self.completed and self.waiting)

    @property
    def stage(self) -> ArrivalStage:
        """Name what the arrears of a closed casegroup wait for."""
        if not self.waiting and (self.completed is not None or not self.expected):
            return "transition_complete"
        if self.received is None:
            return "closed"
        if self.failed:
            return "cms_exception"
        return "cms_manual" if self.by_hand else "arriving"

    def done(self, case_id: str, step: ArrivalStep) -> bool:
        """Tell whether a step was done on a case."""
        event = self.steps[case_id, step].event if (case_id, step) in self.steps else None
        return isinstance(event, ArrivalStepTaken) and event.state == "done"

    def there(self, case_id: str, owed_to: Payee, status: ReceivableStatus) -> int:
        """Give how much of one part of the arrears is on CMS, in pence."""
        return sum(line.amount_pence for line in self.on_cms if key_of(line) == (case_id, owed_to, status))

    def owed_to_receiving_parent(self, case_id: str) -> int:
        """Give how much of what is on CMS of a case is owed to its receiving parent, in pence."""
        own = (line for line in self.on_cms if line.case_id == case_id and line.owed_to == "receiving_parent")
        return sum(line.amount_pence for line in own)

    def not_allocated(self, receipt_id: str) -> int:
        """Give how much of a flagged agency receipt is not allocated yet, in pence."""
        flagged = sum(one.amount_pence for one in self.flagged if one.receipt_id == receipt_id)
        return flagged - sum(one.line.amount_pence for one in self.allocated if one.receipt_id == receipt_id)


@dataclass(frozen=True, slots=True)
class FurtherWriteOff:
    """Arrears owed to a receiving parent who wanted them written off, in pence, and since when they are on CMS."""

    case_id: str
    amount_pence: int
    since: date


def key_of(line: ArrearsLine) -> Key:
    """Name the part of the arrears that a line is of."""
    return line.case_id, line.owed_to, line.status


def added_up(lines: Iterable[ArrearsLine]) -> tuple[ArrearsLine, ...]:
    """Add lines of the same case, payee and status up, in the order in which they first come; nil ones go."""
    totals: dict[Key, int] = {}
    for line in lines:
        totals[key_of(line)] = totals.get(key_of(line), 0) + line.amount_pence
    return tuple(
        ArrearsLine(case_id=case_id, owed_to=owed_to, status=status, amount_pence=amount)
        for (case_id, owed_to, status), amount in totals.items()
        if amount
    )


def forwarded(casefile: Casefile) -> tuple[ArrearsLine, ...]:
    """Give what the disposal forwards to CMS, by case, payee and status."""
    return added_up(
        ArrearsLine(case_id=line.case_id, owed_to=line.owed_to, status=part.status, amount_pence=part.amount_pence)
        for line in (casefile.disposal.lines if casefile.disposal else ())
        for part in line.forwarded
    )


def arrival_of(casefile: Casefile) -> Arrival:
    """Work out how far the arrears of a casegroup are, from what is recorded of their arrival."""
    return _folded(forwarded(casefile), casefile.arrival)


def arrival_stage(casefile: Casefile) -> ArrivalStage:
    """Name what the arrears of a closed casegroup wait for."""
    return arrival_of(casefile).stage


def _folded(left: tuple[ArrearsLine, ...], entries: tuple[Recorded, ...]) -> Arrival:
    received = _events(entries, BalancesReceived)
    steps: dict[tuple[str, ArrivalStep], Recorded] = {}
    for entry in entries:
        if isinstance(entry.event, ArrivalStepTaken):
            steps[entry.event.case_id, entry.event.step] = entry
    return Arrival(
        left=received[-1].lines if received else left,
        received=received[-1] if received else None,
        residuals=_events(entries, ResidualReceived),
        matched={event.case_id: event for event in _events(entries, CmsCaseMatched)},
        steps=steps,
        dues=_events(entries, DuesCreated),
        corrections=tuple(entry for entry in entries if isinstance(entry.event, ArrearsCorrected)),
        orders=_events(entries, OrderRecorded),
        flagged=_events(entries, DcaReceiptFlagged),
        allocated=_events(entries, DcaReceiptAllocated),
        contacts=tuple(entry for entry in entries if isinstance(entry.event, ContactLogged)),
        completed=next(iter(_events(entries, TransitionCompleted)[::-1]), None),
    )


def _events(entries: tuple[Recorded, ...], kind: type[Kind]) -> tuple[Kind, ...]:
    return tuple(entry.event for entry in entries if isinstance(entry.event, kind))


def further_write_offs(casefile: Casefile) -> tuple[FurtherWriteOff, ...]:
    """Give the cases whose receiving parent wanted the arrears written off and is still owed some on CMS.

    All of them, where all were to be written off; where a part was, only what is more than the decision left;
    interpretation `further-write-off`.
    """
    arrival = arrival_of(casefile)
    if arrival.completed is None:
        return ()
    found = []
    for line in casefile.disposal.lines if casefile.disposal else ():
        if line.owed_to != "receiving_parent" or line.decision not in {"write_off_all", "write_off_part"}:
            continue
        left = arrival.owed_to_receiving_parent(line.case_id)
        meant = _meant_to_stay(line.decision, line.on_another_figure_pence, line.balance_pence, line.written_off_pence)
        if left > max(meant, 0):
            found.append(FurtherWriteOff(line.case_id, left, arrival.completed.completed_on))
    return tuple(found)


def _meant_to_stay(decision: str, decided_on: int | None, balance: int, written_off: int) -> int:
    """Give what a decision was meant to leave, in pence: what was then owed less what was written off."""
    if decision == "write_off_all":
        return 0
    return (balance if decided_on is None else decided_on) - written_off
