"""Step 6, Outcome: what follows today, what is on record, what becomes of the arrears, and what closing waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.present.calculation_form import WHY_IN_BRIEF, kept_calculations, kept_line, kept_steps
from console.present.closing import (
    CLEANSE_STATES,
    CLEANSE_STEPS,
    NOT_DONE,
    cleanse_sentence,
    disposal_sentence_of,
    disposal_views,
    notice_views,
)
from console.present.events import event_sentences
from console.present.explain import deferral_sentences, outcome_sentences
from console.present.wording import (
    DEFERRAL_RESULTS,
    OUTCOMES,
    STAGE_MEANINGS,
    STAGES,
    day,
    pounds,
    refusal_text,
)
from console.tui.content import Toned
from console.tui.steps.step import StepContent
from console.tui.widgets.grid_source import Column, GridRow
from domain.cleanse.checklist import cleanse_checklist
from domain.closing.decision import closing_checklist
from domain.queue import day_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.present.closing import DisposalView
    from console.tui.content import Tone
    from console.tui.steps.step import Line, View
    from domain.casefile import Casefile, Stage
    from domain.closing.rules import ClosingRule
    from domain.events import Event

COLUMNS = (
    Column(key="what", title="What", width_min=16, width_max=24, flex=1, sortable=False),
    Column(key="today", title="Today", width_min=27, flex=2, sortable=False),
    Column(key="recorded", title="On record", width_min=28, flex=2, sortable=False),
)
SHORT_TITLES: Final = {
    "deferral_running": "No deferral runs past it",
    "disposal_missing": "Every balance disposed of",
    "schedules_running": "Schedules have ended",
    "closing_before_t_date": "Not before the T-date",
    "clerical_unconfirmed": "Clerical parts confirmed",
    "closing_exception_open": "No exception is open",
}
"""Rules of closing whose title is longer than the column at 80 columns; the whole title stands under the list."""

SHORT_STEPS: Final = {"contacted": "Receiving parent told", "decided": "Asked for a decision"}

NEXT: dict[Stage, str] = {
    "to_check": "o records the outcome",
    "to_defer": "d defers closure",
    "deferred": "nothing until that day",
    "blocked": "i lifts the inhibit",
    "exception": "facts have to be put right",
    "to_validate": "o records the outcome",
    "to_confirm": "f confirms the validation",
    "to_amend": "m amends the balance",
    "breakdown_owed": "b drafts a breakdown",
    "to_dispose": "x disposes of it",
    "to_close": "C closes it",
    "not_selected": "nothing; F6 selects",
    "closed": "nothing; n goes on",
    "arriving": "nothing; n goes on",
    "cms_manual": "work listed in F4",
    "cms_exception": "work listed in F4",
    "transition_complete": "nothing; n goes on",
}


def outcome_step(view: View) -> StepContent:
    """Put today's answer beside what is on record."""
    assessment, casefile = view.assessment, view.casefile
    deferral, outcome = assessment.deferral, assessment.outcome
    until = deferral.deferred_until
    stage_tone: Tone = "good" if casefile.stage == "closed" else "strong"
    rows = [
        GridRow("stage", ("Stage", Toned(STAGES[casefile.stage], stage_tone), f"Next: {_next(view)}")),
        GridRow(
            "deferral",
            (
                "Deferral",
                DEFERRAL_RESULTS[deferral.result] + (f", to {day(until)}" if until else ""),
                _deferral_on_record(casefile),
            ),
        ),
        GridRow(
            "validation",
            (
                "Discrepancy",
                pounds(assessment.validation.discrepancy_pence),
                pounds(casefile.validation.discrepancy_pence) if casefile.validation else "not recorded",
            ),
        ),
        GridRow("outcome", ("Outcome", OUTCOMES[outcome.outcome], _outcome_on_record(casefile))),
        GridRow("left", ("Left unexplained", pounds(outcome.residual_pence), _residual_on_record(casefile))),
        GridRow("amendment", ("Amendment", _amendment(outcome.amendment_pence), _amendment_on_record(casefile))),
    ]
    behind: dict[str, list[Line]] = {
        "stage": [STAGE_MEANINGS[casefile.stage]],
        "deferral": [*deferral_sentences(deferral), *_said(casefile.check), *_said(casefile.deferral)],
        "validation": _said(casefile.validation) or ["The validation is not recorded."],
        "outcome": [*outcome_sentences(assessment)],
        "left": [*outcome_sentences(assessment)],
        "amendment": _said(casefile.amended) or [*outcome_sentences(assessment)],
    }

    cases: dict[str, str] = {}
    for row, said, case_id in (*_disposal(view), *_closing(view), *_cleansing(view), *_calculations(view)):
        rows.append(row)
        behind[row.key] = said
        if case_id:
            cases[row.key] = case_id

    def why(key: str) -> list[Line]:
        return [Toned(STAGES[casefile.stage], "strong"), *behind[key]]

    return StepContent(COLUMNS, rows, lambda key: behind[key][:4], why, cases=cases)


Made = tuple[GridRow, "list[Line]", str]


def _next(view: View) -> str:
    """Say what the casegroup waits for; while parents may still make representations, until when."""
    casefile, as_at = view.casefile, view.assessment.as_at
    if casefile.stage == "to_dispose":
        notices = notice_views(casefile, view.assessment.policy)
        running = [notice.until for notice in notices if notice.until and notice.until >= as_at]
        if running:
            return f"x, after {day(max(running))}"
    due = casefile.due_date
    if casefile.stage == "to_close" and due is not None and due > as_at:
        return f"C, from {day(due)} on"
    return NEXT[casefile.stage]


def _disposal(view: View) -> Iterator[Made]:
    """Give a row for each balance: what becomes, or became, of it."""
    casefile = view.casefile
    notices = {notice.case_id: notice.sentence for notice in notice_views(casefile, view.assessment.policy)}
    for number, shown in enumerate(disposal_views(casefile)):
        said: list[Line] = [disposal_sentence_of(shown)]
        if shown.owed_to == "receiving_parent" and shown.case_id in notices:
            said.append(notices[shown.case_id])
        whose = "" if shown.owed_to == "receiving_parent" else " to government"
        cells = (f"Owed {shown.case_id}", f"{pounds(shown.balance_pence)}{whose}", _became(shown))
        yield GridRow(f"arrears {number}", cells), said, shown.case_id


def _became(shown: DisposalView) -> str | Toned:
    if shown.credit_pence:
        return f"credit {shown.treatment}" if shown.done else Toned("CREDIT, to be decided", "warning")
    if shown.remark:
        return Toned("Decided ON ANOTHER FIGURE", "warning")
    if not shown.written_off_pence or not shown.written_down_pence:
        text = "written off" if shown.written_off_pence else "written down"
        return text if shown.done else f"to be {text}"
    return f"{pounds(shown.written_off_pence)} off, {pounds(shown.written_down_pence)} down"


def _closing(view: View) -> Iterator[Made]:
    """Give a row for each rule of closing, kept or not as at today."""
    casefile, assessment = view.casefile, view.assessment
    if casefile.closed is not None:
        said: list[Line] = [*_said(casefile.closed)]
        yield GridRow("closed", ("Closed", day(casefile.closed.closed_on), "on record")), said, ""
        return
    for number, answer in enumerate(closing_checklist(casefile, assessment.as_at, assessment.deferral.broken), start=1):
        state = "kept" if answer.kept else Toned("NOT KEPT", "bad")
        reasons: list[Line] = [f"{answer.rule.title}: {'kept' if answer.kept else 'NOT KEPT'}."]
        reasons += [refusal_text(refusal) for refusal in answer.refusals]
        yield (
            GridRow(f"closing {number}", (f"Closing {number}", _short_title(answer.rule), state)),
            reasons,
            "",
        )


def _short_title(rule: ClosingRule) -> str:
    return SHORT_TITLES.get(rule.key, rule.title)


def _cleansing(view: View) -> Iterator[Made]:
    """Give a row for each step of cleansing that is still to be done, or was never done before the closing."""
    closed = view.casefile.closed is not None
    for line in cleanse_checklist(view.casefile):
        if line.state == "to_do":
            text = cleanse_sentence(line, closed=closed)
            state = NOT_DONE if closed else CLEANSE_STATES[line.state]
            cells = (f"Cleanse {line.case_id}", SHORT_STEPS.get(line.step, CLEANSE_STEPS[line.step]), state)
            yield GridRow(f"cleanse {line.case_id} {line.step}", cells), [text], line.case_id


def _calculations(view: View) -> Iterator[Made]:
    """Give a row for each calculation kept with a case, the newest first."""
    for entry, saved in kept_calculations(view.casefile):
        amount = f"{pounds(saved.weekly_pence)} a week, {saved.scheme}"
        cells = (f"Calculated {saved.case_id}", amount, f"{day(day_of(entry.at))}: {WHY_IN_BRIEF[saved.why]}")
        said: list[Line] = [
            kept_line(entry, saved),
            "A opens the calculation form, which lists it.",
            *kept_steps(saved),
        ]
        yield GridRow(f"calculation {entry.seq}", cells), said, saved.case_id


def _said(event: Event | None) -> list[Line]:
    return [] if event is None else list(event_sentences(event))


def _deferral_on_record(casefile: Casefile) -> str:
    if casefile.check is None:
        return "not asked on what is known"
    text = DEFERRAL_RESULTS[casefile.check.result]
    return f"{text}, to {day(casefile.deferral.deferred_until)}" if casefile.deferral else text


def _outcome_on_record(casefile: Casefile) -> str:
    validation = casefile.validation
    if validation is None:
        return "not recorded"
    needs = validation.needs_clerical_confirmation
    confirmed = ", confirmed" if needs and casefile.confirmed else ", TO CONFIRM" if needs else ""
    return OUTCOMES[validation.outcome] + confirmed


def _residual_on_record(casefile: Casefile) -> str:
    return pounds(casefile.validation.residual_pence) if casefile.validation else "not recorded"


def _amendment(pence: int | None) -> str:
    return "none" if pence is None else pounds(pence)


def _amendment_on_record(casefile: Casefile) -> str:
    if casefile.amended:
        return f"{pounds(casefile.amended.amendment_pence)}, placed"
    owed = casefile.validation.amendment_pence if casefile.validation else None
    return "none" if owed is None else f"{pounds(owed)}, TO PLACE"
