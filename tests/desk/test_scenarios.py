"""Each scenario shipped for training gives the answers it promises, by both readings of the rules."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from console.desk.training import with_nulls
from domain.document import read_casegroup
from domain.errors import DocumentRefusedError
from tests import naive
from tests.core import assess_document

if TYPE_CHECKING:
    from collections.abc import Callable

Record = dict[str, Any]

FOLDER = Path(__file__).parents[2] / "sample_data" / "scenarios"
IMPORTS = FOLDER.parent / "imports"
FILES = sorted(FOLDER.rglob("*.toml"), key=lambda path: path.name)
READINGS = {"the assessment": assess_document, "the naive reading": naive.assess}
CHECK_WORDS = ("broken", "not_known", "not_run")


def read_scenario(path: Path) -> Record:
    """A scenario with its nulls put back: TOML has none, so a field not known is left out there."""
    scenario = tomllib.loads(path.read_text("utf-8"))
    return {**scenario, "casegroup": with_nulls(scenario["casegroup"])}


@pytest.mark.parametrize("reading", READINGS.values(), ids=READINGS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_scenario_gives_its_expected_answers(path: Path, reading: Callable[..., Record]) -> None:
    scenario = read_scenario(path)
    expected = scenario["expected"]
    answer = reading(scenario["casegroup"], scenario["as_at"])
    outcome = answer["outcome"]
    assert outcome["outcome"] == expected["outcome"]
    assert outcome["residual"] == expected.get("residual")
    assert outcome["amendment"] == expected.get("amendment")
    assert outcome["report_to_cms"] == (expected["outcome"] == "amend_balance")
    assert outcome["account_breakdown_owed"] == (expected["outcome"] == "account_breakdown")
    assert [exception["reason"] for exception in answer["exceptions"]] == expected["exceptions"]
    compare_deferral(answer["deferral"], expected["deferral"])
    compare_validation(answer["validation"], expected["validation"])
    explained = {anomaly["rule"]: anomaly["explained"] for anomaly in answer["anomalies"]}
    assert {rule: amount for rule, amount in explained.items() if amount != "0.00"} == expected["explained"]


def compare_deferral(deferral: Record, expected: Record) -> None:
    """Result, days, the deferred date and which rules are broken, not known or not run."""
    assert deferral["result"] == expected["result"]
    assert deferral["days"] == expected.get("days")
    assert deferral["deferred_until"] == expected.get("deferred_until")
    for word in CHECK_WORDS:
        found = {(check["rule"], check["case_id"]) for check in deferral["checks"] if check["answer"] == word}
        assert found == {(each["rule"], each.get("case_id")) for each in expected.get(word, [])}
    effects = [check["effect"] for check in deferral["checks"] if check["effect"]]
    if "effects" in expected:
        assert effects == expected["effects"]
    broken = [check for check in deferral["checks"] if check["answer"] == "broken"]
    if "evidence" in expected and all("evidence" in check for check in broken):
        assert [entry for check in broken for entry in check["evidence"]] == expected["evidence"]


def compare_validation(validation: Record, expected: Record) -> None:
    """Every figure a scenario names; figures of cases and their period lines where it names them."""
    for name, value in expected.items():
        if name != "cases":
            assert validation[name] == value
    found = {case["case_id"]: case for case in validation["cases"]}
    for case in expected.get("cases", ()):
        for name, value in case.items():
            ours = found[case["case_id"]][name]
            if name == "periods":
                ours = [{key: field for key, field in line.items() if field is not None} for line in ours]
            assert ours == value


def test_every_lesson_is_fit_to_be_read() -> None:
    for path in FILES:
        scenario = read_scenario(path)
        assert path.name[:2].isdigit()
        assert scenario["casegroup"]["casegroup_id"] == f"S{path.name[:2]}"
        assert 2 <= scenario["lesson"].count(". ") + scenario["lesson"].count(".\n") <= 5
        for exercise in scenario.get("exercise", ()):
            assert exercise["question"].endswith("?")
            assert exercise["answer"]


def test_the_lessons_cover_every_rule_and_outcome() -> None:
    scenarios = [read_scenario(path)["expected"] for path in FILES]
    broken = {each["rule"] for expected in scenarios for each in expected["deferral"].get("broken", ())}
    assert broken == set(naive.CHECK_KEYS.values())
    assert {rule for expected in scenarios for rule in expected["explained"]} == set(naive.ANOMALY_KEYS.values())
    outcomes = {expected["outcome"] for expected in scenarios}
    assert outcomes == {"validated", "amend_balance", "account_breakdown", "not_known"}
    assert {expected["deferral"]["result"] for expected in scenarios} == {"clear", "deferred", "blocked"}


# --- files to practise importing with -------------------------------------------------------------------


def casegroup_ids(path: Path) -> list[str]:
    """The casegroups of a file; a .json file holds one, a .jsonl file one on each line."""
    whole = path.read_bytes()
    return [read_casegroup(each).casegroup_id for each in (whole.splitlines() if path.suffix == ".jsonl" else [whole])]


def test_the_good_files_are_good() -> None:
    assert len(set(casegroup_ids(IMPORTS / "twelve-casegroups.jsonl"))) == 12
    assert len(casegroup_ids(IMPORTS / "one-casegroup.json")) == 1


@pytest.mark.parametrize("path", sorted(IMPORTS.glob("broken-*")), ids=lambda path: path.stem)
def test_the_broken_files_are_broken(path: Path) -> None:
    if path.stem == "broken-empty":
        assert path.read_bytes() == b""
    elif path.stem == "broken-twice-the-same":
        first, second = casegroup_ids(path)
        assert first == second
    else:
        with pytest.raises(DocumentRefusedError):
            casegroup_ids(path)
