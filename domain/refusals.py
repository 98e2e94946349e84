"""What we say no to: each refusal is named by the invariant it keeps; its words are in `present`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request refused; `facts` are what the sentence about it needs, already in words of the field."""

    key: str
    facts: tuple[tuple[str, str], ...] = ()


def refusal(key: str, **facts: object) -> Refusal:
    """Make a refusal with the facts its sentence needs."""
    return Refusal(key, tuple((name, str(value)) for name, value in facts.items()))
