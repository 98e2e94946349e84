"""The known answers of a made-up casegroup, added up from what its constructor put in.

The periods and limits are written here again on purpose, as the edition `phase-2` has them: answers that
came out of the rules themselves could not show a mistake in the rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Record = dict[str, Any]

TOLERANCE_PENCE = 5
BREAKDOWN_PENCE = 100_000_000
PERIODS = {1: 28, 2: 28, 3: 7, 4: 28, 5: 14, 6: 14, 7: 14, 8: 28, 9: 42}
DEFERRAL_KEYS = {
    1: "arrears_decision_not_recorded",
    2: "arrears_not_to_be_collected_liability_ongoing",
    3: "liability_not_ended",
    4: "outstanding_work_items",
    5: "retained_planned_collections",
    6: "unpaid_payables",
    7: "unallocated_receipts",
    8: "automatically_inhibited",
    9: "manually_inhibited",
}
ANOMALY_KEYS = {
    1: "debt_adjustments",
    2: "unallocated_receipts",
    3: "non_child_maintenance_allocations",
    4: "refunds_and_overpayments",
    5: "receipts_allocated_to_other_cases",
    6: "planned_collection_not_debt",
    7: "receipts_marked_for_cms",
    8: "receipts_marked_manual_payment",
}


def pounds(pence: int) -> str:
    """Whole pence as an answer writes them."""
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence) // 100}.{abs(pence) % 100:02d}"


@dataclass
class Tally:
    """What the constructor put into one casegroup, from which its answers follow."""

    due_date: date | None
    broken: list[tuple[int, str | None]] = field(default_factory=list)
    not_known: list[tuple[int, str | None]] = field(default_factory=list)
    not_run: list[tuple[int, str | None]] = field(default_factory=list)
    explained_pence: dict[int, int] = field(default_factory=lambda: dict.fromkeys(ANOMALY_KEYS, 0))
    case_discrepancy_pence: dict[str, int] = field(default_factory=dict)
    rest_pence: int = 0
    figure_not_known: bool = False
    clerical: bool = False
    exceptions: list[str] = field(default_factory=list)


def known_answers(casegroup_id: str, as_at: date, tally: Tally) -> Record:
    """Everything the assessment must find in a casegroup."""
    answers: Record = {
        "casegroup_id": casegroup_id,
        "as_at": str(as_at),
        "deferral": _deferral(tally),
        "needs_clerical_confirmation": tally.clerical,
    }
    answers |= _unknown_figures() if tally.figure_not_known else _figures(tally)
    answers["exceptions"] = sorted(tally.exceptions + (["data_invalid"] if tally.figure_not_known else []))
    return answers


def _deferral(tally: Tally) -> Record:
    standing = tally.broken + tally.not_known
    days = max((PERIODS[rule] for rule, _ in standing), default=None)
    blocked = any(rule in (8, 9) for rule, _ in standing)
    until = tally.due_date + timedelta(days=days) if tally.due_date and days else None
    return {
        "due_date": str(tally.due_date) if tally.due_date else None,
        "result": "blocked" if blocked else "deferred" if standing else "clear",
        "days": days,
        "deferred_until": str(until) if until else None,
        "broken": _named(tally.broken),
        "not_known": _named(tally.not_known),
        "not_run": _named(tally.not_run),
    }


def _named(found: list[tuple[int, str | None]]) -> list[list[str | None]]:
    """Rules by number and case, as rule keys and cases."""
    return [
        [DEFERRAL_KEYS[rule], case_id] for rule, case_id in sorted(found, key=lambda each: (each[0], each[1] or ""))
    ]


def _unknown_figures() -> Record:
    return {
        "discrepancy": None,
        "status": "not_known",
        "offsetting": False,
        "explained": {},
        "residual": None,
        "outcome": "not_known",
    }


def _figures(tally: Tally) -> Record:
    """The discrepancy and how far the rules get with it: they stop once less than the tolerance is left."""
    discrepancy = tally.rest_pence + sum(tally.explained_pence.values())
    residual = discrepancy
    explained: dict[str, str] = {}
    for rule, key in ANOMALY_KEYS.items():
        if abs(residual) < TOLERANCE_PENCE:
            break
        explained[key] = pounds(tally.explained_pence[rule])
        residual -= tally.explained_pence[rule]
    small = abs(discrepancy) < TOLERANCE_PENCE
    apart = any(abs(amount) >= TOLERANCE_PENCE for amount in tally.case_discrepancy_pence.values())
    return {
        "discrepancy": pounds(discrepancy),
        "status": "validated" if small else "discrepancy",
        "offsetting": small and apart,
        "explained": explained,
        "residual": pounds(residual),
        "outcome": outcome_word(residual),
    }


def outcome_word(residual_pence: int) -> str:
    """What follows from what no rule explains."""
    if abs(residual_pence) < TOLERANCE_PENCE:
        return "validated"
    return "amend_balance" if abs(residual_pence) < BREAKDOWN_PENCE else "account_breakdown"
