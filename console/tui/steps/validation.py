"""Step 3, Validation: the discrepancy as a waterfall, then each case with the lines of its liability history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.present.explain import (
    ANOMALY_TITLES,
    anomaly_sentences,
    case_sentence,
    outcome_sentences,
    period_sentences,
    receivable_sentences,
    source_sentence,
    value_sentence,
    waterfall,
)
from console.present.wording import day, pounds
from console.tui.content import Toned
from console.tui.steps.step import StepContent
from console.tui.widgets.grid_source import Column, GridRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.present.explain import Step
    from console.tui.content import Tone
    from console.tui.steps.step import Line, View
    from domain.assessment import Assessment
    from domain.validation.decision import Anomaly, CaseValidation

BAR_CELLS: Final = 9
COLUMNS = (
    Column(key="what", title="What", width_min=28, flex=1, width_max=52, sortable=False),
    Column(key="amount", title="Amount", width_min=14, align="right", sortable=False),
    Column(key="left", title="Left after it", width_min=14, align="right", sortable=False),
    Column(key="bar", title="", width_min=BAR_CELLS + 1, sortable=False),
)
SIGNS: Final = {"total": " ", "less": "-", "result": "=", "explained": "-", "not_run": " ", "left": "="}


def validation_step(view: View) -> StepContent:
    """Lay out totals, what each rule explains, what is left, each case's own figure, and every period line."""
    assessment = view.assessment
    steps = waterfall(assessment)
    rows: list[GridRow] = []
    behind: dict[str, list[Line]] = {}
    cases: dict[str, str] = {}
    remaining = iter(_remaining(assessment))
    for number, step in enumerate(steps):
        key = f"step {number}"
        explains = step.kind in {"explained", "left"} or step.label == "Discrepancy"
        left, bar = next(remaining) if explains else ("", "")
        rows.append(GridRow(key, _cells(step, left, bar)))
        behind[key] = _behind(step, view)
    for case in assessment.validation.cases:
        for key, row, lines in _case_rows(case, view):
            rows.append(row)
            behind[key] = lines
            cases[key] = case.case_id

    def short(key: str) -> list[Line]:
        return behind[key][1:3] or behind[key][:1]

    return StepContent(COLUMNS, rows, short, lambda key: behind[key], start="step 4", cases=cases)


def validation_state(view: View) -> str:
    """Give the sign of the step."""
    validation = view.assessment.validation
    return "!" if validation.status != "validated" or validation.offsetting else ""


def _cells(step: Step, left: str, bar: str) -> tuple[str | Toned | None, ...]:
    tone: Tone = {"result": "strong", "left": "strong", "not_run": "muted"}.get(step.kind, "plain")  # type: ignore[assignment]
    amount = "" if step.amount_pence is None and step.kind == "not_run" else pounds(step.amount_pence)
    if step.kind == "not_run":
        left = "NOT KNOWN" if step.note.startswith("not known") else "not run"
    shown_left = Toned(left if step.kind in {"explained", "not_run"} else "", "muted")
    return (Toned(f"{SIGNS[step.kind]} {step.label}", tone), Toned(amount, tone), shown_left, bar)


def _remaining(assessment: Assessment) -> Iterator[tuple[str, str]]:
    """Give what is left after each step, in words and as a bar to one scale; a negative one is marked."""
    discrepancy = assessment.validation.discrepancy_pence or 0
    left = [discrepancy, *(a.residual_pence for a in assessment.anomalies if a.answer == "applied")]
    left.append(assessment.outcome.residual_pence or 0)
    scale = max((abs(amount) for amount in left), default=0)
    for amount in left:
        cells = round(abs(amount) * BAR_CELLS / scale) if scale else 0
        cells = max(cells, 1) if amount else 0
        yield pounds(amount), ("-" if amount < 0 else " ") + "█" * cells


def _behind(step: Step, view: View) -> list[Line]:
    """Give everything behind a line of the waterfall, its title first."""
    assessment, validation = view.assessment, view.assessment.validation
    title = Toned(f"{step.label}: {pounds(step.amount_pence)}", "strong")
    if step.kind in {"explained", "not_run"}:
        anomaly = assessment.anomalies[int(step.label.split(maxsplit=1)[0]) - 1]
        return [Toned(step.label, "strong"), *_anomaly_lines(anomaly, view)]
    if step.label.startswith("Debt balance"):
        return [
            title,
            *receivable_sentences(view.casefile.casegroup),
            "Child maintenance alone counts; a credit counts less.",
        ]
    if step.label == "Liability history":
        return [title, *(f"Case {case.case_id}: {pounds(case.history.total_pence)}" for case in validation.cases)]
    if step.label == "Receipts":
        receipts = [
            f"{receipt.receipt_id}, {day(receipt.received_on)}: {pounds(receipt.amount)}"
            for receipt in view.casefile.casegroup.receipts
            if receipt.received_on is None or receipt.received_on <= assessment.as_at
        ]
        return [title, *(receipts or ["No receipt up to this day."])]
    if step.kind == "left":
        amended = view.casefile.amended
        done = [f"Amended by {pounds(amended.amendment_pence)}: see the debt balance."] if amended else []
        return [title, *outcome_sentences(assessment), *done, "", *_limits(view)]
    return [title, f"{step.label} is {step.note}.", "", *_limits(view)]


def _anomaly_lines(anomaly: Anomaly, view: View) -> list[Line]:
    by_case = [
        f"{f'Case {case_id}' if case_id else 'Tied to no case'}: {pounds(pence)}"
        for case_id, pence in anomaly.by_case.items()
    ]
    return [
        *anomaly_sentences(anomaly, view.casefile.casegroup),
        *by_case,
        f"Left after {ANOMALY_TITLES[anomaly.rule].lower()}: {pounds(anomaly.residual_pence)}.",
        "",
        source_sentence(anomaly.source),
        anomaly.source.says,
    ]


def _limits(view: View) -> list[Line]:
    policy = view.assessment.policy.validation
    return [
        f"A discrepancy counts from {value_sentence(policy.discrepancy)}",
        source_sentence(policy.discrepancy.source),
        f"An account breakdown is owed from {value_sentence(policy.account_breakdown)}",
    ]


def _case_rows(case: CaseValidation, view: View) -> Iterator[tuple[str, GridRow, list[Line]]]:
    counts = view.assessment.policy.validation.discrepancy.value.reached_by
    own = case.discrepancy_pence
    off = own is not None and counts(own)
    key = f"case {case.case_id}"
    title = Toned(f"Case {case.case_id} by itself", "warning" if off else "plain")
    amount = Toned(pounds(own), "warning" if off else "plain")
    lines: list[Line] = [Toned(f"Case {case.case_id}", "strong"), case_sentence(case), *period_sentences(case)]
    yield key, GridRow(key, (title, amount, Toned("differs" if off else "", "warning"), "")), lines
    for number, (period, sentence) in enumerate(zip(case.history.periods, period_sentences(case), strict=True)):
        name = f"{key} period {number}"
        what = (
            f"  {day(period.first)} to {day(period.last)}"
            if period.weekly_pence is not None
            else f"  {day(period.first)} brought in"
        )
        note = "" if period.weekly_pence is None else f"{pounds(period.weekly_pence)} pw"
        detail: list[Line] = [Toned(f"Case {case.case_id}, a line of its liability", "strong"), sentence]
        yield (
            name,
            GridRow(name, (what, pounds(period.amount_pence), f"{period.days} days" if period.days else "", note)),
            detail,
        )
