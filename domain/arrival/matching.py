"""Which case a receiving parent has on CMS: number and name of both parents have to agree; the rest is shown only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from domain.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

Resemblance = Literal["number_and_name", "names_swapped", "number_only", "name_only"]
RESEMBLANCES: Final[tuple[Resemblance, ...]] = ("number_and_name", "names_swapped", "number_only", "name_only")
SOURCE: Final = Source(
    "phase-2-arrears",
    "receiving the balances",
    "The system checks existing case records to determine whether the receiving parent already has a case.",
)


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody as compared: the number, and the folded words of a name in both orders."""

    nino: str
    surname_first: str
    forenames_first: str


@dataclass(frozen=True, slots=True)
class CmsCase:
    """A case on the register of CMS: its parents, each with number and folded name (surname first), and its owner."""

    cms_case_id: str
    cms_casegroup_id: str
    paying_nino: str
    paying_name: str
    receiving_nino: str
    receiving_name: str
    owner: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case on CMS that may be the one looked for, and in what its receiving parent resembles ours.

    The names are folded, the surname first, as the register is compared.
    """

    cms_case_id: str
    cms_casegroup_id: str
    owner: str
    resemblance: Resemblance
    paying_name: str
    receiving_name: str


@dataclass(frozen=True, slots=True)
class CaseMatch:
    """The case a receiving parent has on CMS, None where there is none; not `certain` where a person has to say.

    `cms_casegroup_id` is the casegroup of the paying parent there, None for a new one, and `casegroup_certain` tells
    whether that is sure.
    """

    cms_case_id: str | None
    cms_casegroup_id: str | None
    owner: str
    certain: bool
    casegroup_certain: bool
    candidates: tuple[Candidate, ...] = ()


def resemblance(party: Party, nino: str, name: str) -> Resemblance | None:
    """Tell in what somebody of the register is like somebody of ours; None in nothing."""
    same_number = bool(party.nino) and party.nino == nino
    if same_number and party.surname_first == name:
        return "number_and_name"
    if same_number and party.forenames_first == name:
        return "names_swapped"
    if same_number:
        return "number_only"
    return "name_only" if name and name in {party.surname_first, party.forenames_first} else None


def match_case(paying: Party, receiving: Party, register: Sequence[CmsCase]) -> CaseMatch:
    """Find the CMS case of two parents: one that agrees in number and name of both, or none that is like it at all."""
    found = [
        (case, resemblance(paying, case.paying_nino, case.paying_name), _receiving(receiving, case))
        for case in register
    ]
    sure = [case for case, payer, receiver in found if payer == receiver == "number_and_name"]
    candidates = sorted(
        (
            Candidate(
                case.cms_case_id,
                case.cms_casegroup_id,
                case.owner,
                receiver,
                case.paying_name,
                case.receiving_name,
            )
            for case, payer, receiver in found
            if payer is not None and receiver is not None
        ),
        key=lambda one: (RESEMBLANCES.index(one.resemblance), one.cms_case_id),
    )
    if len(sure) == 1:
        case = sure[0]
        return CaseMatch(case.cms_case_id, case.cms_casegroup_id, case.owner, certain=True, casegroup_certain=True)
    group, owner, group_certain = _casegroup(paying, register)
    return CaseMatch(None, group, owner, not candidates, group_certain, tuple(candidates))


def _receiving(receiving: Party, case: CmsCase) -> Resemblance | None:
    return resemblance(receiving, case.receiving_nino, case.receiving_name)


def _casegroup(paying: Party, register: Sequence[CmsCase]) -> tuple[str | None, str, bool]:
    """Give the casegroup of a paying parent on CMS and its owner, and whether that is sure.

    Of a paying parent whose number differs the name alone says nothing: names repeat.
    """
    alike = [(case, resemblance(paying, case.paying_nino, case.paying_name)) for case in register]
    sure = {case.cms_casegroup_id: case.owner for case, like in alike if like == "number_and_name"}
    if len(sure) == 1:
        (group,) = sure
        return group, sure[group], True
    unsure = any(
        like in {"names_swapped", "number_only"} or (like == "name_only" and not (paying.nino and case.paying_nino))
        for case, like in alike
    )
    return None, "", not sure and not unsure
