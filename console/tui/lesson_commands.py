"""The commands of the lessons, which are there in training alone."""

from __future__ import annotations

from typing import Final

from console.tui.commands import Command

LESSONS: Final = "lessons"


def in_training(screen: object) -> bool:
    """Tell whether a screen is one of a store to practise in; the table of keys is asked without any."""
    desk = getattr(screen, "desk", None)
    return desk is None or desk.store.header.kind == "training"


def why_no_lessons(screen: object) -> str | None:
    """Say in a live store that there are no lessons in it."""
    return None if in_training(screen) else "Lessons are there in training alone; 'closeout train' opens it."


LESSON_COMMANDS: tuple[Command, ...] = (
    Command(
        name="lessons", label="Lessons", keys=("L",), contexts=("worklist",), footer=58, shown=in_training,
        why_off=why_no_lessons,
        help="In training: shows every lesson, and how much of it is done.",
    ),
    Command(
        name="begin-again", label="Begin again", keys=("B",), contexts=(LESSONS,), writes=True, footer=20,
        help="In training: puts the lesson under the cursor back to its start, or all of them.",
    ),
)  # fmt: skip
