"""What came out when one rule was applied once, with the entries it looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from domain.policy.model import Days, PolicyValue
    from domain.source import Source
    from domain.truth import Truth

CheckAnswer = Literal["kept", "broken", "not_run", "not_known"]


@dataclass(frozen=True, slots=True)
class Reading:
    """Is the rule broken, because of which entries, and which fields nobody knows."""

    broken: Truth
    evidence: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One deferral rule asked of one case (`case_id` is None where it is asked of the casegroup)."""

    number: int
    rule: str
    case_id: str | None
    answer: CheckAnswer
    period: PolicyValue[Days]
    effect: str | None
    evidence: tuple[str, ...]
    missing: tuple[str, ...]
    source: Source

    @property
    def counts_as_broken(self) -> bool:
        """Tell whether closing has to wait: a rule that cannot be answered counts as broken."""
        return self.answer in {"broken", "not_known"}
