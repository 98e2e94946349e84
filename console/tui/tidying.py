"""What is done while nobody types, not in the middle of a key: freeing what closed screens leave, loading ahead.

A casegroup that was opened and left leaves some 2 MB of widgets that refer to each other. Python looks for such
whenever enough objects were made, which is when the next casegroup opens; that then takes half as long again.
"""

from __future__ import annotations

import gc
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from textual import events

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

    _Base = App[int]
else:
    _Base = object

LOOK_SECONDS: Final = 0.5
STILL_SECONDS: Final = 0.5
"""Nobody types on after so long without a key, or not so that the next 50 ms would be felt."""

WORTH_IT_OBJECTS: Final = 10_000
MOST_OBJECTS: Final = 150_000
"""So many more objects are looked through whoever types: some four casegroups opened without half a second's rest."""


class TidyingMixin(_Base):
    """Puts the freeing of memory into the pauses of an application: `class MyApp(TidyingMixin, App[int])`."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*arguments, **options)
        self._last_key_at = 0.0
        self._ahead: deque[Callable[[], object]] = deque()

    def on_ready(self) -> None:
        """Begin, on a terminal; a test's application is one of many in its process."""
        if not self.is_headless:
            self.tidy_in_pauses()

    def tidy_in_pauses(self) -> None:
        """Free memory in pauses from now on. What is there already stays, and is not looked through again."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(MOST_OBJECTS)
        self.set_interval(LOOK_SECONDS, self._tidy)

    def load_ahead(self, *works: Callable[[], object]) -> None:
        """Do something that takes some 50 ms, and that the first keys would wait for, in the first pauses, each in one.

        Whoever types before that waits for it then: nothing but its time depends on it.
        """
        self._ahead.extend(works)

    async def on_event(self, event: events.Event) -> None:
        """Note when a key came."""
        if isinstance(event, events.Key | events.Paste):
            self._last_key_at = monotonic()
        await super().on_event(event)

    def _tidy(self) -> None:
        if monotonic() - self._last_key_at <= STILL_SECONDS:
            return
        if self._ahead:
            self._ahead.popleft()()
        elif gc.get_count()[0] > WORTH_IT_OBJECTS:
            gc.collect()
