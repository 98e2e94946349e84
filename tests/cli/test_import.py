"""`closeout import` and `closeout run`: all or nothing, a live store where there was none, and the batch."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from console.desk.desk import Desk
from tests.cli.conftest import (
    AS_AT,
    CASEGROUPS,
    MANAGER,
    STRANGER,
    answer_of,
    example,
    write_documents,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Closeout


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_store_is_made_where_there_is_none_and_that_is_said(closeout: Closeout, tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    result = closeout("import", CASEGROUPS, "--store", path)
    assert result.exit_code == 0
    assert result.stdout == "8 new, 0 superseding, 0 unchanged.\n"
    assert f"A live store was made at {path}; {MANAGER} is its team manager." in result.stderr
    with Desk.open(path, MANAGER) as desk:
        assert desk.store.header.kind == "live"
        assert desk.store.worklist_count() == 8


def test_the_users_own_store_is_made_with_its_folder(closeout: Closeout, tmp_path: Path) -> None:
    result = closeout("import", CASEGROUPS, env={"XDG_DATA_HOME": str(tmp_path / "data")})
    assert result.exit_code == 0
    assert (tmp_path / "data" / "closeout" / "casework.db").exists()


def test_a_number_for_administration_is_warned_of_and_taken(closeout: Closeout, tmp_path: Path) -> None:
    document = example()
    number = f"{'CR'}000000A"
    document["paying_parent"]["nino"] = number.lower()
    document["cases"][0]["receiving_parent"]["nino"] = "QQ123456A"
    file = write_documents(tmp_path / "file.jsonl", document)
    warning = (
        f'closeout: warning: {file}:1: paying_parent.nino: "{number}"; '
        "expected a number given to a person; CR is for administration\n"
    )
    load = ["load", file, "--system", document["cases"][0]["system"], "--full", "--store", "loaded.db"]
    for command in (["assess", file, "--as-at", AS_AT], ["import", file, "--store", "new.db"], load):
        result = closeout(*command)
        assert result.exit_code == 0
        assert warning in result.stderr
        assert result.stderr.count("warning") == 1
    shown = closeout("show", document["casegroup_id"], "--store", "new.db").stdout
    assert f"{number} (CHECK: for administration)" in shown


def test_a_refused_import_makes_no_store(closeout: Closeout, tmp_path: Path) -> None:
    bad = write_documents(tmp_path / "bad.jsonl", example(), {"format": "other"})
    result = closeout("import", bad, "--store", "new.db")
    assert result.exit_code == 3
    assert "bad.jsonl:2: " in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.jsonl"]


def test_a_refused_import_leaves_the_store_as_it_was(at: Closeout, store: Path, tmp_path: Path) -> None:
    before = digest(store)
    bad = write_documents(tmp_path / "bad.jsonl", example() | {"casegroup_id": "NEW1"}, {"format": "other"})
    assert at("import", bad).exit_code == 3
    assert digest(store) == before


def test_the_good_ones_can_be_kept(at: Closeout, tmp_path: Path) -> None:
    mixed = write_documents(tmp_path / "mixed.jsonl", example() | {"casegroup_id": "NEW1"}, {"format": "other"})
    result = at("import", mixed, "--keep-good", "--json")
    answer = answer_of(result)
    assert result.exit_code == 0
    assert (answer["new"], [one["line"] for one in answer["rejected"]]) == (1, [2])
    assert answer["rejected_files"] == [f"{mixed}.rejected.jsonl"]
    assert "mixed.jsonl:2: " in result.stderr


def test_what_is_known_already_is_superseded_or_left_alone(at: Closeout, tmp_path: Path) -> None:
    changed = example(1)
    changed["receipts"] = []
    changed["journey"]["tranche"] = "T2"
    file = write_documents(tmp_path / "again.jsonl", changed)
    assert answer_of(at("import", file, "--json"))["superseding"] == 1
    assert answer_of(at("import", file, "--json"))["unchanged"] == 1


def test_importing_takes_a_place_on_the_roster(at: Closeout, store: Path, work_as: Callable[[str], None]) -> None:
    before = digest(store)
    work_as(STRANGER)
    result = at("import", CASEGROUPS)
    assert result.exit_code == 4
    assert "not on the roster" in result.stderr
    assert digest(store) == before


def test_a_folder_is_no_file_of_casegroups(at: Closeout, tmp_path: Path) -> None:
    result = at("import", tmp_path)
    assert result.exit_code == 3
    assert "is a folder" in result.stderr


def test_the_batch_assesses_every_casegroup_due_once(closeout: Closeout, tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    closeout("import", CASEGROUPS, "--store", path)
    first = answer_of(closeout("run", "--store", path, "--as-at", AS_AT, "--json"))
    assert first["casegroups"] == 8
    assert first["deferral"] == {"clear": 5, "deferred": 2, "blocked": 1}
    assert answer_of(closeout("run", "--store", path, "--as-at", AS_AT, "--json"))["casegroups"] == 0


def test_the_batch_says_what_now_waits_in_words(closeout: Closeout, tmp_path: Path) -> None:
    closeout("import", CASEGROUPS, "--store", tmp_path / "new.db")
    result = closeout("run", "--store", tmp_path / "new.db", "--as-at", AS_AT)
    assert result.stdout.startswith("8 casegroups assessed for 15 Feb 2016.\n")
    assert "        1  Transition date not set\n" in result.stdout
    assert result.stderr == ""
