"""Who works here: operating-system users with their names and roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.actor import ROLES, Actor, Role
from storage.folding import storable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from sqlite3 import Connection


def put(connection: Connection, people: Iterable[Actor]) -> None:
    """Write the whole roster anew."""
    connection.execute("DELETE FROM roster")
    connection.executemany(
        "INSERT INTO roster (user, name, roles, nominated) VALUES (?, ?, ?, ?)",
        [
            (person.user, storable(person.name), " ".join(sorted(person.roles)), int(person.nominated))
            for person in people
        ],
    )


def read(connection: Connection) -> list[Actor]:
    """Give everybody on the roster in order of user; a role not known to this version is left out."""
    rows = connection.execute("SELECT user, name, roles, nominated FROM roster ORDER BY user").fetchall()
    return [Actor(user, name, _roles(roles), bool(nominated)) for user, name, roles, nominated in rows]


def _roles(text: str) -> frozenset[Role]:
    return frozenset(role for role in ROLES if role in text.split())
