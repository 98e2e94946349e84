"""The steps of every training scenario lead where they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from console.desk.training import Scenario, scenarios
from console.present.lessons import lesson_lines
from tests.desk.scenario_steps import begin, carry_out

if TYPE_CHECKING:
    from pathlib import Path

LESSONS: Final = [scenario for scenario in scenarios() if scenario.steps]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_the_steps_of_a_scenario_lead_where_they_say(lesson: Scenario, tmp_path: Path) -> None:
    walk = begin(lesson, tmp_path)
    for step in lesson.steps:
        carry_out(walk, step)
    assert not walk.desk.store.verify().faults
    walk.desk.close()


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_trainee_reads_each_step_as_one_sentence(lesson: Scenario) -> None:
    days = [step.as_at for step in lesson.steps]
    assert days == sorted(days)
    assert all(step.why.endswith(".") for step in lesson.steps)
    assert all(step.why.count(". ") == 0 for step in lesson.steps)
    lines = lesson_lines(lesson)
    assert lines[-len(lesson.steps) - 1] == "What to do"
    assert lines[-1].startswith(f"{len(lesson.steps)}. ")
    assert lines[-1].endswith(lesson.steps[-1].why)
