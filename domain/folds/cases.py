"""What decisions, inhibits, work items and amendments change about the cases of a casegroup."""

from __future__ import annotations

from typing import TypeVar

from domain.account import unallocated
from domain.casegroup import (
    ArrearsDecision,
    Case,
    Casegroup,
    Inhibit,
    LiabilityMarkEntry,
    Receipt,
    Receivable,
    Record,
    WorkItem,
)
from domain.events import (
    ArrearsDecisionRecorded,
    BalanceAmended,
    InhibitLifted,
    InhibitSet,
    ObstacleCleared,
    WorkItemClosed,
    WorkItemOpened,
)

Kind = TypeVar("Kind", bound=Record)
CaseChange = ArrearsDecisionRecorded | InhibitSet | InhibitLifted | WorkItemOpened | WorkItemClosed


def with_changed_case(casegroup: Casegroup, event: CaseChange) -> Casegroup:
    """Apply what somebody recorded about one case to its casegroup."""
    cases = tuple(
        case.model_copy(update=_change(case, event)) if case.case_id == event.case_id else case
        for case in casegroup.cases
    )
    return casegroup.model_copy(update={"cases": cases})


def _change(case: Case, event: CaseChange) -> dict[str, object]:
    """Give the fields of a case that an event changes."""
    match event:
        case ArrearsDecisionRecorded():
            decision = ArrearsDecision.model_construct(
                choice=event.choice,
                amount_to_write_off=event.amount_to_write_off_pence,
                recorded_on=event.recorded_on,
                not_known={},
            )
            return {"arrears_decision": decision}
        case InhibitSet():
            inhibit = Inhibit.model_construct(
                kind="manual", set_on=event.set_on, reason=event.reason, lifted_on=None, not_known={}
            )
            return {"inhibits": (*case.inhibits, inhibit)}
        case InhibitLifted():
            return {"inhibits": tuple(_lifted(inhibit, event) for inhibit in case.inhibits)}
        case WorkItemOpened():
            item = WorkItem.model_construct(
                id=event.work_item_id,
                kind=event.work,
                opened_on=event.opened_on,
                closed_on=None,
                not_known={},
            )
            return {"work_items": (*case.work_items, item)}
        case WorkItemClosed():
            return {"work_items": tuple(_closed(item, event) for item in case.work_items)}


def cleared(casegroup: Casegroup, event: ObstacleCleared) -> Casegroup:
    """Apply that an obstacle was put right; where a newer document says as much itself, it stays as that says."""
    if event.obstacle == "receipt":
        receipts = tuple(_forwarded(receipt, event) for receipt in casegroup.receipts)
        return casegroup.model_copy(update={"receipts": receipts})
    cases = tuple(
        case.model_copy(update=_without_obstacle(case, event)) if case.case_id == event.case_id else case
        for case in casegroup.cases
    )
    return casegroup.model_copy(update={"cases": cases})


def _without_obstacle(case: Case, event: ObstacleCleared) -> dict[str, object]:
    match event.obstacle:
        case "liability":
            return {"liability_events": _ended(case, event)}
        case "schedules":
            return {"schedules_ended": True, "not_known": _known(case, "schedules_ended")}
        case "planned_collection":
            collections = case.planned_collections
            released = tuple(_told(one, one.id == event.reference, retained=False) for one in collections)
            return {"planned_collections": released}
        case _:
            paid = tuple(
                _told(payable, payable.id == event.reference and payable.paid_on is None, paid_on=event.day)
                for payable in case.payables
            )
            return {"payables": paid}


def _ended(case: Case, event: ObstacleCleared) -> tuple[object, ...]:
    """Give the liability events with the end of liability, unless they tell one, or go on after it."""
    known = tuple(entry for entry in case.liability_events if entry.kind != "liability_end" or entry.effective_date)
    if any(entry.kind == "liability_end" for entry in known):
        return case.liability_events
    if any(entry.effective_date and entry.effective_date > event.day for entry in known):
        return case.liability_events
    return (*known, LiabilityMarkEntry.model_construct(kind="liability_end", effective_date=event.day, not_known={}))


def _forwarded(receipt: Receipt, event: ObstacleCleared) -> Receipt:
    waits = receipt.marking is None and unallocated(receipt, event.day).highest_pence > 0
    return _told(receipt, receipt.receipt_id == event.reference and waits, marking="manual_payment")


def _told(record: Kind, applies: bool, **fields: object) -> Kind:  # noqa: FBT001
    """Give a record with fields that are known now, where that applies to it."""
    if not applies:
        return record
    return record.model_copy(update={**fields, "not_known": _known(record, *fields)})


def _known(record: Record, *fields: str) -> dict[str, str]:
    """Give what is not known of a record, without some fields."""
    return {field: reason for field, reason in record.not_known.items() if field not in fields}


def _lifted(inhibit: Inhibit, event: InhibitLifted) -> Inhibit:
    applies = inhibit.kind == event.inhibit_kind and inhibit.lifted_on is None
    return _told(inhibit, applies, lifted_on=event.lifted_on)


def _closed(item: WorkItem, event: WorkItemClosed) -> WorkItem:
    applies = item.id == event.work_item_id and item.closed_on is None
    return _told(item, applies, closed_on=event.closed_on)


def amended(casegroup: Casegroup, event: BalanceAmended, seq: int) -> Casegroup:
    """Put an amendment on the balance as receivables of its own, one for each case and payee."""
    cases = tuple(
        case.model_copy(
            update={
                "receivables": (
                    *case.receivables,
                    *(
                        Receivable.model_construct(
                            receivable_id=f"amendment-{seq}-{number}",
                            type="child_maintenance",
                            outstanding=placement.amount_pence,
                            status="active",
                            owed_to=placement.owed_to,
                            period_from=None,
                            period_to=None,
                            not_known={},
                        )
                        for number, placement in enumerate(event.placements, start=1)
                        if placement.case_id == case.case_id
                    ),
                )
            }
        )
        for case in casegroup.cases
    )
    return casegroup.model_copy(update={"cases": cases})
