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
from console.tui.asking import show_saved
from console.tui.content import Toned
from console.tui.going import TO_WORKLIST
from console.tui.lesson_commands import LESSONS
from console.tui.lesson_work import TONES, begin_again_question, exercise_lines
from console.tui.screens.base import ConsoleScreen
from console.tui.widgets.chrome import CasegroupLine, StepsLine
from console.tui.widgets.detail import DetailPane
from console.tui.widgets.grid import Grid
from console.tui.widgets.grid_source import Column, GridRow, ListSource

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from console.desk.desk import Desk
    from console.desk.exercise import LessonMarked
    from console.tui.content import Piece
    from console.tui.screens.worklist import WorklistScreen

COLUMNS: Final = (
    Column(key="number", title="Lesson", width_min=6, sortable=False),
    Column(key="title", title="What it teaches", width_min=40, width_max=60, flex=4, sortable=False),
    Column(key="steps", title="Steps", width_min=7, align="right", sortable=False),
    Column(key="mark", title="Where", width_min=9, width_max=12, sortable=False),
)
ALL_DONE: Final = "Every step is done. B begins it again."


class LessonsScreen(ConsoleScreen):
    """Every lesson with its mark; Enter opens its casegroup, and L there shows the exercise."""

    CONTEXT: ClassVar[str] = LESSONS
    AUTO_FOCUS: ClassVar[str | None] = "Grid"
    HAS_WHY: ClassVar[bool] = True

    def __init__(self, desk: Desk, worklist: WorklistScreen) -> None:
        super().__init__()
        self.desk = desk
        self.worklist = worklist
        self.found = lessons_marked(desk)

    def compose_work(self) -> ComposeResult:
        """Show the lessons, and under them what comes next in the one under the cursor."""
        yield Grid(self._source(), empty="There are no lessons.", markable=False, id="lessons")
        yield DetailPane(id="detail")

    def on_mount(self) -> None:
        """Begin on the lesson that is worked on."""
        if self.worklist.current_casegroup_id:
            self.grid.move_to_key(self.worklist.current_casegroup_id)
        self._show()

    def on_screen_resume(self) -> None:
        """Mark everything again: a casegroup may have been worked on, and what was open is put away."""
        self.desk.put_away()
        with self.saying_no():
            self.command_look_again()

    # ----------------------------------------------------------------------------------------------- what it shows

    @property
    def grid(self) -> Grid:
        """Give the list shown."""
        return self.query_one("#lessons", Grid)

    @property
    def current(self) -> LessonMarked | None:
        """The lesson under the cursor."""
        return next((one for one in self.found if one.lesson.casegroup_id == self.grid.cursor_key), None)

    def _source(self) -> ListSource:
        return ListSource(COLUMNS, [_row(one) for one in self.found])

    def _show(self) -> None:
        self.query_one(CasegroupLine).show(
            [" ", Toned("Lessons", "strong"), "   Enter opens one, L there its exercise"]
        )
        self.query_one(StepsLine).show([f" {progress_of_all(self.found)}"])
        self._show_row()
        self.refresh_footer()

    def _show_row(self) -> None:
        found = self.current
        self.query_one("#detail", DetailPane).show(_about(found) if found else [])
        self.show_why(exercise_lines(found, self.desk.as_at) if found else [])

    def on_grid_row_highlighted(self) -> None:
        """Show the exercise under the cursor."""
        self._show_row()

    def on_grid_row_opened(self, event: Grid.RowOpened) -> None:
        """Open the casegroup of a lesson."""
        from console.tui.screens.casegroup import CasegroupScreen  # noqa: PLC0415 - when first opened

        with self.saying_no():
            screen = CasegroupScreen(self.desk, event.key, self.worklist)
            self.worklist.grid.move_to_key(event.key)
            self.worklist.remember(event.key)
            self.app.push_screen(screen, self._back)

    def _back(self, answer: object) -> None:
        if answer == TO_WORKLIST:
            self.dismiss(answer)

    # ---------------------------------------------------------------------------------------------------- commands

    def command_look_again(self) -> None:
        """Mark everything again; the cursor stays on its lesson."""
        key = self.grid.cursor_key
        self.found = lessons_marked(self.desk)
        self.grid.set_source(self._source())
        if key:
            self.grid.move_to_key(key)
        self._show()

    def command_begin_again(self) -> None:
        """Ask whether to begin the lesson under the cursor again, or all of them."""
        found = self.current
        if found is not None:
            self.ask(begin_again_question(self, self.desk, found))

    def command_worklist(self) -> None:
        """Go to the worklist."""
        self.dismiss(TO_WORKLIST)

    def after_question(self, *, written: bool) -> None:
        """Show how much is done now."""
        self.desk.put_away()
        self.command_look_again()
        if written:
            show_saved(self, self.desk)


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
