"""What an offline calculation is asked, and what it answers: an amount, reached in steps to follow by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from domain.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from domain.policy.model import PolicyValue
    from domain.source import Source, Standing

Scheme = Literal["2003", "2012"]
SCHEMES: Final[tuple[Scheme, ...]] = ("2003", "2012")
Rate = Literal["nil", "flat", "reduced", "basic", "basic_plus"]

# More than anybody has; it keeps a slip of the finger from asking for a million children.
MOST_CHILDREN: Final = 99
MOST_NIGHTS: Final = 365


@dataclass(frozen=True, slots=True)
class ReceivingParent:
    """One receiving parent, by the nights a year each qualifying child of theirs spends with the paying parent."""

    nights: tuple[int, ...]

    @property
    def children(self) -> int:
        """Count the qualifying children this receiving parent cares for."""
        return len(self.nights)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the scheme, the paying parent's income and children, and who cares for the children.

    `income_pence` is net under the 2003 scheme and gross under the 2012 scheme, by the week or, where `yearly`, by
    the year; benefits themselves are no part of it.
    """

    scheme: Scheme
    income_pence: int
    receiving_parents: tuple[ReceivingParent, ...]
    other_children: int = 0
    yearly: bool = False
    on_benefit: bool = False

    @property
    def children(self) -> int:
        """Count the qualifying children."""
        return sum(parent.children for parent in self.receiving_parents)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, the amount that stands after it, the rule with its figures, where the rule comes from.

    `used` are the policy values it rests on; `receiving_parent` counts from 1 and is None where a step is for all;
    `interpretation` names the doubt that had to be settled for this step, where there was one.
    """

    step: str
    amount_pence: int
    rule: str
    source: Source
    used: tuple[PolicyValue[Any], ...] = ()
    receiving_parent: int | None = None
    interpretation: str | None = None

    @property
    def standing(self) -> Standing:
        """Say how firmly the step stands: as its least firm value, and never as stated where a doubt was settled."""
        found = {value.standing for value in self.used}
        if "assumed" in found:
            return "assumed"
        return "interpreted" if self.interpretation or "interpreted" in found else "stated"


@dataclass(frozen=True, slots=True)
class Calculation:
    """The answer: what is payable in all and to each receiving parent each week, in pence, and how it came about."""

    question: Question
    day: date
    policy_digest: str
    rate: Rate
    weekly_pence: int
    by_receiving_parent_pence: tuple[int, ...]
    steps: tuple[Step, ...]


def cared_for(children: int, nights: Sequence[int] = ()) -> ReceivingParent:
    """Give a receiving parent of so many children; one number of nights is for all of them, several are one each.

    Raises BadInputError where there is no child, or the numbers of nights are neither none, one nor one each.
    """
    if not 1 <= children <= MOST_CHILDREN:
        message = f"qualifying children: {children}; expected 1 to {MOST_CHILDREN}"
        raise BadInputError(message)
    if len(nights) not in {0, 1, children}:
        message = f"nights: {len(nights)} numbers for {children} children; expected one for all, or one for each"
        raise BadInputError(message)
    return ReceivingParent(tuple(nights) if len(nights) == children else (nights[0] if nights else 0,) * children)


def check_question(question: Question) -> None:
    """Raise BadInputError with one line for each thing that cannot be so."""
    faults = []
    if question.income_pence < 0:
        faults.append("income: below nothing; expected an amount of £0.00 or more")
    if not 1 <= question.children <= MOST_CHILDREN:
        faults.append(f"qualifying children: {question.children} in all; expected 1 to {MOST_CHILDREN}")
    if not 0 <= question.other_children <= MOST_CHILDREN:
        faults.append(f"relevant other children: {question.other_children}; expected 0 to {MOST_CHILDREN}")
    faults.extend(
        f"nights: {nights}; expected 0 to {MOST_NIGHTS} in a year"
        for parent in question.receiving_parents
        for nights in dict.fromkeys(parent.nights)
        if not 0 <= nights <= MOST_NIGHTS
    )
    if faults:
        raise BadInputError("\n".join(faults))
