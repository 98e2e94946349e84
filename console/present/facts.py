"""The facts of a casegroup as a list of records, each with all its fields and what is said of those not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from console.present.wording import DECISIONS, JOURNEYS, PAYEES, day, pounds
from domain.casegroup import AssessmentEntry, MigratedBalanceEntry, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.casefile import Casefile
    from domain.casegroup import Case, Casegroup, LiabilityEntry, Person

MONEY_FIELDS: Final = frozenset({"amount", "outstanding", "weekly_amount", "amount_to_write_off"})
ALLOCATION_WORDS: Final = {
    "debt": "debt",
    "planned_collection": "planned collection",
    "non_child_maintenance": "other than child maintenance",
    "overpayment": "overpayment",
}


@dataclass(frozen=True, slots=True)
class FactLine:
    """One record in the list of facts: what it is, where, what it says, its day and its amount in pence."""

    key: str
    what: str
    case_id: str
    text: str
    on: date | None
    amount_pence: int | None
    record: Record | None


def fact_lines(casefile: Casefile) -> tuple[FactLine, ...]:
    """List the facts of a casegroup in the order of the document, notes at the end."""
    return tuple(_lines(casefile))


def _lines(casefile: Casefile) -> Iterator[FactLine]:
    casegroup = casefile.casegroup
    yield from _head(casegroup)
    for case in casegroup.cases:
        yield from _case(case)
    for receipt in casegroup.receipts:
        parts = ", ".join(
            f"{pounds(part.amount)} to {ALLOCATION_WORDS[part.to]} of {part.case_id}" for part in receipt.allocations
        )
        back = ", ".join(f"{pounds(refund.amount)} refunded {day(refund.refunded_on)}" for refund in receipt.refunds)
        marking = f"marked {receipt.marking.replace('_', ' ')}" if receipt.marking else ""
        text = "; ".join(part for part in (receipt.receipt_id, parts or "put to nothing", back, marking) if part)
        yield FactLine(
            f"receipt {receipt.receipt_id}", "Receipt", "", text, receipt.received_on, receipt.amount, receipt
        )
    for note in casefile.notes:
        text = note.event.text if note.event.kind == "note_added" else ""
        yield FactLine(f"note {note.seq}", "Note", "", text, date.fromisoformat(note.at[:10]), None, None)


def _head(casegroup: Casegroup) -> Iterator[FactLine]:
    parent = casegroup.paying_parent
    yield FactLine("paying parent", "Paying parent", "", person_text(parent), parent.date_of_birth, None, parent)
    journey = casegroup.journey
    kind = JOURNEYS[journey.kind] if journey.kind else "not known"
    yield FactLine("journey", "Journey", "", kind, journey.t_date or journey.liability_end_date, None, journey)
    request = casegroup.transition_request
    if request:
        text = f"{request.request_id} ({request.kind or 'kind not known'}), closure date"
        yield FactLine("request", "Request", "", text, request.closure_date, None, request)


def _case(case: Case) -> Iterator[FactLine]:
    def line(what: str, name: str, text: str, on: date | None, pence: int | None, record: Record) -> FactLine:
        return FactLine(f"{case.case_id} {what} {name}", what, case.case_id, text, on, pence, record)

    closing = "closing" if case.in_case_closure else "NOT closing"
    schedules = "" if case.schedules_ended else ", schedules NOT ended"
    text = (
        f"{case.system}, scheme {case.scheme or 'not known'}, {case.region or 'region not known'}, {closing}{schedules}"
    )
    yield line("Case", "", text, None, None, case)
    yield line("Receiving parent", "", person_text(case.receiving_parent), None, None, case.receiving_parent)
    decision = case.arrears_decision
    words = DECISIONS[decision.choice] if decision.choice else "not known"
    yield line("Decision", "", words, decision.recorded_on, decision.amount_to_write_off, decision)
    for index, entry in enumerate(case.liability_events):
        what, pence = _liability_words(entry)
        yield line("Liability", str(index), what, entry.effective_date, pence, entry)
    for receivable in case.receivables:
        owed_to = PAYEES[receivable.owed_to] if receivable.owed_to else "payee not known"
        text = f"{receivable.receivable_id}: {receivable.type.replace('_', ' ')}, {receivable.status}, to {owed_to}"
        name = receivable.receivable_id
        yield line("Receivable", name, text, receivable.period_from, receivable.outstanding, receivable)
    for adjustment in case.adjustments:
        name = adjustment.adjustment_id
        text = f"{name}: {adjustment.reason}" if adjustment.reason else name
        yield line("Adjustment", name, text, adjustment.date, adjustment.amount, adjustment)
    for collection in case.planned_collections:
        held = "RETAINED" if collection.retained else "not retained" if collection.retained is False else "not known"
        text = f"{collection.id}: {held}"
        yield line("Collection", collection.id, text, collection.due_date, collection.amount, collection)
    for payable in case.payables:
        text = f"{payable.id}: paid" if payable.paid_on else f"{payable.id}: UNPAID"
        yield line("Payable", payable.id, text, payable.paid_on, payable.amount, payable)
    for item in case.work_items:
        closed = f", closed {day(item.closed_on)}" if item.closed_on else ", OPEN"
        yield line("Work item", item.id, f"{item.id}: {item.kind or 'not known'}{closed}", item.opened_on, None, item)
    for index, inhibit in enumerate(case.inhibits):
        lifted = f", lifted {day(inhibit.lifted_on)}" if inhibit.lifted_on else ", OPEN"
        why = f": {inhibit.reason}" if inhibit.reason else ""
        yield line("Inhibit", str(index), f"{inhibit.kind}{lifted}{why}", inhibit.set_on, None, inhibit)


def _liability_words(entry: LiabilityEntry) -> tuple[str, int | None]:
    if isinstance(entry, AssessmentEntry):
        return "Weekly amount", entry.weekly_amount
    if isinstance(entry, MigratedBalanceEntry):
        return "Migrated debt balance", entry.amount
    return {
        "direct": "Parents pay each other (direct)",
        "non_direct": "Paid through the agency again (non-direct)",
        "liability_end": "Liability ends, this day included",
    }[entry.kind], None


def person_text(person: Person) -> str:
    """Name a person with number and markers in one line."""
    name = " ".join(part for part in (person.title, person.forenames, person.surname) if part)
    died = f"died {day(person.date_of_death)}" if person.date_of_death else ""
    markers = ", ".join(marker.replace("_", " ") for marker in person.markers)
    representative = f"represented by {person.representative.name}" if person.representative else ""
    return "; ".join(part for part in (name, person.nino or "", died, markers, representative) if part)


def field_lines(record: Record, indent: str = "") -> tuple[str, ...]:
    """List every field of a record with its value, and the reason for each that is not known."""
    lines: list[str] = []
    for name in type(record).model_fields:
        value = getattr(record, name)
        label = f"{indent}{name.replace('_', ' ')}"
        if name == "not_known" or value is None or value in ((), {}):
            continue
        if isinstance(value, Record):
            lines += [f"{label}:", *field_lines(value, indent + "  ")]
        elif isinstance(value, tuple) and value and isinstance(value[0], Record):
            lines.append(f"{label}: {len(value)}")
            for part in value:
                lines += [f"{indent}  -", *field_lines(part, indent + "  ")]
        else:
            lines.append(f"{label}: {_value_text(name, value)}")
    lines += [f"{indent}{name.replace('_', ' ')}: NOT KNOWN, because {why}" for name, why in record.not_known.items()]
    return tuple(lines)


def _value_text(name: str, value: object) -> str:
    if isinstance(value, date):
        return day(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and name in MONEY_FIELDS:
        return pounds(value)
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    return str(value)
