"""The timeline of a casegroup: its course, every date with its arithmetic, and who is written to when."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Final, Literal

from domain.addresses import holds_always, postcode_on
from domain.days import LAST_DAY
from domain.journey import rules
from domain.journey.model import Notice, Problem, Recipient, Timeline
from domain.journey.working_days import part_of_uk
from domain.notices import standing_of, status_of
from domain.truth import any_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.casegroup import Case, Casegroup, Person
    from domain.journey.model import Turn
    from domain.journey.working_days import PartOfUK
    from domain.notices import CaseStanding, CaseStatus, Course, Occasion, Role
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


@dataclass(frozen=True, slots=True)
class _Clients:
    """Who moves on which course, asked on which day, with what each of their cases answers."""

    course: Course | None
    turn: Turn | None
    moving: tuple[Case, ...]
    anchor: date | None
    standings: tuple[CaseStanding, ...]
    clients: tuple[_Client, ...]
    dates: _Dates
    missing: tuple[str, ...]

    @property
    def status(self) -> CaseStatus | None:
        """The status of all cases that move, taken together."""
        return status_of(self.standings)[0] if self.anchor else None


def timeline(casegroup: Casegroup, as_at: date, policy: Policy, deferred_until: date | None = None) -> Timeline:
    """Work out the journey of a casegroup; `deferred_until` is the day to which closing has been put off, if any."""
    asked = _clients(casegroup, policy)
    found = _without_dates(casegroup, asked, as_at, policy)
    due_to_close = rules.due_to_close(casegroup, deferred_until)
    return replace(
        found,
        dates=_listed(asked.dates, due_to_close, asked.course),
        problems=tuple(_problems(casegroup, asked, found.notices)),
    )


def clients_and_notices(casegroup: Casegroup, as_at: date, policy: Policy) -> Timeline:
    """Give of a timeline who is written to and when, without dates and problems: lists ask for no more."""
    return _without_dates(casegroup, _clients(casegroup, policy), as_at, policy)


def _clients(casegroup: Casegroup, policy: Policy) -> _Clients:
    course, turn, missing = rules.course_of(casegroup.journey, policy)
    moving = _moving_cases(casegroup, course)
    anchor, missing_anchor = status_day(casegroup, policy)
    standings = tuple(standing_of(case, anchor) for case in moving) if anchor else ()
    _, missing_status = status_of(standings) if anchor else (None, missing_anchor)
    running = any_of(each.running.broken for each in standings) if anchor else None
    dates = _dates(casegroup, course, running, (*missing_anchor, *missing_status), policy)
    clients = tuple(_recipients(casegroup, moving, standings, missing_anchor))
    unknown = tuple(dict.fromkeys((*missing, *missing_anchor, *missing_status)))
    return _Clients(course, turn, moving, anchor, standings, clients, dates, unknown)


def _without_dates(casegroup: Casegroup, asked: _Clients, as_at: date, policy: Policy) -> Timeline:
    return Timeline(
        casegroup_id=casegroup.casegroup_id,
        as_at=as_at,
        edition=policy.edition,
        policy_digest=policy.digest,
        course=asked.course,
        turn=asked.turn,
        status=asked.status,
        status_day=asked.anchor,
        recipients=tuple(client.recipient for client in asked.clients),
        dates=(),
        notices=tuple(_notices(asked.course, asked.clients, asked.dates)) if asked.course else (),
        problems=(),
        missing=asked.missing,
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
    casegroup: Casegroup, moving: tuple[Case, ...], standings: tuple[CaseStanding, ...], missing: tuple[str, ...]
) -> Iterator[_Client]:
    """Give the paying parent and then each receiving parent once, with all of their cases that move.

    `standings` are those of the moving cases, none where what is `missing` would tell the day.
    """
    places = range(len(moving))
    yield _client("paying_parent", casegroup.paying_parent, moving, standings, missing)
    for person_id in dict.fromkeys(case.receiving_parent.person_id for case in moving):
        own = [place for place in places if moving[place].receiving_parent.person_id == person_id]
        cases = tuple(moving[place] for place in own)
        of_own = tuple(standings[place] for place in own) if standings else ()
        yield _client("receiving_parent", cases[0].receiving_parent, cases, of_own, missing)


def _client(
    role: Role, person: Person, cases: tuple[Case, ...], standings: tuple[CaseStanding, ...], missing: tuple[str, ...]
) -> _Client:
    status, missing = (None, missing) if missing else status_of(standings)
    case_ids = tuple(case.case_id for case in cases)
    recipient = Recipient(role, person.person_id, case_ids, status, missing)
    return _Client(person, recipient, cases, steady=all(holds_always(address) for address in person.addresses))


@dataclass(frozen=True, slots=True)
class _Client:
    """A client with the cases that move; `steady` where every address holds on all days, so that one answer does."""

    person: Person
    recipient: Recipient
    cases: tuple[Case, ...]
    steady: bool
    parts: dict[date | None, PartOfUK | None] = field(default_factory=dict)

    def part(self, day: date | None) -> PartOfUK | None:
        """Tell in which part of the UK the client lives on a day."""
        key = date.min if self.steady and day else day
        if key not in self.parts:
            self.parts[key] = self._part(day)
        return self.parts[key]

    def _part(self, day: date | None) -> PartOfUK | None:
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


def _problems(casegroup: Casegroup, asked: _Clients, notices: tuple[Notice, ...]) -> Iterator[Problem]:
    course, dates = asked.course, asked.dates
    yield from _problems_of_dates(casegroup, course, dates)
    if dates.selected.day:
        early = [n.goes_out for n in notices if n.goes_out.day and n.goes_out.day < dates.selected.day]
        if early and course == "proactive":
            yield Problem("notice_before_selection", (dates.selected, early[0]))
    if course is not None and course != casegroup.journey.kind:
        yield Problem("recorded_course_differs", (dates.application, dates.liability_end))
    for place, case in enumerate(asked.moving):
        status = status_of(asked.standings[place : place + 1])[0] if asked.anchor else None
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
