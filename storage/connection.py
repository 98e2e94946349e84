"""How the one file is opened: the driver, what is asked of it, and what its errors mean.

While a store is open nothing else in this process may open its file, not even to read it: closing any other
handle drops the locks, and another program would then take our work away. Copies are made by `Store.backup`.
"""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from sqlcipher3 import dbapi2 as driver

from storage.errors import (
    DiskFullError,
    LibraryTooOldError,
    NotAStoreError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreNotFoundError,
    StoreReadOnlyError,
)

if TYPE_CHECKING:
    # The driver ships no types; its interface is that of Python's own sqlite3.
    from collections.abc import Iterator
    from sqlite3 import Connection

DriverError: Final[type[Exception]] = driver.Error

# SQLite 3.7.0 to 3.51.2 can lose committed work in WAL mode (https://sqlite.org/wal.html#walresetbug).
OLDEST_LIBRARY: Final = (3, 51, 3)
# The letters "ClsO" in the file's header, by which we know our own files.
APPLICATION_ID: Final = 0x436C734F
PATIENCE_MILLISECONDS: Final = 5_000
WAL_LIMIT_BYTES: Final = 64 * 1024 * 1024
CACHE_KIBIBYTES: Final = 32 * 1024
LOG_INDEX_BYTES: Final = 32 * 1024

SETTINGS: Final = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA foreign_keys = ON",
    # REPLACE fires the triggers that forbid deletion only while this is on.
    "PRAGMA recursive_triggers = ON",
    "PRAGMA synchronous = FULL",
    f"PRAGMA journal_size_limit = {WAL_LIMIT_BYTES}",
    f"PRAGMA cache_size = -{CACHE_KIBIBYTES}",
)

# Primary result codes of SQLite (https://sqlite.org/rescode.html) and what they mean to us.
NOT_A_DATABASE: Final = 26
BUSY_CODES: Final = frozenset({5, 6})
READ_ONLY_CODES: Final = frozenset({8})
DAMAGED_CODES: Final = frozenset({11, NOT_A_DATABASE})
DAMAGED_WORDS: Final = ("decode to UTF-8", "unsupported file format")
FULL_CODES: Final = frozenset({13})
UNREACHABLE_CODES: Final = frozenset({3, 10, 14, 23})


def library_version() -> tuple[int, ...]:
    """Give the version of the SQLite library in use."""
    return tuple(driver.sqlite_version_info)


def check_library(version: tuple[int, ...] | None = None) -> None:
    """Refuse a SQLite library that may lose committed work; raises LibraryTooOldError."""
    found = library_version() if version is None else version
    if found < OLDEST_LIBRARY:
        raise LibraryTooOldError(
            f"The SQLite library here is {'.'.join(map(str, found))}; versions before "
            f"{'.'.join(map(str, OLDEST_LIBRARY))} can lose committed work and are not used."
        )


def translated(error: Exception, path: Path) -> StoreError | None:
    """Put a driver's error into our words, or answer None where it can only be a defect of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    if primary in BUSY_CODES:
        return StoreBusyError(f"{path} is in use by another program; nothing was changed. Try again shortly.")
    if primary in READ_ONLY_CODES:
        return StoreReadOnlyError(f"{path} may be read here but not written.")
    if primary in FULL_CODES or (primary in UNREACHABLE_CODES and _has_no_room(path)):
        return DiskFullError(f"There is no room left for {path}; nothing was changed.")
    if primary in DAMAGED_CODES or any(words in str(error) for words in DAMAGED_WORDS):
        return damaged(path)
    if primary in UNREACHABLE_CODES:
        return StoreError(f"{path} cannot be read or written here ({getattr(error, 'sqlite_errorname', 'I/O error')}).")
    return None


def _has_no_room(path: Path) -> bool:
    """Tell whether not even the log's index could be made, of which the library only says that it could not write."""
    try:
        return shutil.disk_usage(path.parent).free < LOG_INDEX_BYTES
    except OSError:
        return False


@contextmanager
def our_words(path: Path, *, around_others: bool = False) -> Iterator[None]:
    """Raise the driver's errors as ours; the driver's own words are dropped, since they can quote a row.

    `around_others` where the block runs a caller's code too, whose errors are its own.
    """
    try:
        yield
    except driver.Error as error:
        ours = translated(error, path)
        if ours is None:
            raise
        raise ours from None
    except UnicodeDecodeError:
        # The driver quotes torn bytes of the file in its own message, and stumbles over them.
        if around_others:
            raise
        raise damaged(path) from None


def damaged(path: Path) -> StoreDamagedError:
    """Say that a file is damaged, and what to do."""
    return StoreDamagedError(f"{path} is damaged. Restore the latest backup; keep this file for inspection.")


def look_at(path: Path) -> int:
    """Look at a file without touching it or its neighbours and give the version of its tables.

    Raises StoreNotFoundError and NotAStoreError; StoreError where it may not be read.
    """
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise StoreNotFoundError(f"There is no store at {path}.") from None
    except OSError as error:
        raise StoreError(f"{path} cannot be read ({error.strerror}).") from None
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "not a file"
        raise NotAStoreError(f"{path} is {kind}, not a store.")
    if status.st_size == 0:
        raise NotAStoreError(f"{path} is empty, not a store.")
    # Not with open(): closing a file drops every lock this process holds on it, also those of a store already
    # open here (https://sqlite.org/howtocorrupt.html, 2.2). The library takes care of its own handles.
    with our_words(path):
        try:
            application_id, version = _stamps(address(path, mode="ro", immutable="1"))
        except driver.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", None) == NOT_A_DATABASE:
                raise NotAStoreError(f"{path} is not a store.") from None
            if not _has_work_in_the_log(path):
                raise
            # Where the log was only half carried over into the file, for want of room or in a power cut, the file
            # makes sense again only together with the log.
            application_id, version = _stamps(address(path, mode="ro"))
    if application_id != APPLICATION_ID:
        raise NotAStoreError(f"{path} is another program's database, not a store.")
    return version


def _stamps(where: str) -> tuple[int, int]:
    """Read whose file it is, and the version of its tables."""
    connection = driver.connect(where, uri=True, isolation_level=None)
    try:
        (application_id,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    finally:
        connection.close()
    return int(application_id), int(version)


def identity(path: Path) -> tuple[int, int] | None:
    """Name the file that stands at a path, whatever it is called; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def may_write(path: Path) -> bool:
    """Tell whether this user may write the file and the folder it stands in (WAL needs both)."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def address(path: Path, **options: str) -> str:
    """Write a path as the driver's address, with options."""
    text = "&".join(f"{name}={value}" for name, value in options.items())
    return f"file:{quote(os.fspath(path.absolute()))}" + (f"?{text}" if text else "")


def connect_to_write(path: Path, patience_milliseconds: int = PATIENCE_MILLISECONDS) -> Connection:
    """Open a file for reading and writing, in WAL mode with full syncs; it must exist."""
    connection = _connected(address(path, mode="rw"), patience_milliseconds)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except driver.Error:
        connection.close()
        raise
    return connection


def connect_to_read(path: Path, patience_milliseconds: int = PATIENCE_MILLISECONDS) -> Connection:
    """Open a file for reading alone, also where this user or the medium forbids writing."""
    if may_write(path):
        # A connection that may write takes -wal and -shm away when it closes; this one may and never does.
        connection = _connected(address(path, mode="rw"), patience_milliseconds)
    elif _has_work_in_the_log(path):
        connection = _connected(address(path, mode="ro"), patience_milliseconds)
    else:
        # Nothing waits in the write-ahead log and nobody here could make one: the main file is all there is.
        connection = _connected(address(path, mode="ro", immutable="1"), patience_milliseconds)
    connection.execute("PRAGMA query_only = ON")
    return connection


def connect_to_build(path: Path) -> Connection:
    """Open a new file under construction, which nobody else can know of yet."""
    return _connected(address(path, mode="rwc"), PATIENCE_MILLISECONDS)


def in_memory() -> Connection:
    """Open an empty database in memory."""
    return _connected(":memory:", PATIENCE_MILLISECONDS)


def _connected(where: str, patience_milliseconds: int) -> Connection:
    check_library()
    connection: Connection = driver.connect(
        where, uri=where.startswith("file:"), isolation_level=None, timeout=patience_milliseconds / 1000
    )
    try:
        for setting in SETTINGS:
            connection.execute(setting)
    except driver.Error:
        connection.close()
        raise
    return connection


def _has_work_in_the_log(path: Path) -> bool:
    try:
        return Path(f"{path}-wal").stat().st_size > 0
    except OSError:
        return False
