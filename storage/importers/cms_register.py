"""The register of CMS cases and the report of residual balances: files of rows under headings, CSV or XLSX."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from domain.arrival.matching import CmsCase
from domain.casegroup import Payee, ReceivableStatus
from domain.errors import shown
from domain.events.arrival import ArrearsLine
from domain.identifiers import normalise_nino, parse_nino
from domain.money import POUNDS_EXPECTED, parse_pounds
from domain.terms import in_new_terms
from storage.folding import words
from storage.importers.headed import HeadedFile, Headings, RowFault, RowsRefusedError, read_headed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LONGEST: Final = 100
PARENTS: Final = ("paying_parent", "receiving_parent")
REGISTER_FIELDS: Final = (
    "cms_case_id",
    "cms_casegroup_id",
    "paying_parent_nino",
    "paying_parent_forenames",
    "paying_parent_surname",
    "receiving_parent_nino",
    "receiving_parent_forenames",
    "receiving_parent_surname",
)
REGISTER: Final = Headings(
    what="a register of CMS cases",
    fields={name.replace("_", " "): name for name in (*REGISTER_FIELDS, "owner")},
    needed=REGISTER_FIELDS,
)
RESIDUAL_FIELDS: Final = ("casegroup_id", "case_id", "owed_to", "status", "amount")
RESIDUALS: Final = Headings(
    what="a report of residual balances",
    fields={name.replace("_", " "): name for name in RESIDUAL_FIELDS},
    needed=RESIDUAL_FIELDS,
)
PAYEES: Final[Mapping[str, Payee]] = {str(payee): payee for payee in get_args(Payee)}
STATUSES: Final[Mapping[str, ReceivableStatus]] = {str(status): status for status in get_args(ReceivableStatus)}


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """A register as read: its digest (SHA-256), its cases, and how it was understood."""

    path: Path
    digest: str
    cases: tuple[CmsCase, ...]
    told: str


@dataclass(frozen=True, slots=True)
class ResidualRow:
    """A row of a report of residual balances: where it stands, whose it is, and what it says (pence)."""

    row: int
    casegroup_id: str
    line: ArrearsLine


@dataclass(frozen=True, slots=True)
class ResidualFile:
    """A report as read: its digest (SHA-256), its rows, and how it was understood."""

    file: HeadedFile
    rows: tuple[ResidualRow, ...]


def read_register(path: Path) -> RegisterFile:
    """Read a register; raises RowsRefusedError with every fault of its rows, BadInputError where it is none."""
    file = read_headed(path, REGISTER)
    faults: list[RowFault] = []
    seen: dict[str, int] = {}
    cases = []
    for line, values in file.rows:
        wrong = _register_faults(file, line, values, seen)
        faults += wrong
        if not wrong:
            cases.append(_cms_case(values))
    if faults:
        raise RowsRefusedError(faults)
    return RegisterFile(path, file.digest, tuple(cases), file.told())


def _register_faults(file: HeadedFile, line: int, values: Mapping[str, str], seen: dict[str, int]) -> list[RowFault]:
    faults = []

    def wrong(column: str, expected: str) -> None:
        faults.append(file.fault(line, column, shown(values.get(column, "")), expected))

    for column, value in values.items():
        needed = column not in {"owner", "paying_parent_nino", "receiving_parent_nino"}
        if (needed and not value) or len(value) > LONGEST:
            wrong(column, f"a text of at most {LONGEST} characters")
    for column in ("paying_parent_nino", "receiving_parent_nino"):
        try:
            if values[column]:
                parse_nino(values[column])
        except ValueError as error:
            wrong(column, str(error))
    number = values["cms_case_id"]
    if number in seen:
        wrong("cms_case_id", f"a case that comes once; line {seen[number]} has it too")
    seen.setdefault(number, line)
    return faults


def _cms_case(values: Mapping[str, str]) -> CmsCase:
    names = [
        " ".join([*words(values[f"{parent}_surname"]), *words(values[f"{parent}_forenames"])]) for parent in PARENTS
    ]
    return CmsCase(
        cms_case_id=values["cms_case_id"],
        cms_casegroup_id=values["cms_casegroup_id"],
        paying_nino=normalise_nino(values["paying_parent_nino"]),
        paying_name=names[0],
        receiving_nino=normalise_nino(values["receiving_parent_nino"]),
        receiving_name=names[1],
        owner=values.get("owner", ""),
    )


def read_residuals(path: Path) -> ResidualFile:
    """Read a report of residual balances; raises RowsRefusedError with every fault, BadInputError where it is none."""
    file = read_headed(path, RESIDUALS)
    faults: list[RowFault] = []
    rows = []
    for line, values in file.rows:
        wrong = _residual_faults(file, line, values)
        faults += wrong
        if not wrong:
            rows.append(_residual(line, values))
    if faults:
        raise RowsRefusedError(faults)
    return ResidualFile(file, tuple(rows))


def _key(value: str) -> str:
    return in_new_terms(value.strip()).casefold().replace(" ", "_")


def _residual_faults(file: HeadedFile, line: int, values: Mapping[str, str]) -> list[RowFault]:
    faults = []

    def wrong(column: str, expected: str) -> None:
        faults.append(file.fault(line, column, shown(values[column]), expected))

    for column in ("casegroup_id", "case_id"):
        if not values[column] or len(values[column]) > LONGEST:
            wrong(column, f"a text of at most {LONGEST} characters")
    if _key(values["owed_to"]) not in PAYEES:
        wrong("owed_to", f"one of {', '.join(PAYEES)}")
    if _key(values["status"]) not in STATUSES:
        wrong("status", f"one of {', '.join(STATUSES)}")
    try:
        positive = parse_pounds(values["amount"]) > 0
    except ValueError:
        wrong("amount", POUNDS_EXPECTED)
    else:
        if not positive:
            wrong("amount", "an amount above zero")
    return faults


def _residual(line: int, values: Mapping[str, str]) -> ResidualRow:
    arrears = ArrearsLine(
        case_id=values["case_id"],
        owed_to=PAYEES[_key(values["owed_to"])],
        status=STATUSES[_key(values["status"])],
        amount_pence=parse_pounds(values["amount"]),
    )
    return ResidualRow(line, values["casegroup_id"], arrears)
