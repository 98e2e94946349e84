"""What can be asked about service requests."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from domain.casegroup import Identifier
from domain.request import CasegroupRequest


class RaiseServiceRequest(CasegroupRequest):
    """Ask a piece of work of somebody."""

    kind: Literal["raise_service_request"] = "raise_service_request"
    work: str = Field(max_length=200)
    detail: str = Field(default="", max_length=2000)
    case_id: Identifier | None = None


class AllocateServiceRequest(CasegroupRequest):
    """Give a service request to somebody on the roster."""

    kind: Literal["allocate_service_request"] = "allocate_service_request"
    service_request_id: Identifier
    to: str = Field(max_length=200)


class CompleteServiceRequest(CasegroupRequest):
    """Record that a service request was done, and what came of it."""

    kind: Literal["complete_service_request"] = "complete_service_request"
    service_request_id: Identifier
    result: str = Field(default="", max_length=2000)
