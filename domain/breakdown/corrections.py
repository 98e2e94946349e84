"""Corrections of a breakdown: lines added, changed or struck on evidence; the original stays beside each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from domain.breakdown.ledger import ADJUSTMENTS
from domain.breakdown.line import Line
from domain.events.breakdown import BreakdownCorrected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.breakdown.line import LineEvent
    from domain.events import Recorded
    from domain.events.breakdown import BreakdownColumn

# Money added to an account is put to debt: it was received and reduced what is owed.
ADDED_EVENTS: Final[dict[BreakdownColumn, LineEvent]] = {
    "due": "charge",
    "received": "debt",
    "adjustment": "adjustment",
}


def corrected(
    lines: Sequence[Line], corrections: Sequence[Recorded], systems: Mapping[str, str]
) -> tuple[tuple[Line, ...], tuple[Recorded, ...]]:
    """Apply corrections in the order in which they were recorded; `systems` names the closing cases.

    Gives the lines, and the corrections that no longer have a line: one that a newer document does not have, or an
    added one whose case is no longer closing.
    """
    standing = {line.line_id: line for line in lines}
    lost: list[Recorded] = []
    for entry in corrections:
        event = entry.event
        if not isinstance(event, BreakdownCorrected):
            continue
        line = standing.get(event.line_id)
        if event.correction == "added" and line is None and (not event.case_id or event.case_id in systems):
            standing[event.line_id] = _added(event, entry, systems.get(event.case_id, ""))
        elif event.correction != "added" and line is not None and line.column == event.column:
            standing[event.line_id] = _replaced(line, event, entry)
        else:
            lost.append(entry)
    return tuple(standing.values()), tuple(lost)


def _added(event: BreakdownCorrected, entry: Recorded, system: str) -> Line:
    line = Line(
        line_id=event.line_id,
        case_id=event.case_id,
        event=ADDED_EVENTS[event.column],
        column=event.column,
        first=event.day,
        last=event.day,
        rule=ADJUSTMENTS if event.column == "adjustment" else None,
        system=system,
        added=True,
        correction="added",
        recorded=entry,
    )
    return _with_amount(line, event.amount_pence or 0)


def _replaced(line: Line, event: BreakdownCorrected, entry: Recorded) -> Line:
    amount = 0 if event.correction == "struck" else event.amount_pence or 0
    changed = replace(line, missing=(), correction=event.correction, recorded=entry, original=line.original or line)
    if event.day is not None:
        changed = replace(changed, first=event.day, last=event.day)
    return _with_amount(changed, amount)


def _with_amount(line: Line, pence: int) -> Line:
    """Put an amount into the line's own column; what a rule explains of money received follows it."""
    match line.column:
        case "due":
            return replace(line, due_pence=pence)
        case "received":
            return replace(line, received_pence=pence, explained_pence=pence if line.rule else None)
        case "adjustment":
            return replace(line, explained_pence=pence)
        case "held":
            return line
