"""Care of the file: bringing an old one up to date, copying it, and looking at its health."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from storage import journal
from storage.connection import (
    connect_to_build,
    connect_to_read,
    in_memory,
    library_version,
    our_words,
)
from storage.errors import DiskFullError, StoreDamagedError, StoreTooNewError
from storage.migrations import SCHEMA_VERSION, bring_up_to_date, schema_of, steps
from storage.placing import placed

if TYPE_CHECKING:
    from sqlite3 import Connection

    from sqlite_utils.migrations import Migrations


@dataclass(frozen=True, slots=True)
class Integrity:
    """What SQLite and we find wrong with the file's build; all three empty where it is sound."""

    pages: tuple[str, ...]
    references: tuple[str, ...]
    schema: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Tell whether nothing is wrong."""
        return not (self.pages or self.references or self.schema)


@dataclass(frozen=True, slots=True)
class Health:
    """The figures by which a store's health is judged; sizes in bytes."""

    path: str
    read_only: bool
    library_version: str
    schema_version: int
    newest_schema_version: int
    page_count: int
    page_size: int
    free_pages: int
    write_ahead_log: int
    entries: int
    integrity: Integrity


def schema_version(connection: Connection) -> int:
    """Give the version of a file's tables."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def refuse_newer(path: Path, version: int, newest: int = SCHEMA_VERSION) -> None:
    """Raise StoreTooNewError for tables this program does not know yet."""
    if version > newest:
        raise StoreTooNewError(
            f"{path} was written by a newer version of this program "
            f"(tables {version}, this one knows {newest}); it was not touched."
        )


def upgrade(
    connection: Connection, path: Path, newest: int = SCHEMA_VERSION, migrations: Migrations | None = None
) -> Path | None:
    """Bring an older file up to date in one turn, a copy of it made first; gives the copy's path.

    Gives None where another program has done it meanwhile.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = schema_version(connection)
        if version >= newest:
            connection.execute("ROLLBACK")
            return None
        copy = _free_name(path.with_name(f"{path.name}.before-tables-{newest}"))
        copy_to(path, copy)
        bring_up_to_date(connection, migrations)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return copy


def copy_to(path: Path, target: Path) -> journal.Head:
    """Copy a store while others work on it: one consistent moment of it, checked before it takes its place.

    Raises StoreExistsError where something is at `target`, StoreDamagedError where the copy is not sound.
    """
    with placed(target) as partial:
        _copy_pages(path, partial, target)
        return _checked(partial, target)


def _copy_pages(path: Path, partial: Path, target: Path) -> None:
    try:
        with our_words(path):
            source = connect_to_read(path)
            try:
                source.execute("PRAGMA query_only = OFF")
                source.execute("VACUUM INTO ?", (str(partial),))
            finally:
                source.close()
    except DiskFullError:
        raise DiskFullError(f"There is no room left for {target}; it was not kept.") from None


def integrity(connection: Connection) -> Integrity:
    """Look at pages, references between tables, and whether tables and triggers are those we made."""
    pages = [text for (text,) in connection.execute("PRAGMA integrity_check").fetchall() if text != "ok"]
    references = [
        f"{table} row {row} points to no row of {parent}"
        for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchall()
    ]
    return Integrity(tuple(pages), tuple(references), _schema_faults(connection))


def health(connection: Connection, path: Path, *, read_only: bool) -> Health:
    """Gather the figures of a store's health."""
    log = Path(f"{path}-wal")
    return Health(
        path=str(path),
        read_only=read_only,
        library_version=".".join(map(str, library_version())),
        schema_version=schema_version(connection),
        newest_schema_version=SCHEMA_VERSION,
        page_count=_figure(connection, "PRAGMA page_count"),
        page_size=_figure(connection, "PRAGMA page_size"),
        free_pages=_figure(connection, "PRAGMA freelist_count"),
        write_ahead_log=log.stat().st_size if log.exists() else 0,
        entries=journal.head(connection).seq,
        integrity=integrity(connection),
    )


def _figure(connection: Connection, question: str) -> int:
    return int(connection.execute(question).fetchone()[0])


def _checked(partial: Path, target: Path) -> journal.Head:
    copy = connect_to_build(partial)
    try:
        with our_words(target):
            found = integrity(copy)
            if not found.sound:
                raise StoreDamagedError(f"The copy meant for {target} does not hold together; it was not kept.")
            return journal.head(copy)
    finally:
        copy.close()


def _schema_faults(connection: Connection) -> tuple[str, ...]:
    # A copy made before a file is brought up to date is of an older version, and has the tables of that version.
    model = in_memory()
    try:
        bring_up_to_date(model, steps(min(schema_version(connection), SCHEMA_VERSION)))
        expected = schema_of(model)
    finally:
        model.close()
    found = schema_of(connection)
    names = sorted(expected.keys() | found.keys())
    return tuple(f"{name} is not as it was made" for name in names if expected.get(name) != found.get(name))


def _free_name(path: Path) -> Path:
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.name}-{number}")
    return candidate
