"""Selection in words: what is in force, how old each system is, and why a casegroup is taken or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.present.events_of_selection import CRITERIA, SEGMENTS, criterion_line, criterion_word
from console.present.wording import RESTRICTED, day, days
from domain.selection.criteria import VOCABULARY
from domain.selection.loads import WHOLE_FILE, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from console.desk.load import LoadReport
    from console.desk.selection import SelectionView, TranchePreview
    from domain.events.selection import DataExceptionFound
    from domain.selection.criteria import Standing
    from domain.selection.decision import Consideration
    from domain.selection.loads import Staleness

MOST_FOUND: Final = 5
PROSPECTS: Final[Mapping[tuple[str, str], str]] = {
    ("selectable", ""): "may be selected",
    ("selected", ""): "selected",
    ("closing", ""): "in closure already",
    ("closed", ""): "closed",
    ("exception", "client"): "a client has died or is marked for special welfare",
    ("exception", "exception_open"): "an exception is open",
    ("exception", "clerical_case"): "went to the clerical case process",
    ("left_out", ""): "fully closed, nothing owed",
}
FREQUENCIES: Final[Mapping[str, str]] = {"daily": "every day", "weekly": "every week", "monthly": "every month"}


def counted(count: int, one: str, several: str = "") -> str:
    """Say how many of something there are."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def standing_lines(now: Standing) -> Iterator[str]:
    """Say what is in force: each criterion that asks something, how many, how often, by whom and until when."""
    for name in VOCABULARY:
        yield f"{criterion_line(name, now.criteria.get(name, ()))}."
    yield f"{counted(now.casegroups, 'casegroup')} {FREQUENCIES[now.frequency]}."
    yield set_by(now)


def set_by(now: Standing) -> str:
    """Say who set what is in force, and when it ends."""
    if now.seq is None:
        return "As the policy begins (ASSUMED): nobody has changed it."
    until = f", until {day(now.until)}" if now.until else ""
    return f"Set by {now.by} on {_moment(now.at)}{until}: {now.reason}"


def coming_back(now: Standing) -> Iterator[str]:
    """Say what comes back by itself when a change for a time ends."""
    if now.former is None or now.until is None:
        return
    yield f"After {day(now.until)} this comes back by itself:"
    asked = (criterion_line(name, words) for name, words in now.former.criteria.items())
    yield f"  {'; '.join(asked) or 'any casegroup'}."
    yield f"  {counted(now.former.casegroups, 'casegroup')} {FREQUENCIES[now.former.frequency]}. {set_by(now.former)}"


def next_line(view: SelectionView) -> str:
    """Say when the next tranche is due, or what has to come first."""
    if view.not_loaded:
        return f"No tranche before every system was loaded whole: {', '.join(view.not_loaded)} never."
    return "A tranche is due." if view.due else f"The next tranche is due on {day(view.next_on)}."


def age_text(found: Staleness) -> str:
    """Say how old what we hold of a system is, and whether that is fresh."""
    if found.age_days is None:
        return "never loaded"
    fresh = "fresh" if found.fresh else f"STALE, more than {days(found.limit.value.count)}"
    return f"{days(found.age_days)} old, {fresh}"


def load_text(loaded: date | None) -> str:
    """Say of which day a load was."""
    return day(loaded) if loaded else "never"


def tranche_lines(preview: TranchePreview) -> Iterator[str]:
    """Say how much a tranche would take, and what it would leave."""
    wanted = preview.wanted
    apart = f", segment {SEGMENTS[str(wanted.segment)]}, apart" if wanted.segment else ""
    yield (
        f"{wanted.tranche}{apart}: {preview.takes:,} of {counted(preview.available, 'casegroup')} that could be taken; "
        f"liability would end on {day(wanted.liability_end)}."
    )
    if preview.exceptions:
        yield f"To be looked at first, becoming exceptions in their turn: {counted(preview.exceptions, 'casegroup')}."
    if preview.held_back:
        yield f"Not taken for an open data exception: {counted(preview.held_back, 'casegroup')}."


def left_lines(preview: TranchePreview) -> Iterator[str]:
    """Count what is not taken, by criterion and by state."""
    for name, (count, unknown) in preview.not_meeting.items():
        if count:
            of_these = f", of {unknown:,} it is not known" if unknown else ""
            yield f"{count:>9,}  do not meet: {CRITERIA[name].lower()}{of_these}"
    for key, words in PROSPECTS.items():
        count = preview.by_state.get(key, 0)
        if count and key[0] != "selectable":
            yield f"{count:>9,}  {words}"


def not_met(name: str, preview: TranchePreview) -> str:
    """Say how many of those that could be selected do not meet one criterion."""
    count, unknown = preview.not_meeting.get(name, (0, 0))
    if not count:
        return "None that could be selected is kept out by it."
    of_these = f"; of {unknown:,} of these it is not known" if unknown else ""
    return f"Kept out by it: {counted(count, 'casegroup')}{of_these}."


def short_age(found: Staleness) -> str:
    """Say in two words how old what we hold of a system is."""
    return f"{found.system} {'never' if found.age_days is None else days(found.age_days)}"


def why_lines(answer: Consideration) -> Iterator[str]:
    """Say whether a tranche of today takes a casegroup, and everything that speaks against it."""
    if answer.taken:
        yield "Taken by a tranche of today, when its turn comes."
    elif answer.becomes_exception:
        yield "Becomes an exception when its turn comes; a person looks at it first."
    else:
        yield "Not taken."
    if (answer.state, answer.reason) not in {("selectable", ""), ("exception", "client")}:
        yield f"  Now: {PROSPECTS[(answer.state, answer.reason)]}."
    yield from (f"  {obstacle[:1].upper()}{obstacle[1:]}." for obstacle in answer.obstacles)
    for name, word in answer.against:
        yield f"  {CRITERIA[name]}: {criterion_word(name, word)}, which is not asked for."
    yield from (f"  An event of {day(late)} lies after the day liability would end." for late in answer.late_events)
    if answer.data_exception:
        yield f"  Data exception {answer.data_exception} is open."


def what_it_is(answer: Consideration) -> Iterator[str]:
    """Say what a casegroup is by each criterion."""
    yield from (f"{criterion_line(name, words)}." for name, words in answer.words.items())


def load_lines(report: LoadReport) -> Iterator[str]:
    """Say what a load comes to: how many casegroups of which fate, what is missing, and what is wrong."""
    again = "; loaded before, and nothing more is written" if report.repeated else ""
    yield (
        f"{report.system} as of {day(report.extracted_on)}: {report.loaded:,} loaded, {report.unchanged:,} unchanged, "
        f"{report.left_out:,} left out, {counted(report.data_exceptions, 'data exception')}{again}."
    )
    if report.missing:
        yield f"Missing from the file: {counted(report.missing, 'casegroup')} held of {report.system}; none is deleted."
    if report.settled:
        yield f"Settled by it, from earlier loads: {counted(report.settled, 'data exception')}."
    for found in report.found[:MOST_FOUND]:
        yield from fault_lines(found)
    if len(report.found) > MOST_FOUND:
        yield f"and {len(report.found) - MOST_FOUND:,} more data exceptions"


def fault_lines(found: DataExceptionFound) -> Iterator[str]:
    """Say what is wrong with a casegroup of a load."""
    of = f"casegroup {found.casegroup_id}" if found.casegroup_id else "no casegroup number could be read"
    if found.line == WHOLE_FILE:
        of = "nothing was deleted"
    yield f"{found.data_exception_id}: {found.system}, {place_of(found)}; {of}."
    yield from (f"  {fault}" for fault in found.faults)


def hidden_line(count: int) -> str:
    """Say that restricted records are among these, of which no more is told."""
    return f"and {count:,} {RESTRICTED}, of which no more is told"


def segment_texts(segments: Mapping[str, int | None]) -> Sequence[str]:
    """Say the segment of each case."""
    return [
        f"case {case_id}: segment {criterion_word('segment', None if found is None else str(found))}"
        for case_id, found in segments.items()
    ]


def _moment(at: str) -> str:
    from datetime import datetime  # noqa: PLC0415 - only where somebody has changed it

    return day(datetime.fromisoformat(at).date())
