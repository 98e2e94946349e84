"""The daily file of payments made to the CSA for closed cases: its lines, and the control totals at its end."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from domain.errors import BadInputError, shown
from domain.money import POUNDS_EXPECTED, format_pounds, parse_pounds
from domain.payments.rules import Payment
from storage.importers.headed import Headings, RowFault, RowsRefusedError, read_headed
from storage.importers.records import strict_json, text_rows, whole_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

HEADINGS: Final = Headings(
    what="a file of payments",
    fields={
        "nino": "nino",
        "ni number": "nino",
        "national insurance number": "nino",
        "forenames": "forenames",
        "forename s": "forenames",
        "forename": "forenames",
        "surname": "surname",
        "receipt reference": "receipt_reference",
        "csa receipt reference": "receipt_reference",
        "reference": "receipt_reference",
        "value": "value",
        "amount": "value",
    },
    needed=("nino", "forenames", "surname", "receipt_reference", "value"),
)
TOTAL: Final = "TOTAL"
LARGEST_JSON_BYTES: Final = 32 * 1024 * 1024
LONGEST: Final = 100
CONTROL_EXPECTED: Final = (
    "a last line TOTAL with the number of payments as its receipt reference and their sum as its value"
)


@dataclass(frozen=True, slots=True)
class Control:
    """What a file says it holds: how many payments, and what they come to in pence."""

    payments: int
    amount_pence: int


@dataclass(frozen=True, slots=True)
class PaymentFile:
    """A file as read: its digest (SHA-256), each payment with its line, and how it was understood."""

    path: Path
    digest: str
    payments: tuple[tuple[int, Payment], ...]
    control: Control
    told: str


def read_payments(path: Path, expected: Control | None = None) -> PaymentFile:
    """Read a file, CSV, XLSX or JSON; `expected` are control totals told apart from a file that has none of its own.

    Raises RowsRefusedError with every fault of its lines, BadInputError where it is no such file or its control
    totals are missing or not those of its lines.
    """
    faults: list[RowFault] = []
    digest, rows, own, told = _json_rows(path, faults) if _is_json(path) else _headed_rows(path)
    seen: dict[str, int] = {}
    payments: list[tuple[int, Payment]] = []
    for line, values in rows:
        wrong = list(_faults(path, line, values, seen))
        faults += wrong
        if not wrong:
            payments.append((line, _payment(values)))
    if faults:
        raise RowsRefusedError(faults)
    control = Control(len(payments), sum(payment.amount_pence for _, payment in payments))
    for given in (own, expected):
        if given is not None and given != control:
            message = (
                f"{path}: the control totals say {_said(given)}, the lines come to {_said(control)}; "
                "expected a file that holds what it says"
            )
            raise BadInputError(message)
    if own is None and expected is None:
        message = f"{path}: no control totals; expected {CONTROL_EXPECTED}, or the totals told with the command"
        raise BadInputError(message)
    return PaymentFile(path, digest, tuple(payments), control, told)


def _said(control: Control) -> str:
    return f"{control.payments} payments of £{format_pounds(control.amount_pence)}"


def _is_json(path: Path) -> bool:
    return path.suffix.lower() == ".json"


_Rows = tuple[str, "Sequence[tuple[int, Mapping[str, str]]]", Control | None, str]


def _headed_rows(path: Path) -> _Rows:
    file = read_headed(path, HEADINGS)
    rows = list(file.rows)
    own = None
    if rows and rows[-1][1]["nino"].strip().upper() == TOTAL:
        line, values = rows.pop()
        own = _control(path, line, values["receipt_reference"], values["value"])
    return file.digest, rows, own, file.told()


def _json_rows(path: Path, faults: list[RowFault]) -> _Rows:
    """Read `{"payments": [{"nino", "forenames", "surname", "receipt_reference", "value"}], "control": {…}}`."""
    expected = 'an object with "payments", a list, and "control" with "payments" and "value"'
    body = whole_file(path, LARGEST_JSON_BYTES, HEADINGS.what)
    try:
        told = strict_json(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        message = f"{path}: not JSON in UTF-8 ({error}); expected {expected}"
        raise BadInputError(message) from None
    known = isinstance(told, dict) and not told.keys() - {"payments", "control"}
    if not known or not isinstance(told.get("payments"), list):
        message = f"{path}: no payments; expected {expected}"
        raise BadInputError(message)
    rows = text_rows(path, told["payments"], HEADINGS.needed, faults)
    control = told.get("control")
    own = None
    if control is not None:
        said = control if isinstance(control, dict) else {}
        count, value = said.get("payments"), said.get("value")
        whole = isinstance(count, int) and not isinstance(count, bool)
        own = _control(path, 0, str(count) if whole else shown(repr(count)), value if isinstance(value, str) else "")
    return hashlib.sha256(body).hexdigest(), rows, own, f"{path}: JSON, {len(rows)} payments"


def _control(path: Path, line: int, count: str, value: str) -> Control:
    try:
        return Control(int(count.replace(",", "")), parse_pounds(value.replace(",", "").lstrip("£")))
    except ValueError:
        message = f"{path}:{line}: control totals {shown(count)} and {shown(value)}; expected {CONTROL_EXPECTED}"
        raise BadInputError(message) from None


def _faults(path: Path, line: int, values: Mapping[str, str], seen: dict[str, int]) -> list[RowFault]:
    faults = []

    def wrong(column: str, expected: str) -> None:
        faults.append(RowFault(str(path), line, column, shown(values.get(column, "")), expected))

    reference = values.get("receipt_reference", "")
    if not reference or len(reference) > LONGEST:
        wrong("receipt_reference", f"a reference of at most {LONGEST} characters")
    elif reference.casefold() in seen:
        wrong("receipt_reference", f"a reference that comes once; line {seen[reference.casefold()]} has it too")
    else:
        seen[reference.casefold()] = line
    faults += [
        RowFault(str(path), line, column, shown(values[column]), f"at most {LONGEST} characters")
        for column in ("nino", "forenames", "surname")
        if len(values.get(column, "")) > LONGEST
    ]
    try:
        positive = parse_pounds(values.get("value", "")) > 0
    except ValueError:
        wrong("value", POUNDS_EXPECTED)
    else:
        if not positive:
            wrong("value", "an amount above zero")
    return faults


def _payment(values: Mapping[str, str]) -> Payment:
    return Payment(
        reference=values["receipt_reference"],
        nino=values["nino"],
        forenames=values["forenames"],
        surname=values["surname"],
        amount_pence=parse_pounds(values["value"]),
    )
