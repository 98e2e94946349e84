"""What waits for somebody on a casegroup: one derived line for each piece of open work, under the documents' name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Literal

from domain.events import InhibitSet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.casefile import Casefile
    from domain.casegroup import Case

QueueKind = Literal["exception", "service_request", "work_item", "inhibit_review", "breakdown"]
# Who a breakdown waits for next, by its state.
BREAKDOWN_NEXT: Final = {
    "drafted": "team_leader",
    "checked": "caseworker",
    "relayed": "cms_caseworker",
    "clients_contacted": "cms_caseworker",
}


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A line of the queue; `cause` is what lines are grouped by, `holder` a user or a role, `due_on` may be None."""

    casegroup_id: str
    kind: QueueKind
    item_id: str
    cause: str
    case_id: str
    detail: str
    state: str
    holder: str
    opened_on: date | None
    since: date | None
    due_on: date | None


def queue_rows(casefile: Casefile) -> tuple[QueueRow, ...]:
    """Derive the open work of a casegroup from its casefile; a closed casegroup's old work items no longer wait."""
    return tuple(_rows(casefile))


def _rows(casefile: Casefile) -> Iterator[QueueRow]:
    number = casefile.casegroup.casegroup_id
    for exception in casefile.open_exceptions:
        yield QueueRow(
            number, "exception", exception.exception_id, exception.reason, exception.case_id or "", exception.detail,
            exception.state, exception.holder or "", _day(exception.raised_at), _day(exception.since), None,
        )  # fmt: skip
    for request in casefile.service_requests:
        if request.result is None:
            yield QueueRow(
                number, "service_request", request.service_request_id, request.work, request.case_id or "",
                request.detail, "open", request.holder or "", _day(request.raised_at), _day(request.raised_at), None,
            )  # fmt: skip
    breakdown = casefile.breakdown
    if breakdown is not None and breakdown.state != "statement_adjusted":
        yield QueueRow(
            number, "breakdown", "breakdown", "account_breakdown", "", breakdown.returned, breakdown.state,
            BREAKDOWN_NEXT[breakdown.state], breakdown.as_at, _day(breakdown.since), None,
        )  # fmt: skip
    if casefile.closed is None:
        for case in casefile.casegroup.closing_cases:
            yield from _rows_of_case(casefile, case)


def _rows_of_case(casefile: Casefile, case: Case) -> Iterator[QueueRow]:
    number = casefile.casegroup.casegroup_id
    for item in case.work_items:
        if item.closed_on is None:
            yield QueueRow(
                number, "work_item", f"{case.case_id}/{item.id}", item.kind or "not known", case.case_id, "", "open",
                "", item.opened_on, item.opened_on, None,
            )  # fmt: skip
    for inhibit in case.inhibits:
        if inhibit.lifted_on is None:
            manual = inhibit.kind == "manual"
            yield QueueRow(
                number, "inhibit_review", f"{case.case_id}/{inhibit.kind}", f"{inhibit.kind}_inhibit", case.case_id,
                inhibit.reason or "", "open", "team_manager" if manual else "caseworker",
                inhibit.set_on, inhibit.set_on, _review_on(casefile, case.case_id) if manual else None,
            )  # fmt: skip


def _review_on(casefile: Casefile, case_id: str) -> date | None:
    """Give the day on which a manual inhibit of ours is to be looked at again."""
    for entry in reversed(casefile.recorded):
        if isinstance(entry.event, InhibitSet) and entry.event.case_id == case_id:
            return entry.event.review_on if entry.seq not in casefile.set_aside else None
    return None


def _day(stamp: str) -> date:
    return datetime.fromisoformat(stamp).date()
