"""What the choice of a letter is told about one client, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from datetime import date

    from domain.addresses import Destination
    from domain.casegroup import Person, System
    from domain.letters.catalogue import Letter
    from domain.notices import CaseStatus, Occasion, Role
    from domain.truth import Truth

Format = Literal["standard", "large_print", "braille", "audio"]
Language = Literal["en", "cy"]
PRINTED: Final[tuple[Format, ...]] = ("standard", "large_print")

Reason = Literal[
    "facts_not_fresh",
    "criteria_not_known",
    "died_by_selection",
    "special_welfare_at_selection",
    "criteria_not_met",
    "write_off_dates_not_entered",
    "due_day_not_known",
    "not_due_yet",
    "all_sent",
    "cover_not_reissued",
    "death_not_known",
    "deceased",
    "special_welfare",
    "dead_letter_address",
    "no_valid_address",
]
"""Why no letter goes, in the order in which it is asked."""

FollowUp = Literal[
    "refresh_facts",
    "exception",
    "enter_dates",
    "find_out",
    "suppression_report",
    "clerical_notification",
    "trace_task",
    "trace_representative",
    "other_format_task",
]
"""What somebody has to do; none of it holds up closure except an exception."""


@dataclass(frozen=True, slots=True)
class SystemFacts:
    """One system that holds cases of the client, and when its facts were last brought up to date (None: not known)."""

    system: System
    refreshed_on: date | None


@dataclass(frozen=True, slots=True)
class DueNotice:
    """One notice that the journey has for the client; `goes_out_on` is None, with what is missing, where not known."""

    occasion: Occasion
    course: Literal["proactive", "reactive"]
    goes_out_on: date | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter that was issued to the client, and the liability end date it named."""

    letter: Letter
    issued_on: date
    liability_end_date: date | None = None


@dataclass(frozen=True, slots=True)
class ArrivedArrears:
    """Arrears of the client that are now with the new scheme, in pence."""

    arrived_on: date
    arrears_pence: int


@dataclass(frozen=True, slots=True)
class WriteOffForm:
    """A further declaration of write-off that is to be asked for, with the dates that a caseworker enters."""

    wanted_on: date
    arrears_from: date | None = None
    arrears_to: date | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything the choice looks at, for one client on one day.

    `selected_on` is the day of selection (of the application, where reactive); `status` the case status on that day;
    `meets_criteria` whether the casegroup still belongs in case closure; `notices` in the order of the journey;
    `closed` whether all its closing cases are.
    """

    person: Person
    role: Role
    day: date
    selected_on: date | None
    status: CaseStatus | None
    notices: tuple[DueNotice, ...]
    sent: tuple[SentLetter, ...]
    facts: tuple[SystemFacts, ...]
    meets_criteria: Truth = True
    missing: tuple[str, ...] = ()
    arrived: ArrivedArrears | None = None
    write_off_form: WriteOffForm | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Cover:
    """A covering letter to a client's representative, with a copy of the client's own."""

    letter: Letter
    name: str
    destination: Destination


@dataclass(frozen=True, slots=True)
class Issue:
    """One letter to one client: which, where to, how it is made, and what goes with it.

    `status` selects the paragraphs. `due_on` is the day it should go; `overdue_days` how long ago that was.
    """

    letter: Letter
    person_id: str
    destination: Destination
    status: CaseStatus
    due_on: date
    overdue_days: int
    format: Format
    language: Language
    cover: Cover | None
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def is_printed(self) -> bool:
        """Tell whether it is printed; braille and audio are a task for somebody."""
        return self.format in PRINTED


@dataclass(frozen=True, slots=True)
class Reissue:
    """A letter sent again: it keeps its first day of issue and its liability end date, and goes under a cover."""

    original: SentLetter
    cover: Letter
    person_id: str
    destination: Destination
    format: Format
    cover_for_representative: Cover | None
    follow_ups: tuple[FollowUp, ...] = ()


@dataclass(frozen=True, slots=True)
class NoLetter:
    """Why no letter goes to a client, and what has to be done about it; `missing` names what nobody knows."""

    reason: Reason
    person_id: str
    follow_ups: tuple[FollowUp, ...] = ()
    missing: tuple[str, ...] = ()
    next_on: date | None = None
    letter: Letter | None = None
    destination: Destination | None = None
