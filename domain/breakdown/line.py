"""One dated line of an account breakdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from domain.events import Recorded
    from domain.events.breakdown import BreakdownColumn, Correction

LineColumn = Literal["due", "received", "adjustment", "held"]
LineEvent = Literal[
    "accrual",
    "migrated_debt_balance",
    "liability_not_known",
    "charge",
    "debt",
    "planned_collection",
    "non_child_maintenance",
    "overpayment",
    "refund",
    "other_case",
    "unallocated",
    "marked_cms",
    "marked_manual_payment",
    "adjustment",
    "balance_held",
]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the account, in pence; an amount is None where it has none of that kind, or depends on `missing`.

    `case_id` is empty where the line belongs to no closing case. `balance_pence` is the running balance of its case,
    `group_balance_pence` that of the casegroup: due less received, with what the rules that ran explain. `first` and
    `last` are the days it covers; None where no day is known. `towards` is the case outside case closure to which
    money was put. A corrected line keeps its `original`; a struck one counts for nothing.
    """

    line_id: str
    case_id: str
    event: LineEvent
    column: LineColumn
    first: date | None
    last: date | None
    weekly_pence: int | None = None
    days: int | None = None
    due_pence: int | None = None
    received_pence: int | None = None
    explained_pence: int | None = None
    rule: str | None = None
    held_pence: int | None = None
    status: str = ""
    payee: str = ""
    system: str = ""
    entry_id: str = ""
    reference: str = ""
    note: str = ""
    towards: str = ""
    given_back_on: date | None = None
    added: bool = False
    missing: tuple[str, ...] = ()
    correction: Correction | None = None
    recorded: Recorded | None = None
    original: Line | None = None
    balance_pence: int | None = None
    group_balance_pence: int | None = None

    @property
    def amount_pence(self) -> int | None:
        """Give the amount of the line's own column, in pence."""
        match self.column:
            case "due":
                return self.due_pence
            case "received":
                return self.received_pence
            case "adjustment":
                return self.explained_pence
            case "held":
                return self.held_pence

    @property
    def own_column(self) -> BreakdownColumn | None:
        """Give the column a correction changes; None for a balance held, which nothing here corrects."""
        return None if self.column == "held" else self.column
