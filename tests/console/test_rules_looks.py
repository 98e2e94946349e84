"""How the rules and the overview look, in each theme and at both sizes: pictures to compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from console.tui.casework_app import casework_app
from tests.console.driving import SMALL, WIDE, screen_text, settle
from tests.console.test_themes import LEAST, pairs
from tests.console.work import Hands, at_work, live_desk, training_desk

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from console.desk.desk import Desk

    SnapCompare = Callable[..., bool]

PLACES = {
    "rules": "f9 down",
    "rule": "f9 enter",
    "doubts": "f9 2 down",
    "asked": "f9 3 / t r a n c h e enter",
    "filtered": "f9 / i n h i b i t e d enter",
    "overview": "down down enter d 1 y escape V",
    "weeks": "V 2",
    "deferrals": "down down enter d 1 y escape V 3",
    "oldest": "V 4",
    "jump": "f9 ctrl+o",
}
ALSO_OTHER_THEMES = ("rules", "weeks")
NUMBERS = ("overview", "weeks", "deferrals", "oldest")
"""Places whose numbers would change with every lesson that is added to the training store."""

PICTURES = [
    *((place, size, "night") for place in PLACES for size in (SMALL, WIDE)),
    *((place, SMALL, theme) for place in ALSO_OTHER_THEMES for theme in ("day", "high-contrast")),
]


def desk_for(place: str, folder: Path) -> Desk:
    """Sit down at a store that stays the same: the lessons of the training store come and go."""
    return live_desk(folder) if place in NUMBERS else training_desk(folder)


@pytest.mark.parametrize(("place", "size", "theme"), PICTURES, ids=[f"{p}-{s[0]}x{s[1]}-{t}" for p, s, t in PICTURES])
def test_the_screen_looks_as_it_did(
    snap_compare: SnapCompare, tmp_path: Path, place: str, size: tuple[int, int], theme: str
) -> None:
    with desk_for(place, tmp_path) as desk:
        app = casework_app(desk, state=tmp_path / "state", theme=theme)

        def go(pilot: Pilot[Any]) -> Awaitable[str]:
            return Hands(app, pilot, desk).types(PLACES[place])

        assert snap_compare(app, run_before=go, terminal_size=size)


@pytest.mark.parametrize("place", PLACES)
async def test_every_colour_can_be_read_in_every_theme(tmp_path: Path, place: str) -> None:
    async with at_work(desk_for(place, tmp_path)) as hands:
        await hands.types(PLACES[place])
        for theme, least in LEAST.items():
            hands.app.theme = theme
            await settle(hands.app, hands.pilot)
            seen = list(pairs(hands.app))
            assert len(seen) > 12
            assert [(theme, contrast, text) for contrast, text, _ in seen if contrast < least] == []


@pytest.mark.parametrize("place", PLACES)
async def test_none_of_its_own_words_is_cut_at_80_columns(tmp_path: Path, place: str) -> None:
    async with at_work(desk_for(place, tmp_path)) as hands:
        await hands.types(PLACES[place])
        assert not [line for line in hands.lines()[1:] if "…" in line]


@pytest.mark.parametrize("place", PLACES)
async def test_without_colour_and_without_unicode_it_can_still_be_read(
    tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with at_work(desk_for(place, tmp_path), ascii_only=True) as hands:
        await hands.types(PLACES[place])
        assert all(line.isascii() and len(line) == SMALL[0] for line in screen_text(hands.app))
