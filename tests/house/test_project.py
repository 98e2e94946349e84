"""The project's own papers hold together: floors, parts, changes, packaged data."""

from __future__ import annotations

import itertools
import re
import tomllib
from typing import Any

import pytest

from tests.house.tree import PACKAGES, ROOT, held_files, place, text_of

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
NOT_THE_PROGRAM = {"tests", "bench", "sample_data"}
PARTS = [
    re.split(r"[<>=!~\[; ]", part)[0]
    for part in (*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"])
]


def test_every_folder_with_code_stands_on_a_floor() -> None:
    folders = {place(path).split("/")[0] for path in held_files() if path.suffix == ".py"} - {"conftest.py"}
    assert folders - NOT_THE_PROGRAM == set(PACKAGES)
    assert set(PROJECT["tool"]["importlinter"]["root_packages"]) == set(PACKAGES)


def test_the_wheel_takes_every_package_and_the_sample_data() -> None:
    assert set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == {
        *PACKAGES,
        "sample_data",
    }


def test_the_floors_and_the_inner_layers_are_exhaustive() -> None:
    layered = [contract for contract in PROJECT["tool"]["importlinter"]["contracts"] if contract["type"] == "layers"]
    assert {container for contract in layered for container in contract.get("containers", [])} == {
        "console",
        "domain",
    }
    assert all(contract["exhaustive"] for contract in layered if "containers" in contract)


def test_every_rule_of_style_left_out_has_its_reason() -> None:
    text = text_of(ROOT / "pyproject.toml")
    ignored = text[text.index("ignore = [") : text.index("[tool.ruff.lint.flake8-type-checking]")]
    entries = [line.strip() for line in ignored.splitlines()]
    without = [
        line
        for before, line in itertools.pairwise(entries)
        if re.match(r'^"[A-Z]+\d*"', line) and not before.startswith(("#", '"'))
    ]
    assert without == []


def test_the_changes_have_a_place_for_the_next_ones() -> None:
    assert re.search(r"^## \[Unreleased\]$", CHANGELOG, re.MULTILINE)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_we_depend_on_has_its_reason(part: str) -> None:
    assert re.search(rf"^- `{re.escape(part)}`: \S.+\.$", CHANGELOG, re.MULTILINE)


def test_nothing_is_left_undone_in_the_text() -> None:
    unfinished = re.compile(r"\b(?:TO" + "DO|FIX" + "ME|X" + r"XX)\b")
    assert [place(path) for path in held_files() if unfinished.search(text_of(path))] == []
