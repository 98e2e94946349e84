"""Payments for closed cases as kept: one row for each receipt reference, and how far it is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from storage.connection import our_words
from storage.folding import storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from sqlite3 import Connection

PaymentState = Literal["investigating", "passed", "written", "returned", "belongs_elsewhere"]
COLUMNS: Final = (
    "reference, file_digest, line, nino, forenames, surname, amount_pence, why_open, state, casegroup_id, received_on"
)
INSERT: Final = f"INSERT INTO payments ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
READ: Final = f"SELECT {COLUMNS} FROM payments"  # noqa: S608
OF_STATE: Final = f"{READ} WHERE state = ? ORDER BY reference"
OF_FILE: Final = f"{READ} WHERE file_digest = ? ORDER BY reference"
OF_REFERENCES: Final = f"{READ} WHERE reference IN (SELECT value FROM json_each(?)) ORDER BY reference"  # noqa: S608
IN_ORDER: Final = f"{READ} ORDER BY received_on, reference"
SETTLE: Final = "UPDATE payments SET state = ?, casegroup_id = ? WHERE reference = ?"


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment: as it came (file, line, person, pence), why it had to be looked into, its state and casegroup."""

    reference: str
    file_digest: str
    line: int
    nino: str
    forenames: str
    surname: str
    amount_pence: int
    why_open: str
    state: PaymentState
    casegroup_id: str
    received_on: str


class Payments:
    """The payments of an open store."""

    def __init__(self, path: Path, connection: Connection) -> None:
        self._path = path
        self._connection = connection

    def all(self) -> list[PaymentRow]:
        """Give every payment in the order in which they came."""
        with our_words(self._path):
            return [PaymentRow(*row) for row in self._connection.execute(IN_ORDER)]

    def of_state(self, state: PaymentState) -> list[PaymentRow]:
        """Give the payments that are so far, in order of reference."""
        with our_words(self._path):
            return [PaymentRow(*row) for row in self._connection.execute(OF_STATE, (state,))]

    def of_file(self, file_digest: str) -> list[PaymentRow]:
        """Give the payments of a file by its digest (SHA-256), in order of reference."""
        with our_words(self._path):
            return [PaymentRow(*row) for row in self._connection.execute(OF_FILE, (file_digest,))]

    def of_references(self, references: Sequence[str]) -> dict[str, PaymentRow]:
        """Give the payments of some references by reference; those never received are missing."""
        with our_words(self._path):
            rows = self._connection.execute(OF_REFERENCES, (json.dumps(list(references)),))
            return {row[0]: PaymentRow(*row) for row in rows}


def put(connection: Connection, rows: Iterable[PaymentRow]) -> None:
    """Keep payments received; one of a reference that is there is an error of the database."""
    connection.executemany(
        INSERT,
        [
            (
                storable(row.reference), row.file_digest, row.line, storable(row.nino), storable(row.forenames),
                storable(row.surname), row.amount_pence, row.why_open, row.state, row.casegroup_id, row.received_on,
            )
            for row in rows
        ],
    )  # fmt: skip


def settle(connection: Connection, references: Iterable[str], state: PaymentState, casegroup_id: str | None) -> None:
    """Move payments on; without a casegroup they keep the one they have."""
    sql = SETTLE if casegroup_id is not None else "UPDATE payments SET state = ? WHERE reference = ?"
    connection.executemany(
        sql,
        [(state, reference) if casegroup_id is None else (state, casegroup_id, reference) for reference in references],
    )
