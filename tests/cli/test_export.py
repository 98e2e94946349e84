"""`closeout export` and `closeout backup`: files that are whole, safe to open, and never over others."""

from __future__ import annotations

import csv
import io
import json
import stat
from typing import TYPE_CHECKING

import pytest

from storage.exporters.tables import safe_cell
from storage.store import Store
from tests.cli.conftest import AS_AT, CASEGROUPS, answer_of, answers_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Closeout


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_the_worklist_is_written_by_the_ending_of_its_file(at: Closeout, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"worklist.{form}"
    assert answer_of(at("export", "worklist", "--out", file, "--json")) == {"file": str(file), "records": 11}
    text = file.read_text(encoding="utf-8")
    match form:
        case "csv":
            rows = list(csv.DictReader(io.StringIO(text)))
        case "json":
            rows = json.loads(text)
        case _:
            rows = [json.loads(line) for line in text.splitlines()]
    shown = answers_of(at("worklist", "--sort", "casegroup_id", "--json"))
    assert [row["casegroup_id"] for row in rows] == [row["casegroup_id"] for row in shown]
    assert {row["residual"] for row in rows if row["casegroup_id"] == "E003"} == {"0.05"}


def test_an_empty_worklist_still_has_its_headings(at: Closeout, tmp_path: Path) -> None:
    at("export", "worklist", "nobody", "at", "all", "--out", "empty.csv")
    at("export", "worklist", "nobody", "at", "all", "--out", "empty.json")
    assert (tmp_path / "empty.csv").read_text(encoding="utf-8").startswith("casegroup_id,paying_parent,")
    assert json.loads((tmp_path / "empty.json").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("-12.00", "-12.00"),
        ("O'Brien", "O'Brien"),
        ("Smith [née Jones]", "Smith [née Jones]"),
        (None, ""),
        (7, "7"),
    ],
)
def test_a_cell_that_a_spreadsheet_would_calculate_is_made_text(value: object, cell: str) -> None:
    assert safe_cell(value) == cell


def test_no_name_in_a_csv_file_is_obeyed(at: Closeout, tmp_path: Path) -> None:
    at("export", "worklist", "H001", "--out", "hostile.csv")
    text = (tmp_path / "hostile.csv").read_text(encoding="utf-8")
    assert not [letter for letter in text if not letter.isprintable() and letter not in "\r\n"]
    assert "SMITH [NÉE JONES] =cmd|" in text


def test_a_document_comes_out_byte_for_byte(at: Closeout, tmp_path: Path) -> None:
    at("export", "casegroup", "E029", "--out", "E029.json")
    assert (tmp_path / "E029.json").read_bytes() == CASEGROUPS.read_bytes().splitlines()[2]


def test_a_version_that_never_came_is_bad_input(at: Closeout, tmp_path: Path) -> None:
    result = at("export", "casegroup", "E029", "--version", "2", "--out", "E029.json")
    assert result.exit_code == 3
    assert "expected 1 to 1" in result.stderr
    assert not (tmp_path / "E029.json").exists()


def test_exported_assessments_are_those_of_assess(at: Closeout, closeout: Closeout, tmp_path: Path) -> None:
    at("export", "assessments", "--out", "answers.jsonl", "--as-at", AS_AT)
    lines = (tmp_path / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    exported = {answer["casegroup_id"]: answer for answer in map(json.loads, lines)}
    for answer in answers_of(closeout("assess", CASEGROUPS, "--as-at", AS_AT, "--json")):
        # What was recorded since, a deferral, moves the due date; the figures are the same.
        assert exported[answer["casegroup_id"]]["validation"] == answer["validation"]
        assert exported[answer["casegroup_id"]]["anomalies"] == answer["anomalies"]


@pytest.mark.parametrize("what", ["worklist", "assessments", "casegroup E001"])
def test_a_file_that_is_there_is_not_written_over_unless_told_to(at: Closeout, tmp_path: Path, what: str) -> None:
    file = tmp_path / "mine.txt"
    file.write_text("mine", encoding="utf-8")
    refused = at("export", *what.split(), "--out", file)
    assert (refused.exit_code, file.read_text(encoding="utf-8")) == (3, "mine")
    assert "is there already" in refused.stderr
    forced = at("export", *what.split(), "--out", file, "--force")
    assert forced.exit_code == 0
    assert file.read_text(encoding="utf-8") != "mine"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir() if "partial" in path.name) == []


def test_a_folder_is_never_written_over(at: Closeout, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert at("export", "worklist", "--out", tmp_path / "folder", "--force").exit_code == 3


def test_a_file_in_a_folder_that_is_not_there_is_bad_input(at: Closeout) -> None:
    result = at("export", "worklist", "--out", "no/such/folder.csv")
    assert result.exit_code == 3
    assert "cannot be written" in result.stderr


def test_a_broken_export_leaves_nothing(at: Closeout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("console.cli.worklist.row_json", stop)
    assert at("export", "worklist", "--out", "worklist.csv").exit_code == 130
    assert [path.name for path in tmp_path.iterdir() if "worklist" in path.name] == []


def test_a_backup_opens_and_tells_the_end_of_its_journal(at: Closeout, closeout: Closeout, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    head = answer_of(at("backup", copy, "--json"))["head"]
    with Store.open(copy) as opened:
        assert opened.worklist_count() == 11
    noted = f"{head['seq']}:{head['digest']}"
    assert closeout("journal", "verify", "--store", copy, "--head", noted).exit_code == 0
    again = at("backup", copy)
    assert again.exit_code == 3
    assert "it was not touched" in again.stderr
