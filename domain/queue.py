"""What waits for somebody on a casegroup: one derived line for each piece of open work, under the documents' name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Literal

from domain.days import days_after
from domain.events import InhibitSet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from domain.actor import Role
    from domain.casefile import Casefile
    from domain.casegroup import Case, Casegroup, Inhibit
    from domain.policy.model import DeferralPolicy

QueueKind = Literal[
    "exception",
    "service_request",
    "work_item",
    "inhibit_review",
    "breakdown",
    "data_exception",
    "look_up",
    "payment",
    "difference",
]
# Stands for the casegroup of work that belongs to none.
NO_CASEGROUP: Final = ""
# Before a role that holds work, so that nobody who signs in under a role's name takes it for theirs.
ANY: Final = "any:"
# Who a breakdown waits for next, by its state.
BREAKDOWN_NEXT: Final[Mapping[str, Role]] = {
    "owed": "caseworker",
    "drafted": "team_leader",
    "checked": "caseworker",
    "relayed": "cms_caseworker",
    "clients_contacted": "cms_caseworker",
}


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A line of the queue.

    `cause` is what lines are grouped by, `holder` a user, a role after `ANY`, or empty; `due_on` may be None.
    """

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


def queue_rows(casefile: Casefile, policy: DeferralPolicy) -> tuple[QueueRow, ...]:
    """Derive the open work of a casegroup from its casefile; a closed casegroup's old work items no longer wait.

    An inhibit without a review day of its own is due for one after the policy's period, counted from when it was set.
    """
    return tuple(_rows(casefile, policy))


def held_by_any(role: Role) -> str:
    """Name everybody of a role as the holder of work."""
    return f"{ANY}{role}"


def has_open_work(casegroup: Casegroup) -> bool:
    """Tell whether a document brings open work with it, before anything is recorded on its casegroup."""
    return any(
        any(item.closed_on is None for item in case.work_items)
        or any(inhibit.lifted_on is None for inhibit in case.inhibits)
        for case in casegroup.closing_cases
    )


def breakdown_state(casefile: Casefile) -> str | None:
    """Name how far an account breakdown is that is owed or running; None where there is nothing left to do."""
    if casefile.breakdown is not None:
        return None if casefile.breakdown.state == "statement_adjusted" else casefile.breakdown.state
    validation = casefile.validation
    return "owed" if validation is not None and validation.outcome == "account_breakdown" else None


def _rows(casefile: Casefile, policy: DeferralPolicy) -> Iterator[QueueRow]:
    number = casefile.casegroup.casegroup_id
    for exception in casefile.waiting_exceptions:
        yield QueueRow(
            number, "exception", exception.exception_id, exception.reason, exception.case_id or "", exception.detail,
            exception.state, exception.holder or "", day_of(exception.raised_at), day_of(exception.since), None,
        )  # fmt: skip
    for request in casefile.service_requests:
        if request.result is None:
            yield QueueRow(
                number, "service_request", request.service_request_id, request.work, request.case_id or "",
                request.detail, "open", request.holder or "", day_of(request.raised_at), day_of(request.raised_at),
                None,
            )  # fmt: skip
    yield from _breakdown_rows(casefile)
    if casefile.closed is None:
        for case in casefile.casegroup.closing_cases:
            yield from _rows_of_case(casefile, case, policy)


def _breakdown_rows(casefile: Casefile) -> Iterator[QueueRow]:
    state, breakdown, validation = breakdown_state(casefile), casefile.breakdown, casefile.validation
    if state is None:
        return
    began = breakdown.as_at if breakdown else validation.as_at if validation else None
    yield QueueRow(
        casefile.casegroup.casegroup_id, "breakdown", "breakdown", "account_breakdown", "",
        breakdown.returned if breakdown else "", state, held_by_any(BREAKDOWN_NEXT[state]), began,
        day_of(breakdown.since) if breakdown else began, None,
    )  # fmt: skip


def _rows_of_case(casefile: Casefile, case: Case, policy: DeferralPolicy) -> Iterator[QueueRow]:
    number = casefile.casegroup.casegroup_id
    for item in case.work_items:
        if item.closed_on is None:
            yield QueueRow(
                number, "work_item", f"{case.case_id}/{item.id}", item.kind or "not known", case.case_id, "", "open",
                "", item.opened_on, item.opened_on, None,
            )  # fmt: skip
    for place, inhibit in enumerate(case.inhibits, 1):
        if inhibit.lifted_on is None:
            yield QueueRow(
                number, "inhibit_review", f"{case.case_id}/{inhibit.kind}-{place}", f"{inhibit.kind}_inhibit",
                case.case_id, inhibit.reason or "", "open",
                held_by_any("team_manager" if inhibit.kind == "manual" else "caseworker"),
                inhibit.set_on, inhibit.set_on, _review_on(casefile, case.case_id, inhibit, policy),
            )  # fmt: skip


def _review_on(casefile: Casefile, case_id: str, inhibit: Inhibit, policy: DeferralPolicy) -> date | None:
    """Give the day on which an inhibit is to be looked at again: the one named when we set it, else the policy's."""
    manual = inhibit.kind == "manual"
    for entry in reversed(casefile.recorded) if manual else ():
        event = entry.event
        if (
            isinstance(event, InhibitSet)
            and entry.seq not in casefile.set_aside
            and (event.case_id, event.set_on, event.reason) == (case_id, inhibit.set_on, inhibit.reason)
            and event.review_on is not None
        ):
            return event.review_on
    period = policy.manually_inhibited if manual else policy.automatically_inhibited
    return days_after(inhibit.set_on, period.value.count) if inhibit.set_on else None


def day_of(stamp: str) -> date:
    """Give the day of a moment as the journal keeps it."""
    return datetime.fromisoformat(stamp).date()
