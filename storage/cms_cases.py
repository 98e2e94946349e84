"""The register of CMS cases as last received: who is a parent in which case there, with names as they are compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from domain.arrival.matching import CmsCase
from storage.connection import our_words
from storage.folding import storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from sqlite3 import Connection

COLUMNS: Final = (
    "cms_case_id, cms_casegroup_id, paying_parent_nino, paying_parent_name, receiving_parent_nino, "
    "receiving_parent_name, owner"
)
INSERT: Final = f"INSERT INTO cms_cases ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
# A case, and a casegroup, on CMS is that of its paying parent: nobody else's is looked at.
OF_PAYING: Final = f"""
    SELECT {COLUMNS} FROM cms_cases
    WHERE (paying_parent_nino <> '' AND paying_parent_nino IN (SELECT value FROM json_each(?)))
        OR paying_parent_name IN (SELECT value FROM json_each(?))
    ORDER BY cms_case_id
"""  # noqa: S608


class CmsCases:
    """The register of CMS cases of an open store."""

    def __init__(self, path: Path, connection: Connection) -> None:
        self._path = path
        self._connection = connection

    def count(self) -> int:
        """Count the cases of the register."""
        with our_words(self._path):
            return int(self._connection.execute("SELECT count(*) FROM cms_cases").fetchone()[0])

    def of_paying_parents(self, ninos: Sequence[str], names: Sequence[str]) -> list[CmsCase]:
        """Give the cases of paying parents with any of these numbers or folded names, in order of case."""
        with our_words(self._path):
            rows = self._connection.execute(OF_PAYING, (json.dumps(list(ninos)), json.dumps(list(names))))
            return [CmsCase(*row) for row in rows]


def replace(connection: Connection, cases: Iterable[CmsCase]) -> None:
    """Put a register in the place of the one before."""
    connection.execute("DELETE FROM cms_cases")
    connection.executemany(
        INSERT,
        (
            tuple(
                storable(value)
                for value in (
                    case.cms_case_id,
                    case.cms_casegroup_id,
                    case.paying_nino,
                    case.paying_name,
                    case.receiving_nino,
                    case.receiving_name,
                    case.owner,
                )
            )
            for case in cases
        ),
    )
