"""How the calculation form looks, in each theme and at both sizes: pictures to compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from console.tui.casework_app import casework_app
from tests.console.driving import SMALL, WIDE
from tests.console.work import Hands, live_desk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    SnapCompare = Callable[..., bool]

# What is typed, key by key: the income, nobody on a benefit, one other child, two children, their nights, a note.
FILLED = "enter A enter 1 8 0 enter enter 1 enter 2 enter 5 2 enter escape"
PLACES = {
    "begun": "enter A",
    "typing": "enter A enter 1 8 0 enter enter 1 enter 2 enter 5 2",
    "not-known": "enter A enter ? space l o s t enter escape",
    "steps": f"{FILLED} end pageup",
    "source": f"{FILLED} down down down down w",
    "keeping": f"{FILLED} f2 2",
    "kept": f"{FILLED} f2 2 y end",
    "outcome": f"{FILLED} f2 2 y escape 6 end",
    "free": "A",
}
PICTURES = [
    *((place, size, "night") for place in PLACES for size in (SMALL, WIDE)),
    *((place, SMALL, theme) for place in ("steps",) for theme in ("day", "high-contrast")),
]


@pytest.mark.parametrize(("place", "size", "theme"), PICTURES, ids=[f"{p}-{s[0]}x{s[1]}-{t}" for p, s, t in PICTURES])
def test_the_screen_looks_as_it_did(
    snap_compare: SnapCompare, tmp_path: Path, place: str, size: tuple[int, int], theme: str
) -> None:
    with live_desk(tmp_path) as desk:
        app = casework_app(desk, state=tmp_path / "state", theme=theme)

        async def go(pilot: Pilot[Any]) -> None:
            await Hands(app, pilot, desk).types(PLACES[place])

        assert snap_compare(app, run_before=go, terminal_size=size)
