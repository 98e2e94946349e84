"""An account breakdown ready to be put on paper: its lines and figures, with the words that go beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from domain.money import format_pounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from domain.breakdown.line import Line
    from domain.breakdown.lines import Breakdown

NAMES: Final = (
    "line",
    "case",
    "system",
    "event",
    "from",
    "to",
    "weekly",
    "days",
    "due",
    "received",
    "explained",
    "rule",
    "held",
    "balance_of_case",
    "balance_of_casegroup",
    "status",
    "payee",
    "entry",
    "reference",
    "note",
    "correction",
    "evidence",
    "corrected_by",
    "corrected_at",
    "original_amount",
    "not_known",
)


@dataclass(frozen=True, slots=True)
class LineWords:
    """What stands in words on a line; every text is safe to show."""

    line: str
    case: str
    event: str
    rule: str
    status: str
    payee: str
    entry: str
    reference: str
    note: str
    correction: str
    evidence: str


@dataclass(frozen=True, slots=True)
class BreakdownPaper:
    """A breakdown with its words: `facts` are labels with their texts, `words` stand in the order of the lines.

    `cases` names each case (and the lines of no case) as a heading, in the order of the breakdown's cases.
    """

    casegroup_id: str
    facts: tuple[tuple[str, str], ...]
    sentence: str
    breakdown: Breakdown
    words: tuple[LineWords, ...]
    cases: tuple[str, ...]
    rules: Mapping[str, str]
    made_at: datetime

    def lines(self) -> Iterator[tuple[Line, LineWords]]:
        """Give each line with its words, in date order."""
        return zip(self.breakdown.lines, self.words, strict=True)


def line_records(paper: BreakdownPaper) -> Iterator[dict[str, Any]]:
    """Give each line as a record under NAMES: amounts in pounds and days YYYY-MM-DD as texts, None where none is."""
    for line, words in paper.lines():
        original = line.original.amount_pence if line.original else None
        yield {
            "line": line.line_id,
            "case": line.case_id,
            "system": line.system,
            "event": words.event,
            "from": _day(line.first),
            "to": _day(line.last),
            "weekly": _pounds(line.weekly_pence),
            "days": line.days,
            "due": _pounds(line.due_pence),
            "received": _pounds(line.received_pence),
            "explained": _pounds(line.explained_pence),
            "rule": words.rule or None,
            "held": _pounds(line.held_pence),
            "balance_of_case": _pounds(line.balance_pence),
            "balance_of_casegroup": _pounds(line.group_balance_pence),
            "status": words.status,
            "payee": words.payee,
            "entry": words.entry,
            "reference": words.reference,
            "note": words.note,
            "correction": words.correction,
            "evidence": words.evidence,
            "corrected_by": line.recorded.actor if line.recorded else None,
            "corrected_at": line.recorded.at if line.recorded else None,
            "original_amount": _pounds(original),
            "not_known": ", ".join(line.missing) or None,
        }


def _pounds(pence: int | None) -> str | None:
    return None if pence is None else format_pounds(pence)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
