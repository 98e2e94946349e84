"""How the screens of the work look: pictures to compare with, and colours that can be read on every one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from console.tui.casework_app import casework_app
from tests.console.driving import SMALL, WIDE, painted, screen_text, settle
from tests.console.test_themes import LEAST, pairs
from tests.console.work import Hands, at_work, live_desk, training_desk

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    SnapCompare = Callable[..., bool]

# Where to go on the training store, and what stands there.
PLACES = {
    "worklist": "",
    "marked": "space down space down + / l o enter",
    "facts": "enter 1 down down",
    "deferral": "enter",
    "validation": "down down : S 2 1 enter 3 down",
    "outcome": ": S 1 8 enter 6",
    "question": ": S 1 8 enter 6 o 1",
    "refused": ": S 1 3 enter d",
    "many": "space space space d 1",
    "why": "enter w",
    "journal": "enter o 1 y f8 down",
    "note": "enter T o n e enter t w o",
    "keys": "enter f1 end",
    "account": ": S 1 8 enter 4 down down",
    "disposing": ": S 2 9 enter o 1 y x 1",
    "disposed": ": S 2 9 enter o 1 y x 1 y 6",
    "kept open": ": S 3 6 enter C",
    "queue": "f4 down",
    "queue lines": "f4 enter down",
    "door": "e 1",
    "selection": "f6 down",
    "selecting": "f6 down m 3",
    "journey": ": S 6 1 enter 5",
    "letter read": ": S 6 1 enter l 1 y 5 v",
    "letter choices": ": S 6 1 enter l 1 y 5 end l 3",
    "letters due": "f2 down",
    "letters tray": ": S 6 1 enter l 1 y f3 f2 down",
    "lessons": "L down",
    "exercise": "enter o 1 y L",
    "letters release": ": S 6 1 enter l 1 y f3 f2 R",
}
ALSO_WIDE = (
    "worklist",
    "deferral",
    "validation",
    "question",
    "account",
    "queue lines",
    "selection",
    "journey",
    "letters tray",
    "lessons",
    "exercise",
)
ALSO_OTHER_THEMES = ("worklist", "validation", "question", "account", "queue lines", "journey", "letters tray")
PICTURES = [
    *((place, SMALL, "night") for place in PLACES),
    *((place, WIDE, "night") for place in ALSO_WIDE),
    *((place, SMALL, theme) for place in ALSO_OTHER_THEMES for theme in ("day", "high-contrast")),
]
WRITTEN = "enter o 1 y d 1 y"
"""Puts a deferred casegroup, an outcome on record and a message on the screens."""

PAINTED = {
    **PLACES,
    "written": WRITTEN,
    "sorting": "s",
    "command line": ": x",
    "entry": "enter i 1 x",
    "read again": "enter f5",
}


@pytest.mark.parametrize(("place", "size", "theme"), PICTURES, ids=[f"{p}-{s[0]}x{s[1]}-{t}" for p, s, t in PICTURES])
def test_the_screen_looks_as_it_did(
    snap_compare: SnapCompare, tmp_path: Path, place: str, size: tuple[int, int], theme: str
) -> None:
    with training_desk(tmp_path) as desk:
        app = casework_app(desk, state=tmp_path / "state", theme=theme)

        def go(pilot: Pilot[Any]) -> Awaitable[str]:
            return Hands(app, pilot, desk).types(PLACES[place])

        assert snap_compare(app, run_before=go, terminal_size=size)


# A colour is the same at any size; what stands at the right of a wide screen has some of its own.
@pytest.mark.parametrize(
    ("place", "size"),
    [*((place, SMALL) for place in PAINTED), *((place, WIDE) for place in ("validation", "question"))],
)
async def test_every_colour_can_be_read_in_every_theme(tmp_path: Path, place: str, size: tuple[int, int]) -> None:
    async with at_work(training_desk(tmp_path), size) as hands:
        await hands.types(PAINTED[place])
        for theme, least in LEAST.items():
            hands.app.theme = theme
            await settle(hands.app, hands.pilot)
            seen = list(pairs(hands.app))
            assert len(seen) > 12
            assert [(theme, contrast, text) for contrast, text, _ in seen if contrast < least] == []


@pytest.mark.parametrize("place", PLACES)
async def test_without_colour_and_without_unicode_every_screen_can_still_be_read(
    tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with at_work(
        live_desk(tmp_path) if place == "worklist" else training_desk(tmp_path), ascii_only=True
    ) as hands:
        await hands.types(PLACES[place])
        assert all(line.isascii() and len(line) == SMALL[0] for line in screen_text(hands.app))
        styles = [segment.style for strip in painted(hands.app) for segment in strip if segment.style]
        assert {colour.name for style in styles for colour in (style.color, style.bgcolor) if colour} == {"default"}


async def test_the_lines_stand_where_they_belong_and_none_is_wider_than_the_screen(tmp_path: Path) -> None:
    async with at_work(training_desk(tmp_path)) as hands:
        for script in PLACES.values():
            await hands.types(script)
            lines = screen_text(hands.app)
            assert len(lines) == SMALL[1]
            assert lines[0].startswith(" TRAINING ")
            assert lines[0].rstrip().endswith(("team manager", "saved 12:00"))
            assert "? Keys" in lines[-1] or "F1 Keys" in lines[-1]
            await hands.home()
            await hands.types("escape escape")
