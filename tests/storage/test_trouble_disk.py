"""When the disk fills up, or the power goes, while the log is carried over into the file: all of it is found again."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

import pytest
from sqlcipher3 import dbapi2 as driver

from storage.connection import translated
from storage.errors import DiskFullError, StoreError
from storage.store import Store
from tests.storage.samples import fill, filled_store

if TYPE_CHECKING:
    from pathlib import Path

LOG_HEADER, FRAME_HEADER = 32, 24


def carried_over(store: Path, pages: int) -> None:
    """Carry so many pages of the log over into the file, lowest first, as the library does, and then stop."""
    log = store.with_name(f"{store.name}-wal").read_bytes()
    size = int.from_bytes(log[8:12], "big")
    newest = {}
    for start in range(LOG_HEADER, len(log) - size, FRAME_HEADER + size):
        number = int.from_bytes(log[start : start + 4], "big")
        newest[number] = log[start + FRAME_HEADER : start + FRAME_HEADER + size]
    with store.open("r+b") as file:
        for number in sorted(newest)[:pages]:
            file.seek((number - 1) * size)
            file.write(newest[number])


def test_a_log_that_was_half_carried_over_when_there_was_no_more_room_is_no_damage(tmp_path: Path) -> None:
    for pages in (0, 1, 2, 5):
        folder = tmp_path / str(pages)
        folder.mkdir()
        with filled_store(tmp_path / f"{pages}.db", 3) as store:
            fill(store, range(3, 400), "request-2")
            for file in tmp_path.glob(f"{pages}.db*"):
                shutil.copy(file, folder)
        carried_over(folder / f"{pages}.db", pages)
        with Store.open(folder / f"{pages}.db") as store:
            assert store.worklist_count() == 400
            assert store.verify().faults == ()


def test_nothing_is_written_into_a_log_that_somebody_took_away_and_leaving_keeps_what_was_written(
    tmp_path: Path,
) -> None:
    with filled_store(tmp_path / "casework.db", 3) as store:
        fill(store, range(3, 6), "request-2")
        (tmp_path / "casework.db-wal").unlink()
        with pytest.raises(StoreError, match=r"casework\.db-wal was moved, removed or replaced"):
            fill(store, range(6, 9), "request-3")
    with Store.open(tmp_path / "casework.db") as store:
        assert store.worklist_count() == 6
        assert store.verify().faults == ()


class Usage(NamedTuple):
    """How full a disk is, in bytes."""

    total: int
    used: int
    free: int


@pytest.mark.parametrize(("free", "expected"), [(0, DiskFullError), (10_000_000, StoreError)])
def test_that_there_is_no_room_is_said_where_the_library_only_says_that_it_could_not_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, expected: type[StoreError]
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(free, 0, free))
    error = driver.OperationalError("disk I/O error")
    error.sqlite_errorcode = 10
    assert type(translated(error, tmp_path / "casework.db")) is expected
