"""A journey as JSON and in lines: what is past, what comes next, every date with its arithmetic and its source.

Imported text in it still has to be made printable by the face that shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from console.present.answers import day_text
from console.present.not_known import place_text, places_text
from console.present.wording import DOUBTFUL, day, days
from domain.journey.model import MOVED_BY_DEFERRAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from domain.journey.model import Notice, Problem, Recipient, Timeline, Turn
    from domain.working import Working

DATES: Final[Mapping[str, str]] = {
    "selected": "Selected",
    "application": "Application to CMS received",
    "earliest_liability_end": "Earliest day on which liability may end",
    "liability_end_date": "Liability end date notified",
    "reactive_start": "Reactive closure starts",
    "t_date": "T-date",
    "cms_effective": "Takes effect at CMS",
    "due_to_close": "Due to close",
    "first_contact": "First contact",
    "second_contact": "Second contact",
    "reminder": "Reminder",
    "end_of_liability": "End of liability",
    "goes_out": "Goes out",
    "counted": "by the count",
}
COURSES: Final[Mapping[str | None, str]] = {
    "proactive": "proactive",
    "reactive": "reactive",
    "proactive_to_reactive": "proactive, became reactive",
    None: "not known",
}
STATUSES: Final[Mapping[str | None, str]] = {
    "maintenance_and_arrears": "maintenance and arrears",
    "maintenance_only": "maintenance only",
    "arrears_only": "arrears only",
    "nothing_left": "neither maintenance nor arrears",
    None: "not known",
}
PARTS: Final[Mapping[str, str]] = {
    "england_and_wales": "England and Wales",
    "scotland": "Scotland",
    "northern_ireland": "Northern Ireland",
}
ROLES: Final[Mapping[str, str]] = {"paying_parent": "paying parent", "receiving_parent": "receiving parent"}
PROBLEMS: Final[Mapping[str, str]] = {
    "liability_end_too_early": "Liability ends too early after selection for first contact to go in time",
    "t_date_differs": "The T-date that was set is not the one worked out",
    "t_date_past_notified_liability_end": "The T-date that was set lies past the liability end date notified",
    "notice_before_selection": "First contact would have to go before the casegroup was selected",
    "recorded_course_differs": "The journey recorded is not the one that follows from the dates",
    "case_not_in_closure": "Moves with the casegroup and is not marked as in case closure",
    "nothing_left": "Has neither maintenance nor arrears; no letter is due",
}
INDENT: Final = " " * 20
AS_WRITTEN: Final = frozenset({"t_date"})


def journey_json(found: Timeline) -> dict[str, Any]:
    """Give a timeline as `closeout journey --json` prints it."""
    return {
        "casegroup_id": found.casegroup_id,
        "as_at": found.as_at.isoformat(),
        "edition": found.edition,
        "policy_digest": found.policy_digest,
        "course": found.course,
        "status": found.status,
        "turn": _turn_json(found.turn) if found.turn else None,
        "dates": [
            {
                **working_json(working),
                "when": when(working.day, found.as_at),
                "moved_by_deferral": working.name in MOVED_BY_DEFERRAL,
            }
            for working in found.dates
        ],
        "notices": [_notice_json(notice, found.as_at) for notice in found.notices],
        "problems": [
            {
                "problem": problem.kind,
                "case_id": problem.case_id,
                "dates": [working_json(working) for working in problem.workings],
            }
            for problem in found.problems
        ],
        "missing": list(found.missing),
    }


def working_json(working: Working) -> dict[str, Any]:
    """Give one date with its arithmetic, value, standing and source."""
    return {
        "name": working.name,
        "day": day_text(working.day),
        "operation": working.operation,
        "inputs": [{"name": named.name, "day": named.day.isoformat()} for named in working.inputs],
        "days": working.days,
        "value": {"key": working.period.key, "value": working.period.written} if working.period else None,
        "standing": working.standing,
        "interpretation": working.interpretation,
        "source": {"document": working.source.document, "place": working.source.place},
        "passed_over": [{"day": named.day.isoformat(), "is": named.name} for named in working.passed_over],
        "missing": list(working.missing),
    }


def _turn_json(turn: Turn) -> dict[str, Any]:
    return {
        "application_received_on": turn.application_received_on.isoformat(),
        "liability_end_date": turn.liability_end_date.isoformat(),
        "days_left": turn.days_left,
        "limit": {"key": turn.limit.key, "value": turn.limit.written},
        "turned": turn.turned,
        "standing": turn.limit.standing,
        "source": {"document": turn.limit.source.document, "place": turn.limit.source.place},
    }


def _notice_json(notice: Notice, as_at: date) -> dict[str, Any]:
    return {
        "notice": notice.occasion,
        "course": notice.course,
        "role": notice.recipient.role,
        "person_id": notice.recipient.person_id,
        "case_ids": list(notice.recipient.case_ids),
        "status": notice.recipient.status,
        "part_of_uk": notice.part,
        "when": when(notice.goes_out.day, as_at),
        "due": working_json(notice.due),
        "goes_out": working_json(notice.goes_out),
        "moved_by_deferral": False,
        "missing": list(notice.recipient.missing),
    }


def when(on: date | None, as_at: date) -> str:
    """Say where a day lies from the day of the answer: past, today, next (still to come), or not known."""
    if on is None:
        return "not known"
    return "today" if on == as_at else ("past" if on < as_at else "next")


# ------------------------------------------------------------------------------------------------------------- lines


def journey_lines(found: Timeline) -> Iterator[str]:
    """Tell a timeline in lines, the first its heading: the course, each day in order, and what does not fit."""
    yield f"{found.casegroup_id} on {day(found.as_at)}, policy {found.edition} ({found.policy_digest[:12]})"
    yield f"Journey: {COURSES[found.course]}. At selection: {STATUSES[found.status]}."
    if found.turn:
        yield _turn_sentence(found.turn)
    for name in found.missing:
        yield f"NOT KNOWN: {place_text(name)}."
    yield ""
    for _, lines in sorted(_days(found), key=lambda entry: entry[0]):
        yield from lines
    for problem in found.problems:
        yield _problem_sentence(problem)
    yield "A deferral moves the day on which the casegroup is due to close; liability, T-date and letters keep theirs."


def _turn_sentence(turn: Turn) -> str:
    came_of_it = "so the closure became reactive" if turn.turned else "so the closure stays proactive"
    return (
        f"Application {day(turn.application_received_on)}, liability end {day(turn.liability_end_date)}: "
        f"{days(turn.days_left)} left, reactive from {turn.limit.written} on, {came_of_it} "
        f"[{turn.limit.source.place}]."
    )


def _days(found: Timeline) -> Iterator[tuple[tuple[bool, str], tuple[str, ...]]]:
    """Give each date and each notice with what it sorts by; clients with the same days share one entry."""
    for working in found.dates:
        title = f"{DATES[working.name]}{_deferred(working)}"
        yield _key(working.day), (_headline(working.day, found.as_at, title), f"{INDENT}{arithmetic(working)}")
    together: dict[tuple[object, ...], list[Notice]] = {}
    for notice in found.notices:
        together.setdefault((notice.occasion, notice.course, notice.part, notice.due, notice.goes_out), []).append(
            notice
        )
    for notices in together.values():
        first = notices[0]
        people = ", ".join(_recipient(notice.recipient) for notice in notices)
        title = f"{DATES[first.occasion]} letter due ({first.course}) to {people}"
        lines = [_headline(first.goes_out.day, found.as_at, title), f"{INDENT}due: {arithmetic(first.due)}"]
        if first.goes_out.day != first.due.day:
            lines.append(f"{INDENT}goes out: {arithmetic(first.goes_out)}{_in_part(first)}")
        yield _key(first.goes_out.day), tuple(lines)


def _deferred(working: Working) -> str:
    return " (deferred)" if working.name == "due_to_close" and working.days is not None else ""


def _key(on: date | None) -> tuple[bool, str]:
    return on is None, day_text(on) or ""


def _headline(on: date | None, as_at: date, title: str) -> str:
    return f"{when(on, as_at) if on else '':5} {day(on) if on else 'no day':>12}  {title}"


def _recipient(recipient: Recipient) -> str:
    cases = "" if recipient.role == "paying_parent" else f" of {' and '.join(recipient.case_ids)}"
    return f"{ROLES[recipient.role]}{cases} ({STATUSES[recipient.status]})"


def _in_part(notice: Notice) -> str:
    return f" Working days of {PARTS[notice.part]}." if notice.part and notice.goes_out.day else ""


def arithmetic(working: Working) -> str:
    """Say how a date was come by, with its standing and source."""
    if working.operation == "not_known":
        return _steps(working)
    doubt = f": {working.interpretation}" if working.interpretation else ""
    standing = f"{DOUBTFUL[working.standing]}{doubt}"
    return f"{_steps(working)} [{'; '.join(part for part in (working.source.place, standing) if part)}]"


def _steps(working: Working) -> str:
    inputs = " and ".join(f"{_named(named.name)} {day(named.day)}" for named in working.inputs)
    match working.operation:
        case "recorded":
            where = " and ".join(place_text(named.name) for named in working.inputs)
            return f"recorded: {where}" if where else "recorded in the journal"
        case "same_day":
            return f"the same day as: {inputs}"
        case "counted":
            sign = "+" if (working.days or 0) >= 0 else "−"
            return f"{inputs} {sign} {days(abs(working.days or 0))} = {day(working.day)}"
        case "earliest":
            return f"the earlier of: {' and '.join(_limits(working))}"
        case "working_day":
            return f"{inputs}{_passed_over(working)}"
        case "not_needed":
            return "not needed: no maintenance is running, so nothing has to be waited for"
        case "not_known":
            return f"not known; missing: {places_text(working.missing)}"


def _limits(working: Working) -> Iterator[str]:
    """Give the days between which the earliest was taken, the counted one with its count."""
    start, *others = working.inputs
    for named in others:
        counted = f" ({_named(start.name)} {day(start.day)} + {days(working.days or 0)})"
        yield f"{_named(named.name)} {day(named.day)}{counted if named.name == 'counted' else ''}"


def _named(name: str) -> str:
    written = DATES.get(name, name)
    return written if name in AS_WRITTEN else written[0].lower() + written[1:]


def _passed_over(working: Working) -> str:
    if not working.passed_over:
        return ", a working day"
    passed = ", ".join(f"{named.name} {day(named.day)}" for named in working.passed_over)
    return f" → {day(working.day)}, passing over {passed}"


def _problem_sentence(problem: Problem) -> str:
    about = [problem.case_id] if problem.case_id else []
    about += [f"{_named(working.name)} {day(working.day)} ({_steps(working)})" for working in problem.workings]
    return f"LOOK: {PROBLEMS[problem.kind]}: {'; '.join(about)}."
