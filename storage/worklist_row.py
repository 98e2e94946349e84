"""One line of the worklist, as the file keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """Where a casegroup stands, in the words and figures of the worklist; amounts in pence."""

    casegroup_id: str
    paying_parent: str
    nino: str
    systems: str
    closing_cases: int
    due_date: date | None
    stage: str
    deferred_until: date | None
    debt_balance_pence: int | None
    discrepancy_pence: int | None
    residual_pence: int | None
    check_due_on: date | None
    flags: str
    search_text: str
    facts_version: int
    last_seq: int
