"""The choice of a letter: for one client on one day exactly one, or the named reason why there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.addresses import destination
from domain.letters.catalogue import (
    BY_NUMBER,
    COVER_FOR_REPRESENTATIVE,
    COVER_OF_REISSUE,
    notice_letter,
    transition_letter,
)
from domain.letters.model import PRINTED, Cover, DueNotice, Issue, NoLetter, Reissue
from domain.letters.rules import BEFORE, CLERICAL, no_letter, suppressed

if TYPE_CHECKING:
    from datetime import date

    from domain.addresses import Destination
    from domain.casegroup import Person
    from domain.letters.catalogue import Letter
    from domain.letters.model import FollowUp, Format, SentLetter, Situation, WriteOffForm
    from domain.policy.model import JourneyPolicy


def choose(situation: Situation, policy: JourneyPolicy) -> Issue | NoLetter:
    """Choose the letter for a client on a day.

    Asked in this order: are the facts fresh; does the case still meet the criteria; which letter is next; is it held
    back; is there a valid address; is there a representative. Of a closed casegroup with no letter left nothing is
    asked.
    """
    wanted = _next_letter(situation)
    if situation.closed and isinstance(wanted, NoLetter) and wanted.reason == "all_sent":
        return wanted
    for check in BEFORE:
        against = check(situation, policy)
        if against is not None:
            return against
    if isinstance(wanted, NoLetter):
        return wanted
    letter, due_on = wanted
    found = reachable(situation.person, situation.day)
    if isinstance(found, NoLetter):
        return replace(found, letter=letter)
    status, correspondence = situation.status, situation.person.correspondence
    assert status is not None
    written_as: Format = (correspondence.format if correspondence else None) or "standard"
    cover, traces = cover_for(situation.person, situation.day)
    return Issue(
        letter=letter,
        person_id=situation.person.person_id,
        destination=found,
        status=status,
        due_on=due_on,
        overdue_days=(situation.day - due_on).days,
        format=written_as,
        language=(correspondence.language if correspondence else None) or "en",
        cover=cover,
        follow_ups=(*task_for(written_as), *traces),
    )


def reissue(original: SentLetter, person: Person, day: date, wanted: Format) -> Reissue | NoLetter:
    """Send a letter again because the client asked, in the same or another format; its own days stay as they were."""
    if original.letter in {COVER_OF_REISSUE, COVER_FOR_REPRESENTATIVE}:
        return NoLetter("cover_not_reissued", person.person_id, letter=original.letter)
    found = reachable(person, day)
    if isinstance(found, NoLetter):
        return replace(found, letter=original.letter)
    cover, traces = cover_for(person, day)
    follow_ups = (*task_for(wanted), *traces)
    return Reissue(original, COVER_OF_REISSUE, person.person_id, found, wanted, cover, follow_ups)


# -------------------------------------------------------------------------------------------------------- which letter


def _next_letter(situation: Situation) -> tuple[Letter, date] | NoLetter:
    """Give the next letter with the day it should go, or why there is none."""
    form = _form_wanted(situation)
    if form is not None:
        if form.arrears_from is None or form.arrears_to is None:
            return no_letter(situation, "write_off_dates_not_entered", "enter_dates")
        return BY_NUMBER["CMSL6300"], form.wanted_on
    pending = pending_notices(situation)
    if pending and pending[0].goes_out_on is not None and pending[0].goes_out_on <= situation.day:
        return notice_letter(situation.role, pending[0].occasion, pending[0].course), pending[0].goes_out_on
    arrived = situation.arrived
    if arrived is not None and arrived.arrears_pence > 0 and arrived.arrived_on <= situation.day:
        letter = transition_letter(situation.role)
        if all(sent.letter != letter for sent in situation.sent):
            return letter, arrived.arrived_on
        return no_letter(situation, "all_sent")
    if not pending:
        return no_letter(situation, "all_sent")
    if pending[0].goes_out_on is None:
        return no_letter(situation, "due_day_not_known", "find_out", missing=pending[0].missing)
    return replace(no_letter(situation, "not_due_yet"), next_on=pending[0].goes_out_on)


def _form_wanted(situation: Situation) -> WriteOffForm | None:
    """Give the write-off form that a receiving parent is still to be sent, or None."""
    form = situation.write_off_form
    if form is None or situation.role != "receiving_parent" or form.wanted_on > situation.day:
        return None
    gone = any(sent.letter.number == "CMSL6300" and sent.issued_on >= form.wanted_on for sent in situation.sent)
    return None if gone else form


def pending_notices(situation: Situation) -> tuple[DueNotice, ...]:
    """Give the notices still to be sent, in order: after the last one sent, and none that a later one has overtaken.

    Once liability has ended only that is said, and nothing after it. Where a closure became reactive before the client
    had first contact, the first contact of a reactive closure takes the place of both. Nobody is reminded of what they
    were first told when the reminder was due already, and once a casegroup is closed nobody is told that it will be;
    interpretation `letters-after-closing`.
    """
    sent = {letter.letter.purpose for letter in situation.sent}
    if "end_of_liability" in sent:
        # Told of it, though the facts may have changed since to those of a client whose liability ended long before.
        return ()
    notices = situation.notices
    if situation.closed:
        notices = tuple(notice for notice in notices if notice.occasion == "end_of_liability")
    told = [number for number, notice in enumerate(notices) if notice.occasion in sent]
    if told:
        notices = tuple(notice for notice in notices[told[-1] + 1 :] if not _reminds_of_today(situation, notice))
    if _sent_first_contact_of_reactive(situation):
        notices = tuple(notice for notice in notices if notice.occasion != "second_contact")
    ended = [notice for notice in notices if notice.occasion == "end_of_liability" and _is_due(notice, situation.day)]
    if ended:
        return tuple(ended)
    if "first_contact" not in sent:
        turned = [notice for notice in notices if notice.occasion == "second_contact"]
        if turned and _is_due(turned[0], situation.day):
            first = DueNotice("first_contact", "reactive", turned[0].goes_out_on)
            return (first, *(notice for notice in notices if notice.occasion == "end_of_liability"))
    return notices


def _reminds_of_today(situation: Situation, notice: DueNotice) -> bool:
    """Tell whether a reminder was due already when its client was first told; interpretation `late-first-contact`."""
    if notice.occasion != "reminder" or notice.goes_out_on is None:
        return False
    return any(
        sent.letter.purpose == "first_contact" and sent.issued_on >= notice.goes_out_on for sent in situation.sent
    )


def _is_due(notice: DueNotice, day: date) -> bool:
    return notice.goes_out_on is not None and notice.goes_out_on <= day


def _sent_first_contact_of_reactive(situation: Situation) -> bool:
    letter = notice_letter(situation.role, "first_contact", "reactive")
    return any(sent.letter == letter for sent in situation.sent)


# ------------------------------------------------------------------------------------------------------ whether it can


def reachable(person: Person, day: date) -> Destination | NoLetter:
    """Give where a letter to the client goes on a day, or why it may not or cannot go."""
    found = destination(person.addresses, day)
    held_back = suppressed(person, day)
    if held_back is not None:
        reason, follow_ups, missing = held_back
        return NoLetter(reason, person.person_id, follow_ups, missing)
    if found.dead_letter:
        return NoLetter("dead_letter_address", person.person_id, CLERICAL, destination=found)
    if not found.is_valid:
        return NoLetter("no_valid_address", person.person_id, ("trace_task",), destination=found)
    return found


def cover_for(person: Person, day: date) -> tuple[Cover | None, tuple[FollowUp, ...]]:
    """Give the covering letter to the client's representative, or the task to find out where they are."""
    representative = person.representative
    if representative is None:
        return None, ("find_out",) if person.unknown("representative") else ()
    found = destination(representative.addresses, day)
    if representative.name is None or not found.is_valid:
        return None, ("trace_representative",)
    return Cover(COVER_FOR_REPRESENTATIVE, representative.name, found), ()


def task_for(written_as: Format) -> tuple[FollowUp, ...]:
    """Give the task of making a letter in a form that is not printed."""
    return () if written_as in PRINTED else ("other_format_task",)
