"""Records as CSV, JSON and JSONL; a cell that a spreadsheet would calculate is made plain text."""

from __future__ import annotations

import csv
import json
import re
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# What spreadsheets take for the beginning of a formula, also in its full-width form or behind a space or control.
FORMULA: Final = re.compile(r"[\s\x00-\x1f]*[=+\-@＝＋－＠|%]")
AMOUNT: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


def safe_cell(value: object) -> str:
    """Write a value as a cell no spreadsheet calculates (CWE-1236): a ' goes before what looks like a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if FORMULA.match(text) and not AMOUNT.fullmatch(text) else text


def write_csv(out: IO[str], names: Sequence[str], records: Iterable[dict[str, Any]]) -> int:
    """Write records as CSV (RFC 4180) under the names of their fields; gives their number."""
    writer = csv.writer(out)
    writer.writerow(names)
    count = 0
    for record in records:
        writer.writerow([safe_cell(record[name]) for name in names])
        count += 1
    return count


def write_json_lines(out: IO[str], records: Iterable[dict[str, Any]]) -> int:
    """Write records as one JSON object a line, in ASCII; gives their number."""
    count = 0
    for record in records:
        out.write(json.dumps(record, ensure_ascii=True) + "\n")
        count += 1
    return count


def write_json(out: IO[str], records: Iterable[dict[str, Any]]) -> int:
    """Write records as one JSON list, one to a line, in ASCII; gives their number."""
    count = 0
    out.write("[")
    for count, record in enumerate(records, start=1):
        out.write("\n" if count == 1 else ",\n")
        out.write(json.dumps(record, ensure_ascii=True))
    out.write("\n]\n")
    return count
