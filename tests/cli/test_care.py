"""`train`, `generate`, `journal verify`, `who` and `doctor`."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import pytest

from console.desk.training import scenarios
from domain.document import read_casegroup
from tests.cli.conftest import AS_AT, CASEWORKER, MANAGER, STRANGER, answer_of, answers_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from console.desk.desk import Desk
    from tests.cli.conftest import Closeout


@pytest.fixture
def console_opened(monkeypatch: pytest.MonkeyPatch) -> list[Desk]:
    """Let a terminal seem to be there, and note at which desk the console opens."""
    desks: list[Desk] = []

    def open_it(desk: Desk) -> int:
        desks.append(desk)
        return 0

    monkeypatch.setattr("console.cli.opening.has_terminal", lambda: True)
    monkeypatch.setattr("console.cli.opening.run_console", open_it)
    return desks


def test_without_a_command_the_console_opens(at: Closeout, store: Path, console_opened: list[Desk]) -> None:
    assert at().exit_code == 0
    assert [desk.store.path for desk in console_opened] == [store]


def test_training_opens_the_console_on_the_training_store(
    closeout: Closeout, tmp_path: Path, console_opened: list[Desk]
) -> None:
    assert closeout("train", env={"XDG_DATA_HOME": str(tmp_path), "CLOSEOUT_STORE": "live.db"}).exit_code == 0
    (desk,) = console_opened
    assert desk.store.path == tmp_path / "closeout" / "training.db"
    assert desk.store.header.kind == "training"


def test_training_in_a_batch_processes_every_sample(closeout: Closeout, tmp_path: Path) -> None:
    result = closeout("train", "--batch", "--store", "training.db")
    assert result.exit_code == 0
    for scenario in scenarios():
        assert scenario.title in result.stdout
    assert (tmp_path / "training.db").exists()


def test_a_batch_leaves_the_work_in_a_training_store_alone_unless_it_is_reset(closeout: Closeout) -> None:
    closeout("train", "--batch", "--store", "training.db")
    casegroup = next(scenarios()).casegroup_id
    closeout("note", casegroup, "mine", "--store", "training.db")
    documents = [read_casegroup(json.dumps(lesson.casegroup)) for lesson in scenarios()]
    # Nothing is asked of what nobody has selected yet.
    in_closure = sum(document.in_closure for document in documents)
    assert answer_of(closeout("train", "--json", "--store", "training.db"))["casegroups"] == in_closure
    assert "Note: mine" in closeout("show", casegroup, "--store", "training.db").stdout
    closeout("train", "--batch", "--reset", "--store", "training.db")
    assert "Note: mine" not in closeout("show", casegroup, "--store", "training.db").stdout


@pytest.mark.parametrize("options", [[], ["--batch"], ["--reset"], ["--reset", "--batch"], ["--json"]])
def test_training_never_touches_a_live_store(closeout: Closeout, store: Path, options: list[str]) -> None:
    before = store.read_bytes()
    result = closeout("train", "--store", store, *options)
    assert result.exit_code == 3
    assert "is a live store" in result.stderr
    assert store.read_bytes() == before


def test_a_caseload_is_made_with_its_answers_and_can_be_imported(closeout: Closeout, tmp_path: Path) -> None:
    made = answer_of(closeout("generate", "--casegroups", "5", "--seed", "7", "--out", "made.jsonl", "--json"))
    assert made == {
        "casegroups": 5, "seed": 7, "as_at": AS_AT, "documents": "made.jsonl", "answers": "made.answers.jsonl",
    }  # fmt: skip
    known = [json.loads(line) for line in (tmp_path / "made.answers.jsonl").read_text(encoding="utf-8").splitlines()]
    given = answers_of(closeout("assess", "made.jsonl", "--as-at", AS_AT, "--json"))
    assert [one["outcome"]["outcome"] for one in given] == [one["outcome"] for one in known]
    assert closeout("import", "made.jsonl", "--store", "made.db").exit_code == 0


def test_the_same_seed_makes_the_same_caseload(closeout: Closeout, tmp_path: Path) -> None:
    for name in ("one", "two"):
        closeout("generate", "--casegroups", "3", "--seed", "1", "--out", f"{name}.jsonl")
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_a_caseload_without_a_file_goes_to_standard_output_and_can_be_passed_on(
    closeout: Closeout, tmp_path: Path
) -> None:
    closeout("generate", "--casegroups", "3", "--seed", "1", "--out", "made.jsonl")
    for options in ([], ["--json"]):
        made = closeout("generate", "--casegroups", "3", "--seed", "1", *options)
        assert [made.exit_code, made.stderr] == [0, ""]
        assert answers_of(made) == [
            json.loads(line) for line in (tmp_path / "made.jsonl").read_text(encoding="utf-8").splitlines()
        ]
    assert sorted(path.name for path in tmp_path.glob("*.jsonl")) == ["made.answers.jsonl", "made.jsonl"]


def test_a_caseload_is_not_written_over_another(closeout: Closeout, tmp_path: Path) -> None:
    arguments = ("generate", "--casegroups", "1", "--seed", "1", "--out", "made.jsonl")
    assert [closeout(*arguments).exit_code, closeout(*arguments).exit_code] == [0, 3]
    assert closeout(*arguments, "--force").exit_code == 0
    assert closeout(*arguments[:-1], "no/such/folder.jsonl").exit_code == 3


def test_a_journal_that_stands_is_verified_against_the_end_noted(at: Closeout) -> None:
    head = answer_of(at("journal", "verify", "--json"))["head"]
    at("note", "E001", "later")
    noted = f"{head['seq']}:{head['digest']}"
    assert noted not in at("journal", "verify").stdout
    assert at("journal", "verify", "--head", noted).exit_code == 0
    other = at("journal", "verify", "--head", f"{head['seq']}:{'0' * 64}")
    assert other.exit_code == 5
    assert "is not the end of the journal that was noted" in other.stderr
    assert at("journal", "verify", "--head", "12").exit_code == 2


def test_a_changed_byte_is_found(at: Closeout, store: Path) -> None:
    connection = sqlite3.connect(store)
    connection.execute("DROP TRIGGER IF EXISTS journal_no_update")
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    for name in names:
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute("UPDATE journal SET actor = 'somebody' WHERE seq = 5")
    connection.commit()
    connection.close()
    in_json = at("journal", "verify", "--json")
    assert in_json.exit_code == 5
    answer = answer_of(in_json)
    assert answer["intact"] is False
    assert 5 in [fault["seq"] for fault in answer["faults"]]
    assert "closeout: entry 5: " in in_json.stderr
    doctor = at("doctor", "--json")
    assert doctor.exit_code == 5
    assert answer_of(doctor)["store"]["sound"] is False


def test_the_roster_is_shown_and_changed_by_a_team_manager(at: Closeout, work_as: Callable[[str], None]) -> None:
    added = answer_of(
        at("who", "add", "jo", "--name", "J Lee", "--role", "case_manager", "--role", "team_leader", "--json")
    )
    person = {"user": "jo", "name": "J Lee", "roles": ["case_manager", "team_leader"], "nominated": False}
    assert person in added["roster"]
    assert added["you"]["user"] == MANAGER
    at("who", "remove", "jo")
    assert "J Lee" not in at("who").stdout
    assert at("who", "remove", "jo").exit_code == 3
    assert at("who", "remove", MANAGER).exit_code == 3
    work_as(CASEWORKER)
    assert "You are A Patel (caseworker): caseworker." in at("who").stdout
    work_as(STRANGER)
    assert "not on the roster" in at("who").stdout


def test_the_doctor_looks_at_store_parts_terminal_and_locale(at: Closeout) -> None:
    report = answer_of(at("doctor", "--json"))
    assert set(report) == {"parts", "terminal", "locale", "store"}
    assert report["store"]["sound"] is True
    assert report["store"]["kind"] == "live"
    assert report["parts"]["textual"] != "missing"
    assert "  sound: True\n" in at("doctor").stdout


def test_the_doctor_works_where_there_is_no_store(closeout: Closeout) -> None:
    result = closeout("doctor", "--store", "none.db", "--json")
    assert result.exit_code == 0
    assert answer_of(result)["store"] == {"path": "none.db", "there": False}
