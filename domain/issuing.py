"""Letting letters out of the tray: the checks once more on the day, the words that stand on them, and what goes along.

A letter goes with those that cover it, or none of them goes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from domain.correspondence import arrived_arrears, person_of, situation
from domain.journey.decision import timeline
from domain.letters.catalogue import BY_NUMBER, COVER_OF_REISSUE
from domain.letters.choice import choose, cover_for, reachable, task_for
from domain.letters.filling import (
    Addressed,
    LetterSender,
    Unfilled,
    address_block,
    day_in_words,
    filled,
    full_name,
    greeting_of,
)
from domain.letters.model import PRINTED, Issue, NoLetter
from domain.letters.rules import BEFORE
from domain.letters.texts import letter_text
from domain.letters.tray import LetterFile, covers_of, letter_files, sent_letters
from domain.money import in_pounds
from domain.outgoing import last_day, told_otherwise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from domain.addresses import Destination
    from domain.casefile import Casefile
    from domain.casegroup import Person, System
    from domain.journey.model import Timeline
    from domain.letters.model import Cover, FollowUp, Language
    from domain.notices import CaseStatus
    from domain.policy.model import Policy
    from domain.truth import Truth

Obstacle = Literal["fields", "facts_not_fresh", "criteria_not_known", "overtaken", "last_day_changed", "not_in_tray"]
"""Why a letter stays in the tray: something about it is missing, or it would no longer be the right one."""

NAME_MISSING: Final = "name"


@dataclass(frozen=True, slots=True)
class Given:
    """What letting out rests on besides the casefile: the day, policy, sender, fresh facts, and criteria."""

    day: date
    policy: Policy
    sender: LetterSender
    refreshed_on: Mapping[System, date]
    meets_criteria: Truth


@dataclass(frozen=True, slots=True)
class Original:
    """A letter as it was first issued: what it said (None where it was edited), and its paper's digest."""

    words: Addressed | None
    digest: str | None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One letter ready to go; one that was edited before and is sent again as it was has no words but its digest."""

    file: LetterFile
    destination: tuple[str, ...]
    first_issued_on: date
    words: Addressed | None
    digest: str | None = None

    @property
    def is_printed(self) -> bool:
        """Tell whether it goes on paper; braille and audio are made by somebody."""
        return self.file.format in PRINTED


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter with its covers, in the order in which they lie in the envelope, and tasks that follow."""

    letters: tuple[Outgoing, ...]
    follow_ups: tuple[FollowUp, ...] = ()
    dropped: tuple[LetterFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Stays:
    """A letter that stays in the tray, and what is in its way; nothing is recorded of it."""

    file: LetterFile
    obstacle: Obstacle
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldUp:
    """A letter that leaves the tray without going: by now it may not or cannot go."""

    file: LetterFile
    answer: NoLetter


def in_tray(casefile: Casefile) -> tuple[LetterFile, ...]:
    """Give the letters that wait for release, without those that only cover another."""
    return tuple(file for file in letter_files(casefile.letters) if file.state == "in_tray" and file.covers is None)


def let_out(
    casefile: Casefile, letter: str, given: Given, original: Original | None, *, as_if_in_tray: bool = False
) -> Ready | Stays | HeldUp:
    """Say what becomes of a letter of the tray on a day; `original` is what a reissue sends again.

    With `as_if_in_tray` it is asked of a letter that somebody edits, too. Raises StopIteration where the casegroup has
    no such letter.
    """
    file = next(each for each in letter_files(casefile.letters) if each.letter_id == letter)
    waits = file.state == "in_tray" or (as_if_in_tray and file.state == "with_editor")
    if not waits or file.prepared is None or not file.number:
        return Stays(file, "not_in_tray")
    found = timeline(casefile.casegroup, given.day, given.policy)
    against = _against(casefile, file, found, given)
    if against is not None:
        return against
    person = person_of(casefile.casegroup, file.person_id)
    place = reachable(person, given.day)
    if isinstance(place, NoLetter):
        return HeldUp(file, replace(place, letter=BY_NUMBER[file.number]))
    return _written(_Writer(casefile, found, given, person, place, original), file)


def _against(casefile: Casefile, file: LetterFile, found: Timeline, given: Given) -> Stays | HeldUp | None:
    """Make the checks before a letter once more, for letters that say something for the first time."""
    prepared = file.prepared
    recipient = next((each for each in found.recipients if each.person_id == file.person_id), None)
    if prepared is None or prepared.origin in {"reissue", "hand"}:
        return None
    if recipient is None:
        return Stays(file, "overtaken")
    files = letter_files(casefile.letters)
    sent = sent_letters(files, told_otherwise(casefile, files))
    arrived = arrived_arrears(casefile)
    asked = situation(casefile.casegroup, found, recipient, given.refreshed_on, sent, given.meets_criteria, arrived)
    for check in BEFORE:
        answer = check(asked, given.policy.journey)
        if answer is not None:
            letter = BY_NUMBER[file.number] if file.number else None
            if answer.reason == "facts_not_fresh":
                return Stays(file, "facts_not_fresh", answer.missing)
            if answer.reason == "criteria_not_known":
                return Stays(file, "criteria_not_known", answer.missing)
            return HeldUp(file, replace(answer, letter=letter))
    return _overtaken(file, found, choose(asked, given.policy.journey)) if prepared.origin == "journey" else None


def _overtaken(file: LetterFile, found: Timeline, answer: Issue | NoLetter) -> Stays | None:
    """Tell where another letter is due by now, or the last day has changed since this one was prepared."""
    prepared = file.prepared
    assert prepared is not None
    wanted = answer.letter
    if isinstance(answer, NoLetter) and wanted is None:
        return Stays(file, "overtaken")
    if wanted is not None and wanted.number != file.number:
        return Stays(file, "overtaken")
    if wanted is not None and last_day(found, wanted) != prepared.liability_end_date:
        return Stays(file, "last_day_changed")
    return None


# ---------------------------------------------------------------------------------------------------------- the words


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes one letter with its covers."""

    casefile: Casefile
    found: Timeline
    given: Given
    person: Person
    place: Destination
    original: Original | None

    def known(self, file: LetterFile, enclosed: str, first_issued_on: date) -> Iterator[tuple[str, str | None]]:
        """Give everything that is known and a letter may ask for, in words; None where it is not known."""
        casegroup, sender = self.casefile.casegroup, self.given.sender
        prepared = file.prepared
        assert prepared is not None
        assert file.number
        # Days are named in the language of the sentence that they stand in, which may be the untranslated one.
        language = letter_text(file.number, file.language).language

        def day(value: date | None) -> str | None:
            return day_in_words(value, language) if value else None

        files = letter_files(self.casefile.letters)
        told = sent_letters(files, told_otherwise(self.casefile, files)).get(file.person_id, ())
        firsts = [letter.issued_on for letter in told if letter.letter.purpose == "first_contact"]
        arrears = (arrived_arrears(self.casefile) or {}).get(file.person_id)
        cms_start = self.found.date_of("cms_effective")
        closed = self.casefile.closed
        yield "liability_end_date", day(prepared.liability_end_date)
        yield "earlier_end_date", day(casegroup.journey.liability_end_date)
        yield "cms_start_date", day(cms_start.day if cms_start else None)
        yield "first_contact_date", day(firsts[-1] if firsts else None)
        yield "arrears_amount", in_pounds(arrears.arrears_pence) if arrears else None
        yield "closing_date", day(closed.closed_on if closed else None)
        yield "paying_parent_name", full_name(casegroup.paying_parent)
        yield "client_name", full_name(self.person)
        yield "enclosed_title", enclosed
        yield "original_issue_date", day(first_issued_on)
        yield "sender_telephone", sender.telephone
        yield "options_telephone", sender.options_telephone
        yield "reference", casegroup.casegroup_id
        yield from prepared.fields.items()

    def words(
        self, file: LetterFile, enclosed: str, first_issued_on: date, name: str, lines: tuple[str, ...], greeting: str
    ) -> Addressed | Unfilled:
        """Write one letter to somebody, or say what is missing."""
        assert file.prepared is not None
        assert file.number
        values = {key: value for key, value in self.known(file, enclosed, first_issued_on) if value}
        status: CaseStatus = file.prepared.status
        letter = filled(file.number, status, file.language, values)
        if isinstance(letter, Unfilled):
            return letter
        if not name:
            return Unfilled((f"{file.number}: the field {NAME_MISSING} is missing; expected a text",))
        date_of_letter = first_issued_on if file.covers is None else self.given.day
        language: Language = letter.language
        return Addressed(
            letter,
            address_block(name, lines),
            greeting,
            day_in_words(date_of_letter, language),
            self.casefile.casegroup.casegroup_id,
            self.given.sender,
            large_print=file.format == "large_print",
        )


def _written(writer: _Writer, file: LetterFile) -> Ready | Stays:
    """Write a letter and its covers; one field that is missing keeps all of them back."""
    main = _main(writer, file)
    if isinstance(main, Unfilled):
        return Stays(file, "fields", main.faults)
    title = main.words.letter.title if main.words else BY_NUMBER[main.file.number or "CMSL6313"].title
    cover, traces = cover_for(writer.person, writer.given.day)
    follow_ups = (*task_for(file.format), *traces)
    letters, dropped = [main], []
    covers = covers_of(letter_files(writer.casefile.letters), file.letter_id)
    if cover is not None and all(covering.number != cover.letter.number for covering in covers):
        # Somebody acts for the client who did not when it was prepared.
        return Stays(file, "overtaken")
    for covering in covers:
        for_client = covering.number == COVER_OF_REISSUE.number
        if not for_client and cover is None:
            dropped.append(covering)
            continue
        written = _cover(writer, covering, title, main.first_issued_on, None if for_client else cover)
        if isinstance(written, Unfilled):
            return Stays(file, "fields", written.faults)
        letters.insert(0, written) if for_client else letters.append(written)
    return Ready(tuple(letters), follow_ups, tuple(dropped))


def _main(writer: _Writer, file: LetterFile) -> Outgoing | Unfilled:
    prepared, lines = file.prepared, writer.place.lines
    assert prepared is not None
    if file.edited is not None:
        first = _first_issue(writer.casefile, prepared.reissue_of) if prepared.reissue_of else None
        address = address_block(full_name(writer.person), lines)
        return Outgoing(file, address, first or writer.given.day, None, file.edited.digest)
    if prepared.reissue_of is None:
        name, greeting = full_name(writer.person), greeting_of(writer.person)
        words = writer.words(file, "", writer.given.day, name, lines, greeting)
        return words if isinstance(words, Unfilled) else Outgoing(file, words.address, writer.given.day, words)
    first = _first_issue(writer.casefile, prepared.reissue_of)
    original = writer.original
    if first is None or original is None or (original.words is None and original.digest is None):
        return Unfilled((f"{file.number}: the letter that is sent again is not kept",))
    if original.words is None:
        return Outgoing(file, address_block(full_name(writer.person), lines), first, None, original.digest)
    again = replace(
        original.words,
        address=address_block(full_name(writer.person), lines),
        large_print=file.format == "large_print",
    )
    return Outgoing(file, again.address, first, again)


def _first_issue(casefile: Casefile, letter: str) -> date | None:
    found = next((file for file in letter_files(casefile.letters) if file.letter_id == letter), None)
    return found.issued.first_issued_on if found and found.issued else None


def _cover(
    writer: _Writer, covering: LetterFile, enclosed: str, first_issued_on: date, representative: Cover | None
) -> Outgoing | Unfilled:
    if representative is None:
        name, lines, greeting = full_name(writer.person), writer.place.lines, greeting_of(writer.person)
    else:
        name, lines = representative.name, representative.destination.lines
        greeting = f"Dear {name}"
    words = writer.words(covering, enclosed, first_issued_on, name, lines, greeting)
    return words if isinstance(words, Unfilled) else Outgoing(covering, words.address, writer.given.day, words)
