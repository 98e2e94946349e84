"""The lessons, in training: how much of each is done, what is next; and beginning one of them, or all, again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from console.desk.exercise import lessons_marked
from console.present.lessons import (
    MARKS,
    next_step,
    progress_line,
    progress_of_all,
    step_line,
)
from console.tui.content import Toned
from console.tui.lesson_commands import LESSONS
from console.tui.lesson_work import TONES, begin_again_question, exercise_lines
from console.tui.screens.list_screen import ListScreen
from console.tui.widgets.detail import DetailPane
from console.tui.widgets.grid_source import Column, GridRow, ListSource

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.desk.exercise import LessonMarked
    from console.tui.content import Piece

COLUMNS: Final = (
    Column(key="number", title="Lesson", width_min=6, sortable=False),
    Column(key="title", title="What it teaches", width_min=40, width_max=60, flex=4, sortable=False),
    Column(key="steps", title="Steps", width_min=7, align="right", sortable=False),
    Column(key="mark", title="Where", width_min=9, width_max=12, sortable=False),
)
ALL_DONE: Final = "Every step is done. B begins it again."


class LessonsScreen(ListScreen):
    """Every lesson with its mark; Enter opens its casegroup, and L there shows the exercise."""

    CONTEXT: ClassVar[str] = LESSONS
    TITLE: ClassVar[str] = "Lessons"
    EMPTY: ClassVar[str] = "There are no lessons."
    READS_AGAIN: ClassVar[bool] = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.found = lessons_marked(desk)

    def begin(self) -> None:
        """Begin on the lesson that is worked on."""
        if self.worklist.current_casegroup_id:
            self.grid.move_to_key(self.worklist.current_casegroup_id)
        self.show_lines()

    def read(self) -> None:
        """Mark every lesson by what is on record."""
        self.found = lessons_marked(self.desk)

    @property
    def current(self) -> LessonMarked | None:
        """The lesson under the cursor."""
        return next((one for one in self.found if one.lesson.casegroup_id == self.grid.cursor_key), None)

    def list_source(self) -> ListSource:
        """List the lessons."""
        return ListSource(COLUMNS, [_row(one) for one in self.found])

    def show_head(self) -> None:
        """Say how much is done of all of them."""
        self.say_head(["   Enter opens one, L there its exercise"], [f" {progress_of_all(self.found)}"])

    def show_row(self) -> None:
        """Say what comes next in the lesson under the cursor; the why pane has the whole exercise."""
        found = self.current
        self.query_one("#detail", DetailPane).show(_about(found) if found else [])
        self.show_why(exercise_lines(found, self.desk.as_at) if found else [])

    def open_line(self, key: str) -> None:
        """Open the casegroup of a lesson."""
        self.open_casegroup(key)
        self.worklist.grid.move_to_key(key)

    def command_begin_again(self) -> None:
        """Ask whether to begin the lesson under the cursor again, or all of them."""
        found = self.current
        if found is not None:
            self.ask(begin_again_question(self, self.desk, found))

    def after_question(self, *, written: bool) -> None:
        """Show how much is done now."""
        self.desk.put_away()
        super().after_question(written=written)


def _row(found: LessonMarked) -> GridRow:
    lesson = found.lesson
    steps = f"{found.count('done')}/{found.of}"
    mark = "begun" if found.mark == "not_yet" and found.count("done") else MARKS[found.mark]
    return GridRow(lesson.casegroup_id, (lesson.casegroup_id, lesson.title, steps, Toned(mark, TONES[found.mark])))


def _about(found: LessonMarked) -> list[Piece | tuple[Piece, ...]]:
    """Say how much of a lesson is done, and which step comes next."""
    lesson, following = found.lesson, next_step(found)
    head = Toned(f"{lesson.casegroup_id}: {lesson.title}. {progress_line(found)}.", "strong")
    return [head, f"Next: {step_line(following[0], following[1].step)}" if following else ALL_DONE]
