"""How a reconciliation looks, in each theme and at both sizes: pictures to compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from console.tui.casework_app import casework_app
from tests.console.driving import SMALL, WIDE
from tests.console.test_reconciliation_screen import COMPARED, reports_here, rested
from tests.console.work import Hands
from tests.desk.test_reconciliation_work import RIGHT

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    SnapCompare = Callable[..., bool]

PLACES = {
    "files": "K m down c",
    "columns": "K m down down c enter",
    "field": "K m down c down m enter enter down enter 2",
    "reading": "K m down c r 1",
    "totals": COMPARED,
    "rows": f"{COMPARED} down enter down",
    "work": f"{COMPARED} down o 1",
}
PICTURES = [
    *((place, size, "night") for place in PLACES for size in (SMALL, WIDE)),
    *((place, SMALL, theme) for place in ("totals",) for theme in ("day", "high-contrast")),
]


@pytest.mark.parametrize(("place", "size", "theme"), PICTURES, ids=[f"{p}-{s[0]}x{s[1]}-{t}" for p, s, t in PICTURES])
def test_the_screen_looks_as_it_did(
    snap_compare: SnapCompare,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    size: tuple[int, int],
    theme: str,
) -> None:
    with reports_here(tmp_path, monkeypatch) as desk:
        (tmp_path / "odd.csv").write_text(f"Arrears at CMS\n\n{RIGHT.replace('case_id', 'Claim')}", encoding="utf-8")
        app = casework_app(desk, state=tmp_path / "state", theme=theme)
        # The place of the test is another each time; the picture tells a place that stays.
        monkeypatch.setattr("console.tui.screens.reconciliation.place_text", lambda _folder: "the folder of the test")

        def go(pilot: Pilot[Any]) -> Awaitable[str]:
            return rested(Hands(app, pilot, desk), PLACES[place])

        assert snap_compare(app, run_before=go, terminal_size=size)
