"""What is done while nobody types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.tui import tidying
from console.tui.casework_app import casework_app
from domain.events import EVENT
from tests.console.work import live_desk

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from console.tui.app import CloseoutApp


def sitting(folder: Path) -> CloseoutApp:
    return casework_app(live_desk(folder), state=folder / "state")


def test_what_is_loaded_ahead_waits_for_a_pause_and_takes_one_for_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, done = [100.0], list[str]()
    monkeypatch.setattr(tidying, "monotonic", lambda: now[0])
    app = sitting(tmp_path)
    app._ahead.clear()
    app.load_ahead(lambda: done.append("records"), lambda: done.append("screen"))
    app._last_key_at = 99.9
    told = []
    for moment in (100.0, 100.3, 100.5, 101.0, 101.5):
        now[0] = moment
        app._tidy()
        told.append(list(done))
    assert told == [[], [], ["records"], ["records", "screen"], ["records", "screen"]]


def test_what_the_first_casegroup_needs_is_loaded_before_it_is_opened(tmp_path: Path) -> None:
    app = sitting(tmp_path)
    while app._ahead:
        app._tidy()
    assert EVENT.pydantic_complete
