"""The minimum case data: what CMS cannot do without, field by field, with the step of arrival that needs it.

Each may be said to be not known, with a reason; nobody has to make one up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from domain.addresses import destination

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from domain.casegroup import Case, Casegroup, Person
    from domain.events.arrival import ArrivalStep


@dataclass(frozen=True, slots=True)
class DataField:
    """A field: its key, what it is called, which step of arrival needs it, and an example of how it is written."""

    key: str
    title: str
    step: ArrivalStep
    example: str = ""
    choices: tuple[str, ...] = ()


ADDRESS: Final = "1 High Street, Bolton, BL1 1AA"
FIELDS: Final[tuple[DataField, ...]] = (
    DataField("scheme", "Scheme", "receive_data", "2003", ("1993", "2003")),
    DataField("receiving_parent_address", "Receiving parent's address", "contact_details", ADDRESS),
    DataField("paying_parent_address", "Paying parent's address", "contact_details", ADDRESS),
    DataField("receiving_parent_forenames", "Receiving parent's forenames", "verify_applicant"),
    DataField("receiving_parent_surname", "Receiving parent's surname", "verify_applicant"),
    DataField("receiving_parent_nino", "Receiving parent's National Insurance number", "verify_applicant", "QQ123456A"),
    DataField("receiving_parent_date_of_birth", "Receiving parent's date of birth", "verify_applicant", "12 May 1980"),
    DataField("children", "Number of children", "verify_applicant", "2"),
    DataField("paying_parent_forenames", "Paying parent's forenames", "verify_other_party"),
    DataField("paying_parent_surname", "Paying parent's surname", "verify_other_party"),
    DataField("paying_parent_nino", "Paying parent's National Insurance number", "verify_other_party", "QQ123456A"),
    DataField("paying_parent_date_of_birth", "Paying parent's date of birth", "verify_other_party", "12 May 1980"),
    DataField("method_of_payment", "Method of payment", "method_of_payment", "direct_debit"),
    DataField("cms_casegroup", "CMS casegroup: its number, or new", "casegroup", "new"),
    DataField("region", "Maintenance region", "region", "GB", ("GB", "NI")),
    DataField("benefit_status", "Receiving parent on a benefit", "benefit_details", "no", ("yes", "no")),
    DataField("paying_parent_benefit", "Paying parent's benefit, or none", "benefit_details", "none"),
)
BY_KEY: Final[Mapping[str, DataField]] = {field.key: field for field in FIELDS}


def known_of(casegroup: Casegroup, case: Case, day: date) -> dict[str, str]:
    """Give what the casegroup's document says already, by field, so that nobody keys it twice."""
    parent, payer = case.receiving_parent, casegroup.paying_parent
    found = {
        "scheme": str(case.scheme) if case.scheme else "",
        "receiving_parent_address": _address(parent, day),
        "paying_parent_address": _address(payer, day),
        "children": str(len(case.children)) if case.children else "",
        "region": case.region or "",
        **_identity("receiving_parent", parent),
        **_identity("paying_parent", payer),
    }
    return {key: value for key, value in found.items() if value}


def _identity(role: str, person: Person) -> dict[str, str]:
    return {
        f"{role}_forenames": person.forenames or "",
        f"{role}_surname": person.surname or "",
        f"{role}_nino": person.nino or "",
        f"{role}_date_of_birth": person.date_of_birth.isoformat() if person.date_of_birth else "",
    }


def _address(person: Person, day: date) -> str:
    found = destination(person.addresses, day)
    return ", ".join(found.lines) if found.lines and not found.dead_letter else ""
