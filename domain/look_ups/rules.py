"""Who is found by number and name, and in what the answers of an application differ from what is held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from domain.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.events.requests import LookUpResult

SOURCE: Final = Source(
    "overview",
    "look-ups, automatic and manual",
    "The warehouse is asked first; a caseworker looks by hand where its answer is not the client's, or it fails.",
)
FIELDS: Final = ("nino", "forenames", "surname", "date_of_birth", "on_csa")
"""What a client is asked: who it is about, and whether the person has, or had, a case with the CSA (yes or no)."""


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody of the store who resembles the person asked for, as held; `name` is folded, the surname's words first.

    `agrees` says in what: number and name, or one of them alone, which is shown and never taken for the person.
    """

    casegroup_id: str
    agrees: Literal["number_and_name", "number_only", "name_only"]
    differences: tuple[str, ...]


def result(answers: Mapping[str, str], found: Sequence[Found]) -> LookUpResult:
    """Say what a look-up came to: it fails where there is not enough to look by."""
    if not answers.get("nino") and not (answers.get("forenames") and answers.get("surname")):
        return "failed"
    sure = [one for one in found if one.agrees == "number_and_name"]
    if len(sure) == 1:
        return "found"
    if len(sure) > 1 or found:
        return "several"
    return "not_found"


def differs(answers: Mapping[str, str], outcome: LookUpResult) -> bool:
    """Tell whether the client's answer to having a case with the CSA is not what was found."""
    said = answers.get("on_csa", "")
    return (said == "yes" and outcome == "not_found") or (said == "no" and outcome == "found")
