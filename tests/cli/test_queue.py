"""`closeout queue`, `exceptions` and their kin: what waits, in words and as JSON, and what is done with it."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from typing import TYPE_CHECKING, get_args

import pytest

from console.cli import exceptions as commands
from console.cli.queue import KINDS
from console.present.queue import CAUSES, QUEUE_KINDS, cause_text, holder_text, state_text
from console.present.wording import EXCEPTION_STATES, EXCEPTIONS
from domain.closure_exceptions.rules import answers_from
from domain.events.queued import ExceptionReason, ExceptionState
from domain.queue import BREAKDOWN_NEXT, QueueKind
from tests.cli.conftest import AS_AT, CASEWORKER, MANAGER, STRANGER, answer_of, answers_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Closeout

RAISE = ("raise-exception", "E001", "--reason", "liability_end_failed", "--as-at", AS_AT)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_words_that_help_cannot_load_are_the_same_as_below() -> None:
    assert get_args(QueueKind) == KINDS == tuple(QUEUE_KINDS)
    assert get_args(ExceptionReason) == commands.REASONS
    assert set(get_args(ExceptionState)) - {"resolved"} == set(commands.STATES)
    assert {state: answers_from(state) for state in commands.STATES if state != "next_batch"} == commands.ANSWERS
    assert answers_from("next_batch") == ()


def test_every_kind_cause_and_state_has_its_words() -> None:
    assert all(cause_text("exception", reason) == words for reason, words in EXCEPTIONS.items())
    assert all(state_text("exception", state) == words for state, words in EXCEPTION_STATES.items())
    assert {state: state_text("breakdown", state) for state in BREAKDOWN_NEXT} == {
        "owed": "owed, not begun",
        "drafted": "drafted",
        "checked": "checked",
        "relayed": "relayed to CMS",
        "clients_contacted": "clients contacted",
    }
    assert cause_text("inhibit_review", "manual_inhibit") == CAUSES["manual_inhibit"]
    assert cause_text("work_item", "change_of_circumstances") == "Change of circumstances"
    assert state_text("work_item", "open") == ""
    assert (holder_text("any:team_manager"), holder_text("apatel"), holder_text("")) == (
        "any team manager",
        "apatel",
        "",
    )


def test_an_exception_goes_its_way_from_raised_to_clerical_case(at: Closeout) -> None:
    raised = answer_of(at(*RAISE, "--json"))
    assert [entry["event"]["kind"] for entry in raised["entries"]] == ["exception_raised"]
    assert raised["stage"] == "exception"
    given = at("allocate", "E001", "exception-1", "--to", CASEWORKER)
    assert given.exit_code == 0
    assert f"Exception exception-1 given to {CASEWORKER}." in given.stdout
    assert at("answer-exception", "E001", "exception-1", "application_support").exit_code == 0
    last = at("answer-exception", "E001", "exception-1", "cannot_be_fixed", "--note", "tried")
    assert "It is now a clerical case. tried" in last.stdout
    (shown,) = answers_of(at("exceptions", "E001", "--json"))
    assert (shown["state"], shown["open"], shown["possible_answers"]) == ("clerical_case", False, ["corrected"])
    assert [entry["event"]["kind"] for entry in shown["history"]] == [
        "exception_raised", "exception_allocated", "exception_answered", "exception_answered",
    ]  # fmt: skip
    text = at("exception", "E001", "exception-1").stdout
    assert "exception-1  Liability could not be ended, the whole casegroup" in text
    assert "A clerical case; " in text


def test_the_list_says_how_old_where_and_with_whom(at: Closeout) -> None:
    at(*RAISE)
    at("allocate", "E001", "exception-1", "--to", CASEWORKER)
    rows = answers_of(at("exceptions", "--reason", "liability_end_failed", "--state", "with_supplier", "--json"))
    assert [(row["casegroup_id"], row["item_id"], row["holder"]) for row in rows] == [
        ("E001", "exception-1", CASEWORKER)
    ]
    assert rows[0]["age_days"] >= 0
    assert answers_of(at("exceptions", "--state", "next_batch", "--json")) == []
    table = at("exceptions").stdout
    assert "Liability could not be ended" in table
    assert "with the supplier" in table
    at("raise-exception", "E001", "--reason", "other", "--detail", "two days: 2016-03-01")
    assert "two days: 1 Mar 2016" in " ".join(at("exceptions").stdout.split())
    grouped = answers_of(at("exceptions", "--group", "--json"))
    assert {
        "kind": "exception",
        "cause": "liability_end_failed",
        "count": 1,
        "unallocated": 0,
        "oldest_days": 0,
    } in grouped
    assert "Liability could not be ended" in at("exceptions", "--group").stdout


def test_the_queue_holds_everything_that_waits(at: Closeout) -> None:
    at(*RAISE)
    at("raise-request", "E001", "Trace the receiving parent", "--detail", "moved in 2014")
    at("inhibit", "set", "E001", "C1", "--reason", "complaint", "--as-at", AS_AT)
    kinds = {row["kind"] for row in answers_of(at("queue", "--json")) if row["casegroup_id"] == "E001"}
    assert {"exception", "service_request", "inhibit_review"} <= kinds
    assert {row["kind"] for row in answers_of(at("queue", "--kind", "work_item", "--json"))} == {"work_item"}
    (review,) = [
        row
        for row in answers_of(at("queue", "--kind", "inhibit_review", "--holder", "team_manager", "--json"))
        if row["casegroup_id"] == "E001"
    ]
    assert review["due_on"] == "2016-03-28"
    in_words = at("queue", "--kind", "Inhibit review").stdout
    assert "any team manager" in in_words
    assert in_words == at("queue", "--kind", "inhibit_review").stdout
    assert "'appeal'; expected one of exception, service request, work item" in at("queue", "--kind", "appeal").stderr
    assert all(row["due_on"] for row in answers_of(at("queue", "--due", "--json")))
    assert {row["count"] > 0 for row in answers_of(at("queue", "--group", "--json"))} == {True}
    assert at("queue", "--mine", "--holder", "x").exit_code == 2


def test_mine_is_what_was_given_to_me(at: Closeout, work_as: Callable[[str], None]) -> None:
    at("raise-request", "E001", "Trace")
    at("allocate", "E001", "sr-1", "--to", CASEWORKER)
    assert answers_of(at("queue", "--mine", "--json")) == []
    work_as(CASEWORKER)
    assert [row["item_id"] for row in answers_of(at("queue", "--mine", "--json"))] == ["SR-1"]
    assert at("complete-request", "E001", "SR-1", "--result", "found").exit_code == 0
    assert answers_of(at("queue", "--mine", "--json")) == []


def test_a_caseworker_gives_no_work_away_and_nobody_gets_any_who_is_not_there(
    at: Closeout, store: Path, work_as: Callable[[str], None]
) -> None:
    at(*RAISE)
    before = digest(store)
    result = at("allocate", "E001", "exception-1", "--to", STRANGER)
    assert result.exit_code == 3
    assert (
        f"user '{STRANGER}': not on the roster of this store; expected one of {CASEWORKER}, {MANAGER}" in result.stderr
    )
    work_as(CASEWORKER)
    result = at("allocate", "E001", "exception-1", "--to", CASEWORKER)
    assert result.exit_code == 4
    assert "it takes a team leader" in result.stderr
    assert digest(store) == before


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("exception", "E001", "exception-9"), 3, "no exception 'exception-9'"),
        (("exceptions", "E999"), 3, "not in this store"),
        (("exceptions", "E001", "--group"), 2, "shown whole"),
        (("answer-exception", "E001", "exception-9", "fixed"), 3, "There is no exception exception-9"),
        (("answer-exception", "E001", "exception-1", "passed"), 2, "passed"),
        (("raise-exception", "E001", "--reason", "other"), 3, "Say in words what the exception is."),
        (("complete-request", "E001", "SR-9"), 3, "There is no service request SR-9"),
    ],
)
def test_what_cannot_be_done_is_said(at: Closeout, arguments: tuple[str, ...], code: int, words: str) -> None:
    result = at(*arguments)
    assert (result.exit_code, words in result.stderr) == (code, True), result.stderr


def test_an_answer_from_elsewhere_names_those_that_are_possible(at: Closeout) -> None:
    at(*RAISE)
    result = at("answer-exception", "E001", "exception-1", "corrected")
    assert result.exit_code == 3
    for possible in commands.ANSWERS["with_supplier"]:
        assert possible.replace("_", " ") in result.stderr


def test_a_casegroup_without_exceptions_says_so(at: Closeout) -> None:
    assert at("exceptions", "E001").stdout == "No exception was ever raised.\n"
    assert at("exceptions", "E001", "--json").stdout == ""


# -------------------------------------------------------------------------------------------------- failure reports


def test_a_report_is_imported_and_how_it_was_read_is_told(at: Closeout, tmp_path: Path) -> None:
    report = tmp_path / "failures.csv"
    report.write_text("Casegroup;Reason;Team\nE001;Transition date not set;B\nE003;Odd;B\n", encoding="utf-8")
    result = at("import-exceptions", report)
    assert result.exit_code == 0
    assert result.stdout == "2 raised, 0 known already.\n"
    assert "Odd. From failures.csv, row 3." in at("exceptions", "E003").stdout
    assert "failures.csv: 2 headings in line 1, 'Casegroup' read as casegroup ID; not read: 'Team'; " in (result.stderr)
    again = answer_of(at("import-exceptions", report, "--json"))
    assert (again["raised"], again["known"]) == (0, 2)
    assert again["files"] == [
        {
            "file": str(report),
            "digest": digest(report),
            "sheet": None,
            "headings_on": 1,
            "headings": {"casegroup_id": "Casegroup", "reason": "Reason"},
            "not_read": ["Team"],
            "notes": ["columns are parted by semicolons"],
            "rows": 2,
        }
    ]


def test_a_report_with_a_fault_changes_nothing(at: Closeout, store: Path, tmp_path: Path) -> None:
    report = tmp_path / "failures.csv"
    report.write_text("casegroup_id,reason\nE001,data_invalid\nE\x1b[2J,data_invalid\n", encoding="utf-8")
    before = digest(store)
    result = at("import-exceptions", report)
    assert result.exit_code == 3
    assert "failures.csv:3: casegroup_id: " in result.stderr
    assert "\x1b" not in result.stderr
    assert digest(store) == before
    assert at("exceptions", "E001").stdout == "No exception was ever raised.\n"


def test_the_queue_fits_eighty_columns_and_answers_for_a_day(at: Closeout) -> None:
    detail = "The old system shows two paying parents, and nobody can say which of them it was. " * 3
    assert at("raise-exception", "E001", "--reason", "other", "--detail", detail).exit_code == 0
    lines = at("queue", "--as-at", "2016-12-01").stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert any("which of them it was." in f"{first} {second.strip()}" for first, second in pairwise(lines))
    listed = answers_of(at("exceptions", "--as-at", "2016-12-01", "--json"))
    earlier = answers_of(at("exceptions", "--as-at", "2016-11-01", "--json"))
    ages = [[row["age_days"] for row in rows] for rows in (listed, earlier)]
    assert [later - before for later, before in zip(*ages, strict=True)] == [30] * len(listed)
