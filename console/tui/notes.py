"""Writing a note, on every screen that has a casegroup under its cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.tui.asking import choice
from console.tui.line_after_line import TEXT, Asked, read_words
from console.tui.widgets.question import Question
from domain.record.requests import AddNote

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.tui.screens.base import ConsoleScreen

    Base = ConsoleScreen
else:
    Base = object


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
        label = f"Note on {casegroup_id} ({ends}, Esc leaves it):"

        def question(typed: dict[str, str]) -> Question:
            request = AddNote(casegroup_id=casegroup_id, text=typed[TEXT])
            asked = choice(self.desk, "Write the note", request, "The note is written.")
            return Question(title=f"Note on {casegroup_id}", choices=(asked,), unexceptional=1)

        await self.ask_lines(f"note {casegroup_id}", [Asked(TEXT, label, read_words, page=page)], question)
