"""The eight permissible anomaly rules: each explains one class of entries, so no pound is explained twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from domain.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from domain.account import Part, PartClass
    from domain.casegroup import Casegroup


@dataclass(frozen=True, slots=True)
class Entry:
    """A ledger entry behind an explained amount, in pence; None where it depends on `missing`."""

    entry_id: str
    case_id: str
    amount_pence: int | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the anomaly rules look at: the casegroup on a day, with its receipts already divided into parts."""

    casegroup: Casegroup
    as_at: date
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class AnomalyRule:
    """A row of the register."""

    number: int
    key: str
    title: str
    entries: Callable[[Ledger], Iterable[Entry]]
    source: Source


def debt_adjustments(ledger: Ledger) -> Iterator[Entry]:
    """Adjustments of closing cases up to the day."""
    for case in ledger.casegroup.closing_cases:
        for adjustment in case.adjustments:
            name = adjustment.adjustment_id
            if adjustment.date is None:
                yield Entry(name, case.case_id, None, (f"{name}.date",))
            elif adjustment.date <= ledger.as_at:
                missing = () if adjustment.amount is not None else (f"{name}.amount",)
                yield Entry(name, case.case_id, adjustment.amount, missing)


def _parts_in(*classes: PartClass) -> Callable[[Ledger], Iterator[Entry]]:
    """Make a rule that explains the parts of receipts in these classes."""

    def entries(ledger: Ledger) -> Iterator[Entry]:
        for part in ledger.parts:
            if part.part_class in classes:
                yield Entry(part.entry_id, part.case_id, part.amount_pence, part.missing)

    return entries


def _rule(number: int, key: str, title: str, says: str, entries: Callable[[Ledger], Iterable[Entry]]) -> AnomalyRule:
    ordinals = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
    place = f"the permissible debt anomaly rules, {ordinals[number - 1]} bullet"
    return AnomalyRule(number, key, title, entries, Source("arrears-summary", place, says))


RULES: Final[Sequence[AnomalyRule]] = (
    _rule(1, "debt_adjustments", "Debt adjustments", "The debt was adjusted by hand.", debt_adjustments),
    _rule(
        2,
        "unallocated_receipts",
        "Unallocated receipts",
        "Money was received and put to nothing.",
        _parts_in("unallocated"),
    ),
    _rule(
        3,
        "non_child_maintenance_allocations",
        "Not child maintenance",
        "Money was put to a charge that is not child maintenance.",
        _parts_in("non_child_maintenance"),
    ),
    _rule(
        4,
        "refunds_and_overpayments",
        "Refunds and overpayments",
        "Money was given back or held as overpaid.",
        _parts_in("refund", "overpayment"),
    ),
    _rule(
        5,
        "receipts_allocated_to_other_cases",
        "Put to cases not closing",
        "Money was put to a case outside case closure.",
        _parts_in("other_case"),
    ),
    _rule(
        6,
        "planned_collection_not_debt",
        "Put to planned collection",
        "Money was put to a planned collection and not to debt.",
        _parts_in("planned_collection"),
    ),
    _rule(
        7,
        "receipts_marked_for_cms",
        "Marked for CMS",
        "Money is marked to go to CMS.",
        _parts_in("marked_cms"),
    ),
    _rule(
        8,
        "receipts_marked_manual_payment",
        "Marked as manual payment",
        "Money is marked as a manual payment.",
        _parts_in("marked_manual_payment"),
    ),
)
