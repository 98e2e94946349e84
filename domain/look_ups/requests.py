"""What may be asked about people named in an application."""

from __future__ import annotations

from typing import Literal

from domain.events.requests import LookUpResult, LookUpSubject
from domain.request import StoreRequest


class RecordLookUp(StoreRequest):
    """Record whom a look-up found; the desk looks, a person does where the desk's answer is not the client's."""

    kind: Literal["record_look_up"] = "record_look_up"
    subject: LookUpSubject
    how: Literal["automatic", "manual"]
    answers: dict[str, str]
    result: LookUpResult
    casegroup_ids: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    of_look_up: str | None = None
    note: str = ""


class SettleLookUp(StoreRequest):
    """Say what corrective action was taken where manual and automatic look-up differ, or that none is needed."""

    kind: Literal["settle_look_up"] = "settle_look_up"
    look_up_id: str
    note: str
