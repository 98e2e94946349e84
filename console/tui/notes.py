"""Writing a note, on every screen that has a casegroup under its cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.tui.asking import choice, expectation
from console.tui.widgets.question import Question
from domain.record.requests import AddNote

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.tui.screens.base import ConsoleScreen
    from console.tui.widgets.panes import EntryRow

    Base = ConsoleScreen
else:
    Base = object

NOTE = "note"


class NoteTaking(Base):
    """Asks for a note, shows it, and writes it."""

    desk: Desk

    @property
    def current_casegroup_id(self) -> str | None:
        """The casegroup a note would be written on."""
        return None

    async def command_note(self) -> None:
        """Ask for a note of one line."""
        await self._ask_note(page=False)

    async def command_long_note(self) -> None:
        """Ask for a note of several lines."""
        await self._ask_note(page=True)

    async def _ask_note(self, *, page: bool) -> None:
        casegroup_id = self.current_casegroup_id
        if casegroup_id is None:
            self.say("There is no casegroup to write a note on.", "note")
            return
        ends = "F2 ends it" if page else "Enter ends it"
        await self.ask_text(f"{NOTE} {casegroup_id}", f"Note on {casegroup_id} ({ends}, Esc leaves it):", page=page)

    def on_entry_row_entered(self, event: EntryRow.Entered) -> None:
        """Show the note that was typed, and ask whether to write it."""
        purpose, _, casegroup_id = event.purpose.partition(" ")
        if purpose != NOTE:
            return
        if not event.text.strip():
            self.refuse_text("The note is empty; nothing was written.", "note")
            return
        try:
            request = AddNote(casegroup_id=casegroup_id, text=event.text)
        except ValueError as error:
            self.refuse_text(expectation(error))
            return
        asked = choice(self.desk, "Write the note", request, "The note is written.")
        self.ask_about_text(Question(title=f"Note on {casegroup_id}", choices=(asked,), unexceptional=1))
