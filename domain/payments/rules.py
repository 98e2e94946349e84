"""Whose a payment is: number and name have to agree; whatever only resembles it is shown and never taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from domain.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Resemblance = Literal["number_and_name", "names_swapped", "number_only", "name_only"]
WhyOpen = Literal["several_casegroups", "not_closed", "names_swapped", "number_only", "name_only", "nobody_found"]
SOURCE: Final = Source(
    "overview",
    "payments made to the CSA for closed cases",
    "A payment passes to CMS daily once it is known whose it is; until then it is looked into.",
)


@dataclass(frozen=True, slots=True)
class Payment:
    """One line of the daily file; `amount_pence` is above zero, the reference says it once."""

    reference: str
    nino: str
    forenames: str
    surname: str
    amount_pence: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as compared: the number, and the folded words of a name, the surname's first."""

    nino: str
    surname_first: str
    forenames_first: str


@dataclass(frozen=True, slots=True)
class Holder:
    """A paying parent of the store: whose casegroup, the number, the folded name (surname first), whether closed."""

    casegroup_id: str
    nino: str
    name: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A casegroup a payment may belong to, and in what it resembles."""

    casegroup_id: str
    resemblance: Resemblance
    closed: bool


@dataclass(frozen=True, slots=True)
class Match:
    """Whose a payment is, or why it has to be looked into, with everybody it may belong to."""

    casegroup_id: str | None
    why_open: WhyOpen | None
    candidates: tuple[Candidate, ...]


def number_and_name(person: Person, holder: Holder) -> bool:
    """Number and name agree: the only thing by which a payment is taken to be somebody's."""
    return bool(person.nino) and person.nino == holder.nino and person.surname_first == holder.name


def names_swapped(person: Person, holder: Holder) -> bool:
    """The number agrees, and the name does once forenames and surname change places."""
    return bool(person.nino) and person.nino == holder.nino and person.forenames_first == holder.name


def number_only(person: Person, holder: Holder) -> bool:
    """The number agrees and the name does not."""
    return bool(person.nino) and person.nino == holder.nino


def name_only(person: Person, holder: Holder) -> bool:
    """The name agrees, in whichever order, and the number does not."""
    return holder.name in {person.surname_first, person.forenames_first}


RULES: Final[Sequence[tuple[Resemblance, Callable[[Person, Holder], bool]]]] = (
    ("number_and_name", number_and_name),
    ("names_swapped", names_swapped),
    ("number_only", number_only),
    ("name_only", name_only),
)


def match(person: Person, holders: Sequence[Holder]) -> Match:
    """Tell whose a payment is: one closed casegroup with number and name, else everybody it resembles, best first."""
    found = [
        Candidate(holder.casegroup_id, resemblance, holder.closed)
        for resemblance, holder in ((_resemblance(person, holder), holder) for holder in holders)
        if resemblance is not None
    ]
    order = [resemblance for resemblance, _ in RULES]
    found.sort(key=lambda candidate: (order.index(candidate.resemblance), candidate.casegroup_id))
    agreeing = [candidate for candidate in found if candidate.resemblance == "number_and_name"]
    closed = [candidate for candidate in agreeing if candidate.closed]
    if len(closed) == 1 and len(agreeing) == 1:
        return Match(closed[0].casegroup_id, None, tuple(found))
    return Match(None, _why_open(found, agreeing), tuple(found))


def _resemblance(person: Person, holder: Holder) -> Resemblance | None:
    return next((resemblance for resemblance, applies in RULES if applies(person, holder)), None)


def _why_open(found: Sequence[Candidate], agreeing: Sequence[Candidate]) -> WhyOpen:
    if len(agreeing) > 1:
        return "several_casegroups"
    if agreeing:
        return "not_closed"
    if not found or found[0].resemblance == "number_and_name":
        return "nobody_found"
    return found[0].resemblance
