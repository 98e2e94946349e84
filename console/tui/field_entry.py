"""A list of fields filled in from top to bottom: Enter or Tab keeps what was typed and goes on to the next field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.tui.widgets.panes import EntryRow
from console.tui.work_commands import FIELD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.tui.screens.list_screen import ListScreen

    Base = ListScreen
else:
    Base = object

PURPOSE: Final = "field"
NOT_KNOWN: Final = "?"
"""Typed first, it says that what follows is the reason why the field is not known."""


class FieldEntry(Base):
    """Asks for one field after the other, in place; what is typed is kept by the screen and written later."""

    @property
    def field_scope(self) -> str:
        """Say what the fields belong to, so that what was typed for one never turns up at another."""
        raise NotImplementedError

    def field_keys(self) -> Sequence[str]:
        """Name the fields, in their order."""
        raise NotImplementedError

    def field_label(self, key: str) -> str:
        """Say what is asked."""
        raise NotImplementedError

    def field_text(self, key: str) -> str:
        """Give what stands in the line when the field is asked for."""
        raise NotImplementedError

    def keep_field(self, key: str, text: str) -> str | None:
        """Keep what was typed; gives the reason where it will not do."""
        raise NotImplementedError

    @property
    def field_asked(self) -> str | None:
        """The field that is being typed, or None."""
        purpose, _, rest = (self.query_one(EntryRow).purpose or "").partition(" ")
        return rest.removeprefix(f"{self.field_scope} ") if purpose == PURPOSE else None

    def contexts(self) -> tuple[str, ...]:
        """Let the keys that go between fields hold while one is typed."""
        contexts = super().contexts()
        if self.question.is_open or self.field_asked is None:
            return contexts
        return (FIELD, f"{self.CONTEXT}.{FIELD}", *contexts)

    async def ask_field(self, key: str) -> None:
        """Ask for a field, with what is known of it in the line."""
        self.grid.move_to_key(key)
        purpose = f"{PURPOSE} {self.field_scope} {key}"
        self.query_one(EntryRow).begin_with(purpose, self.field_text(key))
        await self.ask_text(purpose, self.field_label(key))

    async def _on_entry_row_entered(self, event: EntryRow.Entered) -> None:
        """Go on to the next field.

        The underscore lets screens have a handler of their own besides: Textual calls both.
        """
        if event.purpose.partition(" ")[0] == PURPOSE:
            await self._go_on(1)

    async def command_next_field(self) -> None:
        """Keep what was typed and go on."""
        await self._go_on(1)

    async def command_previous_field(self) -> None:
        """Keep what was typed and go back."""
        await self._go_on(-1)

    async def _go_on(self, step: int) -> None:
        key = self.field_asked
        if key is None or not self.keep_typed():
            return
        keys = list(self.field_keys())
        place = keys.index(key) + step
        if 0 <= place < len(keys):
            await self.ask_field(keys[place])
        elif step > 0:
            self.say("That was the last field. F2 goes on with what was typed.", "note")

    def keep_typed(self) -> bool:
        """Keep the field that is being typed and close its line; False where it will not do, and the line stays."""
        key = self.field_asked
        if key is None:
            return True
        entry = self.query_one(EntryRow)
        if reason := self.keep_field(key, entry.text.strip()):
            self.refuse_text(reason)
            return False
        entry.taken()
        entry.used()
        self.focus_work()
        self.fields_changed()
        return True

    def fields_changed(self) -> None:
        """Show what is known of the fields now."""


def reason_alone(text: str, known: str) -> str:
    """Give why a field is not known where that was typed behind what stood in its line; else the text as it is."""
    behind = text.removeprefix(known).lstrip()
    return behind if behind.startswith(NOT_KNOWN) else text
