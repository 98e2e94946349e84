"""How tests type on the demo console, read it, and wait for it to come to rest."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from textual import events
from textual.keys import _character_to_key

from tests.console.demo import DemoApp, DemoCase

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.app import App
    from textual.pilot import Pilot

    from console.tui.key_gate import KeyGateMixin

SMALL = (80, 24)
WIDE = (120, 40)


@asynccontextmanager
async def opened(
    app: DemoApp | None = None, size: tuple[int, int] = SMALL
) -> AsyncIterator[tuple[DemoApp, Pilot[Any]]]:
    """Open a demo console and wait until it is at rest."""
    app = app or DemoApp()
    async with app.run_test(size=size) as pilot:
        await settle(app, pilot)
        yield app, pilot


async def settle(app: KeyGateMixin, pilot: Pilot[Any]) -> None:
    await app.key_gate.drained()
    await pilot.pause()


def type_at_once(app: App[Any], *keys: str) -> None:
    """Send keys as a terminal does when they were typed in one burst: nothing waits for anything."""
    for key in keys:
        app.post_message(key_event(key))


async def type_keys(app: DemoApp, pilot: Pilot[Any], *keys: str) -> None:
    """Type keys one after the other, the console at rest after each."""
    for key in keys:
        type_at_once(app, key)
        await pilot.pause()
        await app.key_gate.drained()
    await pilot.pause()


def key_event(key: str) -> events.Key:
    if len(key) == 1:
        return events.Key(key if key.isalnum() else _character_to_key(key), key)
    return events.Key(key, {"enter": "\r", "space": " ", "tab": "\t"}.get(key))


def screen_text(app: App[Any]) -> list[str]:
    """Read the screen as it is painted, filters included."""
    return [strip.text for strip in painted(app)]


def painted(app: App[Any]) -> list[Any]:
    screen = app.screen
    strips = screen._compositor.render_strips()
    for line_filter in app.get_line_filters():
        strips = [strip.apply_filter(line_filter, screen.background_colors[1]) for strip in strips]
    return strips


def case_screen(app: App[Any]) -> DemoCase:
    assert isinstance(app.screen, DemoCase)
    return app.screen
