"""`worklist`, `show`, `explain`, `journal list`, `policy` and `schema`: what is asked and nothing written."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from domain.deferral.rules import RULES as DEFERRAL_RULES
from tests.cli.conftest import AS_AT, STRANGER, answer_of, answers_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Closeout


def test_the_worklist_lists_every_casegroup_with_its_stage(at: Closeout) -> None:
    lines = at("worklist").stdout.splitlines()
    assert lines[0].split() == [
        "Casegroup",
        "Paying",
        "parent",
        "Systems",
        "Due",
        "Stage",
        "Balance",
        "Discrepancy",
        "Left",
        "Flags",
    ]
    assert any(line.startswith("E003") and "To amend" in line and "£0.05" in line for line in lines)
    assert lines[-1] == "11 of 11 casegroups."


def test_the_worklist_is_filtered_sorted_and_cut(at: Closeout) -> None:
    rows = answers_of(at("worklist", "!deferred", "--sort", "debt_balance", "--descending", "--limit", "2", "--json"))
    assert [row["casegroup_id"] for row in rows] == ["E080", "E003"]
    assert rows[0]["debt_balance"] == "7300.00"
    assert "search_text" not in rows[0]


def test_the_worklist_reads_pages_in_order(at: Closeout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.cli.worklist.PAGE", 3)
    rows = answers_of(at("worklist", "--sort", "casegroup_id", "--json"))
    assert [row["casegroup_id"] for row in rows] == sorted(row["casegroup_id"] for row in rows)
    assert len(rows) == 11


def test_rules_never_asked_are_due_at_once(closeout: Closeout, at: Closeout, tmp_path: Path) -> None:
    at("note", "E001", "still here")
    at("work", "open", "E001", "C1", "Trace")
    assert answers_of(at("worklist", "E001", "--json"))[0]["check_due_on"] == "at_once"


def test_show_says_where_a_casegroup_stands_and_where_it_came_from(at: Closeout) -> None:
    text = at("show", "E029").stdout
    for said in ("E029  CLIENT1 Sam (paying parent)", "Due 15 Mar 2016", "£3,660.00", "Closure deferred from",
                 "casegroups.jsonl line 3"):  # fmt: skip
        assert said in text


def test_show_gives_the_document_and_every_entry_as_json(at: Closeout) -> None:
    answer = answer_of(at("show", "E029", "--json"))
    assert answer["stage"] == "deferred"
    assert answer["document"]["casegroup_id"] == "E029"
    kinds = [entry["kind"] for entry in answer["entries"]]
    assert kinds == ["facts_received", "deferral_checked", "closure_deferred", "balance_validated"]
    assert answer["entries"][3]["event"]["residual"] == "5.00"
    assert answer["cases"][0]["outstanding"] == "3660.00"


def test_explain_gives_rule_entry_value_standing_source_and_arithmetic(at: Closeout) -> None:
    text = at("explain", "E029", "--as-at", AS_AT).stdout
    for said in (
        "Rule 7 Unallocated receipts: BROKEN",
        "Receipt RC1 of £50.00 on 1 Jun 2015",
        "The period is 14 days, ASSUMED: the documents give no value.",
        "Source: CSA Case Closure (Arrears) - Summary: the nine deferral rules, sixth bullet.",
        "365 days x £70.00 / 7 = £3,650.00",
        "R1, owed to the receiving parent: £3,660.00 outstanding",
        "Anomaly rule 1 Debt adjustments: applied, explains £10.00, leaves £105.00",
        "Interpretation: Is a difference of exactly £0.05 a discrepancy?",
        "Interpretation: May an anomaly rule push the residual past zero?",
        "Left unexplained: £5.00.",
    ):
        assert said in text, said


def test_explain_says_of_every_kept_rule_which_period_it_would_have(at: Closeout) -> None:
    text = at("explain", "E001", "--as-at", AS_AT).stdout
    assert text.count("If broken, the period is ") == len(DEFERRAL_RULES)


def test_explain_names_the_interpretations_that_bear_on_a_casegroup(at: Closeout) -> None:
    offsetting = answer_of(at("explain", "E080", "--as-at", AS_AT, "--json"))
    clerical = answer_of(at("explain", "CC01", "--as-at", AS_AT, "--json"))
    assert [one["interpretation"] for one in offsetting["interpretations"]] == ["offsetting"]
    assert [one["interpretation"] for one in clerical["interpretations"]] == ["clerical-validation"]
    told = [
        *offsetting["interpretations"],
        *clerical["interpretations"],
        *offsetting["deferral"]["rules"][0]["interpretations"],
    ]
    assert all(one["settled"] for one in told)


def test_one_rule_can_be_explained_alone(at: Closeout) -> None:
    result = at("explain", "E029", "--rule", "unallocated_receipts", "--json", "--as-at", AS_AT)
    answer = answer_of(result)
    assert [rule["number"] for rule in answer["deferral"]["rules"]] == [7]
    assert [rule["number"] for rule in answer["anomalies"]] == [2]
    assert answer["deferral"]["rules"][0]["value"]["standing"] == "assumed"
    assert "Not run" in at("explain", "E001", "--rule", "debt_adjustments", "--as-at", AS_AT).stdout


def test_a_rule_that_is_none_is_wrong_usage(at: Closeout) -> None:
    result = at("explain", "E029", "--rule", "rule_of_thumb")
    assert result.exit_code == 2
    assert "outstanding_work_items" in result.stderr


def test_the_journal_is_listed_newest_first_by_page(at: Closeout) -> None:
    entries = answers_of(at("journal", "list", "--limit", "3", "--json"))
    numbers = [entry["seq"] for entry in entries]
    assert numbers == sorted(numbers, reverse=True)
    older = answers_of(at("journal", "list", "--limit", "1", "--before", numbers[-1], "--json"))
    assert older[0]["seq"] == numbers[-1] - 1
    assert "Store made." in at("journal", "list").stdout
    assert all("E029" in line for line in at("journal", "list", "E029").stdout.splitlines())


@pytest.mark.parametrize("command", [["show"], ["explain"], ["journal", "list"], ["note"], ["export", "casegroup"]])
def test_a_casegroup_that_is_not_there_is_bad_input(at: Closeout, command: list[str]) -> None:
    more = {"note": ["text"], "export": ["--out", "x.json"]}.get(command[0], [])
    result = at(*command, "NOPE", *more)
    assert result.exit_code == 3
    assert "'NOPE': not in this store" in result.stderr


@pytest.mark.parametrize("command", ["worklist", "show E001", "explain E001", "journal list", "backup b.db",
                                     "export worklist --out w.csv", "export assessments --out a.jsonl",
                                     "export casegroup E001 --out e.json"])  # fmt: skip
def test_whoever_is_not_on_the_roster_is_told_nothing(
    at: Closeout, work_as: Callable[[str], None], tmp_path: Path, command: str
) -> None:
    work_as(STRANGER)
    before = sorted(path.name for path in tmp_path.iterdir())
    result = at(*command.split())
    assert result.exit_code == 4
    assert result.stdout == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_policy_shows_standing_document_and_place_of_every_value(closeout: Closeout) -> None:
    values = answer_of(closeout("policy", "--as-at", AS_AT, "--json"))["values"]
    assert {value["standing"] for value in values} == {"stated", "interpreted", "assumed"}
    assert all(value["document"] and value["place"] for value in values)
    text = closeout("policy", "--as-at", AS_AT).stdout
    assert "ASSUMED" in text
    assert "assumed" not in text


def test_policy_shows_interpretations_and_what_is_covered(closeout: Closeout) -> None:
    interpretations = json.loads(closeout("policy", "--interpretations", "--json").stdout)
    coverage = answer_of(closeout("policy", "--coverage", "--json"))
    assert all(len(one["readings"]) > 1 and one["choice"] and one["why"] for one in interpretations)
    assert coverage["statements"] == 241 == sum(coverage["counts"].values())
    assert closeout("policy", "--interpretations").stdout.count("CHOSEN: ") == len(interpretations)
    assert closeout("policy", "--coverage").stdout.splitlines()[-1].startswith("241 statements: ")


def test_the_schema_is_one_of_the_document(closeout: Closeout) -> None:
    for options in ([], ["--json"]):
        schema = answer_of(closeout("schema", *options))
        assert schema["title"] == "Casegroup"
        assert "casegroup_id" in schema["properties"]


@pytest.mark.parametrize(
    ("record", "field", "good", "bad"),
    [
        ("Receipt", "received_on", ["1900-01-01", "2016-02-29"], ["2016-2-9", "2016-13-01", "20160229", "2200-01-01"]),
        ("Receipt", "amount", ["0.01", "10", "10.5"], ["0.00", "0", "-1.00", "1,000.00", "1.234"]),
        ("Allocation", "amount", ["0.00", "-0.00", "1.00"], ["-0.01"]),
        ("AssessmentEntry", "weekly_amount", ["0.00", "9999999.99"], ["10000000.00", "-1.00"]),
        ("Adjustment", "amount", ["-12.00", "0.00"], ["+1.00", "100000000000.00"]),
        ("Person", "nino", ["QQ123456C", "ab 12 34 56 c"], ["AB123456E", "AB12345C", ""]),
    ],
)
def test_the_schema_holds_what_can_be_said_of_a_field_by_itself(
    closeout: Closeout, record: str, field: str, good: list[str], bad: list[str]
) -> None:
    said = answer_of(closeout("schema", "--json"))["$defs"][record]["properties"][field]
    pattern = re.compile(said["anyOf"][0]["pattern"])
    assert [value for value in (*good, *bad) if pattern.search(value)] == good
