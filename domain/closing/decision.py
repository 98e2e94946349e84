"""Closing a casegroup, or every reason against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.closing.rules import RULES, Closing, ClosingRule
from domain.decision import Context, Decision, refused
from domain.events.disposal import CasegroupClosed
from domain.refusals import Refusal, refusal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from domain.casefile import Casefile
    from domain.closing.requests import CloseCasegroup
    from domain.finding import Check


def decide_close(casefile: Casefile, request: CloseCasegroup, context: Context, broken: Sequence[Check]) -> Decision:
    """Close the casegroup; the first refusal is the first rule of the register that is not kept, the rest follow."""
    if casefile.closed is not None:
        return refused(refusal("already_closed", closed_on=casefile.closed.closed_on))
    closed_on = request.closed_on or context.as_at
    if closed_on > context.as_at:
        return refused(refusal("day_in_the_future", day=closed_on, as_at=context.as_at))
    if not casefile.casegroup.closing_cases:
        return refused(refusal("no_closing_case"))
    refusals = tuple(reason for answer in closing_checklist(casefile, closed_on, broken) for reason in answer.refusals)
    if refusals:
        return refused(*refusals)
    cases = tuple(case.case_id for case in casefile.casegroup.closing_cases)
    return Decision(events=(CasegroupClosed(closed_on=closed_on, cases=cases),))


@dataclass(frozen=True, slots=True)
class ClosingAnswer:
    """One rule of closing asked of a casegroup: kept where there are no refusals."""

    rule: ClosingRule
    refusals: tuple[Refusal, ...]

    @property
    def kept(self) -> bool:
        """Tell whether nothing stands against closing by this rule."""
        return not self.refusals


def closing_checklist(casefile: Casefile, closed_on: date, broken: Sequence[Check]) -> tuple[ClosingAnswer, ...]:
    """Ask every rule of closing, in the order of the register; `broken` are the deferral rules broken now."""
    closing = Closing(casefile, closed_on, tuple(broken))
    return tuple(ClosingAnswer(rule, tuple(rule.ask(closing))) for rule in RULES)
