"""Where requests to close meet the journey: what an application comes to is told by the journey it begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.folds.requests import with_application
from domain.journey.decision import timeline
from domain.transition_request import decision as transition_request
from domain.transition_request.requests import (
    RaiseTransitionRequest,
    ReceiveTransitionRequest,
    RecordMinimumCaseData,
)

if TYPE_CHECKING:
    from datetime import date

    from domain.casefile import Casefile
    from domain.decision import Context, Decision

TransitionRequestRequest = ReceiveTransitionRequest | RaiseTransitionRequest | RecordMinimumCaseData


def decide_requested(casefile: Casefile, request: TransitionRequestRequest, context: Context) -> Decision:
    """Decide a request to close, or keep the minimum case data."""
    match request:
        case ReceiveTransitionRequest():
            return transition_request.decide_receive(casefile, request, context, t_date_of(casefile, request, context))
        case RaiseTransitionRequest():
            return transition_request.decide_raise(casefile, request, context, t_date_of(casefile, request, context))
        case RecordMinimumCaseData():
            return transition_request.decide_case_data(casefile, request)


def t_date_of(
    casefile: Casefile, request: ReceiveTransitionRequest | RaiseTransitionRequest, context: Context
) -> date | None:
    """Give the T-date to which the application of a request leads; None where it names none, or there is none."""
    if request.application_received_on is None:
        return None
    after = with_application(casefile.casegroup, request.application_received_on)
    found = timeline(after, context.as_at, context.policy).date_of("t_date")
    return found.day if found else None
