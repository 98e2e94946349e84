"""The exercise of a lesson on screen: marked as the trainee works, all lessons at a glance, and back to the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.cli import opening
from console.desk.training import BEGIN_AGAIN, begin_all_again, open_training, sit_down_as
from console.present.lessons import HOW
from console.tui import app as console
from console.tui.key_names import key_text
from console.tui.register import COMMANDS
from tests.console.driving import SMALL, WIDE, screen_text
from tests.console.work import CLOCK, at_work, live_desk, training_desk

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.desk import Desk

WAYS = pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])


@WAYS
async def test_the_pane_shows_the_exercise_and_what_of_it_is_done(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_work(training_desk(tmp_path), size) as hands:
        shown = await hands.types("enter L")
        assert "The receiving parent has not been asked" in shown
        assert "Exercise: 0 of 2 steps done" in shown
        assert shown.count("[not yet]") == 2
        shown = await hands.types("L o 1 y L")
        assert "Exercise: 1 of 2 steps done" in shown
        assert (shown.count("[done]"), shown.count("[not yet]")) == (1, 1)


async def test_at_the_right_the_exercise_stays_while_the_trainee_works_and_w_brings_the_why_back(
    tmp_path: Path,
) -> None:
    async with at_work(training_desk(tmp_path), WIDE) as hands:
        await hands.types("enter L")
        shown = await hands.types("o 1 y down")
        assert "[done] 1. 15 Feb 2016, caseworker: Ask" in shown
        shown = await hands.types("d 1 y")
        assert "Exercise: 2 of 2 steps done" in shown
        shown = await hands.types("w")
        assert "Exercise" not in shown


async def test_over_the_work_esc_puts_the_exercise_away_and_w_then_shows_why(tmp_path: Path) -> None:
    async with at_work(training_desk(tmp_path)) as hands:
        await hands.types("enter L")
        shown = await hands.types("escape")
        assert "Exercise" not in shown
        assert "Arrears decision not recorded" in shown
        shown = await hands.types("w")
        assert "Exercise" not in shown


async def test_what_came_out_otherwise_is_said_in_words(tmp_path: Path) -> None:
    desk = training_desk(tmp_path)
    async with at_work(desk) as hands:
        await hands.types("enter a 1 y o 1 y")
        shown = await hands.types("L")
        assert "Exercise: 0 of 2 steps done, 1 different from the lesson" in shown
        assert "[DIFFERENT] 1." in shown
        assert "the deferral rules: here Clear; in the lesson Deferred." in " ".join(shown.split())


async def test_a_step_that_leaves_nothing_is_not_marked_and_the_pane_says_why(tmp_path: Path) -> None:
    async with at_work(training_desk(tmp_path), WIDE) as hands:
        shown = await hands.types(": S 2 9 enter L") + await hands.types("end")
        assert "[not marked] 3." in shown
        assert "Not marked is what leaves nothing on" in shown


async def test_a_step_on_another_day_or_for_somebody_else_says_how_to_sit_down_for_it(tmp_path: Path) -> None:
    async with at_work(training_desk(tmp_path)) as hands:
        first = await hands.types(": S 2 9 enter L")
        assert "closeout train --as" not in first + await hands.types("end")
        await hands.types("escape o 1 y x 1 y")
        shown = " ".join((await hands.types("L end")).split())
        assert 'Step 4 is on 1 Mar 2016, as caseworker: leave, then closeout train --as "caseworker"' in shown
        assert "--as-at 2016-03-01" in shown


@WAYS
async def test_all_lessons_stand_in_a_list_with_what_is_done_of_each(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_work(training_desk(tmp_path), size) as hands:
        shown = await hands.types("enter o 1 y d 1 y escape L")
        lines = screen_text(hands.app)
        assert "1 of " in lines[2]
        assert " lessons done, 2 of " in lines[2]
        first = next(line for line in lines if "S01  " in line and "2/2" in line)
        assert "done" in first
        assert "Every step is done. B begins it again." in shown
        shown = await hands.types("down")
        assert "Next: 1. 15 Feb 2016, caseworker: Ask the rules" in shown
        shown = await hands.types("enter")
        assert "S02   PRYCE Owen" in shown
        shown = await hands.types("escape")
        assert ">  S02" in shown


async def test_one_lesson_begins_again_and_the_others_stay(tmp_path: Path) -> None:
    desk = training_desk(tmp_path)
    async with at_work(desk) as hands:
        await hands.types("enter o 1 y n o 1 y escape L home B")
        shown = await hands.types("1")
        assert "the journal keeps them" in " ".join(shown.split())
        shown = await hands.types("y")
        assert "S01 is at its start again." in shown
        assert " lessons done, 1 of " in screen_text(hands.app)[2]
        assert [casefile.stage for casefile in map(desk.casefile, ("S01", "S02"))] == ["to_check", "to_defer"]


async def test_all_lessons_begin_again_in_a_new_store(tmp_path: Path) -> None:
    desk = training_desk(tmp_path)
    async with at_work(desk) as hands:
        shown = await hands.types("enter o 1 y escape L B 2")
        assert "everything done in it is lost" in " ".join(shown.split())
        await hands.types("y")
        assert hands.app.return_code == BEGIN_AGAIN


async def test_all_lessons_do_not_begin_again_while_somebody_writes(tmp_path: Path) -> None:
    desk = training_desk(tmp_path)
    async with at_work(desk) as hands:
        await hands.types("L B 2")
        with open_training(tmp_path / "training.db", "trainee", CLOCK) as other, other.store.turn():
            shown = await hands.types("y")
        assert "Nothing was written" in shown
        assert hands.app.return_code is None


def test_the_keys_a_lesson_names_are_keys_of_the_console() -> None:
    known = {key_text(key) for command in COMMANDS for key in command.keys}
    named = {key for how in HOW.values() if not how.startswith("closeout") for key in how.split(", ")}
    assert named <= known


def test_left_to_begin_again_the_console_opens_again_on_a_store_with_nothing_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [BEGIN_AGAIN, 0]
    heads, users = [], []

    def left(desk: Desk) -> int:
        heads.append(desk.store.head().digest)
        users.append(desk.user)
        return answers.pop(0)

    monkeypatch.setattr(console, "run_console", left)
    with open_training(tmp_path / "training.db", "trainee", CLOCK) as desk:
        sit_down_as(desk, "team leader")
        assert opening.run_console(desk) == 0
    assert len(set(heads)) == 2
    assert users == ["training team leader"] * 2


def test_whoever_begins_again_is_who_they_were(tmp_path: Path) -> None:
    begun = begin_all_again(open_training(tmp_path / "training.db", "trainee", CLOCK))
    with begun as desk:
        assert (desk.user, desk.actor.title) == ("trainee", "team manager")
        assert desk.clock == CLOCK


async def test_a_live_store_has_no_lessons(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        shown = await hands.types("L")
        assert "Lessons are there in training alone" in shown
        shown = await hands.types("enter L")
        assert "Lessons are there in training alone" in shown
        assert "L Lessons" not in shown
