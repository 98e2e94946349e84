"""A long piece of work in a thread of its own, for a screen that goes on meanwhile; Esc stops it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from textual.message import Message
from textual.worker import get_current_worker

from console.desk.desk import Desk
from console.tui.widgets.chrome import MessageLine
from domain.errors import CloseoutError

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.tui.screens.base import ConsoleScreen

    Progress: TypeAlias = Callable[[str], None]
    Work: TypeAlias = Callable[[Progress], Any]
    Base = ConsoleScreen
else:
    Base = object

GROUP: Final = "background"


class StoppedError(Exception):
    """Somebody has stopped the work."""


class Background(Base):
    """Does a piece of work beside the screen, says how far it is, and goes on with what it gave."""

    class Told(Message):
        """So far is the work."""

        def __init__(self, said: str, number: int) -> None:
            super().__init__()
            self.said, self.number = said, number

    class Ended(Message):
        """The work gave something, was stopped (then `refused` is empty), or was refused."""

        def __init__(self, number: int, answer: object = None, *, done: bool = False, refused: str = "") -> None:
            super().__init__()
            self.number, self.answer, self.done, self.refused = number, answer, done, refused

    _beside_number = 0
    _beside = False
    _beside_then: Callable[[Any], None] | None = None

    @property
    def is_working(self) -> bool:
        """Whether something is being worked on."""
        return self._beside

    def work_beside(self, what: str, work: Work, then: Callable[[Any], None]) -> None:
        """Do a piece of work in a thread; `what` says what is done (`Reading`), `then` gets what it gave."""
        self._beside_number += 1
        self._beside, self._beside_then = True, then
        self.run_worker(partial(self._in_thread, work, self._beside_number), thread=True, exclusive=True, group=GROUP)
        self.say(f"{what} … Esc stops.")
        self.refresh_footer()

    def stop_working(self) -> None:
        """Let go of the work: whatever it gives is not waited for, and it ends at its next word."""
        self._beside_number += 1
        self._beside, self._beside_then = False, None
        self.workers.cancel_group(self, GROUP)
        self.say("Stopped.")
        self.refresh_footer()

    def refused_beside(self, message: str) -> None:
        """Called when the work was refused, with every fault in a line of its own."""
        self.say(" ".join(message.split()), "refused")

    def _in_thread(self, work: Work, number: int) -> None:
        worker = get_current_worker()

        def told(said: str) -> None:
            if worker.is_cancelled:
                raise StoppedError
            self.post_message(self.Told(said, number))

        try:
            self.post_message(self.Ended(number, work(told), done=True))
        except StoppedError:
            self.post_message(self.Ended(number))
        except CloseoutError as error:
            self.post_message(self.Ended(number, refused=error.message))

    def on_background_told(self, event: Told) -> None:
        """Say how far the work is."""
        if self._beside and event.number == self._beside_number:
            self.say(f"{event.said} … Esc stops.")

    def on_background_ended(self, event: Ended) -> None:
        """Go on with what the work gave, or say why it was refused."""
        if event.number != self._beside_number:
            return
        self._beside = False
        then, self._beside_then = self._beside_then, None
        if event.refused:
            self.refused_beside(event.refused)
        elif event.done and then is not None:
            self.query_one(MessageLine).clear()
            then(event.answer)
        self.refresh_footer()


def desk_beside(desk: Desk) -> Desk:
    """Sit down at the same store once more: a store belongs to the thread that opened it."""
    beside = Desk.open(desk.store.path, desk.user, desk.clock, desk.edition)
    beside.as_at = desk.as_at
    return beside
