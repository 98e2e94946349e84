"""The letters of a casegroup in the lists: one derived line for each that is due, waits, is held back or was issued."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

from domain.correspondence import arrived_arrears, situation
from domain.days import FIRST_DAY
from domain.journey.decision import clients_and_notices
from domain.letters.catalogue import COVER_FOR_REPRESENTATIVE, notice_letter, transition_letter
from domain.letters.choice import pending_notices
from domain.letters.tray import letter_files, sent_letters, still_held, waits_for
from domain.outgoing import concerns, told_otherwise, written_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from domain.casefile import Casefile
    from domain.journey.model import Recipient, Timeline
    from domain.letters.tray import LetterFile
    from domain.policy.model import Policy

LetterState = Literal["due", "in_tray", "with_editor", "held_back", "issued"]
LETTER_STATES: Final[tuple[LetterState, ...]] = get_args(LetterState)


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A line of the list of letters.

    One that is due is not prepared yet: the next of its client, with `due_on` None where the day is not known. `detail`
    is the reason of one held back, what is missing of one due, and what is special of others. Nothing in it rests on
    the day on which it is derived.
    """

    casegroup_id: str
    letter_id: str
    person_id: str
    role: str
    number: str
    state: LetterState
    detail: str
    due_on: date | None
    issued_on: date | None
    batch_id: str
    digest: str


def letter_rows(casefile: Casefile, policy: Policy) -> tuple[LetterRow, ...]:
    """Derive the lines of a casegroup from its casefile."""
    files = letter_files(casefile.letters)
    return (*_rows_of_files(casefile, files), *_rows_due(casefile, files, policy))


def _rows_of_files(casefile: Casefile, files: Sequence[LetterFile]) -> Iterator[LetterRow]:
    held = {file.letter_id for file in still_held(files)} if files else set()
    for file in files:
        if file.state == "held_back" and file.letter_id not in held:
            continue
        yield LetterRow(
            casegroup_id=casefile.casegroup.casegroup_id,
            letter_id=file.letter_id,
            person_id=file.person_id,
            role="representative" if file.number == COVER_FOR_REPRESENTATIVE.number else file.role,
            number=file.number,
            state=file.state,
            detail=_detail(file),
            due_on=file.due_on,
            issued_on=file.issued.issued_on if file.issued else None,
            batch_id=file.issued.batch_id if file.issued else "",
            digest=file.issued.digest if file.issued else "",
        )


def _detail(file: LetterFile) -> str:
    if file.held_back is not None:
        return file.held_back.reason
    special = ["reissue"] if file.prepared and file.prepared.origin == "reissue" else []
    return ", ".join((*special, file.format) if file.format != "standard" else special)


def _rows_due(casefile: Casefile, files: tuple[LetterFile, ...], policy: Policy) -> Iterator[LetterRow]:
    if not concerns(casefile, files):
        return
    found = clients_and_notices(casefile.casegroup, FIRST_DAY, policy)
    held = still_held(files)
    sent = sent_letters(files, told_otherwise(casefile, files))
    arrived = arrived_arrears(casefile)
    for recipient in written_to(found.recipients):
        if waits_for(files, recipient.person_id):
            continue
        # It is asked of its notices only, and of what has arrived.
        asked = situation(casefile.casegroup, found, recipient, {}, sent, True, arrived)  # noqa: FBT003
        pending = pending_notices(asked)
        number, due_on, missing = "", None, (*found.missing, *recipient.missing)
        if pending:
            number = notice_letter(recipient.role, pending[0].occasion, pending[0].course).number
            due_on, missing = pending[0].goes_out_on, pending[0].missing
        moved = asked.arrived
        letter = transition_letter(recipient.role)
        if moved and moved.arrears_pence > 0 and all(one.letter != letter for one in asked.sent):
            if due_on is None or moved.arrived_on < due_on:
                number, due_on, missing = letter.number, moved.arrived_on, ()
        elif not pending and (asked.closed or not _in_doubt(found, recipient)):
            continue
        # Which of them is held back depends on the day on which it was to go.
        numbers = {number, "", *(notice_letter(recipient.role, one.occasion, one.course).number for one in pending)}
        if not any(file.person_id == recipient.person_id and file.number in numbers for file in held):
            yield _due(casefile, recipient, number, due_on, missing)


def _in_doubt(found: Timeline, recipient: Recipient) -> bool:
    """Tell whether somebody has to look before anything can be said about a client's letters."""
    return found.course is None or recipient.status in {None, "nothing_left"}


def _due(
    casefile: Casefile, recipient: Recipient, number: str, due_on: date | None, missing: tuple[str, ...]
) -> LetterRow:
    casegroup_id = casefile.casegroup.casegroup_id
    return LetterRow(
        casegroup_id=casegroup_id,
        letter_id=f"{casegroup_id}-due-{recipient.person_id}",
        person_id=recipient.person_id,
        role=recipient.role,
        number=number,
        state="due",
        detail="; ".join(missing) if due_on is None else "",
        due_on=due_on,
        issued_on=None,
        batch_id="",
        digest="",
    )
