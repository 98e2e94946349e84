"""The key gate: keys typed while a screen is opening wait their turn, and none is lost or misdelivered.

Textual hands a key to whatever has the focus when the key arrives. While a screen is opening that is the wrong
widget, or one that is not there yet, and the key is lost. The gate lets one key through at a time: the next is
released when everything the last one started has come to rest and the focus has settled. When the screen or the
focus has changed it also waits for the paint. At rest a key passes straight through.

A question that would write something is protected: see `KeyGate.question_appears`.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from textual import _time, events

from console.tui.key_names import key_text
from console.tui.keys import key_token, normalised, parted
from console.tui.quiet import app_at_rest, app_has_nothing_queued, drawn, widgets_at_rest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import App
    from textual.screen import Screen
    from textual.widget import Widget

    _Base = App[int]
else:
    _Base = object

QUICK_LOOKS = 200
"""How often the gate looks without pausing; a key that opens nothing needs about five looks."""

PAUSE_SECONDS = 0.002
"""Between looks after that, while a screen opens or a handler waits for the desk."""

MouseButtonEvent = events.MouseDown | events.MouseUp | events.Click


class KeyGate:
    """Holds the keys typed ahead of one application and releases them one by one, in order."""

    def __init__(self, app: KeyGateMixin) -> None:
        self._app = app
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._released: events.Key | events.Paste | None = None
        self._task: asyncio.Task[None] | None = None
        self._place: tuple[Screen[Any], Widget | None] | None = None
        self._holds = 0
        self._question: tuple[str, ...] | None = None
        self._question_is_opening = False
        self._stale_before = 0.0
        self._told = ""
        self._button_swallowed = False

    # ------------------------------------------------------------------------------------------- what others may ask

    @property
    def pending(self) -> tuple[str, ...]:
        """The keys that wait, as tokens (`"d"`, `"enter"`, `"paste"`)."""
        return tuple(_token(event) for event in self._waiting)

    @property
    def pending_text(self) -> str:
        """The keys that wait, as a person reads them (`d 1 Enter`)."""
        return " ".join(map(key_text, self.pending))

    @property
    def is_open(self) -> bool:
        """Whether nothing waits, nothing is being released, and no question is still being painted."""
        return not self._waiting and self._task is None and not self._question_is_opening

    async def drained(self) -> None:
        """Wait until every key has been delivered and its work done; for tests and for leaving the program."""
        # Looking is the only way: a pump tells nobody when it comes to rest.
        while not (self.is_open and app_at_rest(self._app)) and self._app.is_running:  # noqa: ASYNC110
            await asyncio.sleep(PAUSE_SECONDS)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep every key waiting while the body runs.

        For work that Textual cannot see, such as a worker that will open a screen when it has finished.
        """
        self.hold()
        try:
            yield
        finally:
            self.release()

    def hold(self) -> None:
        """Keep every key waiting until `release` has been called as often."""
        self._holds += 1

    def release(self) -> None:
        """Take back one `hold`."""
        self._holds = max(0, self._holds - 1)
        if self._waiting:
            self._start()

    def paint_first(self) -> None:
        """Let the next key wait until what stands on the screen now has been painted, as after another screen."""
        self._place = None

    def drop_pending(self) -> int:
        """Throw away the keys that wait, and say how many there were."""
        count = len(self._waiting)
        self._waiting.clear()
        return count

    def question_appears(self, deliberate: tuple[str, ...] | None = None) -> None:
        """Protect a question that would write something from keys typed before it was on the screen.

        Call it in the handler that shows the question. When the question has been painted, every key typed before
        that moment is dropped, with one exception: if the question is unexceptional it names the *deliberate*
        sequence that answers it (the choice's number, then `y`), and keys typed ahead that begin with exactly
        that sequence are kept, the sequence alone. A doubled or repeating key is never such a sequence.
        """
        self._question = deliberate or None
        self._question_is_opening = True
        self._start()

    # ----------------------------------------------------------------------------------------- what the mixin reports

    def takes(self, event: events.Event) -> bool:
        """Whether the gate keeps an event that has just come from the terminal; False lets it pass."""
        if event is self._released:
            return False
        if isinstance(event, events.Key | events.Paste):
            return self._takes_key(event)
        return isinstance(event, MouseButtonEvent) and self._swallows(event)

    def _takes_key(self, event: events.Key | events.Paste) -> bool:
        if event.time < self._stale_before:
            self._app.keys_dropped(1)
            return True
        if self._may_pass():
            self._place = self._where()
            return False
        self._waiting.append(event)
        self._start()
        return True

    def _swallows(self, event: MouseButtonEvent) -> bool:
        """Whether a click was aimed at a screen that keys typed before it are about to change."""
        if isinstance(event, events.MouseDown):
            self._button_swallowed = bool(self._waiting or self._holds)
        return self._button_swallowed

    # --------------------------------------------------------------------------------------------------- inner working

    def _may_pass(self) -> bool:
        """Whether a key may go straight through: nobody waits and all is at rest but the application's own pump."""
        app = self._app
        return (
            self.is_open
            and not self._holds
            and app_has_nothing_queued(app)
            and widgets_at_rest(app)
            and self._has_settled()
        )

    def _where(self) -> tuple[Screen[Any], Widget | None]:
        screen = self._app.screen
        return screen, screen.focused

    def _has_settled(self) -> bool:
        """Whether screen and focus are those of the last key, or the new ones have been painted."""
        place = self._where()
        return (place == self._place and not self._question_is_opening) or drawn(place[0])

    def _start(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="key gate")

    async def _run(self) -> None:
        try:
            # After the last key the gate rests once more: that key may have opened a question.
            while await self._rest() and (self._waiting or self._question_is_opening):
                if self._question_is_opening:
                    self._question_is_drawn()
                else:
                    self._let_one_through()
        except Exception as error:  # noqa: BLE001 - a fault of the gate must be reported like one of a handler
            self._app._handle_exception(error)  # noqa: SLF001
        finally:
            self._task = None
            self._released = None
            self._tell()
        if (self._waiting or self._question_is_opening) and self._app.is_running:
            self._start()

    def _let_one_through(self) -> None:
        event = self._waiting.popleft()
        self._released = event
        self._place = self._where()
        self._app.post_message(event)

    async def _rest(self) -> bool:
        """Wait until all has come to rest; False when the application is leaving."""
        looks = 0
        while not self._is_quiet():
            if not self._app.is_running or self._app._exit:  # noqa: SLF001
                self._waiting.clear()
                self._question_is_opening = False
                return False
            looks += 1
            if looks > QUICK_LOOKS:
                self._tell()
            await asyncio.sleep(0 if looks <= QUICK_LOOKS else PAUSE_SECONDS)
        return True

    def _is_quiet(self) -> bool:
        return not self._holds and app_at_rest(self._app) and bool(self._app.screen_stack) and self._has_settled()

    def _question_is_drawn(self) -> None:
        """Apply the policy of `question_appears` to what was typed before the question could be read."""
        sequence = self._question or ()
        keep = len(sequence) if self.pending[: len(sequence)] == sequence else 0
        kept = [self._waiting.popleft() for _ in range(keep)]
        dropped = self.drop_pending()
        self._waiting.extend(kept)
        self._stale_before = _time.get_time()
        self._question_is_opening = False
        if dropped:
            self._app.keys_dropped(dropped)

    def _tell(self) -> None:
        """Tell the command line which keys wait, when that has changed."""
        if (text := self.pending_text) != self._told and self._app.is_running:
            self._told = text
            self._app.pending_keys_changed(text)


class KeyGateMixin(_Base):
    """Puts a key gate before an application: `class MyApp(KeyGateMixin, App[int])`."""

    key_gate: KeyGate

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*arguments, **options)
        self.key_gate = KeyGate(self)

    def pending_keys_changed(self, text: str) -> None:
        """Called when the keys that wait have changed and it is worth showing them."""

    def keys_dropped(self, count: int) -> None:
        """Called when keys typed before a question appeared have been dropped."""

    async def on_event(self, event: events.Event) -> None:
        """Let an event from the terminal through, or keep it until its turn."""
        if not isinstance(event, events.InputEvent | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        for part in parted(normalised(event)):
            if not self.key_gate.takes(part):
                await super().on_event(part)


def _token(event: events.Key | events.Paste) -> str:
    return key_token(event) if isinstance(event, events.Key) else "paste"
