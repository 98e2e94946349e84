"""A made-up caseload: repeatable, whole, like a real pile of work, and right about its own answers."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from itertools import islice
from statistics import mean, median
from typing import TYPE_CHECKING, Any

import pytest

from console.desk import caseload
from console.desk.caseload import generate_casegroups, write_caseload
from console.desk.caseload_plan import ON_PURPOSE
from tests import naive
from tests.core import assess_document
from tests.naive_ledger import pence

if TYPE_CHECKING:
    from pathlib import Path

Record = dict[str, Any]

AS_AT = date(2016, 2, 15)
COUNT = 5 * len(ON_PURPOSE) * 2


@pytest.fixture(scope="module")
def made() -> list[tuple[Record, Record]]:
    """A caseload long enough to show everything on purpose twice."""
    return list(generate_casegroups(COUNT, 7, AS_AT))


def found_in(answer: Record) -> Record:
    """What an assessment found, in the words of the known answers."""

    def named(word: str) -> list[list[str | None]]:
        checks = sorted(answer["deferral"]["checks"], key=lambda check: (check["number"], check["case_id"] or ""))
        return [[check["rule"], check["case_id"]] for check in checks if check["answer"] == word]

    deferral = {name: answer["deferral"][name] for name in ("due_date", "result", "days", "deferred_until")}
    deferral |= {word: named(word) for word in ("broken", "not_known", "not_run")}
    validation = answer["validation"]
    applied = [anomaly for anomaly in answer["anomalies"] if anomaly["answer"] == "applied"]
    return {
        "casegroup_id": answer["casegroup_id"],
        "as_at": answer["as_at"],
        "deferral": deferral,
        "needs_clerical_confirmation": validation["needs_clerical_confirmation"],
        "discrepancy": validation["discrepancy"],
        "status": validation["status"],
        "offsetting": validation["offsetting"],
        "explained": {anomaly["rule"]: anomaly["explained"] for anomaly in applied},
        "residual": answer["outcome"]["residual"],
        "outcome": answer["outcome"]["outcome"],
        "exceptions": sorted({exception["reason"] for exception in answer["exceptions"]}),
    }


def test_the_assessment_finds_what_was_put_in(made: list[tuple[Record, Record]]) -> None:
    for document, known in made:
        assert found_in(assess_document(document, str(AS_AT))) == known


def test_the_naive_reading_finds_what_was_put_in(made: list[tuple[Record, Record]]) -> None:
    for document, known in made[::5]:
        assert found_in(naive.assess(document, str(AS_AT))) == known


def test_everything_occurs(made: list[tuple[Record, Record]]) -> None:
    seen: Counter[str] = Counter()
    for document, known in made:
        seen.update(rule for rule, _ in known["deferral"]["broken"])
        seen.update(f"{rule} explains" for rule, amount in known["explained"].items() if amount != "0.00")
        seen.update([known["outcome"], known["deferral"]["result"], *known["exceptions"]])
        seen.update(f"residual {known['residual']}" for _ in (0,) if known["residual"] in ("0.05", "1000000.00"))
        seen.update(f"{rule} not run" for rule, _ in known["deferral"]["not_run"])
        seen.update(name for name in ("offsetting", "needs_clerical_confirmation") if known[name])
        seen.update(f"{len(document['cases'])} cases" for _ in (0,))
        seen.update(case["system"] for case in document["cases"])
        seen.update(case["region"] for case in document["cases"])
        seen.update(document["paying_parent"].get("markers", []))
        seen.update(name for name in ("representative", "date_of_death") if name in document["paying_parent"])
    expected = {
        *caseload_rules(),
        *("validated", "amend_balance", "account_breakdown", "not_known", "clear", "deferred", "blocked"),
        *("transition_date_not_set", "schedules_not_ended", "closure_before_t_date", "data_invalid"),
        *("residual 0.05", "residual 1000000.00", "manually_inhibited not run", "offsetting"),
        *("needs_clerical_confirmation", "1 cases", "2 cases", "3 cases", "4 cases", "CS2", "CSCS", "CCD"),
        *("GB", "NI", "special_client_record", "special_welfare", "nationally_sensitive", "representative"),
        "date_of_death",
    }
    assert expected - set(seen) == set()


def caseload_rules() -> set[str]:
    """Every deferral rule broken, and every anomaly rule explaining something."""
    return {*naive.CHECK_KEYS.values(), *(f"{key} explains" for key in naive.ANOMALY_KEYS.values())}


def test_one_seed_gives_one_caseload_and_a_longer_one_begins_like_a_shorter() -> None:
    short = list(generate_casegroups(40, 3, AS_AT))
    assert short == list(islice(generate_casegroups(400, 3, AS_AT), 40))
    assert short != list(generate_casegroups(40, 4, AS_AT))


def test_nobody_in_it_can_be_a_real_person(made: list[tuple[Record, Record]]) -> None:
    people = [document["paying_parent"] for document, _ in made]
    people += [case["receiving_parent"] for document, _ in made for case in document["cases"]]
    assert {person["nino"][:2] for person in people if "nino" in person} == {"QQ"}
    assert any("nino" not in person for person in people)


def test_arrears_are_spread_as_they_were() -> None:
    """Half below £700 and a long tail; cases with a limit put in on purpose are left out."""
    arrears = []
    for index, (document, known) in enumerate(generate_casegroups(3_000, 5, AS_AT)):
        if index % 5 and known["residual"] == "0.00":
            for case in document["cases"]:
                of_case = [r["outstanding"] for r in case["receivables"] if r["type"] == "child_maintenance"]
                arrears.append(sum(map(pence, of_case)) / 100)
    assert 600 < median(arrears) < 800
    assert 2_700 < mean(arrears) < 4_700


def test_a_caseload_is_written_with_its_answers_beside_it(tmp_path: Path) -> None:
    told: list[int] = []
    path, answers_path = write_caseload(tmp_path / "made.jsonl", 1_001, 1, AS_AT, told.append)
    documents = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    answers = [json.loads(line) for line in answers_path.read_text("utf-8").splitlines()]
    assert [document["casegroup_id"] for document in documents] == [known["casegroup_id"] for known in answers]
    assert answers_path.name == "made.answers.jsonl"
    assert told == [500, 1_000, 1_001]


def test_a_caseload_that_cannot_be_finished_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made.jsonl").write_text("as it was")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(caseload, "PROGRESS_EVERY", 1)
    with pytest.raises(OSError, match="No space left"):
        write_caseload(tmp_path / "made.jsonl", 10, 1, AS_AT, full)
    assert [path.name for path in tmp_path.iterdir()] == ["made.jsonl"]
    assert (tmp_path / "made.jsonl").read_text() == "as it was"
