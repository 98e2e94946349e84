"""The ledger of a casegroup as dated lines: charges, every part of every receipt, adjustments, balances held.

No amount is left out and none stands twice, so that the lines add up to what the validation of the balance says.
Receivables are taken as they stand, with an amendment already made among them: a breakdown looks at the account as
it is, and an amendment that has put it right leaves nothing to adjust.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.account import PartClass, maintenance, parts
from domain.breakdown.line import Line
from domain.liability import history

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from domain.account import Part
    from domain.casegroup import Adjustment, Case, Casegroup, Receipt
    from domain.liability import PeriodLine

# Which of the eight anomaly rules explains a part that was not put to debt; they stand in their order.
RULE_OF_PART: Final[dict[PartClass, str]] = {
    "unallocated": "unallocated_receipts",
    "non_child_maintenance": "non_child_maintenance_allocations",
    "refund": "refunds_and_overpayments",
    "overpayment": "refunds_and_overpayments",
    "other_case": "receipts_allocated_to_other_cases",
    "planned_collection": "planned_collection_not_debt",
    "marked_cms": "receipts_marked_for_cms",
    "marked_manual_payment": "receipts_marked_manual_payment",
}
ADJUSTMENTS: Final = "debt_adjustments"
RULE_KEYS: Final = (ADJUSTMENTS, *dict.fromkeys(RULE_OF_PART.values()))


def ledger_lines(casegroup: Casegroup, as_at: date) -> tuple[Line, ...]:
    """Give every line of the closing cases up to a day, in the order of the document."""
    lines: list[Line] = []
    for case in casegroup.closing_cases:
        lines.extend(_charges(case, as_at))
        lines.extend(_adjustments(case, as_at))
        lines.extend(_balances(case))
    lines.extend(_receipts(casegroup, as_at))
    return tuple(lines)


def line_name(*steps: str) -> str:
    """Name a line by its place in the ledger; a stroke inside an identifier is written so that it divides nothing."""
    return "/".join(step.replace("%", "%25").replace("/", "%2F") for step in steps)


def _charges(case: Case, as_at: date) -> Iterator[Line]:
    drawn = history(case, as_at)
    if drawn.missing:
        yield Line(
            line_id=line_name("due", case.case_id),
            case_id=case.case_id,
            event="liability_not_known",
            column="due",
            first=None,
            last=None,
            system=case.system,
            missing=drawn.missing,
        )
        return
    lumps: dict[date, int] = {}
    for period in drawn.periods:
        number = 0
        if period.kind == "migrated_debt_balance":
            number = lumps[period.first] = lumps.get(period.first, 0) + 1
        yield _charge(case, period, number)


def _charge(case: Case, period: PeriodLine, number: int) -> Line:
    day = period.first.isoformat()
    steps = ("lump", case.case_id, day, str(number)) if number else ("due", case.case_id, day)
    return Line(
        line_id=line_name(*steps),
        case_id=case.case_id,
        event=period.kind,
        column="due",
        first=period.first,
        last=period.last,
        weekly_pence=period.weekly_pence,
        days=period.days or None,
        due_pence=period.amount_pence,
        system=case.system,
        entry_id=", ".join(period.evidence),
    )


def _adjustments(case: Case, as_at: date) -> Iterator[Line]:
    for adjustment in case.adjustments:
        if adjustment.date is None or adjustment.date <= as_at:
            yield _adjustment(case, adjustment)


def _adjustment(case: Case, adjustment: Adjustment) -> Line:
    name = adjustment.adjustment_id
    undated = adjustment.date is None
    missing = (f"{name}.date",) if undated else (f"{name}.amount",) if adjustment.amount is None else ()
    return Line(
        line_id=line_name("adjustment", case.case_id, name),
        case_id=case.case_id,
        event="adjustment",
        column="adjustment",
        first=adjustment.date,
        last=adjustment.date,
        explained_pence=None if missing else adjustment.amount,
        rule=ADJUSTMENTS,
        system=case.system,
        entry_id=name,
        note=adjustment.reason or "",
        missing=missing,
    )


def _balances(case: Case) -> Iterator[Line]:
    for receivable in maintenance(case):
        unknown = receivable.outstanding is None
        yield Line(
            line_id=line_name("held", case.case_id, receivable.receivable_id),
            case_id=case.case_id,
            event="balance_held",
            column="held",
            first=receivable.period_from,
            last=receivable.period_to,
            held_pence=receivable.outstanding,
            status=receivable.status or "",
            payee=receivable.owed_to or "",
            system=case.system,
            entry_id=receivable.receivable_id,
            missing=(f"{receivable.receivable_id}.outstanding",) if unknown else (),
        )


def _receipts(casegroup: Casegroup, as_at: date) -> Iterator[Line]:
    systems = {case.case_id: case.system for case in casegroup.closing_cases}
    for receipt in casegroup.receipts:
        # One receipt at a time, so that each part is known to be of this one.
        alone = casegroup.model_copy(update={"receipts": (receipt,)})
        for part in parts(alone, as_at):
            yield _received(receipt, part, systems)


def _received(receipt: Receipt, part: Part, systems: Mapping[str, str]) -> Line:
    closing = part.case_id in systems
    rest = part.entry_id.removeprefix(receipt.receipt_id).removeprefix("/")
    given_back = next(
        (each.refunded_on for index, each in enumerate(receipt.refunds) if rest == f"refunds[{index}]"), None
    )
    return Line(
        line_id=line_name("receipt", receipt.receipt_id, *([rest] if rest else [])),
        case_id=part.case_id if closing else "",
        event=part.part_class,
        column="received",
        first=receipt.received_on,
        last=receipt.received_on,
        received_pence=part.amount_pence,
        explained_pence=part.amount_pence if part.part_class in RULE_OF_PART else None,
        rule=RULE_OF_PART.get(part.part_class),
        status=receipt.marking or "",
        system=systems.get(part.case_id, ""),
        entry_id=part.entry_id,
        reference=receipt.reference or "",
        note=receipt.source or "",
        towards="" if closing else part.case_id,
        given_back_on=given_back,
        missing=part.missing,
    )
