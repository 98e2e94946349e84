"""Restricted records on the command line: nominating, opening, and what bulk answers say of them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storage.store import Store
from tests import restricted
from tests.cli.conftest import answer_of, answers_of
from tests.made_up import write_documents
from tests.restricted import BIG, MANAGER, NOMINATED, OTHER_MANAGER, PLAIN, PLAIN_TOO, RESTRICTED

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Closeout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return restricted.made_store(tmp_path_factory.mktemp("restricted"))


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    """Stand in for the usual store: `at` runs on it."""
    return Path(shutil.copy(made, tmp_path / "store.db"))


def opened(store: Path) -> list[str | None]:
    with Store.open(store) as file:
        return [entry.casegroup_id for entry in file.iterate_journal() if entry.kind == "restricted_record_opened"]


def test_a_team_manager_nominates_somebody_and_the_roster_shows_it(
    at: Closeout, work_as: Callable[[str], None]
) -> None:
    work_as(OTHER_MANAGER)
    assert at("show", RESTRICTED).exit_code == 4
    work_as(MANAGER)
    people = {person["user"]: person for person in answer_of(at("nominate", OTHER_MANAGER, "--json"))["roster"]}
    assert {user: person["nominated"] for user, person in people.items()} == {
        MANAGER: False, OTHER_MANAGER: True, NOMINATED: True,
    }  # fmt: skip
    assert [line for line in at("who").stdout.splitlines() if line.startswith(OTHER_MANAGER) and "nominated" in line]
    work_as(OTHER_MANAGER)
    assert "QUILLFEATHER" in at("show", RESTRICTED).stdout
    work_as(MANAGER)
    assert at("nominate", OTHER_MANAGER, "--end").exit_code == 0
    work_as(OTHER_MANAGER)
    assert at("show", RESTRICTED).exit_code == 4


@pytest.mark.parametrize(
    ("user", "whom", "code"), [(MANAGER, MANAGER, 4), (MANAGER, "nobody", 3), ("stranger", MANAGER, 4)]
)
def test_who_may_not_nominate_whom(
    at: Closeout, work_as: Callable[[str], None], user: str, whom: str, code: int
) -> None:
    work_as(user)
    result = at("nominate", whom)
    assert result.exit_code == code
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", RESTRICTED), ("explain", RESTRICTED), ("journal", "list", RESTRICTED), ("note", RESTRICTED, "x"),
        ("note", RESTRICTED, "x", "--preview"), ("export", "casegroup", RESTRICTED, "--out", "out.json"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_each_command_that_looks_into_a_record_is_one_opening(
    at: Closeout, store: Path, work_as: Callable[[str], None], arguments: tuple[str, ...]
) -> None:
    work_as(NOMINATED)
    before = len(opened(store))
    assert at(*arguments).exit_code == 0
    assert opened(store)[before:] == [RESTRICTED]
    work_as(MANAGER)
    refused = at(*arguments)
    assert refused.exit_code == 4
    assert refused.stdout == ""
    assert refused.stderr.startswith(f"closeout: casegroup {RESTRICTED} is a restricted record;")
    assert len(opened(store)) == before + 1


def test_the_worklist_lists_it_without_saying_whose(at: Closeout, store: Path) -> None:
    before = len(opened(store))
    (row,) = [row for row in answers_of(at("worklist", "--json")) if row["casegroup_id"] == RESTRICTED]
    assert (row["restricted"], row["flags"], row["paying_parent"], row["nino"]) == (True, "restricted", "", "")
    assert (row["debt_balance"], row["discrepancy"], row["residual"]) == (None, None, None)
    (line,) = [line for line in at("worklist").stdout.splitlines() if line.startswith(RESTRICTED)]
    assert line.split()[1] == "restricted"
    assert len(opened(store)) == before


def test_an_export_says_plainly_what_is_masked_or_left_out(
    at: Closeout, store: Path, work_as: Callable[[str], None]
) -> None:
    assert answer_of(at("export", "worklist", "--out", "a.csv", "--json"))["masked"] == 2
    assert "2 restricted records are masked." in at("export", "worklist", "--out", "b.csv").stdout
    assert "1 restricted record is masked." in at("export", "worklist", "RR77", "--out", "c.csv").stdout
    told = answer_of(at("export", "assessments", "--out", "d.jsonl", "--json"))
    assert (told["records"], told["left_out"]) == (2, 2)
    before = len(opened(store))
    work_as(NOMINATED)
    told = answer_of(at("export", "assessments", "--out", "e.jsonl", "--json"))
    assert (told["records"], "left_out" in told) == (4, False)
    assert opened(store)[before:] == [RESTRICTED, BIG]


def test_the_batch_works_on_restricted_records_too_and_counts_them(at: Closeout) -> None:
    report = answer_of(at("run", "--as-at", "2016-06-15", "--json"))
    due = {row["casegroup_id"] for row in answers_of(at("worklist", "--json")) if row["check_due_on"] != "at_once"}
    assert {RESTRICTED, PLAIN, PLAIN_TOO} <= due
    assert report["casegroups"] >= 3


def test_an_import_by_somebody_else_never_lifts_a_restriction(at: Closeout, tmp_path: Path) -> None:
    document = restricted.restricted_record()
    del document["cases"][1]["receiving_parent"]["markers"]
    file = write_documents(tmp_path / "lifting.jsonl", document)
    result = at("import", file)
    assert result.exit_code == 4
    assert at("show", RESTRICTED).exit_code == 4


def test_a_backup_says_that_it_holds_everything(at: Closeout) -> None:
    assert "restricted records too" in " ".join(at("backup", "--help").stdout.split())
