"""`closeout load` and `closeout select`: what they answer, who may, and what they write."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from console.cli.load import SYSTEMS
from console.cli.select import CRITERIA, FREQUENCIES
from console.desk.clock import Clock
from console.desk.desk import Desk
from domain.actor import Actor
from domain.selection import criteria
from domain.selection.loads import SYSTEMS as SYSTEMS_KNOWN
from tests.cli.conftest import AS_AT, MANAGER, answer_of, answers_of
from tests.desk.loads import load_all, prospect_record, running_case
from tests.made_up import person, write_documents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Closeout

SELECTOR = "selector"


@pytest.fixture
def at(closeout: Closeout, tmp_path: Path) -> Closeout:
    """Run the program on a store into which all three systems were loaded."""
    path = tmp_path / "casework.db"
    with Desk.create(path, MANAGER, clock=Clock(datetime(2016, 2, 15, 12, tzinfo=UTC))) as desk:
        desk.write_roster([Actor(SELECTOR, "Case Manager", frozenset({"case_manager"}))])
        secret = {**person(7), "surname": "Quillfeather", "markers": ["special_client_record"]}
        load_all(
            desk,
            prospect_record("CG1"),
            prospect_record("CG2", [running_case(region="NI")]),
            prospect_record("CG3", paying_parent={**person(8), "markers": ["special_welfare"]}),
            prospect_record("CG4", paying_parent=secret),
        )
    return lambda *arguments, **options: closeout("--store", path, *arguments, **options)


def test_the_words_of_the_command_line_are_those_of_the_domain() -> None:
    assert SYSTEMS == SYSTEMS_KNOWN
    assert tuple(criteria.VOCABULARY) == CRITERIA
    assert criteria.FREQUENCIES == FREQUENCIES


def test_a_load_is_counted_and_the_same_file_again_is_answered_as_before(at: Closeout, tmp_path: Path) -> None:
    file = write_documents(tmp_path / "tuesday.jsonl", prospect_record("CG5"), {"casegroup_id": "CG1"})
    arguments = ("load", file, "--system", "CS2", "--delta", "--extracted-on", "2016-02-15", "--as-at", AS_AT)
    first = answer_of(at(*arguments, "--json"))
    assert {key: first[key] for key in ("loaded", "unchanged", "left_out", "data_exceptions")} == {
        "loaded": 1, "unchanged": 0, "left_out": 0, "data_exceptions": 1,
    }  # fmt: skip
    assert first["found"][0]["casegroup_id"] == "CG1"
    assert answer_of(at(*arguments, "--json"))["repeated"]
    told = at(*arguments)
    assert told.exit_code == 0
    assert "loaded before" in told.stdout


def test_a_load_makes_the_store_where_there_is_none_and_the_next_one_says_what_is_missing_from_it(
    closeout: Closeout, tmp_path: Path
) -> None:
    store = ("--store", tmp_path / "new.db")
    whole = ("--system", "CS2", "--full", "--as-at", AS_AT)
    first = write_documents(tmp_path / "monday.jsonl", prospect_record("CG1"), prospect_record("CG2"))
    made = closeout(*store, "load", first, *whole)
    assert made.exit_code == 0
    assert "CS2 as of 15 Feb 2016" in made.stdout
    assert f"A live store was made at {store[1]}; {MANAGER} is its team manager." in made.stderr
    second = write_documents(tmp_path / "tuesday.jsonl", prospect_record("CG2"))
    lacking = closeout(*store, "load", second, *whole).stdout
    assert "Missing from the file: 1 casegroup held of CS2. Nothing of it was deleted." in lacking
    assert "  CG1" in lacking.splitlines()[-1]
    assert answer_of(closeout(*store, "load", second, *whole, "--json"))["missing"] == 1


@pytest.mark.parametrize("record", [prospect_record("CG1", [running_case(system="CCD")]), {"casegroup_id": "CG1"}])
def test_a_load_that_is_none_makes_no_store(closeout: Closeout, tmp_path: Path, record: dict[str, object]) -> None:
    file = write_documents(tmp_path / "x.jsonl", record)
    refused = closeout("--store", tmp_path / "new.db", "load", file, "--system", "CS2", "--full")
    assert refused.exit_code == 3
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--system", "CS3", "--full"), 2, "'CS3'"),
        (("--system", "CS2"), 2, "--full"),
        (("--system", "CS2", "--full", "--extracted-on", "2016-02-16"), 3, "expected a day not after 2016-02-15"),
        (("--system", "CCD", "--full"), 3, "no casegroup of CCD"),
    ],
)
def test_a_wrong_load_is_refused(
    at: Closeout, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    file = write_documents(tmp_path / "x.jsonl", prospect_record("CG5"))
    result = at("load", file, *arguments, "--as-at", AS_AT)
    assert result.exit_code == code
    assert said in result.stderr


def test_what_is_in_force_is_shown_first_and_then_how_old_each_system_is(at: Closeout) -> None:
    lines = at("select", "show", "--as-at", "2016-02-17").stdout.splitlines()
    assert lines[0] == "In force"
    assert any(line.startswith("CS2") and "STALE" in line for line in lines)
    assert any(line.startswith("CCD") and "fresh" in line for line in lines)
    answer = answer_of(at("select", "show", "--as-at", "2016-02-17", "--json"))
    assert [system["fresh"] for system in answer["systems"]] == [False, False, True]
    assert answer["in_force"]["entry"] is None


def test_the_case_manager_changes_criteria_for_a_time_after_seeing_what_they_would_select(
    at: Closeout, work_as: Callable[[str], None]
) -> None:
    arguments = ("select", "change", "--criterion", "region=NI", "--size", "10", "--until", "2016-02-20", "--reason",
                 "Belfast first", "--as-at", AS_AT)  # fmt: skip
    assert at(*arguments).exit_code == 4
    work_as(SELECTOR)
    preview = answer_of(at(*arguments, "--preview", "--json"))
    assert not preview["written"]
    assert [one["casegroup_id"] for one in preview["would_select"]["first"]] == ["CG2"]
    assert answer_of(at(*arguments, "--json"))["written"]
    shown = at("select", "show", "--as-at", AS_AT).stdout
    assert "Region: NI." in shown
    assert "After 20 Feb 2016 this comes back by itself" in shown
    assert "Region: any." in at("select", "show", "--as-at", "2016-02-21").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--criterion", "colour=red"), 2, "expected NAME=VALUE"),
        (("--criterion", "region="), 2, "expected NAME=VALUE"),
        (("--criterion", "region=FR"), 3, "Region: 'FR'; expected some of GB, NI"),
        (("--size", "0"), 3, "expected from 1 to 100,000"),
        (("--until", "2016-02-14"), 3, "14 Feb 2016"),
        ((), 3, "exactly so already"),
    ],
)
def test_a_wrong_change_names_place_value_and_what_was_expected(
    at: Closeout, work_as: Callable[[str], None], arguments: tuple[str, ...], code: int, said: str
) -> None:
    work_as(SELECTOR)
    result = at("select", "change", *arguments, "--reason", "x", "--as-at", AS_AT)
    assert result.exit_code == code
    assert said in result.stderr


def test_a_tranche_is_previewed_selected_once_and_its_days_written(at: Closeout, tmp_path: Path) -> None:
    preview = answer_of(at("select", "run", "--preview", "--as-at", AS_AT, "--json"))
    assert [(one["casegroup_id"], one["becomes_exception"]) for one in preview["first"]] == [
        ("CG1", False), ("CG2", False), ("CG3", True),
    ]  # fmt: skip
    assert (preview["takes"], preview["exceptions"], preview["restricted_among_first"]) == (3, 1, 1)
    out = tmp_path / "ends.csv"
    report = answer_of(at("select", "run", "--out", out, "--as-at", AS_AT, "--json"))
    assert (report["selected"], report["exceptions"], report["restricted"]) == (
        ["CG1", "CG2"], ["CG3"], {"selected": 1, "exceptions": 0},
    )  # fmt: skip
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert [(row["casegroup_id"], row["liability_end_date"]) for row in rows] == [
        ("CG1", "2016-08-20"), ("CG2", "2016-08-20"),
    ]  # fmt: skip
    assert answer_of(at("select", "run", "--as-at", AS_AT, "--json"))["repeated"]
    assert "Quillfeather" not in json.dumps(report)


def test_the_batch_selects_a_tranche_that_is_due_and_says_so(at: Closeout) -> None:
    answer = answer_of(at("run", "--as-at", AS_AT, "--json"))
    assert answer["tranche"]["casegroups"] == 3
    assert answer["casegroups"] == 3
    assert answer_of(at("run", "--as-at", "2016-02-16", "--json"))["tranche"] is None


def test_criteria_for_a_time_select_by_themselves_until_their_day_and_the_former_ones_after_it(
    at: Closeout, work_as: Callable[[str], None]
) -> None:
    work_as(SELECTOR)
    change = ("select", "change", "--criterion", "region=NI", "--frequency", "daily", "--reason", "Belfast first")
    assert at(*change, "--until", "2016-02-16", "--as-at", AS_AT).exit_code == 0
    taken = {
        day: answer_of(at("run", "--as-at", f"2016-02-{day}", "--json"))["tranche"] for day in (15, 16, 17, 22, 23)
    }
    # Daily while it lasts; weekly again after it, counted from the last tranche.
    assert {day: tranche["casegroups"] if tranche else None for day, tranche in taken.items()} == {
        15: 1, 16: 0, 17: None, 22: None, 23: 2,
    }  # fmt: skip
    shown = answer_of(at("select", "show", "--as-at", "2016-02-17", "--json"))["in_force"]
    assert (shown["entry"], shown["criteria"].get("region", [])) == (None, [])


def test_a_change_for_good_during_one_for_a_time_is_what_comes_back(
    at: Closeout, work_as: Callable[[str], None]
) -> None:
    work_as(SELECTOR)
    change = ("select", "change", "--reason", "as told", "--as-at", AS_AT)
    assert at(*change, "--criterion", "region=GB").exit_code == 0
    assert at(*change, "--criterion", "region=NI", "--until", "2016-02-20").exit_code == 0
    assert "After 20 Feb 2016 this comes back by itself" in at("select", "show", "--as-at", "2016-02-20").stdout
    after = answer_of(at("select", "show", "--as-at", "2016-02-21", "--json"))["in_force"]
    assert after["criteria"]["region"] == ["GB"]


def test_why_says_what_a_casegroup_is_and_what_speaks_against_it(at: Closeout) -> None:
    told = at("select", "why", "CG3", "--as-at", AS_AT).stdout
    assert "Special welfare marker on the paying parent." in told
    answer = answer_of(at("select", "why", "CG1", "--segment", "5", "--as-at", AS_AT, "--json"))
    assert answer["against"] == [{"criterion": "segment", "is": "2"}]
    assert at("select", "why", "CG4", "--as-at", AS_AT).exit_code == 4
    assert at("select", "why", "CG9", "--as-at", AS_AT).exit_code == 3


def test_data_exceptions_are_listed_with_their_faults_and_settled_with_a_note(at: Closeout, tmp_path: Path) -> None:
    file = write_documents(tmp_path / "x.jsonl", prospect_record("CG5"), {"casegroup_id": "CG6"})
    at("load", file, "--system", "CS2", "--delta", "--as-at", AS_AT)
    waiting = answer_of(at("select", "exceptions", "--json"))
    number = waiting[0]["data_exception_id"]  # type: ignore[index]
    assert "cases: missing" in at("select", "exceptions").stdout
    assert at("select", "settle", number, "--note", " ").exit_code == 3
    assert answers_of(at("select", "settle", number, "--note", "not ours", "--preview", "--json"))[0]["preview"]
    assert at("select", "settle", number, "--note", "not ours").exit_code == 0
    assert "0 data exceptions" in at("select", "exceptions").stdout


def test_an_export_is_never_written_over_unless_told_to(at: Closeout, tmp_path: Path) -> None:
    at("select", "run", "--as-at", AS_AT)
    out = tmp_path / "ends.json"
    assert answer_of(at("select", "export", out, "--json")) == {
        "file": str(out), "cases": 2, "restricted_left_out": 1,
    }  # fmt: skip
    assert len(json.loads(out.read_text("utf-8"))) == 2
    assert at("select", "export", out).exit_code == 3
    assert at("select", "export", out, "--force", "--tranche", "T-2016-02-16").exit_code == 0
