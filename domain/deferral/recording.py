"""From the answer of the nine rules to what is recorded of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.decision import Decision, refused
from domain.events import CheckLine, ClosureDeferred, DeferralChecked
from domain.refusals import refusal

if TYPE_CHECKING:
    from domain.assessment import Assessment
    from domain.casefile import Casefile


def decide_check(assessment: Assessment) -> Decision:
    """Record the answer of the nine rules."""
    return Decision(events=(checked(assessment),), assessment=assessment)


def decide_defer(casefile: Casefile, assessment: Assessment) -> Decision:
    """Put closure off; refused where no rule is broken, nothing is due, or it is put off as far already."""
    decision = assessment.deferral
    longest = decision.longest
    if longest is None:
        return refused(refusal("no_rule_broken"), assessment=assessment)
    if decision.due_date is None or decision.deferred_until is None:
        return refused(refusal("no_due_date"), assessment=assessment)
    running = casefile.deferral
    if running and running.deferred_until >= decision.deferred_until:
        until = running.deferred_until.isoformat()
        return refused(refusal("already_deferred", until=until), assessment=assessment)
    still_runs = running is not None and assessment.as_at < running.deferred_until
    deferred = ClosureDeferred(
        as_at=assessment.as_at,
        deferred_from=running.deferred_from if running and still_runs else decision.due_date,
        deferred_until=decision.deferred_until,
        days=longest.period.value.count,
        rule=longest.rule,
    )
    return Decision(events=(checked(assessment), deferred), assessment=assessment)


def with_current_check(casefile: Casefile, assessment: Assessment, decision: Decision) -> Decision:
    """Record the answer of the nine rules before something else where none is on record for what is now known."""
    if casefile.check is not None or not decision.events:
        return decision
    return replace(decision, events=(checked(assessment), *decision.events))


def checked(assessment: Assessment) -> DeferralChecked:
    """Give the event that keeps the answer of the nine rules."""
    decision = assessment.deferral
    lines = tuple(
        CheckLine(
            number=check.number,
            rule=check.rule,
            case_id=check.case_id,
            answer=check.answer,
            days=check.period.value.count,
            effect=check.effect,
            evidence=(*check.evidence, *check.missing),
        )
        for check in decision.checks
        if check.answer != "kept"
    )
    return DeferralChecked(
        as_at=assessment.as_at,
        edition=assessment.policy.edition,
        due_date=decision.due_date,
        result=decision.result,
        days=decision.days,
        deferred_until=decision.deferred_until,
        checks=lines,
        exceptions=assessment.exceptions,
    )
