"""What a caseworker can ask about closing."""

from __future__ import annotations

from datetime import date
from typing import Literal

from domain.request import CasegroupRequest


class CloseCasegroup(CasegroupRequest):
    """Close every closing case of a casegroup, on a day or today."""

    kind: Literal["close_casegroup"] = "close_casegroup"
    closed_on: date | None = None
