"""What a caseworker asks about letters: sending one again, the write-off form, and editing one before it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.account import status_balances
from domain.arrived import arrival_of
from domain.correspondence import person_of
from domain.decision import Decision, refused
from domain.events.letters import LetterEdited, LetterPrepared, LetterTakenForEditing
from domain.journey.decision import timeline
from domain.letters.catalogue import BY_NUMBER
from domain.letters.choice import cover_for, reachable, reissue
from domain.letters.filling import day_in_words
from domain.letters.model import PRINTED, NoLetter, SentLetter
from domain.letters.requests import KeepEditedLetter, PrepareWriteOffForm, ReissueLetter, TakeLetterForEditing
from domain.letters.tray import WAITING, letter_files
from domain.money import in_pounds
from domain.outgoing import REASON_WORDS, Recording, add_cover
from domain.refusals import Refusal, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.casefile import Casefile
    from domain.decision import Context
    from domain.letters.requests import LetterRequest
    from domain.letters.tray import LetterFile
    from domain.notices import CaseStatus


def decide_letter(casefile: Casefile, request: LetterRequest, context: Context) -> Decision:
    """Decide what a caseworker asks about a letter."""
    match request:
        case ReissueLetter():
            return _reissue(casefile, request, context)
        case PrepareWriteOffForm():
            return _write_off_form(casefile, request, context)
        case TakeLetterForEditing():
            return _take_for_editing(casefile, request)
        case KeepEditedLetter():
            return _keep_edited(casefile, request)


def _named(casefile: Casefile, letter_id: str) -> LetterFile | None:
    return next((file for file in letter_files(casefile.letters) if file.letter_id == letter_id), None)


# ------------------------------------------------------------------------------------------------------------ reissue


def _reissue(casefile: Casefile, request: ReissueLetter, context: Context) -> Decision:
    file = _named(casefile, request.letter_id)
    if file is None:
        return refused(refusal("letter_unknown", letter=request.letter_id))
    if file.issued is None or file.prepared is None or not file.number:
        return refused(refusal("letter_not_issued", letter=file.letter_id))
    refusals = tuple(_against_reissue(casefile, file, request))
    if refusals:
        return refused(*refusals)
    original = SentLetter(BY_NUMBER[file.number], file.issued.issued_on, file.prepared.liability_end_date)
    person = person_of(casefile.casegroup, file.person_id)
    again = reissue(original, person, context.as_at, request.format or file.format)
    if isinstance(again, NoLetter):
        return refused(_cannot_go(again))
    recording = Recording(casefile, letter_files(casefile.letters), context.as_at)
    prepared = file.prepared.model_copy(
        update={
            "letter_id": recording.next_letter(),
            "origin": "reissue",
            "due_on": context.as_at,
            "format": again.format,
            "reissue_of": file.letter_id,
            "fields": {"reissue_reason": request.because.strip()},
        }
    )
    recording.events.append(prepared)
    add_cover(recording, prepared, again.cover)
    if again.cover_for_representative is not None:
        add_cover(recording, prepared, again.cover_for_representative.letter)
    return Decision(events=tuple(recording.events))


def _against_reissue(casefile: Casefile, file: LetterFile, request: ReissueLetter) -> Iterator[Refusal]:
    if file.covers is not None:
        yield refusal("cover_not_reissued", letter=file.letter_id)
    if not request.because.strip():
        yield refusal("reason_missing")
    waiting = (other for other in letter_files(casefile.letters) if other.state in WAITING and other.prepared)
    if any(other.prepared and other.prepared.reissue_of == file.letter_id for other in waiting):
        yield refusal("letter_waits_already", letter=file.letter_id)
    edited = file.issued is not None and file.issued.words_digest is None
    if edited and request.format not in {None, file.format}:
        yield refusal("edited_letter_as_it_was", letter=file.letter_id)


def _cannot_go(answer: NoLetter) -> Refusal:
    why = "; ".join((REASON_WORDS.get(answer.reason, answer.reason), *answer.missing))
    return refusal("letter_cannot_go", why=why)


# ---------------------------------------------------------------------------------------------------- write-off form


def _write_off_form(casefile: Casefile, request: PrepareWriteOffForm, context: Context) -> Decision:
    case = casefile.case(request.case_id)
    if case is None:
        return refused(refusal("no_such_case", case_id=request.case_id))
    begins, ends = request.arrears_from, request.arrears_to
    if begins is None or ends is None:
        return refused(refusal("write_off_dates_missing"))
    person = case.receiving_parent
    files = letter_files(casefile.letters)
    refusals = []
    if begins > ends:
        refusals.append(refusal("write_off_dates_reversed", begins=begins, ends=ends))
    if ends > context.as_at:
        refusals.append(refusal("day_in_the_future", day=ends, as_at=context.as_at))
    waiting = [file for file in files if file.state in WAITING and file.number == "CMSL6300"]
    if any(file.person_id == person.person_id for file in waiting):
        refusals.append(refusal("letter_waits_already", letter="CMSL6300"))
    owed = write_off_amount(casefile, request.case_id)
    if owed is None or owed <= 0:
        refusals.append(refusal("nothing_left_to_write_off", case_id=request.case_id))
    place = reachable(person, context.as_at)
    if isinstance(place, NoLetter):
        refusals.append(_cannot_go(place))
    if refusals or owed is None:
        return refused(*refusals)
    return _prepared_form(casefile, request, context, owed)


def _prepared_form(casefile: Casefile, request: PrepareWriteOffForm, context: Context, owed_pence: int) -> Decision:
    case = casefile.case(request.case_id)
    assert case is not None
    assert request.arrears_from
    assert request.arrears_to
    person = case.receiving_parent
    found = timeline(casefile.casegroup, context.as_at, context.policy)
    recipients = (each for each in found.recipients if each.person_id == person.person_id)
    status: CaseStatus = next((each.status for each in recipients if each.status), "arrears_only")
    correspondence = person.correspondence
    recording = Recording(casefile, letter_files(casefile.letters), context.as_at)
    prepared = LetterPrepared(
        letter_id=recording.next_letter(),
        number="CMSL6300",
        person_id=person.person_id,
        role="receiving_parent",
        status="arrears_only" if status == "nothing_left" else status,
        origin="hand",
        due_on=context.as_at,
        liability_end_date=None,
        format=(correspondence.format if correspondence else None) or "standard",
        language=(correspondence.language if correspondence else None) or "en",
        fields={
            "arrears_from": day_in_words(request.arrears_from),
            "arrears_to": day_in_words(request.arrears_to),
            "write_off_amount": in_pounds(owed_pence),
        },
    )
    recording.events.append(prepared)
    cover, _ = cover_for(person, context.as_at)
    if cover is not None:
        add_cover(recording, prepared, cover.letter)
    return Decision(events=tuple(recording.events))


def write_off_amount(casefile: Casefile, case_id: str) -> int | None:
    """Give what is owed to the receiving parent of a case, in pence: on CMS once it is there; None where not known."""
    arrival = arrival_of(casefile)
    if arrival.completed is not None and any(line.case_id == case_id for line in arrival.on_cms):
        return arrival.owed_to_receiving_parent(case_id)
    balances = status_balances(casefile.casegroup)
    if balances is None:
        return None
    return sum(
        sum(by_status.values())
        for (case, owed_to), by_status in balances.items()
        if case == case_id and owed_to == "receiving_parent"
    )


# ------------------------------------------------------------------------------------------------------------ editing


def _take_for_editing(casefile: Casefile, request: TakeLetterForEditing) -> Decision:
    file = _named(casefile, request.letter_id)
    if file is None:
        return refused(refusal("letter_unknown", letter=request.letter_id))
    if file.state != "in_tray":
        return refused(refusal("letter_not_in_tray", letter=file.letter_id))
    if file.format not in PRINTED:
        return refused(refusal("letter_not_printed", letter=file.letter_id))
    if file.covers is not None:
        return refused(refusal("cover_not_edited", letter=file.letter_id))
    return Decision(events=(LetterTakenForEditing(letter_id=file.letter_id),))


def _keep_edited(casefile: Casefile, request: KeepEditedLetter) -> Decision:
    file = _named(casefile, request.letter_id)
    if file is None:
        return refused(refusal("letter_unknown", letter=request.letter_id))
    if file.state != "with_editor":
        return refused(refusal("letter_not_with_editor", letter=file.letter_id))
    return Decision(events=(LetterEdited(letter_id=file.letter_id, digest=request.digest),))
