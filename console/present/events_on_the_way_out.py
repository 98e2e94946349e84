"""What the events between an outcome and a closed casegroup say, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.present.not_known import detail_text
from console.present.wording import (
    BREAKDOWN_STATES,
    DECISIONS,
    EXCEPTION_ANSWERS,
    EXCEPTION_STATES,
    EXCEPTIONS,
    PAYEES,
    day,
    pounds,
    sentence_end,
    words,
)
from domain.events.breakdown import BreakdownAdvanced, BreakdownCorrected, BreakdownDrafted, BreakdownReturned
from domain.events.disposal import (
    BalanceFinalised,
    CasegroupClosed,
    ReceivingParentContacted,
    WriteOffNoticeGiven,
)
from domain.events.queued import (
    ExceptionAllocated,
    ExceptionAnswered,
    ExceptionRaised,
    ServiceRequestAllocated,
    ServiceRequestDone,
    ServiceRequestRaised,
)

if TYPE_CHECKING:
    from domain.events import Event
    from domain.events.disposal import ArrearsDisposed, DisposalLine

METHODS: Final = {"telephone": "by telephone", "letter": "by letter", "email": "by email", "in_person": "in person"}
REACHED: Final = {"given": "given notice", "untraced": "untraced", "dead": "dead"}
TREATMENTS: Final = {"repaid": "repaid", "cleared": "cleared"}
CORRECTIONS: Final = {"added": "Line added", "changed": "Line changed", "struck": "Line struck"}


def disposal_total(event: ArrearsDisposed) -> str:
    """Say what was written off and what written down in all; a credit is neither."""
    owed = [line for line in event.lines if line.balance_pence > 0]
    written_off = sum(line.written_off_pence for line in owed)
    written_down = sum(line.written_down_pence for line in owed)
    text = f"{pounds(written_off)} written off, {pounds(written_down)} written down and forwarded to CMS"
    for treatment, said in TREATMENTS.items():
        credit = -sum(line.balance_pence for line in event.lines if line.credit == treatment)
        if credit:
            text += f"; credits of {pounds(credit)} {said}"
    return text


def disposal_sentence(line: DisposalLine) -> str:
    """Say what became of one balance, with the decision behind it."""
    where = f"Case {line.case_id}, {PAYEES[line.owed_to]}"
    if line.credit is not None:
        return f"{where}: a credit of {pounds(-line.balance_pence)}, {TREATMENTS[line.credit]}."
    what = f"{where}: {pounds(line.balance_pence)} owed"
    text = f"{what}: {pounds(line.written_off_pence)} written off, {pounds(line.written_down_pence)} written down"
    if line.decision is not None:
        text += f" (decision: {DECISIONS[line.decision]}"
        if line.on_another_figure_pence is not None:
            text += f", taken ON ANOTHER FIGURE, {pounds(line.on_another_figure_pence)}"
        text += ")"
    return f"{text}."


def out_sentence(event: Event) -> str | None:
    """Say contact, notice, disposal, closing or breakdown in one sentence; None for any other event."""
    match event:
        case ReceivingParentContacted():
            reached = "reached" if event.reached else "NOT reached"
            how = METHODS[event.method]
            where = f"Receiving parent of case {event.case_id} {reached} {how} on {day(event.contacted_on)}"
            return sentence_end(f"{where}: {event.said}")
        case BalanceFinalised():
            return f"Balance of case {event.case_id} declared final: {pounds(event.balance_pence)}."
        case WriteOffNoticeGiven():
            why = f" {sentence_end(event.reason)}" if event.reason else ""
            told = f"paying parent {REACHED[event.paying_parent]}, receiving parent {REACHED[event.receiving_parent]}"
            amount, given_on = pounds(event.amount_pence), day(event.given_on)
            return f"Notice of the write-off of {amount} on case {event.case_id}, {given_on}: {told}.{why}"
        case CasegroupClosed():
            return f"Closed on {day(event.closed_on)}: {', '.join(event.cases)}."
        case _:
            return _breakdown_sentence(event)


def _breakdown_sentence(event: Event) -> str | None:
    match event:
        case BreakdownDrafted():
            return f"Account breakdown drafted on the figures of {day(event.as_at)}."
        case BreakdownCorrected():
            amount = f" to {pounds(event.amount_pence)}" if event.amount_pence is not None else ""
            what = f"{CORRECTIONS[event.correction]} in the breakdown: {event.line_id}{amount}."
            return f"{what} {sentence_end(event.evidence)}"
        case BreakdownAdvanced():
            reason = words(event.reason_code)
            adjustment = f"adjustment {pounds(event.adjustment_pence)}, {reason}"
            note = f" {sentence_end(event.note)}" if event.note else ""
            return f"Account breakdown {BREAKDOWN_STATES[event.state]}: {adjustment}.{note}"
        case BreakdownReturned():
            return sentence_end(f"Account breakdown sent back to be corrected: {event.reason}")
        case _:
            return None


def queue_sentence(event: Event) -> str | None:
    """Say what happened to an exception or a service request in one sentence; None for any other event."""
    match event:
        case ExceptionRaised():
            where = f" on case {event.case_id}" if event.case_id else ""
            detail = f": {detail_text(event.detail)}" if event.detail else ""
            source = f" From {event.file_name}, row {event.line}." if event.file_name else ""
            what = sentence_end(f"{EXCEPTIONS[event.reason]}{detail}")
            return f"Exception {event.exception_id} raised{where}: {what}{source}"
        case ExceptionAllocated():
            return f"Exception {event.exception_id} given to {event.to}."
        case ExceptionAnswered():
            note = f" {sentence_end(event.note)}" if event.note else ""
            answer = EXCEPTION_ANSWERS[event.answer]
            return f"Exception {event.exception_id}: {answer}. It is now {EXCEPTION_STATES[event.state]}.{note}"
        case ServiceRequestRaised():
            detail = f": {event.detail}" if event.detail else ""
            return sentence_end(f"Service request {event.service_request_id} raised: {event.work}{detail}")
        case ServiceRequestAllocated():
            return f"Service request {event.service_request_id} given to {event.to}."
        case ServiceRequestDone():
            result = f": {event.result}" if event.result else ""
            return sentence_end(f"Service request {event.service_request_id} done{result}")
        case _:
            return None
