"""What a step of a lesson may expect of its casegroup, by its name: worked out the same for trainees and for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from domain.arrived import arrival_of
from domain.events.breakdown import BreakdownAdvanced
from domain.events.payments import PaymentPassed
from domain.events.reports import CalculationSaved
from domain.letters.tray import letter_files
from domain.money import format_pounds
from domain.queue import queue_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.casefile import Casefile
    from domain.policy.model import Policy

Record = dict[str, Any]


def disposal(casefile: Casefile) -> list[Record]:
    """Give what became of each balance, amounts in pounds; parts that are not there are left out."""
    lines = casefile.disposal.lines if casefile.disposal else ()
    return [
        {
            "case_id": line.case_id,
            "owed_to": line.owed_to,
            "balance": format_pounds(line.balance_pence),
            "written_off": format_pounds(line.written_off_pence),
            "written_down": format_pounds(line.written_down_pence),
            **{f"forwarded_{part.status}": format_pounds(part.amount_pence) for part in line.forwarded},
            **_in_pounds("on_another_figure", line.on_another_figure_pence),
            **({"credit": line.credit} if line.credit else {}),
        }
        for line in lines
    ]


def _in_pounds(name: str, pence: int | None) -> Record:
    """Give one amount under its name, or nothing where there is none."""
    return {} if pence is None else {name: format_pounds(pence)}


def breakdown(casefile: Casefile) -> Record:
    """Tell how far the breakdown is, and the adjustment with its reason code once it is checked."""
    found = casefile.breakdown
    codes = [entry.event.reason_code for entry in casefile.recorded if isinstance(entry.event, BreakdownAdvanced)]
    if found is None or found.adjustment_pence is None:
        return {} if found is None else {"state": found.state}
    return {"state": found.state, "adjustment": format_pounds(found.adjustment_pence), "reason_code": codes[-1]}


def dues(casefile: Casefile) -> list[Record]:
    """Give the dues created at CMS, amounts in pounds."""
    return [
        {
            "case_id": line.case_id,
            "owed_to": line.owed_to,
            "status": line.status,
            "amount": format_pounds(line.amount_pence),
        }
        for line in arrival_of(casefile).created
    ]


def letters(casefile: Casefile) -> Record:
    """Give every letter with its number and how far it is."""
    return {file.letter_id: f"{file.number} {file.state}" for file in letter_files(casefile.letters)}


def calculations(casefile: Casefile) -> list[str]:
    """Give every calculation kept with a case: the weekly amount, the rate, under which scheme and what for."""
    return [
        f"{event.case_id}: £{format_pounds(event.weekly_pence)} a week, {event.rate} rate, {event.scheme} scheme, "
        f"{event.why}"
        for event in (entry.event for entry in casefile.calculations)
        if isinstance(event, CalculationSaved)
    ]


def payments(casefile: Casefile) -> list[str]:
    """Give every payment passed to CMS since the casegroup was closed, and how it was found to be this one's."""
    return [
        f"{event.reference}: £{format_pounds(event.amount_pence)}, {event.how}"
        for event in (entry.event for entry in casefile.payments)
        if isinstance(event, PaymentPassed)
    ]


def _outcome(casefile: Casefile) -> str:
    return casefile.validation.outcome if casefile.validation else "none"


def _residual(casefile: Casefile) -> str:
    residual = casefile.validation.residual_pence if casefile.validation else None
    return "not known" if residual is None else format_pounds(residual)


FACTS: Final[dict[str, Callable[[Casefile, Policy], object]]] = {
    "stage": lambda casefile, _: casefile.stage,
    "due_date": lambda casefile, _: casefile.due_date.isoformat() if casefile.due_date else "none",
    "result": lambda casefile, _: casefile.check.result if casefile.check else "none",
    "outcome": lambda casefile, _: _outcome(casefile),
    "residual": lambda casefile, _: _residual(casefile),
    "disposal": lambda casefile, _: disposal(casefile),
    "dues": lambda casefile, _: dues(casefile),
    "breakdown": lambda casefile, _: breakdown(casefile),
    "calculations": lambda casefile, _: calculations(casefile),
    "payments": lambda casefile, _: payments(casefile),
    "letters": lambda casefile, _: letters(casefile),
    "selected": lambda casefile, _: casefile.selected.segments if casefile.selected else {},
    "exceptions": lambda casefile, _: {found.exception_id: found.state for found in casefile.exceptions},
    "reasons": lambda casefile, _: [found.reason for found in casefile.exceptions],
    "queue": lambda casefile, policy: [row.cause for row in queue_rows(casefile, policy.deferral)],
    "review_on": lambda casefile, policy: [
        row.due_on.isoformat() for row in queue_rows(casefile, policy.deferral) if row.due_on
    ],
}
"""Each fact under the name that `expect` of a step gives it."""
