"""The store: one file that holds what we were sent, what we did, and the lists that follow from both."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from storage import derived, facts, header, journal, roster
from storage.cms_cases import CmsCases
from storage.connection import (
    PATIENCE_MILLISECONDS,
    connect_to_build,
    connect_to_read,
    connect_to_write,
    identity,
    look_at,
    may_write,
    our_words,
)
from storage.errors import StoreError, StoreReadOnlyError, StoreTooNewError
from storage.header import StoreHeader, StoreKind
from storage.letters import Letters
from storage.migrations import SCHEMA_VERSION, bring_up_to_date
from storage.papers import Papers
from storage.payments import Payments
from storage.placing import placed
from storage.prospects import Prospects
from storage.store_lists import StoreLists
from storage.turn import Turn
from storage.upkeep import (
    Health,
    Integrity,
    copy_to,
    health,
    integrity,
    refuse_newer,
    schema_version,
    upgrade,
)
from storage.verification import Verification, verify

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from sqlite3 import Connection
    from types import TracebackType

    from domain.actor import Actor
    from storage.facts import Facts
    from storage.journal import Head, JournalEntry


class Store(StoreLists):
    """One open store. Belongs to the thread that opened it; another thread opens its own."""

    def __init__(self, path: Path, connection: Connection, *, read_only: bool) -> None:
        super().__init__(path, connection)
        self.read_only = read_only
        self._files = tuple(map(identity, _files(path)))
        self.header: StoreHeader = header.read(connection)
        self.prospects = Prospects(path, connection)
        self.payments = Payments(path, connection)
        self.cms_cases = CmsCases(path, connection)
        self.letters = Letters(path, connection)
        self.papers = Papers(path, connection)

    @classmethod
    def create(
        cls,
        path: str | os.PathLike[str],
        kind: StoreKind,
        created_by: str,
        created_at: str,
        today: date | None = None,
    ) -> Self:
        """Make a new store and open it; until it is whole there is no file at `path`.

        `created_at` is a time with its zone (ISO 8601), `today` the fixed day of a training store. Raises
        StoreExistsError where something is at `path`.
        """
        where = Path(path)
        made = StoreHeader(uuid.uuid4().hex, kind, created_at, created_by, today)
        with placed(where) as partial, our_words(where):
            connection = connect_to_build(partial)
            try:
                connection.execute("BEGIN IMMEDIATE")
                bring_up_to_date(connection)
                header.write(connection, made)
                derived.mark_current(connection)
                connection.execute("COMMIT")
            finally:
                connection.close()
        return cls.open(where)

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        read_only: bool = False,
        patience_milliseconds: int = PATIENCE_MILLISECONDS,
    ) -> Self:
        """Open a store, bringing one of an older version up to date (a copy of it is kept beside it).

        Where this user may not write the file, it is opened for reading and `read_only` is true.

        Raises StoreNotFoundError, NotAStoreError, StoreTooNewError, StoreBusyError, StoreDamagedError; the
        file is as it was. An older store that may not be written raises StoreReadOnlyError.
        """
        # The log stands beside the file itself, not beside a link to it; and the program may change its folder.
        where = Path(path).resolve()
        refuse_newer(where, look_at(where))
        reading_only = read_only or not may_write(where)
        connect = connect_to_read if reading_only else connect_to_write
        with our_words(where):
            connection = connect(where, patience_milliseconds)
            try:
                _bring_up_to_date(connection, where, reading_only=reading_only)
                return cls(where, connection, read_only=reading_only)
            except BaseException:
                connection.close()
                raise

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------------------------------ turns, moments

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """Open a turn: nobody else writes; at the end all of it is kept, on any exception nothing is.

        Raises StoreBusyError, StoreReadOnlyError, DiskFullError, StoreDamagedError. A long piece of work
        takes turns of some 1,000 rows, 2 ms apart: a writer that never pauses keeps all others out.
        """
        if self.read_only:
            raise StoreReadOnlyError(f"{self.path} may be read here but not written.")
        for file, was in zip(_files(self.path), self._files, strict=True):
            if identity(file) != was:
                raise StoreError(
                    f"{file} was moved, removed or replaced while it was open; nothing was written. Leave, and start "
                    "again."
                )
        with our_words(self.path, around_others=True):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._refuse_changed_tables()
                yield Turn(self._connection)
                self._connection.execute("COMMIT")
            except BaseException:
                self._worklist.forget()
                # SQLite ends the turn by itself where the disk is full.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one moment of the store still for several questions; hinders no writer. A turn holds it anyway."""
        if self._connection.in_transaction:
            yield
            return
        with our_words(self.path, around_others=True):
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    # --------------------------------------------------------------------------------- what we were sent

    def latest_facts(self, casegroup_id: str) -> Facts | None:
        """Give the latest document of a casegroup, or None where none was received."""
        with our_words(self.path):
            return facts.latest(self._connection, casegroup_id)

    def latest_facts_of(self, casegroup_ids: Sequence[str]) -> dict[str, Facts]:
        """Give the latest documents of many casegroups by casegroup id, read in one go."""
        with our_words(self.path):
            return facts.latest_of_many(self._connection, casegroup_ids)

    def facts_versions(self, casegroup_id: str) -> list[Facts]:
        """Give every document received for a casegroup, oldest first."""
        with our_words(self.path):
            return facts.versions(self._connection, casegroup_id)

    def iterate_facts(self, after: str = "", page: int = facts.PAGE) -> Iterator[Facts]:
        """Give the latest document of every casegroup in order of casegroup id, from after a casegroup on."""
        with our_words(self.path):
            yield from facts.iterate(self._connection, after, page)

    # --------------------------------------------------------------------------------------- what we did

    def entries(self, casegroup_id: str) -> list[JournalEntry]:
        """Give what was done to a casegroup, oldest first."""
        with our_words(self.path):
            return journal.entries_of_casegroup(self._connection, casegroup_id)

    def entries_of(self, casegroup_ids: Sequence[str]) -> dict[str, list[JournalEntry]]:
        """Give what was done to many casegroups by casegroup id, read in one go."""
        with our_words(self.path):
            return journal.entries_of_casegroups(self._connection, casegroup_ids)

    def office_entries(self) -> list[JournalEntry]:
        """Give what was recorded of the store as a whole, and of no one casegroup, oldest first."""
        with our_words(self.path):
            return journal.entries_of_office(self._connection)

    def entries_of_request(self, request_id: str) -> list[JournalEntry]:
        """Give what a request led to, in the order of its steps; empty for a request never seen."""
        with our_words(self.path):
            return journal.entries_of_request(self._connection, request_id)

    def iterate_journal(self, after: int = 0, page: int = journal.PAGE) -> Iterator[JournalEntry]:
        """Give every entry after a number, oldest first."""
        with our_words(self.path):
            yield from journal.iterate(self._connection, after, page)

    def recorded_between(self, kinds: Sequence[str], since: str, until: str) -> list[JournalEntry]:
        """Give the entries of some kinds recorded in a stretch of time, oldest first; see the journal."""
        with our_words(self.path):
            return journal.recorded_between(self._connection, kinds, since, until)

    def newest_entries(self, limit: int, before: int | None = None) -> list[JournalEntry]:
        """Give the newest entries before a number, newest first."""
        with our_words(self.path):
            return journal.newest(self._connection, limit, before)

    def head(self) -> Head:
        """Give the end of the journal."""
        with our_words(self.path):
            return journal.head(self._connection)

    # ------------------------------------------------------------------------------------------ the roster

    def roster(self) -> list[Actor]:
        """Give everybody on the roster in order of user."""
        with our_words(self.path):
            return roster.read(self._connection)

    # -------------------------------------------------------------------------------------------- upkeep

    def verify(self, noted: Head | None = None, progress: Callable[[int], None] | None = None) -> Verification:
        """Compare every row of facts, journal and header with its digest; see `verification.verify`."""
        with our_words(self.path):
            connection = connect_to_read(self.path)
            try:
                return verify(connection, noted, progress)
            finally:
                connection.close()

    def integrity(self) -> Integrity:
        """Look at pages, references between tables, and whether tables and triggers are those we made."""
        with our_words(self.path):
            return integrity(self._connection)

    def doctor(self) -> Health:
        """Gather the figures of the store's health."""
        with our_words(self.path):
            return health(self._connection, self.path, read_only=self.read_only)

    def backup(self, path: str | os.PathLike[str]) -> Head:
        """Copy the store as it is now to a new file and check the copy; gives the end of its journal."""
        return copy_to(self.path, Path(path).absolute())

    def _refuse_changed_tables(self) -> None:
        if schema_version(self._connection) != SCHEMA_VERSION:
            raise StoreTooNewError(
                f"{self.path} was brought up to date by a newer version of this program; start again."
            )


def _files(path: Path) -> tuple[Path, Path]:
    """Name the file and its log: what was written and is not yet in the one is in the other, and others read both."""
    return path, Path(f"{path}-wal")


def _bring_up_to_date(connection: Connection, path: Path, *, reading_only: bool) -> None:
    version = schema_version(connection)
    refuse_newer(path, version)
    if version == SCHEMA_VERSION:
        return
    if reading_only:
        raise StoreReadOnlyError(f"{path} is of an older version and may not be written here to bring it up to date.")
    upgrade(connection, path)
