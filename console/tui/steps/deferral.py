"""Step 2, Deferral: the nine rules, what each answered on which case, and what that comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.present.explain import (
    DEFERRAL_TITLES,
    check_sentences,
    deferral_sentences,
    source_sentence,
    value_sentence,
)
from console.present.wording import CHECK_ANSWERS
from console.tui.content import Toned
from console.tui.steps.step import StepContent
from console.tui.widgets.grid_source import Column, GridRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.tui.content import Tone
    from console.tui.steps.step import Line, View
    from domain.deferral.decision import DeferralDecision
    from domain.finding import Check

COLUMNS = (
    Column(key="number", title="", width_min=2, align="right", sortable=False),
    Column(key="rule", title="Rule", width_min=38, flex=1, width_max=60),
    Column(key="answer", title="Answer", width_min=9),
    Column(key="days", title="Days", width_min=4, align="right"),
    Column(key="case", title="Case", width_min=10, flex=1),
)
TONES: dict[str, Tone] = {"kept": "plain", "broken": "bad", "not_known": "bad", "not_run": "muted"}


def deferral_step(view: View) -> StepContent:
    """List the nine rules; a rule kept on every case takes one line, any other a line for each case."""
    deferral = view.assessment.deferral
    checks = dict(_listed(deferral))
    first_broken = next((key for key, check in checks.items() if check.counts_as_broken), None)

    def short(key: str) -> list[Line]:
        check = checks[key]
        because = check_sentences(check, view.casefile.casegroup, view.assessment)
        return [Toned(f"{check.number}  {' '.join(because[:-1]) or because[0]}"), *deferral_sentences(deferral)]

    def why(key: str) -> list[Line]:
        check = checks[key]
        because = check_sentences(check, view.casefile.casegroup, view.assessment)
        return [
            Toned(f"Rule {check.number}: {DEFERRAL_TITLES[check.rule]}", "strong"),
            *(because[:-1] or because),
            "",
            Toned("Period", "strong"),
            value_sentence(check.period),
            source_sentence(check.period.source),
            check.period.source.says,
            "",
            Toned("Rule", "strong"),
            source_sentence(check.source),
            check.source.says,
            "",
            Toned("In all", "strong"),
            *deferral_sentences(deferral),
        ]

    rows = [GridRow(key, _cells(check, key)) for key, check in checks.items()]
    cases = {key: check.case_id for key, check in checks.items() if check.case_id}
    return StepContent(COLUMNS, rows, short, why, start=first_broken, cases=cases)


def deferral_state(view: View) -> str:
    """Give the sign of the step."""
    return "" if view.assessment.deferral.result == "clear" else "!"


def _listed(deferral: DeferralDecision) -> Iterator[tuple[str, Check]]:
    by_rule: dict[str, list[Check]] = {}
    for check in deferral.checks:
        by_rule.setdefault(check.rule, []).append(check)
    for rule, checks in by_rule.items():
        if all(check.answer == "kept" for check in checks):
            yield rule, checks[0]
        else:
            for check in checks:
                yield f"{rule} {check.case_id or ''}", check


def _cells(check: Check, key: str) -> tuple[str | int | Toned | None, ...]:
    together = key == check.rule
    days = check.period.value.count if check.counts_as_broken else None
    tone = TONES[check.answer]
    case = "" if together else check.case_id or "casegroup"
    return (check.number, DEFERRAL_TITLES[check.rule], Toned(CHECK_ANSWERS[check.answer], tone), days, case)
