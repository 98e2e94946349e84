"""The register of interpretations: each doubt in the documents, how it can be read, and which reading was chosen."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A doubt settled: the question, the readings it has, the one chosen, and why."""

    id: str
    question: str
    readings: tuple[str, ...]
    choice: str
    why: str


@cache
def load_interpretations() -> tuple[Interpretation, ...]:
    """Read the register shipped with the product, in the order of the file."""
    text = (resources.files("domain.policy") / "interpretations.toml").read_text(encoding="utf-8")
    return tuple(
        Interpretation(entry["id"], entry["question"], tuple(entry["readings"]), entry["choice"], entry["why"])
        for entry in tomllib.loads(text)["interpretation"]
    )
