"""The account of a casegroup broken down, for whoever sits at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.breakdown.lines import breakdown_for

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from domain.breakdown.lines import Breakdown
    from domain.casefile import Casefile


def account_breakdown(desk: Desk, casefile: Casefile) -> Breakdown:
    """Break the account of a casegroup down: as at the day it was drafted, with its corrections, else today."""
    return breakdown_for(casefile, desk.as_at, desk.policy)
