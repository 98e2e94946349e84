"""Payments for closed cases in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from console.present.wording import day, pounds
from domain.events.payments import PaymentFileReceived, PaymentFileWritten, PaymentInvestigated, PaymentPassed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.desk.payments import PaymentView
    from domain.events import Event

STATES: Final[Mapping[str, str]] = {
    "investigating": "to be looked into",
    "passed": "passed to CMS",
    "written": "passed, in a file",
    "returned": "returned",
    "belongs_elsewhere": "somebody else's",
    "still_open": "still open",
}
WHY_OPEN: Final[Mapping[str, str]] = {
    "several_casegroups": "number and name are those of several casegroups",
    "not_closed": "the casegroup is not closed",
    "names_swapped": "forenames and surname seem to have changed places",
    "number_only": "only the number agrees",
    "name_only": "only the name agrees",
    "nobody_found": "nobody of that number or name",
}
RESEMBLANCES: Final[Mapping[str, str]] = {
    "number_and_name": "number and name agree",
    "names_swapped": "number agrees, names swapped",
    "number_only": "number agrees",
    "name_only": "name agrees",
}
RESTRICTED: Final = "restricted"


def payment_sentence(event: Event) -> str | None:
    """Say what an event about payments records, or None for any other."""
    match event:
        case PaymentPassed():
            how = "number and name agreed" if event.how == "matched" else f"looked into: {event.note}"
            return f"Payment {event.reference} of {pounds(event.amount_pence)} passed to CMS: {how}."
        case PaymentFileReceived():
            return f"File of payments received: {event.file_name}, {event.payments} of {pounds(event.amount_pence)}."
        case PaymentFileWritten():
            count = len(event.references)
            return f"File of payments written: {event.file_name}, {count} of {pounds(event.amount_pence)}."
        case PaymentInvestigated():
            return f"Payment {event.reference} looked into, {STATES[event.finding]}: {event.note}"
        case _:
            return None


def payment_lines(view: PaymentView) -> list[str]:
    """Tell one payment: whose it says it is, how far it is, and everybody it may belong to."""
    row = view.row
    if view.masked:
        return [f"Payment {row.reference}: it is, or may be, that of a restricted record; {STATES[row.state]}."]
    lines = [
        f"Payment {row.reference} of {pounds(row.amount_pence)}, received {day(date.fromisoformat(row.received_on))}.",
        f"From: {row.forenames} {row.surname}, {row.nino or 'no number'}.",
        f"It is {STATES[row.state]}{f', casegroup {row.casegroup_id}' if row.casegroup_id else ''}.",
    ]
    if row.state == "investigating":
        lines.append(f"Why: {WHY_OPEN[row.why_open]}.")
        lines += [
            f"  {candidate.casegroup_id}: {RESEMBLANCES[candidate.resemblance]}"
            f"{'' if candidate.closed else ', not closed'}"
            for candidate in view.candidates
        ] or ["  Nobody here resembles it."]
    return lines
