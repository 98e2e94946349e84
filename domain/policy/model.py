"""The values the rules use, as a typed model: a misspelt name is a type error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from domain.errors import BadInputError

if TYPE_CHECKING:
    from datetime import date

    from domain.source import Source, Standing

Edition = Literal["phase-2", "segment-1"]
EDITIONS: tuple[Edition, ...] = ("phase-2", "segment-1")
DEFAULT_EDITION: Edition = "phase-2"


def edition_named(name: str) -> Edition:
    """Give the edition of that name; raises BadInputError where there is none."""
    for edition in EDITIONS:
        if edition == name:
            return edition
    message = f"edition: {name!r}; expected one of {', '.join(EDITIONS)}"
    raise BadInputError(message)


@dataclass(frozen=True, slots=True)
class Days:
    """A period of whole days."""

    count: int


@dataclass(frozen=True, slots=True)
class Threshold:
    """An amount in pence at which something begins, and whether the amount itself belongs to it."""

    amount_pence: int
    edge_included: bool

    def reached_by(self, pence: int) -> bool:
        """Tell whether an amount, by its size, reaches the threshold."""
        size = abs(pence)
        return size > self.amount_pence or (self.edge_included and size == self.amount_pence)


ValueType = TypeVar("ValueType", Days, Threshold)


@dataclass(frozen=True, slots=True)
class PolicyValue(Generic[ValueType]):
    """One value in force, as written, with its standing, its source, and the days it holds for."""

    key: str
    value: ValueType
    written: str
    standing: Standing
    source: Source
    first_day: date
    last_day: date | None
    edition: Edition | None
    interpretation: str | None
    file: str


@dataclass(frozen=True, slots=True)
class DeferralPolicy:
    """How long each broken deferral rule puts closure off."""

    arrears_decision_not_recorded: PolicyValue[Days]
    arrears_not_to_be_collected_liability_ongoing: PolicyValue[Days]
    liability_not_ended: PolicyValue[Days]
    outstanding_work_items: PolicyValue[Days]
    retained_planned_collections: PolicyValue[Days]
    unpaid_payables: PolicyValue[Days]
    unallocated_receipts: PolicyValue[Days]
    automatically_inhibited: PolicyValue[Days]
    manually_inhibited: PolicyValue[Days]


@dataclass(frozen=True, slots=True)
class ValidationPolicy:
    """From which size a difference counts."""

    discrepancy: PolicyValue[Threshold]
    account_breakdown: PolicyValue[Threshold]


@dataclass(frozen=True, slots=True)
class JourneyPolicy:
    """The periods of the journey."""

    proactive_to_reactive_limit: PolicyValue[Days]


@dataclass(frozen=True, slots=True)
class DisposalPolicy:
    """The periods of disposal."""

    representations: PolicyValue[Days]


@dataclass(frozen=True, slots=True)
class Policy:
    """Every value in force on one day under one edition; `digest` names exactly this set."""

    day: date
    edition: Edition
    digest: str
    deferral: DeferralPolicy
    validation: ValidationPolicy
    journey: JourneyPolicy
    disposal: DisposalPolicy
