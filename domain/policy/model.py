"""The values the rules use, as a typed model: a misspelt name is a type error."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
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


@dataclass(frozen=True, slots=True)
class Amount:
    """A plain amount in pence."""

    pence: int


@dataclass(frozen=True, slots=True)
class Percentages:
    """Percentages by a number of children, the last for that many or more; one alone holds for every number."""

    shares: tuple[Fraction, ...]

    def at(self, place: int) -> Fraction:
        """Give the share of one at a place counted from 0; places past the end share the last."""
        return self.shares[min(place, len(self.shares) - 1)]


@dataclass(frozen=True, slots=True)
class Nights:
    """A number of nights in twelve months."""

    count: int


@dataclass(frozen=True, slots=True)
class NightBands:
    """The part by which care for so many nights a year cuts an amount; bands in order, each from its first night."""

    bands: tuple[tuple[int, Fraction], ...]

    def part(self, nights: int) -> Fraction:
        """Give the part that a number of nights cuts off; none below the first band."""
        return max((part for first, part in self.bands if nights >= first), default=Fraction(0))

    @property
    def widest(self) -> Fraction:
        """Give the part of the last band."""
        return self.bands[-1][1]


@dataclass(frozen=True, slots=True)
class Casegroups:
    """A number of casegroups."""

    count: int


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often something is done: daily, weekly or monthly."""

    name: Literal["daily", "weekly", "monthly"]


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a list; none of them means any."""

    words: tuple[str, ...]


ValueType = TypeVar("ValueType", Days, Threshold, Amount, Percentages, Nights, NightBands, Casegroups, Rhythm, Words)


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
    """The periods of the journey, and how old the facts may be from which a letter is written."""

    proactive_to_reactive_limit: PolicyValue[Days]
    first_contact_before_liability_end: PolicyValue[Days]
    reminder_before_liability_end: PolicyValue[Days]
    end_of_liability_notice_after: PolicyValue[Days]
    t_date_after_application: PolicyValue[Days]
    cms_effective_after_t_date: PolicyValue[Days]
    facts_fresh_cs2: PolicyValue[Days]
    facts_fresh_cscs: PolicyValue[Days]
    facts_fresh_ccd: PolicyValue[Days]


@dataclass(frozen=True, slots=True)
class DisposalPolicy:
    """The periods of disposal."""

    representations: PolicyValue[Days]


@dataclass(frozen=True, slots=True)
class ArrivalPolicy:
    """What building a case on CMS goes by."""

    flat_rate: PolicyValue[Amount]


@dataclass(frozen=True, slots=True)
class SelectionPolicy:
    """The criteria of selection until a case manager changes them: what a case must be, how many, how often."""

    system: PolicyValue[Words]
    region: PolicyValue[Words]
    scheme: PolicyValue[Words]
    segment: PolicyValue[Words]
    benefit: PolicyValue[Words]
    case_status: PolicyValue[Words]
    tranche_size: PolicyValue[Casegroups]
    frequency: PolicyValue[Rhythm]


@dataclass(frozen=True, slots=True)
class SchemePolicy:
    """What both schemes of child maintenance have; lists go by qualifying children, or by relevant other children."""

    income_cap: PolicyValue[Amount]
    flat_rate_from: PolicyValue[Threshold]
    reduced_rate_from: PolicyValue[Threshold]
    basic_rate_from: PolicyValue[Threshold]
    flat_rate: PolicyValue[Amount]
    reduced_rate_one_child: PolicyValue[Percentages]
    reduced_rate_two_children: PolicyValue[Percentages]
    reduced_rate_three_or_more: PolicyValue[Percentages]
    income_cut_for_other_children: PolicyValue[Percentages]
    basic_rate: PolicyValue[Percentages]
    rate_rounded_to: PolicyValue[Amount]
    shared_care: PolicyValue[NightBands]
    further_decrease_for_each_child: PolicyValue[Amount]
    least_after_shared_care: PolicyValue[Amount]


@dataclass(frozen=True, slots=True)
class Scheme2003Policy(SchemePolicy):
    """The numbers of the 2003 scheme."""


@dataclass(frozen=True, slots=True)
class Scheme2012Policy(SchemePolicy):
    """The numbers of the 2012 scheme, which has some the older one lacks."""

    basic_plus_from: PolicyValue[Threshold]
    basic_plus_rate: PolicyValue[Percentages]
    nil_on_benefit_from: PolicyValue[Nights]
    collection_fee_of_paying_parent: PolicyValue[Percentages]
    collection_fee_of_receiving_parent: PolicyValue[Percentages]


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
    arrival: ArrivalPolicy
    selection: SelectionPolicy
