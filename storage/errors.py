"""What the store says no to, each in one readable sentence that names no person."""

from __future__ import annotations

from domain.errors import CloseoutError


class StoreError(CloseoutError):
    """The store cannot do what was asked; nothing of the turn was kept."""

    exit_code = 5


class StoreNotFoundError(StoreError):
    """There is no file at the path given."""

    exit_code = 3


class NotAStoreError(StoreError):
    """There is something at the path, but no store of ours; it was not touched."""

    exit_code = 3


class StoreExistsError(StoreError):
    """A new file was asked for where one already is; it was not touched."""

    exit_code = 3


class StoreTooNewError(StoreError):
    """The store was written by a newer version of this program; it was not touched."""


class StoreReadOnlyError(StoreError):
    """The store can be read here but not written."""


class StoreBusyError(StoreError):
    """Another program held the store for longer than we are ready to wait."""


class StoreDamagedError(StoreError):
    """The file does not hold together."""


class DiskFullError(StoreError):
    """There was no room left; the turn was undone."""


class LibraryTooOldError(StoreError):
    """The SQLite library can lose committed work and is refused."""
