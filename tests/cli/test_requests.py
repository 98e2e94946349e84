"""Requests on the command line: previewed, performed, refused, repeated, and not permitted."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import AS_AT, CASEWORKER, STRANGER, answer_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Closeout

DAY = ("--as-at", AS_AT)
REQUESTS = {
    "check": (["check", "E001"], "deferral_checked"),
    "defer": (["defer", "N001"], "closure_deferred"),
    "validate": (["validate", "E001"], "balance_validated"),
    "confirm": (["confirm", "CC01", "--reason", "Seen on the file"], "clerical_validation_confirmed"),
    "amend, suggested": (["amend", "E003", "--suggested"], "balance_amended"),
    "amend, placed": (["amend", "E003", "--place", "C1:gb_sos:-0.05"], "balance_amended"),
    "decide": (
        ["decide", "E001", "C1", "--choice", "write_off_part", "--amount", "10.00", "--on", "2016-02-01"],
        "arrears_decision_recorded",
    ),
    "inhibit set": (["inhibit", "set", "E001", "C1", "--reason", "Appeal", "--review-on", "2016-03-01"], "inhibit_set"),
    "inhibit lift": (
        ["inhibit", "lift", "E070", "C1", "--kind", "automatic", "--reason", "Corrected"],
        "inhibit_lifted",
    ),
    "work open": (["work", "open", "E001", "C1", "Trace"], "work_item_opened"),
    "work close": (["work", "close", "H001", "C1", "W\x1b[5m1"], "work_item_closed"),
    "note": (["note", "E001", "Rang, no answer"], "note_added"),
}
NAMES = list(REQUESTS)


def digest(store: Path) -> str:
    return hashlib.sha256(store.read_bytes()).hexdigest()


@pytest.mark.parametrize("name", NAMES)
def test_a_preview_writes_nothing_and_says_what_would_be_written(at: Closeout, store: Path, name: str) -> None:
    arguments, kind = REQUESTS[name]
    before = digest(store)
    previewed = at(*arguments, "--preview", "--json", *DAY)
    in_words = at(*arguments, "--preview", *DAY)
    assert digest(store) == before
    assert in_words.stdout.startswith("PREVIEW: nothing is written.")
    performed = answer_of(at(*arguments, "--json", *DAY))
    told = answer_of(previewed)
    assert (told["preview"], told["written"], performed["preview"], performed["written"]) == (True, False, False, True)
    assert kind in [entry["kind"] for entry in performed["entries"]]
    assert [entry["event"] for entry in told["entries"]] == [entry["event"] for entry in performed["entries"]]
    assert told["stage"] == performed["stage"]


@pytest.mark.parametrize("name", NAMES)
def test_a_request_is_written_once_however_often_it_is_made(at: Closeout, name: str) -> None:
    arguments, _ = REQUESTS[name]
    first = answer_of(at(*arguments, "--request-id", "once", "--json", *DAY))
    again = answer_of(at(*arguments, "--request-id", "once", "--json", *DAY))
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert first["entries"] == again["entries"]
    assert "nothing more is written" in at(*arguments, "--request-id", "once", *DAY).stdout


def test_a_request_id_used_for_something_else_is_bad_input(at: Closeout) -> None:
    at("note", "E001", "one", "--request-id", "once")
    result = at("note", "E001", "another", "--request-id", "once")
    assert result.exit_code == 3
    assert "used before for another request" in result.stderr


def test_a_deed_is_told_with_its_number_and_where_the_casegroup_then_stands(at: Closeout) -> None:
    result = at("amend", "E003", "--suggested")
    assert result.exit_code == 0
    assert "Balance amended by -£0.05, placed so:" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("E003: It is now: ")
    assert result.stderr == ""


def test_an_entry_is_set_aside_and_brought_back(at: Closeout) -> None:
    (entry,) = answer_of(at("amend", "E003", "--suggested", "--json"))["entries"]
    undone = answer_of(at("undo", "E003", entry["seq"], "--reason", "Wrong case", "--json"))
    assert undone["stage"] == "to_amend"
    redone = answer_of(at("undo", "E003", undone["entries"][0]["seq"], "--json"))
    assert redone["stage"] == "to_dispose"
    assert "SET ASIDE" in at("show", "E003").stdout


@pytest.mark.parametrize(
    ("arguments", "refusal", "said"),
    [
        (["defer", "E001"], "no_rule_broken", "No deferral rule is broken"),
        (["defer", "E029"], "already_deferred", "already deferred"),
        (["confirm", "E001", "--reason", "x"], "no_confirmation_needed", "nothing to confirm"),
        (["confirm", "CC01", "--reason", " "], "reason_missing", "A reason is needed"),
        (["amend", "E001", "--suggested"], "no_amendment_owed", "asks for no amendment"),
        (["amend", "E003", "--place", "C1:gb_sos:-0.04"], "placements_differ", "-£0.04"),
        (["amend", "E003", "--place", "C9:gb_sos:-0.05"], "case_not_closing", "C9"),
        (["decide", "E001", "C9", "--choice", "collect"], "no_such_case", "C9"),
        (["decide", "E001", "C1", "--choice", "write_off_part"], "amount_missing", "needs the amount"),
        (["inhibit", "lift", "E001", "C1", "--reason", "x"], "not_inhibited", "no open manual inhibit"),
        (["work", "close", "E001", "C1", "W9"], "no_such_work_item", "W9"),
        (["work", "open", "E001", "C1", " "], "work_missing", "Say what the work is"),
        (["note", "E001", "  "], "note_empty", "empty"),
        (["undo", "E001", "999"], "no_such_entry", "999"),
    ],
)
def test_a_refused_request_says_why_and_changes_nothing(
    at: Closeout, store: Path, arguments: list[str], refusal: str, said: str
) -> None:
    before = digest(store)
    in_words = at(*arguments, *DAY)
    in_json = at(*arguments, "--json", *DAY)
    assert (in_words.exit_code, in_json.exit_code) == (3, 3)
    assert in_words.stderr.startswith("closeout: refused: ")
    assert said in in_words.stderr
    assert in_words.stdout == ""
    answer = answer_of(in_json)
    assert refusal in [one["refusal"] for one in answer["refusals"]]
    assert (answer["written"], answer["entries"]) == (False, [])
    assert digest(store) == before


@pytest.mark.parametrize("arguments", [["inhibit", "set", "E001", "C1", "--reason", "x"], ["who", "add", "z", "--name",
                                       "Z", "--role", "caseworker"], ["who", "remove", "manager"]])  # fmt: skip
def test_a_caseworker_may_not_do_what_takes_a_team_manager(
    at: Closeout, store: Path, work_as: Callable[[str], None], arguments: list[str]
) -> None:
    before = digest(store)
    work_as(CASEWORKER)
    result = at(*arguments)
    assert result.exit_code == 4
    assert "A Patel (caseworker) may not do this; it takes a team manager" in result.stderr
    assert digest(store) == before


@pytest.mark.parametrize("name", NAMES)
def test_a_stranger_may_make_no_request(at: Closeout, store: Path, work_as: Callable[[str], None], name: str) -> None:
    before = digest(store)
    work_as(STRANGER)
    assert at(*REQUESTS[name][0], *DAY).exit_code == 4
    assert at(*REQUESTS[name][0], "--preview", *DAY).exit_code == 4
    assert digest(store) == before


def test_what_is_too_long_to_keep_is_bad_input_in_one_line_for_each_fault(at: Closeout) -> None:
    result = at("note", "E001", "x" * 30_000)
    assert result.exit_code == 3
    assert result.stderr.startswith("closeout: ")
    assert "text" in result.stderr
    assert len(result.stderr) < 400


@pytest.mark.parametrize(
    "arguments",
    [
        ["amend", "E003"],
        ["amend", "E003", "--suggested", "--place", "C1:gb_sos:-0.05"],
        ["amend", "E003", "--place", "C1:nobody:-0.05"],
        ["amend", "E003", "--place", "C1:gb_sos:-0.051"],
        ["amend", "E003", "--place", "-0.05"],
        ["decide", "E001", "C1", "--choice", "not_recorded"],
        ["decide", "E001", "C1", "--choice", "write_off_part", "--amount", "1,000.00"],
        ["undo", "E001", "0"],
        ["check"],
        ["check", "E001", "--as-at", "15/15/2016"],
        ["check", "E001", "--as-at", "2016-02-30"],
        ["inhibit"],
        ["inhibit", "set", "E001", "C1"],
    ],
)
def test_wrong_usage_is_told_in_a_line_with_where_help_is(at: Closeout, arguments: list[str]) -> None:
    result = at(*arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_case_id_may_hold_a_colon(at: Closeout) -> None:
    result = at("amend", "E003", "--place", "A:B:gb_sos:-0.05")
    assert "Case A:B is not a closing case" in result.stderr
