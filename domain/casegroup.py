"""The casegroup document: one paying parent with every case on them, as the interchange format has it.

A field that may be unknown is `None` both when it is absent and when the record says it is not known;
`Record.unknown` tells the two apart. Money is whole pence, days are `datetime.date`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, Strict, StringConstraints, WithJsonSchema

from domain.days import DAY_EXPECTED, parse_day
from domain.identifiers import NINO_EXPECTED, parse_nino
from domain.money import POUNDS_EXPECTED, parse_pounds

FORMAT: Final = "closeout.casegroup/1"
WEEKLY_LIMIT_PENCE: Final = 10**9


def _parse_pounds_not_negative(value: object) -> int:
    pence = parse_pounds(value)
    if pence < 0:
        expected = "an amount that is not negative"
        raise ValueError(expected)
    return pence


def _parse_weekly_pounds(value: object) -> int:
    pence = _parse_pounds_not_negative(value)
    if pence >= WEEKLY_LIMIT_PENCE:
        expected = "a weekly amount below ten million pounds"
        raise ValueError(expected)
    return pence


def _parse_pounds_above_zero(value: object) -> int:
    pence = parse_pounds(value)
    if pence <= 0:
        expected = "an amount above zero"
        raise ValueError(expected)
    return pence


def _money_schema(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "description": POUNDS_EXPECTED})


_DECIMALS: Final = r"(\.[0-9]{1,2})?$"
_NO_MINUS: Final = r"^(?!-.*[1-9])-?"
_DAY_SCHEMA = WithJsonSchema(
    {
        "type": "string",
        "format": "date",
        "pattern": r"^(19|2[01])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        "description": DAY_EXPECTED,
    }
)
# Letters of either case and blanks, as they are read; which prefixes are given out is said in words only.
_NINO_SCHEMA = WithJsonSchema(
    {"type": "string", "pattern": r"^(\s*[A-Za-z]){2}(\s*[0-9]){6}\s*[A-Da-d]\s*$", "description": NINO_EXPECTED}
)

# What can be put right about a case, or a receipt, so that it no longer keeps its casegroup from closing.
Obstacle = Literal["liability", "schedules", "planned_collection", "payable", "receipt"]
Identifier = Annotated[str, Strict(), StringConstraints(min_length=1, max_length=100)]
Text = Annotated[str, Strict()]
Flag = Annotated[bool, Strict()]
Pounds = Annotated[int, PlainValidator(parse_pounds), _money_schema(rf"^-?[0-9]{{1,11}}{_DECIMALS}")]
PoundsNotNegative = Annotated[
    int, PlainValidator(_parse_pounds_not_negative), _money_schema(rf"{_NO_MINUS}[0-9]{{1,11}}{_DECIMALS}")
]
PoundsAboveZero = Annotated[
    int, PlainValidator(_parse_pounds_above_zero), _money_schema(rf"^(?=.*[1-9])[0-9]{{1,11}}{_DECIMALS}")
]
WeeklyPounds = Annotated[
    int, PlainValidator(_parse_weekly_pounds), _money_schema(rf"{_NO_MINUS}0{{0,4}}[0-9]{{1,7}}{_DECIMALS}")
]
Day = Annotated[date, PlainValidator(parse_day), _DAY_SCHEMA]
Nino = Annotated[str, PlainValidator(parse_nino), _NINO_SCHEMA]

System = Literal["CS2", "CSCS", "CCD"]
Payee = Literal["receiving_parent", "gb_sos", "ni_sos"]
ReceivableStatus = Literal["active", "suspended", "deferred"]
ArrearsChoice = Literal["not_recorded", "collect", "write_off_all", "write_off_part", "not_to_be_collected"]
InhibitKind = Literal["automatic", "manual"]
AllocationTarget = Literal["debt", "planned_collection", "non_child_maintenance", "overpayment"]
Marker = Literal["special_client_record", "special_welfare", "nationally_sensitive"]


class Record(BaseModel):
    """One record of the document; nothing in it changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    not_known: dict[str, str] = Field(default_factory=dict)

    def unknown(self, field: str) -> bool:
        """Tell whether the person said that they do not know this field (it is then null)."""
        return field in self.not_known


class Address(Record):
    """Where somebody lived, from and to when."""

    lines: tuple[Text, ...]
    postcode: Text | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    dead_letter: Flag | None = False


class Representative(Record):
    """Somebody who acts for a client."""

    name: Text | None
    addresses: tuple[Address, ...]


class Correspondence(Record):
    """How a client wants to be written to."""

    format: Literal["standard", "large_print", "braille", "audio"] | None
    language: Literal["en", "cy"] | None


class Person(Record):
    """A client: a paying parent or a receiving parent."""

    person_id: Identifier
    title: Text | None = None
    forenames: Text | None
    surname: Text | None
    nino: Nino | None = None
    date_of_birth: Day | None = None
    date_of_death: Day | None = None
    addresses: tuple[Address, ...]
    representative: Representative | None = None
    correspondence: Correspondence | None = None
    markers: tuple[Marker, ...] = ()


class Child(Record):
    """A child of a case."""

    name: Text | None
    date_of_birth: Day | None


class ArrearsDecision(Record):
    """What the receiving parent wants done with the arrears."""

    choice: ArrearsChoice | None
    amount_to_write_off: PoundsNotNegative | None = None
    recorded_on: Day | None = None


class AssessmentEntry(Record):
    """A weekly amount from a day on; nil is an amount of zero."""

    kind: Literal["assessment"]
    effective_date: Day | None
    weekly_amount: WeeklyPounds | None


class MigratedBalanceEntry(Record):
    """A lump sum of debt brought in from an earlier system."""

    kind: Literal["migrated_debt_balance"]
    effective_date: Day | None
    amount: Pounds | None


class LiabilityMarkEntry(Record):
    """A day on which the parents began or stopped paying each other, or the last day of liability."""

    kind: Literal["direct", "non_direct", "liability_end"]
    effective_date: Day | None


LiabilityEntry = Annotated[AssessmentEntry | MigratedBalanceEntry | LiabilityMarkEntry, Field(discriminator="kind")]


class Receivable(Record):
    """One charge on the paying parent's account with the part still outstanding (negative: a credit)."""

    receivable_id: Identifier
    type: Literal["child_maintenance", "fee", "interest", "other"]
    outstanding: Pounds | None
    status: ReceivableStatus | None
    owed_to: Payee | None
    period_from: Day | None = None
    period_to: Day | None = None


class Adjustment(Record):
    """A signed correction of the debt; plus raises it."""

    adjustment_id: Identifier
    date: Day | None
    amount: Pounds | None
    reason: Text | None = None


class PlannedCollection(Record):
    """A collection planned from the paying parent."""

    id: Identifier
    due_date: Day | None
    amount: PoundsNotNegative | None
    retained: Flag | None


class Payable(Record):
    """Money due to be paid out; unpaid until it has a day."""

    id: Identifier
    amount: PoundsNotNegative | None
    paid_on: Day | None = None


class WorkItem(Record):
    """A piece of work on the old system."""

    id: Identifier
    kind: Text | None
    opened_on: Day | None
    closed_on: Day | None = None


class Inhibit(Record):
    """A stop on closing a case."""

    kind: InhibitKind
    set_on: Day | None
    set_by: Text | None = None
    reason: Text | None = None
    lifted_on: Day | None = None


class Case(Record):
    """One receiving parent's claim on the paying parent."""

    case_id: Identifier
    system: System
    scheme: Literal[1993, 2003] | None
    region: Literal["GB", "NI"] | None
    in_case_closure: Flag
    receiving_parent: Person
    children: tuple[Child, ...] = ()
    arrears_decision: ArrearsDecision
    liability_events: tuple[LiabilityEntry, ...]
    receivables: tuple[Receivable, ...]
    adjustments: tuple[Adjustment, ...] = ()
    planned_collections: tuple[PlannedCollection, ...] = ()
    payables: tuple[Payable, ...] = ()
    work_items: tuple[WorkItem, ...] = ()
    inhibits: tuple[Inhibit, ...] = ()
    schedules_ended: Flag | None = True


class Allocation(Record):
    """A part of a receipt put to a case, perhaps a case of another casegroup."""

    case_id: Identifier
    to: AllocationTarget
    amount: PoundsNotNegative | None


class Refund(Record):
    """A part of a receipt given back."""

    refunded_on: Day | None
    amount: PoundsNotNegative | None


class Receipt(Record):
    """Money received for the casegroup and what became of it."""

    receipt_id: Identifier
    received_on: Day | None
    amount: PoundsAboveZero | None
    reference: Text | None = None
    source: Literal["paying_parent", "dca", "enforcement"] | None = None
    marking: Literal["cms", "manual_payment"] | None = None
    allocations: tuple[Allocation, ...]
    refunds: tuple[Refund, ...] = ()


class Journey(Record):
    """How the casegroup came to closure, and its dates."""

    kind: Literal["proactive", "reactive", "proactive_to_reactive"] | None
    selected_on: Day | None = None
    tranche: Text | None = None
    application_received_on: Day | None = None
    liability_end_date: Day | None = None
    t_date: Day | None = None


class TransitionRequest(Record):
    """A legacy transition request received for the casegroup."""

    request_id: Identifier
    kind: Literal["LTR1", "LTR2", "LTR3"] | None
    received_on: Day | None
    closure_date: Day | None


class Casegroup(Record):
    """One paying parent with all their cases and receipts."""

    format: Literal["closeout.casegroup/1"]
    casegroup_id: Identifier
    paying_parent: Person
    journey: Journey
    transition_request: TransitionRequest | None = None
    cases: Annotated[tuple[Case, ...], Field(min_length=1)]
    receipts: tuple[Receipt, ...]

    @property
    def closing_cases(self) -> tuple[Case, ...]:
        """Give the cases that are in case closure, in document order."""
        return tuple(case for case in self.cases if case.in_case_closure)

    @property
    def in_closure(self) -> bool:
        """Tell whether it is being closed: a case is in closure, a request has come, or a date of closure is set."""
        journey = self.journey
        days = (journey.selected_on, journey.application_received_on, journey.liability_end_date, journey.t_date)
        return bool(self.closing_cases) or self.transition_request is not None or any(days)

    @property
    def due_date(self) -> date | None:
        """Give the day it is due to close: the request's closure date, else T-date, else liability end."""
        requested = self.transition_request.closure_date if self.transition_request else None
        return requested or self.journey.t_date or self.journey.liability_end_date


def casegroup_schema() -> dict[str, Any]:
    """Give the JSON Schema of the document, for `closeout schema`."""
    return Casegroup.model_json_schema()
