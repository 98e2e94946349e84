"""What the events of letters say, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.present.letter_words import FORMATS, REASONS
from console.present.wording import day
from domain.events.letters import (
    LetterBatchBegun,
    LetterBatchReleased,
    LetterEdited,
    LetterHeldBack,
    LetterIssued,
    LetterPrepared,
    LetterSenderSet,
    LetterTakenForEditing,
)

if TYPE_CHECKING:
    from domain.events import Event


def letter_sentence(event: Event) -> str | None:
    """Say what an event of letters records, or None for any other."""
    match event:
        case LetterPrepared():
            return _prepared(event)
        case LetterTakenForEditing():
            return f"{event.letter_id} taken out to be edited."
        case LetterEdited():
            return f"{event.letter_id} is back from its editor and waits in the tray."
        case LetterIssued():
            first = (
                f", first issued on {day(event.first_issued_on)}" if event.first_issued_on != event.issued_on else ""
            )
            return f"{event.letter_id} issued on {day(event.issued_on)}{first}, in batch {event.batch_id}."
        case LetterHeldBack():
            missing = f" ({'; '.join(event.missing)})" if event.missing else ""
            what = f" ({event.number})" if event.number else ""
            return f"{event.letter_id}{what} held back: {REASONS[event.reason]}{missing}."
        case LetterBatchBegun():
            return f"Batch {event.batch_id} of letters begun for {day(event.as_at)}."
        case LetterBatchReleased():
            return f"Batch {event.batch_id} released with {event.letters} letters."
        case LetterSenderSet():
            return f"Letters come from {event.name}, {', '.join(event.lines)}; telephone {event.telephone}."
        case _:
            return None


def _prepared(event: LetterPrepared) -> str:
    made = f" in {FORMATS[event.format]}" if event.format != "standard" else ""
    if event.covers is not None:
        return f"{event.number} put in the tray{made}: it covers {event.covers} ({event.letter_id})."
    whom = event.role.replace("_", " ")
    again = f", which sends {event.reissue_of} again" if event.reissue_of else ""
    return f"{event.number} to the {whom} put in the tray{made}{again}; due {day(event.due_on)} ({event.letter_id})."
