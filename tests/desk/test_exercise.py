"""The exercise of every lesson: nothing done at its start, everything done after its steps, and back again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from console.desk.clock import Clock
from console.desk.daily_report import daily_report
from console.desk.exercise import Difference, begin_again, lesson_marked, lessons_marked, mark, steps_of
from console.desk.lists import faults_of_lists
from console.desk.training import open_training, scenarios
from domain.decide import REQUEST
from domain.errors import BadInputError
from domain.record.requests import AddNote, SetAside
from tests.desk.scenario_steps import begin, carry_out

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from console.desk.desk import Desk
    from console.desk.exercise import LessonMarked, Mark
    from console.desk.training import Scenario

CLOCK = Clock(datetime(2026, 3, 2, 9, tzinfo=UTC))
LESSONS = list(scenarios())
ON_ONE_CASEGROUP = [lesson for lesson in LESSONS if lesson.steps]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Sit down as a trainee at a new training store."""
    with open_training(tmp_path / "training.db", "trainee", CLOCK) as desk:
        yield desk


def marked(desk: Desk, number: str) -> LessonMarked:
    """The exercise of a lesson as it stands."""
    found = lesson_marked(desk, number)
    assert found is not None
    return found


def asked(desk: Desk, number: str, what: str, /, **fields: object) -> None:
    """Make a request about a lesson, which is not refused."""
    answer = desk.perform(REQUEST.validate_python({"casegroup_id": number, **fields, "kind": what}))
    assert not answer.refusals


def marks(found: LessonMarked) -> list[Mark]:
    """The marks of the steps in their order."""
    return [step.mark for step in found.steps]


def test_at_the_start_nothing_of_any_lesson_is_done(desk: Desk) -> None:
    found = lessons_marked(desk)
    assert [one.lesson.casegroup_id for one in found] == [lesson.casegroup_id for lesson in LESSONS]
    assert all(one.of for one in found)
    assert {mark for one in found for mark in marks(one)} == {"not_yet", "unmarked"}
    assert {one.mark for one in found} == {"not_yet"}


@pytest.mark.parametrize("lesson", ON_ONE_CASEGROUP, ids=lambda lesson: lesson.name)
def test_whoever_does_the_steps_of_a_lesson_has_done_all_of_it(lesson: Scenario, tmp_path: Path) -> None:
    walk = begin(lesson, tmp_path)
    with walk.desk as desk:
        for step in lesson.steps:
            assert carry_out(walk, step) == []
        found = mark(desk, lesson, desk.store.entries(lesson.casegroup_id))
        assert [(step.step.why, step.differences) for step in found.steps if step.mark == "different"] == []
        assert set(marks(found)) <= {"done", "unmarked"}
        assert found.mark == "done"
        expected = [bool(step.expect.get("recorded")) for step in lesson.steps]
        assert [mark == "done" for mark in marks(found)] == expected


@pytest.mark.parametrize("lesson", [one for one in LESSONS if not one.steps], ids=lambda lesson: lesson.name)
def test_a_lesson_about_an_answer_is_done_once_the_answer_is_on_record(lesson: Scenario, desk: Desk) -> None:
    number = lesson.casegroup_id
    for done, step in enumerate(steps_of(lesson)):
        assert marked(desk, number).count("done") == done
        asked(desk, number, step.do["kind"])
    assert marked(desk, number).mark == "done"


def test_what_came_out_otherwise_is_told_beside_what_the_lesson_has(desk: Desk) -> None:
    asked(desk, "S01", "record_arrears_decision", case_id="S01-1", choice="collect")
    asked(desk, "S01", "validate")
    found = marked(desk, "S01")
    assert marks(found) == ["different", "not_yet"]
    assert found.mark == "different"
    assert found.steps[0].differences == (Difference("result", "clear", "deferred"),)


def test_done_otherwise_first_and_then_as_the_lesson_has_it_is_done(desk: Desk) -> None:
    asked(desk, "S01", "record_arrears_decision", case_id="S01-1", choice="collect")
    asked(desk, "S01", "validate")
    for entry in reversed(desk.casefile("S01").recorded[1:]):
        desk.perform(SetAside(casegroup_id="S01", seq=entry.seq))
    assert marked(desk, "S01").mark == "not_yet"
    asked(desk, "S01", "validate")
    asked(desk, "S01", "defer")
    assert marked(desk, "S01").mark == "done"


def test_another_value_than_the_lesson_has_is_named(desk: Desk) -> None:
    lesson = next(lesson for lesson in LESSONS if lesson.casegroup_id == "S48")
    step = next(step for step in lesson.steps if step.do["kind"] == "set_inhibit" and step.expect.get("recorded"))
    asked(desk, "S48", "set_inhibit", **{**step.do, "review_on": "2016-04-01", "reason": "x"})
    (different,) = [one for one in marked(desk, "S48").steps if one.mark == "different"]
    assert different.step == step
    assert Difference("review_on", "2016-04-01", step.do["review_on"]) in different.differences


def test_notes_and_other_work_do_not_count_against_a_trainee(desk: Desk) -> None:
    asked(desk, "S15", "open_work_item", case_id="S15-1", work="appeal")
    (item,) = [item for case in desk.casefile("S15").casegroup.cases for item in case.work_items]
    asked(desk, "S15", "close_work_item", case_id="S15-1", work_item_id=item.id)
    desk.perform(AddNote(casegroup_id="S15", text="Looked at."))
    asked(desk, "S15", "validate")
    assert marked(desk, "S15").mark == "done"


def test_a_lesson_begins_again_and_everything_recorded_stays_in_the_journal(desk: Desk) -> None:
    row = desk.store.worklist_row("S29")
    for kind in ("validate", "dispose_arrears", "close_casegroup"):
        if kind == "close_casegroup":
            desk.go_to(date(2016, 3, 1))
        asked(desk, "S29", kind)
    assert desk.casefile("S29").stage == "closed"
    asked(desk, "S15", "validate")
    entries = len(desk.store.entries("S29"))
    begin_again(desk, "S29")
    found, casefile, listed = marked(desk, "S29"), desk.casefile("S29"), desk.store.worklist_row("S29")
    assert found.count("done", "different") == 0
    assert (casefile.stage, len(casefile.recorded)) == ("to_check", 1)
    assert row is not None
    assert listed is not None
    assert (listed.stage, listed.paying_parent) == (row.stage, row.paying_parent)
    assert len(desk.store.entries("S29")) == entries + 1
    assert marked(desk, "S15").mark == "done"
    assert faults_of_lists(desk) == []
    assert not desk.store.verify().faults
    asked(desk, "S29", "validate")
    assert marked(desk, "S29").count("done") == 1


@pytest.mark.parametrize("number", ["S39", "S61", "S44", "S67"])
def test_what_reads_the_whole_journal_still_reads_it_after_a_lesson_began_again(number: str, tmp_path: Path) -> None:
    lesson = next(lesson for lesson in LESSONS if lesson.casegroup_id == number)
    with open_training(tmp_path / "training.db", "trainee", CLOCK) as desk:
        asked(desk, number, "validate")
        begin_again(desk, number)
        daily_report(desk, desk.as_at)
        assert faults_of_lists(desk) == []
        assert marked(desk, number).lesson.name == lesson.name


def test_the_list_tells_of_a_restricted_record_only_how_far_its_lesson_is(desk: Desk) -> None:
    asked(desk, "S50", "open_work_item", case_id="S50-1", work="appeal")
    asked(desk, "S50", "validate")
    opened = marked(desk, "S50")
    listed = next(one for one in lessons_marked(desk) if one.lesson.casegroup_id == "S50")
    assert marks(listed) == marks(opened)
    assert any(step.differences for step in opened.steps)
    assert not any(step.differences for step in listed.steps)


def test_nothing_live_is_a_lesson_or_begins_again(tmp_path: Path) -> None:
    walk = begin(LESSONS[0], tmp_path)
    with walk.desk as desk:
        assert lessons_marked(desk) == []
        assert lesson_marked(desk, LESSONS[0].casegroup_id) is None
        head = desk.store.head()
        with pytest.raises(BadInputError, match="no lesson of this store"):
            begin_again(desk, LESSONS[0].casegroup_id)
        assert desk.store.head() == head
