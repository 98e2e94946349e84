"""How arrivals and payments look, in each theme and at both sizes: pictures to compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from console.desk.payments import take_payments
from console.tui.casework_app import casework_app
from tests.console.driving import SMALL, WIDE
from tests.console.test_arrival_screen import under_way
from tests.console.test_payments_screen import NOBODY, OF_RESTRICTED, SURE, SWAPPED
from tests.console.work import Hands
from tests.desk.test_payments import file_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    SnapCompare = Callable[..., bool]

PLACES = {
    "arrival": "f7 down",
    "report": "f7 7",
    "casegroup": "f7 5 enter",
    "candidates": "f7 5 down enter m",
    "arrears": "f7 5 enter 2",
    "payments": "f7 M",
    "passing": "f7 M p",
}
PICTURES = [
    *((place, size, "night") for place in PLACES for size in (SMALL, WIDE)),
    *((place, SMALL, theme) for place in ("casegroup",) for theme in ("day", "high-contrast")),
]


@pytest.mark.parametrize(("place", "size", "theme"), PICTURES, ids=[f"{p}-{s[0]}x{s[1]}-{t}" for p, s, t in PICTURES])
def test_the_screen_looks_as_it_did(
    snap_compare: SnapCompare, tmp_path: Path, place: str, size: tuple[int, int], theme: str
) -> None:
    with under_way(tmp_path) as desk:
        take_payments(desk, file_of(tmp_path / "daily.csv", SURE, SWAPPED, OF_RESTRICTED, NOBODY))
        app = casework_app(desk, state=tmp_path / "state", theme=theme)

        def go(pilot: Pilot[Any]) -> Awaitable[str]:
            return Hands(app, pilot, desk).types(PLACES[place])

        assert snap_compare(app, run_before=go, terminal_size=size)
