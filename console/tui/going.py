"""Going from any screen to another place of the console; Esc comes back to where one was."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from console.desk.desk import Desk
    from console.tui.screens.asking_screen import AskingScreen
    from console.tui.screens.worklist import WorklistScreen

    Base = AskingScreen
else:
    Base = object

TO_WORKLIST: Final = "worklist"
"""What a screen answers with when it is left for the worklist, past the one under it."""

STILL_WORKING: Final = "Work goes on in a screen that this would close; Esc there stops it."


class Going(Base):
    """Opens a place over this screen; one that is open already under it is come back to instead."""

    desk: Desk
    BUSY_TEXT: ClassVar[str] = "Work goes on here; Esc stops it."

    def command_letters(self) -> None:
        """Go to the letters."""
        from console.tui.screens.letters import LettersScreen  # noqa: PLC0415 - when first opened

        self._go_to_place(LettersScreen, lambda: LettersScreen(self.worklist.desk))

    def command_queue(self) -> None:
        """Go to the exceptions and service requests."""
        from console.tui.screens.queue import QueueScreen  # noqa: PLC0415 - when first opened

        self._go_to_place(QueueScreen, lambda: QueueScreen(self.worklist.desk))

    def command_selection(self) -> None:
        """Go to the selection of tranches."""
        from console.tui.screens.selection import SelectionScreen  # noqa: PLC0415 - when first opened

        self._go_to_place(SelectionScreen, lambda: SelectionScreen(self.worklist.desk))

    def command_arrival(self) -> None:
        """Go to the closed casegroups on their way to CMS."""
        from console.tui.screens.arrival import ArrivalScreen  # noqa: PLC0415 - when first opened

        self._go_to_place(ArrivalScreen, lambda: ArrivalScreen(self.worklist.desk))

    def command_journal(self) -> None:
        """Go to the journal of the whole store."""
        from console.tui.screens.journal import JournalScreen  # noqa: PLC0415 - when first opened

        self._go_to_place(JournalScreen, lambda: JournalScreen(self.worklist.desk, None))

    def command_payments(self, reference: str | None = None) -> None:
        """Open the payments for closed cases, on one of them where it is named."""
        from console.tui.screens.payments import PaymentsScreen  # noqa: PLC0415 - when first opened

        self.app.push_screen(PaymentsScreen(self.worklist.desk, reference), self.went_on)

    def command_reconciliation(self) -> None:
        """Compare reports of what left the CSA with what arrived at CMS."""
        from console.tui.screens.reconciliation import ReconciliationScreen  # noqa: PLC0415 - when first opened

        self.app.push_screen(ReconciliationScreen(self.worklist.desk), self.went_on)

    def went_on(self, answer: object) -> None:
        """Go on to the worklist where a screen over this one was left for it, or be where one was."""
        leave = getattr(self, "command_worklist", None)
        if answer == TO_WORKLIST and leave is not None:
            leave()
        else:
            self.came_back()

    def came_back(self) -> None:
        """Called when a place over this screen was left for it again."""

    @cached_property
    def worklist(self) -> WorklistScreen:
        """The worklist, which lies under every other screen."""
        from console.tui.screens.worklist import WorklistScreen  # noqa: PLC0415 - it is open already

        return next(screen for screen in self.app.screen_stack if isinstance(screen, WorklistScreen))

    def _go_to_place(self, kind: type[Screen[Any]], make: Callable[[], Screen[Any]]) -> None:
        if getattr(self, "is_working", False):
            self.say(self.BUSY_TEXT, "note")
            return
        below = [screen for screen in self.app.screen_stack if isinstance(screen, kind)]
        whole = [screen for screen in below if getattr(screen, "casegroup_id", None) is None]
        if not whole:
            self.app.push_screen(make(), self.went_on)
        elif whole[-1] is self:
            self.say("This is where you are.", "note")
        elif any(getattr(screen, "is_working", False) for screen in self.app.screen_stack):
            self.say(STILL_WORKING, "note")
        else:
            # The application does it, for no screen may wait for its own end.
            self.app.call_next(self._come_back_to, whole[-1])

    async def _come_back_to(self, screen: Screen[Any]) -> None:
        while self.app.screen is not screen:
            await self.app.pop_screen()
