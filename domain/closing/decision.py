"""Closing a casegroup, or every reason against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.closing.rules import RULES, Closing
from domain.decision import Context, Decision, refused
from domain.events.disposal import CasegroupClosed
from domain.refusals import Refusal, refusal

if TYPE_CHECKING:
    from datetime import date

    from domain.casefile import Casefile
    from domain.closing.requests import CloseCasegroup
    from domain.finding import Check


def decide_close(
    casefile: Casefile,
    request: CloseCasegroup,
    context: Context,
    broken: tuple[Check, ...],
    outstanding: dict[tuple[str, str], int] | None,
) -> Decision:
    """Close the casegroup; the first refusal is the first rule of the register that is not kept, the rest follow."""
    if casefile.closed is not None:
        return refused(refusal("already_closed", closed_on=casefile.closed.closed_on))
    closed_on = request.closed_on or context.as_at
    if closed_on > context.as_at:
        return refused(refusal("day_in_the_future", day=closed_on, as_at=context.as_at))
    if not casefile.casegroup.closing_cases:
        return refused(refusal("no_closing_case"))
    refusals = closing_refusals(casefile, closed_on, broken, outstanding)
    if refusals:
        return refused(*refusals)
    cases = tuple(case.case_id for case in casefile.casegroup.closing_cases)
    return Decision(events=(CasegroupClosed(closed_on=closed_on, cases=cases),))


def closing_refusals(
    casefile: Casefile,
    closed_on: date,
    broken: tuple[Check, ...],
    outstanding: dict[tuple[str, str], int] | None,
) -> tuple[Refusal, ...]:
    """Give every reason why a casegroup cannot close on a day, in the order of the register."""
    closing = Closing(casefile, closed_on, broken, outstanding)
    return tuple(reason for rule in RULES for reason in rule.ask(closing))
