"""What is answered about a journey: its course, its dates, the notices of each client, and what does not fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from datetime import date

    from domain.journey.working_days import PartOfUK
    from domain.notices import CaseStatus, Course, Occasion, Role
    from domain.policy.model import Days, Edition, PolicyValue
    from domain.working import Working

ProblemKind = Literal[
    "liability_end_too_early",
    "t_date_differs",
    "t_date_past_notified_liability_end",
    "notice_before_selection",
    "recorded_course_differs",
    "case_not_in_closure",
    "nothing_left",
]

# A deferral puts off the day on which the casegroup closes, and nothing else: liability ends when clients were told.
MOVED_BY_DEFERRAL: Final = frozenset({"due_to_close"})


@dataclass(frozen=True, slots=True)
class Turn:
    """Whether an application turned a proactive closure reactive: how many days were left, and how many it takes."""

    application_received_on: date
    liability_end_date: date
    days_left: int
    limit: PolicyValue[Days]
    turned: bool


@dataclass(frozen=True, slots=True)
class Recipient:
    """A client who is written to, with the cases that concern them and how these stood at selection."""

    role: Role
    person_id: str
    case_ids: tuple[str, ...]
    status: CaseStatus | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice to one client: when it is due, and the working day on which it goes out."""

    occasion: Occasion
    course: Literal["proactive", "reactive"]
    recipient: Recipient
    part: PartOfUK | None
    due: Working
    goes_out: Working


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about the journey that does not fit, with the dates or the case that show it."""

    kind: ProblemKind
    workings: tuple[Working, ...] = ()
    case_id: str | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The journey of one casegroup on one day: `course` is None, with what is `missing`, where it cannot be told.

    `status_day` is the day of selection, on which it is asked how the cases stand (of the application, where reactive).
    """

    casegroup_id: str
    as_at: date
    edition: Edition
    policy_digest: str
    course: Course | None
    turn: Turn | None
    status: CaseStatus | None
    status_day: date | None
    recipients: tuple[Recipient, ...]
    dates: tuple[Working, ...]
    notices: tuple[Notice, ...]
    problems: tuple[Problem, ...]
    missing: tuple[str, ...]

    def date_of(self, name: str) -> Working | None:
        """Give the date of that name, or None where this journey has none."""
        return next((working for working in self.dates if working.name == name), None)

    def notices_for(self, person_id: str) -> tuple[Notice, ...]:
        """Give the notices of one client in the order in which they are due."""
        return tuple(notice for notice in self.notices if notice.recipient.person_id == person_id)
