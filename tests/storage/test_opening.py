from __future__ import annotations

import hashlib
import json
import os
import stat
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlcipher3 import dbapi2

from storage import connection
from storage.connection import APPLICATION_ID, check_library
from storage.errors import (
    LibraryTooOldError,
    NotAStoreError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreExistsError,
    StoreNotFoundError,
    StoreReadOnlyError,
    StoreTooNewError,
)
from storage.migrations import SCHEMA_VERSION
from storage.store import Store
from tests.storage.samples import AT, another_program, answer_of, facts_draft, fill, filled_store, said

if TYPE_CHECKING:
    from collections.abc import Callable


def folder_digest(folder: Path) -> dict[str, str]:
    """Digest every file of a folder by name; a new or missing file shows too."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in folder.iterdir()
    }


def plain_database(path: Path, *, wal: bool = False) -> None:
    database = dbapi2.connect(str(path))
    if wal:
        database.execute("PRAGMA journal_mode = WAL")
    database.execute("CREATE TABLE recipes (name TEXT)")
    database.execute("INSERT INTO recipes VALUES ('bara brith')")
    database.commit()
    database.close()


def stamped(path: Path, version: int) -> None:
    filled_store(path).close()
    database = dbapi2.connect(str(path))
    database.execute(f"PRAGMA user_version = {version}")
    database.close()


STRANGERS: dict[str, tuple[Callable[[Path], object], type[StoreError], str]] = {
    "nothing": (lambda _path: None, StoreNotFoundError, "no store at"),
    "an empty file": (lambda path: path.touch(), NotAStoreError, "empty"),
    "a folder": (lambda path: path.mkdir(), NotAStoreError, "folder"),
    "a pipe": (os.mkfifo, NotAStoreError, "not a file"),
    "a short text": (lambda path: path.write_text("SQLite"), NotAStoreError, "not a store"),
    "a long text": (lambda path: path.write_text("casegroup\n" * 9999), NotAStoreError, "not a store"),
    "a cut-off header": (lambda path: path.write_bytes(b"SQLite format 3\0"), NotAStoreError, "not a store"),
    "another database": (plain_database, NotAStoreError, "another program's"),
    "another WAL database": (lambda path: plain_database(path, wal=True), NotAStoreError, "another program's"),
    "a newer store": (lambda path: stamped(path, SCHEMA_VERSION + 1), StoreTooNewError, "newer version"),
    "a far newer store": (lambda path: stamped(path, 2**31 - 1), StoreTooNewError, "newer version"),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_what_is_no_store_of_ours_is_refused_and_untouched(tmp_path: Path, name: str) -> None:
    make, error, words = STRANGERS[name]
    path = tmp_path / "work.store"
    make(path)
    before = folder_digest(tmp_path)
    for read_only in (False, True):
        with pytest.raises(error, match=words):
            Store.open(path, read_only=read_only)
    assert folder_digest(tmp_path) == before


@pytest.mark.parametrize("name", STRANGERS)
def test_creation_never_replaces_anything(tmp_path: Path, name: str) -> None:
    path = tmp_path / "work.store"
    STRANGERS[name][0](path)
    if not path.exists():
        path.symlink_to(tmp_path / "nowhere")
    before = folder_digest(tmp_path)
    with pytest.raises(StoreExistsError):
        Store.create(path, "live", "alice", AT)
    assert folder_digest(tmp_path) == before


def test_exit_codes_tell_bad_input_from_a_store_in_trouble() -> None:
    assert {error.exit_code for error in (StoreNotFoundError, NotAStoreError, StoreExistsError)} == {3}
    others = (StoreError, StoreTooNewError, StoreReadOnlyError, StoreBusyError, StoreDamagedError)
    assert {error.exit_code for error in others} == {5}


def test_a_header_is_kept_and_read_back(tmp_path: Path) -> None:
    Store.create(tmp_path / "live.store", "live", "alice", AT).close()
    with Store.create(tmp_path / "training.store", "training", "bryn", AT, date(2016, 2, 15)) as training:
        header = training.header
        assert (header.kind, header.created_by, header.created_at) == ("training", "bryn", AT)
        assert header.today == date(2016, 2, 15)
    with Store.open(tmp_path / "live.store") as live:
        assert live.header.today is None
        assert live.header.store_id != header.store_id


def test_a_new_store_is_hidden_from_strangers_and_leaves_one_file(tmp_path: Path) -> None:
    path = tmp_path / "work.store"
    filled_store(path).close()
    assert [entry.name for entry in tmp_path.iterdir()] == ["work.store"]
    assert stat.S_IMODE(path.stat().st_mode) & stat.S_IRWXO == 0
    header = path.read_bytes()[:100]
    assert int.from_bytes(header[68:72], "big") == APPLICATION_ID
    assert int.from_bytes(header[60:64], "big") == SCHEMA_VERSION


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreNotFoundError, match="no folder"):
        Store.create(tmp_path / "missing" / "work.store", "live", "alice", AT)


def test_a_path_with_every_awkward_letter_opens(tmp_path: Path) -> None:
    path = tmp_path / "100% sure? #1 &mode=memory é.store"
    filled_store(path).close()
    with Store.open(path) as store:
        assert store.worklist_count() == 3
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("version", "refused"),
    [((3, 40, 1), True), ((3, 51, 2), True), ((3, 51, 3), False), ((3, 53, 4), False), ((4, 0, 0), False)],
)
def test_a_library_that_can_lose_work_is_refused(version: tuple[int, ...], refused: bool) -> None:
    if refused:
        with pytest.raises(LibraryTooOldError, match="can lose committed work"):
            check_library(version)
    else:
        check_library(version)


def test_every_connection_checks_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled_store(tmp_path / "work.store").close()
    monkeypatch.setattr(connection, "library_version", lambda: (3, 46, 0))
    with pytest.raises(LibraryTooOldError):
        Store.open(tmp_path / "work.store")


def test_the_file_is_asked_for_every_safeguard(tmp_path: Path) -> None:
    with filled_store(tmp_path / "work.store") as store:
        asked = {
            name: store._connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in (
                "journal_mode",
                "synchronous",
                "foreign_keys",
                "busy_timeout",
                "trusted_schema",
                "cell_size_check",
                "recursive_triggers",
            )
        }
    assert asked == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5_000,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "recursive_triggers": 1,
    }


def test_every_table_is_strict(tmp_path: Path) -> None:
    with filled_store(tmp_path / "work.store") as store:
        tables = store._connection.execute(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict "
            "AND schema = 'main' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '_sqlite%'"
        ).fetchall()
    assert tables == []


def test_opened_for_reading_it_answers_and_refuses_turns(tmp_path: Path) -> None:
    path = tmp_path / "work.store"
    filled_store(path).close()
    before = folder_digest(tmp_path)
    with Store.open(path, read_only=True) as store:
        assert store.read_only
        assert store.latest_facts("CG000001") is not None
        assert store.verify().faults == ()
        with pytest.raises(StoreReadOnlyError), store.turn() as turn:
            turn.put_facts([facts_draft(9)])
    assert folder_digest(tmp_path) == before


UNPRIVILEGED = """
import json, os, sys
from pathlib import Path
from storage.errors import StoreError
from storage.store import Store
import domain.worklist, unicodedata
if os.geteuid() == 0:
    os.setuid(65534)
try:
    store = Store.open(sys.argv[1])
except StoreError as error:
    print(json.dumps({"opened": type(error).__name__}))
    sys.exit()
answer = {"read_only": store.read_only, "count": store.worklist_count(), "entries": store.head().seq}
try:
    with store.turn():
        answer["turn"] = "open"
except StoreError as error:
    answer["turn"] = type(error).__name__
store.close()
print(json.dumps(answer))
"""


@pytest.mark.parametrize(
    ("file_mode", "answer"),
    [
        (0o444, {"read_only": True, "count": 3, "entries": 4, "turn": "StoreReadOnlyError"}),
        (0o000, {"opened": "StoreError"}),
    ],
)
def test_without_the_right_to_write_it_is_read_and_nothing_is_left(file_mode: int, answer: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "work.store"
        filled_store(path).close()
        path.chmod(file_mode)
        Path(folder).chmod(0o555)
        assert json.loads(answer_of(UNPRIVILEGED, path)) == answer
        assert [entry.name for entry in Path(folder).iterdir()] == ["work.store"]
        Path(folder).chmod(0o755)


def test_without_the_right_to_write_work_in_the_log_of_others_is_seen() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "work.store"
        with filled_store(path) as store:
            fill(store, [7], "request-2")
            for entry in Path(folder).iterdir():
                entry.chmod(0o444)
            Path(folder).chmod(0o555)
            found = json.loads(answer_of(UNPRIVILEGED, path))
            assert found == {"read_only": True, "count": 4, "entries": 5, "turn": "StoreReadOnlyError"}
            Path(folder).chmod(0o755)


def test_a_link_and_a_relative_path_lead_to_the_store_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real").mkdir()
    filled_store(tmp_path / "real" / "work.store").close()
    (tmp_path / "link.store").symlink_to(Path("real") / "work.store")
    monkeypatch.chdir(tmp_path)
    with Store.open("link.store") as store:
        monkeypatch.chdir("/")
        fill(store, [5], "request-2")
        assert store.doctor().write_ahead_log > 0
        assert store.verify().faults == ()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["link.store", "real"]


LOCKING = """
import sys
from sqlcipher3 import dbapi2
database = dbapi2.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA locking_mode = EXCLUSIVE")
database.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
"""


def test_a_locked_store_is_busy_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "work.store"
    filled_store(path).close()
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with another_program(LOCKING, path) as locking:
        assert said(locking) == "locked"
        with pytest.raises(StoreBusyError, match="in use"):
            Store.open(path, patience_milliseconds=20)
        assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    with Store.open(path) as store:
        assert store.verify().faults == ()


# The bytes of SQLite's shared lock (os.h: PENDING_BYTE + 2, SHARED_SIZE); only a process of its own can ask.
IS_LOCKED = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)
        print("free")
    except OSError:
        print("held")
"""


def test_opening_twice_in_one_process_keeps_the_first_ones_locks(tmp_path: Path) -> None:
    path = tmp_path / "work.store"
    with filled_store(path) as first:
        assert answer_of(IS_LOCKED, path) == "held"
        Store.open(path).close()
        Store.open(path, read_only=True).close()
        first.verify()
        first.backup(tmp_path / "copy.store")
        assert answer_of(IS_LOCKED, path) == "held"
    assert answer_of(IS_LOCKED, path) == "free"


@pytest.mark.parametrize("offset", [16, 20, 4096, 8192])
def test_a_store_whose_pages_are_torn_is_damaged(tmp_path: Path, offset: int) -> None:
    path = tmp_path / "work.store"
    filled_store(path, 200).close()
    content = bytearray(path.read_bytes())
    content[offset:] = b"\xaa" * (len(content) - offset)
    path.write_bytes(content)
    with pytest.raises((StoreDamagedError, NotAStoreError)), Store.open(path) as store:
        raise StoreDamagedError(str(store.verify().faults[0]))


def test_errors_quote_no_row(tmp_path: Path) -> None:
    path = tmp_path / "work.store"
    with filled_store(path) as store:
        store._connection.execute("UPDATE worklist SET paying_parent = CAST(x'484f4c54ff' AS TEXT)")
        with pytest.raises(StoreDamagedError) as caught:
            store.worklist_row("CG000001")
        assert "HOLT" not in caught.value.message
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__
