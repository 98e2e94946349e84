"""One date with its arithmetic: which day and how many days give which day, by which value and from which source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from domain.policy.model import Days, PolicyValue
    from domain.source import Source, Standing

Operation = Literal["recorded", "same_day", "counted", "earliest", "working_day", "not_needed", "not_known"]


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day with the name of what falls on it: a field of the document, another date, or a bank holiday."""

    name: str
    day: date


@dataclass(frozen=True, slots=True)
class Working:
    """How one date was come by, with everything needed to say so; `day` is None where there is none.

    `recorded` was read from the document; `same_day` is the one input itself; `counted` is the one input and so many
    `days` (negative: before it); `earliest` is the earliest of several inputs; `working_day` is the input moved past
    the days `passed_over`; `not_needed` has no day because there is nothing to wait for; `not_known` names what is
    `missing`.
    """

    name: str
    day: date | None
    operation: Operation
    source: Source
    standing: Standing
    inputs: tuple[NamedDay, ...] = ()
    days: int | None = None
    period: PolicyValue[Days] | None = None
    interpretation: str | None = None
    passed_over: tuple[NamedDay, ...] = ()
    missing: tuple[str, ...] = ()
