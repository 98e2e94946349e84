from __future__ import annotations

import errno
import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlcipher3 import dbapi2

from storage import upkeep
from storage.connection import connect_to_write, translated
from storage.errors import (
    DiskFullError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreExistsError,
    StoreNotFoundError,
    StoreReadOnlyError,
)
from storage.exporters.files import new_file
from storage.journal import Head
from storage.migrations import SCHEMA_VERSION, steps
from storage.placing import placed
from storage.store import Store
from storage.upkeep import upgrade
from tests.storage.samples import another_program, fill, filled_store, said

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

FILES = Path(__file__).parent / "files"
SHIPPED = sorted(FILES.glob("version-*.store.gz"))


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_every_version_has_its_old_file() -> None:
    assert [path.name for path in SHIPPED] == [f"version-{n}.store.gz" for n in range(1, SCHEMA_VERSION + 1)]


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_version_opens_and_goes_on(tmp_path: Path, shipped: Path) -> None:
    path = tmp_path / "work.store"
    path.write_bytes(gzip.decompress(shipped.read_bytes()))
    with Store.open(path) as store:
        assert store.header.created_by == "alice"
        assert store.verify().faults == ()
        assert store.integrity().sound
        assert [facts.version for facts in store.facts_versions("CG000001")] == [1, 2]
        assert store.worklist_count() == 3
        # The lists of every shipped file are of an older version, and wait for whoever can fold.
        assert not store.lists_are_current()
        # Version 1 had no queue, version 2 no payments.
        assert store.queue_count() == (0 if shipped == SHIPPED[0] else 2)
        assert len(store.payments.all()) == (0 if shipped in SHIPPED[:2] else 1)
        fill(store, [1], "request-9")
        assert len(store.facts_versions("CG000001")) == 3
        assert store.verify().faults == ()


def with_one_more_step() -> Migrations:
    """Give today's steps and one of tomorrow."""
    migrations = steps()

    @migrations()
    def tomorrow(database: Database) -> None:
        database.execute("CREATE TABLE leaflets (leaflet_id TEXT PRIMARY KEY) STRICT")
        database.execute("INSERT INTO leaflets VALUES ('CMSL6303')")

    return migrations


def test_an_older_store_is_copied_and_then_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "work.store"
    filled_store(path).close()
    connection = connect_to_write(path)
    copy = upgrade(connection, path, SCHEMA_VERSION + 1, with_one_more_step())
    assert upkeep.schema_version(connection) == SCHEMA_VERSION + 1
    assert connection.execute("SELECT * FROM leaflets").fetchall() == [("CMSL6303",)]
    assert upgrade(connection, path, SCHEMA_VERSION + 1, with_one_more_step()) is None
    connection.close()
    assert names_in(tmp_path) == ["work.store", f"work.store.before-tables-{SCHEMA_VERSION + 1}"]
    assert copy is not None
    with Store.open(copy) as before:
        assert before.worklist_count() == 3
        assert before.verify().faults == ()


def test_a_step_that_fails_leaves_the_older_store_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "work.store"
    filled_store(path).close()
    migrations = with_one_more_step()

    @migrations()
    def fails(database: Database) -> None:
        database.execute("INSERT INTO leaflets VALUES ('CMSL6303')")

    connection = connect_to_write(path)
    with pytest.raises(Exception, match="UNIQUE"):
        upgrade(connection, path, SCHEMA_VERSION + 2, migrations)
    assert not connection.in_transaction
    connection.close()
    with Store.open(path) as store:
        assert store.integrity().sound
        assert store.verify().faults == ()
    # The copy made first stays, and a second attempt takes another name.
    connection = connect_to_write(path)
    with pytest.raises(Exception, match="UNIQUE"):
        upgrade(connection, path, SCHEMA_VERSION + 2, migrations)
    connection.close()
    first = f"work.store.before-tables-{SCHEMA_VERSION + 2}"
    assert names_in(tmp_path) == ["work.store", first, f"{first}-2"]


def test_opening_an_older_store_brings_it_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "work.store"
    filled_store(path).close()
    with monkeypatch.context() as tomorrow:
        tomorrow.setattr("storage.store.SCHEMA_VERSION", SCHEMA_VERSION + 1)
        tomorrow.setattr(
            "storage.store.refuse_newer", lambda path, version: upkeep.refuse_newer(path, version, SCHEMA_VERSION + 1)
        )
        tomorrow.setattr(
            "storage.store.upgrade",
            lambda connection, path: upgrade(connection, path, SCHEMA_VERSION + 1, with_one_more_step()),
        )
        with pytest.raises(StoreReadOnlyError, match="older version"):
            Store.open(path, read_only=True)
        with Store.open(path) as store:
            assert store.doctor().schema_version == SCHEMA_VERSION + 1
            assert store.worklist_count() == 3
            fill(store, [8], "request-2")
    assert len(names_in(tmp_path)) == 2


def test_a_backup_is_the_whole_store_and_opens_on_its_own(tmp_path: Path) -> None:
    path, copy = tmp_path / "work.store", tmp_path / "copy.store"
    with filled_store(path) as store:
        end = store.backup(copy)
        assert end == store.head()
        assert names_in(tmp_path) == ["copy.store", "work.store", "work.store-shm", "work.store-wal"]
        with Store.open(copy) as copied:
            assert list(copied.iterate_journal()) == list(store.iterate_journal())
            assert list(copied.iterate_facts()) == list(store.iterate_facts())
            keys = store.worklist_keys()
            assert copied.worklist_rows(copied.worklist_keys()) == store.worklist_rows(keys)
            assert copied.search("sian") == store.search("sian") == keys
            assert copied.verify(noted=end).faults == ()
            fill(copied, [5], "request-2")
        assert copy.stat().st_mode == path.stat().st_mode


def test_a_backup_replaces_nothing(tmp_path: Path) -> None:
    with filled_store(tmp_path / "work.store") as store:
        for target in (tmp_path / "work.store", tmp_path / "there"):
            target.touch()
            before = target.stat().st_size, target.stat().st_mtime_ns
            with pytest.raises(StoreExistsError):
                store.backup(target)
            assert (target.stat().st_size, target.stat().st_mtime_ns) == before
        with pytest.raises(StoreNotFoundError):
            store.backup(tmp_path / "missing" / "copy.store")
        assert store.verify().faults == ()


def test_a_backup_taken_while_another_program_writes_is_one_moment(tmp_path: Path) -> None:
    script = """
import sys
from storage.placing import placed
from storage.store import Store
from tests.storage.samples import fill
with Store.open(sys.argv[1]) as store:
    for number in range(10_000):
        fill(store, [number % 9, 20], f"turn-{number}")
        print(number, flush=True)
"""
    path = tmp_path / "work.store"
    with filled_store(path) as store, another_program(script, path) as writing:
        for number in range(5):
            assert said(writing) == str(number)
            end = store.backup(tmp_path / f"copy-{number}.store")
            assert store.head().seq >= end.seq
        for number in range(5):
            with Store.open(tmp_path / f"copy-{number}.store") as copy:
                assert copy.verify().faults == ()
                assert (copy.head().seq - 4) % 2 == 0


def test_a_backup_that_does_not_hold_together_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "work.store"
    with filled_store(path) as store:
        store._connection.execute("DROP TRIGGER journal_no_delete")
        with pytest.raises(StoreDamagedError, match="not kept"):
            store.backup(tmp_path / "copy.store")
    assert names_in(tmp_path) == ["work.store"]


def test_a_backup_of_a_store_opened_for_reading(tmp_path: Path) -> None:
    path = tmp_path / "work.store"
    filled_store(path).close()
    with Store.open(path, read_only=True) as store:
        assert store.backup(tmp_path / "copy.store") == store.head()
    assert names_in(tmp_path) == ["copy.store", "work.store"]


def test_the_doctor_names_the_figures(tmp_path: Path) -> None:
    path = tmp_path / "work.store"
    with filled_store(path) as store:
        health = store.doctor()
        assert health.path == str(path)
        assert health.schema_version == health.newest_schema_version == SCHEMA_VERSION
        assert health.page_size == 4096
        assert health.page_count > 10
        assert health.write_ahead_log > 0
        assert health.entries == 4
        assert not health.read_only
        assert health.integrity.sound


def test_a_broken_reference_is_found(tmp_path: Path) -> None:
    path = tmp_path / "work.store"
    filled_store(path).close()
    database = dbapi2.connect(str(path))
    database.execute("DELETE FROM worklist WHERE key = 2")
    database.commit()
    database.close()
    with Store.open(path) as store:
        assert store.integrity().references == ("worklist_text row 2 points to no row of worklist",)


def test_a_copied_file_is_the_same_store(tmp_path: Path) -> None:
    filled_store(tmp_path / "work.store").close()
    copy = shutil.copy(tmp_path / "work.store", tmp_path / "moved.store")
    with Store.open(copy) as store:
        assert isinstance(store.head(), Head)
        assert store.verify().faults == ()


def test_a_file_that_appears_while_another_is_built_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "work.store"
    with pytest.raises(StoreExistsError), placed(target) as partial:
        partial.write_bytes(b"ours")
        target.write_bytes(b"theirs")
    assert target.read_bytes() == b"theirs"
    assert names_in(tmp_path) == ["work.store"]


def test_what_a_killed_program_left_goes_when_its_file_is_written_again_and_nobody_else_s(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", "pass"])
    ended.wait()
    names = {
        f".letters [1].pdf.{ended.pid}.partial": False,
        f".letters [1].pdf.{ended.pid}.partial-journal": False,
        f".letters [1].pdf.{os.getppid()}.partial": True,
        f".letters 1.pdf.{ended.pid}.partial": True,
        ".letters [1].pdf.mine.partial": True,
    }
    for name in names:
        (tmp_path / name).touch()
    with new_file(tmp_path / "letters [1].pdf") as file:
        file.write("anew")
    assert names_in(tmp_path) == sorted(["letters [1].pdf", *(name for name, stays in names.items() if stays)])


def test_a_disk_without_links_takes_new_files_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(link: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    with filled_store(tmp_path / "work.store") as store:
        assert store.verify().faults == ()
        with pytest.raises(StoreExistsError):
            store.backup(tmp_path / "work.store")
    assert names_in(tmp_path) == ["work.store"]


@pytest.mark.parametrize(
    ("number", "error", "words"),
    [
        (errno.ENOSPC, DiskFullError, "no room"),
        (errno.EDQUOT, DiskFullError, "no room"),
        (errno.EIO, StoreError, "written"),
    ],
)
def test_a_disk_that_fails_at_the_last_moment_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: type[StoreError], words: str
) -> None:
    def fails(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    with filled_store(tmp_path / "work.store") as store:
        with monkeypatch.context() as failing:
            failing.setattr(os, "fsync", fails)
            with pytest.raises(error, match=words):
                store.backup(tmp_path / "copy.store")
        assert store.verify().faults == ()
    assert names_in(tmp_path) == ["work.store"]


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        (5, StoreBusyError),
        (517, StoreBusyError),
        (6, StoreBusyError),
        (8, StoreReadOnlyError),
        (1032, StoreReadOnlyError),
        (11, StoreDamagedError),
        (267, StoreDamagedError),
        (26, StoreDamagedError),
        (13, DiskFullError),
        (10, StoreError),
        (778, StoreError),
        (14, StoreError),
        (1, None),
        (19, None),
    ],
)
def test_each_of_the_library_s_codes_has_its_meaning(code: int, meaning: type[StoreError] | None) -> None:
    error = dbapi2.OperationalError("near 'HOLT Dinah': QQ112233A")
    error.sqlite_errorcode = code
    ours = translated(error, Path("work.store"))
    assert type(ours) is (meaning or type(None))
    assert ours is None or "HOLT" not in ours.message
