"""The facts of a casegroup as a list of records, each with all its fields and what is said of those not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from console.present.not_known import field_text
from console.present.wording import DECISIONS, JOURNEYS, PAYEES, capital, day, pounds, words
from domain.casegroup import AssessmentEntry, MigratedBalanceEntry, Record
from domain.identifiers import is_administrative_nino

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from domain.casefile import Casefile
    from domain.casegroup import Case, Casegroup, LiabilityEntry, Person, Receipt

MONEY_FIELDS: Final = frozenset({"amount", "outstanding", "weekly_amount", "amount_to_write_off"})
ALLOCATION_WORDS: Final = {
    "debt": "debt",
    "planned_collection": "planned collection",
    "non_child_maintenance": "other than child maintenance",
    "overpayment": "overpayment",
}
ALLOCATION_SHORT: Final[Mapping[str, str]] = {**ALLOCATION_WORDS, "non_child_maintenance": "other charges"}
PAYEES_SHORT: Final[Mapping[str, str]] = {PAYEES["gb_sos"]: "to government GB", PAYEES["ni_sos"]: "to government NI"}
WORDED_FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "choice": DECISIONS,
    "language": {"en": "English", "cy": "Welsh"},
    "owed_to": PAYEES,
    "to": ALLOCATION_WORDS,
}
KEY_FIELDS: Final = frozenset({"format", "kind", "marking", "markers", "source", "status", "type"})
"""Fields that hold a name of the documents, its words joined by `_`."""


@dataclass(frozen=True, slots=True)
class FactLine:
    """One record in the list of facts: what it is, where, what it says, its day and its amount in pence.

    `brief` says the same where there is room for some twenty letters; it is empty where `text` is as short, or is a
    name or a text that somebody typed.
    """

    key: str
    what: str
    case_id: str
    text: str
    on: date | None
    amount_pence: int | None
    record: Record | None
    brief: str = ""


def fact_lines(casefile: Casefile) -> tuple[FactLine, ...]:
    """List the facts of a casegroup in the order of the document, notes at the end."""
    return tuple(_lines(casefile))


def _lines(casefile: Casefile) -> Iterator[FactLine]:
    casegroup = casefile.casegroup
    yield from _head(casegroup)
    for case in casegroup.cases:
        yield from _case(case)
    for receipt in casegroup.receipts:
        yield _receipt(receipt)
    for note in casefile.notes:
        text = note.event.text if note.event.kind == "note_added" else ""
        yield FactLine(f"note {note.seq}", "Note", "", text, date.fromisoformat(note.at[:10]), None, None)


def _receipt(receipt: Receipt) -> FactLine:
    parts = ", ".join(
        f"{pounds(part.amount)} to {ALLOCATION_WORDS[part.to]} of {part.case_id}" for part in receipt.allocations
    )
    back = ", ".join(f"{pounds(refund.amount)} refunded {day(refund.refunded_on)}" for refund in receipt.refunds)
    marking = f"marked {words(receipt.marking)}" if receipt.marking else ""
    text = "; ".join(part for part in (receipt.receipt_id, parts or "put to nothing", back, marking) if part)
    kinds = {ALLOCATION_SHORT[part.to] for part in receipt.allocations}
    cases = {part.case_id for part in receipt.allocations}
    whole = f"to {kinds.pop()}" if len(kinds) == 1 else f"in {len(receipt.allocations)} parts" if kinds else ""
    return FactLine(
        f"receipt {receipt.receipt_id}",
        "Receipt",
        cases.pop() if len(cases) == 1 else "",
        text,
        receipt.received_on,
        receipt.amount,
        receipt,
        whole or "put to nothing",
    )


def _head(casegroup: Casegroup) -> Iterator[FactLine]:
    parent = casegroup.paying_parent
    who, born = person_text(parent), parent.date_of_birth
    yield FactLine("paying parent", "Paying parent", "", who, born, None, parent, person_name(parent))
    journey = casegroup.journey
    kind = JOURNEYS[journey.kind] if journey.kind else "not known"
    yield FactLine("journey", "Journey", "", kind, journey.t_date or journey.liability_end_date, None, journey)
    request = casegroup.transition_request
    if request:
        text = f"{request.request_id} ({request.kind or 'kind not known'}), closure date"
        brief = f"{request.kind or 'kind not known'}, closes on"
        yield FactLine("request", "Request", "", text, request.closure_date, None, request, brief)


def _case(case: Case) -> Iterator[FactLine]:
    def line(
        what: str, name: str, text: str, on: date | None, pence: int | None, record: Record, brief: str = ""
    ) -> FactLine:
        # A record's key names its kind alone, whatever its title says of its state.
        key = f"{case.case_id} {what.removesuffix(' OPEN')} {name}"
        return FactLine(key, what, case.case_id, text, on, pence, record, brief)

    closing = "closing" if case.in_case_closure else "NOT closing"
    schedules = "" if case.schedules_ended else ", schedules NOT ended"
    place = f"{case.system}, scheme {case.scheme or 'not known'}"
    text = f"{place}, {case.region or 'region not known'}, {closing}{schedules}"
    brief = f"{case.system}, {closing}" if not case.in_case_closure else "schedules NOT ended" if schedules else place
    yield line("Case", "", text, None, None, case, brief)
    parent = case.receiving_parent
    yield line("Receiving parent", "", person_text(parent), None, None, parent, person_name(parent))
    decision = case.arrears_decision
    decided = DECISIONS[decision.choice] if decision.choice else "not known"
    yield line("Decision", "", decided, decision.recorded_on, decision.amount_to_write_off, decision)
    for index, entry in enumerate(case.liability_events):
        what, brief, pence = _liability_words(entry)
        yield line("Liability", str(index), what, entry.effective_date, pence, entry, brief)
    for receivable in case.receivables:
        owed_to = PAYEES[receivable.owed_to] if receivable.owed_to else "payee not known"
        name = receivable.receivable_id
        status = receivable.status or "status not known"
        text = f"{name}: {words(receivable.type)}, {status}, to {owed_to}"
        brief = words(receivable.type) if receivable.owed_to in {"receiving_parent", None} else PAYEES_SHORT[owed_to]
        brief = brief if receivable.status in {"active", None} else status
        yield line("Receivable", name, text, receivable.period_from, receivable.outstanding, receivable, brief)
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
        kind = words(item.kind or "kind not known")
        text = f"{item.id}: {kind}, {f'closed {day(item.closed_on)}' if item.closed_on else 'OPEN'}"
        title = "Work item" if item.closed_on else "Work item OPEN"
        yield line(title, item.id, text, item.opened_on, None, item, kind)
    for index, inhibit in enumerate(case.inhibits):
        lifted = f", lifted {day(inhibit.lifted_on)}" if inhibit.lifted_on else ", OPEN"
        why = f": {inhibit.reason}" if inhibit.reason else ""
        title = "Inhibit" if inhibit.lifted_on else "Inhibit OPEN"
        brief = f"{inhibit.kind}, lifted" if inhibit.lifted_on else inhibit.kind
        yield line(title, str(index), f"{inhibit.kind}{lifted}{why}", inhibit.set_on, None, inhibit, brief)


def _liability_words(entry: LiabilityEntry) -> tuple[str, str, int | None]:
    """Name an entry, in full and in brief, and give its amount in pence where it has one."""
    if isinstance(entry, AssessmentEntry):
        return "Weekly amount", "", entry.weekly_amount
    if isinstance(entry, MigratedBalanceEntry):
        return "Migrated debt balance", "migrated debt", entry.amount
    return (
        *{
            "direct": ("Parents pay each other (direct)", "direct"),
            "non_direct": ("Paid through the agency again (non-direct)", "non-direct"),
            "liability_end": ("Liability ends, this day included", "last day"),
        }[entry.kind],
        None,
    )


def person_name(person: Person) -> str:
    """Name a person as they are spoken of."""
    return " ".join(part for part in (person.title, person.forenames, person.surname) if part)


def nino_text(person: Person) -> str:
    """Give a person's National Insurance number, marked where it is one for administration."""
    marked = " (CHECK: for administration)" if person.nino and is_administrative_nino(person.nino) else ""
    return f"{person.nino or ''}{marked}"


def person_text(person: Person) -> str:
    """Name a person with number and markers in one line."""
    died = f"died {day(person.date_of_death)}" if person.date_of_death else ""
    markers = ", ".join(words(marker) for marker in person.markers)
    representative = f"represented by {person.representative.name}" if person.representative else ""
    return "; ".join(part for part in (person_name(person), nino_text(person), died, markers, representative) if part)


def field_lines(record: Record, indent: str = "") -> tuple[str, ...]:
    """List every field of a record with its value, and the reason for each that is not known."""
    lines: list[str] = []
    for name in type(record).model_fields:
        value = getattr(record, name)
        label = f"{indent}{words(name)}"
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
    lines += [f"{indent}{not_known_text(name, why)}" for name, why in record.not_known.items()]
    return tuple(lines)


def not_known_text(name: str, why: str) -> str:
    """Say of a field that it is not known, and why not."""
    return f"{capital(field_text(name))}: NOT KNOWN, because {why}"


def _value_text(name: str, value: object) -> str:
    if isinstance(value, date):
        return day(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and name in MONEY_FIELDS:
        return pounds(value)
    if isinstance(value, tuple):
        return ", ".join(_value_text(name, part) for part in value)
    text = str(value)
    if name in WORDED_FIELDS:
        return WORDED_FIELDS[name].get(text, text)
    return words(text) if name in KEY_FIELDS else text
