"""A second, deliberately naive reading of the assessment, to check the real one against.

It works on the plain JSON document and follows the contract word by word: liability is added up one day at
a time with fractions, every sum is a loop, and a fact that is not known is tried with every value that could
matter (`naive_ledger`). Nothing here is fast, and nothing is shared with the console.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.naive_ledger import (
    Record,
    any_of,
    both,
    classes_of,
    day,
    days_worth_trying,
    due_date,
    liability,
    ongoing,
    open_on,
    pence,
    period_lines,
    pounds,
    told,
    worlds,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

PERIODS = {1: 28, 2: 28, 3: 7, 4: 28, 5: 14, 6: 14, 7: 14, 8: 28, 9: 42}
CHECK_KEYS = {
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
TOLERANCE_PENCE = 5
BREAKDOWN_PENCE = 100_000_000


# --- deferral --------------------------------------------------------------------------------------------


def owed_to_receiving_parent(case: Record) -> bool | None:
    """Whether child maintenance outstanding to the receiving parent is above zero."""
    least = most = 0
    for receivable in case["receivables"]:
        amounts = [
            pence(world["outstanding"])
            if world["type"] == "child_maintenance" and world["owed_to"] == "receiving_parent"
            else 0
            for world in worlds(receivable)
        ]
        least, most = least + min(amounts), most + max(amounts)
    return True if least > 0 else False if most <= 0 else None


def liability_runs(case: Record, days: list[date]) -> bool | None:
    """Whether liability is ongoing on a day that is one of these, as far as can be told."""
    history = {"liability_events": case["liability_events"]}
    return told(ongoing(world, on) for on in days for world in worlds(history, *days))


def case_check(rule: int, case: Record, as_at: date, due_days: list[date]) -> bool | None:
    """Whether a closing case breaks a rule; None where that is not known."""
    decided = case["arrears_decision"]
    match rule:
        case 1:
            unrecorded = told(world["choice"] == "not_recorded" for world in worlds(decided))
            return both(unrecorded, owed_to_receiving_parent(case))
        case 2:
            waived = told(world["choice"] == "not_to_be_collected" for world in worlds(decided))
            return both(waived, liability_runs(case, [as_at]))
        case 3:
            return liability_runs(case, due_days)
        case 4:
            return any_of(open_on(item, "opened_on", "closed_on", as_at) for item in case.get("work_items", []))
        case 5:
            return any_of(
                told(world["retained"] for world in worlds(item)) for item in case.get("planned_collections", [])
            )
        case 6:
            return any_of(
                told(not (world.get("paid_on") and day(world["paid_on"]) <= as_at) for world in worlds(item, as_at))
                for item in case.get("payables", [])
            )
        case _:
            kind = "automatic" if rule == 8 else "manual"
            inhibits = [item for item in case.get("inhibits", []) if item["kind"] == kind]
            return any_of(open_on(item, "set_on", "lifted_on", as_at) for item in inhibits)


def money_waiting(document: Record, as_at: date) -> bool | None:
    """Whether an unmarked receipt of the casegroup has an unallocated part."""
    return any_of(
        told(
            any(rule == 2 and amount > 0 for rule, _, amount in classes_of(world, set(), as_at))
            for world in worlds(receipt, as_at)
        )
        for receipt in document["receipts"]
    )


def checks_of(document: Record, as_at: date) -> list[Record]:
    """The nine rules asked of every closing case, in order."""
    due, lost = due_date(document)
    closing = [case for case in document["cases"] if case["in_case_closure"]]
    checks: list[Record] = []
    stopped: set[str] = set()
    words = {True: "broken", False: "kept", None: "not_known"}

    def add(rule: int, case_id: str | None, answer: str, effect: str | None) -> None:
        checks.append(
            {
                "number": rule,
                "rule": CHECK_KEYS[rule],
                "case_id": case_id,
                "answer": answer,
                "days": PERIODS[rule],
                "effect": effect if answer == "broken" else None,
            }
        )

    for rule in range(1, 10):
        if rule == 7:
            add(7, None, words[money_waiting(document, as_at)], "forward_by_manual_payment")
            continue
        for case in closing:
            due_days = (
                [day(d) for d in days_worth_trying(case["liability_events"], [as_at])] if lost else [due or as_at]
            )
            answer = words[case_check(rule, case, as_at, due_days)]
            if case["case_id"] in stopped:
                answer = "not_run"
            elif rule == 8 and case["system"] == "CS2" and answer != "kept":
                stopped.add(case["case_id"])
            on_cs2 = rule == 3 and case["system"] == "CS2"
            add(rule, case["case_id"], answer, "end_liability_on_system_date" if on_cs2 else None)
    return checks


def deferral_of(document: Record, as_at: date) -> Record:
    """Whether closing waits, for how long and until when."""
    checks = checks_of(document, as_at)
    due, _ = due_date(document)
    standing = [check for check in checks if check["answer"] in ("broken", "not_known")]
    result, days = "clear", None
    if standing:
        days = max(check["days"] for check in standing)
        result = "blocked" if any(check["number"] >= 8 for check in standing) else "deferred"
    until = str(due + timedelta(days=days)) if due and days is not None else None
    return {
        "due_date": str(due) if due else None,
        "result": result,
        "deferred_until": until,
        "days": days,
        "checks": checks,
    }


# --- validation, anomalies, outcome ----------------------------------------------------------------------


def total(amounts: Iterable[int | None]) -> int | None:
    """A sum, where every part of it can be told."""
    parts = list(amounts)
    return None if None in parts else sum(part for part in parts if part is not None)


def debt_balance(case: Record) -> int | None:
    """What the receivables of a case say is outstanding of child maintenance."""
    return total(
        told(pence(w["outstanding"]) if w["type"] == "child_maintenance" else 0 for w in worlds(receivable))
        for receivable in case["receivables"]
    )


def receipt_part(document: Record, as_at: date, rule: int, case_id: str) -> int | None:
    """What all receipts together put into one class for one case."""
    closing = {case["case_id"] for case in document["cases"] if case["in_case_closure"]}
    return total(
        told(
            sum(amount for r, c, amount in classes_of(world, closing, as_at) if (r, c) == (rule, case_id))
            for world in worlds(receipt, as_at)
        )
        for receipt in document["receipts"]
    )


def validated_case(document: Record, case: Record, as_at: date) -> Record:
    """One closing case: its own balance, history and discrepancy, in pence."""
    history = {"liability_events": case["liability_events"]}
    balance = debt_balance(case)
    due = told(liability(world, as_at) for world in worlds(history, as_at))
    periods = [] if due is None else told(period_lines(world, as_at) for world in worlds(history, as_at)) or []
    paid = receipt_part(document, as_at, 0, case["case_id"])
    minus_due = None if due is None else -due
    return {
        "case_id": case["case_id"],
        "debt_balance": balance,
        "liability": due,
        "discrepancy": total([balance, minus_due, paid]),
        "periods": periods or [],
    }


def validation_of(document: Record, as_at: date) -> Record:
    """The debt balance against liability less receipts, in pence."""
    closing = [case for case in document["cases"] if case["in_case_closure"]]
    cases = [validated_case(document, case, as_at) for case in closing]
    balance = total(case["debt_balance"] for case in cases)
    due = total(case["liability"] for case in cases)
    received = total(
        told(pence(world["amount"]) if day(world["received_on"]) <= as_at else 0 for world in worlds(receipt, as_at))
        for receipt in document["receipts"]
    )
    validation = None if due is None or received is None else due - received
    discrepancy = None if balance is None or validation is None else balance - validation
    small = discrepancy is not None and abs(discrepancy) < TOLERANCE_PENCE
    apart = any(case["discrepancy"] is not None and abs(case["discrepancy"]) >= TOLERANCE_PENCE for case in cases)
    status = "not_known" if discrepancy is None else "validated" if small else "discrepancy"
    return {
        "debt_balance_total": balance,
        "liability_total": due,
        "receipts_total": received,
        "validation_total": validation,
        "discrepancy": discrepancy,
        "offsetting": small and apart,
        "needs_clerical_confirmation": any(case["system"] == "CCD" for case in closing),
        "status": status,
        "cases": cases,
    }


def explained_by(document: Record, as_at: date, rule: int) -> dict[str, int | None]:
    """What one anomaly rule explains, per case, in pence."""
    if rule == 1:
        return {
            case["case_id"]: total(
                told(pence(w["amount"]) if day(w["date"]) <= as_at else 0 for w in worlds(adjustment, as_at))
                for adjustment in case.get("adjustments", [])
            )
            for case in document["cases"]
            if case["in_case_closure"]
        }
    cases = {a["case_id"]: None for receipt in document["receipts"] for a in receipt["allocations"]}
    return {case_id: receipt_part(document, as_at, rule, case_id) for case_id in ["", *cases]}


def anomalies_of(document: Record, as_at: date, discrepancy: int) -> list[Record]:
    """The eight rules one after the other, until nothing worth explaining is left or a figure is missing.

    Rules that were not run explain nothing; what one that cannot be told explains is left open. The residual stays.
    """
    residual, stopped = discrepancy, False
    found = []
    for rule, key in ANOMALY_KEYS.items():
        answer, parts, explained = "not_run", {}, 0
        if not stopped and abs(residual) >= TOLERANCE_PENCE:
            by_case = explained_by(document, as_at, rule)
            sum_of_parts = total(by_case.values())
            stopped = sum_of_parts is None
            answer = "not_known" if stopped else "applied"
            explained = sum_of_parts or 0
            parts = {} if stopped else {case_id: amount for case_id, amount in by_case.items() if amount}
        residual -= explained
        found.append(
            {
                "number": rule,
                "rule": key,
                "answer": answer,
                "explained": None if answer == "not_known" else explained,
                "residual": residual,
                "by_case": parts,
            }
        )
    return found


def outcome_of(residual: int | None) -> Record:
    """What follows from the size of what no rule explains."""
    if residual is None:
        word = "not_known"
    elif abs(residual) < TOLERANCE_PENCE:
        word = "validated"
    else:
        word = "amend_balance" if abs(residual) < BREAKDOWN_PENCE else "account_breakdown"
    amend = word == "amend_balance" and residual is not None
    return {
        "outcome": word,
        "residual": pounds(residual),
        "amendment": pounds(-(residual or 0)) if amend else None,
        "report_to_cms": amend,
        "account_breakdown_owed": word == "account_breakdown",
    }


def exceptions_of(document: Record, outcome: Record) -> list[Record]:
    """What stops the casegroup from going on by itself."""
    due, _ = due_date(document)
    t_date = document["journey"].get("t_date")
    closing = [case for case in document["cases"] if case["in_case_closure"]]
    reasons = []
    if due is None:
        reasons.append("transition_date_not_set")
    if any(case.get("schedules_ended") is False for case in closing):
        reasons.append("schedules_not_ended")
    if due and t_date and due < day(t_date):
        reasons.append("closure_before_t_date")
    if outcome["outcome"] == "not_known":
        reasons.append("data_invalid")
    return [{"reason": reason} for reason in reasons]


def in_pounds(record: Record) -> Record:
    """A finished part of the answer with its pence written as pounds."""
    money = {
        "debt_balance_total",
        "liability_total",
        "receipts_total",
        "validation_total",
        "discrepancy",
        "debt_balance",
        "liability",
        "explained",
        "residual",
    }
    return {key: pounds(value) if key in money else value for key, value in record.items()}


def assess(document: Record, as_at: str, edition: str = "phase-2") -> Record:
    """Assess a casegroup document on a day, as the command line prints it (evidence and digest left out)."""
    on = day(as_at)
    validation = validation_of(document, on)
    anomalies: list[Record] = []
    residual = validation["discrepancy"]
    if validation["status"] == "discrepancy":
        anomalies = anomalies_of(document, on, residual)
        unknown = any(rule["answer"] == "not_known" for rule in anomalies)
        residual = None if unknown else anomalies[-1]["residual"]
    outcome = outcome_of(residual)
    printed = [in_pounds(rule) for rule in anomalies]
    for rule in printed:
        rule["by_case"] = {case_id: pounds(amount) for case_id, amount in rule["by_case"].items()}
    return {
        "casegroup_id": document["casegroup_id"],
        "as_at": as_at,
        "edition": edition,
        "deferral": deferral_of(document, on),
        "validation": {**in_pounds(validation), "cases": [in_pounds(case) for case in validation["cases"]]},
        "anomalies": printed,
        "outcome": outcome,
        "exceptions": exceptions_of(document, outcome),
    }
