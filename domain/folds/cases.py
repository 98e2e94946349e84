"""What decisions, inhibits, work items and amendments change about the cases of a casegroup."""

from __future__ import annotations

from domain.casegroup import ArrearsDecision, Case, Casegroup, Inhibit, Receivable, WorkItem
from domain.events import (
    ArrearsDecisionRecorded,
    BalanceAmended,
    InhibitLifted,
    InhibitSet,
    WorkItemClosed,
    WorkItemOpened,
)

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


def _lifted(inhibit: Inhibit, event: InhibitLifted) -> Inhibit:
    if inhibit.kind != event.inhibit_kind or inhibit.lifted_on is not None:
        return inhibit
    known = {field: reason for field, reason in inhibit.not_known.items() if field != "lifted_on"}
    return inhibit.model_copy(update={"lifted_on": event.lifted_on, "not_known": known})


def _closed(item: WorkItem, event: WorkItemClosed) -> WorkItem:
    if item.id != event.work_item_id or item.closed_on is not None:
        return item
    known = {field: reason for field, reason in item.not_known.items() if field != "closed_on"}
    return item.model_copy(update={"closed_on": event.closed_on, "not_known": known})


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
