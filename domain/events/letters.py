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
    status: str
    origin: LetterOrigin
    due_on: date
    liability_end_date: date | None
    format: Literal["standard", "large_print", "braille", "audio"]
    language: Literal["en", "cy"]
    fields: dict[str, str] = Field(default_factory=dict)
    reissue_of: str | None = None
    covers: str | None = None


class LetterIssued(EventModel):
    """A letter left the tray for good, as the paper of this digest (SHA-256); a reissue keeps its first day of issue.

    A letter in braille or audio is not printed: its digest is None, and a task was made of it.
    """

    kind: Literal["letter_issued"] = "letter_issued"
    version: Literal[1] = 1
    letter_id: str
    issued_on: date
    first_issued_on: date
    address: tuple[str, ...]
    digest: str | None
    pages: int
    batch_id: str


class LetterHeldBack(EventModel):
    """A letter could not or may not go; closure goes on, and what has to be done instead is asked of somebody."""

    kind: Literal["letter_held_back"] = "letter_held_back"
    version: Literal[1] = 1
    letter_id: str
    number: str
    person_id: str
    reason: str
    held_back_on: date
    follow_ups: tuple[str, ...]
    missing: tuple[str, ...] = ()


class LetterBatchReleased(EventModel):
    """A batch of letters was released for printing."""

    kind: Literal["letter_batch_released"] = "letter_batch_released"
    version: Literal[1] = 1
    batch_id: str
    as_at: date
    letters: int


LetterEvent = LetterPrepared | LetterIssued | LetterHeldBack
LetterOfficeEvent = LetterBatchReleased
