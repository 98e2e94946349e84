"""Rows of the overview: its numbers, each with a bar of plain signs beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.present.overview import IN, OUT, age_text, bar, due_text, stages_with_any
from console.present.queue import QUEUE_KINDS, cause_text
from console.present.wording import STAGES, capital, day
from console.tui.content import Toned
from console.tui.widgets.grid_painting import GAP, GUTTER
from console.tui.widgets.grid_source import Column, GridRow, ListSource, column_widths
from console.tui.widgets.wrapped_rows import SCROLLBAR, wrapped_source

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from console.desk.overview import Overview

STAGES_PART, WEEKS_PART, DUE_PART, OLDEST_PART = "1234"
PARTS: Final = {STAGES_PART: "Stages", WEEKS_PART: "Weeks", DUE_PART: "Deferrals", OLDEST_PART: "Oldest"}
COLUMNS: Final = {
    STAGES_PART: (
        Column(key="stage", title="Stage", width_min=20, sortable=False),
        Column(key="count", title="Groups", width_min=9, align="right", sortable=False),
        Column(key="bar", title="", width_min=20, flex=1, sortable=False),
    ),
    WEEKS_PART: (
        Column(key="week", title="Week from", width_min=11, sortable=False),
        Column(key="in", title="In", width_min=7, align="right", sortable=False),
        Column(key="out", title="Out", width_min=7, align="right", sortable=False),
        Column(key="on_hand", title="On hand", width_min=9, align="right", sortable=False),
        Column(key="in_bar", title="In +", width_min=8, flex=1, sortable=False),
        Column(key="out_bar", title="Out -", width_min=8, flex=1, sortable=False),
        Column(key="bar", title="On hand #", width_min=10, flex=1, sortable=False),
    ),
    DUE_PART: (
        Column(key="days", title="Deferrals that end", width_min=26, sortable=False),
        Column(key="count", title="Groups", width_min=9, align="right", sortable=False),
        Column(key="bar", title="", width_min=20, flex=1, sortable=False),
    ),
    OLDEST_PART: (
        Column(key="age", title="Waits", width_min=10, align="right", sortable=False),
        Column(key="count", title="Open", width_min=7, align="right", sortable=False),
        Column(key="kind", title="What waits", width_min=21, sortable=False),
        Column(key="cause", title="Why", width_min=20, flex=1, sortable=False),
    ),
}


def source_of(part: str, overview: Overview, width: int) -> ListSource:
    """List one part of the overview in a grid so many cells wide."""
    return {
        STAGES_PART: _stages,
        WEEKS_PART: _weeks,
        DUE_PART: _due,
        OLDEST_PART: _oldest,
    }[part](overview, width)


def _rooms(part: str, width: int) -> list[int]:
    return column_widths(COLUMNS[part], width - GUTTER - SCROLLBAR, GAP)


def _bars(values: Sequence[int], room: int, sign: str = "#") -> Callable[[int], Toned]:
    most = max(values, default=0)
    return lambda value: Toned(bar(value, most, room, sign), "strong")


def _stages(overview: Overview, width: int) -> ListSource:
    stages = list(stages_with_any(overview))
    drawn = _bars([count for _, count in stages], _rooms(STAGES_PART, width)[-1])
    rows = [GridRow(stage, (STAGES[stage], f"{count:,}", drawn(count))) for stage, count in stages]
    return ListSource(COLUMNS[STAGES_PART], rows)


def _weeks(overview: Overview, width: int) -> ListSource:
    *_, room_in, room_out, room = _rooms(WEEKS_PART, width)
    moved = [number for week in overview.weeks for number in (week.received, week.closed)]
    came, went = _bars(moved, room_in, IN), _bars(moved, room_out, OUT)
    there = _bars([week.on_hand for week in overview.weeks], room)
    rows = [
        GridRow(
            week.first_day.isoformat(),
            (
                day(week.first_day),
                f"{week.received:,}",
                f"{week.closed:,}",
                f"{week.on_hand:,}",
                came(week.received),
                went(week.closed),
                there(week.on_hand),
            ),
        )
        for week in overview.weeks
    ]
    return ListSource(COLUMNS[WEEKS_PART], rows)


def _due(overview: Overview, width: int) -> ListSource:
    drawn = _bars([due.count for due in overview.due], _rooms(DUE_PART, width)[-1])
    rows = [
        GridRow(f"due-{number}", (due_text(due, overview.as_at), f"{due.count:,}", drawn(due.count)))
        for number, due in enumerate(overview.due)
    ]
    return ListSource(COLUMNS[DUE_PART], rows)


def _oldest(overview: Overview, width: int) -> ListSource:
    rows = [
        GridRow(
            f"oldest-{number}",
            (
                age_text(count, overview.as_at),
                f"{count.count:,}",
                QUEUE_KINDS[count.kind],
                capital(cause_text(count.kind, count.cause)),
            ),
        )
        for number, count in enumerate(overview.oldest)
    ]
    return wrapped_source(COLUMNS[OLDEST_PART], rows, width)
