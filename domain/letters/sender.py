"""Who letters come from: recorded of the store as a whole, for no document says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.decision import Decision, refused
from domain.events.letters import LetterSenderSet
from domain.letters.filling import LetterSender
from domain.refusals import refusal

if TYPE_CHECKING:
    from domain.letters.requests import SetLetterSender
    from domain.office import Office

MADE_UP: Final = LetterSender(
    "Child Support Agency", ("PO Box 000", "Anytown", "BL1 1AA"), "0000 000 0000", "0000 000 0001"
)
"""Stands on the letters of a training store, which nobody may post."""


def sender_of(office: Office) -> LetterSender | None:
    """Give who letters come from as set last, or None where nobody has said it."""
    events = office.of(LetterSenderSet)
    if not events:
        return None
    _, event = events[-1]
    return LetterSender(event.name, event.lines, event.telephone, event.options_telephone)


def decide_sender(office: Office, request: SetLetterSender) -> Decision:
    """Set who letters come from; every part of it is needed, for a letter without a sender misleads."""
    given = LetterSender(
        request.name.strip(),
        tuple(line.strip() for line in request.lines if line.strip()),
        request.telephone.strip(),
        request.options_telephone.strip(),
    )
    parts = (given.name, given.lines, given.telephone, given.options_telephone)
    if not all(parts):
        return refused(refusal("sender_incomplete"))
    if given == sender_of(office):
        return refused(refusal("sender_already_set"))
    event = LetterSenderSet(
        name=given.name, lines=given.lines, telephone=given.telephone, options_telephone=given.options_telephone
    )
    return Decision(events=(event,))
