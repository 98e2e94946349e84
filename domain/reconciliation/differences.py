"""A difference as one piece of work: the rows of one balance that do not agree, and what makes it the same again."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from domain.reconciliation.decision import plainly
from domain.reconciliation.rules import IDENTITY, KEY, WORK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

    from domain.reconciliation.rules import RowClass


@dataclass(frozen=True, slots=True)
class Difference:
    """What does not agree about one balance: its amounts in pence on each side, and where they stand.

    All rows of a balance that stands more than once are one difference. `other` names what of the identity differs,
    and tells nobody's number or name.
    """

    row_class: RowClass
    casegroup_id: str
    case_id: str
    owed_to: str
    status: str
    left_pence: tuple[int, ...]
    right_pence: tuple[int, ...]
    other: tuple[str, ...] = ()
    left_places: tuple[str, ...] = ()
    right_places: tuple[str, ...] = ()

    @property
    def work(self) -> str:
        """Name the work it makes."""
        return WORK[self.row_class]

    @property
    def digest(self) -> str:
        """Name it by what differs: the same difference read from another file, or another row, is no other."""
        told = [
            self.row_class, self.casegroup_id, self.case_id, self.owed_to, self.status, sorted(self.left_pence),
            sorted(self.right_pence), self.other,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def differences_in(lines: pl.DataFrame) -> list[Difference]:
    """Give the differences of some lines of a reconciliation, in their order; matched lines are none."""
    found: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for line in lines.iter_rows(named=True):
        if line["class"] != "matched":
            found[line["class"], *(line[name] for name in KEY)].append(line)
    return [_difference(rows) for rows in found.values()]


def _difference(rows: list[dict[str, Any]]) -> Difference:
    first = rows[0]
    return Difference(
        row_class=first["class"],
        casegroup_id=first["casegroup_id"],
        case_id=first["case_id"],
        owed_to=first["owed_to"],
        status=first["status"],
        left_pence=_amounts(rows, "left"),
        right_pence=_amounts(rows, "right"),
        other=identity_differing(first) if first["class"] == "identity_differs" else (),
        left_places=_places(rows, "left"),
        right_places=_places(rows, "right"),
    )


def identity_differing(line: Mapping[str, Any]) -> tuple[str, ...]:
    """Name what of the identity differs in a line with both sides."""
    return tuple(name for name in IDENTITY if plainly(line[f"left_{name}"]) != plainly(line[f"right_{name}"]))


def _amounts(rows: Iterable[Mapping[str, Any]], side: str) -> tuple[int, ...]:
    return tuple(row[f"{side}_amount_pence"] for row in rows if row[f"{side}_row"] is not None)


def _places(rows: Iterable[Mapping[str, Any]], side: str) -> tuple[str, ...]:
    return tuple(f"{row[f'{side}_file']} row {row[f'{side}_row']}" for row in rows if row[f"{side}_row"] is not None)
