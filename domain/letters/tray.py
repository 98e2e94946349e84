"""The letters of a casegroup: each from the tray to its issue, or held back; and what they tell the next choice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from domain.events.letters import LetterEdited, LetterHeldBack, LetterIssued, LetterPrepared, LetterTakenForEditing
from domain.letters.catalogue import BY_NUMBER
from domain.letters.model import SentLetter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from domain.events import Recorded
    from domain.events.letters import LetterOrigin
    from domain.letters.catalogue import LetterNumber
    from domain.letters.model import Format, Language
    from domain.notices import Role

FileState = Literal["in_tray", "with_editor", "held_back", "issued"]
WAITING: Final[frozenset[FileState]] = frozenset({"in_tray", "with_editor"})
# A reissue and a cover are no news to the client: the choice of the next letter does not look at them.
REPEATING: Final[frozenset[LetterOrigin]] = frozenset({"reissue"})


@dataclass(frozen=True, slots=True)
class LetterFile:
    """One letter and how far it is; `seq` is the entry that put it in the tray, or held it back before it got there.

    `prepared` is None for one that never was in the tray, and `number` may then be empty.
    """

    letter_id: str
    number: LetterNumber | Literal[""]
    person_id: str
    role: Role
    state: FileState
    seq: int
    prepared: LetterPrepared | None = None
    edited: LetterEdited | None = None
    issued: LetterIssued | None = None
    held_back: LetterHeldBack | None = None

    @property
    def due_on(self) -> date | None:
        """Give the day it should go."""
        return self.prepared.due_on if self.prepared else None

    @property
    def covers(self) -> str | None:
        """Name the letter that it covers, if it is a covering letter."""
        return self.prepared.covers if self.prepared else None

    @property
    def format(self) -> Format:
        """Tell in what form it is made."""
        return self.prepared.format if self.prepared else "standard"

    @property
    def language(self) -> Language:
        """Tell in which language it is written."""
        return self.prepared.language if self.prepared else "en"

    @property
    def is_news(self) -> bool:
        """Tell whether it says something for the first time; covers and reissues do not."""
        return self.prepared is not None and self.covers is None and self.prepared.origin not in REPEATING


def letter_files(entries: Iterable[Recorded]) -> tuple[LetterFile, ...]:
    """Put together every letter of the entries that stand, in the order in which they were begun."""
    files: dict[str, LetterFile] = {}
    for entry in entries:
        event = entry.event
        match event:
            case LetterPrepared():
                files[event.letter_id] = LetterFile(
                    event.letter_id, known_number(event.number), event.person_id, event.role, "in_tray", entry.seq,
                    prepared=event,
                )  # fmt: skip
            case LetterHeldBack() if event.letter_id not in files:
                files[event.letter_id] = LetterFile(
                    event.letter_id, known_number(event.number), event.person_id, event.role, "held_back", entry.seq,
                    held_back=event,
                )  # fmt: skip
            case LetterHeldBack():
                files[event.letter_id] = replace(files[event.letter_id], state="held_back", held_back=event)
            case LetterTakenForEditing() if event.letter_id in files:
                files[event.letter_id] = replace(files[event.letter_id], state="with_editor", edited=None)
            case LetterEdited() if event.letter_id in files:
                files[event.letter_id] = replace(files[event.letter_id], state="in_tray", edited=event)
            case LetterIssued() if event.letter_id in files:
                files[event.letter_id] = replace(files[event.letter_id], state="issued", issued=event)
    return tuple(files.values())


def known_number(text: str) -> LetterNumber | Literal[""]:
    """Read the number of a letter as recorded; empty where it could not be told."""
    return next((number for number in BY_NUMBER if number == text), "")


def letter_id(casegroup_id: str, recorded: Sequence[Recorded], more: int = 0) -> str:
    """Name the next letter of a casegroup; one set aside keeps its name, so that no paper is ever mistaken."""
    named = {entry.event.letter_id for entry in recorded if isinstance(entry.event, (LetterPrepared, LetterHeldBack))}
    return f"{casegroup_id}-L{len(named) + more + 1}"


def casegroup_of(letter: str) -> str:
    """Give the casegroup that a letter's name tells; the whole text where it is no such name."""
    casegroup_id, mark, number = letter.rpartition("-L")
    return casegroup_id if mark and number.isdecimal() and casegroup_id else letter


def still_held(files: Sequence[LetterFile]) -> tuple[LetterFile, ...]:
    """Give the letters held back that nothing has taken the place of since."""
    held = []
    for place, file in enumerate(files):
        later = files[place + 1 :]
        overtaken = any(
            other.person_id == file.person_id and (not file.number or other.number in {file.number, ""})
            for other in later
            if other.covers is None
        )
        if file.state == "held_back" and not overtaken:
            held.append(file)
    return tuple(held)


def sent_letters(files: Iterable[LetterFile], told: Collection[str] = ()) -> Mapping[str, tuple[SentLetter, ...]]:
    """Give what each client was told, by person: letters issued, and those whose contents they were told otherwise.

    `told` names letters held back for which the clerical notification was made.
    """
    sent: dict[str, tuple[SentLetter, ...]] = {}
    for file in files:
        if not file.number:
            continue
        if file.issued is not None and file.is_news and file.prepared is not None:
            letter = SentLetter(BY_NUMBER[file.number], file.issued.issued_on, file.prepared.liability_end_date)
        elif file.held_back is not None and file.letter_id in told:
            letter = SentLetter(BY_NUMBER[file.number], file.held_back.held_back_on)
        else:
            continue
        sent[file.person_id] = (*sent.get(file.person_id, ()), letter)
    return sent


def waits_for(files: Iterable[LetterFile], person_id: str) -> bool:
    """Tell whether a letter with news for a client waits in the tray or with an editor."""
    return any(file.person_id == person_id and file.state in WAITING and file.is_news for file in files)


def covers_of(files: Iterable[LetterFile], letter: str) -> tuple[LetterFile, ...]:
    """Give the letters that cover another and go with it."""
    return tuple(file for file in files if file.covers == letter and file.state in WAITING)
