"""The exercise of a lesson in the why pane, marked as the trainee works; and beginning it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.desk.exercise import begin_again, lesson_marked, undone
from console.desk.training import BEGIN_AGAIN, require_nobody_writing
from console.present.lessons import (
    MARKS,
    UNMARKED,
    difference_line,
    paragraphs,
    progress_line,
    sit_down_line,
    step_line,
)
from console.tui.content import Toned
from console.tui.widgets.panes import WhyPane
from console.tui.widgets.question import Choice, Question

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from console.desk.desk import Desk
    from console.desk.exercise import LessonMarked, Mark
    from console.tui.content import Piece, Tone
    from console.tui.screens.base import ConsoleScreen

    Base = ConsoleScreen
else:
    Base = object

TONES: Final[Mapping[Mark, Tone]] = {"done": "good", "different": "bad", "not_yet": "warning", "unmarked": "muted"}
ALL_LESSONS: Final = "L on the worklist shows all lessons; B there begins one again."


def exercise_lines(found: LessonMarked, today: date) -> list[Piece | tuple[Piece, ...]]:
    """Give what a lesson teaches, then each step with its mark, and in words what came out otherwise."""
    lines: list[Piece | tuple[Piece, ...]] = [
        Toned(found.lesson.title, "strong"),
        Toned(f"Exercise: {progress_line(found)}", TONES[found.mark]),
        "",
        *paragraphs(found.lesson),
        "",
        Toned("What to do", "strong"),
    ]
    for number, one in enumerate(found.steps, 1):
        lines.append((Toned(f"[{MARKS[one.mark]}] ", TONES[one.mark]), step_line(number, one.step)))
        lines += [Toned(f"   {difference_line(difference)}.", "bad") for difference in one.differences]
    if sit_down := sit_down_line(found, today):
        lines += ["", Toned(sit_down, "strong")]
    told = [UNMARKED] if found.count("unmarked") else []
    return [*lines, "", *(Toned(text, "muted") for text in (*told, ALL_LESSONS))]


def begin_again_question(screen: ConsoleScreen, desk: Desk, found: LessonMarked) -> Question:
    """Ask whether to begin one lesson again, or all of them."""
    number = found.lesson.casegroup_id

    def preview() -> list[Piece | tuple[Piece, ...]]:
        entries = undone(desk, number)
        return [
            f"Its first document comes again, and the {entries:,} entries since count no more; the journal keeps them.",
            "What was done for the whole office stays: files taken in, criteria, payments.",
        ]

    def commit() -> str | None:
        begin_again(desk, number)
        return f"{number} is at its start again."

    def preview_of_all() -> list[Piece | tuple[Piece, ...]]:
        return [
            "A new training store takes the place of this one: everything done in it is lost, the journal with it.",
            "Whoever else practises in it has to open it again. The console opens again at the first lesson.",
        ]

    def commit_all() -> str | None:
        require_nobody_writing(desk)
        screen.app.exit(return_code=BEGIN_AGAIN)
        return None

    one = Choice(label=f"This lesson: {number}, {found.lesson.title}", preview=preview, commit=commit)
    everything = Choice(label="All lessons", preview=preview_of_all, commit=commit_all)
    return Question(title="Begin again", choices=(one, everything))


class LessonWork(Base):
    """A casegroup with the exercise of its lesson, in training."""

    desk: Desk
    casegroup_id: str
    exercise_shown = False

    @property
    def lesson(self) -> LessonMarked | None:
        """The exercise of this casegroup as it stands; None outside training, and where it is no lesson."""
        return lesson_marked(self.desk, self.casegroup_id)

    def exercise(self) -> list[Piece | tuple[Piece, ...]]:
        """Give the lines of the exercise while it is shown; none where it is not."""
        found = self.lesson if self.exercise_shown else None
        return exercise_lines(found, self.desk.as_at) if found else []

    def command_lesson(self) -> None:
        """Show the exercise of this casegroup, marked; or put it away again."""
        if self.exercise_shown:
            self.command_why()
            return
        if self.lesson is None:
            self.say("This casegroup is not one of the lessons.", "note")
            return
        self.exercise_shown = True
        if not self.has_class("-wide"):
            self.add_class("-why-open")
        self.show_pane()
        if self.has_class("-wide"):
            self.query_one(WhyPane).focus()

    def command_why(self) -> None:
        """Put the exercise away where it is shown, else show why."""
        if not self.exercise_shown:
            super().command_why()
            return
        self.exercise_shown = False
        if self.has_class("-wide"):
            self.focus_work()
        else:
            super().command_why()
        self.show_pane()

    def show_pane(self) -> None:
        """Fill the pane: with the exercise while it is shown, else with what is under the cursor."""
        if not self.has_class("-wide") and not self.has_class("-why-open"):
            self.exercise_shown = False
        self.show_why(self.exercise() or self.about_row())

    def about_row(self) -> list[Piece | tuple[Piece, ...]]:
        """Give everything about what is under the cursor."""
        raise NotImplementedError
