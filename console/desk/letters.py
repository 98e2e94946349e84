"""Questions both faces ask about letters, and what is done to one: what is due, waits, was held back or went."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from console.desk.desk import with_recorded
from console.desk.letter_papers import (
    BatchFile,
    envelope_of,
    in_our_type,
    letter_sender,
    original_of,
    paper_kept,
    require_sender,
    words_kept,
    write_batch_file,
)
from console.desk.letter_release import ReleaseReport, release, release_preview
from console.desk.letter_tray import TrayReport, prepare, refreshed_on
from console.desk.masking import sees_restricted
from console.desk.numbers import NoSuchCasegroupError
from console.desk.office import office_of
from domain.correspondence import person_of
from domain.errors import BadInputError
from domain.events.letters import LetterPrepared
from domain.issuing import Given, Ready, Stays, let_out
from domain.letters.filling import full_name
from domain.letters.model import NoLetter
from domain.letters.requests import KeepEditedLetter, TakeLetterForEditing
from domain.letters.tray import WAITING, casegroup_of, covers_of, letter_files, still_held
from domain.outgoing import answers_on, prepared
from domain.record.requests import SetAside
from domain.selection.decision import meets_criteria
from storage.exporters.letter_docx import letter_docx
from storage.exporters.letters import letter_pdf
from storage.letters import EVERY_LETTER, LetterFilter
from storage.papers import Paper, is_readable

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from console.desk.desk import Answer, Desk
    from domain.casefile import Casefile
    from domain.issuing import HeldUp
    from domain.journey.model import Recipient
    from domain.letter_rows import LetterRow
    from domain.letters.filling import Addressed
    from domain.letters.model import Issue
    from domain.letters.tray import LetterFile

__all__ = [
    "BatchFile",
    "CasegroupLetters",
    "Coming",
    "LetterCounts",
    "LetterFilter",
    "LetterView",
    "ReleaseReport",
    "TrayReport",
    "casegroup_of",
    "edit_letter",
    "issue_edited",
    "letter_counts",
    "letter_keys",
    "letter_rows",
    "letter_sender",
    "letters_of",
    "look_ahead",
    "look_at",
    "paper_of",
    "prepare",
    "release",
    "release_preview",
    "take_out",
    "write_batch_file",
]
LARGEST_PDF_BYTES: Final = 16 * 2**20


@dataclass(frozen=True, slots=True)
class LetterCounts:
    """How many letters are due on the desk's day, overdue or without a day, and how many are how far.

    `restricted_waiting` are those in the tray that only somebody nominated may see; the others leave them out.
    """

    due_today: int
    overdue: int
    day_not_known: int
    in_tray: int
    with_editor: int
    held_back: int
    issued: int
    restricted_waiting: int


@dataclass(frozen=True, slots=True)
class Coming:
    """A client with what `prepare` would do for them on the desk's day."""

    recipient: Recipient
    answer: Issue | NoLetter


@dataclass(frozen=True, slots=True)
class CasegroupLetters:
    """Every letter of a casegroup, oldest first, and what comes next for each client who has none waiting."""

    casefile: Casefile
    letters: tuple[LetterFile, ...]
    coming: tuple[Coming, ...]


@dataclass(frozen=True, slots=True)
class LetterView:
    """One letter to be read: what stands on it, or what is in its way; of one issued, as it was kept.

    `words` is None for one that was edited (its paper alone says what it says), and for one with something in its way,
    save for a letter that only lacks type for some sign.
    """

    file: LetterFile
    name: str
    words: Addressed | None
    obstacle: str = ""
    missing: tuple[str, ...] = ()


# ------------------------------------------------------------------------------------------------------ the lists


def letter_counts(desk: Desk) -> LetterCounts:
    """Count the letters of the store, restricted ones only for those nominated."""
    desk.require_place_on_roster()
    masked = not sees_restricted(desk)
    letters = desk.store.letters
    by_state = letters.counts(masked=masked)
    today, overdue, not_known = letters.due_counts(desk.as_at, masked=masked)
    return LetterCounts(
        due_today=today,
        overdue=overdue,
        day_not_known=not_known,
        in_tray=by_state.get("in_tray", 0),
        with_editor=by_state.get("with_editor", 0),
        held_back=by_state.get("held_back", 0),
        issued=by_state.get("issued", 0),
        restricted_waiting=letters.restricted_in("in_tray") if masked else 0,
    )


def letter_keys(desk: Desk, wanted: LetterFilter = EVERY_LETTER, *, newest_first: bool = False) -> array[int]:
    """Give the keys of the letters wanted, by the day of issue or the day they are due; without a day last."""
    desk.require_place_on_roster()
    return desk.store.letters.keys(wanted, masked=not sees_restricted(desk), newest_first=newest_first)


def letter_rows(desk: Desk, keys: Sequence[int]) -> list[tuple[int, LetterRow]]:
    """Give the letters of some keys with the keys, in their order; a key no longer listed is left out."""
    desk.require_place_on_roster()
    return desk.store.letters.rows(keys, masked=not sees_restricted(desk))


# ------------------------------------------------------------------------------------- one casegroup, one letter


def letters_of(desk: Desk, casegroup_id: str) -> CasegroupLetters:
    """Give the letters of a casegroup and what comes next; opens it as `Desk.casefile` does."""
    casefile = desk.casefile(casegroup_id)
    office = office_of(desk)
    fresh, meets = refreshed_on(casefile, office, desk.as_at), meets_criteria(casefile, office, desk.as_at)
    answers = answers_on(casefile, desk.as_at, desk.policy, fresh, meets)
    files = letter_files(casefile.letters)
    held = {(file.person_id, file.number, file.held_back.reason) for file in still_held(files) if file.held_back}
    coming = tuple(Coming(recipient, answer) for recipient, answer in answers if _told(answer) not in held)
    return CasegroupLetters(casefile, files, coming)


def _told(answer: Issue | NoLetter) -> tuple[str, str, str]:
    """Give what a letter held back for the same reason is known by: a letter stands once among those of a casegroup."""
    reason = answer.reason if isinstance(answer, NoLetter) else ""
    return answer.person_id, answer.letter.number if answer.letter else "", reason


def look_at(desk: Desk, letter_id: str) -> LetterView:
    """Give a letter to be read: as it would go today, or as it went; opens its casegroup as `Desk.casefile` does.

    Raises BadInputError for a letter that is not in the store.
    """
    casefile, file = _found(desk, letter_id)
    name = full_name(person_of(casefile.casegroup, file.person_id))
    if file.issued is not None:
        return LetterView(file, name, words_kept(desk, file), "" if file.issued.words_digest else "edited")
    if file.state not in WAITING:
        return LetterView(file, name, None, file.held_back.reason if file.held_back else "")
    return _as_it_would_go(desk, casefile, file)


def _as_it_would_go(desk: Desk, casefile: Casefile, file: LetterFile) -> LetterView:
    name = full_name(person_of(casefile.casegroup, file.person_id))
    result = _would_go(desk, casefile, file)
    if isinstance(result, Ready):
        words = next(each.words for each in result.letters if each.file.letter_id == file.letter_id)
        in_type = in_our_type(result)
        if isinstance(in_type, Stays):
            return LetterView(file, name, words, in_type.obstacle, in_type.missing)
        return LetterView(file, name, words, "" if words else "edited")
    if isinstance(result, Stays):
        return LetterView(file, name, None, result.obstacle, result.missing)
    return LetterView(file, name, None, result.answer.reason, result.answer.missing)


def look_ahead(desk: Desk, casegroup_id: str, person_id: str) -> LetterView | None:
    """Give the letter that is due to a client as it would go today, though it is not in the tray yet.

    None where none would go. Opens the casegroup as `Desk.casefile` does, and writes nothing else.
    """
    casefile = desk.casefile(casegroup_id)
    office = office_of(desk)
    fresh, meets = refreshed_on(casefile, office, desk.as_at), meets_criteria(casefile, office, desk.as_at)
    events = prepared(casefile, desk.as_at, desk.policy, fresh, meets).events
    after = with_recorded(casefile, desk.as_recorded(events, casefile.facts_version))
    coming = {event.letter_id for event in events if isinstance(event, LetterPrepared) and event.covers is None}
    for file in letter_files(after.letters):
        if file.letter_id in coming and file.person_id == person_id:
            return _as_it_would_go(desk, after, file)
    return None


def paper_of(desk: Desk, letter_id: str) -> bytes:
    """Give the PDF of a letter: as it was issued; or, of one that waits, as it would be, which is not kept.

    Raises BadInputError for a letter that is not in the store or has something in its way.
    """
    _, file = _found(desk, letter_id)
    kept = file.issued.digest if file.issued else file.edited.digest if file.edited else None
    if kept is not None:
        return paper_kept(desk, kept).body
    words = _words_wanted(desk, letter_id)
    return letter_pdf(words.letter, envelope_of(words), desk.clock.now())


def _words_wanted(desk: Desk, letter_id: str) -> Addressed:
    view = look_at(desk, letter_id)
    if view.words is None or view.obstacle:
        why = "; ".join((view.obstacle, *view.missing))
        message = f"letter {letter_id}: cannot be put on paper ({why})"
        raise BadInputError(message)
    return view.words


def _found(desk: Desk, letter_id: str) -> tuple[Casefile, LetterFile]:
    message = f"letter {letter_id!r}: not in this store; expected one of 'closeout letters list'"
    try:
        casefile = desk.casefile(casegroup_of(letter_id))
    except NoSuchCasegroupError:
        raise BadInputError(message) from None
    file = next((each for each in letter_files(casefile.letters) if each.letter_id == letter_id), None)
    if file is None:
        raise BadInputError(message)
    return casefile, file


def _would_go(desk: Desk, casefile: Casefile, file: LetterFile) -> Ready | Stays | HeldUp:
    """Say what would become of a letter that waits; one that an editor has as if it were in the tray still."""
    office = office_of(desk)
    day = desk.as_at
    fresh, meets = refreshed_on(casefile, office, day), meets_criteria(casefile, office, day)
    given = Given(day, desk.policy, require_sender(desk), fresh, meets)
    files = letter_files(casefile.letters)
    main = next(each for each in files if each.letter_id == (file.covers or file.letter_id))
    return let_out(casefile, main.letter_id, given, original_of(desk, casefile, main), as_if_in_tray=True)


# ----------------------------------------------------------------------------------------------------------- deeds


def take_out(desk: Desk, letter_id: str, because: str = "") -> tuple[Answer, ...]:
    """Take a letter out of the tray again, with those that cover it; one that was issued is refused.

    Gives the answers of the undoings, the last of them that of the letter itself.
    """
    casefile, file = _found(desk, letter_id)
    files = letter_files(casefile.letters)
    together = (*covers_of(files, file.letter_id), file)
    return tuple(
        desk.perform(
            SetAside(casegroup_id=casefile.casegroup.casegroup_id, seq=_last_entry(casefile, each), reason=because)
        )
        for each in together
    )


def _last_entry(casefile: Casefile, file: LetterFile) -> int:
    """Give the entry to be set aside: that of its issue, which refuses, else the one that put it in the tray."""
    if file.issued is None:
        return file.seq
    return next(entry.seq for entry in casefile.letters if entry.event is file.issued)


def edit_letter(desk: Desk, letter_id: str) -> bytes:
    """Take a letter out to be edited and give it as a Word file; taken out before, it is only given again.

    Raises BadInputError with every reason where it is refused.
    """
    casefile, file = _found(desk, letter_id)
    words = _words_wanted(desk, letter_id)
    if file.state != "with_editor":
        request = TakeLetterForEditing(casegroup_id=casefile.casegroup.casegroup_id, letter_id=letter_id)
        answer = desk.perform(request)
        if answer.refusals:
            raise LetterRefusedError(answer)
    return letter_docx(words.letter, envelope_of(words), desk.clock.now())


def issue_edited(desk: Desk, letter_id: str, pdf: bytes) -> ReleaseReport:
    """Keep the edited file as what is issued, and let the letter go with those that cover it.

    Raises BadInputError for anything but a PDF of a size that can be posted, and where it is refused; then nothing is
    kept.
    """
    if len(pdf) > LARGEST_PDF_BYTES or not is_readable(pdf):
        message = f"the edited letter: not a PDF of at most {LARGEST_PDF_BYTES // 2**20} MiB"
        raise BadInputError(message)
    require_sender(desk)
    casefile, _ = _found(desk, letter_id)
    digest = hashlib.sha256(pdf).hexdigest()
    request = KeepEditedLetter(casegroup_id=casefile.casegroup.casegroup_id, letter_id=letter_id, digest=digest)
    answer = desk.perform(request, str(uuid.uuid4()), beside=lambda turn: turn.put_papers([Paper(pdf)]))
    if answer.refusals:
        raise LetterRefusedError(answer)
    return release(desk, [letter_id])


class LetterRefusedError(BadInputError):
    """A deed was refused; `answer` has the reasons."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("; ".join(refusal.key for refusal in answer.refusals))
        self.answer = answer
