"""Step 4, Outcome: what follows today, what is on record, and what a person has to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.present.events import event_sentences
from console.present.explain import deferral_sentences, outcome_sentences
from console.present.wording import DEFERRAL_RESULTS, OUTCOMES, STAGE_MEANINGS, STAGES, day, pounds
from console.tui.content import Toned
from console.tui.steps.step import StepContent
from console.tui.widgets.grid_source import Column, GridRow

if TYPE_CHECKING:
    from console.tui.content import Tone
    from console.tui.steps.step import Line, View
    from domain.casefile import Casefile, Stage
    from domain.events import Event

COLUMNS = (
    Column(key="what", title="What", width_min=16, sortable=False),
    Column(key="today", title="Today", width_min=24, flex=1, sortable=False),
    Column(key="recorded", title="On record", width_min=30, flex=1, sortable=False),
)
NEXT: dict[Stage, str] = {
    "to_check": "o records the outcome",
    "to_defer": "d defers closure",
    "deferred": "nothing until that day",
    "blocked": "i lifts the inhibit",
    "exception": "facts have to be put right",
    "to_validate": "o records the outcome",
    "to_confirm": "f confirms the validation",
    "to_amend": "m amends the balance",
    "breakdown_owed": "the account breakdown",
    "to_dispose": "x writes it off or down",
    "to_close": "C closes it",
    "closed": "nothing; n goes on",
}


def outcome_step(view: View) -> StepContent:
    """Put today's answer beside what is on record."""
    assessment, casefile = view.assessment, view.casefile
    deferral, outcome = assessment.deferral, assessment.outcome
    until = deferral.deferred_until
    stage_tone: Tone = "good" if casefile.stage == "closed" else "strong"
    rows = [
        GridRow("stage", ("Stage", Toned(STAGES[casefile.stage], stage_tone), f"Next: {NEXT[casefile.stage]}")),
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

    def why(key: str) -> list[Line]:
        return [Toned(STAGES[casefile.stage], "strong"), *behind[key]]

    return StepContent(COLUMNS, rows, lambda key: behind[key][:4], why)


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
