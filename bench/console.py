"""The console over a long worklist: from a key to its paint, at both sizes, without a terminal's own time."""

from __future__ import annotations

import asyncio
import gc
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from textual import events
from textual.keys import _character_to_key

from bench.report import Limit, middle, tell, tell_seconds, tell_times, title
from bench.stores import DAY
from console.cli.program import OBJECTS_BEFORE_COLLECTING
from console.desk.desk import Desk
from console.desk.settings import operating_system_user
from console.tui.casework_app import casework_app
from console.tui.quiet import app_at_rest, drawn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bench.stores import Bench
    from console.tui.app import CloseoutApp

SIZES = ((80, 24), (120, 40))
LOOK_SECONDS = 0.0005
REST_SECONDS = 1.2
FRAME_SECONDS = 1 / 60
BURST = ("enter", "1", "2", "3", "4", "j", "k", "f3", "j", "s", "1", "s", "4", "home", "j", "j")


def run(bench: Bench) -> None:
    """Measure both sizes on a copy of the store."""
    gc.set_threshold(OBJECTS_BEFORE_COLLECTING)
    for size in SIZES:
        title(f"The console over {bench.casegroups:,} casegroups at {size[0]}×{size[1]}")
        store = bench.copy()
        with Desk.open(store, operating_system_user()) as desk, tempfile.TemporaryDirectory() as state:
            desk.as_at = date.fromisoformat(DAY)
            asyncio.run(_Measuring(bench, desk, Path(state), size).all_of_it())


@dataclass(slots=True)
class Times:
    """What some keys took: to the first paint after the key, and until all was painted and at rest."""

    first: list[float] = field(default_factory=list)
    all: list[float] = field(default_factory=list)


class _Measuring:
    """One console, driven by its keys."""

    def __init__(self, bench: Bench, desk: Desk, state: Path, size: tuple[int, int]) -> None:
        self.bench, self.desk, self.size = bench, desk, size
        self.app: CloseoutApp = casework_app(desk, state=state)
        self.paints: list[float] = []
        self.times = 1 if bench.small else 10
        self.pause = 0 if bench.small else 2 * FRAME_SECONDS

    async def all_of_it(self) -> None:
        """Measure everything in the order of a day's work."""
        read = self._bare_read()
        display = self.app._display  # noqa: SLF001 - there is no other way to see a paint

        def seen(screen: Any, renderable: Any) -> None:  # noqa: ANN401 - as Textual declares it
            display(screen, renderable)
            self.paints.append(perf_counter())

        self.app._display = seen  # type: ignore[method-assign] # noqa: SLF001
        started = perf_counter()
        async with self.app.run_test(size=self.size):
            await self._rest()
            # Asked for before any key, so that no order of the list has been kept yet.
            tell_seconds("worklist painted, modules loaded", self.paints[-1] - started, read, budget=0.2)
            self.app.tidy_in_pauses()
            await self._list(read)
            await self._casegroups()
            await self._burst()
            await self._writing()

    async def _list(self, read: Limit) -> None:
        frame = Limit("a frame of 1/60 s", FRAME_SECONDS)
        self._tell("cursor", await self._each(["j"] * 4 * self.times), 0.016, frame)
        self._tell("a page", await self._each(["pagedown"] * 2 * self.times), 0.016, frame)
        self._tell("first and last line", await self._each(["end", "home"] * self.times), 0.016, frame)
        await self._key("/")
        for kind, word in (("name", "holt"), ("number", "QQ12"), ("stage", "to_amend")):
            typed = await self._each(word)
            self._tell(f"filter by {kind} as typed, a key", typed, 0.2, read)
            await self._each(["backspace"] * len(word))
        await self._key("escape")
        for number in range(1, 7):
            sorting = await self._together("s", str(number))
            self._tell(f"sort by column {number}", sorting, 0.2, read)
        await self._together("s", "4")
        await self._key("home")

    async def _casegroups(self) -> None:
        opening, going_back, steps, rows, going_on = Times(), Times(), Times(), Times(), Times()
        for number in range(self.times + 1):
            # Somebody has looked at the list for a second; without that, memory is freed while casegroups open.
            await asyncio.sleep(0 if self.bench.small else REST_SECONDS)
            await self._key("enter", opening)
            if number == 0:
                self._tell("a casegroup, the first time", opening, 0.15)
                opening = Times()
            await self._each("1234", steps)
            await self._each("2j3jjk1jjj", rows)
            await self._each("nnp", going_on)
            await self._key("f3", going_back)
            await self._key("j")
        self._tell("a casegroup after a second's rest", opening, 0.15)
        self._tell("another step", steps, 0.06)
        self._tell("cursor and steps in a casegroup", rows, 0.06)
        self._tell("the next unfinished casegroup", going_on, 0.15)
        self._tell("back on the worklist", going_back, 0.2)

    async def _burst(self) -> None:
        """Type many keys at once: none is lost where the last of them has its effect, and no key waits."""
        await self._key("home")
        keys = BURST * (1 if self.bench.small else 5)
        done: list[str] = []
        note = self.app.note_command

        def noted(name: str) -> None:
            note(name)
            done.append(name)

        self.app.note_command = noted  # type: ignore[method-assign]
        taken = await self._together(*keys)
        assert self._cursor() == 2
        tell("a burst of keys: those that did their work", f"{len(done)} of {len(keys)}", met=len(done) == len(keys))
        tell_seconds("a key of a burst", taken.all[0] / len(keys))

    async def _writing(self) -> None:
        await self._key("enter")
        await self._each(["t", "x", "enter", "1"])
        writing, going_back = Times(), Times()
        before = self.desk.store.head().seq
        await self._key("y", writing)
        assert self.desk.store.head().seq == before + 1
        await self._key("f3", going_back)
        self._tell("a note written", writing, 0.15)
        self._tell("back on the worklist after it", going_back, 0.2)
        self._tell("all lines marked", await self._each(["*"]), 0.2)

    # ------------------------------------------------------------------------------------------------------- driving

    async def _each(self, keys: Iterable[str], times: Times | None = None) -> Times:
        """Type keys one after the other, all at rest after each."""
        times = times or Times()
        for key in keys:
            await self._key(key, times)
        return times

    async def _key(self, key: str, times: Times | None = None) -> None:
        taken = await self._together(key)
        if times is not None:
            times.first += taken.first
            times.all += taken.all

    async def _together(self, *keys: str) -> Times:
        """Type keys in one burst and wait until all they started is painted."""
        await self._rest()
        await asyncio.sleep(self.pause)
        self.paints.clear()
        started = perf_counter()
        for key in keys:
            self.app.post_message(_event(key))
        for _ in range(2):
            await asyncio.sleep(0)
        await self._rest()
        paints = self.paints or [perf_counter()]
        return Times([paints[0] - started], [paints[-1] - started])

    async def _rest(self) -> None:
        app = self.app
        # Looking is the only way, as for the key gate itself.
        while not (app.key_gate.is_open and app_at_rest(app) and app.screen_stack and drawn(app.screen)):  # noqa: ASYNC110
            await asyncio.sleep(LOOK_SECONDS)

    def _cursor(self) -> int:
        from console.tui.widgets.grid import Grid

        return self.app.screen.query_one(Grid).cursor_position

    def _tell(self, what: str, times: Times, budget: float, limit: Limit | None = None) -> None:
        """Tell the time to the paint of all; and to the first of it, which the eye waits for, where that differs."""
        tell_times(what, times.all, limit, budget)
        if middle(times.first) < 0.8 * middle(times.all):
            tell_times("    its first paint", times.first, limit, budget)

    def _bare_read(self) -> Limit:
        """Read all keys of the worklist in the order of the day they are due, as the driver alone does it."""
        with _bare(self.desk.store.path) as connection:
            started = perf_counter()
            connection.execute("SELECT key FROM worklist ORDER BY due_date, casegroup_id").fetchall()
            return Limit("a bare read of all keys", perf_counter() - started)


@contextmanager
def _bare(path: Path) -> Iterator[Any]:
    # The program's own connection: nothing else in this process may open the file of an open store.
    from storage.connection import connect_to_read

    connection = connect_to_read(path)
    try:
        yield connection
    finally:
        connection.close()


def _event(key: str) -> events.Key:
    if len(key) == 1:
        return events.Key(key if key.isalnum() else _character_to_key(key), key)
    return events.Key(key, {"enter": "\r"}.get(key))
