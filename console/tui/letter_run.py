"""Many letters at once: looked at, put in the tray or let go in a thread of their own, and stopped safely by Esc.

A few letters are done at once. Many are done at a desk of their own, which the thread opens: the screen goes on
listing, says how far it is, and what was done when it is stopped stays done.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from textual.message import Message
from textual.worker import get_current_worker

from console.desk.desk import Desk
from console.tui.asking import sentence
from domain.errors import CloseoutError

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.tui.screens.base import ConsoleScreen

    Progress: TypeAlias = Callable[[int], None]
    Work: TypeAlias = Callable[[Desk, Progress], Any]
    Base = ConsoleScreen
else:
    Base = object

AT_ONCE: Final = 30
"""So many letters take about half a second; more are done in a thread."""

BUSY: Final = "Letters are being worked on; Esc stops."


class StoppedError(Exception):
    """Somebody has stopped the work between two turns; what was done stays done."""


class LetterRun(Base):
    """Work on many letters, for a screen that goes on meanwhile."""

    desk: Desk

    class Told(Message):
        """So many letters are done."""

        def __init__(self, count: int) -> None:
            super().__init__()
            self.count = count

    class Ended(Message):
        """The work is done, was stopped (`stopped`), or was refused (`refused`)."""

        def __init__(self, answer: object, *, stopped: bool = False, refused: str = "") -> None:
            super().__init__()
            self.answer, self.stopped, self.refused = answer, stopped, refused

    _working: str = ""
    _wanted_to_stop = False
    _then: Callable[[Any], None] | None = None

    @property
    def is_working(self) -> bool:
        """Whether letters are being worked on."""
        return bool(self._working)

    def work_through(self, what: str, work: Work, then: Callable[[Any], None]) -> None:
        """Do a piece of work in a thread; `what` says what is done (`Releasing`), `then` gets what it gave."""
        self._working, self._wanted_to_stop, self._then = what, False, then
        self.run_worker(partial(self._in_thread, work), thread=True, exclusive=True, group="letters")
        self.say(f"{what} … Esc stops.")

    def stop_working(self) -> None:
        """Stop between two turns."""
        self._wanted_to_stop = True
        self.say("Stopping; what is under way is finished first.")

    def _in_thread(self, work: Work) -> None:
        worker = get_current_worker()

        def told(count: int) -> None:
            if worker.is_cancelled or self._wanted_to_stop:
                raise StoppedError
            self.post_message(self.Told(count))

        ended = self.Ended(None, stopped=True)
        try:
            # A store belongs to the thread that opened it.
            with _desk_beside(self.desk) as desk:
                ended = self.Ended(work(desk, told))
        except StoppedError:
            pass
        except CloseoutError as error:
            ended = self.Ended(None, refused=sentence(error.message))
        self.post_message(ended)

    def on_letter_run_told(self, event: Told) -> None:
        """Say how far the work is."""
        if self._working and not self._wanted_to_stop:
            self.say(f"{self._working} … {event.count:,} so far. Esc stops.")

    def on_letter_run_ended(self, event: Ended) -> None:
        """Go on with what the work gave, or say that it was stopped or refused."""
        self._working = ""
        then, self._then = self._then, None
        if event.refused:
            self.worked(refused=event.refused)
        elif event.stopped or (self._wanted_to_stop and event.answer is None):
            self.worked(refused="")
        elif then is not None:
            then(event.answer)

    def worked(self, *, refused: str) -> None:
        """Called when the work was stopped, or `refused` with a reason."""
        raise NotImplementedError


def _desk_beside(desk: Desk) -> Desk:
    beside = Desk.open(desk.store.path, desk.user, desk.clock, desk.edition)
    beside.as_at = desk.as_at
    return beside
