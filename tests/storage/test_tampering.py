from __future__ import annotations

import random
import shutil
from dataclasses import astuple, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlcipher3 import dbapi2

from storage.connection import in_memory
from storage.digests import FACTS_LABEL, RawText, content_digest, row_digest
from storage.errors import StoreDamagedError, StoreError
from storage.journal import DRAFT_COLUMNS, Head, entry_digest
from storage.migrations import bring_up_to_date
from storage.store import Store
from storage.verification import Verification
from tests.storage.samples import AT, entry_draft, facts_draft, fill

if TYPE_CHECKING:
    from collections.abc import Iterator


KEPT = ("store", "journal", "journal_head", "facts")
# An entry with a request of its own and all else of another one.
COPIED = (
    "'added', 0, request_digest, casegroup_id, kind, version, body, actor, at, policy_digest, facts_digest, "
    "facts_version, previous_digest, digest"
)
ENTRIES = 9
FACTS = 5


def columns() -> Iterator[tuple[str, str]]:
    """Name every column of every table that is kept and not derived, as the file really has them."""
    model = in_memory()
    bring_up_to_date(model)
    for table in KEPT:
        for (name,) in model.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall():
            yield table, name
    model.close()


COLUMNS = tuple(columns())


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a store with facts in two versions, entries with and without facts, closed into one file."""
    path = tmp_path_factory.mktemp("tampering") / "work.store"
    with Store.create(path, "training", "alice", AT) as store:
        fill(store, range(4))
        fill(store, [2], "request-2")
        with store.turn() as turn:
            turn.append(
                [entry_draft(None, "request-3", 0), entry_draft(store.latest_facts("CG000001"), "request-3", 1)]
            )
            turn.append([entry_draft(None, "request-4", 0, body='{"note":"last"}')])
        assert store.verify() == Verification(ENTRIES, FACTS, store.head(), ())
    return path


@pytest.fixture
def path(untouched: Path, tmp_path: Path) -> Path:
    """Give each test a copy of its own."""
    return Path(shutil.copy(untouched, tmp_path / "work.store"))


def behind_our_back(path: Path, *statements: str | tuple[str, tuple[object, ...]]) -> None:
    """Change the file as somebody would who knows SQLite: triggers dropped, checks off."""
    database = dbapi2.connect(str(path), isolation_level=None)
    database.execute("PRAGMA ignore_check_constraints = ON")
    for (trigger,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        database.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        sql, values = (statement, ()) if isinstance(statement, str) else statement
        assert database.execute(sql, values).rowcount != 0, "the test changed nothing"
    database.close()


def faults_of(path: Path, noted: Head | None = None) -> list[str]:
    try:
        with Store.open(path, read_only=True) as store:
            return [str(fault) for fault in store.verify(noted).faults]
    except StoreDamagedError as error:
        return [error.message]


def value_of(path: Path, table: str, column: str, rowid: int) -> object:
    database = dbapi2.connect(str(path), isolation_level=None)
    (value,) = database.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (rowid,)).fetchone()
    database.close()
    return value


def changed(value: object, place: int) -> object:
    """Change one byte of a value, or the whole of it where it has none."""
    if isinstance(value, int):
        return value + 1_000
    if isinstance(value, bytes):
        at = place % len(value)
        return value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
    if isinstance(value, str) and value:
        at = place % len(value)
        return value[:at] + chr(ord(value[at]) ^ 8) + value[at + 1 :]
    return "x"


def rows_of(table: str) -> list[int]:
    return {"store": [1], "journal_head": [1], "facts": [1, 3, FACTS], "journal": [1, 2, 5, ENTRIES]}[table]


@pytest.mark.parametrize(
    ("table", "column", "rowid"),
    [(table, column, rowid) for table, column in COLUMNS for rowid in rows_of(table)],
)
def test_a_changed_value_is_found_in_every_column(path: Path, table: str, column: str, rowid: int) -> None:
    value = value_of(path, table, column, rowid)
    numbers = {"line", "facts_version", "version", "step", "seq", "only"}
    for place in (0, -1):
        new = 1 if value is None and column in numbers else changed(value, place)
        copy = Path(shutil.copy(path, path.with_name("copy.store")))
        behind_our_back(copy, (f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (new, rowid)))
        assert faults_of(copy), f"{table}.{column} of row {rowid} went unnoticed"


@pytest.mark.parametrize(
    ("table", "column"),
    [
        (table, column)
        for table, column in COLUMNS
        if column in {"today", "casegroup_id", "facts_digest", "line", "facts_version"}
    ],
)
def test_a_value_taken_away_is_found(path: Path, table: str, column: str) -> None:
    if table == "store":
        behind_our_back(path, "UPDATE store SET today = ''")
    elif table == "facts" and column in {"casegroup_id", "facts_digest"}:
        behind_our_back(path, f"UPDATE facts SET {column} = '' WHERE rowid = 2")
    else:
        behind_our_back(path, f"UPDATE {table} SET {column} = NULL WHERE rowid = 3")
    assert faults_of(path)


def test_text_moved_from_one_column_to_the_next_is_found(path: Path) -> None:
    behind_our_back(path, "UPDATE journal SET actor = actor || substr(at, 1, 1), at = substr(at, 2) WHERE seq = 5")
    assert faults_of(path) == ["entry 5: is not what was written"]


@pytest.mark.parametrize("seq", range(1, ENTRIES + 1))
def test_a_removed_entry_is_found(path: Path, seq: int) -> None:
    behind_our_back(path, f"DELETE FROM journal WHERE seq = {seq}")
    assert faults_of(path)


def test_the_last_entry_removed_with_the_recorded_end_moved_back_is_found(path: Path) -> None:
    digest = value_of(path, "journal", "digest", ENTRIES - 1)
    behind_our_back(
        path,
        f"DELETE FROM journal WHERE seq = {ENTRIES}",
        ("UPDATE journal_head SET seq = ?, digest = ?", (ENTRIES - 1, digest)),
    )
    assert faults_of(path) == ["the file has counted more or fewer entries than there are"]


def test_the_last_entry_removed_with_the_count_moved_back_is_found(path: Path) -> None:
    behind_our_back(
        path, f"DELETE FROM journal WHERE seq = {ENTRIES}", f"UPDATE sqlite_sequence SET seq = {ENTRIES - 1}"
    )
    assert len(faults_of(path)) == 1


def test_the_last_entry_removed_with_every_trace_is_found_by_a_noted_end(path: Path) -> None:
    noted = Head(ENTRIES, str(value_of(path, "journal", "digest", ENTRIES)))
    digest = value_of(path, "journal", "digest", ENTRIES - 1)
    behind_our_back(
        path,
        f"DELETE FROM journal WHERE seq = {ENTRIES}",
        ("UPDATE journal_head SET seq = ?, digest = ?", (ENTRIES - 1, digest)),
        f"UPDATE sqlite_sequence SET seq = {ENTRIES - 1}",
    )
    assert faults_of(path, noted) == [f"the journal ends before entry {ENTRIES}, which was noted"]


def test_a_journal_written_anew_is_found_by_a_noted_end(path: Path) -> None:
    noted = Head(ENTRIES, str(value_of(path, "journal", "digest", ENTRIES)))
    database = dbapi2.connect(str(path), isolation_level=None)
    for name in ("journal_no_update", "journal_no_delete"):
        database.execute(f"DROP TRIGGER {name}")
    previous = "0" * 64
    database.execute("UPDATE journal SET actor = 'mallory' WHERE seq = 7")
    for seq in range(1, ENTRIES + 1):
        draft = database.execute(f"SELECT {DRAFT_COLUMNS} FROM journal WHERE seq = ?", (seq,)).fetchone()
        digest = entry_digest(seq, draft, previous)
        database.execute("UPDATE journal SET previous_digest = ?, digest = ? WHERE seq = ?", (previous, digest, seq))
        previous = digest
    database.execute("UPDATE journal_head SET digest = ?", (previous,))
    database.close()
    assert faults_of(path) == []
    assert faults_of(path, noted) == [f"entry {ENTRIES}: is not the end of the journal that was noted"]
    with Store.open(path) as store:
        assert "trigger journal_no_update is not as it was made" in store.integrity().schema


@pytest.mark.parametrize("where", ["after", "in a gap", "before"])
def test_an_added_entry_is_found(path: Path, where: str) -> None:
    seq = {"after": ENTRIES + 1, "in a gap": 5, "before": 0}[where]
    if where == "in a gap":
        behind_our_back(path, "DELETE FROM journal WHERE seq = 5")
    behind_our_back(path, f"INSERT INTO journal SELECT {seq}, {COPIED} FROM journal WHERE seq = 4")
    assert faults_of(path)


def test_entries_in_another_order_are_found(path: Path) -> None:
    behind_our_back(
        path,
        "UPDATE journal SET seq = 100 WHERE seq = 3",
        "UPDATE journal SET seq = 3 WHERE seq = 4",
        "UPDATE journal SET seq = 4 WHERE seq = 100",
        f"UPDATE sqlite_sequence SET seq = {ENTRIES}",
    )
    assert {"entry 3: is not what was written", "entry 4: is not what was written"} <= set(faults_of(path))


def test_one_changed_entry_is_one_fault_and_names_its_place(path: Path) -> None:
    behind_our_back(path, 'UPDATE journal SET body = \'{"note":"another"}\' WHERE seq = 8')
    assert faults_of(path) == ["entry 8: is not what was written"]


@pytest.mark.parametrize("rowid", range(1, FACTS + 1))
def test_removed_facts_are_found(path: Path, rowid: int) -> None:
    behind_our_back(path, f"DELETE FROM facts WHERE rowid = {rowid}")
    found = faults_of(path)
    assert found
    assert all("the facts it rests on are not there" in fault for fault in found)


def test_facts_nobody_received_are_found(tmp_path: Path) -> None:
    with Store.create(tmp_path / "work.store", "live", "alice", AT) as store:
        with store.turn() as turn:
            turn.put_facts([facts_draft(1)])
        assert [str(fault) for fault in store.verify().faults] == [
            "no entry of the journal received facts CG000001 version 1"
        ]


def test_facts_sealed_anew_no_longer_match_their_entry(path: Path) -> None:
    with Store.open(path) as store:
        facts = store.latest_facts("CG000000")
    assert facts is not None
    values = list(astuple(replace(facts, body=b"{}", digest=content_digest(b"{}"))))
    values[-1] = row_digest(FACTS_LABEL, values[:-1])
    behind_our_back(
        path,
        ("UPDATE facts SET body = ?, digest = ?, facts_digest = ? WHERE rowid = 1", (values[2], values[3], values[-1])),
    )
    assert faults_of(path) == [
        "no entry of the journal received facts CG000000 version 1",
        "entry 2: the facts it rests on are not there",
    ]


@pytest.mark.parametrize("statement", ["DELETE FROM store", "DELETE FROM journal_head", "DELETE FROM sqlite_sequence"])
def test_a_removed_single_row_is_found(path: Path, statement: str) -> None:
    behind_our_back(path, statement)
    assert faults_of(path)


@pytest.mark.parametrize("table", ["journal", "facts", "store"])
@pytest.mark.parametrize(
    "act", ["UPDATE {} SET rowid = rowid", "DELETE FROM {}", "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"]
)
def test_the_file_itself_refuses_to_change_what_is_kept(path: Path, table: str, act: str) -> None:
    with Store.open(path) as store:
        before = store._connection.execute(f"SELECT * FROM {table}").fetchall()
        with pytest.raises(dbapi2.IntegrityError):
            store._connection.execute(act.format(table))
        assert store._connection.execute(f"SELECT * FROM {table}").fetchall() == before


@pytest.mark.parametrize("seq", [-5, 0, 3, ENTRIES, ENTRIES + 2])
def test_the_file_itself_refuses_an_entry_anywhere_but_at_the_end(path: Path, seq: int) -> None:
    with Store.open(path) as store, pytest.raises(dbapi2.IntegrityError, match="only grows at its end"):
        store._connection.execute(f"INSERT OR REPLACE INTO journal SELECT {seq}, {COPIED} FROM journal WHERE seq = 4")


@pytest.mark.parametrize("object_name", ["TRIGGER journal_no_delete", "INDEX worklist_name", "TABLE roster"])
def test_a_dropped_part_of_the_schema_is_found(path: Path, object_name: str) -> None:
    database = dbapi2.connect(str(path), isolation_level=None)
    database.execute(f"DROP {object_name}")
    database.close()
    with Store.open(path) as store:
        found = store.integrity()
    assert not found.sound
    kind, name = object_name.split()
    assert f"{kind.lower()} {name} is not as it was made" in found.schema


def state(path: Path) -> list[list[tuple[object, ...]]] | None:
    """Read all that is kept, or nothing where it cannot be read."""
    database = dbapi2.connect(str(path), isolation_level=None)
    database.text_factory = RawText
    try:
        return [database.execute(f"SELECT * FROM {table} NOT INDEXED").fetchall() for table in KEPT]
    except (dbapi2.DatabaseError, UnicodeDecodeError):
        return None
    finally:
        database.close()


def is_found(path: Path) -> bool:
    """Tell whether opening, verifying or looking at the pages shows that something is wrong."""
    try:
        with Store.open(path, read_only=True) as store:
            return bool(store.verify().faults) or not store.integrity().sound
    except StoreError:
        return True


def test_any_byte_of_the_rows_flipped_in_the_file_is_found(path: Path) -> None:
    content = path.read_bytes()
    marks = (b"Rhowch wybod", b"Llewelyn-", b"request-2", b"january.jsonl", b"training", b"facts_received", b"d" * 64)
    for mark in marks:
        start, places = 0, 0
        while (at := content.find(mark, start)) >= 0 and places < 3:
            flipped = path.with_name("flipped.store")
            flipped.write_bytes(content[: at + 2] + bytes([content[at + 2] ^ 0x20]) + content[at + 3 :])
            if state(flipped) != state(path):
                places += 1
                assert is_found(flipped), f"{mark!r} at {at} went unnoticed"
            start = at + len(mark)
        assert places, f"{mark!r} is nowhere in the rows"


@pytest.mark.parametrize("seed", range(6))
def test_no_byte_flipped_anywhere_changes_what_is_kept_unnoticed(path: Path, seed: int) -> None:
    content, chance = path.read_bytes(), random.Random(seed)
    before = state(path)
    flipped = path.with_name("flipped.store")
    for _ in range(25):
        at, bit = chance.randrange(len(content)), 1 << chance.randrange(8)
        flipped.write_bytes(content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :])
        # A byte between the rows, or of a derived list, may say anything; what is kept may not.
        assert state(flipped) == before or is_found(flipped), f"bit {bit} of byte {at} went unnoticed"


@pytest.mark.parametrize("mark", [b"Rhowch wybod", b"Llewelyn-"])
def test_a_page_that_cannot_be_read_is_a_fault_and_the_rest_is_still_looked_at(path: Path, mark: bytes) -> None:
    content = bytearray(path.read_bytes())
    page = content.index(mark) // 4096 * 4096
    content[page : page + 4096] = b"\xff" * 4096
    path.write_bytes(content)
    assert "the file is damaged and cannot be read to its end" in faults_of(path)


def test_without_its_recorded_end_a_store_takes_no_turns(path: Path) -> None:
    behind_our_back(path, "DELETE FROM journal_head")
    with Store.open(path) as store:
        with pytest.raises(StoreDamagedError, match="end is not recorded"), store.turn() as turn:
            turn.append([entry_draft(None, "request-9", 0)])
        assert len(list(store.iterate_journal())) == ENTRIES


@pytest.mark.parametrize("value", ["'drill'", "NULL"])
def test_a_store_neither_live_nor_for_training_does_not_open(path: Path, value: str) -> None:
    behind_our_back(
        path,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = replace(sql, 'kind TEXT NOT NULL', 'kind TEXT') WHERE name = 'store'",
    )
    behind_our_back(path, f"UPDATE store SET kind = {value}")
    with pytest.raises(StoreDamagedError, match="header"):
        Store.open(path)


def test_progress_counts_every_row(path: Path) -> None:
    counted: list[int] = []
    with Store.open(path) as store:
        store.verify(progress=counted.append)
    assert sum(counted) == ENTRIES + FACTS
