"""The headings of reports for reconciliation: which row they stand in, and which column is taken for which field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from domain.errors import shown
from domain.reconciliation.rules import IDENTITY, KEY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

REQUIRED: Final = (*KEY, "amount")
FIELDS: Final = (*REQUIRED, *IDENTITY)
HEADINGS: Final[Mapping[str, frozenset[str]]] = {
    "casegroup_id": frozenset({"casegroup_id", "casegroup", "casegroup_number", "case_group", "case_group_id"}),
    "case_id": frozenset({"case_id", "case", "case_number", "case_reference"}),
    "owed_to": frozenset({"owed_to", "payee"}),
    "status": frozenset({"status", "arrears_status"}),
    "amount": frozenset({"amount", "balance", "outstanding", "arrears"}),
    "nino": frozenset({"nino", "ni_number", "national_insurance_number"}),
    "surname": frozenset({"surname", "last_name", "family_name"}),
}
"""Headings taken for a field where no mapping says otherwise; case, spaces and signs do not matter."""

HEADER_WITHIN_ROWS: Final = 30
BYTE_ORDER_MARK: Final = "\ufeff"


def plain(heading: str) -> str:
    """Write a heading without case, spaces and signs."""
    return re.sub(r"[^a-z0-9]+", "_", heading.removeprefix(BYTE_ORDER_MARK).strip().casefold()).strip("_")


def places(headings: Sequence[str], mapping: Mapping[str, str]) -> dict[str, list[int]]:
    """Give the places in a row of headings that each field could be taken from.

    A heading that the mapping names for one field is taken for no other.
    """
    named = {field: plain(heading) for field, heading in mapping.items()}
    found: dict[str, list[int]] = {field: [] for field in FIELDS}
    for at, heading in enumerate(map(plain, headings)):
        for field in FIELDS:
            if heading == named[field] if field in named else heading in HEADINGS[field] - set(named.values()):
                found[field].append(at)
    return found


def header_at(rows: Sequence[Sequence[str]], mapping: Mapping[str, str]) -> int | None:
    """Give the first row that has a heading for every field that is needed."""
    for at, row in enumerate(rows):
        found = places(row, mapping)
        if all(found[field] for field in REQUIRED):
            return at
    return None


def nearest(rows: Sequence[Sequence[str]], mapping: Mapping[str, str]) -> int | None:
    """Give the row that has most of the headings wanted; None where no row has one."""
    counts = [sum(bool(found) for found in places(row, mapping).values()) for row in rows]
    return counts.index(max(counts)) if any(counts) else None


def no_header(where: str, rows: Sequence[Sequence[str]], mapping: Mapping[str, str]) -> str:
    """Say which headings were not found, and what the row that comes nearest has."""
    at = nearest(rows, mapping)
    best = rows[at] if at is not None else next((row for row in rows if any(row)), ())
    lacking = [mapping.get(field, field) for field in REQUIRED if not places(best, mapping)[field]]
    there = ", ".join(shown(heading) for heading in best if heading.strip()) or "nothing"
    return (
        f"{where}: no header with every column needed in the first {HEADER_WITHIN_ROWS} rows; the nearest has {there}; "
        f"expected also {', '.join(lacking)}"
    )


def ambiguous(headings: Sequence[str], mapping: Mapping[str, str]) -> str | None:
    """Say which headings could both be one field; None where each field is clear."""
    for field, found in places(headings, mapping).items():
        if len(found) > 1:
            names = " and ".join(shown(headings[place]) for place in found)
            return f"{names} could both be {field}; expected a mapping that names one"
    return None


def fits(rows: Sequence[Sequence[str]], mapping: Mapping[str, str]) -> bool:
    """Tell whether a row has every heading that a mapping kept under a name has, and all that is needed."""
    wanted = {plain(heading) for heading in mapping.values()}
    at = header_at(rows, mapping)
    return bool(wanted) and at is not None and wanted <= {plain(heading) for heading in rows[at]}


def fitting(rows: Sequence[Sequence[str]], kept: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """Name the mappings kept that these headings are those of, the one with most headings first."""
    names: Iterable[str] = (name for name, columns in kept.items() if fits(rows, columns))
    return tuple(sorted(names, key=lambda name: (-len(kept[name]), name)))
