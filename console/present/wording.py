"""The words people read: stages, outcomes, refusals, events, money and days. One place for each."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from console.present.refusals import REFUSALS
from domain.money import in_pounds, parse_pounds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.refusals import Refusal

STAGES: Final[Mapping[str, str]] = {
    "to_check": "To check",
    "to_defer": "To defer",
    "deferred": "Deferred",
    "blocked": "Blocked",
    "exception": "Exception",
    "to_validate": "To validate",
    "to_confirm": "To confirm",
    "to_amend": "To amend",
    "breakdown_owed": "Breakdown owed",
    "to_dispose": "To dispose",
    "to_close": "To close",
    "not_selected": "Not selected",
    "closed": "Closed",
    "arriving": "Arriving at CMS",
    "cms_manual": "To add at CMS",
    "cms_exception": "CMS exception",
    "transition_complete": "Transition complete",
}
STAGES_IN_BRIEF: Final[Mapping[str, str]] = {
    "breakdown_owed": "Breakdown",
    "arriving": "Arriving",
    "transition_complete": "Complete",
}
STAGE_MEANINGS: Final[Mapping[str, str]] = {
    "to_check": "The nine deferral rules have not been asked on what is now known.",
    "to_defer": "A rule is broken and closure has not been put off yet.",
    "deferred": "Closure is put off; the rules are asked again on the day shown.",
    "blocked": "An inhibit is open; the casegroup cannot close until it is lifted, whatever the date.",
    "exception": "Something keeps closure from taking place as things stand.",
    "to_validate": "No rule is broken; the debt balance has not been validated.",
    "to_confirm": "Clerical cases have a part in the validation; a caseworker has to confirm it.",
    "to_amend": "The balance has to be amended by what the rules could not explain.",
    "breakdown_owed": "What is left is £1m or more; a full account breakdown is owed.",
    "to_dispose": "The outcome is decided; what is owed has to be written off or written down.",
    "to_close": "Everything is disposed of; the casegroup can close on the day it is due.",
    "not_selected": "No case of it is in case closure; a tranche, or a request to close, comes first.",
    "closed": "Every closing case is closed; what was written down goes to CMS.",
    "arriving": "CMS has received the balances; the next run brings them as far as they go by themselves.",
    "cms_manual": "The balances are added at CMS by hand: a clerical case, or a residual balance.",
    "cms_exception": "A case cannot be built at CMS as things stand; somebody has to find what is missing.",
    "transition_complete": "Everything that left the CSA is on CMS; nothing is left to be added.",
}
RESTRICTED: Final = "restricted"
RESTRICTED_ENTRY: Final = (
    "This is a restricted record; what was done stands in the journal of the casegroup, for those nominated."
)
CHECK_ANSWERS: Final[Mapping[str, str]] = {
    "kept": "kept",
    "broken": "BROKEN",
    "not_run": "not run",
    "not_known": "NOT KNOWN",
}
ANOMALY_ANSWERS: Final[Mapping[str, str]] = {
    "applied": "applied",
    "not_run": "not run",
    "not_known": "NOT KNOWN",
}
DEFERRAL_RESULTS: Final[Mapping[str, str]] = {
    "clear": "Clear",
    "deferred": "Deferred",
    "blocked": "Blocked",
}
OUTCOMES: Final[Mapping[str, str]] = {
    "validated": "Validated",
    "amend_balance": "Amend balance",
    "account_breakdown": "Account breakdown owed",
    "not_known": "Cannot be told",
}
# Beside a figure that the documents do not state.
DOUBTFUL: Final[Mapping[str, str]] = {"stated": "", "interpreted": "INTERPRETED", "assumed": "ASSUMED"}
STANDINGS: Final[Mapping[str, str]] = {
    "stated": "stated: the documents give it",
    "interpreted": "INTERPRETED: the documents are unclear and a reading was chosen",
    "assumed": "ASSUMED: the documents give no value",
}
PAYEES: Final[Mapping[str, str]] = {
    "receiving_parent": "receiving parent",
    "gb_sos": "Secretary of State (GB)",
    "ni_sos": "Secretary of State (NI)",
}
STATUSES: Final[Mapping[str, str]] = {
    "active": "active",
    "suspended": "suspended",
    "deferred": "deferred",
}
DECISIONS: Final[Mapping[str, str]] = {
    "not_recorded": "not recorded",
    "collect": "collect",
    "write_off_all": "write off all",
    "write_off_part": "write off part",
    "not_to_be_collected": "not to be collected",
}
EXCEPTIONS: Final[Mapping[str, str]] = {
    "transition_date_not_set": "Transition date not set",
    "liability_end_failed": "Liability could not be ended",
    "schedules_not_ended": "Liability schedules not ended",
    "closure_before_t_date": "Closure date before the T-date",
    "data_invalid": "Data incomplete or invalid",
    "other": "Other",
}
EXCEPTIONS_IN_BRIEF: Final[Mapping[str, str]] = {
    "transition_date_not_set": "T-date not set",
    "liability_end_failed": "liability not ended",
    "schedules_not_ended": "schedules not ended",
    "closure_before_t_date": "before the T-date",
    "data_invalid": "data incomplete",
}
EFFECTS: Final[Mapping[str, str]] = {
    "end_liability_on_system_date": "CS2 ends liability on the system date.",
    "forward_by_manual_payment": "The money goes to CMS by manual payment.",
}
JOURNEYS: Final[Mapping[str, str]] = {
    "proactive": "proactive",
    "reactive": "reactive",
    "proactive_to_reactive": "proactive, then reactive",
}
EVENTS: Final[Mapping[str, str]] = {
    "store_created": "Store made",
    "facts_received": "Document received",
    "deferral_checked": "Deferral rules asked",
    "closure_deferred": "Closure deferred",
    "balance_validated": "Balance validated",
    "clerical_validation_confirmed": "Clerical validation confirmed",
    "balance_amended": "Balance amended",
    "arrears_decision_recorded": "Arrears decision recorded",
    "inhibit_set": "Manual inhibit set",
    "inhibit_lifted": "Inhibit lifted",
    "work_item_opened": "Work item opened",
    "work_item_closed": "Work item closed",
    "obstacle_cleared": "Put right",
    "note_added": "Note",
    "entry_set_aside": "Entry set aside",
    "receiving_parent_contacted": "Receiving parent contacted",
    "balance_finalised": "Balance finalised",
    "write_off_notice_given": "Notice of write-off given",
    "arrears_disposed": "Arrears disposed of",
    "casegroup_closed": "Casegroup closed",
    "breakdown_drafted": "Account breakdown drafted",
    "breakdown_corrected": "Account breakdown corrected",
    "breakdown_advanced": "Account breakdown went on",
    "breakdown_returned": "Account breakdown sent back",
    "exception_raised": "Exception raised",
    "exception_allocated": "Exception allocated",
    "exception_answered": "Exception answered",
    "service_request_raised": "Service request raised",
    "service_request_allocated": "Service request allocated",
    "service_request_done": "Service request done",
    "restricted_record_opened": "Restricted record opened",
    "roster_changed": "Roster changed",
    "casegroup_selected": "Casegroup selected",
    "casegroup_taken_out": "Taken out of its tranche",
    "system_loaded": "System loaded",
    "data_exception_found": "Data exception found",
    "data_exception_settled": "Data exception settled",
    "criteria_changed": "Selection criteria changed",
    "tranche_selected": "Tranche selected",
    "transition_request_received": "Transition request received",
    "minimum_case_data_recorded": "Minimum case data recorded",
    "transition_file_received": "Transition requests received",
    "transition_file_written": "Transition requests written",
    "look_up_made": "Look-up made",
    "look_up_settled": "Look-up settled",
    "letter_prepared": "Letter put in the tray",
    "letter_taken_for_editing": "Letter taken out to be edited",
    "letter_edited": "Edited letter back in the tray",
    "letter_issued": "Letter issued",
    "letter_held_back": "Letter held back",
    "letter_batch_begun": "Batch of letters begun",
    "letter_sender_set": "Sender of letters set",
    "letter_batch_released": "Batch of letters released",
    "balances_received": "Balances received at CMS",
    "residual_received": "Residual balance received at CMS",
    "cms_case_matched": "CMS case looked for",
    "arrival_step_taken": "Step of building a CMS case",
    "dues_created": "Dues created at CMS",
    "transition_completed": "Transition complete",
    "arrears_corrected": "Arrears at CMS corrected",
    "order_recorded": "Order tied to arrears",
    "dca_receipt_flagged": "Agency receipt flagged",
    "dca_receipt_allocated": "Agency receipt allocated",
    "contact_logged": "Contact logged",
    "cms_register_received": "Register of CMS cases received",
    "payment_passed": "Payment passed to CMS",
    "payment_file_received": "File of payments received",
    "payment_file_written": "File of payments written",
    "payment_investigated": "Payment investigated",
    "calculation_saved": "Calculation kept",
    "report_mapping_saved": "Columns of a report kept",
    "differences_taken_up": "Differences made work",
    "difference_settled": "Difference settled",
}
BREAKDOWN_STATES: Final[Mapping[str, str]] = {
    "drafted": "drafted",
    "checked": "checked",
    "relayed": "relayed to CMS",
    "clients_contacted": "clients contacted",
    "statement_adjusted": "statement adjusted",
}
EXCEPTION_STATES: Final[Mapping[str, str]] = {
    "with_supplier": "with the supplier",
    "with_application_support": "with application support",
    "with_incident_team": "with the incident team",
    "with_caseworker": "with a caseworker",
    "next_batch": "back for the next batch",
    "clerical_case": "a clerical case",
    "resolved": "resolved",
}
EXCEPTION_ANSWERS: Final[Mapping[str, str]] = {
    "technical_skip": "technical skip: one-off, back in the next batch",
    "application_support": "to application maintenance and support",
    "refer_to_caseworker": "refer to caseworker, through the incident team",
    "fixed": "fixed, back to close",
    "cannot_be_fixed": "cannot be fixed: clerical case process",
    "no_error_found": "no error found: back to the supplier",
    "business_as_usual": "to the business-as-usual team",
    "corrected": "corrected, back to close",
    "cannot_be_corrected": "cannot be corrected: clerical case process",
    "passed": "passed in the next batch",
    "failed_again": "failed again in the next batch",
}


BRIEF_LETTERS: Final = 8
ISO_DAY: Final = re.compile(r"(?<![0-9A-Za-z-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9A-Za-z-])", re.ASCII)
MONEY_FACTS: Final = frozenset({"checked", "placed", "amendment", "difference", "amount", "owed"})
# Facts that name fields, criteria or answers as we store them; people read them as words.
NAME_FACTS: Final = frozenset({"field", "fields", "criterion", "expected", "possible"})
WORDED_FACTS: Final[Mapping[str, Mapping[str, str]]] = {
    "payee": PAYEES,
    "state": EXCEPTION_STATES,
    "answer": EXCEPTION_ANSWERS,
    "breakdown": BREAKDOWN_STATES,
    "following": BREAKDOWN_STATES,
}


def refusal_text(refusal: Refusal) -> str:
    """Say a refusal in one sentence, amounts, days and names written as everywhere else."""
    sentence = REFUSALS[refusal.key]
    text = sentence.format(**{name: _fact_text(name, value) for name, value in refusal.facts})
    return capital(text) if sentence.startswith(("{field}", "{criterion}")) else text


def _fact_text(name: str, value: str) -> str:
    if name in MONEY_FACTS:
        return pounds(parse_pounds(value))
    if name == "rules":
        return _rule_titles(value)
    if name == "missing":
        return _places(value)
    if name == "step" or name in NAME_FACTS:
        return _names(name, value)
    if name in WORDED_FACTS:
        return WORDED_FACTS[name].get(value, value)
    return days_in_text(value) if ISO_DAY.fullmatch(value) else value


def _places(value: str) -> str:
    from console.present.events_of_arrival import field_words  # noqa: PLC0415 - only where a refusal names what is missing
    from console.present.not_known import places_text  # noqa: PLC0415

    return places_text(field_words([place]) if place.islower() else place for place in value.split(", "))


def _names(name: str, value: str) -> str:
    from console.present.events_of_arrival import field_words  # noqa: PLC0415 - only where a refusal names fields
    from domain.arrival.steps import TITLES  # noqa: PLC0415

    titles = {str(step): f"'{title}'" for step, title in TITLES.items()}
    return titles.get(value, value) if name == "step" else field_words(value.split(", "))


def _rule_titles(keys: str) -> str:
    from domain.deferral.rules import RULES  # noqa: PLC0415 - only where a refusal names rules

    titles = {rule.key: rule.title.lower() for rule in RULES}
    return ", ".join(titles[key] for key in keys.split(", "))


def pounds(pence: int | None) -> str:
    """Write an amount as people read it: `£1,234.56`, `-£12.00`; a figure that cannot be told is a word."""
    return "not known" if pence is None else in_pounds(pence)


def day(value: date | None) -> str:
    """Write a day as people read it: `4 Feb 2016`."""
    return f"{value.day} {value:%b %Y}" if value else "none"


def moment(at: str) -> str:
    """Write a moment as the journal keeps it, in UTC, as people read it: `4 Feb 2016 10:42`."""
    return f"{day(date.fromisoformat(at[:10]))} {at[11:16]}"


def systems_in_brief(systems: str) -> str:
    """Shorten the count of cases by system, `CS2 1, CCD 1`, to the systems: `CS2+CCD`, or to `3 cases`."""
    parts = systems.split(", ")
    brief = "+".join(part.removesuffix(" 1") for part in parts)
    return brief if len(brief) <= BRIEF_LETTERS else f"{sum(int(part.rpartition(' ')[2]) for part in parts)} cases"


def stage_in_sentence(stage: str) -> str:
    """Write a stage within a sentence: `to add at CMS`."""
    return " ".join(word if word.isupper() else word.lower() for word in STAGES[stage].split())


def days(count: int) -> str:
    """Write a number of days with its noun."""
    return f"{count} day" if count == 1 else f"{count} days"


def words(name: str) -> str:
    """Write a name that the documents join with `_` as people write it."""
    return name.replace("_", " ")


def capital(text: str) -> str:
    """Begin a text with a capital letter, the rest as it stands."""
    return text[:1].upper() + text[1:]


def sentence_end(text: str) -> str:
    """End a text that somebody typed as a sentence, where it does not end so already."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def days_in_text(text: str) -> str:
    """Write the days that stand in a text as YYYY-MM-DD as people read them: `due to close on 31 Mar 2016`."""
    return ISO_DAY.sub(_day_in_text, text)


def _day_in_text(match: re.Match[str]) -> str:
    try:
        return day(date.fromisoformat(match[0]))
    except ValueError:
        return match[0]
