"""The rules of the journey: each gives one date as a working, or the course that a casegroup takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.days import days_after
from domain.journey.model import Turn
from domain.journey.working_days import YearNotCoveredError, nearest_working_day
from domain.source import Source
from domain.working import NamedDay, Working

if TYPE_CHECKING:
    from datetime import date
    from typing import Literal

    from domain.casegroup import Casegroup, Journey
    from domain.journey.working_days import PartOfUK
    from domain.notices import Course
    from domain.policy.model import Days, JourneyPolicy, Policy, PolicyValue
    from domain.working import Operation

DOCUMENT: Final = Source("casegroup", "the document received", "The day is a fact that was sent with the casegroup.")
NOTIFIED: Final = Source(
    "overview", "section on invoking reactive closure", "The end of liability must not interrupt maintenance."
)
START: Final = Source(
    "overview", "Case Closure Non Finance Summary, the note on a new applicant", "Reactive starts on the application."
)
START_ON_REMINDER: Final = Source(
    "non-finance", "opening summary, the note on a new applicant", "Reactive starts on the date of the reminder."
)
ON_A_WORKING_DAY: Final = Source(
    "none", "no document says it", "A notice due on a weekend or bank holiday goes out on the working day before."
)
AT_ONCE: Final = Source(
    "overview", "section that sums reactive closure up", "A reactive closure begins when the application is made."
)
NO_LIABILITY: Final = Source(
    "overview",
    "section that sums reactive closure up",
    "What is done when depends on whether maintenance is still running.",
)
PUT_OFF: Final = Source(
    "arrears-summary", "on deferral", "A deferral replaces the day on which the casegroup is due to close."
)


def recorded(name: str, day: date | None, path: str) -> Working:
    """A date that the document carries; where it does not, the field is missing."""
    if day is None:
        return Working(name, None, "not_known", DOCUMENT, "stated", missing=(path,))
    return Working(name, day, "recorded", DOCUMENT, "stated", inputs=(NamedDay(path, day),))


def counted(name: str, start: Working, period: PolicyValue[Days], sign: Literal[-1, 1]) -> Working:
    """A date that lies a period of days after (1) or before (-1) another."""
    days = sign * period.value.count
    if start.day is None:
        operation: Operation = "not_needed" if start.operation == "not_needed" else "not_known"
        return Working(
            name, None, operation, period.source, period.standing, days=days, period=period, missing=start.missing
        )
    return Working(
        name,
        days_after(start.day, days),
        "counted",
        period.source,
        period.standing,
        inputs=(NamedDay(start.name, start.day),),
        days=days,
        period=period,
        interpretation=period.interpretation,
    )


def not_needed(name: str) -> Working:
    """A date that only casegroups with maintenance have."""
    return Working(name, None, "not_needed", NO_LIABILITY, "interpreted", interpretation="arrears-only-no-wait")


def not_known(name: str, missing: tuple[str, ...]) -> Working:
    """A date that cannot be told until something missing is known."""
    return Working(name, None, "not_known", DOCUMENT, "stated", missing=missing)


# ------------------------------------------------------------------------------------------------------------- course


def course_of(journey: Journey, policy: Policy) -> tuple[Course | None, Turn | None, tuple[str, ...]]:
    """Tell which course a journey takes; an application while a proactive closure runs may turn it reactive.

    Gives the course (None where it cannot be told), the turn where there was an application, and what is missing.
    """
    if journey.kind is None:
        return None, None, ("journey.kind",)
    if journey.kind == "reactive":
        return "reactive", None, ()
    received, ends = journey.application_received_on, journey.liability_end_date
    if received is None and journey.kind == "proactive" and not journey.unknown("application_received_on"):
        return "proactive", None, ()
    if received is None or ends is None:
        paths = ("application_received_on", received), ("liability_end_date", ends)
        return None, None, tuple(f"journey.{field}" for field, day in paths if day is None)
    limit = policy.journey.proactive_to_reactive_limit
    left = (ends - received).days
    turn = Turn(received, ends, left, limit, turned=left >= limit.value.count)
    return ("proactive_to_reactive" if turn.turned else "proactive"), turn, ()


def reactive_start(course: Course, application: Working, reminder: Working, policy: Policy) -> Working:
    """Reactive closure starts on the application; one that was proactive starts as its edition says."""
    on_reminder = course == "proactive_to_reactive" and policy.edition == "segment-1"
    start, source = (reminder, START_ON_REMINDER) if on_reminder else (application, START)
    if start.day is None:
        return Working("reactive_start", None, "not_known", source, "stated", missing=start.missing)
    return Working("reactive_start", start.day, "same_day", source, "stated", inputs=(NamedDay(start.name, start.day),))


# -------------------------------------------------------------------------------------------------------------- dates


def t_date(start: Working, liability_end: date | None, policy: JourneyPolicy) -> Working:
    """The transition date lies 38 days after the start, and never past a liability end date already notified."""
    by_count = counted("t_date", start, policy.t_date_after_application, 1)
    if by_count.day is None or liability_end is None or by_count.day <= liability_end:
        return by_count
    return Working(
        "t_date",
        liability_end,
        "earliest",
        NOTIFIED,
        "interpreted",
        inputs=(*by_count.inputs, NamedDay("counted", by_count.day), NamedDay("liability_end_date", liability_end)),
        days=by_count.days,
        period=by_count.period,
        interpretation="notified-liability-end",
    )


def goes_out(due: Working, part: PartOfUK | None, missing: str) -> Working:
    """A notice due on a weekend or bank holiday goes out on the working day before."""
    return _on_a_working_day("goes_out", due, part, -1, missing)


def due_at_once(name: str, start: Working, received: date | None, part: PartOfUK | None, missing: str) -> Working:
    """A notice that goes out at once is due on the day itself, or on the first working day after it.

    It is due after it only where the working day before lies before the application, of which nobody knew then.
    Without a part of the UK, whose holidays nobody knows, it is due on the day itself.
    """
    before = goes_out(start, part, missing)
    if start.day is not None and (
        part is None or (before.day is not None and (received is None or before.day >= received))
    ):
        return Working(name, start.day, "same_day", AT_ONCE, "stated", inputs=(NamedDay(start.name, start.day),))
    return _on_a_working_day(name, start, part, 1, missing)


def _on_a_working_day(name: str, due: Working, part: PartOfUK | None, step: Literal[-1, 1], missing: str) -> Working:
    source = ON_A_WORKING_DAY if step < 0 else AT_ONCE
    standing: Literal["assumed", "interpreted"] = "assumed" if step < 0 else "interpreted"
    interpretation = "at-once-is-a-working-day" if step > 0 else "part-of-the-uk"
    unknown = due.missing if due.day is None else (missing,)
    if due.day is None or part is None:
        return Working(name, None, "not_known", source, standing, interpretation=interpretation, missing=unknown)
    try:
        day, passed_over = nearest_working_day(due.day, part, step)
    except YearNotCoveredError as error:
        return Working(
            name, None, "not_known", source, standing, interpretation=interpretation, missing=(error.message,)
        )
    return Working(
        name,
        day,
        "working_day",
        source,
        standing,
        inputs=(NamedDay(due.name, due.day),),
        interpretation=interpretation,
        passed_over=passed_over,
    )


def due_to_close(casegroup: Casegroup, deferred_until: date | None) -> Working:
    """The day the casegroup is due to close: request, else T-date, else liability end; a deferral replaces it.

    Gives the field it was read from, or every field that could have said it.
    """
    request, journey = casegroup.transition_request, casegroup.journey
    fields = (
        ("transition_request.closure_date", request.closure_date if request else None),
        ("journey.t_date", journey.t_date),
        ("journey.liability_end_date", journey.liability_end_date),
    )
    path = next((path for path, day in fields if day is not None), " or ".join(path for path, _ in fields))
    due = casegroup.due_date
    first = recorded("due_to_close", due, path)
    if deferred_until is None:
        return first
    inputs = (NamedDay("due_to_close", due),) if due else ()
    days = (deferred_until - due).days if due else None
    return Working("due_to_close", deferred_until, "counted" if due else "recorded", PUT_OFF, "stated", inputs, days)
