"""Rows given as JSON records: each key once, none that is unknown, every value a text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from domain.errors import BadInputError, shown
from storage.importers.headed import RowFault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def whole_file(path: Path, largest_bytes: int, expected: str) -> bytes:
    """Read a file at once; raises BadInputError where it cannot be read, or is larger than that."""
    try:
        if path.stat().st_size > largest_bytes:
            message = f"{path}: too large; expected at most {largest_bytes // 2**20} MiB"
            raise BadInputError(message)
        return path.read_bytes()
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}); expected {expected}"
        raise BadInputError(message) from None


def strict_json(text: str) -> Any:  # noqa: ANN401 - JSON is any of its kinds
    """Read JSON in which no record has a key twice; raises ValueError otherwise, and for what is no JSON."""
    return json.loads(text, object_pairs_hook=_record, parse_constant=_refused)


def _record(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        twice = next(key for number, (key, _) in enumerate(pairs) if key in {name for name, _ in pairs[:number]})
        message = f"the key {shown(twice)} stands twice in one record"
        raise ValueError(message)
    return record


def _refused(constant: str) -> None:
    message = f"{constant} is no number of JSON"
    raise ValueError(message)


def text_rows(
    path: Path, told: Sequence[Any], fields: Sequence[str], faults: list[RowFault]
) -> list[tuple[int, Mapping[str, str]]]:
    """Give the texts of each record by field, nothing for one left out or null; every other fault is noted.

    A record with a fault is left out. A text holds no control character and no half of a sign.
    """
    rows: list[tuple[int, Mapping[str, str]]] = []
    for number, record in enumerate(told, 1):
        if not isinstance(record, dict):
            faults.append(RowFault(str(path), number, "record", shown(repr(record)), "a record of texts"))
            continue
        found = [_fault(path, number, key, value, fields) for key, value in record.items()]
        wrong = [fault for fault in found if fault is not None]
        faults += wrong
        if not wrong:
            rows.append((number, {field: (record.get(field) or "").strip() for field in fields}))
    return rows


def _fault(path: Path, number: int, key: str, value: object, fields: Sequence[str]) -> RowFault | None:
    if key not in fields:
        return RowFault(str(path), number, shown(key), shown(str(value)), f"one of the keys {', '.join(fields)}")
    if value is None:
        return None
    if not isinstance(value, str):
        return RowFault(str(path), number, key, shown(repr(value)), 'a text, such as "12.34"')
    if any(ord(sign) < ord(" ") or 0xD800 <= ord(sign) <= 0xDFFF for sign in value):
        return RowFault(str(path), number, key, shown(value), "a text without control characters")
    return None
