"""Writing notes, and setting entries aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.decision import Decision, refused
from domain.events import EntrySetAside, FactsReceived, NoteAdded, RestrictedRecordOpened
from domain.events.letters import LetterIssued
from domain.events.payments import PaymentPassed
from domain.record.arrival_grounds import ARRIVED
from domain.record.grounds import obstacle
from domain.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.casefile import Casefile
    from domain.record.requests import AddNote, SetAside

# What has left the house, or was seen, is not undone by an entry; it is answered by another deed.
STANDS: Final[Sequence[tuple[type, str]]] = (
    (FactsReceived, "facts_stand"),
    (RestrictedRecordOpened, "opening_stands"),
    (PaymentPassed, "payment_stands"),
    *((kind, "arrival_stands") for kind in ARRIVED),
    (LetterIssued, "letter_stands"),
)


def decide_note(request: AddNote) -> Decision:
    """Write a note; an empty one is refused."""
    if not request.text.strip():
        return refused(refusal("note_empty"))
    return Decision(events=(NoteAdded(text=request.text),))


def decide_set_aside(casefile: Casefile, request: SetAside) -> Decision:
    """Set an entry aside, unless it cannot be, was already, or later work rests on it."""
    target = next((entry for entry in casefile.recorded if entry.seq == request.seq), None)
    if target is None:
        return refused(refusal("no_such_entry", seq=request.seq))
    stands = next((key for kind, key in STANDS if isinstance(target.event, kind)), None)
    if stands is not None:
        return refused(refusal(stands, seq=request.seq))
    if target.seq in casefile.set_aside:
        return refused(refusal("already_set_aside", seq=request.seq))
    if (found := obstacle(casefile.recorded, target)) is not None:
        return refused(found)
    return Decision(events=(EntrySetAside(seq=request.seq, reason=request.reason),))
