"""Files of requests to close, one for each old system: CSV, XLSX, JSON or JSONL, and the file we write ourselves."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, get_args

from domain.days import DAY_EXPECTED, parse_day
from domain.errors import BadInputError, shown
from domain.events.requests import TransitionRequestKind
from storage.importers.headed import Headings, RowFault, RowsRefusedError, read_headed
from storage.importers.records import strict_json, text_rows, whole_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

KINDS: Final[tuple[TransitionRequestKind, ...]] = get_args(TransitionRequestKind)
COLUMNS: Final = ("request_id", "kind", "casegroup_id", "received_on", "closure_date", "application_received_on")
HEADINGS: Final = Headings(
    what="a file of transition requests",
    fields={
        "request id": "request_id",
        "request": "request_id",
        "ltr": "request_id",
        "kind": "kind",
        "type": "kind",
        "casegroup id": "casegroup_id",
        "casegroup": "casegroup_id",
        "received on": "received_on",
        "received": "received_on",
        "closure date": "closure_date",
        "application received on": "application_received_on",
        "application": "application_received_on",
    },
    needed=("request_id", "kind", "casegroup_id", "received_on", "closure_date"),
)
JSON_ENDINGS: Final = frozenset({".json", ".jsonl"})
LARGEST_BYTES: Final = 32 * 1024 * 1024
LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request of a file, with its line."""

    line: int
    request_id: str
    kind: TransitionRequestKind
    casegroup_id: str
    received_on: date
    closure_date: date
    application_received_on: date | None


@dataclass(frozen=True, slots=True)
class RequestFile:
    """A file as read: its digest (SHA-256), its requests, and how it was understood."""

    path: Path
    digest: str
    rows: tuple[RequestRow, ...]
    told: str


def read_requests(path: Path) -> RequestFile:
    """Read a file; raises RowsRefusedError with every fault of its rows, BadInputError where it is no such file."""
    faults: list[RowFault] = []
    digest, rows, told = _json_rows(path, faults) if path.suffix.lower() in JSON_ENDINGS else _headed_rows(path)
    requests: list[RequestRow] = []
    seen: dict[str, int] = {}
    for line, values in rows:
        row = _row(path, line, values, faults, seen)
        if row is not None:
            requests.append(row)
    if faults:
        raise RowsRefusedError(faults)
    return RequestFile(path, digest, tuple(requests), told)


_Rows = tuple[str, "Sequence[tuple[int, Mapping[str, str]]]", str]


def _headed_rows(path: Path) -> _Rows:
    file = read_headed(path, HEADINGS)
    return file.digest, file.rows, file.told()


def _json_rows(path: Path, faults: list[RowFault]) -> _Rows:
    expected = "a list of requests as JSON, or one a line as JSONL, in UTF-8"
    body = whole_file(path, LARGEST_BYTES, expected)
    try:
        text = body.decode("utf-8-sig")
        told: Any = (
            [strict_json(line) for line in text.splitlines() if line.strip()]
            if path.suffix.lower() == ".jsonl"
            else strict_json(text)
        )
    except (ValueError, RecursionError) as error:
        message = f"{path}: not JSON ({error}); expected {expected}"
        raise BadInputError(message) from None
    if isinstance(told, dict):
        told = told.get("requests")
    if not isinstance(told, list):
        message = f"{path}: no requests; expected {expected}"
        raise BadInputError(message)
    rows = text_rows(path, told, COLUMNS, faults)
    return hashlib.sha256(body).hexdigest(), rows, f"{path}: JSON, {len(rows)} requests"


def _row(
    path: Path, line: int, values: Mapping[str, str], faults: list[RowFault], seen: dict[str, int]
) -> RequestRow | None:
    before = len(faults)

    def wrong(column: str, expected: str) -> None:
        faults.append(RowFault(str(path), line, column, shown(values.get(column, "")), expected))

    def day_of(column: str) -> date | None:
        try:
            return parse_day(values.get(column, ""))
        except ValueError:
            wrong(column, DAY_EXPECTED)
            return None

    for column in ("request_id", "casegroup_id"):
        if not values.get(column) or len(values[column]) > LONGEST:
            wrong(column, f"a number of at most {LONGEST} characters")
    number = values.get("request_id", "")
    if number and number in seen:
        wrong("request_id", f"a number that comes once; line {seen[number]} has it too")
    seen.setdefault(number, line)
    kind = next((known for known in KINDS if known == values.get("kind", "").upper()), None)
    if kind is None:
        wrong("kind", f"one of {', '.join(KINDS)}")
    received, closure = day_of("received_on"), day_of("closure_date")
    application = day_of("application_received_on") if values.get("application_received_on") else None
    if len(faults) > before or kind is None or received is None or closure is None:
        return None
    return RequestRow(line, number, kind, values["casegroup_id"], received, closure, application)
