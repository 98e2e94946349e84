"""The lists that follow from documents and journal: whatever is done to them is found, and they can be made anew."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from console.desk.batch import run
from console.desk.clock import Clock
from console.desk.desk import Desk
from console.desk.files import ImportRefusedError, import_files
from console.desk.lists import faults_of_lists, rebuild_lists
from domain.record.requests import AddNote
from storage.errors import StoreError
from storage.store import Store
from tests.made_up import casegroup_record, write_documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOON = Clock(datetime(2016, 2, 15, 12, tzinfo=UTC))
TAMPERING = {
    "a role taken": "INSERT INTO roster (user, name, roles) VALUES ('mallory', 'Mallory', 'team_manager')",
    "a name changed": "UPDATE roster SET name = 'Somebody'",
    "the roster emptied": "DELETE FROM roster",
    "a stage": "UPDATE worklist SET stage = 'blocked' WHERE casegroup_id = 'CG1'",
    "an amount": "UPDATE worklist SET residual_pence = 5 WHERE casegroup_id = 'CG2'",
    "never due again": "UPDATE worklist SET check_due_on = '2999-01-01'",
    "may be selected": "UPDATE prospects SET state = 'selectable' WHERE casegroup_id = 'CG1'",
    "a prospect removed": "DELETE FROM prospects WHERE casegroup_id = 'CG3'",
    "a row removed": "DELETE FROM worklist WHERE casegroup_id = 'CG1'",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Sit down at a store with three casegroups, assessed."""
    with Desk.create(tmp_path / "casework.db", "manager", clock=NOON) as desk:
        records = [casegroup_record(f"CG{number}") for number in (1, 2, 3)]
        import_files(desk, [write_documents(tmp_path / "in.jsonl", *records)])
        run(desk)
        yield desk


def test_lists_left_alone_agree(desk: Desk) -> None:
    assert faults_of_lists(desk) == []


@pytest.mark.parametrize("statement", TAMPERING.values(), ids=TAMPERING)
def test_a_list_tampered_with_is_found_and_made_anew(desk: Desk, statement: str) -> None:
    desk.store._connection.execute("PRAGMA foreign_keys = OFF")
    desk.store._connection.execute(statement)
    assert faults_of_lists(desk)
    desk.store._connection.execute("DELETE FROM roster WHERE user = 'mallory'")
    assert rebuild_lists(desk) == 3
    assert faults_of_lists(desk) == []


def test_whoever_made_a_store_is_its_manager_even_where_the_power_went_before_that_was_written(tmp_path: Path) -> None:
    Store.create(tmp_path / "bare.db", "live", "manager", NOON.stamp()).close()
    with Desk.open(tmp_path / "bare.db", "manager", NOON) as desk:
        assert desk.actor.roles == {"team_manager"}
    with Desk.open(tmp_path / "bare.db", "somebody", NOON) as desk:
        assert not desk.actor.roles


@pytest.mark.parametrize("moved", ["removed", "replaced"])
def test_nothing_is_written_to_a_store_that_is_no_longer_there(desk: Desk, tmp_path: Path, moved: str) -> None:
    if moved == "replaced":
        Store.create(tmp_path / "other.db", "live", "manager", NOON.stamp()).close()
        (tmp_path / "other.db").replace(desk.store.path)
    else:
        desk.store.path.unlink()
    with pytest.raises(StoreError, match="moved, removed or replaced") as refused:
        desk.perform(AddNote(casegroup_id="CG1", text="lost?"))
    assert refused.value.exit_code == 5


def test_a_store_is_made_only_for_files_found_good(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    bad = write_documents(tmp_path / "bad.jsonl", {"x": 1})
    with pytest.raises(ImportRefusedError):
        import_files(lambda: Desk.create(path, "manager", clock=NOON), [bad])
    assert not path.exists()
    good = write_documents(tmp_path / "good.jsonl", casegroup_record("CG1"))
    assert import_files(lambda: Desk.create(path, "manager", clock=NOON), [good]).new == 1


def test_no_document_is_taken_whose_sums_no_column_holds(desk: Desk, tmp_path: Path) -> None:
    record = casegroup_record("CG9")
    record["cases"][0]["liability_events"][0]["weekly_amount"] = "9999999999.99"
    with pytest.raises(ImportRefusedError, match="a weekly amount below ten million pounds"):
        import_files(desk, [write_documents(tmp_path / "huge.jsonl", record)])


def test_what_is_left_out_is_for_the_users_eyes_alone(desk: Desk, tmp_path: Path) -> None:
    file = write_documents(tmp_path / "some.jsonl", casegroup_record("CG5"), {"x": 1})
    (place,) = import_files(desk, [file], keep_good=True).rejected_files
    assert place.stat().st_mode & 0o777 == 0o600
