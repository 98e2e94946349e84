"""The words people read: stages, outcomes, refusals, events, money and days. One place for each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from domain.money import format_pounds, parse_pounds

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
    "outcome_recorded": "Recorded",
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
    "outcome_recorded": "The outcome is recorded.",
}
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
    "note_added": "Note",
    "entry_set_aside": "Entry set aside",
    "roster_changed": "Roster changed",
}
REFUSALS: Final[Mapping[str, str]] = {
    "no_rule_broken": "No deferral rule is broken, so there is nothing to defer.",
    "no_due_date": "There is no due date to count from: no request, no T-date and no liability end date is set.",
    "already_deferred": "Closure is already deferred to {until}; the rules are asked again then.",
    "already_amended": "The balance was already amended on these figures.",
    "not_validated": "The balance has not been validated on what is now known.",
    "no_confirmation_needed": "No clerical case has a part in this validation, so there is nothing to confirm.",
    "already_confirmed": "The clerical validation is already confirmed.",
    "confirmation_missing": "Clerical cases have a part in this validation; confirm it first.",
    "reason_missing": "A reason is needed.",
    "no_amendment_owed": "The recorded outcome asks for no amendment.",
    "case_not_closing": "Case {case_id} is not a closing case of this casegroup.",
    "placement_of_nothing": "A placement of £0.00 places nothing.",
    "placements_differ": "The placements come to {placed} of an amendment of {amendment}; {difference} is left.",
    "already_inhibited": "Case {case_id} already has an open manual inhibit.",
    "review_not_later": "The review date {review_on} is not later than {as_at}.",
    "no_such_case": "Case {case_id} is not in this casegroup.",
    "not_inhibited": "Case {case_id} has no open {inhibit_kind} inhibit.",
    "decision_missing": "Say what the receiving parent decided; 'not recorded' is not a decision.",
    "amount_missing": "Writing off a part needs the amount.",
    "amount_not_asked": "An amount goes only with writing off a part.",
    "amount_not_above_zero": "The amount to write off, {amount}, is not above zero.",
    "amount_above_arrears": "The amount to write off, {amount}, is more than the {owed} owed on the case.",
    "day_in_the_future": "The day {day} is after {as_at}.",
    "work_missing": "Say what the work is.",
    "no_such_work_item": "There is no work item {work_item_id} on this case.",
    "work_item_closed": "Work item {work_item_id} was closed on {closed_on}.",
    "note_empty": "The note is empty.",
    "no_such_entry": "Entry {seq} is not in the journal of this casegroup.",
    "facts_stand": "Entry {seq} is a document received; a newer document supersedes it, nothing sets it aside.",
    "already_set_aside": "Entry {seq} is already set aside.",
    "later_work_rests_on_it": "Entry {later} rests on entry {seq}; set that one aside first.",
}


MONEY_FACTS: Final = frozenset({"placed", "amendment", "difference", "amount", "owed"})
DAY_FACTS: Final = frozenset({"until", "review_on", "as_at", "day", "closed_on"})


def refusal_text(refusal: Refusal) -> str:
    """Say a refusal in one sentence, amounts and days written as everywhere else."""
    return REFUSALS[refusal.key].format(**{name: _fact_text(name, value) for name, value in refusal.facts})


def _fact_text(name: str, value: str) -> str:
    if name in MONEY_FACTS:
        return pounds(parse_pounds(value))
    return day(date.fromisoformat(value)) if name in DAY_FACTS else value


def pounds(pence: int | None) -> str:
    """Write an amount as people read it: `£1,234.56`, `-£12.00`; a figure that cannot be told is a word."""
    if pence is None:
        return "not known"
    whole, decimals = format_pounds(abs(pence)).split(".")
    return f"{'-' if pence < 0 else ''}£{int(whole):,}.{decimals}"


def day(value: date | None) -> str:
    """Write a day as people read it: `4 Feb 2016`."""
    return f"{value.day} {value:%b %Y}" if value else "none"


def days(count: int) -> str:
    """Write a number of days with its noun."""
    return f"{count} day" if count == 1 else f"{count} days"
