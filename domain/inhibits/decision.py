"""Setting and lifting inhibits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.days import days_after
from domain.decision import Context, Decision, refused
from domain.events import InhibitLifted, InhibitSet
from domain.refusals import Refusal, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.casefile import Casefile
    from domain.inhibits.requests import LiftInhibit, SetInhibit


def decide_set(casefile: Casefile, request: SetInhibit, context: Context) -> Decision:
    """Set a manual inhibit on a closing case, with a reason and a day to look at it again.

    Where no day is named it is the policy's period for manual inhibits from today: none stands unseen for ever.
    """
    refusals = tuple(_refusals_of_setting(casefile, request, context))
    if refusals:
        return refused(*refusals)
    period = context.policy.deferral.manually_inhibited.value
    review_on = request.review_on or days_after(context.as_at, period.count)
    event = InhibitSet(case_id=request.case_id, reason=request.reason, set_on=context.as_at, review_on=review_on)
    return Decision(events=(event,))


def _refusals_of_setting(casefile: Casefile, request: SetInhibit, context: Context) -> Iterator[Refusal]:
    case = casefile.case(request.case_id)
    if case is None or not case.in_case_closure:
        yield refusal("case_not_closing", case_id=request.case_id)
    elif any(inhibit.kind == "manual" and inhibit.lifted_on is None for inhibit in case.inhibits):
        yield refusal("already_inhibited", case_id=request.case_id)
    if not request.reason.strip():
        yield refusal("reason_missing")
    if request.review_on and request.review_on <= context.as_at:
        yield refusal("review_not_later", review_on=request.review_on, as_at=context.as_at)


def decide_lift(casefile: Casefile, request: LiftInhibit, context: Context) -> Decision:
    """Lift the open inhibits of one kind on a case."""
    refusals = tuple(_refusals_of_lifting(casefile, request))
    if refusals:
        return refused(*refusals)
    event = InhibitLifted(
        case_id=request.case_id,
        inhibit_kind=request.inhibit_kind,
        reason=request.reason,
        lifted_on=context.as_at,
    )
    return Decision(events=(event,))


def _refusals_of_lifting(casefile: Casefile, request: LiftInhibit) -> Iterator[Refusal]:
    case = casefile.case(request.case_id)
    if case is None:
        yield refusal("no_such_case", case_id=request.case_id)
    elif not any(inhibit.kind == request.inhibit_kind and inhibit.lifted_on is None for inhibit in case.inhibits):
        yield refusal("not_inhibited", case_id=request.case_id, inhibit_kind=request.inhibit_kind)
    if not request.reason.strip():
        yield refusal("reason_missing")
