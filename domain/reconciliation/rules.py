"""The classes a row falls into, in the order in which they are asked; a row is in the first that fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RowClass = Literal["duplicate", "missing_at_cms", "unexpected_at_cms", "identity_differs", "amount_differs", "matched"]
KEY: Final = ("casegroup_id", "case_id", "owed_to", "status")
"""What makes two rows the same balance."""
IDENTITY: Final = ("nino", "surname")
"""Whose balance it is; compared where both sides' reports have the column."""


@dataclass(frozen=True, slots=True)
class ClassRule:
    """A row of the register."""

    key: RowClass
    title: str
    says: str


RULES: Final[Sequence[ClassRule]] = (
    ClassRule("duplicate", "Duplicate", "The same balance stands more than once on a side; all its rows are meant."),
    ClassRule("missing_at_cms", "Missing at CMS", "It left the CSA and did not arrive."),
    ClassRule("unexpected_at_cms", "Unexpected at CMS", "It arrived and never left the CSA."),
    ClassRule("identity_differs", "Identity differs", "The National Insurance number or surname is another."),
    ClassRule("amount_differs", "Amount differs", "It is the same balance with another amount."),
    ClassRule("matched", "Matched", "It arrived as it left."),
)
WORK: Final[Mapping[str, str]] = {rule.key: f"Reconcile: {rule.title[:1].lower()}{rule.title[1:]}" for rule in RULES}
"""What the work on a difference is called, by its class."""
