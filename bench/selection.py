"""What a tranche would take of all casegroups: the preview beside a bare count of the same table in the same run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from bench.report import Limit, middle, tell, tell_seconds, title
from console.desk.clock import Clock
from console.desk.desk import Desk
from console.desk.selection import preview_tranche, selection_view
from domain.selection.prospects import BITS, Prospect

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from bench.stores import Bench

FEW: Final = 5_000
TIMES: Final = 9
BARE: Final = "SELECT count(*) FROM prospects WHERE state = 'selectable' AND status & ~7 = 0"
SPREAD: Final = 9_000
"""Days over which the oldest liabilities are spread."""


def run(bench: Bench) -> None:
    """Measure the preview of the criteria that the policy begins with, and of narrow ones."""
    from storage import prospects
    from storage.connection import connect_to_write

    count = FEW if bench.small else bench.casegroups
    path = bench.folder / f"selection-{count}.db"
    path.unlink(missing_ok=True)
    title(f"What a tranche would take of {count:,} casegroups")
    clock = Clock()
    with Desk.create(path, "bench", clock=clock) as desk:
        connection = connect_to_write(path)
        connection.execute("BEGIN IMMEDIATE")
        prospects.put(connection, (_prospect(number, desk.as_at) for number in range(count)))
        connection.execute("COMMIT")
        bare = Limit("a bare count", _timed(lambda: connection.execute(BARE).fetchone()))
        tell_seconds("count of the rows", bare.value)
        tell_seconds("preview by what is in force", _timed(lambda: preview_tranche(desk)), bare)
        now = selection_view(desk).standing
        narrow = type(now)({"region": ("NI",), "segment": ("1", "2"), "scheme": ("1993",)}, 500, "weekly")
        found = preview_tranche(desk, changed=narrow)
        tell_seconds("preview of narrow criteria", _timed(lambda: preview_tranche(desk, changed=narrow)), bare)
        expected = sum(_is_narrow(number) for number in range(count))
        tell("casegroups found as planted", f"{found.available:,}", met=found.available == expected)
        connection.close()


def _timed(asked: Callable[[], object]) -> float:
    times = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        asked()
        times.append(time.perf_counter() - begun)
    return middle(times)


def _is_narrow(number: int) -> bool:
    return number % 10 == 0 and number % 5 < 2 and number % 3 == 0


def _prospect(number: int, today: date) -> Prospect:
    from datetime import date, timedelta

    return Prospect(
        casegroup_id=f"CG{number:07d}",
        state="selectable",
        reason="",
        tranche="",
        systems=1 << number % 3,
        regions=BITS["region"]["NI" if number % 10 == 0 else "GB"],
        schemes=BITS["scheme"]["1993" if number % 3 == 0 else "2003"],
        segments=1 << number % 5,
        benefit=128,
        status=1,
        oldest=date(1993, 4, 5) + timedelta(days=number * 7919 % SPREAD),
        last_event=None,
        as_of=today,
        changes_on=date(2199, 12, 31),
    )
