"""The nine deferral rules, each asked of one case (the seventh of the whole casegroup).

The documents announce nine rules and print eight bullets; the first bullet holds two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from domain.account import counted, unallocated
from domain.days import open_on
from domain.finding import Reading
from domain.liability import ongoing
from domain.source import Source
from domain.truth import Truth, above_zero, any_of, both, negation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from domain.casegroup import Case, Casegroup, Inhibit, InhibitKind, Receipt, Record, WorkItem
    from domain.policy.model import Days, DeferralPolicy, PolicyValue


@dataclass(frozen=True, slots=True)
class Asked:
    """What a rule is asked of: one case of a casegroup, on a day, with the day it is due to close."""

    casegroup: Casegroup
    case: Case
    as_at: date
    due_date: date | None


@dataclass(frozen=True, slots=True)
class DeferralRule:
    """A row of the register: what binds a rule to its number, period and source.

    `effect` is what a broken answer brings about on `effect_on` (every system where empty); a rule that
    `blocks` keeps the casegroup from closing whatever the date.
    """

    number: int
    key: str
    title: str
    scope: Literal["case", "casegroup"]
    ask: Callable[[Asked], Reading]
    period: Callable[[DeferralPolicy], PolicyValue[Days]]
    source: Source
    effect: str | None = None
    effect_on: frozenset[str] = frozenset()
    blocks: bool = False
    stops_rules_after_on: frozenset[str] = frozenset()


def arrears_decision_not_recorded(asked: Asked) -> Reading:
    """No decision is recorded though child maintenance is outstanding to the receiving parent."""
    decision = asked.case.arrears_decision
    not_recorded: Truth = None if decision.choice is None else decision.choice == "not_recorded"
    if not_recorded is False:
        return Reading(broken=False)
    owed, evidence, missing = _owed_to_receiving_parent(asked.case)
    broken = both(not_recorded, owed)
    if not_recorded is None:
        missing = (f"{asked.case.case_id}/arrears_decision.choice", *missing)
    return Reading(broken, evidence if broken else (), missing if broken is None else ())


def arrears_not_to_be_collected_liability_ongoing(asked: Asked) -> Reading:
    """The arrears are not to be collected though liability is ongoing on the day of the check."""
    choice = asked.case.arrears_decision.choice
    not_to_be_collected: Truth = None if choice is None else choice == "not_to_be_collected"
    if not_to_be_collected is False:
        return Reading(broken=False)
    liability = ongoing(asked.case, asked.as_at)
    broken = both(not_to_be_collected, liability.broken)
    missing = liability.missing
    if not_to_be_collected is None:
        missing = (f"{asked.case.case_id}/arrears_decision.choice", *missing)
    return Reading(broken, liability.evidence if broken else (), missing if broken is None else ())


def liability_not_ended(asked: Asked) -> Reading:
    """Liability is ongoing on the day the casegroup is due to close."""
    return ongoing(asked.case, asked.due_date or asked.as_at)


def outstanding_work_items(asked: Asked) -> Reading:
    """A work item is open."""
    return _any_entry(
        (
            _opened(item, "opened_on", "closed_on", asked.as_at),
            item.id,
            _unknown(item, item.id, "opened_on", "closed_on"),
        )
        for item in asked.case.work_items
    )


def retained_planned_collections(asked: Asked) -> Reading:
    """A planned collection is retained."""
    return _any_entry(
        (collection.retained, collection.id, _unknown(collection, collection.id, "retained"))
        for collection in asked.case.planned_collections
    )


def unpaid_payables(asked: Asked) -> Reading:
    """A payable is not paid."""
    return _any_entry(
        (
            None if payable.unknown("paid_on") else payable.paid_on is None or payable.paid_on > asked.as_at,
            payable.id,
            _unknown(payable, payable.id, "paid_on"),
        )
        for payable in asked.case.payables
    )


def unallocated_receipts(asked: Asked) -> Reading:
    """A receipt that carries no marking has a part that is put to nothing."""
    return _any_entry(_unallocated_part(receipt, asked.as_at) for receipt in asked.casegroup.receipts)


def automatically_inhibited(asked: Asked) -> Reading:
    """An automatic inhibit is open."""
    return _inhibited(asked, "automatic")


def manually_inhibited(asked: Asked) -> Reading:
    """A manual inhibit is open."""
    return _inhibited(asked, "manual")


def _owed_to_receiving_parent(case: Case) -> tuple[Truth, tuple[str, ...], tuple[str, ...]]:
    """Tell whether child maintenance is outstanding to the receiving parent, with the entries looked at."""
    lowest = highest = 0.0
    evidence: list[str] = []
    missing: list[str] = []
    for receivable in case.receivables:
        if receivable.type != "child_maintenance" or receivable.owed_to not in {"receiving_parent", None}:
            continue
        evidence.append(receivable.receivable_id)
        missing.extend(_unknown(receivable, receivable.receivable_id, "outstanding", "owed_to"))
        if receivable.outstanding is None:
            lowest, highest = float("-inf"), float("inf")
        elif receivable.owed_to is None:
            lowest += min(receivable.outstanding, 0)
            highest += max(receivable.outstanding, 0)
        else:
            lowest += receivable.outstanding
            highest += receivable.outstanding
    return above_zero(lowest, highest), tuple(evidence), tuple(missing)


def _unallocated_part(receipt: Receipt, as_at: date) -> Entry:
    had_come = counted(receipt, as_at)
    unmarked: Truth = None if receipt.unknown("marking") else receipt.marking is None
    rest = unallocated(receipt, as_at)
    truth = both(both(had_come, unmarked), above_zero(rest.lowest_pence, rest.highest_pence))
    return (
        truth,
        receipt.receipt_id,
        (*_unknown(receipt, receipt.receipt_id, "received_on", "marking"), *rest.missing),
    )


def _inhibited(asked: Asked, kind: InhibitKind) -> Reading:
    case = asked.case
    return _any_entry(
        (
            _opened(inhibit, "set_on", "lifted_on", asked.as_at),
            inhibit_id(case, index),
            _unknown(inhibit, inhibit_id(case, index), "set_on", "lifted_on"),
        )
        for index, inhibit in enumerate(case.inhibits)
        if inhibit.kind == kind
    )


def inhibit_id(case: Case, index: int) -> str:
    """Name an inhibit by its place, for it has no id of its own."""
    return f"{case.case_id}/inhibits[{index}]"


# Is the state there, in which entry, and which of its fields nobody knows.
Entry = tuple[Truth, str, tuple[str, ...]]


def _any_entry(entries: Iterable[Entry]) -> Reading:
    """Broken when the state is there in any entry; the evidence is the entries that have it or might."""
    asked = [entry for entry in entries if entry[0] is not False]
    broken = any_of(truth for truth, _, _ in asked)
    if broken:
        return Reading(broken, tuple(name for truth, name, _ in asked if truth))
    missing = tuple(field for _, _, fields in asked for field in fields)
    return Reading(broken, tuple(name for _, name, _ in asked), missing)


def _opened(record: WorkItem | Inhibit, begun: str, ended: str, day: date) -> Truth:
    """Tell whether something is open on a day, where either day may be unknown."""
    begun_on, ended_on = getattr(record, begun), getattr(record, ended)
    if begun_on is not None and not record.unknown(ended):
        return open_on(day, begun_on, ended_on)
    has_begun: Truth = None if begun_on is None else begun_on <= day
    has_ended: Truth = None if record.unknown(ended) else ended_on is not None and ended_on <= day
    return both(has_begun, negation(has_ended))


def _unknown(record: Record, identifier: str, *fields: str) -> tuple[str, ...]:
    """Name those of the fields that the record says are not known."""
    return tuple(f"{identifier}.{field}" for field in fields if record.unknown(field))


def _rule_source(place: str, says: str) -> Source:
    return Source("arrears-summary", f"the nine deferral rules, {place}", says)


RULES: Final[Sequence[DeferralRule]] = (
    DeferralRule(
        1,
        "arrears_decision_not_recorded",
        "Arrears decision not recorded",
        "case",
        arrears_decision_not_recorded,
        lambda policy: policy.arrears_decision_not_recorded,
        _rule_source("first bullet, first condition", "The receiving parent has not decided about the arrears."),
    ),
    DeferralRule(
        2,
        "arrears_not_to_be_collected_liability_ongoing",
        "Not to be collected, liability ongoing",
        "case",
        arrears_not_to_be_collected_liability_ongoing,
        lambda policy: policy.arrears_not_to_be_collected_liability_ongoing,
        _rule_source("first bullet, second condition", "The arrears are not to be collected, and liability goes on."),
    ),
    DeferralRule(
        3,
        "liability_not_ended",
        "Liability not ended",
        "case",
        liability_not_ended,
        lambda policy: policy.liability_not_ended,
        _rule_source("second bullet", "Liability has not ended; CS2 then ends it on the system date."),
        effect="end_liability_on_system_date",
        effect_on=frozenset({"CS2"}),
    ),
    DeferralRule(
        4,
        "outstanding_work_items",
        "Outstanding work items",
        "case",
        outstanding_work_items,
        lambda policy: policy.outstanding_work_items,
        _rule_source("third bullet", "Work on the case is unfinished."),
    ),
    DeferralRule(
        5,
        "retained_planned_collections",
        "Retained planned collections",
        "case",
        retained_planned_collections,
        lambda policy: policy.retained_planned_collections,
        _rule_source("fourth bullet", "A planned collection is kept back."),
    ),
    DeferralRule(
        6,
        "unpaid_payables",
        "Unpaid payables",
        "case",
        unpaid_payables,
        lambda policy: policy.unpaid_payables,
        _rule_source("fifth bullet", "Money due to be paid out has not been."),
    ),
    DeferralRule(
        7,
        "unallocated_receipts",
        "Unallocated receipts",
        "casegroup",
        unallocated_receipts,
        lambda policy: policy.unallocated_receipts,
        _rule_source("sixth bullet", "Money received is put to nothing; a manual payment forwards it."),
        effect="forward_by_manual_payment",
    ),
    DeferralRule(
        8,
        "automatically_inhibited",
        "Automatically inhibited",
        "case",
        automatically_inhibited,
        lambda policy: policy.automatically_inhibited,
        _rule_source("seventh bullet", "The system has stopped the case; CS2 then runs no rule after this one."),
        blocks=True,
        stops_rules_after_on=frozenset({"CS2"}),
    ),
    DeferralRule(
        9,
        "manually_inhibited",
        "Manually inhibited",
        "case",
        manually_inhibited,
        lambda policy: policy.manually_inhibited,
        _rule_source("eighth bullet", "A manager has stopped the case."),
        blocks=True,
    ),
)
