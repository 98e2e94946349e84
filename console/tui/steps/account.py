"""Step 4, Account: the full account breakdown - dated lines, corrections with their originals, and the totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.present.breakdown import (
    amount_cell,
    correction_text,
    effect_sentence,
    event_text,
    evidence_text,
    note_text,
    parent_sentence,
    state_text,
    total_rows,
    troubles,
)
from console.present.wording import BREAKDOWN_STATES, PAYEES, day, days, pounds
from console.tui.content import Toned
from console.tui.steps.step import StepContent
from console.tui.widgets.grid_source import Column, GridRow, Short
from domain.breakdown.lines import breakdown_for

if TYPE_CHECKING:
    from console.tui.steps.step import Line, View
    from domain.breakdown.line import Line as AccountLine
    from domain.breakdown.lines import Breakdown

COLUMNS: Final = (
    Column(key="day", title="From", width_min=11, sortable=False),
    Column(key="what", title="What", width_min=17, flex=1, sortable=False),
    Column(key="due", title="Due", width_min=10, align="right", sortable=False),
    Column(key="received", title="Received", width_min=10, align="right", sortable=False),
    Column(key="balance", title="Balance", width_min=14, align="right", sortable=False),
)
STATE: Final = "state"
TOTAL: Final = "total "
EXPLAINED: Final = "Explained: "
IN_BRIEF: Final = {
    "Refunds and overpayments": "Refunded, overpaid",
    "Put to cases not closing": "To cases not closing",
    "Put to planned collection": "Planned collection",
    "Marked as manual payment": "Manual payment",
}
"""Rules whose title is longer than the column at 80 columns; the whole title stands under the list."""


def account_step(view: View) -> StepContent:
    """List the lines of the account in date order with the casegroup's running balance, then what they add up to."""
    breakdown = breakdown_for(view.casefile, view.assessment.as_at, view.assessment.policy)
    progress = view.casefile.breakdown
    lines = {line.line_id: line for line in breakdown.lines}
    several = len(view.casefile.casegroup.closing_cases) > 1
    state: list[Line] = [state_text(progress), *troubles(breakdown, progress)]
    if effect := effect_sentence(breakdown):
        state.append(effect)
    figures = total_rows(breakdown.figures) if breakdown.figures else ()
    rows = [
        GridRow(STATE, (day(breakdown.as_at), _state(view), None, None, None)),
        *(GridRow(key, _cells(line, several=several)) for key, line in lines.items()),
        *(GridRow(f"{TOTAL}{name}", ("", _total(name), None, None, pounds(pence))) for name, pence in figures),
    ]

    def short(key: str) -> list[Line]:
        if key in lines:
            return _said(lines[key])
        return [*state, parent_sentence(breakdown)][:4] if key == STATE else _before(breakdown, key)

    def why(key: str) -> list[Line]:
        if key in lines:
            return [Toned(event_text(lines[key]), "strong"), *_said(lines[key]), *_fields(lines[key])]
        totals: list[Line] = [f"{name}: {pounds(pence)}" for name, pence in figures]
        return [Toned("Account breakdown", "strong"), *state, "", *totals, "", parent_sentence(breakdown)]

    cases = {line.line_id: line.case_id for line in breakdown.lines if line.case_id}
    return StepContent(COLUMNS, rows, short, why, cases=cases)


def account_state(view: View) -> str:
    """Give the sign of the step: a breakdown is owed or not finished."""
    progress, validation = view.casefile.breakdown, view.casefile.validation
    if progress is not None:
        return "" if progress.state == "statement_adjusted" else "!"
    return "!" if validation is not None and validation.outcome == "account_breakdown" else ""


def _state(view: View) -> str | Toned:
    progress = view.casefile.breakdown
    if progress is None:
        return "not drafted (b)"
    return Toned(BREAKDOWN_STATES[progress.state].upper(), "strong")


def _total(name: str) -> Short:
    if not name.startswith(EXPLAINED):
        return Short(name, name, "strong")
    title = name.removeprefix(EXPLAINED)
    return Short(f"  {title}", f"  {IN_BRIEF.get(title, title)}", "strong")


def _cells(line: AccountLine, *, several: bool) -> tuple[str | Toned | None, ...]:
    what = f"{line.case_id} {event_text(line)}" if several and line.case_id else event_text(line)
    text: str | Toned = what
    if line.correction is not None:
        text = Toned(f"{correction_text(line)}: {what}", "warning")
    due = line.due_pence if line.column == "due" else line.explained_pence if line.column == "adjustment" else None
    received = line.received_pence if line.column == "received" else None
    unknown = Toned("NOT KNOWN", "bad") if line.missing else None
    return (
        day(line.first) if line.first else "",
        text,
        (unknown if line.column in {"due", "adjustment"} else None) or amount_cell(due),
        (unknown if line.column == "received" else None) or amount_cell(received),
        pounds(line.held_pence if line.column == "held" else line.group_balance_pence),
    )


def _said(line: AccountLine) -> list[Line]:
    """Say a line in a few sentences."""
    said: list[Line] = []
    if line.weekly_pence is not None and line.days is not None:
        said.append(
            f"{day(line.first)} to {day(line.last)}: {pounds(line.weekly_pence)} a week for {days(line.days)} "
            f"comes to {pounds(line.due_pence)}."
        )
    elif line.amount_pence is not None:
        said.append(f"{event_text(line)}: {pounds(line.amount_pence)}.")
    if note := note_text(line):
        said.append(note)
    if line.correction is not None:
        said.append(Toned(f"{correction_text(line).capitalize()}. Evidence: {evidence_text(line)}", "warning"))
    if line.case_id and line.balance_pence is not None:
        said.append(f"Running balance of case {line.case_id}: {pounds(line.balance_pence)}.")
    return said


def _fields(line: AccountLine) -> list[Line]:
    """Give everything else a line has."""
    fields = (
        ("Line", line.line_id),
        ("Case", line.case_id),
        ("System", line.system),
        ("Entry", line.entry_id),
        ("Reference", line.reference),
        ("Status", line.status),
        ("Payee", PAYEES.get(line.payee, line.payee)),
        ("Recorded by", f"{line.recorded.actor}, entry {line.recorded.seq}" if line.recorded else ""),
    )
    return ["", *(f"{name}: {value}" for name, value in fields if value)]


def _before(breakdown: Breakdown, key: str) -> list[Line]:
    """Say what a total was without the corrections."""
    name = key.removeprefix(TOTAL)
    before = dict(total_rows(breakdown.before)) if breakdown.before else {}
    now = dict(total_rows(breakdown.figures)) if breakdown.figures else {}
    if name in before and before[name] != now.get(name):
        return [f"{name} without the corrections: {pounds(before[name])}."]
    return [f"{name}: {pounds(now[name])}."] if name in now else []
