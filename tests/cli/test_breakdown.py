"""`closeout breakdown` and the requests about it, from a casegroup of £1.2m to files for other programs."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from console.cli.breakdown import COLUMNS, CORRECTIONS, STATES
from console.present.breakdown import EVENTS_OF_LINES, NEXT_HANDS, REASON_CODES, RULE_TITLES, STATUSES
from console.present.wording import BREAKDOWN_STATES
from domain.breakdown.decision import NEXT_STATE, REASON_CODE
from domain.breakdown.ledger import RULE_KEYS
from domain.breakdown.line import LineEvent
from domain.casegroup import ReceivableStatus
from tests.cli.conftest import AS_AT, CASEWORKER, answer_of, example, write_documents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Closeout

SENTENCE = "Your arrears were shown as £"


def owing() -> dict[str, Any]:
    """Give a document whose balance is £1.2m too high, with hostile texts in its ledger."""
    document = example()
    document["casegroup_id"] = "B001"
    document["paying_parent"]["surname"] = "=1+1\x1b[31m"
    case = document["cases"][0]
    case["receivables"][0]["outstanding"] = "1200000.00"
    case["adjustments"] = [
        {"adjustment_id": "A1", "date": "2015-03-01", "amount": "20.00", "reason": "=cmd|'/C calc'!A0\x1b]0;x\x07"}
    ]
    return document


@pytest.fixture
def breakdown_at(at: Closeout, tmp_path: Path) -> Closeout:
    """Run the program on a store that also has a casegroup that owes a breakdown."""
    assert at("import", write_documents(tmp_path / "owing.jsonl", owing())).exit_code == 0
    assert at("check", "B001", "--as-at", AS_AT).exit_code == 0
    assert at("validate", "B001", "--as-at", AS_AT).exit_code == 0
    return at


def first_line(at: Closeout, column: str) -> dict[str, Any]:
    lines = answer_of(at("breakdown", "B001", "--as-at", AS_AT, "--json"))["lines"]
    return next(line for line in lines if line[column] is not None)


def test_words_and_choices_are_those_of_the_domain() -> None:
    assert set(STATES) == set(NEXT_STATE.values())
    assert set(NEXT_HANDS) == set(BREAKDOWN_STATES) == {"drafted", *STATES}
    assert set(CORRECTIONS.values()) == {"added", "changed", "struck"}
    assert set(COLUMNS) == {"due", "received", "adjustment"}
    assert tuple(RULE_TITLES) == RULE_KEYS
    assert set(REASON_CODES) == {REASON_CODE}
    assert set(EVENTS_OF_LINES) == set(get_args(LineEvent))
    assert set(STATUSES) == {*get_args(ReceivableStatus), "cms", "manual_payment"}


def test_a_breakdown_is_shown_before_it_is_drafted(breakdown_at: Closeout) -> None:
    result = breakdown_at("breakdown", "B001", "--as-at", AS_AT)
    assert result.exit_code == 0
    assert "Not drafted; the lines are those of the ledger today." in result.stdout
    assert "Maintenance due" in result.stdout
    assert SENTENCE in result.stdout
    assert "\x1b" not in result.stdout
    assert answer_of(breakdown_at("breakdown", "B001", "--as-at", AS_AT, "--json"))["state"] is None


def test_the_json_has_amounts_and_dates_as_texts_and_how_many_days_as_a_number(breakdown_at: Closeout) -> None:
    line = first_line(breakdown_at, "days")
    assert line["days"] == (date.fromisoformat(line["to"]) - date.fromisoformat(line["from"])).days + 1
    assert isinstance(line["due"], str)


def test_the_json_has_the_figures_with_and_without_corrections(breakdown_at: Closeout) -> None:
    breakdown_at("draft-breakdown", "B001", "--as-at", AS_AT)
    before = answer_of(breakdown_at("breakdown", "B001", "--json"))
    line = f"adjustment/{before['cases'][0]['case_id']}/A1"
    strike = breakdown_at("correct-breakdown", "B001", "strike", line, "--evidence", "keyed twice")
    assert strike.exit_code == 0, strike.stderr
    after = answer_of(breakdown_at("breakdown", "B001", "--json"))
    assert after["before_corrections"] == before["figures"] == before["before_corrections"]
    assert float(after["figures"]["residual"]) == pytest.approx(float(before["figures"]["residual"]) + 20)
    assert (after["state"], after["by"], after["reason_code"]) == ("drafted", "manager", "transition_debt_alignment")


def test_from_draft_to_statement_by_two_people(breakdown_at: Closeout, work_as: Callable[[str], None]) -> None:
    at = breakdown_at
    at("who", "add", "cms", "--name", "C Singh", "--role", "cms_caseworker")
    work_as(CASEWORKER)
    assert at("draft-breakdown", "B001", "--as-at", AS_AT).exit_code == 0
    case_id = answer_of(at("breakdown", "B001", "--json"))["cases"][0]["case_id"]
    added = at(
        *("correct-breakdown", "B001", "add", "--case", case_id, "--column", "received", "--day", "2015-06-01"),
        *("--amount", "50.00", "--evidence", "Bank statement"),
    )
    assert added.exit_code == 0, added.stderr
    assert "Line added in the breakdown: added/1 to £50.00. Bank statement" in added.stdout
    assert at("advance-breakdown", "B001", "--to", "checked").exit_code == 4
    work_as("manager")
    assert at("return-breakdown", "B001", "--reason", "June is missing").exit_code == 0
    assert at("advance-breakdown", "B001", "--to", "relayed").exit_code == 3
    assert at("advance-breakdown", "B001", "--to", "checked").exit_code == 0
    assert at("advance-breakdown", "B001", "--to", "relayed", "--note", "by letter").exit_code == 0
    assert at("advance-breakdown", "B001", "--to", "clients_contacted").exit_code == 4
    work_as("cms")
    assert at("advance-breakdown", "B001", "--to", "clients_contacted").exit_code == 0
    assert at("advance-breakdown", "B001", "--to", "statement_adjusted").exit_code == 0
    assert "Statement adjusted, with cms since" in at("breakdown", "B001").stdout


def test_a_preview_of_a_correction_writes_nothing(breakdown_at: Closeout) -> None:
    breakdown_at("draft-breakdown", "B001", "--as-at", AS_AT)
    line = first_line(breakdown_at, "due")["line"]
    change = ("correct-breakdown", "B001", "change", line, "--amount", "1.00", "--evidence", "file")
    assert breakdown_at(*change, "--preview").exit_code == 0
    assert first_line(breakdown_at, "due")["correction"] == ""
    assert breakdown_at(*change).exit_code == 0
    corrected = first_line(breakdown_at, "due")
    assert (corrected["due"], corrected["evidence"]) == ("1.00", "file")
    assert "was £" in corrected["correction"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("correct-breakdown", "B001", "add", "a-line", "--evidence", "x"), 2),
        (("correct-breakdown", "B001", "strike", "--evidence", "x"), 2),
        (("correct-breakdown", "B001", "strike", "no-such", "--evidence", "x"), 3),
        (("advance-breakdown", "B001", "--to", "drafted"), 2),
        (("breakdown", "nobody"), 3),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_done(
    breakdown_at: Closeout, arguments: tuple[str, ...], code: int
) -> None:
    result = breakdown_at(*arguments)
    assert result.exit_code == code
    assert result.stderr


def test_files_are_written_whole_and_never_over_others(breakdown_at: Closeout, tmp_path: Path) -> None:
    files = {form: tmp_path / f"b.{form}" for form in ("csv", "xlsx", "pdf")}
    options = [part for form, file in files.items() for part in (f"--{form}", file)]
    command = ("breakdown", "B001", "--as-at", AS_AT, *options)
    written = breakdown_at(*command, "--json")
    assert written.exit_code == 0, written.stderr
    told = answer_of(written)
    assert told["files"] == [str(file) for file in files.values()]
    rows = list(csv.DictReader(io.StringIO(files["csv"].read_text(encoding="utf-8"))))
    assert [row["due"] or None for row in rows] == [line["due"] for line in told["lines"]]
    assert "'=cmd|'/C calc'!A0␛]0;x␇" in {row["note"] for row in rows}
    book = load_workbook(files["xlsx"], data_only=True)
    totals = {row[0]: row[1] for row in book["Summary"].iter_rows(values_only=True)}
    assert totals["Adjustment"] == float(told["figures"]["adjustment"])
    text = " ".join(page.extract_text() for page in PdfReader(files["pdf"]).pages)
    assert told["sentence"] in " ".join(text.split())
    again = breakdown_at(*command)
    assert again.exit_code == 3
    assert "--force" in again.stderr
    assert breakdown_at(*command, "--force").exit_code == 0


def test_the_sentence_alone(breakdown_at: Closeout) -> None:
    result = breakdown_at("breakdown", "B001", "--as-at", AS_AT, "--sentence")
    (line,) = result.stdout.splitlines()
    assert line.startswith(SENTENCE)
    assert line.endswith("off what you owe.")
