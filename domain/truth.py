"""Three answers: yes, no, and not known. What is not known is never guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Truth: TypeAlias = bool | None


def both(first: Truth, second: Truth) -> Truth:
    """Yes when both are; no when either is not, whatever the other; else not known."""
    if first is False or second is False:
        return False
    return None if first is None or second is None else True


def negation(truth: Truth) -> Truth:
    """Turn yes and no about; not known stays so."""
    return None if truth is None else not truth


def any_of(truths: Iterable[Truth]) -> Truth:
    """Yes when one is; not known when none is but one might be."""
    answer: Truth = False
    for truth in truths:
        if truth:
            return True
        if truth is None:
            answer = None
    return answer


def above_zero(lowest: float, highest: float) -> Truth:
    """Tell whether an amount known to lie between two bounds is above zero."""
    if lowest > 0:
        return True
    return False if highest <= 0 else None
