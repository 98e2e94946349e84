"""What rests on what among letters: a letter with all that became of it, and a cover on what it covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.events.letters import LetterEdited, LetterHeldBack, LetterIssued, LetterPrepared, LetterTakenForEditing

if TYPE_CHECKING:
    from domain.events import Event

AFTERWARDS = (LetterTakenForEditing, LetterEdited, LetterIssued, LetterHeldBack)


def letter_rests_on(later: Event, earlier: Event) -> bool:
    """Tell whether one event of letters could not have been recorded without an earlier one."""
    if isinstance(later, LetterPrepared):
        return isinstance(earlier, LetterPrepared) and later.covers == earlier.letter_id
    if not isinstance(later, AFTERWARDS) or not isinstance(earlier, (LetterPrepared, *AFTERWARDS)):
        return False
    return later.letter_id == earlier.letter_id


def letter_touches(later: Event, restored: Event) -> bool:
    """Tell whether bringing a letter back could say again, or otherwise, what its client was told since."""
    if isinstance(restored, (LetterPrepared, LetterHeldBack)):
        same = isinstance(later, (LetterPrepared, LetterHeldBack)) and later.person_id == restored.person_id
        covered = restored.covers if isinstance(restored, LetterPrepared) else None
        return same and isinstance(later, (LetterPrepared, LetterHeldBack)) and later.letter_id != covered
    if isinstance(restored, AFTERWARDS):
        return isinstance(later, AFTERWARDS) and later.letter_id == restored.letter_id
    return False
