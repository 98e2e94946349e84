"""Cleansing: what the documents advise before a case moves, done or not, and never a gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.present.closing import cleanse_sentences
from domain.cleanse.checklist import cleanse_checklist
from domain.cleanse.requests import RecordContact
from tests.domain.closing_rows import (
    DISPOSE,
    FINALISE,
    INHIBIT,
    UNDECIDED,
    VALIDATE,
    after,
    asked,
    decided,
    done,
    one,
    started,
    with_newer_document,
)

if TYPE_CHECKING:
    from domain.casefile import Casefile


def steps(casefile: Casefile) -> dict[str, tuple[str, str]]:
    """Give the steps of the only case with their state and why."""
    return {line.step: (line.state, line.because) for line in cleanse_checklist(casefile)}


def test_the_steps_of_cleansing_stand_in_the_documents_order() -> None:
    assert [line.statement for line in cleanse_checklist(started())] == ["P147", "P148", "P149", "P150"]


def test_a_case_is_cleansed_step_by_step() -> None:
    casefile = after(**UNDECIDED)
    assert [state for state, _ in steps(casefile).values()] == ["to_do", "to_do", "to_do", "done"]
    missed = RecordContact(casegroup_id="CG1", case_id="C1", reached=False, said="no answer")
    assert steps(done(casefile, missed))["contacted"] == ("to_do", "not_reached")
    reached = RecordContact(casegroup_id="CG1", case_id="C1", said="collect it")
    for request in (missed, reached, decided("collect"), VALIDATE, FINALISE):
        casefile = done(casefile, request)
    assert [state for state, _ in steps(casefile).values()] == ["done"] * 4


def test_no_decision_is_to_be_asked_for_where_nothing_is_owed() -> None:
    nothing = one(receivables=[], liability_events=[], arrears_decision={"choice": "not_recorded"})
    assert steps(after(**nothing))["decided"] == ("not_needed", "nothing_owed")


def test_an_open_inhibit_is_the_last_thing_to_do() -> None:
    assert steps(after(INHIBIT))["inhibits_lifted"] == ("to_do", "manual")


def test_a_balance_is_final_only_on_the_figures_it_was_declared_on() -> None:
    final = after(VALIDATE, FINALISE)
    assert steps(final)["finalised"] == ("done", "")
    assert steps(with_newer_document(final))["finalised"] == ("to_do", "")


def test_cleansing_is_advice_and_no_gate() -> None:
    casefile = after(VALIDATE)
    assert steps(casefile)["contacted"] == ("to_do", "")
    assert asked(casefile, DISPOSE).events


def test_every_step_is_said_in_a_sentence() -> None:
    missed = RecordContact(casegroup_id="CG1", case_id="C1", reached=False, said="no answer")
    assert cleanse_sentences(after(missed, INHIBIT)) == (
        "Case C1: Receiving parent told that the case is closing: TO DO (tried, not reached).",
        "Case C1: Asked whether to collect or write off: done (collect).",
        "Case C1: Balance final: TO DO.",
        "Case C1: Inhibits lifted: TO DO (a manual inhibit is open).",
    )
