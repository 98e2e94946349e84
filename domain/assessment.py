"""The assessment of a casegroup: deferral, validation, anomalies and outcome together (SPEC §15)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from domain.deferral.decision import DeferralDecision, check_deferral, due_date
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

    from domain.casegroup import Casegroup
    from domain.policy.model import Policy

ExceptionReason = Literal[
    "transition_date_not_set",
    "liability_end_failed",
    "schedules_not_ended",
    "closure_before_t_date",
    "data_invalid",
    "other",
]


@dataclass(frozen=True, slots=True)
class FoundException:
    """A reason the rules found why closure cannot take place as things stand (SPEC §7)."""

    reason: ExceptionReason
    detail: str
    case_id: str | None = None


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
    exceptions: tuple[FoundException, ...]


def assess(
    casegroup: Casegroup, as_at: date, policy: Policy, deferred_until: date | None = None
) -> Assessment:
    """Assess a casegroup on a day; a deferral already recorded replaces its due date (SPEC §1)."""
    due = deferred_until or due_date(casegroup)
    deferral = check_deferral(casegroup, as_at, due, policy.deferral)
    validation = validate(casegroup, as_at, policy.validation)
    anomalies = explain_discrepancy(casegroup, as_at, validation, policy.validation)
    outcome = outcome_of(validation, anomalies, policy.validation)
    exceptions = tuple(_exceptions(casegroup, due, validation, anomalies))
    return Assessment(
        casegroup.casegroup_id, as_at, policy, deferral, validation, anomalies, outcome, exceptions
    )


def _exceptions(
    casegroup: Casegroup, due: date | None, validation: Validation, anomalies: tuple[Anomaly, ...]
) -> Iterator[FoundException]:
    if due is None:
        yield FoundException(
            "transition_date_not_set", "no closure date of a request, no T-date and no liability end date"
        )
    for case in casegroup.closing_cases:
        if case.schedules_ended is False:
            yield FoundException(
                "schedules_not_ended", f"case {case.case_id} has liability schedules running", case.case_id
            )
    t_date = casegroup.journey.t_date
    if due and t_date and due < t_date:
        yield FoundException(
            "closure_before_t_date",
            f"due to close on {due.isoformat()}, before the T-date {t_date.isoformat()}",
        )
    missing = (*validation.missing, *(field for anomaly in anomalies for field in anomaly.missing))
    if missing:
        yield FoundException("data_invalid", f"not known: {', '.join(dict.fromkeys(missing))}")
