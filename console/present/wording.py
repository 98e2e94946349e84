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
    "to_dispose": "To dispose",
    "to_close": "To close",
    "closed": "Closed",
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
    "closed": "Every closing case is closed; what was written down goes to CMS.",
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
    "said_missing": "Say what the receiving parent said, or that they could not be reached.",
    "breakdown_running": "An account breakdown is under way ({breakdown}); there is one at a time.",
    "breakdown_missing": "There is no account breakdown of this casegroup; draft one first.",
    "breakdown_fixed": "The breakdown is {breakdown}, so its figures are fixed; send it back to correct it.",
    "evidence_missing": "Say on what evidence.",
    "no_such_line": "There is no line {line} in the breakdown.",
    "line_held": "A balance held is not corrected here; the adjustment of the statement is what corrects it.",
    "line_struck": "The line is struck already.",
    "line_of_another_column": "An amount of this line is put under '{column}', for that is what the line is.",
    "line_without_amount": "Say the amount of the line.",
    "received_below_zero": "Money received cannot be below zero ({amount}); strike the line it takes back.",
    "nothing_changed": "The line says {amount} already.",
    "column_missing": "Say what is added: something due, money received, or an adjustment.",
    "line_without_case": "Something due or an adjustment belongs to a case; name it.",
    "line_without_day": "Say of which day the line is.",
    "line_of_nothing": "A line of £0.00 adds nothing.",
    "breakdown_finished": "The statement has been adjusted; nothing is left to be done.",
    "breakdown_not_next": "The breakdown is {breakdown}; what comes next is: {following}.",
    "checked_by_another": "{who} worked on this breakdown; somebody else has to check it.",
    "correction_without_line": "The corrected line {line} is gone from the newest document; undo entry {seq} first.",
    "checked_on_other_figures": "The figures are no longer those checked (adjustment {checked}); send it back.",
    "breakdown_relayed": "The breakdown is {breakdown} and no longer comes back.",
    "already_finalised": "The balance of case {case_id} is final already on these figures.",
    "outcome_missing": "The outcome is not on record yet; record it first.",
    "balance_not_known": "The balance cannot be told; not known: {missing}.",
    "decision_not_recorded": "What the receiving parent of case {case_id} wants done with the arrears is not recorded.",
    "already_disposed": "The arrears were already disposed of on {disposed_on}.",
    "nothing_to_write_off": "The decision on case {case_id} writes nothing off, so no notice is needed.",
    "untraced_reason_missing": "Say how you know that the person cannot be traced.",
    "death_not_on_record": "No date of death is on record for the {who}; say how you know of the death.",
    "nothing_to_dispose": "Nothing is outstanding on any closing case, so there is nothing to dispose of.",
    "credit_treated_twice": "A credit is given more than one treatment; give each of them one.",
    "notice_of_less": "The parents of case {case_id} had notice of {amount}; {owed} would be written off.",
    "amendment_missing": "The outcome asks for an amendment that has not been made.",
    "credit_held": "Case {case_id} has a credit of {amount} ({payee}); a person has to say what becomes of it.",
    "no_credit": "Case {case_id} has no credit to treat ({payee}).",
    "amount_to_write_off_not_known": "The amount to write off on case {case_id} is not known.",
    "notice_missing": "Both parents of case {case_id} have to be given notice of the write-off first.",
    "representations_running": "The parents of case {case_id} may make representations until {until}.",
    "already_closed": "The casegroup was closed on {closed_on}.",
    "no_closing_case": "No case of this casegroup is in case closure.",
    "closing_blocked": "An inhibit is open on {cases}; lift it first.",
    "deferral_running": "Closure is deferred to {until}.",
    "rules_broken": "Deferral rules are broken today ({rules}); defer closure, or put it right.",
    "outcome_undecided": "The outcome is not decided.",
    "disposal_missing": "The arrears have not been written off or written down.",
    "disposal_on_other_figures": "The disposal of {disposed_on} no longer fits what is owed; undo it, dispose again.",
    "liability_running": "Liability has not ended by {day} on {cases}.",
    "schedules_running": "Liability schedules have not ended on {cases}.",
    "closing_before_t_date": "{day} is before the T-date, {t_date}.",
    "clerical_unconfirmed": "The clerical part of the validation has not been confirmed.",
    "closing_before_due": "{day} is before {due}, the day the casegroup is due to close.",
    "closing_without_due": "No day is set on which the casegroup is due to close.",
    "closing_exception_open": "Somebody still has to do something about {exceptions}.",
    "detail_missing": "Say in words what the exception is.",
    "exception_open": "The same exception is open already: {exception_id}.",
    "no_such_exception": "There is no exception {exception_id} on this casegroup.",
    "exception_ended": "Exception {exception_id} has ended; raise a new one.",
    "nobody_named": "Say to whom.",
    "allocated_already": "It is with {to} already.",
    "no_such_route": "An exception {state} cannot be answered '{answer}'; possible is: {possible}.",
    "no_such_service_request": "There is no service request {service_request_id} on this casegroup.",
    "service_request_done": "Service request {service_request_id} is done already.",
    "no_such_entry": "Entry {seq} is not in the journal of this casegroup.",
    "facts_stand": "Entry {seq} is a document received; a newer document supersedes it, nothing sets it aside.",
    "opening_stands": "Entry {seq} says that a restricted record was opened; nothing sets that aside.",
    "already_set_aside": "Entry {seq} is already set aside.",
    "ground_set_aside": "Entry {seq} cannot come back: it rests on entry {ground}, which is set aside.",
    "later_work_rests_on_it": "Entry {later} rests on entry {seq}; set that one aside first.",
}


MONEY_FACTS: Final = frozenset({"checked", "placed", "amendment", "difference", "amount", "owed"})
DAY_FACTS: Final = frozenset({"until", "review_on", "as_at", "day", "closed_on", "disposed_on", "due", "t_date"})
WORDED_FACTS: Final[Mapping[str, Mapping[str, str]]] = {
    "payee": PAYEES,
    "state": EXCEPTION_STATES,
    "answer": EXCEPTION_ANSWERS,
    "breakdown": BREAKDOWN_STATES,
    "following": BREAKDOWN_STATES,
}


def refusal_text(refusal: Refusal) -> str:
    """Say a refusal in one sentence, amounts and days written as everywhere else."""
    return REFUSALS[refusal.key].format(**{name: _fact_text(name, value) for name, value in refusal.facts})


def _fact_text(name: str, value: str) -> str:
    if name in MONEY_FACTS:
        return pounds(parse_pounds(value))
    if name == "rules":
        return _rule_titles(value)
    if name in WORDED_FACTS:
        return WORDED_FACTS[name].get(value, value)
    return day(date.fromisoformat(value)) if name in DAY_FACTS else value


def _rule_titles(keys: str) -> str:
    from domain.deferral.rules import RULES  # noqa: PLC0415 - only where a refusal names rules

    titles = {rule.key: rule.title.lower() for rule in RULES}
    return ", ".join(titles[key] for key in keys.split(", "))


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
