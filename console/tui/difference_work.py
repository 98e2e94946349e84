"""Settling a difference of reports on the queue: one whose casegroup is not in the store, so that nothing opens it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from console.desk.reconciliation_work import settle_difference
from console.present.events import event_sentences
from console.present.wording import refusal_text
from console.tui.asking import sentence
from console.tui.line_after_line import about_text, one_text
from console.tui.widgets.question import Choice
from domain.errors import CloseoutError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.desk.desk import Desk
    from console.tui.content import Piece
    from console.tui.screens.base import ConsoleScreen

    Base = ConsoleScreen
else:
    Base = object


class DifferenceSettling(Base):
    """Asks what was found about a difference, and settles it."""

    desk: Desk

    async def ask_about_difference(self, difference_id: str) -> None:
        """Ask what was found."""
        ask = f"{difference_id}. What was found, or put right? (Enter ends it)"
        about = about_text(
            lambda note: [settling_choice(self.desk, difference_id, note)], f"Difference {difference_id}"
        )
        await self.ask_lines(f"difference {difference_id}", [one_text(ask)], about)


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
