"""What follows from the deferral rules: clear, deferred to a day, or blocked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from domain.days import FIRST_DAY, days_after
from domain.deferral.rules import RULES, Asked, DeferralRule
from domain.finding import Check, CheckAnswer, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from domain.casegroup import Case, Casegroup
    from domain.policy.model import DeferralPolicy

DeferralResult = Literal["clear", "deferred", "blocked"]


@dataclass(frozen=True, slots=True)
class DeferralDecision:
    """The answer of the nine rules for a casegroup: `days` and `deferred_until` come from the longest broken one."""

    due_date: date | None
    result: DeferralResult
    days: int | None
    deferred_until: date | None
    checks: tuple[Check, ...]

    @property
    def broken(self) -> tuple[Check, ...]:
        """Give the checks that count as broken, in the order of the register."""
        return tuple(check for check in self.checks if check.counts_as_broken)

    @property
    def blocking(self) -> tuple[Check, ...]:
        """Give the broken checks that keep the casegroup from closing whatever the date: its open inhibits."""
        keys = {rule.key for rule in RULES if rule.blocks}
        return tuple(check for check in self.broken if check.rule in keys)

    @property
    def longest(self) -> Check | None:
        """Give the broken check whose period is used."""
        return max(self.broken, key=lambda check: check.period.value.count, default=None)


def check_deferral(
    casegroup: Casegroup,
    as_at: date,
    due: date | None,
    policy: DeferralPolicy,
    deferred_from: date | None = None,
) -> DeferralDecision:
    """Ask the nine rules of every closing case on a day; the longest period of those broken counts.

    `deferred_from` is the day a deferral that still runs was counted from: a longer period is counted from
    there too, and none makes a running deferral shorter.
    """
    checks = tuple(_checks(casegroup, as_at, due, policy))
    broken = [check for check in checks if check.counts_as_broken]
    days = max((check.period.value.count for check in broken), default=None)
    blocking = frozenset(rule.key for rule in RULES if rule.blocks)
    result: DeferralResult = "clear"
    if broken:
        result = "blocked" if any(check.rule in blocking for check in broken) else "deferred"
    until = None
    if due and days is not None:
        until = max(days_after(deferred_from or due, days), due if deferred_from else FIRST_DAY)
    return DeferralDecision(due, result, days, until, checks)


def _checks(casegroup: Casegroup, as_at: date, due: date | None, policy: DeferralPolicy) -> Iterator[Check]:
    stopped: set[str] = set()
    for rule in RULES:
        for case in casegroup.closing_cases if rule.scope == "case" else casegroup.cases[:1]:
            run = rule.scope == "casegroup" or case.case_id not in stopped
            reading = rule.ask(Asked(casegroup, case, as_at, due)) if run else Reading(broken=None)
            check = _check(rule, case, reading, policy, run=run)
            if check.counts_as_broken and case.system in rule.stops_rules_after_on:
                stopped.add(case.case_id)
            yield check


def _check(rule: DeferralRule, case: Case, reading: Reading, policy: DeferralPolicy, *, run: bool) -> Check:
    answer: CheckAnswer = "not_run"
    if run:
        answer = "not_known" if reading.broken is None else "broken" if reading.broken else "kept"
    takes_effect = answer == "broken" and (not rule.effect_on or case.system in rule.effect_on)
    return Check(
        number=rule.number,
        rule=rule.key,
        case_id=case.case_id if rule.scope == "case" else None,
        answer=answer,
        period=rule.period(policy),
        effect=rule.effect if takes_effect else None,
        evidence=reading.evidence,
        missing=reading.missing,
        source=rule.source,
    )
