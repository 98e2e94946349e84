"""`closeout train`: the training store."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import click

from console.cli.options import Session, as_at_option, json_option, with_examples
from console.cli.output import answer_json, say

if TYPE_CHECKING:
    from datetime import date

    from console.desk.batch import RunReport
    from console.desk.desk import Desk

HEADINGS: Final = ("Casegroup", "Stage", "Due", ">Discrepancy", ">Left", "Lesson")


LESSON_HEADINGS: Final = ("Lesson", ">Steps", "Where", "What it teaches")


@with_examples(
    "closeout train --reset",
    'closeout train --as "team leader" --as-at 2016-02-18',
    "closeout train --batch --json",
    "closeout train --lessons",
    "closeout train --again S29",
)
@click.command()
@click.option("--reset", is_flag=True, help="Start afresh; what was done in training is lost.")
@click.option("--batch", is_flag=True, help="Process the samples and print the result instead of opening the console.")
@click.option("--lessons", is_flag=True, help="Print how much of each lesson is done, and what came out otherwise.")
@click.option("--again", metavar="LESSON", help="Put one lesson, such as S29, back to its start; the others stay.")
@as_at_option
@click.option("--as", "colleague", metavar="WHO", help='Sit down as a colleague of the lessons, such as "team leader".')
@click.option("--store", metavar="FILE", help="The training store (else the user's own; never CLOSEOUT_STORE).")
@json_option
def train(
    reset: bool,
    batch: bool,
    lessons: bool,
    again: str | None,
    as_at: date | None,
    colleague: str | None,
    store: str | None,
    as_json: bool,
) -> int:
    """Open the console on a training store of sample casegroups.

    It is 15 February 2016 in there; --as-at opens it on another day, for the steps of a lesson that come later, and
    --as as somebody else, for those that take two people.
    With --batch, with --json, or without a terminal, the samples are processed afresh and the result is printed; the
    work in a training store that is there already is left alone unless --reset is given. Never touches a live store.
    --lessons marks what was done in the store against the steps of its lessons.
    """
    from console.cli.opening import has_terminal, run_console
    from console.desk.settings import operating_system_user, training_path
    from console.desk.training import open_training

    path = Path(store) if store else training_path()
    click.get_current_context().ensure_object(Session).store = path
    if lessons or again:
        with open_training(path, operating_system_user(), reset=reset) as desk:
            _sit_down(desk, as_at, colleague)
            _lessons(desk, again, as_json=as_json)
        return 0
    if not (batch or as_json) and has_terminal():
        with open_training(path, operating_system_user(), reset=reset) as desk:
            _sit_down(desk, as_at, colleague)
            return run_console(desk)
    with ExitStack() as stack:
        if path.exists() and not reset:
            # Opened once to make sure that it is a training store, and left as it is.
            open_training(path, operating_system_user()).close()
            path = Path(stack.enter_context(TemporaryDirectory())) / "training.db"
        desk = stack.enter_context(open_training(path, operating_system_user(), reset=reset))
        _sit_down(desk, as_at, colleague)
        _process(desk, as_json=as_json)
    return 0


def _sit_down(desk: Desk, as_at: date | None, colleague: str | None) -> None:
    from console.desk.training import sit_down_as

    desk.go_to(as_at or desk.as_at)
    if colleague is not None:
        sit_down_as(desk, colleague)


def _lessons(desk: Desk, again: str | None, *, as_json: bool) -> None:
    from console.desk.exercise import begin_again, lessons_marked
    from console.present.lessons import MARKS, lesson_json, progress_of_all
    from console.present.tables import table_lines

    if again:
        begin_again(desk, again)
    found = [one for one in lessons_marked(desk) if again in {None, one.lesson.casegroup_id}]
    if as_json:
        for one in found:
            answer_json(lesson_json(one))
        return
    if again:
        say(f"{again} is at its start again; the journal keeps what was done.")
        return
    rows = [
        (one.lesson.casegroup_id, f"{one.count('done')}/{one.of}", MARKS[one.mark], one.lesson.title) for one in found
    ]
    for number, line in enumerate(table_lines(LESSON_HEADINGS, rows)):
        say(line, bold=number == 0)
    say(f"{progress_of_all(found)}.")


def _process(desk: Desk, *, as_json: bool) -> None:
    from console.cli.run import report_json, run_with_progress
    from console.cli.worklist import row_json, rows_of

    report = run_with_progress(desk)
    if as_json:
        rows = [row_json(row) for row in rows_of(desk)]
        answer_json({**report_json(report, desk.as_at), "worklist": rows})
    else:
        _say_result(desk, report)


def _say_result(desk: Desk, report: RunReport) -> None:
    from console.cli.run import say_report
    from console.cli.worklist import rows_of
    from console.desk.training import scenarios
    from console.present.tables import table_lines
    from console.present.wording import STAGES, day, pounds

    titles = {scenario.casegroup_id: scenario.title for scenario in scenarios()}
    rows = [
        (
            row.casegroup_id,
            STAGES[row.stage],
            day(row.due_date),
            "" if row.discrepancy_pence is None else pounds(row.discrepancy_pence),
            "" if row.residual_pence is None else pounds(row.residual_pence),
            titles.get(row.casegroup_id, ""),
        )
        for row in rows_of(desk)
    ]
    for number, line in enumerate(table_lines(HEADINGS, rows)):
        say(line, bold=number == 0)
    say_report(report, desk.as_at)
