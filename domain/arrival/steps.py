"""The steps of building an arrears-only case on CMS, in the documents' order: what each needs and where it is found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from domain.addresses import destination
from domain.casegroup import AssessmentEntry
from domain.events.arrival import ArrivalStepTaken, CmsCaseMatched
from domain.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from domain.arrival.matching import CaseMatch
    from domain.casefile import Casefile
    from domain.casegroup import Case, Person
    from domain.events.arrival import ArrivalStep
    from domain.policy.model import Policy

SOURCE: Final = Source(
    "phase-2-arrears",
    "building arrears-only cases",
    "The CMS system pulls the case data from the Data Warehouse and takes each step automatically.",
)
NEW: Final = "new"


@dataclass(frozen=True, slots=True)
class Known:
    """What a step may look at: the casegroup as it stands, one case of it, the day, and its match on CMS."""

    casefile: Casefile
    case: Case
    day: date
    policy: Policy
    match: CaseMatch | None = None


@dataclass(frozen=True, slots=True)
class StepRule:
    """One step: its name in the documents, what it cannot do without, and how what it needs is found.

    A field in `waivable` may be said to be not known, with a reason; the others the step cannot do without.
    """

    step: ArrivalStep
    title: str
    needs: tuple[str, ...]
    waivable: frozenset[str]
    find: Callable[[Known], Mapping[str, str | None]]
    optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step comes to: the data it used, what is missing, and what nobody knows, with the reason."""

    data: dict[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    not_known: dict[str, str] = field(default_factory=dict)


def _receive_data(known: Known) -> dict[str, str | None]:
    return {"scheme": str(known.case.scheme) if known.case.scheme else None}


def _contact_details(known: Known) -> dict[str, str | None]:
    return {
        "receiving_parent_address": _address(known.case.receiving_parent, known.day),
        "paying_parent_address": _address(known.casefile.casegroup.paying_parent, known.day),
    }


def _address(person: Person, day: date) -> str | None:
    found = destination(person.addresses, day)
    return ", ".join(found.lines) if found.lines and not found.dead_letter else None


def _verify_applicant(known: Known) -> dict[str, str | None]:
    parent = known.case.receiving_parent
    children = [child.name for child in known.case.children]
    unnamed = any(child.name is None or child.date_of_birth is None for child in known.case.children)
    return {
        **_identity("receiving_parent", parent),
        # Arrears may be of children long grown up; only a child on record has to be verified.
        "children": None if unnamed else str(len(children)),
    }


def _verify_other_party(known: Known) -> dict[str, str | None]:
    return _identity("paying_parent", known.casefile.casegroup.paying_parent)


def _identity(role: str, person: Person) -> dict[str, str | None]:
    return {
        f"{role}_forenames": person.forenames or None,
        f"{role}_surname": person.surname or None,
        f"{role}_nino": person.nino,
        f"{role}_date_of_birth": person.date_of_birth.isoformat() if person.date_of_birth else None,
    }


def _method_of_payment(known: Known) -> dict[str, str | None]:
    sources = [receipt.source for receipt in known.casefile.casegroup.receipts if receipt.source]
    return {"method_of_payment": sources[-1] if sources else "to_be_agreed"}


def _casegroup(known: Known) -> dict[str, str | None]:
    matched = next(
        (
            entry.event
            for entry in reversed(known.casefile.arrival)
            if isinstance(entry.event, CmsCaseMatched) and entry.event.case_id == known.case.case_id
        ),
        None,
    )
    if matched is not None and (matched.cms_casegroup_id or matched.new_casegroup):
        return {"cms_casegroup": matched.cms_casegroup_id or NEW}
    match = known.match
    if match is None or not match.casegroup_certain:
        return {"cms_casegroup": None}
    return {"cms_casegroup": match.cms_casegroup_id or NEW}


def _region(known: Known) -> dict[str, str | None]:
    return {"region": known.case.region}


def _benefit_details(known: Known) -> dict[str, str | None]:
    return {} if _benefit_needed(known.case, known.policy) else {"paying_parent_benefit": "not needed"}


def _benefit_needed(case: Case, policy: Policy) -> bool:
    """Tell whether the paying parent's benefit has to be asked for: the last assessment was at the flat rate."""
    assessed = [event for event in case.liability_events if isinstance(event, AssessmentEntry)]
    return bool(assessed) and assessed[-1].weekly_amount == policy.arrival.flat_rate.value.pence


def _scheme_details(known: Known) -> dict[str, str | None]:
    case = known.case
    return {
        "csa_case_id": case.case_id,
        "system": case.system,
        "scheme": str(case.scheme) if case.scheme else None,
        "region": case.region,
    }


APPLICANT: Final = ("receiving_parent_forenames", "receiving_parent_surname", "receiving_parent_nino", "children")
OTHER_PARTY: Final = ("paying_parent_forenames", "paying_parent_surname", "paying_parent_nino")
BUILD: Final[Sequence[StepRule]] = (
    StepRule("receive_data", "CSA scheme data", ("scheme",), frozenset(), _receive_data),
    StepRule(
        "contact_details",
        "Contact details of both parents",
        ("receiving_parent_address", "paying_parent_address"),
        frozenset({"receiving_parent_address", "paying_parent_address"}),
        _contact_details,
    ),
    StepRule(
        "verify_applicant",
        "Verify applicant and child, interest flag on CIS",
        APPLICANT,
        frozenset({"receiving_parent_nino", "children"}),
        _verify_applicant,
        ("receiving_parent_date_of_birth",),
    ),
    StepRule(
        "verify_other_party",
        "Verify other party, interest flag on CIS",
        OTHER_PARTY,
        frozenset({"paying_parent_nino"}),
        _verify_other_party,
        ("paying_parent_date_of_birth",),
    ),
    StepRule(
        "method_of_payment",
        "Method of payment",
        ("method_of_payment",),
        frozenset({"method_of_payment"}),
        _method_of_payment,
    ),
    StepRule("casegroup", "Casegroup, new or linked", ("cms_casegroup",), frozenset(), _casegroup),
    StepRule("region", "Region", ("region",), frozenset(), _region),
    StepRule(
        "benefit_details",
        "Paying parent's benefit, asked of CIS",
        ("paying_parent_benefit",),
        frozenset({"paying_parent_benefit"}),
        _benefit_details,
    ),
)
SCHEME_DETAILS: Final = StepRule(
    "scheme_details", "Record CSA scheme details", ("csa_case_id", "system"), frozenset(), _scheme_details,
    ("scheme", "region"),
)  # fmt: skip
CMS_CASE: Final = "Look for an existing CMS case"
TITLES: Final[Mapping[ArrivalStep, str]] = {
    "cms_case": CMS_CASE,
    **{rule.step: rule.title for rule in (*BUILD, SCHEME_DETAILS)},
}
RULES: Final[Mapping[ArrivalStep, StepRule]] = {rule.step: rule for rule in BUILD}
INTEREST_FLAGS: Final = frozenset({"verify_applicant", "verify_other_party"})


def outcome(rule: StepRule, known: Known) -> Outcome:
    """Take a step on what is known: what was keyed goes before the minimum case data, that before the document."""
    found = {field: value for field, value in rule.find(known).items() if value}
    told = known.casefile.case_data.get(known.case.case_id)
    wanted = (*rule.needs, *rule.optional)
    if told is not None:
        found |= {field: value for field, value in told.fields.items() if field in wanted and value.strip()}
    before = taken_by_hand(known.casefile, known.case.case_id, rule.step)
    reasons = {field: reason for field, reason in (told.not_known if told else {}).items() if field in wanted}
    for event in before:
        found |= event.data
        reasons |= event.not_known
    reasons = {field: reason for field, reason in reasons.items() if field not in found and reason.strip()}
    missing = [name for name in rule.needs if name not in found and not (name in rule.waivable and name in reasons)]
    missing += _instead_of_number(rule, found, reasons)
    if not missing and rule.step in INTEREST_FLAGS:
        found["interest_flag"] = "set on CIS"
    return Outcome({**found}, tuple(missing), reasons)


def _instead_of_number(rule: StepRule, found: Mapping[str, str], reasons: Mapping[str, str]) -> list[str]:
    """Ask for the date of birth of somebody whose number nobody knows: by the name alone nobody is verified."""
    return [
        birth
        for name in rule.needs
        if name.endswith("_nino") and name not in found and name in reasons
        for birth in (name.replace("_nino", "_date_of_birth"),)
        if birth not in found
    ]


def taken_by_hand(casefile: Casefile, case_id: str, step: ArrivalStep) -> tuple[ArrivalStepTaken, ...]:
    """Give what was keyed for a step of a case, oldest first."""
    return tuple(
        entry.event
        for entry in casefile.arrival
        if isinstance(entry.event, ArrivalStepTaken)
        and (entry.event.case_id, entry.event.step, entry.event.how) == (case_id, step, "hand")
    )
