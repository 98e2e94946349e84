"""Letters in lists and questions: what each is about, what comes next for a client, what a tray or a batch holds."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from console.present.letter_words import FORMATS, REASONS, ROLES, why_not
from console.present.letters import PURPOSES
from console.present.not_known import places_text
from console.present.wording import day, days
from domain.letters.catalogue import BY_NUMBER
from domain.letters.model import Issue
from domain.letters.tray import known_number
from domain.outgoing import WORK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.desk.letters import Coming, LetterCounts, ReleaseReport, TrayReport
    from domain.events.letters import LetterHeldBack
    from storage.exporters.letter_batch import BatchManifest

UNKNOWN: Final = "letter not known"
COURSES: Final[Mapping[str, str]] = {
    "proactive": "proactive",
    "reactive": "reactive",
    "proactive_to_reactive": "became reactive",
}
SHORT_PURPOSES: Final[Mapping[str, str]] = {
    **PURPOSES,
    "further_write_off": "write-off form",
    "arrears_on_cms": "arrears on CMS",
    "end_of_liability": "liability ended",
    "cover_of_reissue": "covering letter",
    "cover_for_representative": "covering letter",
}
PARENTS: Final[Mapping[str, str]] = {**ROLES, "paying_parent": "paying", "receiving_parent": "receiving"}
MOST_NAMED: Final = 6


def counted(count: int, one: str, many: str = "") -> str:
    """Count things in words: `1 letter`, `1,000 letters`."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def purpose_text(number: str) -> str:
    """Say what a letter is about: `first contact, proactive`; it is told from others by its number alone."""
    known = known_number(number)
    if not known:
        return UNKNOWN
    letter = BY_NUMBER[known]
    course = COURSES[letter.courses[0]] if len(letter.courses) == 1 else ""
    return ", ".join(filter(None, (PURPOSES[letter.purpose], course)))


def short_purpose(number: str) -> str:
    """Name a letter for a narrow column: its number and what it is about, which the number tells from others."""
    known = known_number(number)
    return f"{known}, {SHORT_PURPOSES[BY_NUMBER[known].purpose]}" if known else UNKNOWN


def parent_word(role: str) -> str:
    """Say for a narrow column whom a letter goes to: `paying`, `receiving` or `representative`."""
    return PARENTS.get(role, role)


def coming_text(coming: Coming) -> str:
    """Say what comes next for a client: what would go today, or why nothing does, and from when on."""
    answer = coming.answer
    if isinstance(answer, Issue):
        late = f", {days(answer.overdue_days)} late" if answer.overdue_days else ""
        made = f", in {FORMATS[answer.format]}" if answer.format != "standard" else ""
        return f"{answer.letter.number}, {purpose_text(answer.letter.number)}: due {day(answer.due_on)}{late}{made}."
    about = f"{answer.letter.number}, {purpose_text(answer.letter.number)}: " if answer.letter else ""
    on = f"; next on {day(answer.next_on)}" if answer.next_on else ""
    why = why_not(answer.reason, answer.missing)
    return f"{about}{why if about else why[:1].upper() + why[1:]}{on}."


def held_lines(held: LetterHeldBack) -> list[str]:
    """Say since when a letter is held back, what is missing, and what was asked of somebody instead."""
    said = [f"Since {day(held.held_back_on)}. Closure is not held up by it."]
    if held.missing:
        said.append(f"Missing: {places_text(dict.fromkeys(held.missing))}.")
    asked = [work for follow_up, work in WORK.items() if follow_up in held.follow_ups]
    if asked:
        said.append(f"Asked of somebody (F4): {', '.join(asked)}.")
    return said


def counts_text(counts: LetterCounts, as_at: str) -> str:
    """Say in one line how much is due and how much of it is blocked."""
    said = [f"{counts.due_today:,} due today", f"{counts.overdue:,} overdue"]
    if counts.day_not_known:
        said.append(f"{counts.day_not_known:,} without a day")
    if counts.held_back:
        said.append(f"{counts.held_back:,} held back")
    return f"{as_at}: {', '.join(said)}"


def restricted_text(count: int) -> str:
    """Say that letters of restricted records wait, and nothing else of them."""
    verb = "waits" if count == 1 else "wait"
    return f"{counted(count, 'letter')} of restricted records {verb} for somebody nominated."


def tray_report_lines(report: TrayReport) -> list[str]:
    """Say what preparing puts in the tray, holds back and leaves waiting, each with how often."""
    said = [f"{counted(len(report.prepared), 'letter')} in the tray, due by {day(report.as_at)}."]
    said += [f"  {count:>5,}  {number}, {purpose_text(number)}" for number, count in sorted(report.by_number.items())]
    for title, reasons in (("Held back", report.held_back), ("Not yet", report.waiting)):
        if reasons:
            said.append(f"{title}: {_reasons(reasons)}.")
    if report.tasks:
        asked = "; ".join(f"{count:,} × {work}" for work, count in sorted(report.tasks.items()))
        said.append(f"Asked of somebody (F4): {asked}.")
    if report.exceptions:
        said.append(f"{counted(report.exceptions, 'exception')} raised (F4).")
    if report.restricted_left:
        left = counted(report.restricted_left, "restricted casegroup")
        said.append(f"{left} left to somebody nominated.")
    return said


def tray_report_done(report: TrayReport) -> str:
    """Say in a message what preparing did."""
    said = f"{counted(len(report.prepared), 'letter')} put in the tray."
    if report.held_back:
        said += f" Held back: {_reasons(report.held_back)}."
    if report.waiting:
        said += f" Not yet: {_reasons(report.waiting)}."
    return said


def _reasons(reasons: Mapping[str, int]) -> str:
    """Count reasons, the most frequent first."""
    most = sorted(reasons.items(), key=lambda each: (-each[1], each[0]))
    return "; ".join(f"{count:,} × {REASONS.get(reason, reason)}" for reason, count in most)


def release_lines(report: ReleaseReport, pages: int | None) -> list[str]:
    """Say what a release lets go, holds back and leaves in the tray; `pages` where they have been counted."""
    on = f" on {counted(pages, 'page')}" if pages is not None else "; their pages are counted as they are made"
    said = [f"{counted(len(report.issued), 'letter')}{on}. A letter that has gone never changes."]
    if report.other_format:
        said.append(f"{counted(len(report.other_format), 'of them', 'of them')} in braille or audio: tasks in F4.")
    for letter, reason in report.held_back[:MOST_NAMED]:
        said.append(f"{letter} is held back: {REASONS.get(reason, reason)}.")
    said += _more(len(report.held_back) - MOST_NAMED, Counter(reason for _, reason in report.held_back), "held back")
    for left in report.stay[:MOST_NAMED]:
        said.append(f"{left.letter_id} stays: {why_not(left.obstacle, left.missing)}.")
    said += _more(len(report.stay) - MOST_NAMED, Counter(left.obstacle for left in report.stay), "stay in all")
    if report.restricted_left:
        left_out = counted(report.restricted_left, "restricted casegroup")
        said.append(f"{left_out} left out; somebody nominated releases those.")
    return said


def _more(count: int, reasons: Counter[str], what: str) -> list[str]:
    if count <= 0:
        return []
    told = "; ".join(f"{number:,} × {why_not(reason, ())}" for reason, number in reasons.most_common())
    return [f"{sum(reasons.values()):,} {what}: {told}."]


def printed_text(manifest: BatchManifest) -> str:
    """Say how many letters a batch has on paper: those issued, and the copies for representatives."""
    issued = counted(manifest.letters - manifest.copies, "letter")
    return (
        f"{issued} and {counted(manifest.copies, 'copy', 'copies')} for representatives" if manifest.copies else issued
    )


def release_done(report: ReleaseReport) -> str:
    """Say in a message what a release did."""
    said = f"{counted(len(report.issued), 'letter')} issued" + (f", batch {report.batch_id}." if report.issued else ".")
    if report.held_back:
        said += f" {counted(len(report.held_back), 'letter')} held back."
    if report.stay:
        verb = "stays" if len(report.stay) == 1 else "stay"
        said += f" {counted(len(report.stay), 'letter')} {verb} in the tray; Enter says why."
    return said


def whom(role: str) -> str:
    """Name whom a letter goes to."""
    return ROLES.get(role, role)
