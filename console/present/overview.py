"""The overview in words and bars: plain signs that every terminal shows, beside the number each of them stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.present.wording import STAGES, day, days

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from console.desk.overview import Due, Overview
    from domain.queue import QueueKind
    from storage.queue import QueueCount

IN, OUT, THERE = "+", "-", "#"
"""What came in, what went out, and what is there: signs that differ without any colour."""

BAR_CELLS: Final = 24


def bar(value: int, most: int, room: int, sign: str = THERE) -> str:
    """Draw a number as a bar, as long as its part of the greatest; what is there at all has at least one sign."""
    return sign * max(1, value * room // most) if value > 0 and most > 0 else ""


def stages_with_any(overview: Overview) -> Iterator[tuple[str, int]]:
    """Give the stages that have casegroups, in the order of the work."""
    return ((stage, overview.stages[stage]) for stage in STAGES if overview.stages.get(stage))


def due_text(due: Due, as_at: date) -> str:
    """Name a stretch of days in which deferrals end."""
    if due.first_day is None:
        return f"Ended by {day(as_at)}"
    if due.last_day is None:
        return f"From {day(due.first_day)} on"
    return f"{day(due.first_day)} to {day(due.last_day)}" if due.first_day != due.last_day else day(due.first_day)


def age_text(count: QueueCount, as_at: date) -> str:
    """Say how long the oldest piece of work of a cause has waited."""
    return "not known" if count.oldest is None else days((as_at - count.oldest).days)


def restricted_sentence(overview: Overview) -> str:
    """Say how many restricted records are in the numbers."""
    if not overview.restricted:
        return "None of them is restricted."
    return f"{overview.restricted:,} of them {'is' if overview.restricted == 1 else 'are'} restricted."


def total_sentence(overview: Overview) -> str:
    """Say how much there is in all."""
    groups = "1 casegroup" if overview.casegroups == 1 else f"{overview.casegroups:,} casegroups"
    return f"{groups}, {overview.on_hand:,} not closed. {restricted_sentence(overview)}"


def what_waits(kind: QueueKind, cause: str) -> str:
    """Name a cause of open work with its kind."""
    from console.present.queue import QUEUE_KINDS, cause_text  # noqa: PLC0415 - only where the queue is told of

    return f"{QUEUE_KINDS[kind]}: {cause_text(kind, cause)}"
