"""What can be put right by hand so that it no longer keeps a casegroup from closing, and the record of that.

For a clerical case there is no system to do it on; for the others the old system's own answer may be long in coming.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.account import counted, unallocated
from domain.decision import Context, Decision, refused
from domain.events import ObstacleCleared
from domain.liability import ongoing
from domain.refusals import Refusal, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from domain.casefile import Casefile
    from domain.casegroup import Case, Obstacle
    from domain.cleanse.requests import ClearObstacle


@dataclass(frozen=True, slots=True)
class Standing:
    """Something that stands in the way: what, of which case (None: a receipt), its id, and its amount in pence."""

    obstacle: Obstacle
    case_id: str | None
    reference: str | None = None
    amount_pence: int | None = None


def standing_obstacles(casefile: Casefile, as_at: date) -> tuple[Standing, ...]:
    """Give everything that may stand in the way and can be put right, case by case, the receipts last."""
    due = casefile.due_date or as_at
    of_cases = (one for case in casefile.casegroup.closing_cases for one in _of_case(case, max(due, as_at)))
    return (*of_cases, *_receipts(casefile, as_at))


def _of_case(case: Case, day: date) -> Iterator[Standing]:
    ended = any(entry.kind == "liability_end" and entry.effective_date for entry in case.liability_events)
    if not ended and ongoing(case, day).broken is not False:
        yield Standing("liability", case.case_id)
    if case.schedules_ended is not True:
        yield Standing("schedules", case.case_id)
    for collection in case.planned_collections:
        if collection.retained is not False:
            yield Standing("planned_collection", case.case_id, collection.id, collection.amount)
    for payable in case.payables:
        if payable.paid_on is None:
            yield Standing("payable", case.case_id, payable.id, payable.amount)


def _receipts(casefile: Casefile, as_at: date) -> Iterator[Standing]:
    for receipt in casefile.casegroup.receipts:
        rest = unallocated(receipt, as_at)
        if receipt.marking is None and counted(receipt, as_at) and rest.highest_pence > 0:
            known = rest.highest_pence if not rest.missing else None
            yield Standing("receipt", None, receipt.receipt_id, known)


def decide_clear(casefile: Casefile, request: ClearObstacle, context: Context) -> Decision:
    """Record that an obstacle was put right; one that changes the figures makes the validation to be done again."""
    event = ObstacleCleared(
        obstacle=request.obstacle,
        case_id=request.case_id,
        reference=request.reference,
        day=request.day or context.as_at,
    )
    refusals = tuple(_refusals_of(casefile, event, request.day, context))
    return refused(*refusals) if refusals else Decision(events=(event,))


def _refusals_of(casefile: Casefile, event: ObstacleCleared, told: date | None, context: Context) -> Iterator[Refusal]:
    case = casefile.case(event.case_id) if event.case_id else None
    if event.case_id is not None and (case is None or not case.in_case_closure):
        yield refusal("case_not_closing", case_id=event.case_id)
        return
    standing = {(one.obstacle, one.case_id, one.reference) for one in standing_obstacles(casefile, context.as_at)}
    if (event.obstacle, event.case_id, event.reference) not in standing:
        named = [event.reference, f"case {event.case_id}" if event.case_id else None]
        about = ", ".join(name for name in named if name) or "nothing named"
        yield refusal("no_such_obstacle", obstacle=event.obstacle.replace("_", " "), about=about)
        return
    if event.obstacle == "liability":
        if told is None:
            yield refusal("last_day_missing", case_id=event.case_id)
        later = [entry.effective_date for entry in case.liability_events if entry.effective_date] if case else []
        if told and later and told < max(later):
            yield refusal("liability_after_last_day", day=told, case_id=event.case_id, later=max(later))
    elif event.day > context.as_at:
        yield refusal("day_in_the_future", day=event.day, as_at=context.as_at)
    if event.changes_figures and casefile.disposal is not None:
        yield refusal("already_disposed", disposed_on=casefile.disposal.disposed_on)
    elif event.changes_figures and casefile.amended is not None:
        yield refusal("already_amended")
