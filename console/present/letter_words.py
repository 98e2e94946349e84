"""The words of letters: why one is held back or stays, how far it is, and in what form it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.present.not_known import place_text
from domain.outgoing import REASON_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

REASONS: Final[Mapping[str, str]] = {
    **{str(reason): words for reason, words in REASON_WORDS.items()},
    "facts_not_fresh": "the facts have to be brought up to date first",
    "not_due_yet": "not due yet",
    "all_sent": "every letter has been sent",
    "write_off_dates_not_entered": "the period of the arrears has not been entered",
    "cover_not_reissued": "a covering letter is not sent again",
}
OBSTACLES: Final[Mapping[str, str]] = {
    "fields": "something that has to stand in it is missing",
    "facts_not_fresh": REASONS["facts_not_fresh"],
    "criteria_not_known": REASONS["criteria_not_known"],
    "overtaken": "another letter is right by now, or somebody acts for the client; take it out and prepare again",
    "last_day_changed": "the last day of liability has changed since; take it out and prepare again",
    "not_in_tray": "it is not in the tray",
    "edited": "it was edited; its paper says what it says",
}
LETTER_STATES: Final[Mapping[str, str]] = {
    "due": "due",
    "in_tray": "in the tray",
    "with_editor": "being edited",
    "held_back": "held back",
    "issued": "issued",
}
FORMATS: Final[Mapping[str, str]] = {
    "standard": "standard print",
    "large_print": "large print",
    "braille": "braille",
    "audio": "audio",
}
ROLES: Final[Mapping[str, str]] = {
    "paying_parent": "paying parent",
    "receiving_parent": "receiving parent",
    "representative": "representative",
    "": "",
}


def detail_words(state: str, detail: str) -> str:
    """Say what a line of the list of letters has beside its state: a reason, what is missing, or how it is made."""
    if state == "held_back":
        return REASONS.get(detail, detail)
    return ", ".join(FORMATS.get(part, part) for part in detail.split(", ")) if state != "due" else detail


def why_not(obstacle: str, missing: tuple[str, ...]) -> str:
    """Say what is in the way of a letter, with everything that is missing."""
    words = OBSTACLES.get(obstacle) or REASONS.get(obstacle, obstacle)
    return "; ".join((words, *map(place_text, missing)))
