"""The training store: every lesson in it, at its beginning; and what a batch over it finds."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from console.desk.batch import run
from console.desk.clock import Clock
from console.desk.desk import Desk
from console.desk.failure_reports import import_failure_reports
from console.desk.training import TRAINING_DAY, open_training, scenarios, sit_down_as
from domain.document import read_casegroup
from domain.errors import BadInputError
from domain.events.queued import ExceptionReason
from domain.record.requests import AddNote
from storage.importers.headed import RowsRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.desk.training import Scenario
    from domain.casegroup import Casegroup

IMPORTS = Path(__file__).parents[2] / "sample_data" / "imports"
PEOPLE = [scenario.people for scenario in scenarios()]
CLOCK = Clock(datetime(2026, 3, 2, 9, tzinfo=UTC))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Sit down as a trainee at a new training store."""
    with open_training(tmp_path / "training.db", "trainee", CLOCK) as desk:
        yield desk


def read_lesson(scenario: Scenario) -> Casegroup:
    """Read the casegroup of a lesson."""
    return read_casegroup(json.dumps(scenario.casegroup))


def test_a_batch_raises_the_exceptions_each_lesson_expects_and_no_other(desk: Desk) -> None:
    run(desk)
    for scenario in scenarios():
        casefile = desk.casefile(scenario.casegroup_id)
        raised = casefile.exceptions
        assert scenario.as_at == TRAINING_DAY
        # Of what nobody has selected yet the batch asks nothing.
        expected = scenario.expected["exceptions"] if casefile.casegroup.in_closure else []
        assert [exception.reason for exception in raised] == expected
        assert {exception.origin for exception in raised} <= {"rules"}


def test_a_second_batch_on_the_same_day_finds_nothing_new(desk: Desk) -> None:
    assert run(desk).casegroups == len([lesson for lesson in scenarios() if read_lesson(lesson).in_closure])
    head = desk.store.head()
    assert run(desk).casegroups == 0
    assert desk.store.head() == head


def test_the_steps_of_a_lesson_are_left_to_the_trainee(desk: Desk) -> None:
    for scenario in scenarios():
        casefile = desk.casefile(scenario.casegroup_id)
        assert {entry.event.kind for entry in casefile.recorded} <= {"facts_received", "restricted_record_opened"}


def test_a_trainee_is_nominated_by_somebody_else(desk: Desk) -> None:
    assert desk.actor.nominated
    changes = [entry.actor for entry in desk.store.iterate_journal() if entry.kind == "roster_changed"]
    assert changes[-1] == "training team manager"


def test_a_trainee_sits_down_as_a_colleague_for_what_takes_two_people(desk: Desk) -> None:
    for who in sorted({step.who for scenario in scenarios() for step in scenario.steps}):
        sit_down_as(desk, who)
        assert desk.actor.name == who
        assert desk.actor.title in {who, *(people.get(who) for people in PEOPLE)}
    with pytest.raises(BadInputError, match="nobody of the lessons; expected one of caseworker, team leader"):
        sit_down_as(desk, "somebody else")


# --- the day it is ----------------------------------------------------------------------------------------


def test_what_is_done_in_training_is_done_on_the_day_it_is_there(tmp_path: Path) -> None:
    with open_training(tmp_path / "training.db", "trainee") as desk:
        run(desk)
        desk.go_to(date(2016, 3, 18))
        desk.perform(AddNote(casegroup_id="S41", text="On another day."))
        casefile = desk.casefile("S41")
    assert day_of(casefile.exceptions[0].raised_at) == TRAINING_DAY
    assert day_of(casefile.notes[0].at) == date(2016, 3, 18)


def day_of(stamp: str) -> date:
    """The day of a stamp of the journal, where the program runs."""
    return datetime.fromisoformat(stamp).astimezone().date()


def test_a_live_store_says_when_something_was_really_done(tmp_path: Path) -> None:
    with Desk.create(tmp_path / "casework.db", "manager", clock=CLOCK) as live:
        live.go_to(date(2016, 3, 18))
        assert live.as_at == date(2016, 3, 18)
        assert live.clock == CLOCK
    with Desk.open(tmp_path / "casework.db", "manager") as live:
        live.go_to(date(2016, 3, 18))
        assert live.clock == Clock()


# --- failure reports to practise with ---------------------------------------------------------------------


def test_the_workbook_of_failures_raises_every_reason_once(desk: Desk) -> None:
    taken = import_failure_reports(desk, [IMPORTS / "failure-report.xlsx"])
    assert (taken.raised, taken.known) == (6, 1)
    raised = [found for scenario in scenarios() for found in desk.casefile(scenario.casegroup_id).exceptions]
    assert sorted(found.reason for found in raised) == sorted(get_args(ExceptionReason))
    assert {found.origin for found in raised} == {"report"}


def test_a_report_with_a_mistake_raises_nothing_and_names_every_mistake(desk: Desk) -> None:
    head = desk.store.head()
    with pytest.raises(RowsRefusedError) as refused:
        import_failure_reports(desk, [IMPORTS / "failure-report-broken.csv"])
    assert [fault.line for fault in refused.value.faults] == [3, 4]
    assert desk.store.head() == head
