"""The timeline of a casegroup: its course, every date with its arithmetic, and who is written to when."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final, Literal

from domain.addresses import postcode_on
from domain.days import LAST_DAY
from domain.journey import rules
from domain.journey.model import Notice, Problem, Recipient, Timeline
from domain.journey.working_days import part_of_uk
from domain.notices import case_status, maintenance

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from domain.casegroup import Case, Casegroup, Person
    from domain.journey.working_days import PartOfUK
    from domain.notices import CaseStatus, Course, Occasion, Role
    from domain.policy.model import Policy
    from domain.truth import Truth
    from domain.working import Working

REGION_NI: Final = "NI"


@dataclass(frozen=True, slots=True)
class _Dates:
    """The dates of one casegroup, by name; those a course does not have are None."""

    selected: Working
    application: Working
    liability_end: Working
    earliest_liability_end: Working | None
    first_contact: Working
    reminder: Working
    start: Working | None
    t_date: Working | None
    counted_t_date: Working | None
    cms_effective: Working | None
    end_of_liability: Working


def timeline(casegroup: Casegroup, as_at: date, policy: Policy, deferred_until: date | None = None) -> Timeline:
    """Work out the journey of a casegroup; `deferred_until` is the day to which closing has been put off, if any."""
    course, turn, missing = rules.course_of(casegroup.journey, policy)
    moving = _moving_cases(casegroup, course)
    anchor, missing_anchor = status_day(casegroup, policy)
    status, missing_status = case_status(moving, anchor) if anchor else (None, missing_anchor)
    running = maintenance(moving, anchor).broken if anchor else None
    dates = _dates(casegroup, course, running, (*missing_anchor, *missing_status), policy)
    recipients = tuple(_recipients(casegroup, moving, anchor, missing_anchor))
    notices = tuple(_notices(course, recipients, dates)) if course else ()
    listed = _listed(dates, rules.due_to_close(casegroup, deferred_until), course)
    return Timeline(
        casegroup_id=casegroup.casegroup_id,
        as_at=as_at,
        edition=policy.edition,
        policy_digest=policy.digest,
        course=course,
        turn=turn,
        status=status,
        status_day=anchor,
        recipients=tuple(client.recipient for client in recipients),
        dates=listed,
        notices=notices,
        problems=tuple(_problems(casegroup, course, moving, anchor, dates, notices)),
        missing=tuple(dict.fromkeys((*missing, *missing_anchor, *missing_status))),
    )


def _moving_cases(casegroup: Casegroup, course: Course | None) -> tuple[Case, ...]:
    """Give the cases that move: those in closure; with a reactive closure every receiving parent of the casegroup."""
    return casegroup.closing_cases if course in {"proactive", None} else casegroup.cases


def status_day(casegroup: Casegroup, policy: Policy) -> tuple[date | None, tuple[str, ...]]:
    """Give the day on which it is asked how the cases stand: selection, or the application where it was reactive."""
    journey = casegroup.journey
    if journey.kind == "reactive":
        day, path = journey.application_received_on, "journey.application_received_on"
    elif journey.selected_on is None and journey.liability_end_date is not None:
        ends = rules.recorded("liability_end_date", journey.liability_end_date, "journey.liability_end_date")
        day = rules.counted("first_contact", ends, policy.journey.first_contact_before_liability_end, -1).day
        path = "journey.liability_end_date"
    else:
        day, path = journey.selected_on, "journey.selected_on"
    return day, () if day else (path,)


# -------------------------------------------------------------------------------------------------------------- dates


def _dates(
    casegroup: Casegroup, course: Course | None, running: Truth, unknown: tuple[str, ...], policy: Policy
) -> _Dates:
    journey, periods = casegroup.journey, policy.journey
    selected = rules.recorded("selected", journey.selected_on, "journey.selected_on")
    application = rules.recorded("application", journey.application_received_on, "journey.application_received_on")
    ends = rules.recorded("liability_end_date", journey.liability_end_date, "journey.liability_end_date")
    reminder = rules.counted("reminder", ends, periods.reminder_before_liability_end, -1)
    first_contact = rules.counted("first_contact", ends, periods.first_contact_before_liability_end, -1)
    earliest = rules.counted("earliest_liability_end", selected, periods.first_contact_before_liability_end, 1)
    start = t_date = counted_t_date = cms_effective = None
    if course not in {"proactive", None}:
        start = rules.reactive_start(course, application, reminder, policy)
        counted_t_date = _t_date(start, running, unknown, journey.liability_end_date, policy)
        set_t_date = rules.recorded("t_date", journey.t_date, "journey.t_date")
        differs = journey.t_date is not None and journey.t_date != counted_t_date.day
        t_date = set_t_date if differs else counted_t_date
        if counted_t_date.operation == "not_needed":
            cms_effective = rules.not_needed("cms_effective")
        else:
            cms_effective = rules.counted("cms_effective", t_date, periods.cms_effective_after_t_date, 1)
    last = t_date if t_date is not None and course != "proactive" else ends
    end_of_liability = rules.counted("end_of_liability", last, periods.end_of_liability_notice_after, 1)
    if running is False:
        end_of_liability = rules.not_needed("end_of_liability")
    return _Dates(
        selected,
        application,
        ends,
        earliest if selected.day else None,
        first_contact,
        reminder,
        start,
        t_date,
        counted_t_date,
        cms_effective,
        end_of_liability,
    )


def _t_date(
    start: Working, running: Truth, unknown: tuple[str, ...], liability_end: date | None, policy: Policy
) -> Working:
    if running is False:
        return rules.not_needed("t_date")
    if running is None and start.day is not None:
        return rules.not_known("t_date", unknown)
    return rules.t_date(start, liability_end, policy.journey)


def _listed(dates: _Dates, due_to_close: Working, course: Course | None) -> tuple[Working, ...]:
    """Put what concerns this course in the order of its days; what has no day comes last."""
    proactive = [dates.earliest_liability_end] if course != "reactive" else []
    wanted = [
        dates.selected if dates.selected.day else None,
        dates.application if dates.application.day or course not in {"proactive", None} else None,
        *proactive,
        dates.liability_end if course != "reactive" or dates.liability_end.day else None,
        dates.start,
        dates.t_date,
        dates.cms_effective,
        due_to_close,
    ]
    found = [working for working in wanted if working is not None]
    return tuple(sorted(found, key=lambda working: working.day or LAST_DAY))


# ------------------------------------------------------------------------------------------------------------ notices


def _notices(course: Course, clients: tuple[_Client, ...], dates: _Dates) -> Iterator[Notice]:
    for client in clients:
        if client.recipient.status == "nothing_left":
            continue
        match course:
            case "proactive":
                yield from _proactive_notices(client, dates)
            case "reactive":
                yield client.at_once("first_contact", dates.start or dates.application, dates)
            case "proactive_to_reactive":
                yield from _notices_when_turned(client, dates)
        if client.recipient.status != "arrears_only":
            yield client.due("end_of_liability", "proactive" if course == "proactive" else "reactive", dates)


def _recipients(
    casegroup: Casegroup, moving: tuple[Case, ...], anchor: date | None, missing_anchor: tuple[str, ...]
) -> Iterator[_Client]:
    """Give the paying parent and then each receiving parent once, with all of their cases that move."""
    paying = casegroup.paying_parent
    yield _client("paying_parent", paying, moving, anchor, missing_anchor)
    for person_id in dict.fromkeys(case.receiving_parent.person_id for case in moving):
        cases = tuple(case for case in moving if case.receiving_parent.person_id == person_id)
        yield _client("receiving_parent", cases[0].receiving_parent, cases, anchor, missing_anchor)


def _client(
    role: Role, person: Person, cases: tuple[Case, ...], anchor: date | None, missing_anchor: tuple[str, ...]
) -> _Client:
    status, missing = case_status(cases, anchor) if anchor else (None, missing_anchor)
    case_ids = tuple(case.case_id for case in cases)
    return _Client(person, Recipient(role, person.person_id, case_ids, status, missing), cases)


@dataclass(frozen=True, slots=True)
class _Client:
    person: Person
    recipient: Recipient
    cases: tuple[Case, ...]

    def part(self, day: date | None) -> PartOfUK | None:
        """Tell in which part of the UK the client lives on a day."""
        northern_irish = all(case.region == REGION_NI for case in self.cases)
        postcode = postcode_on(self.person.addresses, day) if day else None
        return part_of_uk(postcode, "NI" if northern_irish and self.cases else "GB")

    @property
    def missing_part(self) -> str:
        """Name what would tell the part of the UK."""
        return f"{self.recipient.person_id}: a postcode of England and Wales, Scotland or Northern Ireland"

    def due(self, occasion: Occasion, course: Literal["proactive", "reactive"], dates: _Dates) -> Notice:
        """A notice on a day that was counted; it goes out on the working day before where that is none."""
        due: Working = getattr(dates, occasion)
        part = self.part(due.day)
        return Notice(occasion, course, self.recipient, part, due, rules.goes_out(due, part, self.missing_part))

    def at_once(self, occasion: Occasion, start: Working, dates: _Dates) -> Notice:
        """A notice that goes out as soon as the reactive closure starts."""
        part = self.part(start.day)
        due = rules.due_at_once(occasion, start, dates.application.day, part, self.missing_part)
        return Notice(occasion, "reactive", self.recipient, part, due, rules.goes_out(due, part, self.missing_part))


def _proactive_notices(client: _Client, dates: _Dates) -> Iterator[Notice]:
    yield client.due("first_contact", "proactive", dates)
    yield client.due("reminder", "proactive", dates)


def _notices_when_turned(client: _Client, dates: _Dates) -> Iterator[Notice]:
    """A client who had first contact gets the second; one who had none yet gets the first of a reactive closure."""
    start = dates.start
    assert start is not None
    first = client.due("first_contact", "proactive", dates)
    gone_by = first.goes_out.day or first.due.day
    if start.day is None or gone_by is None or gone_by < start.day:
        yield first
        yield client.at_once("second_contact", start, dates)
    else:
        yield client.at_once("first_contact", start, dates)


# ----------------------------------------------------------------------------------------------------------- problems


def _problems(
    casegroup: Casegroup,
    course: Course | None,
    moving: tuple[Case, ...],
    anchor: date | None,
    dates: _Dates,
    notices: tuple[Notice, ...],
) -> Iterator[Problem]:
    yield from _problems_of_dates(casegroup, course, dates)
    if dates.selected.day:
        early = [n.goes_out for n in notices if n.goes_out.day and n.goes_out.day < dates.selected.day]
        if early and course == "proactive":
            yield Problem("notice_before_selection", (dates.selected, early[0]))
    if course is not None and course != casegroup.journey.kind:
        yield Problem("recorded_course_differs", (dates.application, dates.liability_end))
    for case in moving:
        status: CaseStatus | None = case_status([case], anchor)[0] if anchor else None
        if status == "nothing_left":
            yield Problem("nothing_left", case_id=case.case_id)
        elif not case.in_case_closure:
            yield Problem("case_not_in_closure", case_id=case.case_id)


def _problems_of_dates(casegroup: Casegroup, course: Course | None, dates: _Dates) -> Iterator[Problem]:
    ends, earliest = dates.liability_end, dates.earliest_liability_end
    if course == "proactive" and ends.day and earliest and earliest.day and ends.day < earliest.day:
        yield Problem("liability_end_too_early", (ends, earliest))
    set_on, counted = casegroup.journey.t_date, dates.counted_t_date
    if dates.t_date is None or set_on is None or counted is None:
        return
    if counted.day is not None and set_on != counted.day:
        yield Problem("t_date_differs", (dates.t_date, counted))
    if ends.day is not None and set_on > ends.day:
        yield Problem("t_date_past_notified_liability_end", (dates.t_date, ends))


def all_workings(found: Timeline) -> tuple[Working, ...]:
    """Give every working of a timeline, those of its notices among them."""
    of_notices = chain.from_iterable((notice.due, notice.goes_out) for notice in found.notices)
    return (*found.dates, *of_notices)
