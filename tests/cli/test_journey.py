"""`closeout journey`: from a file without a store, from the store with its deferral, in lines and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import CASEGROUPS, STRANGER, answer_of, answers_of, example, hostile, write_documents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Closeout


@pytest.fixture
def turned(tmp_path: Path) -> Path:
    """A casegroup in which an application came 41 days before liability was to end, and one with a work item."""
    document = example()
    document["casegroup_id"] = "T001"
    document["journey"] = {
        "kind": "proactive_to_reactive",
        "liability_end_date": "2016-06-30",
        "application_received_on": "2016-05-20",
    }
    case = document["cases"][0]
    case["liability_events"] = [{"kind": "assessment", "effective_date": "2014-01-01", "weekly_amount": "70.00"}]
    case["work_items"] = [{"id": "W1", "kind": "appeal", "opened_on": "2016-01-01"}]
    return write_documents(tmp_path / "turned.jsonl", document)


def named(answer: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(date for date in answer["dates"] if date["name"] == name)
    return found


def test_a_file_is_answered_with_every_date_and_its_arithmetic(closeout: Closeout, turned: Path) -> None:
    lines = closeout("journey", "--file", turned, "--as-at", "2016-06-01").stdout
    for said in (
        "Journey: proactive, became reactive. At selection: maintenance and arrears.",
        "41 days left, reactive from 38 days on, so the closure became reactive",
        "past   24 Dec 2015  First contact letter due (proactive)",
        "passing over Saturday 26 Dec 2015, Christmas Day 25 Dec 2015",
        "next   27 Jun 2016  T-date",
        "reactive closure starts 20 May 2016 + 38 days = 27 Jun 2016 [Case Closure (Reactive) - Invoke]",
        "next   28 Jun 2016  Takes effect at CMS",
        "Working days of England and Wales.",
        "A deferral moves the day on which the casegroup is due to close",
    ):
        assert said in lines


def test_json_carries_dates_workings_and_what_a_deferral_moves(closeout: Closeout, turned: Path) -> None:
    answer = answer_of(closeout("journey", "--file", turned, "--as-at", "2016-06-01", "--json"))
    assert answer["turn"]["days_left"] == 41
    t_date = named(answer, "t_date")
    assert (t_date["day"], t_date["days"], t_date["standing"], t_date["when"]) == ("2016-06-27", 38, "stated", "next")
    assert t_date["value"] == {"key": "journey.t_date_after_application", "value": "38 days"}
    assert t_date["inputs"] == [{"name": "reactive_start", "day": "2016-05-20"}]
    assert [date["name"] for date in answer["dates"] if date["moved_by_deferral"]] == ["due_to_close"]
    closing = named(answer, "due_to_close")
    assert closing["days"] == 28, "an open work item puts closing off"
    assert {notice["notice"] for notice in answer["notices"]} == {"first_contact", "second_contact", "end_of_liability"}


def test_the_edition_decides_when_the_reactive_closure_starts(closeout: Closeout, turned: Path) -> None:
    starts = {}
    for edition in ("phase-2", "segment-1"):
        answer = answer_of(
            closeout("journey", "--file", turned, "--edition", edition, "--as-at", "2016-06-01", "--json")
        )
        starts[edition] = named(answer, "reactive_start")["day"]
    assert starts == {"phase-2": "2016-05-20", "segment-1": "2016-05-29"}


def test_the_example_casegroups_are_all_answered(closeout: Closeout) -> None:
    result = closeout("journey", "--file", CASEGROUPS, "--as-at", "2016-02-15", "--json")
    assert result.exit_code == 0
    assert len(answers_of(result)) == len(CASEGROUPS.read_text(encoding="utf-8").splitlines())


def test_the_store_answers_with_the_deferral_that_was_recorded(at: Closeout) -> None:
    before = named(answer_of(at("journey", "E029", "--json")), "due_to_close")
    assert (before["day"], before["days"]) == ("2016-03-15", 14)
    assert "Due to close (deferred)" in at("journey", "E029").stdout


def test_a_restricted_record_is_not_opened_by_somebody_who_may_not(
    at: Closeout, work_as: Callable[[str], None], tmp_path: Path
) -> None:
    document = example()
    document["casegroup_id"] = "S001"
    document["paying_parent"]["markers"] = ["special_client_record"]
    assert at("import", write_documents(tmp_path / "special.jsonl", document)).exit_code == 0
    work_as(STRANGER)
    result = at("journey", "S001")
    assert result.exit_code == 4
    assert result.stdout == ""


def test_hostile_names_do_nothing_to_the_terminal(closeout: Closeout, tmp_path: Path) -> None:
    document = hostile() | {"casegroup_id": "H\x1b[2J1"}
    document["cases"][0]["case_id"] = "C\x1b[5m1"
    result = closeout("journey", "--file", write_documents(tmp_path / "hostile.jsonl", document))
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout


def test_faults_are_told_and_good_documents_still_answered(closeout: Closeout, tmp_path: Path) -> None:
    good, bad = example(), example() | {"journey": {"kind": "sideways"}}
    result = closeout("journey", "--file", write_documents(tmp_path / "mixed.jsonl", bad, good), "--json")
    assert result.exit_code == 3
    assert len(answers_of(result)) == 1
    assert "journey.kind" in result.stderr


@pytest.mark.parametrize("arguments", [(), ("E001", "--file", "x.jsonl")])
def test_a_casegroup_or_a_file_is_named_and_not_both(at: Closeout, arguments: tuple[str, ...]) -> None:
    result = at("journey", *arguments)
    assert result.exit_code == 2
    assert "Name a casegroup, or a file with --file." in result.stderr


def test_an_empty_or_missing_file_is_bad_input(closeout: Closeout, tmp_path: Path) -> None:
    empty = write_documents(tmp_path / "empty.jsonl")
    for file in (empty, tmp_path / "none.jsonl"):
        result = closeout("journey", "--file", file)
        assert result.exit_code == 3
        assert result.stderr.count("\n") == 1
