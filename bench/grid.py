"""How fast the console's list and key gate are, measured against Textual's own table and the bare loop.

Textual's table gets fewer rows, since 100,000 take it half a minute. Every figure comes from one run on one machine;
the ratios travel better than the milliseconds.
"""

from __future__ import annotations

import asyncio
from statistics import median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import App, ComposeResult
from textual.widgets import DataTable

from bench.report import title
from console.present.printable import printable
from tests.console.demo import COLUMNS, DemoApp, NumberedSource, numbered_row
from tests.console.driving import type_at_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.stores import Bench
    from console.tui.widgets.grid import Grid

SIZE = (120, 40)
MOVES = 200
FEW_MOVES = 10
TABLE_ROWS = 5_000


def milliseconds(seconds: float) -> str:
    """Write a time in milliseconds."""
    return f"{seconds * 1000:9.3f} ms"


def paint(app: App[int]) -> float:
    """Lay out and paint the whole screen now, as the terminal would get it; seconds."""
    started = perf_counter()
    app.screen._refresh_layout(app.size)  # noqa: SLF001
    for strip in app.screen._compositor.render_strips():  # noqa: SLF001
        strip.render(app.console)
    return perf_counter() - started


class TableApp(App[int]):
    """Textual's own table with the same rows."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.rows = rows

    def compose(self) -> ComposeResult:
        """Hold one table."""
        yield DataTable(cursor_type="row")

    def fill(self) -> None:
        """Give the table its rows."""
        table = self.query_one(DataTable)
        table.add_columns(*(column.title for column in COLUMNS))
        for number in range(self.rows):
            row = numbered_row(number)
            table.add_row(*(Text(printable(getattr(cell, "text", str(cell)))) for cell in row.cells), key=row.key)


async def moves(app: App[int], move: Callable[[], None], times: int) -> tuple[float, float]:
    """Move the cursor and paint what changed, many times; median and 95th percentile in seconds."""
    taken = []
    for _ in range(times):
        started = perf_counter()
        move()
        await asyncio.sleep(0)
        app.screen._on_timer_update()  # noqa: SLF001
        taken.append(perf_counter() - started)
        await asyncio.sleep(0)
    return median(taken), quantiles(taken, n=20)[-1]


async def measure_grid(rows: int, times: int) -> dict[str, float]:
    """Measure our list, and the key gate before it; seconds by name."""
    found: dict[str, float] = {}
    app = DemoApp(1)
    async with app.run_test(size=SIZE) as pilot:
        await app.key_gate.drained()
        grid: Grid = app.screen.query_one("#worklist")  # type: ignore[assignment]
        source, fewer = NumberedSource(rows), NumberedSource(rows, frozenset(range(0, rows, 2)))
        paint(app)
        started = perf_counter()
        grid.set_source(source)
        found["first paint"] = perf_counter() - started + paint(app)
        _, found["cursor p95"] = await moves(app, grid.command_cursor_down, times)
        _, found["page p95"] = await moves(app, grid.command_page_down, times)
        started = perf_counter()
        grid.set_source(fewer)
        found["filter, painted"] = perf_counter() - started + paint(app)
        await pilot.pause()
        started = perf_counter()
        for _ in range(1_000):
            app.key_gate._may_pass()  # noqa: SLF001
        found["gate's look at rest"] = (perf_counter() - started) / 1_000
        keys = 40
        grid.move_to(0)
        await pilot.pause()
        started = perf_counter()
        type_at_once(app, *"jk" * (keys // 2))
        await app.key_gate.drained()
        found["key in a burst, done"] = (perf_counter() - started) / keys
    return found


async def measure_table(rows: int, times: int) -> dict[str, float]:
    """Measure Textual's table; seconds by name."""
    found: dict[str, float] = {}
    app = TableApp(rows)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        started = perf_counter()
        app.fill()
        await pilot.pause()
        found["first paint"] = perf_counter() - started + paint(app)
        _, found["cursor p95"] = await moves(app, app.query_one(DataTable).action_cursor_down, times)
    return found


def run(bench: Bench) -> None:
    """Measure both and print the table."""
    title("Grid and key gate")
    rows = bench.casegroups
    times = FEW_MOVES if bench.small else MOVES
    table_rows = min(TABLE_ROWS, rows)
    started = perf_counter()
    for _ in range(1_000_000):
        pass
    print(f"machine: a million empty turns of a loop take {milliseconds(perf_counter() - started)}")
    grid, table = asyncio.run(measure_grid(rows, times)), asyncio.run(measure_table(table_rows, times))
    for name, seconds in grid.items():
        print(f"grid  {rows:>8,} rows  {name:<22}{milliseconds(seconds)}")
    for name, seconds in table.items():
        print(f"table {table_rows:>8,} rows  {name:<22}{milliseconds(seconds)}")
    paint_ratio = table["first paint"] / grid["first paint"]
    print(f"grid at {rows:,} rows paints {paint_ratio:.0f} times faster than the table at {table_rows:,}")
    print(f"cursor: {table['cursor p95'] / grid['cursor p95']:.1f} times faster than the table's")
