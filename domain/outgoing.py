"""Putting letters in the tray: what is recorded of a casegroup on a day, and what its letters still wait for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from domain.correspondence import arrived_arrears, letters_on
from domain.events.letters import LetterHeldBack, LetterPrepared
from domain.events.queued import ExceptionRaised, ServiceRequestRaised
from domain.events.selection import CasegroupTakenOut
from domain.journey.decision import timeline
from domain.letters.model import Issue, NoLetter
from domain.letters.tray import LetterFile, letter_files, letter_id, sent_letters, still_held, waits_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from domain.casefile import Casefile
    from domain.casegroup import System
    from domain.events import Event
    from domain.events.letters import LetterOrigin
    from domain.journey.model import Recipient, Timeline
    from domain.letters.catalogue import Letter
    from domain.letters.model import FollowUp, Reason
    from domain.notices import Role
    from domain.policy.model import Policy
    from domain.truth import Truth

# What passes by itself, or is for somebody to enter: nothing is recorded of it, the next day asks again.
ONLY_WAITS: Final[frozenset[Reason]] = frozenset(
    {"facts_not_fresh", "not_due_yet", "all_sent", "write_off_dates_not_entered"}
)
NOTHING_TO_SAY: Final[frozenset[Reason]] = frozenset({"not_due_yet", "all_sent"})
WORK: Final[Mapping[FollowUp, str]] = {
    "clerical_notification": "clerical notification",
    "trace_task": "trace an address",
    "trace_representative": "trace a representative",
    "find_out": "find out what a letter needs",
    "other_format_task": "letter in another format",
}
"""What somebody is asked to do, under the name it has in the queue."""
ROLE_WORDS: Final[Mapping[Role, str]] = {"paying_parent": "paying parent", "receiving_parent": "receiving parent"}
REASON_WORDS: Final[Mapping[Reason, str]] = {
    "criteria_not_known": "nobody can tell whether the case still meets the criteria",
    "died_by_selection": "a death on or before the day of selection",
    "special_welfare_at_selection": "special welfare at selection",
    "criteria_not_met": "the case no longer meets the criteria",
    "due_day_not_known": "the day it is due is not known",
    "death_not_known": "it is not known whether the client has died",
    "deceased": "the client has died",
    "special_welfare": "special welfare",
    "dead_letter_address": "post came back from the address",
    "no_valid_address": "no valid address on the day",
}


@dataclass(frozen=True, slots=True)
class Preparation:
    """What preparing records, and for which clients nothing goes for now, with the reason."""

    events: tuple[Event, ...] = ()
    waiting: tuple[NoLetter, ...] = ()


@dataclass(slots=True)
class Recording:
    """Events being put together for one casegroup, with the numbers that follow from those before."""

    casefile: Casefile
    files: tuple[LetterFile, ...]
    day: date
    events: list[Event] = field(default_factory=list)
    letters: int = 0

    def next_letter(self) -> str:
        """Name the next letter."""
        self.letters += 1
        return letter_id(self.casefile.casegroup.casegroup_id, self.casefile.recorded, self.letters - 1)

    def hold_back(self, answer: NoLetter, role: Role, letter: str, number: str) -> None:
        """Record that a letter is held back, and ask for what has to be done instead."""
        self.events.append(
            LetterHeldBack(
                letter_id=letter,
                number=number,
                person_id=answer.person_id,
                role=role,
                reason=answer.reason,
                held_back_on=self.day,
                follow_ups=answer.follow_ups,
                missing=answer.missing,
            )
        )
        why = "; ".join((REASON_WORDS.get(answer.reason, answer.reason), *answer.missing))
        for follow_up in answer.follow_ups:
            self.ask_for(
                follow_up, letter, answer.person_id, f"{number or 'a letter'} to the {ROLE_WORDS[role]}; {why}"
            )
        if "exception" in answer.follow_ups:
            self._raise_exception(answer.reason, role)

    def ask_for(self, follow_up: FollowUp, letter: str, person_id: str, what: str) -> None:
        """Ask somebody for a piece of work, unless the same is asked for the same client already."""
        work = WORK.get(follow_up)
        if work is None or self._asked(work, person_id):
            return
        raised = sum(isinstance(entry.event, ServiceRequestRaised) for entry in self.casefile.recorded)
        raised += sum(isinstance(event, ServiceRequestRaised) for event in self.events)
        self.events.append(
            ServiceRequestRaised(
                service_request_id=f"SR-{raised + 1}", work=work, detail=f"{letter}: {what}", case_id=None
            )
        )

    def _asked(self, work: str, person_id: str) -> bool:
        of_client = tuple(f"{file.letter_id}: " for file in self.files if file.person_id == person_id)
        return any(
            request.result is None and request.work == work and request.detail.startswith(of_client)
            for request in self.casefile.service_requests
        )

    def _raise_exception(self, reason: Reason, role: Role) -> None:
        detail = f"Letters: {REASON_WORDS[reason]} ({ROLE_WORDS[role]})."
        known = {(found.reason, found.detail) for found in self.casefile.open_exceptions}
        if ("other", detail) in known:
            return
        raised = sum(isinstance(entry.event, ExceptionRaised) for entry in self.casefile.recorded)
        raised += sum(isinstance(event, ExceptionRaised) for event in self.events)
        if self.casefile.selected is not None and not any(
            isinstance(event, CasegroupTakenOut) for event in self.events
        ):
            self.events.append(CasegroupTakenOut(tranche=self.casefile.selected.tranche, reason=reason))
        self.events.append(
            ExceptionRaised(
                exception_id=f"exception-{raised + 1}",
                reason="other",
                detail=detail,
                case_id=None,
                origin="rules",
                stage=self.casefile.stage,
            )
        )


def told_otherwise(casefile: Casefile, files: tuple[LetterFile, ...]) -> frozenset[str]:
    """Name the letters held back whose contents the client was told by a clerical notification."""
    done = tuple(
        request.detail
        for request in casefile.service_requests
        if request.result is not None and request.work == WORK["clerical_notification"]
    )
    held = (file.letter_id for file in files if file.held_back is not None)
    return frozenset(letter for letter in held if any(detail.startswith(f"{letter}: ") for detail in done))


def concerns(casefile: Casefile, files: tuple[LetterFile, ...]) -> bool:
    """Tell whether a casegroup has to do with letters: some case is closing, arrears are on CMS, or it left early."""
    return bool(casefile.casegroup.closing_cases or casefile.arrival) or left_early(casefile, files)


def left_early(casefile: Casefile, files: tuple[LetterFile, ...]) -> bool:
    """Tell whether a casegroup left case closure after somebody was told of it, and before it was closed."""
    told = any(file.issued is not None and file.is_news for file in files)
    return told and casefile.closed is None and not casefile.casegroup.closing_cases


def answers_on(
    casefile: Casefile, day: date, policy: Policy, refreshed_on: Mapping[System, date], meets_criteria: Truth
) -> tuple[tuple[Recipient, Issue | NoLetter], ...]:
    """Choose the next letter of every client who has none waiting, or say why there is none.

    A receiving parent who is left with neither maintenance nor arrears is not written to while others still are.
    """
    files = letter_files(casefile.letters)
    if not concerns(casefile, files):
        return ()
    sent = sent_letters(files, told_otherwise(casefile, files))
    if left_early(casefile, files):
        meets_criteria = False
        recipient = timeline(casefile.casegroup, day, policy).recipients[0]
        if not recipient.case_ids:
            # No case is left of whose facts or status anything could be asked.
            return ((recipient, NoLetter("criteria_not_met", recipient.person_id, ("exception",))),)
    chosen = letters_on(
        casefile.casegroup,
        day,
        policy,
        refreshed_on,
        sent,
        meets_criteria=meets_criteria,
        arrived=arrived_arrears(casefile),
    )
    wanted = written_to(tuple(recipient for recipient, _ in chosen))
    return tuple(each for each in chosen if each[0] in wanted and not waits_for(files, each[0].person_id))


def written_to(recipients: tuple[Recipient, ...]) -> tuple[Recipient, ...]:
    """Leave out who is left with nothing; where nobody has anything left, the paying parent stands for all."""
    left = tuple(recipient for recipient in recipients if recipient.status != "nothing_left")
    return left or recipients[:1]


def prepared(
    casefile: Casefile, day: date, policy: Policy, refreshed_on: Mapping[System, date], meets_criteria: Truth
) -> Preparation:
    """Put every letter of a casegroup that is due on a day into the tray, or record why it is held back, once."""
    files = letter_files(casefile.letters)
    recording = Recording(casefile, files, day)
    held = {(file.person_id, file.number, file.held_back.reason) for file in still_held(files) if file.held_back}
    waiting = []
    found = None
    for recipient, answer in answers_on(casefile, day, policy, refreshed_on, meets_criteria):
        if isinstance(answer, Issue):
            found = found or timeline(casefile.casegroup, day, policy)
            _prepare(recording, recipient, answer, last_day(found, answer.letter))
        elif answer.reason in ONLY_WAITS:
            waiting.append(answer)
        else:
            number = answer.letter.number if answer.letter else ""
            if (answer.person_id, number, answer.reason) in held:
                waiting.append(answer)
            else:
                recording.hold_back(answer, recipient.role, recording.next_letter(), number)
    return Preparation(tuple(recording.events), tuple(waiting))


def last_day(found: Timeline, letter: Letter) -> date | None:
    """Give the last day of liability that a letter names: the T-date, save where it is written of a proactive closure.

    None for a letter that names none, or where there is no liability to end; save that a second contact names a day
    in its title always: where nothing but arrears is left, the end date that was set at selection.
    """
    if letter.purpose not in {"first_contact", "second_contact", "reminder", "end_of_liability"}:
        return None
    proactive = letter.purpose == "first_contact" and "proactive" in letter.courses
    named = found.date_of("liability_end_date" if proactive or found.course == "proactive" else "t_date")
    if letter.purpose == "second_contact" and named is not None and named.operation == "not_needed":
        named = found.date_of("liability_end_date")
    return named.day if named else None


def _prepare(recording: Recording, recipient: Recipient, issue: Issue, last: date | None) -> None:
    letter = recording.next_letter()
    origin: LetterOrigin = "arrival" if issue.letter.purpose == "arrears_on_cms" else "journey"
    recording.events.append(
        LetterPrepared(
            letter_id=letter,
            number=issue.letter.number,
            person_id=issue.person_id,
            role=recipient.role,
            status=issue.status,
            origin=origin,
            due_on=issue.due_on,
            liability_end_date=last,
            format=issue.format,
            language=issue.language,
        )
    )
    if issue.cover is not None:
        add_cover(recording, recording.events[-1], issue.cover.letter)


def add_cover(recording: Recording, main: Event, cover: Letter) -> None:
    """Put a covering letter in the tray with the letter it covers."""
    assert isinstance(main, LetterPrepared)
    # A representative gets ordinary print: the format is the client's own.
    for_client = cover.addressee == "either_parent"
    recording.events.append(
        main.model_copy(
            update={
                "letter_id": recording.next_letter(),
                "number": cover.number,
                "format": main.format if for_client else "standard",
                "fields": main.fields if for_client else {},
                "covers": main.letter_id,
                "reissue_of": None,
            }
        )
    )
