"""New files: built beside their place under another name, then put there whole, never over another file unasked."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from storage.errors import DiskFullError, StoreError, StoreExistsError, StoreNotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Personal data: whoever is neither owner nor group may not read a store, whatever the umask says.
FILE_MODE: Final = 0o660
FULL_ERRORS: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def placed(path: Path) -> Iterator[Path]:
    """Give a path to build a file at; once built, the file is synced to disk and takes its place in one step.

    Raises StoreExistsError where something is at `path`, before and after building. A failure leaves nothing.
    """
    refuse_existing(path)
    partial = partial_of(path)
    try:
        reserve(partial, FILE_MODE)
        yield partial
        _sync(partial)
        put(partial, path)
        _sync(path.parent)
    except FileNotFoundError:
        raise StoreNotFoundError(f"There is no folder {path.parent}.") from None
    except OSError as error:
        if error.errno in FULL_ERRORS:
            raise DiskFullError(f"There is no room left for {path}.") from None
        raise StoreError(f"{path} cannot be written ({error.strerror}).") from None
    finally:
        for leftover in (
            partial,
            *(partial.with_name(partial.name + end) for end in ("-journal", "-wal", "-shm")),
        ):
            leftover.unlink(missing_ok=True)


def refuse_existing(path: Path) -> None:
    """Raise StoreExistsError where something is at a path."""
    if os.path.lexists(path):
        raise StoreExistsError(f"{path} is there already; it was not touched.")


def partial_of(path: Path) -> Path:
    """Name the file in which one for a path is built, and clear away what killed programs left of theirs."""
    with suppress(OSError):
        for leftover in path.parent.iterdir():
            process, _, rest = leftover.name.removeprefix(f".{path.name}.").partition(".")
            if process.isdecimal() and rest.startswith("partial") and not _runs(int(process)):
                leftover.unlink()
    return path.with_name(f".{path.name}.{os.getpid()}.partial")


def _runs(process: int) -> bool:
    if sys.platform == "win32":  # There the question would end the program that is asked.
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def reserve(partial: Path, mode: int) -> None:
    """Make an empty file with a mode where one is to be built."""
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode))


def put(partial: Path, path: Path) -> None:
    """Give the built file its name; a link, unlike a rename, never replaces another file.

    Raises StoreExistsError where something has come to stand at `path`, OSError where it cannot be written.
    """
    try:
        path.hardlink_to(partial)
    except FileExistsError:
        refuse_existing(path)
        raise
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP}:
            raise
        # A file system without links (a memory stick): the gap between asking and renaming cannot be closed.
        refuse_existing(path)
        partial.rename(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
