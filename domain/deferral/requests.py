"""What a caseworker can ask about deferral."""

from __future__ import annotations

from typing import Literal

from domain.request import CasegroupRequest


class CheckDeferral(CasegroupRequest):
    """Ask the nine rules and record what they answer."""

    kind: Literal["check_deferral"] = "check_deferral"


class Defer(CasegroupRequest):
    """Put closure off to the day the broken rules give."""

    kind: Literal["defer"] = "defer"
