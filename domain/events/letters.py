"""What is recorded of letters: put in the tray, issued for good, or held back."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from domain.events.model import EventModel

LetterOrigin = Literal["journey", "arrival", "reissue", "hand"]


class LetterPrepared(EventModel):
    """A letter was put in the tray, where it waits for its release; until then setting this aside takes it out.

    `fields` are what a caseworker entered; `reissue_of` and `covers` are the ids of other letters.
    """

    kind: Literal["letter_prepared"] = "letter_prepared"
    version: Literal[1] = 1
    letter_id: str
    number: str
    person_id: str
    role: Literal["paying_parent", "receiving_parent"]
    status: Literal["maintenance_and_arrears", "maintenance_only", "arrears_only", "nothing_left"]
    origin: LetterOrigin
    due_on: date
    liability_end_date: date | None
    format: Literal["standard", "large_print", "braille", "audio"]
    language: Literal["en", "cy"]
    fields: dict[str, str] = Field(default_factory=dict)
    reissue_of: str | None = None
    covers: str | None = None


class LetterTakenForEditing(EventModel):
    """A letter of the tray was written out to be edited; what comes back from the editor is what is issued."""

    kind: Literal["letter_taken_for_editing"] = "letter_taken_for_editing"
    version: Literal[1] = 1
    letter_id: str


class LetterEdited(EventModel):
    """A letter came back from its editor as the paper of this digest (SHA-256), and waits in the tray again."""

    kind: Literal["letter_edited"] = "letter_edited"
    version: Literal[1] = 1
    letter_id: str
    digest: str


class LetterIssued(EventModel):
    """A letter left the tray for good, as the paper of this digest (SHA-256); a reissue keeps its first day of issue.

    `words_digest` names what the letter says, kept beside its paper; it is None for one that was edited. A letter in
    braille or audio is made by somebody from its paper, which is not posted itself.
    """

    kind: Literal["letter_issued"] = "letter_issued"
    version: Literal[1] = 1
    letter_id: str
    issued_on: date
    first_issued_on: date
    address: tuple[str, ...]
    digest: str
    words_digest: str | None
    batch_id: str


class LetterHeldBack(EventModel):
    """A letter could not or may not go; closure goes on, and what has to be done instead is asked of somebody.

    `number` is empty where it could not be told which letter it would be.
    """

    kind: Literal["letter_held_back"] = "letter_held_back"
    version: Literal[1] = 1
    letter_id: str
    number: str
    person_id: str
    role: Literal["paying_parent", "receiving_parent"]
    reason: str
    held_back_on: date
    follow_ups: tuple[str, ...]
    missing: tuple[str, ...] = ()


class LetterBatchBegun(EventModel):
    """Somebody began to release a batch of letters; until it is released, what was interrupted goes on in it."""

    kind: Literal["letter_batch_begun"] = "letter_batch_begun"
    version: Literal[1] = 1
    batch_id: str
    as_at: date


class LetterBatchReleased(EventModel):
    """A batch of letters was released for printing; `letters` is how many it has."""

    kind: Literal["letter_batch_released"] = "letter_batch_released"
    version: Literal[1] = 1
    batch_id: str
    as_at: date
    letters: int


class LetterSenderSet(EventModel):
    """Who letters come from, and the telephone numbers that stand in them."""

    kind: Literal["letter_sender_set"] = "letter_sender_set"
    version: Literal[1] = 1
    name: str
    lines: tuple[str, ...]
    telephone: str
    options_telephone: str


LetterEvent = LetterPrepared | LetterTakenForEditing | LetterEdited | LetterIssued | LetterHeldBack
LetterOfficeEvent = LetterBatchBegun | LetterBatchReleased | LetterSenderSet
