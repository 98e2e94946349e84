"""What requests to close and the minimum case data change about a casefile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.casegroup import TransitionRequest
from domain.events.requests import MinimumCaseDataRecorded, TransitionRequestReceived

if TYPE_CHECKING:
    from domain.casefile import Casefile
    from domain.casegroup import Casegroup
    from domain.events import Recorded


def after_requests(casefile: Casefile, entry: Recorded) -> Casefile:
    """Apply a request to close, or minimum case data, to a casefile."""
    match entry.event:
        case TransitionRequestReceived() as event:
            return replace(
                casefile,
                requests=(*casefile.requests, entry),
                casegroup=_requested(casefile.casegroup, event),
                check=None,
            )
        case MinimumCaseDataRecorded() as event:
            return replace(casefile, case_data={**casefile.case_data, event.case_id: event})
        case _:
            raise AssertionError(entry.event.kind)


def _requested(casegroup: Casegroup, event: TransitionRequestReceived) -> Casegroup:
    request = TransitionRequest.model_construct(
        request_id=event.request_id,
        kind=event.request_kind,
        received_on=event.received_on,
        closure_date=event.closure_date,
        not_known={},
    )
    return casegroup.model_copy(update={"transition_request": request})
