"""Every doubt that was settled says what the doubt was, how it could be read, what was chosen and why."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from tests.house.copied import is_copied
from tests.house.tree import ROOT

REGISTER = ROOT / "domain/policy/interpretations.toml"
INTERPRETATIONS: list[dict[str, Any]] = tomllib.loads(REGISTER.read_text(encoding="utf-8"))["interpretation"]
FEWEST_READINGS = 2


def test_each_doubt_has_its_own_name() -> None:
    names = [entry["id"] for entry in INTERPRETATIONS]
    assert names
    assert len(names) == len(set(names))


@pytest.mark.parametrize("entry", INTERPRETATIONS, ids=lambda entry: str(entry["id"]))
def test_a_doubt_is_told_whole(entry: dict[str, Any]) -> None:
    assert {"id", "question", "readings", "choice", "why"} <= set(entry)
    assert entry["question"].rstrip().endswith("?") or "?" in entry["question"]
    assert len(set(entry["readings"])) >= FEWEST_READINGS
    assert all(reading.strip() for reading in entry["readings"])
    assert entry["choice"].strip()
    assert entry["why"].strip()
    assert not any(is_copied(entry[part]) for part in ("question", "choice", "why"))
