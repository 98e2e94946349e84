"""A lesson as a trainee reads it: what it teaches, then what there is to do, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.present.wording import day

if TYPE_CHECKING:
    from console.desk.training import Scenario


def lesson_lines(lesson: Scenario) -> list[str]:
    """Give the paragraphs of a lesson, then its steps numbered: when, as whom, what and why."""
    lines = [" ".join(part.split()) for part in lesson.lesson.strip().split("\n\n")]
    if lesson.steps:
        lines += ["", "What to do"]
    for number, step in enumerate(lesson.steps, start=1):
        lines.append(f"{number}. {day(step.as_at)}, {step.who}: {' '.join(step.why.split())}")
    return lines
