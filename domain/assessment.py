"""The assessment of a casegroup: deferral, validation, anomalies and outcome together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.deferral.decision import DeferralDecision, check_deferral
from domain.events import ExceptionLine
from domain.validation.decision import (
    Anomaly,
    Outcome,
    Validation,
    explain_discrepancy,
    outcome_of,
    validate,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from domain.casefile import Casefile
    from domain.casegroup import Casegroup
    from domain.policy.model import Policy


@dataclass(frozen=True, slots=True)
class Assessment:
    """Every answer about one casegroup on one day, under one policy."""

    casegroup_id: str
    as_at: date
    policy: Policy
    deferral: DeferralDecision
    validation: Validation
    anomalies: tuple[Anomaly, ...]
    outcome: Outcome
    exceptions: tuple[ExceptionLine, ...]


def assess(
    casegroup: Casegroup,
    as_at: date,
    policy: Policy,
    deferred_until: date | None = None,
    deferred_from: date | None = None,
) -> Assessment:
    """Assess a casegroup on a day; a deferral already recorded replaces its due date."""
    due = deferred_until or casegroup.due_date
    deferral = check_deferral(casegroup, as_at, due, policy.deferral, deferred_from)
    validation = validate(casegroup, as_at, policy.validation)
    anomalies = explain_discrepancy(casegroup, as_at, validation, policy.validation)
    outcome = outcome_of(validation, anomalies, policy.validation)
    exceptions = tuple(_exceptions(casegroup, due, validation, anomalies))
    return Assessment(casegroup.casegroup_id, as_at, policy, deferral, validation, anomalies, outcome, exceptions)


def _exceptions(
    casegroup: Casegroup, due: date | None, validation: Validation, anomalies: tuple[Anomaly, ...]
) -> Iterator[ExceptionLine]:
    if due is None:
        yield ExceptionLine(
            reason="transition_date_not_set",
            detail="no closure date of a request, no T-date and no liability end date",
        )
    for case in casegroup.closing_cases:
        if case.schedules_ended is False:
            yield ExceptionLine(
                reason="schedules_not_ended",
                detail=f"case {case.case_id} has liability schedules running",
                case_id=case.case_id,
            )
    t_date = casegroup.journey.t_date
    if due and t_date and due < t_date:
        yield ExceptionLine(
            reason="closure_before_t_date",
            detail=f"due to close on {due.isoformat()}, before the T-date {t_date.isoformat()}",
        )
    missing = (*validation.missing, *(field for anomaly in anomalies for field in anomaly.missing))
    if missing:
        yield ExceptionLine(reason="data_invalid", detail=f"not known: {', '.join(dict.fromkeys(missing))}")


def assess_casefile(casefile: Casefile, as_at: date, policy: Policy) -> Assessment:
    """Assess a casegroup as it stands with everything recorded about it."""
    running = casefile.deferral
    if running is None:
        return assess(casefile.casegroup, as_at, policy)
    deferred_from = running.deferred_from if as_at < running.deferred_until else None
    return assess(casefile.casegroup, as_at, policy, running.deferred_until, deferred_from)
