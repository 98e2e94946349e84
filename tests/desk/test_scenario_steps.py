"""The steps of every training scenario lead where they say; together they reach all there is to reach."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Final, get_args

import pytest

from console.desk.daily_report import daily_report
from console.desk.training import Scenario, scenarios
from console.present.lessons import how, step_line
from domain.closing.rules import RULES
from domain.closure_exceptions.rules import ROUTES
from domain.days import days_after
from domain.events.breakdown import BreakdownState
from domain.events.disposal import CreditTreatment
from domain.events.queued import ExceptionReason, ExceptionState, Origin
from tests.desk.scenario_steps import IMPORTS, Walk, begin, carry_out, put, routes, treatments

if TYPE_CHECKING:
    from collections.abc import Iterator

LESSONS: Final = [scenario for scenario in scenarios() if scenario.steps]
TREATMENTS: Final = {"written off", "written off in part", "written down", *get_args(CreditTreatment)}
CLOSING_REFUSALS: Final = {
    *(rule.key for rule in RULES),
    "rules_broken",
    "disposal_on_other_figures",
    "closing_without_due",
    "already_closed",
    "day_in_the_future",
    "no_closing_case",
}


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Walk]]:
    """Every scenario with steps, each at a store of its own; a step is done once, whichever test asks first."""
    begun = {lesson.name: begin(lesson, tmp_path_factory.mktemp(lesson.casegroup_id)) for lesson in LESSONS}
    yield begun
    for walk in begun.values():
        walk.desk.close()


def walked(walks: dict[str, Walk], lesson: Scenario) -> Walk:
    """A scenario with its steps done, each of them once."""
    walk = walks[lesson.name]
    for step in lesson.steps[len(walk.casefiles) :]:
        assert carry_out(walk, step) == []
    return walk


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_the_steps_of_a_scenario_lead_where_they_say(lesson: Scenario, walks: dict[str, Walk]) -> None:
    walk = walked(walks, lesson)
    assert len(walk.casefiles) == len(lesson.steps)
    assert not walk.desk.store.verify().faults


def test_a_breakdown_that_was_relayed_stands_in_that_days_report_to_cms(walks: dict[str, Walk]) -> None:
    lesson = next(lesson for lesson in LESSONS if lesson.casegroup_id == "S39")
    relayed = next(step for step in lesson.steps if step.do.get("state") == "relayed")
    desk = walked(walks, lesson).sit("caseworker", relayed.as_at)
    (row,) = daily_report(desk, relayed.as_at).to_check
    assert (row.client.casegroup_id, row.reason, row.amount_pence) == ("S39", "account_breakdown", -119945000)
    assert daily_report(desk, days_after(relayed.as_at, 1)).to_check == []


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_trainee_reads_each_step_as_one_sentence(lesson: Scenario) -> None:
    days = [step.as_at for step in lesson.steps]
    assert days == sorted(days)
    assert all(step.why.endswith(".") for step in lesson.steps)
    assert all(step.why.count(". ") == 0 for step in lesson.steps)
    lines = [step_line(number, step) for number, step in enumerate(lesson.steps, 1)]
    assert lines[-1].startswith(f"{len(lesson.steps)}. ")
    assert lines[-1].endswith(f"{lesson.steps[-1].why} ({how(lesson.steps[-1])})")
    files = [IMPORTS / step.do["file"] for step in lesson.steps if "file" in step.do]
    assert [file.name for file in files if not file.exists()] == []


@pytest.mark.parametrize(
    "lesson",
    [one for one in LESSONS if any(step.do["kind"] == "receive" for step in one.steps)],
    ids=lambda one: one.name,
)
def test_the_newer_document_that_a_lesson_receives_lies_among_the_samples(lesson: Scenario) -> None:
    document = deepcopy(lesson.casegroup)
    (step,) = (step for step in lesson.steps if step.do["kind"] == "receive")
    for path, value in step.do["changes"].items():
        put(document, path, value)
    assert json.loads((IMPORTS / step.do["file"]).read_text("utf-8")) == json.loads(json.dumps(document, default=str))


def test_the_steps_reach_every_reason_route_refusal_disposal_and_state(walks: dict[str, Walk]) -> None:
    done = [walked(walks, lesson) for lesson in LESSONS]
    seen = [casefile for walk in done for casefile in walk.casefiles]
    exceptions = [exception for casefile in seen for exception in casefile.exceptions]
    assert {exception.reason for exception in exceptions} == set(get_args(ExceptionReason))
    assert {exception.state for exception in exceptions} == set(get_args(ExceptionState))
    assert {exception.origin for exception in exceptions} == set(get_args(Origin))
    gone = {route for casefile in seen for route in routes(casefile)}
    assert gone >= {(route.held, route.answer, route.goes_to) for route in ROUTES}
    assert {key for walk in done for key in walk.refused} >= CLOSING_REFUSALS
    assert {treatment for casefile in seen for treatment in treatments(casefile)} == TREATMENTS
    states = {casefile.breakdown.state for casefile in seen if casefile.breakdown}
    assert states == set(get_args(BreakdownState))
