"""An assessment as JSON, as every command prints it: money as strings of pounds, days as YYYY-MM-DD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.money import format_pounds

if TYPE_CHECKING:
    from datetime import date

    from domain.assessment import Assessment
    from domain.deferral.decision import DeferralDecision
    from domain.finding import Check
    from domain.liability import PeriodLine
    from domain.validation.decision import Anomaly, CaseValidation, Outcome, Validation


def assessment_json(assessment: Assessment) -> dict[str, Any]:
    """Give an assessment as `closeout assess --json` prints it."""
    return {
        "casegroup_id": assessment.casegroup_id,
        "as_at": day_text(assessment.as_at),
        "edition": assessment.policy.edition,
        "policy_digest": assessment.policy.digest,
        "deferral": deferral_json(assessment.deferral),
        "validation": _validation(assessment.validation),
        "anomalies": [_anomaly(anomaly) for anomaly in assessment.anomalies],
        "outcome": _outcome(assessment.outcome),
        "exceptions": [{"reason": exception.reason, "detail": exception.detail} for exception in assessment.exceptions],
    }


def day_text(day: date | None) -> str | None:
    """Write a day as files carry it."""
    return day.isoformat() if day else None


def pounds_text(pence: int | None) -> str | None:
    """Write pence as files carry them; a figure that cannot be told stays empty."""
    return None if pence is None else format_pounds(pence)


def deferral_json(deferral: DeferralDecision) -> dict[str, Any]:
    """Give the answer of the nine rules as JSON."""
    return {
        "due_date": day_text(deferral.due_date),
        "result": deferral.result,
        "deferred_until": day_text(deferral.deferred_until),
        "days": deferral.days,
        "checks": [_check(check) for check in deferral.checks],
    }


def _check(check: Check) -> dict[str, Any]:
    return {
        "number": check.number,
        "rule": check.rule,
        "case_id": check.case_id,
        "answer": check.answer,
        "days": check.period.value.count,
        "effect": check.effect,
        "evidence": [*check.evidence, *check.missing],
    }


def _validation(validation: Validation) -> dict[str, Any]:
    return {
        "debt_balance_total": pounds_text(validation.debt_balance_pence),
        "liability_total": pounds_text(validation.liability_pence),
        "receipts_total": pounds_text(validation.receipts_pence),
        "validation_total": pounds_text(validation.validation_total_pence),
        "discrepancy": pounds_text(validation.discrepancy_pence),
        "offsetting": validation.offsetting,
        "needs_clerical_confirmation": validation.needs_clerical_confirmation,
        "status": validation.status,
        "cases": [_case(case) for case in validation.cases],
    }


def _case(case: CaseValidation) -> dict[str, Any]:
    return {
        "case_id": case.case_id,
        "debt_balance": pounds_text(case.debt_balance_pence),
        "liability": pounds_text(case.history.total_pence),
        "discrepancy": pounds_text(case.discrepancy_pence),
        "periods": [_period(line) for line in case.history.periods],
    }


def _period(line: PeriodLine) -> dict[str, Any]:
    return {
        "from": day_text(line.first),
        "to": day_text(line.last),
        "days": line.days,
        "weekly_amount": pounds_text(line.weekly_pence),
        "amount": pounds_text(line.amount_pence),
        "kind": line.kind,
    }


def _anomaly(anomaly: Anomaly) -> dict[str, Any]:
    return {
        "number": anomaly.number,
        "rule": anomaly.rule,
        "answer": anomaly.answer,
        "explained": None if anomaly.answer == "not_known" else format_pounds(anomaly.explained_pence),
        "residual": format_pounds(anomaly.residual_pence),
        "by_case": {case_id: format_pounds(pence) for case_id, pence in anomaly.by_case.items()},
        "evidence": [*(entry.entry_id for entry in anomaly.entries), *anomaly.missing],
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "outcome": outcome.outcome,
        "residual": pounds_text(outcome.residual_pence),
        "amendment": pounds_text(outcome.amendment_pence),
        "report_to_cms": outcome.report_to_cms,
        "account_breakdown_owed": outcome.account_breakdown_owed,
    }
