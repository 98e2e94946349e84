"""The validation of the debt balance, what explains a discrepancy, and the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from domain.account import counted, parts
from domain.liability import History, history
from domain.validation.rules import RULES, AnomalyRule, Entry, Ledger

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from domain.account import Part
    from domain.casegroup import Case, Casegroup
    from domain.policy.model import ValidationPolicy
    from domain.source import Source

ValidationStatus = Literal["validated", "discrepancy", "not_known"]
OutcomeKind = Literal["validated", "amend_balance", "account_breakdown", "not_known"]
AnomalyAnswer = Literal["applied", "not_run", "not_known"]


@dataclass(frozen=True, slots=True)
class CaseValidation:
    """One case's part, in pence; a figure is None where something it needs is not known."""

    case_id: str
    debt_balance_pence: int | None
    history: History
    debt_allocations_pence: int | None

    @property
    def discrepancy_pence(self) -> int | None:
        """Give the case's own discrepancy: its receivables less its history plus what was put to its debt."""
        liability = self.history.total_pence
        if self.debt_balance_pence is None or liability is None or self.debt_allocations_pence is None:
            return None
        return self.debt_balance_pence - liability + self.debt_allocations_pence


@dataclass(frozen=True, slots=True)
class Validation:
    """The debt balance against liability less receipts, in pence; `missing` names what nobody knows."""

    debt_balance_pence: int | None
    liability_pence: int | None
    receipts_pence: int | None
    status: ValidationStatus
    offsetting: bool
    needs_clerical_confirmation: bool
    cases: tuple[CaseValidation, ...]
    missing: tuple[str, ...]

    @property
    def validation_total_pence(self) -> int | None:
        """Give the liability histories less the receipts."""
        if self.liability_pence is None or self.receipts_pence is None:
            return None
        return self.liability_pence - self.receipts_pence

    @property
    def discrepancy_pence(self) -> int | None:
        """Give the debt balance less the validation total, signed."""
        total = self.validation_total_pence
        return None if self.debt_balance_pence is None or total is None else self.debt_balance_pence - total


@dataclass(frozen=True, slots=True)
class Anomaly:
    """What one anomaly rule explained, in pence: in all, by case, and by entry, and what was left after it."""

    number: int
    rule: str
    answer: AnomalyAnswer
    explained_pence: int
    residual_pence: int
    by_case: dict[str, int]
    entries: tuple[Entry, ...]
    missing: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from what is left, in pence."""

    outcome: OutcomeKind
    residual_pence: int | None

    @property
    def amendment_pence(self) -> int | None:
        """Give the signed amendment of the balance, or None where none is made."""
        if self.outcome != "amend_balance" or self.residual_pence is None:
            return None
        return -self.residual_pence

    @property
    def report_to_cms(self) -> bool:
        """Tell whether CMS is asked to check these arrears."""
        return self.outcome == "amend_balance"

    @property
    def account_breakdown_owed(self) -> bool:
        """Tell whether a full account breakdown has to be made."""
        return self.outcome == "account_breakdown"


def validate(casegroup: Casegroup, as_at: date, policy: ValidationPolicy) -> Validation:
    """Validate the debt balance of the closing cases on a day."""
    divided = parts(casegroup, as_at)
    cases = tuple(_case_validation(case, as_at, divided) for case in casegroup.closing_cases)
    receipts = [receipt for receipt in casegroup.receipts if counted(receipt, as_at) is not False]
    missing = (
        *(f"{entry}.outstanding" for case in casegroup.closing_cases for entry in _unknown_receivables(case)),
        *(field for case in cases for field in case.history.missing),
        *(
            f"{receipt.receipt_id}.{field}"
            for receipt in receipts
            for field in ("received_on", "amount")
            if receipt.unknown(field)
        ),
    )
    receipts_known = all(receipt.amount is not None and receipt.received_on is not None for receipt in receipts)
    validation = Validation(
        debt_balance_pence=_sum(case.debt_balance_pence for case in cases),
        liability_pence=_sum(case.history.total_pence for case in cases),
        receipts_pence=sum(receipt.amount or 0 for receipt in receipts) if receipts_known else None,
        status="not_known",
        offsetting=False,
        needs_clerical_confirmation=any(case.system == "CCD" for case in casegroup.closing_cases),
        cases=cases,
        missing=missing,
    )
    return _with_status(validation, policy)


def _with_status(validation: Validation, policy: ValidationPolicy) -> Validation:
    discrepancy = validation.discrepancy_pence
    if discrepancy is None:
        return validation
    reached = policy.discrepancy.value.reached_by
    offsetting = not reached(discrepancy) and any(
        case.discrepancy_pence is not None and reached(case.discrepancy_pence) for case in validation.cases
    )
    return Validation(
        validation.debt_balance_pence,
        validation.liability_pence,
        validation.receipts_pence,
        "discrepancy" if reached(discrepancy) else "validated",
        offsetting,
        validation.needs_clerical_confirmation,
        validation.cases,
        validation.missing,
    )


def _case_validation(case: Case, as_at: date, divided: tuple[Part, ...]) -> CaseValidation:
    balances = (receivable.outstanding for receivable in case.receivables if receivable.type == "child_maintenance")
    to_debt = (part.amount_pence for part in divided if part.part_class == "debt" and part.case_id == case.case_id)
    return CaseValidation(case.case_id, _sum(balances), history(case, as_at), _sum(to_debt))


def _unknown_receivables(case: Case) -> list[str]:
    return [
        receivable.receivable_id
        for receivable in case.receivables
        if receivable.type == "child_maintenance" and receivable.outstanding is None
    ]


def _sum(amounts: Iterable[int | None]) -> int | None:
    total = 0
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total


def explain_discrepancy(
    casegroup: Casegroup, as_at: date, validation: Validation, policy: ValidationPolicy
) -> tuple[Anomaly, ...]:
    """Run the anomaly rules in order until what is left is too small to count; none when validated."""
    residual = validation.discrepancy_pence
    if residual is None or validation.status != "discrepancy":
        return ()
    ledger = Ledger(casegroup, as_at, parts(casegroup, as_at))
    anomalies: list[Anomaly] = []
    stopped = False
    for rule in RULES:
        anomaly = _apply(rule, ledger, residual, stopped=stopped)
        residual = anomaly.residual_pence
        stopped = stopped or anomaly.answer == "not_known" or not policy.discrepancy.value.reached_by(residual)
        anomalies.append(anomaly)
    return tuple(anomalies)


def _apply(rule: AnomalyRule, ledger: Ledger, residual: int, *, stopped: bool) -> Anomaly:
    entries = () if stopped else tuple(rule.entries(ledger))
    missing = tuple(field for entry in entries for field in entry.missing)
    answer: AnomalyAnswer = "not_run" if stopped else "not_known" if missing else "applied"
    by_case: dict[str, int] = {}
    if answer == "applied":
        for entry in entries:
            by_case[entry.case_id] = by_case.get(entry.case_id, 0) + (entry.amount_pence or 0)
    explained = sum(by_case.values())
    return Anomaly(
        rule.number, rule.key, answer, explained, residual - explained, by_case, entries, missing, rule.source
    )


def outcome_of(validation: Validation, anomalies: tuple[Anomaly, ...], policy: ValidationPolicy) -> Outcome:
    """Tell what follows, by the size of what is left."""
    residual = anomalies[-1].residual_pence if anomalies else validation.discrepancy_pence
    if residual is None or any(anomaly.answer == "not_known" for anomaly in anomalies):
        return Outcome("not_known", None)
    if policy.account_breakdown.value.reached_by(residual):
        return Outcome("account_breakdown", residual)
    if policy.discrepancy.value.reached_by(residual):
        return Outcome("amend_balance", residual)
    return Outcome("validated", residual)
