"""From a document to a closed casegroup and the report to CMS, by commands alone."""

from __future__ import annotations

import csv
import hashlib
from typing import TYPE_CHECKING, Any, get_args

import pytest

from console.cli.disposal import METHODS, REACHED, TREATMENTS
from domain.events.disposal import ContactMethod, CreditTreatment, Reached
from tests.cli.conftest import CASEWORKER, STRANGER, answer_of, answers_of
from tests.domain.closing_rows import owed
from tests.made_up import case_record, casegroup_record, write_documents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Closeout

DUE, LATER = ("--as-at", "2016-03-01"), ("--as-at", "2016-04-01")
PART = {"choice": "write_off_part", "amount_to_write_off": "100.00", "recorded_on": "2016-01-04"}


@pytest.fixture
def fresh(closeout: Closeout, tmp_path: Path) -> Callable[..., Closeout]:
    """Run the program on a new store into which some documents were imported and assessed on the day they are due."""
    store = tmp_path / "fresh.db"

    def imported(*documents: dict[str, Any]) -> Closeout:
        def on_store(*arguments: object, **options: Any) -> Any:
            return closeout("--store", store, *arguments, **options)

        assert on_store("import", write_documents(tmp_path / "in.jsonl", *documents)).exit_code == 0
        assert on_store("run", *DUE).exit_code == 0
        return on_store

    return imported


def test_a_clean_casegroup_goes_from_import_to_closed_in_two_more_commands(fresh: Callable[..., Closeout]) -> None:
    at = fresh(casegroup_record("CG1"))
    disposed = at("dispose", "CG1", *DUE)
    assert "£0.00 written off, £3,650.00 written down and forwarded to CMS." in disposed.stdout
    assert disposed.stdout.splitlines()[-1] == "CG1: It is now: to close; due 1 Mar 2016."
    closed = at("close", "CG1", *DUE)
    assert (closed.exit_code, closed.stderr) == (0, "")
    assert closed.stdout.splitlines() == ["CG1  Closed on 1 Mar 2016: C1.", "1 of 1 casegroups closed."]
    assert answers_of(at("worklist", "--json"))[0]["stage"] == "closed"


def test_what_was_disposed_of_is_shown_with_where_it_went_and_nothing_outstanding(
    fresh: Callable[..., Closeout],
) -> None:
    at = fresh(casegroup_record("CG1"))
    assert "£3,650.00" in at("show", "CG1").stdout
    assert at("dispose", "CG1", *DUE).exit_code == 0
    assert at("close", "CG1", *DUE).exit_code == 0
    shown = at("show", "CG1").stdout.splitlines()
    (case,) = [line for line in shown if line.startswith("C1 ")]
    assert case.endswith(" £0.00")
    held = shown.index("Held until 1 Mar 2016: £3,650.00. Nothing is held now:")
    assert shown[held + 1] == "  £0.00 written off, £3,650.00 written down and forwarded to CMS."
    assert answer_of(at("show", "CG1", "--json"))["cases"][0]["outstanding"] == "0.00"


def test_where_no_case_is_closing_there_is_nothing_to_close_and_nothing_is_ready(
    fresh: Callable[..., Closeout],
) -> None:
    at = fresh(casegroup_record("CG1", cases=[case_record(in_case_closure=False)]))
    assert "Nothing to close. No case of this casegroup is in case closure." in at("show", "CG1").stdout
    ready = at("close", "--ready", "--preview", *DUE)
    assert (ready.exit_code, ready.stderr) == (0, "")
    assert ready.stdout.startswith("No casegroup is ready to close")


def test_a_failure_report_about_a_closed_casegroup_is_refused_with_the_day(
    fresh: Callable[..., Closeout], tmp_path: Path
) -> None:
    at = fresh(casegroup_record("CG1"), casegroup_record("CG2"))
    assert at("dispose", "CG1", *DUE).exit_code == 0
    assert at("close", "CG1", *DUE).exit_code == 0
    report = tmp_path / "failed.csv"
    report.write_text("Casegroup,Reason\nCG2,Schedules not ended\nCG1,Schedules not ended\n", encoding="utf-8")
    result = at("import-exceptions", report)
    assert result.exit_code == 3
    assert 'failed.csv:3: Casegroup: "CG1", which was closed on 1 Mar 2016; expected a casegroup' in result.stderr
    assert "No exception was ever raised." in at("exceptions", "CG2").stdout
    assert at("raise-exception", "CG1", "--reason", "schedules_not_ended").exit_code == 0


def test_one_with_a_part_written_off_waits_for_notice_and_thirty_days(fresh: Callable[..., Closeout]) -> None:
    at = fresh(casegroup_record("CG1", cases=[case_record(arrears_decision=PART)]))
    assert "given notice of the write-off first" in at("dispose", "CG1", *DUE).stderr
    assert at("contact", "CG1", "C1", "--said", "Wants £100 written off", *DUE).exit_code == 0
    assert at("finalise", "CG1", "C1", *DUE).exit_code == 0
    given = at("notice", "CG1", "C1", *DUE)
    assert "Notice of the write-off of £100.00 on case C1, 1 Mar 2016" in given.stdout
    refused = at("dispose", "CG1", "--as-at", "2016-03-31")
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert "may make representations until 31 Mar 2016" in refused.stderr
    shown = at("show", "CG1").stdout
    for said in (
        "Case C1, receiving parent: £3,650.00 owed: £100.00 written off, £3,550.00 written down (write off part).",
        "Notice: Case C1: notice 1 Mar 2016, representations until 31 Mar 2016.",
        "Case C1: Receiving parent told that the case is closing: done.",
        "Case C1: Balance final: done.",
    ):
        assert said in shown
    assert at("dispose", "CG1", *LATER).exit_code == 0
    assert at("close", "CG1", *LATER).exit_code == 0
    report = answer_of(at("daily-report", "--json"))
    assert [(row["status"], row["amount"]) for row in report["written_down"]] == [("active", "3550.00")]
    assert [(row["left_as"], row["amount"]) for row in report["left_for_good"]] == [("written_off", "100.00")]


def test_a_credit_waits_for_a_word(fresh: Callable[..., Closeout]) -> None:
    receivables = [owed("3660.00"), owed("-10.00", receivable_id="R2", owed_to="gb_sos")]
    at = fresh(casegroup_record("CG1", cases=[case_record(receivables=receivables)]))
    refused = at("dispose", "CG1", *DUE)
    assert "Case C1 has a credit of £10.00 (Secretary of State (GB)); a person has to say" in refused.stderr
    told = answer_of(at("dispose", "CG1", "--credit", "C1:gb_sos:repaid", "--json", *DUE))
    assert [line["credit"] for line in told["entries"][0]["event"]["lines"]] == [None, "repaid"]
    assert at("dispose", "CG1", "--credit", "C1:gb_sos", *DUE).exit_code == 2
    assert at("dispose", "CG1", "--credit", "C1:gb_sos:kept", *DUE).exit_code == 2


def test_fifty_are_closed_by_one_command_and_the_unfit_are_named_with_first_reason_and_the_rest(
    fresh: Callable[..., Closeout],
) -> None:
    names = [f"CG{number:03d}" for number in range(50)]
    undecided = {"cases": [case_record(schedules_ended=False)]}
    at = fresh(*(casegroup_record(name, **(undecided if name == "CG007" else {})) for name in names))
    for name in names:
        if name not in {"CG003", "CG007"}:
            assert at("dispose", name, *DUE).exit_code == 0
    shown = at("close", *names, "--preview", *DUE)
    result = at("close", *names, *DUE)
    assert (shown.exit_code, result.exit_code) == (3, 3)
    assert result.stderr.splitlines() == [
        "closeout: refused: CG003: First: The arrears have not been written off or written down.",
        (
            "closeout: refused: CG007: First: The arrears have not been written off or written down. Also: Liability "
            "schedules have not ended on case C1. Somebody still has to do something about exception-1."
        ),
    ]
    assert shown.stderr == result.stderr
    assert shown.stdout.startswith("PREVIEW: nothing is written.")
    assert result.stdout.splitlines()[-1] == "48 of 50 casegroups closed."
    assert answer_of(at("daily-report", "--json"))["totals"]["written_down"] == f"{48 * 3650}.00"


def test_a_preview_in_which_nothing_can_close_announces_nothing(fresh: Callable[..., Closeout]) -> None:
    shown = fresh(casegroup_record("A"))("close", "A", "--preview", *DUE)
    assert shown.stdout.splitlines() == ["PREVIEW: nothing is written.", "0 of 1 casegroups would be closed."]


def test_what_is_ready_closes_without_being_named_and_a_refusal_there_is_no_fault(
    fresh: Callable[..., Closeout],
) -> None:
    at = fresh(casegroup_record("A"), casegroup_record("B"), casegroup_record("C"))
    at("dispose", "A", *DUE)
    at("dispose", "B", *DUE)
    result = at("close", "--ready", "--json", *DUE)
    answer = answer_of(result)
    assert result.exit_code == 0
    assert [closed["casegroup_id"] for closed in answer["closed"]] == ["A", "B"]
    assert (answer["refused"], answer["restricted"]) == ([], {"closed": 0, "refused": 0})
    assert at("close", "--ready", *DUE).stdout.splitlines() == [
        "No casegroup is ready to close: none is due by 1 Mar 2016 and waits for nothing else."
    ]


def test_a_refused_closing_says_why_in_json_too_and_changes_nothing(
    fresh: Callable[..., Closeout], tmp_path: Path
) -> None:
    at = fresh(casegroup_record("A"))
    before = hashlib.sha256((tmp_path / "fresh.db").read_bytes()).hexdigest()
    result = at("close", "A", "--json", "--as-at", "2016-02-29")
    (refused,) = answer_of(result)["refused"]
    assert result.exit_code == 3
    assert [one["refusal"] for one in refused["refusals"]] == ["disposal_missing", "closing_before_due"]
    assert all(one["text"].endswith(".") for one in refused["refusals"])
    assert hashlib.sha256((tmp_path / "fresh.db").read_bytes()).hexdigest() == before


@pytest.mark.parametrize("arguments", [["close"], ["close", "A", "--ready"], ["close", "A", "--on", "1 March"]])
def test_closing_asked_for_wrongly_is_wrong_usage(fresh: Callable[..., Closeout], arguments: list[str]) -> None:
    assert fresh(casegroup_record("A"))(*arguments).exit_code == 2


def test_whoever_is_not_on_the_roster_disposes_of_nothing_and_is_told_nothing(
    fresh: Callable[..., Closeout], work_as: Callable[[str], None]
) -> None:
    at = fresh(casegroup_record("A"))
    assert at("who", "add", CASEWORKER, "--name", "A Patel", "--role", "caseworker").exit_code == 0
    work_as(STRANGER)
    for arguments in (["dispose", "A"], ["close", "A"], ["close", "--ready"], ["daily-report"]):
        result = at(*arguments)
        assert (result.exit_code, result.stdout) == (4, "")
    work_as(CASEWORKER)
    assert at("dispose", "A", *DUE).exit_code == 0


# --- the report ------------------------------------------------------------------------------------------


def test_the_files_of_a_day_add_up_and_what_was_written_off_stands_apart(
    fresh: Callable[..., Closeout], tmp_path: Path
) -> None:
    hostile = {**casegroup_record()["paying_parent"], "surname": "=HYPERLINK(1)\x1b[2J"}
    at = fresh(
        casegroup_record("A", paying_parent=hostile), casegroup_record("B", cases=[case_record(arrears_decision=PART)])
    )
    for request in (
        ["dispose", "A"],
        ["notice", "B", "C1", "--paying-parent", "dead", "--receiving-parent", "untraced", "--reason", "known"],
        ["dispose", "B"],
        ["close", "A", "B"],
    ):
        assert at(*request, *DUE).exit_code == 0, request
    result = at("daily-report", "--csv", "day.csv")
    assert result.exit_code == 0
    assert "Written off, does not go to CMS: £100.00." in result.stdout
    down, off, totals = (_rows(tmp_path / name) for name in ("day.csv", "day-written-off.csv", "day-totals.csv"))
    assert list(down[0])[:7] == ["casegroup_id", "case_id", "owed_to", "status", "amount", "nino", "surname"]
    assert [row["amount"] for row in down] == ["3650.00", "3550.00"]
    assert [row["amount"] for row in off] == ["100.00"]
    figures = {row["total"]: row["value"] for row in totals}
    assert (figures["written_down"], figures["written_off"], figures["balance"]) == ("7200.00", "100.00", "7300.00")
    assert down[0]["surname"] == "'=HYPERLINK(1)␛[2J"
    assert at("daily-report", "--csv", "day.csv").exit_code == 3
    assert at("daily-report", "--csv", "day.csv", "--force").exit_code == 0


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_no_file_of_a_day_is_written_where_one_of_them_is_there_already(
    fresh: Callable[..., Closeout], tmp_path: Path
) -> None:
    at = fresh(casegroup_record("A"))
    (tmp_path / "day-to-check.csv").write_text("mine", encoding="utf-8")
    result = at("daily-report", "--csv", "day.csv")
    assert result.exit_code == 3
    assert "day-to-check.csv: is there already" in result.stderr
    assert sorted(path.name for path in tmp_path.glob("day*")) == ["day-to-check.csv"]


def test_a_closing_undone_the_same_day_is_not_reported(fresh: Callable[..., Closeout]) -> None:
    at = fresh(casegroup_record("A"))
    at("dispose", "A", *DUE)
    at("close", "A", *DUE)
    last = answer_of(at("show", "A", "--json"))["entries"][-1]["seq"]
    assert at("undo", "A", last, "--reason", "Too soon").exit_code == 0
    report = answer_of(at("daily-report", "--json"))
    assert (report["casegroups"], report["written_down"]) == ({"closed": [], "set_aside": []}, [])
    assert at("daily-report", "--day", "2016-03-01", "--json").exit_code == 0


def test_words_that_help_cannot_load_are_the_same_as_below() -> None:
    assert get_args(ContactMethod) == METHODS
    assert get_args(Reached) == REACHED
    assert get_args(CreditTreatment) == TREATMENTS


def test_reconciliation_reads_the_days_file_as_it_is(fresh: Callable[..., Closeout]) -> None:
    at = fresh(casegroup_record("A"), casegroup_record("B"))
    for name in ("A", "B"):
        at("dispose", name, *DUE)
    at("close", "A", "B", *DUE)
    at("daily-report", "--csv", "left.csv")
    at("daily-report", "--csv", "right.csv")
    answer = answer_of(at("reconcile", "left.csv", "right.csv", "--json"))
    assert answer["rows"] == {"left": 2, "right": 2}
    assert answer["classes"]["matched"] == 2
    assert answer["totals"]["left"] == "7300.00"
