"""What may be asked about requests to close, and about the minimum case data."""

from __future__ import annotations

from datetime import date
from typing import Literal

from domain.casegroup import Identifier, System
from domain.events.requests import TransitionRequestKind
from domain.request import CasegroupRequest


class ReceiveTransitionRequest(CasegroupRequest):
    """Take in a request to close that came in a file for one system."""

    kind: Literal["receive_transition_request"] = "receive_transition_request"
    request_id: Identifier
    request_kind: TransitionRequestKind
    system: System
    received_on: date
    closure_date: date
    application_received_on: date | None = None
    file_name: str
    line: int


class RaiseTransitionRequest(CasegroupRequest):
    """Raise a request to close by hand, for a reactive closure; it closes on the T-date unless said otherwise."""

    kind: Literal["raise_transition_request"] = "raise_transition_request"
    request_kind: TransitionRequestKind
    system: System
    application_received_on: date
    closure_date: date | None = None


class RecordMinimumCaseData(CasegroupRequest):
    """Keep what is known of a case for CMS; what is not known is said so, with the reason, and never made up."""

    kind: Literal["record_minimum_case_data"] = "record_minimum_case_data"
    case_id: Identifier
    fields: dict[str, str]
    not_known: dict[str, str] = {}  # noqa: RUF012 - pydantic gives each its own
