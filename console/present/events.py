"""What an event says, in sentences: for previews before it is written, and for the journal after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.present.calculation import calculation_sentence
from console.present.events_of_arrival import arrival_sentence
from console.present.events_of_letters import letter_sentence
from console.present.events_of_reconciliation import reconciliation_sentence
from console.present.events_of_selection import selection_sentences
from console.present.events_on_the_way_out import disposal_sentence, disposal_total, out_sentence, queue_sentence
from console.present.explain import ANOMALY_TITLES, DEFERRAL_TITLES, placement_sentence
from console.present.not_known import detail_text
from console.present.payments import payment_sentence
from console.present.requests import request_sentence
from console.present.wording import (
    DECISIONS,
    DEFERRAL_RESULTS,
    EVENTS,
    EXCEPTIONS,
    OUTCOMES,
    day,
    days,
    pounds,
    sentence_end,
    words,
)
from domain.actor import ROLE_TITLES
from domain.events import (
    ArrearsDecisionRecorded,
    BalanceAmended,
    BalanceValidated,
    ClericalValidationConfirmed,
    ClosureDeferred,
    DeferralChecked,
    EntrySetAside,
    FactsReceived,
    InhibitLifted,
    InhibitSet,
    NoteAdded,
    ObstacleCleared,
    RosterChanged,
    WorkItemClosed,
    WorkItemOpened,
)
from domain.events.disposal import ArrearsDisposed
from domain.events.selection import SelectionEvent, SelectionOfficeEvent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.events import Event


def event_sentences(event: Event) -> tuple[str, ...]:
    """Say what an event records, the first sentence naming it."""
    return tuple(_sentences(event))


def _sentences(event: Event) -> Iterator[str]:
    match event:
        case DeferralChecked():
            yield from _checked(event)
        case BalanceValidated():
            yield from _validated(event)
        case BalanceAmended():
            yield f"Balance amended by {pounds(event.amendment_pence)}, placed so:"
            for part in event.placements:
                yield f"  {placement_sentence(part.case_id, part.owed_to, part.amount_pence)}"
        case NoteAdded():
            first, *others = event.text.splitlines() or [""]
            yield f"Note: {first}"
            yield from (f"  {line}" for line in others)
        case ArrearsDisposed():
            yield f"Arrears disposed of on {day(event.disposed_on)}: {disposal_total(event)}."
            yield from (f"  {disposal_sentence(line)}" for line in event.lines)
        case event if isinstance(event, SelectionEvent | SelectionOfficeEvent):
            yield from selection_sentences(event)
        case _:
            yield next(filter(None, (tell(event) for tell in TELLERS)), EVENTS[event.kind])


def _checked(event: DeferralChecked) -> Iterator[str]:
    result = DEFERRAL_RESULTS[event.result].lower()
    yield f"Deferral rules asked as at {day(event.as_at)}: {result}, due {day(event.due_date)}."
    for check in event.checks:
        where = f" on case {check.case_id}" if check.case_id else ""
        yield f"  {check.number} {DEFERRAL_TITLES[check.rule]}{where}: {words(check.answer)}."
    for found in event.exceptions:
        yield sentence_end(f"  Exception: {EXCEPTIONS[found.reason]}: {detail_text(found.detail)}")


def _validated(event: BalanceValidated) -> Iterator[str]:
    yield f"Outcome recorded as at {day(event.as_at)}: {OUTCOMES[event.outcome].lower()}."
    yield (
        f"  Debt balance {pounds(event.debt_balance_pence)}, liability {pounds(event.liability_pence)}, "
        f"receipts {pounds(event.receipts_pence)}, discrepancy {pounds(event.discrepancy_pence)}."
    )
    for line in event.anomalies:
        if line.answer == "applied" and line.explained_pence:
            yield f"  {ANOMALY_TITLES[line.rule]} explains {pounds(line.explained_pence)}."
    if event.anomalies:
        yield f"  Left unexplained: {pounds(event.residual_pence)}."
    if event.amendment_pence is not None:
        yield f"  An amendment of {pounds(event.amendment_pence)} is then to be placed; CMS is told to check."


def _in_one_sentence(event: Event) -> str | None:
    match event:
        case ClosureDeferred():
            return (
                f"Closure deferred from {day(event.deferred_from)} to {day(event.deferred_until)}: "
                f"{days(event.days)}, for {DEFERRAL_TITLES[event.rule].lower()}."
            )
        case FactsReceived():
            again = "The lesson begins again. " if event.begun_again else ""
            return f"{again}Document received, version {event.facts_version}: {event.file_name}, line {event.line}."
        case ClericalValidationConfirmed():
            return sentence_end(f"Clerical validation confirmed: {event.reason}")
        case ArrearsDecisionRecorded():
            amount = event.amount_to_write_off_pence
            part = f" of {pounds(amount)}" if amount is not None else ""
            return (
                f"Arrears decision on case {event.case_id}: {DECISIONS[event.choice]}{part}, {day(event.recorded_on)}."
            )
        case InhibitSet():
            review = f" To be reviewed on {day(event.review_on)}." if event.review_on else ""
            return sentence_end(f"Manual inhibit set on case {event.case_id}: {event.reason}") + review
        case InhibitLifted():
            return sentence_end(
                f"{event.inhibit_kind.capitalize()} inhibit lifted on case {event.case_id}: {event.reason}"
            )
        case WorkItemOpened():
            return sentence_end(f"Work item {event.work_item_id} opened on case {event.case_id}: {event.work}")
        case WorkItemClosed():
            return f"Work item {event.work_item_id} closed on case {event.case_id}."
        case ObstacleCleared():
            return _put_right(event)
        case EntrySetAside():
            why = f": {event.reason}" if event.reason else ""
            return sentence_end(f"Entry {event.seq} set aside{why}")
        case RosterChanged():
            roles = ", ".join(ROLE_TITLES[role] for role in event.roles) or "off the roster"
            nominated = "; nominated to open restricted records" if event.nominated else ""
            return f"Roster: {event.name} ({event.user}): {roles}{nominated}."
        case _:
            return None


def _put_right(event: ObstacleCleared) -> str:
    match event.obstacle:
        case "liability":
            return f"Liability on case {event.case_id} has ended; {day(event.day)} is its last day."
        case "schedules":
            return f"The liability schedules of case {event.case_id} have ended, {day(event.day)}."
        case "planned_collection":
            return f"Planned collection {event.reference} of case {event.case_id} is released, {day(event.day)}."
        case "payable":
            return f"Payable {event.reference} of case {event.case_id} is paid, {day(event.day)}."
        case "receipt":
            return f"Receipt {event.reference} is forwarded to CMS by manual payment, {day(event.day)}."


# Each tells the events of its own part of the work in one sentence, and answers None about any other.
TELLERS: Final = (
    _in_one_sentence,
    out_sentence,
    queue_sentence,
    request_sentence,
    letter_sentence,
    arrival_sentence,
    payment_sentence,
    calculation_sentence,
    reconciliation_sentence,
)
