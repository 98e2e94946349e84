"""Desks, consoles and hands for the tests of the work itself: real stores, a clock that stands still, exact keys."""

from __future__ import annotations

import os
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from console.desk.clock import Clock
from console.desk.desk import Desk
from console.desk.files import import_files
from console.desk.training import open_training
from console.tui.casework_app import casework_app
from console.tui.screens.base import ConsoleScreen
from console.tui.widgets.chrome import MessageLine
from domain.actor import Actor
from storage.store import Store
from tests.console.driving import SMALL, screen_text, settle, type_at_once
from tests.made_up import case_record, casegroup_record, write_documents

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from console.tui.app import CloseoutApp
    from domain.actor import Role
    from tests.made_up import Record

# Line 1 tells the time of the place: here that is one place, whatever the machine.
os.environ["TZ"] = "UTC"
if hasattr(time, "tzset"):
    time.tzset()

NOON = datetime(2016, 2, 15, 12, tzinfo=UTC)
CLOCK = Clock(NOON)
MANAGER, CASEWORKER = "manager", "worker"
IMPATIENT_MILLISECONDS = 30

# Each waits for something else; two clean ones so that there is a next.
CLEAN, CLEAN_TOO, TO_DEFER, SHORT, OFFSETTING, CLERICAL, INHIBITED, UNDATED = (f"CG{number}" for number in range(1, 9))


def named(surname: str, forenames: str = "Sam", **changes: Any) -> Record:
    """A paying parent of that name."""
    return {"person_id": "P1", "forenames": forenames, "surname": surname, "addresses": [], **changes}


def caseload() -> list[Record]:
    """Eight casegroups, one for each thing a caseworker does."""
    work_item = {"id": "W1", "kind": "appeal", "opened_on": "2016-01-01"}
    return [
        casegroup_record(CLEAN, paying_parent=named("Adams", nino="QQ000001A")),
        casegroup_record(CLEAN_TOO, paying_parent=named("Baker")),
        casegroup_record(
            TO_DEFER, cases=[case_record("C3", work_items=[work_item])], paying_parent=named("Clark", nino="QQ000003A")
        ),
        casegroup_record(SHORT, cases=[case_record("C4", outstanding="3700.00")], paying_parent=named("Dixon")),
        casegroup_record(
            OFFSETTING,
            cases=[case_record("C5", outstanding="3700.00"), case_record("C6", outstanding="3600.00")],
            paying_parent=named("Evans"),
        ),
        casegroup_record(CLERICAL, cases=[case_record("C7", "CCD")], paying_parent=named("Fox")),
        casegroup_record(
            INHIBITED,
            cases=[case_record("C8", "CSCS", inhibits=[{"kind": "manual", "set_on": "2016-01-04", "reason": "fraud"}])],
            paying_parent=named("Green"),
        ),
        casegroup_record(
            UNDATED,
            cases=[case_record("C9", outstanding="3645.00")],
            paying_parent=named("Hall"),
            receipts=[{"receipt_id": "R1", "received_on": "2015-06-01", "amount": "5.00",
                       "allocations": [{"case_id": "C9", "to": "debt", "amount": "5.00"}]}],
        ),
    ]  # fmt: skip


def live_store(folder: Path, *records: Record) -> Path:
    """Make a live store of documents, the caseload where none is given, with a manager and a caseworker."""
    path = folder / "casework.db"
    file = write_documents(folder / "documents.jsonl", *(records or caseload()))
    with Desk.create(path, MANAGER, clock=CLOCK) as desk:
        desk.write_roster([Actor(CASEWORKER, "A Patel", frozenset({"caseworker"}))])
        import_files(desk, [file])
    return path


def sit_down(path: Path, user: str = MANAGER) -> Desk:
    """Sit down at a store, at noon of the day; a store that is busy is waited for only briefly."""
    return Desk(Store.open(path, patience_milliseconds=IMPATIENT_MILLISECONDS), user, CLOCK)


def live_desk(folder: Path, *records: Record, user: str = MANAGER) -> Desk:
    """Sit down at a new live store."""
    return sit_down(live_store(folder, *records), user)


def training_desk(folder: Path) -> Desk:
    """Sit down at a new training store."""
    return open_training(folder / "training.db", "trainee", CLOCK)


def put_on_roster(desk: Desk, user: str, *roles: Role) -> None:
    """Give somebody these roles; none takes them off the roster."""
    desk.write_roster([Actor(user, user, frozenset(roles))])


class Hands:
    """Types on a console and reads it."""

    def __init__(self, app: CloseoutApp, pilot: Pilot[Any], desk: Desk) -> None:
        self.app, self.pilot, self.desk = app, pilot, desk
        self.began_at = desk.store.head().seq

    async def types(self, script: str) -> str:
        """Type keys one after the other, the console at rest after each, and read the screen."""
        for key in keys_of(script):
            type_at_once(self.app, key)
            await self.pilot.pause()
            await self.app.key_gate.drained()
        return self.text()

    async def home(self) -> None:
        """Press Esc until the worklist is in front and nothing is open on it, then go to its first line."""
        while "This is the first screen." not in await self.types("escape"):
            pass
        await self.types("home")

    async def writes(self, text: str) -> str:
        """Type a text, letter by letter."""
        for letter in text:
            type_at_once(self.app, letter)
        await settle(self.app, self.pilot)
        return self.text()

    async def bursts(self, script: str) -> str:
        """Type keys all at once, and read the screen when it has come to rest."""
        type_at_once(self.app, *keys_of(script))
        await settle(self.app, self.pilot)
        return self.text()

    def lines(self) -> list[str]:
        """Read the screen, line by line."""
        return [line.rstrip() for line in screen_text(self.app)]

    def text(self) -> str:
        """Read the screen."""
        return "\n".join(self.lines())

    @property
    def words(self) -> str:
        """Read the screen as one line, so that a sentence is found however it is broken."""
        return " ".join(self.text().split())

    def line_under_cursor(self) -> str:
        """Read the line of the list that the cursor is on."""
        return next(line for line in self.lines() if line.startswith(">")).removeprefix(">").strip()

    @property
    def message(self) -> str:
        """Read the message, however many lines it takes."""
        place = self.screen.query_one(MessageLine).region
        return " ".join(line.strip() for line in self.lines()[place.y : place.bottom])

    @property
    def screen(self) -> ConsoleScreen:
        """The screen in front."""
        assert isinstance(self.app.screen, ConsoleScreen)
        return self.app.screen

    def written(self) -> list[tuple[str | None, str]]:
        """List what the journal got since the console opened: casegroup and kind, oldest first."""
        newest = self.desk.store.newest_entries(self.desk.store.head().seq - self.began_at, None)
        return [(entry.casegroup_id, entry.kind) for entry in reversed(newest)]

    def kinds(self) -> list[str]:
        """List the kinds of what was written."""
        return [kind for _, kind in self.written()]


def keys_of(script: str) -> Iterator[str]:
    """Read a script of keys parted by spaces; `space` is the space bar."""
    return iter(script.split())


@asynccontextmanager
async def at_work(
    desk: Desk, size: tuple[int, int] = SMALL, *, state: Path | None = None, **options: Any
) -> AsyncIterator[Hands]:
    """Open the console of a desk, and leave the desk with it."""
    app = casework_app(desk, state=state or desk.store.path.parent / "state", **options)
    with desk:
        async with app.run_test(size=size) as pilot:
            await settle(app, pilot)
            yield Hands(app, pilot, desk)
