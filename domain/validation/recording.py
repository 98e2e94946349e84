"""From the validation of the balance to what is recorded of it, its confirmation and its amendment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.decision import Decision, refused
from domain.events import (
    AnomalyLine,
    BalanceAmended,
    BalanceValidated,
    CaseLine,
    ClericalValidationConfirmed,
    Placement,
)
from domain.money import format_pounds
from domain.refusals import Refusal, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.assessment import Assessment
    from domain.casefile import Casefile
    from domain.casegroup import Case, Payee
    from domain.validation.requests import AmendBalance, ConfirmClericalValidation


def decide_validate(casefile: Casefile, assessment: Assessment) -> Decision:
    """Record the validation and its outcome; refused once the balance was amended or disposed of on these figures."""
    if casefile.amended is not None:
        return refused(refusal("already_amended"), assessment=assessment)
    if casefile.disposal is not None and casefile.validation is not None:
        return refused(refusal("already_disposed", disposed_on=casefile.disposal.disposed_on), assessment=assessment)
    return Decision(events=(validated(assessment),), assessment=assessment)


def decide_confirm(casefile: Casefile, request: ConfirmClericalValidation) -> Decision:
    """Confirm a clerical validation; refused without one, without need, twice, or without a reason."""
    if casefile.validation is None:
        return refused(refusal("not_validated"))
    if not casefile.validation.needs_clerical_confirmation:
        return refused(refusal("no_confirmation_needed"))
    if casefile.confirmed:
        return refused(refusal("already_confirmed"))
    if not request.reason.strip():
        return refused(refusal("reason_missing"))
    return Decision(events=(ClericalValidationConfirmed(reason=request.reason),))


def decide_amend(casefile: Casefile, request: AmendBalance) -> Decision:
    """Amend the balance; the placements have to come to the amendment, on closing cases."""
    refusals = tuple(_refusals_of_amendment(casefile, request))
    if refusals or casefile.validation is None or casefile.validation.amendment_pence is None:
        return refused(*refusals)
    event = BalanceAmended(amendment_pence=casefile.validation.amendment_pence, placements=request.placements)
    return Decision(events=(event,))


def _refusals_of_amendment(casefile: Casefile, request: AmendBalance) -> Iterator[Refusal]:
    validation = casefile.validation
    if validation is None:
        yield refusal("not_validated")
        return
    if validation.amendment_pence is None:
        yield refusal("no_amendment_owed", outcome=validation.outcome)
        return
    if validation.needs_clerical_confirmation and not casefile.confirmed:
        yield refusal("confirmation_missing")
    if casefile.amended is not None:
        yield refusal("already_amended")
    closing = {case.case_id for case in casefile.casegroup.closing_cases}
    for placement in request.placements:
        if placement.case_id not in closing:
            yield refusal("case_not_closing", case_id=placement.case_id)
    if any(placement.amount_pence == 0 for placement in request.placements):
        yield refusal("placement_of_nothing")
    placed = sum(placement.amount_pence for placement in request.placements)
    if placed != validation.amendment_pence:
        yield refusal(
            "placements_differ",
            placed=format_pounds(placed),
            amendment=format_pounds(validation.amendment_pence),
            difference=format_pounds(validation.amendment_pence - placed),
        )


def suggested_placements(casefile: Casefile) -> tuple[Placement, ...]:
    """Suggest where an amendment goes: each case takes back what is left of its own discrepancy.

    What the adjustments explain is taken off first; the other rules explain money that no case's own figure
    holds. The payee suggested is the one to whom most is outstanding on the case.
    """
    validation = casefile.validation
    if validation is None or validation.amendment_pence is None:
        return ()
    adjusted = next(
        (line.by_case for line in validation.anomalies if line.rule == "debt_adjustments"), dict[str, int]()
    )
    cases = {case.case_id: case for case in casefile.casegroup.closing_cases}
    suggested = tuple(
        Placement(case_id=line.case_id, owed_to=_largest_payee(cases[line.case_id]), amount_pence=-left)
        for line in validation.cases
        if line.case_id in cases and (left := (line.discrepancy_pence or 0) - adjusted.get(line.case_id, 0)) != 0
    )
    placed = sum(placement.amount_pence for placement in suggested)
    return suggested if placed == validation.amendment_pence else ()


def _largest_payee(case: Case) -> Payee:
    owed: dict[Payee, int] = {"receiving_parent": 0}
    for receivable in case.receivables:
        if receivable.type == "child_maintenance" and receivable.owed_to:
            owed[receivable.owed_to] = owed.get(receivable.owed_to, 0) + (receivable.outstanding or 0)
    return max(owed, key=lambda payee: owed[payee])


def validated(assessment: Assessment) -> BalanceValidated:
    """Give the event that keeps a validation and its outcome."""
    validation, outcome = assessment.validation, assessment.outcome
    return BalanceValidated(
        as_at=assessment.as_at,
        edition=assessment.policy.edition,
        debt_balance_pence=validation.debt_balance_pence,
        liability_pence=validation.liability_pence,
        receipts_pence=validation.receipts_pence,
        discrepancy_pence=validation.discrepancy_pence,
        offsetting=validation.offsetting,
        needs_clerical_confirmation=validation.needs_clerical_confirmation,
        cases=tuple(
            CaseLine(
                case_id=case.case_id,
                debt_balance_pence=case.debt_balance_pence,
                liability_pence=case.history.total_pence,
                discrepancy_pence=case.discrepancy_pence,
            )
            for case in validation.cases
        ),
        anomalies=tuple(
            AnomalyLine(
                rule=anomaly.rule,
                answer=anomaly.answer,
                explained_pence=anomaly.explained_pence,
                by_case=anomaly.by_case,
            )
            for anomaly in assessment.anomalies
        ),
        residual_pence=outcome.residual_pence,
        outcome=outcome.outcome,
        amendment_pence=outcome.amendment_pence,
        exceptions=assessment.exceptions,
    )
