"""A small console over made-up rows, on which the shared parts of every screen are tried."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from console.tui.app import CloseoutApp
from console.tui.commands import Command
from console.tui.content import Toned
from console.tui.register import COMMANDS
from console.tui.screens.base import ConsoleScreen
from console.tui.widgets.chrome import CasegroupLine, Status, Step, StepsLine
from console.tui.widgets.grid import Grid
from console.tui.widgets.grid_source import Column, GridRow, ListSource, SortOrder
from console.tui.widgets.panes import EntryRow
from console.tui.widgets.question import Choice, Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


HOSTILE = (
    "Smith [née Jones]",
    "O'Brien [/] Ltd",
    "[@click=app.quit]x[/]",
    "ESC \x1b[31mred\x1b]52;c;aGk=\x07",
    "RLO \u202egnp.exe",
    "NUL \x00 and C1 \x9b31m",
    "two\nlines\r\nand\ttab",
    "N" * 300,
    "王小明 山田太郎",
    "Zoe\u0301 A\u030angstro\u0308m",
    "Siân Ó Briain",
    "\u0301leading mark",
)

COLUMNS = (
    Column(key="id", title="Casegroup", width_min=9),
    Column(key="name", title="Paying parent", width_min=14, width_max=60, flex=3),
    Column(key="systems", title="Systems", width_min=12, flex=1, width_max=20),
    Column(key="balance", title="Balance", width_min=12, align="right"),
    Column(key="stage", title="Stage", width_min=12),
)


class NumberedSource:
    """Rows made when they are asked for, so that a hundred thousand of them cost nothing."""

    def __init__(self, count: int, left_out: frozenset[int] = frozenset()) -> None:
        self.columns: Sequence[Column] = COLUMNS
        self.order: SortOrder | None = SortOrder("id")
        self.pages_read = 0
        self._numbers = [number for number in range(count) if number not in left_out]

    def count(self) -> int:
        return len(self._numbers)

    def page(self, start: int, stop: int) -> Sequence[GridRow]:
        self.pages_read += 1
        return [numbered_row(number) for number in self._numbers[start:stop]]

    def position(self, key: str) -> int | None:
        number = int(key.removeprefix("CG"))
        return self._numbers.index(number) if number in self._numbers else None

    def keys(self, start: int, stop: int) -> Sequence[str]:
        return [f"CG{number:06}" for number in self._numbers[start:stop]]

    def sort(self, order: SortOrder) -> None:
        self._numbers.sort(reverse=order.descending)
        self.order = order


def numbered_row(number: int) -> GridRow:
    name = HOSTILE[number % len(HOSTILE)]
    stage = Toned("BLOCKED", "bad") if number % 3 == 0 else Toned("to check", "good") if number % 3 == 1 else "closed"
    return GridRow(f"CG{number:06}", (f"CG{number:06}", name, "CS2 2, CCD 1", f"{number}.00", stage))


def hostile_source() -> ListSource:
    return ListSource(COLUMNS, [GridRow(f"CG{n:06}", (f"CG{n:06}", name, "", n, "")) for n, name in enumerate(HOSTILE)])


DEMO_COMMANDS = (
    Command(
        name="outcome", label="Outcome", keys=("o",), contexts=("demo-case",), writes=True, footer=20, help="Asks."
    ),
    Command(name="rare", label="Rare", keys=("x",), contexts=("demo-case",), writes=True, footer=25, help="Asks, too."),
    Command(
        name="note", label="Note", keys=("t",), contexts=("demo-case", "demo-list"), footer=30, help="Takes a note."
    ),
    Command(name="page", label="Page", keys=("T",), contexts=("demo-case",), help="Takes a long note."),
    Command(
        name="record", label="Record", keys=tuple("abcdefg"), contexts=("demo-case",), takes_key=True, help="Notes it."
    ),
    Command(name="slow", label="Slow", keys=("z",), contexts=("demo-case",), help="Opens a screen from a worker."),
    Command(name="fail", label="Fail", keys=("F",), contexts=("demo-case", "demo-list"), help="Is a defect."),
    Command(
        name="never",
        label="Never",
        keys=("v",),
        contexts=("demo-case", "demo-list"),
        footer=50,
        why_off=lambda _screen: "Nothing is ever amended here.",
        help="Cannot be done.",
    ),
)


class DemoCase(ConsoleScreen):
    """A casegroup that takes a while to open."""

    CONTEXT: ClassVar[str] = "demo-case"
    HAS_WHY: ClassVar[bool] = True

    class Shown(Message):
        """Posted to itself, so that opening takes several turns of the loop."""

    def __init__(self, key: str, depth: int = 0) -> None:
        super().__init__()
        self.key = key
        self.depth = depth

    def compose_work(self) -> ComposeResult:
        yield Grid(hostile_source(), id="facts")

    async def on_mount(self) -> None:
        await asyncio.sleep(0.03)  # Opening takes a while, as reading a store does.
        steps = [Step(number, label) for number, label in enumerate(("Facts", "Deferral", "Validation"), 1)]
        self.query_one(CasegroupLine).show_casegroup(self.key, HOSTILE[0], HOSTILE[3], "due 4 Feb 2016")
        self.query_one(StepsLine).show_steps(steps, 2, "17/64")
        self.show_why([Toned("Rule 5", "strong"), HOSTILE[2], ("28 days is ", Toned("ASSUMED", "warning"), ".")])

    def command_record(self, key: str) -> None:
        demo(self).done.append(f"{self.key}:{key}")

    def command_outcome(self) -> None:
        self.ask(demo_question(self, unexceptional=1))

    def command_rare(self) -> None:
        self.ask(demo_question(self, unexceptional=None))

    async def command_note(self) -> None:
        await self.ask_text("note", "Note")

    async def command_page(self) -> None:
        await self.ask_text("long-note", "Long note", page=True)

    def on_entry_row_entered(self, event: EntryRow.Entered) -> None:
        demo(self).done.append(f"{event.purpose}={event.text}")
        entry = self.query_one("#entry", EntryRow)
        entry.taken()
        entry.used()
        self.focus_work()

    def command_slow(self) -> None:
        app = demo(self)
        app.key_gate.hold()

        async def work() -> None:
            await asyncio.sleep(0.02)
            await app.push_screen(DemoCase("SLOW", self.depth + 1))
            app.key_gate.release()

        self.run_worker(work())

    def command_fail(self) -> None:
        secret = HOSTILE[0]
        raise ValueError(secret)


class DemoList(ConsoleScreen):
    """A list of made-up casegroups."""

    CONTEXT: ClassVar[str] = "demo-list"

    def __init__(self, count: int = 200) -> None:
        super().__init__()
        self.source = NumberedSource(count)

    def compose_work(self) -> ComposeResult:
        yield Grid(self.source, id="worklist")

    def on_grid_row_opened(self, event: Grid.RowOpened) -> None:
        self.app.push_screen(DemoCase(event.key))

    def command_fail(self) -> None:
        secret = HOSTILE[0]
        raise ValueError(secret)


class DemoApp(CloseoutApp):
    """The demo console; `done` tells what was done, in order."""

    def __init__(self, count: int = 200, **options: object) -> None:
        self.done: list[str] = []
        status = Status(
            store="casework.db", policy="phase-2, 1 Jul 2014", who="A PATEL", role="caseworker", saved="saved 10:42"
        )
        super().__init__(
            lambda: DemoList(count),
            **{"commands": (*COMMANDS, *DEMO_COMMANDS), "status": status, **options},  # type: ignore[arg-type]
        )


def demo(screen: ConsoleScreen) -> DemoApp:
    assert isinstance(screen.app, DemoApp)
    return screen.app


def demo_question(screen: DemoCase, unexceptional: int | None) -> Question:
    def commit(label: str) -> str:
        demo(screen).done.append(f"{screen.key}:written:{label}")
        return f"{label} is written."

    return Question(
        title="Outcome",
        unexceptional=unexceptional,
        choices=(
            Choice(
                label="Validated",
                preview=lambda: [HOSTILE[0], ("residual ", Toned("0.00", "good"))],
                commit=lambda: commit("validated"),
            ),
            Choice(label="Amend", preview=lambda: ["amendment 12.00"], commit=lambda: commit("amend")),
            Choice(label="Breakdown", preview=list, commit=lambda: None, why_off="A breakdown is not owed."),
        ),
    )


if __name__ == "__main__":
    demo_app = DemoApp(
        int(sys.argv[1]) if len(sys.argv) > 1 else 200, report_directory=Path(sys.argv[2] if len(sys.argv) > 2 else ".")
    )
    demo_app.run()
    sys.exit(demo_app.return_code or 0)
