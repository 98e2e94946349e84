"""The queue in words: what kind of work waits, why, and where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.present.payments import WHY_OPEN
from console.present.wording import (
    BREAKDOWN_STATES,
    EXCEPTION_STATES,
    EXCEPTIONS,
    EXCEPTIONS_IN_BRIEF,
    RESTRICTED,
    capital,
)
from domain.actor import ROLE_TITLES, ROLES
from domain.queue import held_by_any
from domain.reconciliation.rules import RULES, WORK
from domain.restricted import FLAG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.actor import Role
    from domain.queue import QueueKind

QUEUE_KINDS: Final[Mapping[QueueKind, str]] = {
    "exception": "Exception",
    "service_request": "Service request",
    "work_item": "Outstanding work item",
    "inhibit_review": "Inhibit to review",
    "breakdown": "Account breakdown",
    "data_exception": "Data exception",
    "look_up": "Look-up",
    "payment": "Payment to look into",
    "difference": "Difference of reports",
}
CAUSES: Final[Mapping[str, str]] = {
    "manual_inhibit": "Manual inhibit",
    "automatic_inhibit": "Automatic inhibit",
    "account_breakdown": "Full account breakdown",
    "data_of_cs2": "Load of CS2",
    "data_of_cscs": "Load of CSCS",
    "data_of_ccd": "Load of CCD",
    "manual_look_up_applicant": "Applicant, to be looked up by hand",
    "manual_look_up_paying_parent": "Paying parent, to be looked up by hand",
    "manual_look_up_partner": "Partner, to be looked up by hand",
    "corrective_action_applicant": "Applicant, what differs to be put right",
    "corrective_action_paying_parent": "Paying parent, what differs to be put right",
    "corrective_action_partner": "Partner, what differs to be put right",
}
CAUSES_IN_BRIEF: Final[Mapping[str, str]] = {
    **EXCEPTIONS_IN_BRIEF,
    WORK["identity_differs"]: "Reconcile: identity",
    WORK["unexpected_at_cms"]: "Reconcile: unexpected",
    "manual_look_up_applicant": "Applicant, by hand",
    "manual_look_up_paying_parent": "Paying parent, by hand",
    "manual_look_up_partner": "Partner, by hand",
    "corrective_action_applicant": "Applicant differs",
    "corrective_action_paying_parent": "Paying parent differs",
    "corrective_action_partner": "Partner differs",
    "several_casegroups": "Several casegroups",
    "not_closed": "Not closed",
    "names_swapped": "Names swapped",
    "number_only": "Number alone agrees",
    "name_only": "Name alone agrees",
    "nobody_found": "Nobody found",
}
DIFFERENCES: Final[Mapping[str, str]] = {rule.key: rule.title for rule in RULES}
PAYMENTS: Final[Mapping[str, str]] = {why: capital(text) for why, text in WHY_OPEN.items()}
# What is done about work that belongs to no casegroup, and where.
OFFICE_WORK: Final[Mapping[QueueKind, str]] = {
    "data_exception": "Settled at Selection (F3, F6, data exceptions), or by a good document.",
    "look_up": "Enter opens the look-ups; a answers it there.",
    "payment": "Enter opens the payments; p passes it there, a says what was found.",
    "difference": "Its casegroup is not in this store; a says what was found, and settles it.",
}
BREAKDOWN_OWED: Final = "owed, not begun"
STATES_IN_BRIEF: Final[Mapping[str, str]] = {
    "with_supplier": "supplier",
    "with_application_support": "support",
    "with_incident_team": "incident team",
    "with_caseworker": "caseworker",
    "next_batch": "next batch",
    "clerical_case": "clerical case",
    "owed": "not begun",
    "relayed": "relayed",
    "clients_contacted": "contacted",
    "statement_adjusted": "adjusted",
}
KINDS_IN_BRIEF: Final[Mapping[QueueKind, str]] = {
    "service_request": "request",
    "work_item": "work item",
    "inhibit_review": "inhibit",
}
HOLDERS_IN_BRIEF: Final[Mapping[Role, str]] = {
    "caseworker": "caseworkers",
    "team_leader": "team leaders",
    "team_manager": "team managers",
    "case_manager": "case managers",
    "cms_caseworker": "CMS",
}


def cause_text(kind: QueueKind, cause: str) -> str:
    """Say what work is grouped by: an exception's reason, an inhibit's kind, else the documents' name in words."""
    if cause == FLAG:
        return RESTRICTED
    # Work items and service requests bear the documents' names, which may be anything.
    named = {
        "exception": EXCEPTIONS, "service_request": {}, "work_item": {}, "payment": PAYMENTS, "difference": DIFFERENCES,
    }.get(kind, CAUSES)  # fmt: skip
    return named.get(cause) or capital(cause.replace("_", " "))


def state_text(kind: QueueKind, state: str) -> str:
    """Say where work is; what is merely open needs no word."""
    match kind:
        case "exception":
            return EXCEPTION_STATES.get(state, state)
        case "breakdown":
            return BREAKDOWN_OWED if state == "owed" else BREAKDOWN_STATES.get(state, state)
        case _:
            return ""


def holder_text(holder: str) -> str:
    """Name who holds work: a role by its title, a user as they sign in."""
    return next((f"any {ROLE_TITLES[role]}" for role in ROLES if held_by_any(role) == holder), holder)


def state_in_brief(kind: QueueKind, state: str) -> str:
    """Say where work is in a word or two, where there is no room for more."""
    return KINDS_IN_BRIEF.get(kind) or STATES_IN_BRIEF.get(state) or state_text(kind, state)


def holder_in_brief(holder: str) -> str:
    """Name who holds work where there is no room for more; a user as they sign in."""
    return next((HOLDERS_IN_BRIEF[role] for role in ROLES if held_by_any(role) == holder), holder)
