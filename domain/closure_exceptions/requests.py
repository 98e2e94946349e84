"""What can be asked about exceptions."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from domain.casegroup import Identifier
from domain.events.queued import ExceptionAnswer, ExceptionReason
from domain.request import CasegroupRequest


class RaiseException(CasegroupRequest):
    """Say that closure cannot take place, on a case or on the whole casegroup; the detail is free text.

    From a failure report, with the file and the line it stands on.
    """

    kind: Literal["raise_exception"] = "raise_exception"
    reason: ExceptionReason
    detail: str = Field(default="", max_length=2000)
    case_id: Identifier | None = None
    origin: Literal["hand", "report"] = "hand"
    file_name: str | None = None
    line: int | None = None


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
