"""What the events of the arrival on CMS say, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.present.wording import PAYEES, STATUSES, day, pounds, sentence_end
from domain.arrival.steps import TITLES
from domain.events.arrival import (
    ArrearsCorrected,
    ArrivalStepTaken,
    BalancesReceived,
    CmsCaseMatched,
    CmsRegisterReceived,
    ContactLogged,
    DcaReceiptAllocated,
    DcaReceiptFlagged,
    DuesCreated,
    OrderRecorded,
    ResidualReceived,
    TransitionCompleted,
)
from domain.terms import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domain.events import Event
    from domain.events.arrival import ArrearsLine, ArrivalRoute, ContactAbout, ContactWith, CorrectionReason, OrderKind

ROUTES: Final[Mapping[ArrivalRoute, str]] = {
    "automatic": "automatic",
    "clerical": "clerical: by hand",
    "partially_clerical": "partially clerical: by hand",
}
CORRECTION_REASONS: Final[Mapping[CorrectionReason, str]] = {
    "error": "an error",
    "balance_change": "a change of the balance",
    "change_of_circumstances": "an offline change of circumstances",
    "appeal": "an appeal",
}
ORDERS: Final[Mapping[OrderKind, str]] = {"liability_order": "Liability order", "enforcement": "Enforcement"}
CONTACTS: Final[Mapping[ContactWith, str]] = {
    "csa_caseworker": "the CSA caseworker",
    "csa_team_leader": "the CSA team leader",
    "cms_caseworker": "the CMS caseworker",
}
ABOUT: Final[Mapping[ContactAbout, str]] = {
    "unfinished_work": "work that is not finished",
    "appeal": "an appeal",
    "complaint": "a complaint",
}


def field_words(names: Iterable[str]) -> str:
    """Write fields as words: `receiving parent NINO`."""
    return ", ".join(in_words(name).replace(" ID", " number") for name in names)


def arrears_words(line: ArrearsLine) -> str:
    """Say what a line of arrears is: amount, case, payee and status."""
    return f"{pounds(line.amount_pence)} on case {line.case_id}, {PAYEES[line.owed_to]}, {STATUSES[line.status]}"


def _total(lines: Iterable[ArrearsLine]) -> str:
    return pounds(sum(line.amount_pence for line in lines))


def arrival_sentence(event: Event) -> str | None:
    """Say what an event about the arrival records, or None for any other."""
    match event:
        case BalancesReceived():
            return (
                f"Balances received at CMS on {day(event.received_on)}: {_total(event.lines)}, {ROUTES[event.route]}."
            )
        case ResidualReceived():
            return f"Residual balance received: {arrears_words(event.line)}; {event.file_name}, line {event.row}."
        case CmsCaseMatched():
            return _matched(event)
        case ArrivalStepTaken():
            return _step(event)
        case DuesCreated():
            parts = "; ".join(arrears_words(line) for line in event.lines)
            return f"Dues created at CMS, {_total(event.lines)}: {parts}."
        case TransitionCompleted():
            return f"Transition complete on {day(event.completed_on)}."
        case CmsRegisterReceived():
            return f"Register of CMS cases received: {event.file_name}, {event.rows:,} cases."
        case _:
            return _afterwards(event)


def _matched(event: CmsCaseMatched) -> str:
    found = f"CMS case {event.cms_case_id}" if event.cms_case_id else "no case on CMS"
    group = f", casegroup {event.cms_casegroup_id}" if event.cms_casegroup_id else ""
    how = "by the register" if event.how == "register" else f"by hand: {event.note}"
    return sentence_end(f"Case {event.case_id}: {found}{group}, {how}")


def _step(event: ArrivalStepTaken) -> str:
    what = f"Case {event.case_id}: {TITLES[event.step]}"
    unknown = f" Not known: {field_words(event.not_known)}." if event.not_known else ""
    told = "; ".join(f"{field_words([name])} {value}" for name, value in event.data.items())
    if event.state == "failed":
        return f"{what}: cannot be done, missing {field_words(event.missing)}.{unknown}"
    by_hand = f" by hand{f': {told}' if told else ''}" if event.how == "hand" else ""
    return f"{what}: done{by_hand}.{unknown}"


def _afterwards(event: Event) -> str | None:
    match event:
        case ArrearsCorrected():
            why = f"{CORRECTION_REASONS[event.reason]}: {event.note}"
            return sentence_end(f"Arrears at CMS corrected by {arrears_words(event.line)}, for {why}")
        case OrderRecorded():
            made = f", made on {day(event.made_on)}" if event.made_on else ""
            return f"{ORDERS[event.order]} {event.order_id}{made}, tied to {arrears_words(event.line)}: {event.detail}."
        case DcaReceiptFlagged():
            return f"Agency receipt {event.receipt_id} of {pounds(event.amount_pence)} flagged to be allocated by hand."
        case DcaReceiptAllocated():
            return f"Agency receipt {event.receipt_id} allocated: {arrears_words(event.line)}."
        case ContactLogged():
            who = f"{CONTACTS[event.with_whom]}{f', {event.name},' if event.name else ''}"
            reached = "Spoke to" if event.reached else "Could not reach"
            return sentence_end(
                f"{reached} {who} on {day(event.contacted_on)} about {ABOUT[event.about]}: {event.said}"
            )
        case _:
            return None
