"""What can be asked about exceptions."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from domain.casegroup import Identifier
from domain.events.queued import ExceptionAnswer, ExceptionReason, Origin
from domain.request import CasegroupRequest


class RaiseException(CasegroupRequest):
    """Say that closure cannot take place, on a case or on the whole casegroup; the detail is free text."""

    kind: Literal["raise_exception"] = "raise_exception"
    reason: ExceptionReason
    detail: str = Field(default="", max_length=2000)
    case_id: Identifier | None = None
    origin: Origin = "hand"


class AllocateException(CasegroupRequest):
    """Give an exception to somebody on the roster."""

    kind: Literal["allocate_exception"] = "allocate_exception"
    exception_id: Identifier
    to: str = Field(max_length=200)


class AnswerException(CasegroupRequest):
    """Record what whoever has the exception answered."""

    kind: Literal["answer_exception"] = "answer_exception"
    exception_id: Identifier
    answer: ExceptionAnswer
    note: str = Field(default="", max_length=2000)
