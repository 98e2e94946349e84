"""The full account breakdown: the dated lines of an account, what they add up to, and what corrections change.

Every figure is a sum of lines. Liability is all that is due, receipts all that was received, the debt balance all
that is held; an anomaly rule explains the lines that carry its key. Without corrections the totals are those of the
validation of the balance, to the penny. Where a line cannot be told and nobody has corrected it, no total stands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from domain.breakdown.corrections import corrected
from domain.breakdown.ledger import RULE_KEYS, ledger_lines
from domain.events.breakdown import BreakdownTotals
from domain.policy.book import policy_for
from domain.policy.model import edition_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from domain.breakdown.line import Line
    from domain.casefile import Casefile
    from domain.casegroup import Casegroup
    from domain.events import Recorded
    from domain.policy.model import Policy, Threshold, ValidationPolicy

GROUP = ""


@dataclass(frozen=True, slots=True)
class RuleFigure:
    """What one anomaly rule explains, in pence, and what is left after it; a rule that did not run explains nothing."""

    number: int
    key: str
    answer: Literal["applied", "not_run"]
    explained_pence: int
    residual_pence: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What a set of lines adds up to: the totals, and the eight rules in their order."""

    totals: BreakdownTotals
    rules: tuple[RuleFigure, ...]

    @property
    def adjustment_pence(self) -> int:
        """Give the one signed adjustment that brings the balance held to the correct one."""
        return -self.totals.residual_pence

    @property
    def validation_total_pence(self) -> int:
        """Give liability less receipts."""
        return self.totals.liability_pence - self.totals.receipts_pence

    @property
    def correct_balance_pence(self) -> int:
        """Give the balance at which the account ends."""
        return self.totals.debt_balance_pence - self.totals.residual_pence


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """One case's part in pence, or that of no case (`case_id` empty); None where a line of it cannot be told.

    The discrepancy is the case's own: its balance less its liability plus what was put to its debt. The correct
    balance is where its running balance ends.
    """

    case_id: str
    system: str
    debt_balance_pence: int | None
    liability_pence: int | None
    received_pence: int | None
    to_debt_pence: int | None
    explained_pence: int | None
    discrepancy_pence: int | None
    correct_balance_pence: int | None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """An account broken down into its lines, in date order with running balances, and what they add up to.

    `figures` is None where `missing` names what nobody knows and nobody has corrected. `before` has the figures
    without any correction. `lost` are corrections of lines that a newer document no longer has.
    """

    casegroup_id: str
    as_at: date
    threshold: Threshold
    lines: tuple[Line, ...]
    cases: tuple[CaseFigures, ...]
    figures: Figures | None
    before: Figures | None
    missing: tuple[str, ...]
    lost: tuple[Recorded, ...]

    @property
    def totals(self) -> BreakdownTotals | None:
        """Give the totals, or None where they cannot be told."""
        return self.figures.totals if self.figures else None

    @property
    def adjustment_pence(self) -> int | None:
        """Give the one signed adjustment of the statement; None where it cannot be told."""
        return self.figures.adjustment_pence if self.figures else None

    def lines_of(self, case_id: str) -> tuple[Line, ...]:
        """Give the lines of one case, or those of no case (empty), in date order."""
        return tuple(line for line in self.lines if line.case_id == case_id)

    def line(self, line_id: str) -> Line | None:
        """Give the line of that name, or None."""
        return next((line for line in self.lines if line.line_id == line_id), None)


def breakdown_of(
    casegroup: Casegroup, as_at: date, policy: ValidationPolicy, corrections: Sequence[Recorded] = ()
) -> Breakdown:
    """Break the account of a casegroup down as at a day, with the corrections recorded of it."""
    threshold = policy.discrepancy.value
    drawn = ledger_lines(casegroup, as_at)
    systems: dict[str, str] = {case.case_id: case.system for case in casegroup.closing_cases}
    lines, lost = corrected(drawn, corrections, systems)
    figures = figures_of(lines, threshold)
    ran = frozenset(rule.key for rule in figures.rules if rule.answer == "applied") if figures else frozenset(RULE_KEYS)
    dated = _with_balances(lines, ran)
    return Breakdown(
        casegroup_id=casegroup.casegroup_id,
        as_at=as_at,
        threshold=threshold,
        lines=dated,
        cases=tuple(_case_figures(case_id, system, dated, ran) for case_id, system in (*systems.items(), (GROUP, ""))),
        figures=figures,
        before=figures_of(drawn, threshold) if corrections else figures,
        missing=tuple(dict.fromkeys(name for line in lines for name in line.missing)),
        lost=lost,
    )


def figures_of(lines: Sequence[Line], threshold: Threshold) -> Figures | None:
    """Add lines up and run the rules in order until what is left is too small; None where a line cannot be told."""
    if any(line.missing for line in lines):
        return None
    liability = sum(line.due_pence or 0 for line in lines)
    receipts = sum(line.received_pence or 0 for line in lines)
    held = sum(line.held_pence or 0 for line in lines)
    explained = dict.fromkeys(RULE_KEYS, 0)
    for line in lines:
        if line.rule is not None:
            explained[line.rule] += line.explained_pence or 0
    residual = discrepancy = held - (liability - receipts)
    rules: list[RuleFigure] = []
    for number, key in enumerate(RULE_KEYS, start=1):
        runs = threshold.reached_by(residual) and not (rules and rules[-1].answer == "not_run")
        amount = explained[key] if runs else 0
        residual -= amount
        rules.append(RuleFigure(number, key, "applied" if runs else "not_run", amount, residual))
    totals = BreakdownTotals(
        debt_balance_pence=held,
        liability_pence=liability,
        receipts_pence=receipts,
        discrepancy_pence=discrepancy,
        residual_pence=residual,
    )
    return Figures(totals, tuple(rules))


def effect_pence(line: Line, ran: frozenset[str]) -> int | None:
    """Give what a line does to the running balance: due less received, with what a rule that ran explains."""
    if line.missing and line.column != "held":
        return None
    explained = line.explained_pence if line.rule in ran else 0
    return (line.due_pence or 0) - (line.received_pence or 0) + (explained or 0)


def _with_balances(lines: Iterable[Line], ran: frozenset[str]) -> tuple[Line, ...]:
    """Put lines in date order and give each the running balances after it; None once a line cannot be told."""
    balances: dict[str, int | None] = {}
    group: int | None = 0
    dated: list[Line] = []
    for line in sorted(lines, key=_place):
        effect = effect_pence(line, ran)
        balance = balances[line.case_id] = _plus(balances.get(line.case_id, 0), effect)
        group = _plus(group, effect)
        dated.append(replace(line, balance_pence=balance, group_balance_pence=group))
    return tuple(dated)


def _place(line: Line) -> tuple[int, int, int]:
    """Order by day, a charge before money received on the same day; then what has no day, last what is held."""
    kinds = {"due": 0, "adjustment": 1, "received": 2, "held": 3}
    group = 2 if line.column == "held" else 1 if line.first is None else 0
    return group, line.first.toordinal() if line.first else 0, kinds[line.column]


def _plus(balance: int | None, effect: int | None) -> int | None:
    return None if balance is None or effect is None else balance + effect


def _case_figures(case_id: str, system: str, lines: Sequence[Line], ran: frozenset[str]) -> CaseFigures:
    own = [line for line in lines if line.case_id == case_id]
    held = _sum(own, "held")
    liability = _sum(own, "due")
    to_debt = _sum([line for line in own if line.event == "debt"], "received")
    known = not any(line.missing for line in own)
    discrepancy = None if held is None or liability is None or to_debt is None else held - liability + to_debt
    return CaseFigures(
        case_id=case_id,
        system=system,
        debt_balance_pence=held,
        liability_pence=liability,
        received_pence=_sum(own, "received"),
        to_debt_pence=to_debt,
        explained_pence=sum(line.explained_pence or 0 for line in own if line.rule in ran) if known else None,
        discrepancy_pence=discrepancy,
        correct_balance_pence=own[-1].balance_pence if own else 0,
    )


def _sum(lines: Sequence[Line], column: str) -> int | None:
    chosen = [line for line in lines if line.column == column]
    return None if any(line.missing for line in chosen) else sum(line.amount_pence or 0 for line in chosen)


def breakdown_for(casefile: Casefile, as_at: date, policy: Policy) -> Breakdown:
    """Break a casegroup's account down as it stands: as at the day it was drafted, else as at the day given."""
    progress = casefile.breakdown
    if progress is None:
        return breakdown_of(casefile.casegroup, as_at, policy.validation)
    drafted = policy_for(progress.as_at, edition_named(progress.edition))
    return breakdown_of(casefile.casegroup, progress.as_at, drafted.validation, progress.corrections)
