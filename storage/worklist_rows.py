"""The worklist as kept: one derived row for each casegroup, its texts, and its place in the index."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, get_args

from domain.casefile import Stage
from domain.worklist import WorklistRow
from storage.batches import batches
from storage.folding import identifier_token, is_identifier, name_tokens, storable, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from sqlite3 import Connection

PAGE: Final = 500
# The way of a casegroup through closure; the worklist sorted by stage follows it.
STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
WRITTEN: Final = (
    "casegroup_id, paying_parent, name_folded, nino, systems, closing_cases, due_date, stage, stage_order, "
    "deferred_until, debt_balance_pence, discrepancy_pence, residual_pence, check_due_on, flags, "
    "facts_version, last_seq, restricted"
)
UPSERT: Final = (
    f"INSERT INTO worklist ({WRITTEN}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "  # noqa: S608
    "ON CONFLICT (casegroup_id) DO UPDATE SET "
    + ", ".join(f"{column} = excluded.{column}" for column in WRITTEN.split(", ")[1:])
)
TEXTS: Final = """
    SELECT casegroup_id, worklist.key, search_text FROM worklist LEFT JOIN worklist_text USING (key)
    WHERE casegroup_id IN (SELECT value FROM json_each(?))
"""
PUT_TEXT: Final = """
    INSERT INTO worklist_text (key, search_text) VALUES (?, ?)
    ON CONFLICT (key) DO UPDATE SET search_text = excluded.search_text
"""
PUT_SEARCH: Final = "INSERT INTO search (rowid, names, identifiers) VALUES (?, ?, ?)"
DROP_SEARCH: Final = "DELETE FROM search WHERE rowid = ?"
READ: Final = """
    SELECT key, casegroup_id, paying_parent, nino, systems, closing_cases, due_date, stage, deferred_until,
        debt_balance_pence, discrepancy_pence, residual_pence, check_due_on, flags, search_text,
        facts_version, last_seq, restricted
    FROM worklist LEFT JOIN worklist_text USING (key)
"""
READ_KEYS: Final = f"{READ} WHERE key IN (SELECT value FROM json_each(?))"  # noqa: S608
READ_CASEGROUP: Final = f"{READ} WHERE casegroup_id = ?"
IN_ANOTHER_CASE: Final = """
    SELECT casegroup_id FROM worklist
    WHERE casegroup_id = ? COLLATE NOCASE
        AND EXISTS (SELECT 1 FROM facts WHERE facts.casegroup_id = worklist.casegroup_id)
    LIMIT 2
"""
OPEN_TO_ALL: Final = """
    SELECT casegroup_id FROM worklist WHERE restricted = 0 AND casegroup_id IN (SELECT value FROM json_each(?))
"""
ALL_RESTRICTED: Final = "SELECT casegroup_id FROM worklist WHERE restricted = 1"
PAYING_PARENTS: Final = """
    SELECT casegroup_id, nino, name_folded, stage, restricted FROM worklist
    WHERE (nino = ?1 AND nino <> '') OR name_folded IN (SELECT value FROM json_each(?2)) ORDER BY casegroup_id
"""
IDS_AND_STAGES: Final = """
    SELECT key, casegroup_id, stage FROM worklist WHERE key IN (SELECT value FROM json_each(?))
"""
IDS: Final = "SELECT casegroup_id FROM worklist WHERE key IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class PayingParent:
    """Whose casegroup it is, as looked for by number and name; `name` is folded, the surname's words first."""

    casegroup_id: str
    nino: str
    name: str
    stage: Stage
    restricted: bool


STAGE_ORDER: Final = {stage: number for number, stage in enumerate(STAGES)}


def put(connection: Connection, rows: Iterable[WorklistRow]) -> None:
    """Write rows over those of the same casegroups; a row keeps its key while its casegroup is listed."""
    for page in batches(rows, PAGE):
        connection.executemany(UPSERT, [_values(row) for row in page])
        _put_texts(connection, {row.casegroup_id: row for row in page})


def remove(connection: Connection, casegroup_ids: Sequence[str]) -> None:
    """Take casegroups off the worklist."""
    for page in batches(casegroup_ids, PAGE):
        found = connection.execute(TEXTS, (json.dumps(page),)).fetchall()
        keys = [(key,) for _, key, _ in found]
        connection.executemany(DROP_SEARCH, keys)
        connection.executemany("DELETE FROM worklist WHERE key = ?", keys)


def of_keys(connection: Connection, keys: Sequence[int]) -> list[WorklistRow]:
    """Give the rows of some keys in the order of the keys; a key no longer listed is left out."""
    found = connection.execute(READ_KEYS, (json.dumps(list(keys)),)).fetchall()
    by_key = {row[0]: _read(row[1:]) for row in found}
    return [by_key[key] for key in keys if key in by_key]


def ids_and_stages(connection: Connection, keys: Sequence[int]) -> list[tuple[str, Stage]]:
    """Give casegroup and stage of some keys, in the order of the keys, without reading whole rows."""
    found = {
        key: (casegroup_id, stage)
        for key, casegroup_id, stage in connection.execute(IDS_AND_STAGES, (json.dumps(list(keys)),))
    }
    return [found[key] for key in keys if key in found]


def ids(connection: Connection, keys: Sequence[int]) -> frozenset[str]:
    """Give the casegroups of some keys."""
    return frozenset(number for (number,) in connection.execute(IDS, (json.dumps(list(keys)),)))


def of_casegroup(connection: Connection, casegroup_id: str) -> WorklistRow | None:
    """Give the row of a casegroup, or None where it is not listed."""
    row = connection.execute(READ_CASEGROUP, (casegroup_id,)).fetchone()
    return None if row is None else _read(row[1:])


def in_another_case(connection: Connection, casegroup_id: str) -> list[str]:
    """Give the numbers, at most two, that are a number but for capitals and small letters; reads the whole list."""
    return [row[0] for row in connection.execute(IN_ANOTHER_CASE, (casegroup_id,))]


def paying_parents(connection: Connection, nino: str, names: Sequence[str]) -> list[PayingParent]:
    """Give the paying parents of a National Insurance number, and those of one of some names, by casegroup id.

    A name is written as lists sort it, folded: its words parted by a space, the surname's first.
    """
    rows = connection.execute(PAYING_PARENTS, (nino, json.dumps(list(names))))
    return [
        PayingParent(casegroup_id, number, name, stage, bool(restricted))
        for casegroup_id, number, name, stage, restricted in rows
    ]


def restricted_of(connection: Connection, casegroup_ids: Sequence[str]) -> frozenset[str]:
    """Tell which of some casegroups are restricted records; of one that is not listed nobody knows, so it is one."""
    open_to_all = connection.execute(OPEN_TO_ALL, (json.dumps(list(casegroup_ids)),))
    return frozenset(casegroup_ids).difference(number for (number,) in open_to_all)


def all_restricted(connection: Connection) -> frozenset[str]:
    """Give every casegroup listed that is a restricted record."""
    return frozenset(number for (number,) in connection.execute(ALL_RESTRICTED))


def _put_texts(connection: Connection, rows: dict[str, WorklistRow]) -> None:
    """Write texts and index of the rows whose texts are not what they were."""
    found = connection.execute(TEXTS, (json.dumps(list(rows)),)).fetchall()
    texts = {casegroup_id: storable(row.search_text) for casegroup_id, row in rows.items()}
    changed = [(key, casegroup_id, old) for casegroup_id, key, old in found if old != texts[casegroup_id]]
    connection.executemany(DROP_SEARCH, [(key,) for key, _, old in changed if old is not None])
    connection.executemany(PUT_TEXT, [(key, texts[casegroup_id]) for key, casegroup_id, _ in changed])
    connection.executemany(
        PUT_SEARCH,
        [(key, *index_texts(casegroup_id, texts[casegroup_id])) for key, casegroup_id, _ in changed],
    )


def index_texts(casegroup_id: str, search_text: str) -> tuple[str, str]:
    """Sort the lines of a search text into what the index holds: tokens of names, tokens of identifiers."""
    names: list[str] = []
    identifiers = [identifier_token(casegroup_id)]
    for line in search_text.split("\n"):
        tokens = name_tokens(line)
        if is_identifier(line):
            identifiers.append(identifier_token(line))
        # A name may have a digit ("Holt 2nd"), an identifier several parts ("CS2 881"): each part is found.
        if len(tokens) > 1 or not is_identifier(line):
            names.extend(tokens)
    return " ".join(names), " ".join(identifiers)


def _values(row: WorklistRow) -> tuple[str | int | None, ...]:
    return (
        row.casegroup_id,
        storable(row.paying_parent),
        " ".join(words(row.paying_parent)),
        storable(row.nino),
        storable(row.systems),
        row.closing_cases,
        _written(row.due_date),
        row.stage,
        STAGE_ORDER.get(row.stage, len(STAGES)),
        _written(row.deferred_until),
        row.debt_balance_pence,
        row.discrepancy_pence,
        row.residual_pence,
        _written(row.check_due_on),
        storable(row.flags),
        row.facts_version,
        row.last_seq,
        int(row.restricted),
    )


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _read(row: Sequence[Any]) -> WorklistRow:
    return WorklistRow(
        casegroup_id=row[0],
        paying_parent=row[1],
        nino=row[2],
        systems=row[3],
        closing_cases=row[4],
        due_date=_day(row[5]),
        stage=row[6],
        deferred_until=_day(row[7]),
        debt_balance_pence=row[8],
        discrepancy_pence=row[9],
        residual_pence=row[10],
        check_due_on=_day(row[11]),
        flags=row[12],
        search_text=row[13] or "",
        facts_version=row[14],
        last_seq=row[15],
        restricted=bool(row[16]),
    )
