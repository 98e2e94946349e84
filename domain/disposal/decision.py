"""Giving notice of a write-off, and disposing of the arrears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.account import payee_balances
from domain.days import days_after
from domain.decision import Context, Decision, refused
from domain.disposal.rules import balances, decided_on, dispose, not_known, to_write_off, write_off_of
from domain.events.disposal import ArrearsDisposed, WriteOffNoticeGiven
from domain.money import format_pounds
from domain.refusals import Refusal, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from domain.casefile import Casefile
    from domain.casegroup import Case, Payee, Person
    from domain.disposal.requests import DisposeArrears, GiveWriteOffNotice
    from domain.disposal.rules import Balance
    from domain.events.disposal import Reached
    from domain.policy.model import Policy


def decide_notice(casefile: Casefile, request: GiveWriteOffNotice, context: Context) -> Decision:
    """Record the notice of a write-off on a case; whoever is dead on the record is taken for dead unless said."""
    case = casefile.case(request.case_id)
    if case is None or not case.in_case_closure:
        return refused(refusal("case_not_closing", case_id=request.case_id))
    reached = {
        "paying parent": _reached(request.paying_parent, casefile.casegroup.paying_parent),
        "receiving parent": _reached(request.receiving_parent, case.receiving_parent),
    }
    given_on = request.given_on or context.as_at
    refusals = tuple(_refusals_of_notice(casefile, case, request, reached, given_on, context))
    if refusals:
        return refused(*refusals)
    event = WriteOffNoticeGiven(
        case_id=request.case_id,
        given_on=given_on,
        paying_parent=reached["paying parent"],
        receiving_parent=reached["receiving parent"],
        amount_pence=write_off_of(case) or 0,
        reason=request.reason,
    )
    return Decision(events=(event,))


def _reached(said: Reached | None, person: Person) -> Reached:
    return said or ("dead" if person.date_of_death else "given")


def _refusals_of_notice(
    casefile: Casefile,
    case: Case,
    request: GiveWriteOffNotice,
    reached: dict[str, Reached],
    given_on: date,
    context: Context,
) -> Iterator[Refusal]:
    if casefile.disposal is not None:
        yield refusal("already_disposed", disposed_on=casefile.disposal.disposed_on)
    amount = write_off_of(case)
    if amount is None:
        yield refusal("amount_to_write_off_not_known", case_id=case.case_id)
    elif amount == 0:
        yield refusal("nothing_to_write_off", case_id=case.case_id)
    if given_on > context.as_at:
        yield refusal("day_in_the_future", day=given_on, as_at=context.as_at)
    recorded_on = case.arrears_decision.recorded_on
    if amount and recorded_on is not None and given_on < recorded_on:
        # An earlier day would cut short the days for representations.
        yield refusal("notice_before_decision", case_id=case.case_id, day=given_on, decided_on=recorded_on)
    if request.reason.strip():
        return
    if "untraced" in reached.values():
        yield refusal("untraced_reason_missing")
    people = {"paying parent": casefile.casegroup.paying_parent, "receiving parent": case.receiving_parent}
    for who, person in people.items():
        if reached[who] == "dead" and person.date_of_death is None:
            yield refusal("death_not_on_record", who=who)


def decide_disposal(
    casefile: Casefile, request: DisposeArrears, context: Context, inhibited: Sequence[str | None]
) -> Decision:
    """Dispose of every balance at once, or say everything that keeps it from being done.

    `inhibited` names the cases with an open inhibit, which keeps their arrears where they are.
    """
    refusals = tuple(_refusals_of_disposal(casefile, request, context, inhibited))
    if refusals:
        return refused(*refusals)
    treatments = {(credit.case_id, credit.owed_to): credit.treatment for credit in request.credits}
    lines = tuple(
        dispose(balance, treatments.get((balance.case.case_id, balance.owed_to)), decided_on(casefile, balance.case))
        for balance in balances(casefile)
    )
    return Decision(events=(ArrearsDisposed(disposed_on=context.as_at, lines=lines),))


def _refusals_of_disposal(
    casefile: Casefile, request: DisposeArrears, context: Context, inhibited: Sequence[str | None]
) -> Iterator[Refusal]:
    if casefile.disposal is not None:
        key = "already_disposed" if casefile.disposal_complete else "disposal_on_other_figures"
        yield refusal(key, disposed_on=casefile.disposal.disposed_on)
        return
    if inhibited:
        yield refusal("closing_blocked", cases=", ".join(dict.fromkeys(f"case {case_id}" for case_id in inhibited)))
    validation = casefile.validation
    if validation is None or validation.outcome == "not_known":
        yield refusal("outcome_missing")
    elif validation.needs_clerical_confirmation and not casefile.confirmed:
        yield refusal("confirmation_missing")
    if validation is not None and validation.outcome == "amend_balance" and casefile.amended is None:
        yield refusal("amendment_missing")
    missing = not_known(casefile)
    if missing:
        yield refusal("balance_not_known", missing=", ".join(missing))
    if payee_balances(casefile.casegroup) == {}:
        yield refusal("nothing_to_dispose")
    yield from _refusals_of_balances(casefile, request, context)


def _refusals_of_balances(casefile: Casefile, request: DisposeArrears, context: Context) -> Iterator[Refusal]:
    treated = {(credit.case_id, credit.owed_to) for credit in request.credits}
    if len(treated) < len(request.credits):
        yield refusal("credit_treated_twice")
    for balance in balances(casefile):
        yield from _refusals_of_balance(casefile, balance, treated, context)
    held = {(balance.case.case_id, balance.owed_to) for balance in balances(casefile) if balance.pence < 0}
    for case_id, owed_to in sorted(treated - held):
        yield refusal("no_credit", case_id=case_id, payee=owed_to)


def _refusals_of_balance(
    casefile: Casefile, balance: Balance, treated: set[tuple[str, Payee]], context: Context
) -> Iterator[Refusal]:
    case_id = balance.case.case_id
    if balance.pence < 0:
        if (case_id, balance.owed_to) not in treated:
            yield refusal("credit_held", case_id=case_id, payee=balance.owed_to, amount=format_pounds(-balance.pence))
        return
    if balance.owed_to != "receiving_parent":
        return
    amount = to_write_off(balance)
    if balance.case.arrears_decision.choice in {None, "not_recorded"}:
        yield refusal("decision_not_recorded", case_id=case_id)
    elif amount is None:
        yield refusal("amount_to_write_off_not_known", case_id=case_id)
    elif amount > 0:
        yield from _refusals_of_write_off(casefile, case_id, amount, context)


def _refusals_of_write_off(casefile: Casefile, case_id: str, amount_pence: int, context: Context) -> Iterator[Refusal]:
    notice = notice_of(casefile, case_id)
    if notice is None:
        yield refusal("notice_missing", case_id=case_id)
        return
    if notice.amount_pence < amount_pence:
        told, owed = format_pounds(notice.amount_pence), format_pounds(amount_pence)
        yield refusal("notice_of_less", case_id=case_id, amount=told, owed=owed)
        return
    until = representations_until(casefile, case_id, context.policy)
    if until is not None and context.as_at <= until:
        yield refusal("representations_running", case_id=case_id, until=until)


def notice_of(casefile: Casefile, case_id: str) -> WriteOffNoticeGiven | None:
    """Give the notice that counts for a case, the one recorded last; None without one."""
    return next((notice for notice in reversed(casefile.notices) if notice.case_id == case_id), None)


def representations_until(casefile: Casefile, case_id: str, policy: Policy) -> date | None:
    """Give the last day for representations against a write-off; None without notice, or where nobody could be told.

    The days are counted from the day after the notice; interpretation `representations-days`.
    """
    notice = notice_of(casefile, case_id)
    if notice is None or "given" not in {notice.paying_parent, notice.receiving_parent}:
        return None
    return days_after(notice.given_on, policy.disposal.representations.value.count)
