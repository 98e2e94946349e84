"""Settling a difference of reports on the queue: one whose casegroup is not in the store, so that nothing opens it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

from console.desk.reconciliation_work import settle_difference
from console.present.events import event_sentences
from console.present.wording import refusal_text
from console.tui.asking import sentence
from console.tui.widgets.question import Choice, Question
from domain.errors import CloseoutError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.desk.desk import Desk
    from console.tui.content import Piece
    from console.tui.screens.base import ConsoleScreen
    from console.tui.widgets.panes import EntryRow

    Base = ConsoleScreen
else:
    Base = object

FOUND: Final = "difference-found"
KIND: Final = "difference"


class DifferenceSettling(Base):
    """Asks what was found about a difference, and settles it."""

    desk: Desk

    async def ask_about_difference(self, difference_id: str) -> None:
        """Ask what was found."""
        await self.ask_text(
            f"{FOUND} {difference_id}", f"{difference_id}. What was found, or put right? (Enter ends it)"
        )

    def on_entry_row_entered(self, event: EntryRow.Entered) -> None:
        """Ask whether to settle it with what was typed."""
        purpose, _, difference_id = event.purpose.partition(" ")
        if purpose != FOUND:
            return
        note = event.text.strip()
        if not note:
            self.refuse_text("Nothing is typed yet.", "note")
            return
        settling = settling_choice(self.desk, difference_id, note)
        self.ask_about_text(Question(title=f"Difference {difference_id}", choices=(settling,)))


def settling_choice(desk: Desk, difference_id: str, note: str) -> Choice:
    """Offer to settle a difference, after showing what would be recorded."""
    request_id = str(uuid.uuid4())

    def preview() -> Sequence[Piece | tuple[Piece, ...]]:
        answer = settle_difference(desk, difference_id, note, preview=True)
        if answer.refusals:
            return [refusal_text(refusal) for refusal in answer.refusals]
        return [text for entry in answer.recorded for text in event_sentences(entry.event)]

    def commit() -> str:
        answer = settle_difference(desk, difference_id, note, request_id=request_id)
        if answer.refusals:
            raise CloseoutError(" ".join(refusal_text(refusal) for refusal in answer.refusals))
        return f"Difference {difference_id} is settled."

    return Choice(
        label="It is settled", preview=preview, commit=commit, why_off=_why_off(desk, difference_id, note)
    )  # fmt: skip


def _why_off(desk: Desk, difference_id: str, note: str) -> str | None:
    try:
        answer = settle_difference(desk, difference_id, note, preview=True)
    except (CloseoutError, ValueError) as error:
        return sentence(getattr(error, "message", "") or "Expected at most 2,000 characters")
    return " ".join(refusal_text(refusal) for refusal in answer.refusals) or None
