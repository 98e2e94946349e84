"""Line 1: whatever the names, it says LIVE or TRAINING, who, as what, and when was saved last."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.console.driving import SMALL, WIDE
from tests.console.work import at_work, live_desk, training_desk

if TYPE_CHECKING:
    from pathlib import Path

LONG_STORE = "casework-of-the-whole-north-west.db"


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("trainee", "CMS caseworker"),
        ("A Patel", "application support"),
        ("Bartholomew Featherstonehaugh", "CMS caseworker"),
        ("Bartholomew Featherstonehaugh-Cholmondeley", "application support and incident team"),
    ],
)
async def test_mode_who_role_and_saved_stay_whatever_the_names(
    tmp_path: Path, size: tuple[int, int], who: str, role: str
) -> None:
    async with at_work(training_desk(tmp_path), size) as hands:
        hands.app.set_status(replace(hands.app.status, store=LONG_STORE, who=who, role=role, saved="saved 12:00"))
        await hands.pilot.pause()
        line = hands.lines()[0]
        assert line.startswith(" TRAINING ")
        assert who[:9] in line
        assert role[:9] in line
        assert line.endswith("saved 12:00")


async def test_the_stores_name_and_then_the_edition_give_way_before_the_date(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        status = replace(hands.app.status, store=LONG_STORE, who="A Patel", role="caseworker", saved="saved 12:00")
        hands.app.set_status(status)
        await hands.pilot.pause()
        assert f"{status.policy}  " in hands.lines()[0]
        assert f"{LONG_STORE[:5]}" in hands.lines()[0]
        assert "…   phase-2, 15 Feb 2016" in hands.lines()[0]
        hands.app.set_status(replace(status, who="Bartholomew Featherstone", role="CMS caseworker"))
        await hands.pilot.pause()
        assert hands.lines()[0].startswith(" LIVE   cas…   15 Feb 2016")
        assert hands.lines()[0].endswith("Bartholomew Featherstone  CMS casewor…  saved 12:00")
        hands.app.set_status(replace(status, who="CMS caseworker", role="CMS caseworker"))
        await hands.pilot.pause()
        assert hands.lines()[0].count("CMS caseworker") == 1
