"""The rules as they stand: values in force, how each doubt was settled, and what the documents ask and where it is met.

Screens and command line answer from here alone, so that both say the same.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from domain.policy.book import GROUPS, SCHEMES, load_book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from domain.policy.model import Policy, PolicyValue


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing the documents ask, in our words: where the program meets it, and which tests show that."""

    id: str
    asks: str
    document: str
    family: str
    status: str
    where: tuple[str, ...]
    test: tuple[str, ...]
    note: str


def values_of(policy: Policy) -> list[PolicyValue[Any]]:
    """Give the values of the procedures, in the order of the model."""
    return [getattr(getattr(policy, name), field.name) for name, group in GROUPS.items() for field in fields(group)]


def scheme_values(day: date) -> list[PolicyValue[Any]]:
    """Give the values of both schemes of child maintenance on a day, which the offline calculation uses."""
    found = [load_book().scheme(name, day)[0] for name in SCHEMES]
    return [getattr(scheme, field.name) for scheme in found for field in fields(scheme)]


def dated_values(key: str) -> list[PolicyValue[Any]]:
    """Give every entry of a value, of all editions, by first day; one that holds for all editions stands once."""
    entries = (entry for (known, _), dated in load_book().entries.items() if known == key for entry in dated)
    return sorted(dict.fromkeys(entries), key=lambda entry: (entry.first_day, entry.edition or ""))


def rests_on(values: Sequence[PolicyValue[Any]], interpretation: str) -> list[PolicyValue[Any]]:
    """Give the values that rest on an interpretation."""
    return [value for value in values if value.interpretation == interpretation]


@cache
def statements() -> tuple[Statement, ...]:
    """Read the register of what the documents ask, in the order of the file."""
    text = (resources.files("domain.policy") / "coverage.toml").read_text(encoding="utf-8")
    return tuple(
        Statement(**{**statement, "where": tuple(statement["where"]), "test": tuple(statement["test"])})
        for statement in tomllib.loads(text)["statement"]
    )
