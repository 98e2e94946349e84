"""What a caseworker can ask about getting rid of a balance."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.casegroup import Identifier, Payee
from domain.events.disposal import CreditTreatment, Reached
from domain.request import CasegroupRequest


class Credit(BaseModel):
    """What a person decided about a credit on one case and payee."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    case_id: Identifier
    owed_to: Payee
    treatment: CreditTreatment


class GiveWriteOffNotice(CasegroupRequest):
    """Record that both parents of a case were given notice of a write-off, or why one of them cannot be.

    A parent of whom nothing is said was given notice, or is dead where the record has a date of death.
    """

    kind: Literal["give_write_off_notice"] = "give_write_off_notice"
    case_id: Identifier
    given_on: date | None = None
    paying_parent: Reached | None = None
    receiving_parent: Reached | None = None
    reason: str = Field(default="", max_length=500)


class DisposeArrears(CasegroupRequest):
    """Write off and write down every balance of the closing cases; a credit needs a person's word on it."""

    kind: Literal["dispose_arrears"] = "dispose_arrears"
    credits: tuple[Credit, ...] = Field(default=(), max_length=1000)
