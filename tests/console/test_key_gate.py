from __future__ import annotations

import asyncio
import contextlib
from time import perf_counter

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from console.tui.key_gate import KeyGateMixin
from console.tui.keys import key_token
from tests.console.demo import DemoCase, DemoList
from tests.console.driving import case_screen, key_event, opened, screen_text, settle, type_at_once, type_keys

BURST = "abcdefgabcdefgabcdefgabcdefg"


async def test_a_burst_across_an_opening_screen_is_kept_whole_and_in_order() -> None:
    async with opened() as (app, pilot):
        type_at_once(app, "enter", *BURST)
        await settle(app, pilot)
        assert app.done == [f"CG000000:{key}" for key in BURST]


@pytest.mark.parametrize("rounds", [5])
async def test_bursts_that_open_and_leave_screens_again_and_again_reach_the_screen_they_were_meant_for(
    rounds: int,
) -> None:
    async with opened() as (app, pilot):
        for _ in range(rounds):
            type_at_once(app, "enter", "a", "b", "escape", "down", "enter", "c", "escape", "up", "enter", "d", "escape")
        await settle(app, pilot)
        assert app.done == ["CG000000:a", "CG000000:b", "CG000001:c", "CG000000:d"] * rounds
        assert isinstance(app.screen, DemoList)


async def test_a_key_typed_at_every_turn_of_the_loop_while_a_screen_opens_is_kept() -> None:
    async with opened() as (app, pilot):
        type_at_once(app, "enter")
        for key in BURST:
            type_at_once(app, key)
            await asyncio.sleep(0)
        await settle(app, pilot)
        assert app.done == [f"CG000000:{key}" for key in BURST]


async def test_without_the_gate_the_same_burst_loses_keys() -> None:
    """Shows that the burst tests can fail: Textual alone hands these keys to the wrong screen."""

    class Ungated(GatedApp):
        async def on_event(self, event: events.Event) -> None:
            await App.on_event(self, event)

    meant = [0, 1, 1, 1, 1, 1, 1, 1]
    assert await opening_burst(Ungated()) != meant
    assert await opening_burst(GatedApp()) == meant


async def test_a_worker_that_opens_a_screen_holds_the_keys_until_it_has() -> None:
    async with opened() as (app, pilot):
        type_at_once(app, "enter", "a", "z", "b", "c", "escape", "d")
        await settle(app, pilot)
        assert app.done == ["CG000000:a", "SLOW:b", "SLOW:c", "CG000000:d"]


async def test_pasted_text_keeps_its_place_between_keys() -> None:
    async with opened() as (app, pilot):
        type_at_once(app, "enter", "t", "x")
        app.post_message(events.Paste("ab [b]\x1b[0m\ncd"))
        type_at_once(app, "y", "enter", "a")
        await settle(app, pilot)
        assert app.done == ["note=xab [b]\x1b[0m cdy", "CG000000:a"]


async def test_a_click_aimed_at_a_screen_that_is_going_is_not_delivered_to_the_next() -> None:
    async with opened() as (app, pilot):
        type_at_once(app, "enter", "a")
        await asyncio.sleep(0)
        for event_type in (events.MouseDown, events.MouseUp):
            app.post_message(event_type(None, 5, 9, 0, 0, 1, False, False, False, 5, 9))
        await settle(app, pilot)
        assert app.done == ["CG000000:a"]
        assert case_screen(app).query_one("#facts").cursor_position == 0  # type: ignore[attr-defined]


async def test_a_click_on_a_screen_at_rest_is_delivered() -> None:
    async with opened() as (app, pilot):
        await pilot.click("#worklist", offset=(6, 4))
        assert app.screen.query_one("#worklist").cursor_position == 3  # type: ignore[attr-defined]


async def test_keypad_enter_means_enter() -> None:
    async with opened() as (app, pilot):
        type_at_once(app, "ctrl+j", "a")
        await settle(app, pilot)
        assert app.done == ["CG000000:a"]


async def test_keys_that_wait_are_shown_on_the_command_line() -> None:
    async with opened() as (app, pilot):
        with app.key_gate.held():
            type_at_once(app, "enter", "a", "f1")
            while "typed ahead" not in screen_text(app)[22]:
                await pilot.pause()
            assert screen_text(app)[22].strip() == ": typed ahead: Enter a F1"
            assert app.key_gate.pending == ("enter", "a", "f1")
        app.key_gate.drop_pending()
        await settle(app, pilot)
        assert screen_text(app)[22].strip() == ": _"


async def test_a_key_at_rest_passes_in_under_a_millisecond() -> None:
    async with opened() as (app, pilot):
        gate = app.key_gate
        event = key_event("ctrl+l")
        looks = 200
        started = perf_counter()
        for _ in range(looks):
            gate._may_pass()
        seconds = (perf_counter() - started) / looks
        assert not gate.takes(event) or gate.drop_pending() == 1
        assert seconds < 0.001
        await settle(app, pilot)


# ------------------------------------------------------------------------------------------------------------ questions


async def test_an_experts_burst_answers_an_unexceptional_question() -> None:
    async with opened() as (app, pilot):
        type_at_once(app, "enter", "o", "1", "y")
        await settle(app, pilot)
        assert app.done == ["CG000000:written:validated"]
        assert "Done: validated is written." in screen_text(app)[21]


@pytest.mark.parametrize(
    "keys",
    [
        ("o", "o", "o"),
        ("enter", "enter", "enter"),
        ("1", "1", "y"),
        ("1", "enter", "y"),
        ("y", "y"),
        ("y", "1", "y"),
        ("2", "y"),
        ("1",),
        ("escape", "1", "y"),
    ],
)
async def test_any_other_keys_typed_before_the_question_are_dropped(keys: tuple[str, ...]) -> None:
    async with opened() as (app, pilot):
        type_at_once(app, "enter", "o", *keys)
        await settle(app, pilot)
        assert app.done == []
        assert case_screen(app).question.is_open
        assert "typed before this question appeared did nothing" in screen_text(app)[21]


async def test_what_follows_the_deliberate_sequence_is_dropped() -> None:
    async with opened() as (app, pilot):
        type_at_once(app, "enter", "o", "1", "y", "a", "b")
        await settle(app, pilot)
        assert app.done == ["CG000000:written:validated"]


async def test_a_question_that_is_not_unexceptional_drops_even_the_deliberate_sequence() -> None:
    async with opened() as (app, pilot):
        type_at_once(app, "enter", "x", "1", "y")
        await settle(app, pilot)
        assert app.done == []
        await type_keys(app, pilot, "1", "y")
        assert app.done == ["CG000000:written:validated"]


async def test_a_key_that_arrives_late_but_was_typed_before_the_question_is_dropped() -> None:
    async with opened() as (app, pilot):
        late = key_event("1")
        type_at_once(app, "enter", "o")
        await settle(app, pilot)
        app.post_message(late)
        await settle(app, pilot)
        assert case_screen(app).question.chosen is None
        await type_keys(app, pilot, "1")
        assert case_screen(app).question.chosen == 1


# ----------------------------------------------------------------------------------------------- modals, faults, ends


class Ear(Widget, can_focus=True):
    """Hears keys and says where."""

    def on_key(self, event: events.Key) -> None:
        event.stop()
        app = self.app
        assert isinstance(app, GatedApp)
        app.heard.append(key_token(event))
        app.heard_on.append(app.screen_stack.index(self.screen))
        app.react(key_token(event))


class EarScreen(Screen[None]):
    def compose(self) -> ComposeResult:
        yield Ear()

    async def on_mount(self) -> None:
        await asyncio.sleep(0.01)


class EarModal(ModalScreen[None]):
    def compose(self) -> ComposeResult:
        yield Ear()

    async def on_mount(self) -> None:
        await asyncio.sleep(0.01)


class GatedApp(KeyGateMixin, App[int]):
    """The gate before an application that knows nothing of the console."""

    survives = False

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.heard_on: list[int] = []
        self.failed: list[Exception] = []

    def get_default_screen(self) -> Screen[None]:
        return EarScreen()

    def react(self, key: str) -> None:
        match key:
            case "o":
                self.push_screen(EarScreen())
            case "m":
                self.push_screen(EarModal())
            case "p":
                self.pop_screen()
            case "s":
                self.switch_screen(EarScreen())
            case "n":
                self.screen.mount(ear := Ear())
                ear.focus()
            case "r":
                assert self.focused is not None
                self.focused.remove()
            case "F":
                raise ValueError
            case _:
                pass

    def _handle_exception(self, error: Exception) -> None:
        self.failed.append(error)
        if not self.survives:
            super()._handle_exception(error)


async def opening_burst(app: GatedApp) -> list[int]:
    """Type a key that opens a screen and seven more; the answer says on which screen each was heard."""
    async with app.run_test() as pilot:
        await settle(app, pilot)
        type_at_once(app, *"oabcdefg")
        await settle(app, pilot)
        return app.heard_on


@pytest.mark.parametrize(
    "keys",
    ["oabc" * 6, "mabcp" * 5, "o" + "sabc" * 6, "nab" * 8, "nabr" * 6, "omnabrspabp" * 3],
    ids=["pushed", "modal", "switched", "mounted in place", "removed in place", "all of it"],
)
async def test_however_the_place_changes_every_key_is_heard_in_order(keys: str) -> None:
    app = GatedApp()
    async with app.run_test() as pilot:
        await settle(app, pilot)
        type_at_once(app, *keys)
        await settle(app, pilot)
        assert app.heard == list(keys)


async def test_a_handler_that_fails_does_not_wedge_the_gate() -> None:
    class Survivor(GatedApp):
        survives = True

    app = Survivor()
    async with app.run_test() as pilot:
        await settle(app, pilot)
        type_at_once(app, *"aoF")
        await settle(app, pilot)
        app.push_screen(EarScreen())
        type_at_once(app, *"bc")
        await settle(app, pilot)
        assert app.heard == list("aoFbc")
        assert [type(error) for error in app.failed] == [ValueError]


async def test_a_defect_ends_the_program_with_keys_still_waiting() -> None:
    app = GatedApp()
    with contextlib.suppress(ValueError):
        async with app.run_test() as pilot:
            await settle(app, pilot)
            type_at_once(app, *"Fabc")
            await app.key_gate.drained()
    assert not app.is_running


async def test_the_demo_case_is_what_opens() -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "enter")
        assert isinstance(app.screen, DemoCase)
