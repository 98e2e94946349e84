"""Step 5, Letters: the journey day by day, and each client's letters: issued, waiting, held back, and the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.desk.letters import letters_of, look_at
from console.present.journey import COURSES, DATES, STATUSES, arithmetic, journey_lines, when
from console.present.letter_words import LETTER_STATES, REASONS
from console.present.letters import view_lines
from console.present.letters_listed import coming_text, held_lines, parent_word, short_purpose, whom
from console.present.wording import day
from console.tui.asking import sentence
from console.tui.content import Toned
from console.tui.steps.step import StepContent
from console.tui.widgets.grid_source import Column, GridRow
from domain.errors import CloseoutError
from domain.journey.decision import timeline
from domain.journey.model import MOVED_BY_DEFERRAL
from domain.letters.catalogue import COVER_FOR_REPRESENTATIVE
from domain.letters.model import Issue
from domain.letters.tray import letter_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from console.desk.desk import Desk
    from console.desk.letters import Coming
    from console.tui.content import Tone
    from console.tui.steps.step import Line, View
    from console.tui.widgets.grid_source import Cell
    from domain.journey.model import Notice, Timeline
    from domain.letters.tray import LetterFile

COLUMNS: Final = (
    Column(key="day", title="Day", width_min=11, sortable=False),
    Column(key="state", title="Where", width_min=12, sortable=False),
    Column(key="what", title="What", width_min=29, flex=1, sortable=False),
    Column(key="whom", title="To", width_min=14, sortable=False),
)
SHORT_DATES: Final = {
    **DATES,
    "earliest_liability_end": "Liability may end from then",
    "application": "Application to CMS received",
}
SHORT_PROBLEMS: Final = {
    "liability_end_too_early": "Liability ends too early",
    "t_date_differs": "Another T-date was set",
    "t_date_past_notified_liability_end": "T-date past the day notified",
    "notice_before_selection": "Letter due before selection",
    "recorded_course_differs": "Another journey is recorded",
    "case_not_in_closure": "Case not in closure",
    "nothing_left": "Nothing left to write about",
}
JOURNEY: Final = "journey"
FIRST: Final = 4
"""So many lines explain the row under the cursor under the list."""

WHOLE: Final = 10_000
"""A width that breaks no line: the pane breaks them where it ends."""

TONES: Final[Mapping[str, Tone]] = {"held_back": "warning", "issued": "good", "in_tray": "strong"}
Made = tuple[GridRow, "Callable[[], list[Line]]"]


def letters_step(view: View) -> StepContent:
    """List the journey in the order of its days, then every client's letters and what comes next for each."""
    desk = view.desk
    if desk is None:
        return StepContent(COLUMNS, (), _nothing, _nothing)
    casefile = view.casefile
    until = casefile.deferral.deferred_until if casefile.deferral else None
    found = timeline(casefile.casegroup, desk.as_at, desk.policy, until)
    letters = letters_of(desk, casefile.casegroup.casegroup_id)
    made = [*_journey(found), *_letters(desk, letters.letters, letters.coming)]
    behind = {row.key: said for row, said in made}
    said: dict[str, list[Line]] = {}

    def why(key: str) -> list[Line]:
        # A letter is put together when it is first looked at, and once.
        if key not in said:
            said[key] = behind[key]()
        return said[key]

    waiting = next((row.key for row, _ in made if row.key.startswith("letter ")), None)
    start = waiting if waiting and _first_waiting(letters.letters) else JOURNEY
    return StepContent(COLUMNS, [row for row, _ in made], lambda key: _short(why(key)), why, start=start)


def letter_of(key: str | None) -> str | None:
    """Give the letter that a row of the step is about; None for the row of a day or of what comes next."""
    return key.removeprefix("letter ") if key and key.startswith("letter ") else None


def letters_state(view: View) -> str:
    """Give the sign of the step: a letter waits, or was held back last."""
    files = letter_files(view.casefile.letters)
    return "!" if any(file.state in {"in_tray", "with_editor"} for file in files) else ""


def _nothing(_: str) -> list[Line]:
    return []


def _first_waiting(files: Sequence[LetterFile]) -> bool:
    return any(file.state != "issued" for file in files)


def _short(lines: Sequence[Line]) -> list[Line]:
    """Give the first few lines that say something."""
    return [line for line in lines if line][:FIRST]


# ---------------------------------------------------------------------------------------------------- the journey


def _journey(found: Timeline) -> Iterator[Made]:
    whole = list(journey_lines(found))
    problems = [line for line in whole if line.startswith("LOOK: ")]
    unknown: list[Line] = [line for line in whole if line.startswith("NOT KNOWN: ")]
    course = COURSES[found.course]
    status = f"At selection: {STATUSES[found.status]}."
    heading: list[Line] = [
        Toned(f"Journey: {course}. {status}", "strong"),
        *(
            line.strip() if line.startswith(" ") else Toned(" ".join(line.split()), "strong")
            for line in whole[2:]
            if line
        ),
    ]
    title = Toned(f"{course[:1].upper()}{course[1:]}", "strong")
    yield GridRow(JOURNEY, ("Journey", "", title, "")), lambda: heading
    if unknown:
        yield GridRow("unknown", ("", Toned("NOT KNOWN", "warning"), "Something is missing", "")), lambda: unknown
    for number, (problem, told) in enumerate(zip(found.problems, problems, strict=True)):
        cells = ("", Toned("LOOK", "warning"), SHORT_PROBLEMS[problem.kind], problem.case_id or "")
        yield GridRow(f"problem {number}", cells), _saying(told.removeprefix("LOOK: "))
    yield from (made for _, made in sorted(_days(found), key=lambda each: each[0]))


def _saying(*told: Line) -> Callable[[], list[Line]]:
    return lambda: list(told)


def _days(found: Timeline) -> Iterator[tuple[tuple[bool, str, int], Made]]:
    """Give each date, and each notice with all clients to whom it goes that day, with what it sorts by."""
    for place, working in enumerate(found.dates):
        moved = working.name in MOVED_BY_DEFERRAL
        deferred = " (deferred)" if moved and working.days is not None else ""
        title = f"{SHORT_DATES[working.name]}{deferred}"
        # What a date is called where there is room for it.
        whole = Toned(f"{DATES[working.name]}{deferred}: {_day(working.day)}", "strong")
        moves = "A deferral moves this day." if moved else "A deferral does not move this day."
        row = GridRow(f"date {working.name}", (_day(working.day), _when(found, working.day), title, ""))
        yield _order(working.day, place), (row, _saying(whole, f"{_capital(arithmetic(working))}.", moves))
    together: dict[tuple[str, str, date | None, str | None], list[Notice]] = {}
    for notice in found.notices:
        key = (notice.occasion, notice.course, notice.goes_out.day, notice.part)
        together.setdefault(key, []).append(notice)
    for number, notices in enumerate(together.values()):
        yield _notices(found, notices, number)


def _notices(found: Timeline, notices: list[Notice], number: int) -> tuple[tuple[bool, str, int], Made]:
    first = notices[0]
    on = first.goes_out.day
    roles = list(dict.fromkeys(parent_word(notice.recipient.role) for notice in notices))
    to = roles[0] if len(roles) == 1 else "all parents"
    title = f"Letter due: {SHORT_DATES[first.occasion].lower()}"
    told: list[Line] = [Toned(f"{DATES[first.occasion]} letter, {first.course}: {_day(on)}", "strong")]
    told.append(f"Due: {arithmetic(first.due)}.")
    if first.goes_out.day != first.due.day:
        told.append(f"Goes out: {arithmetic(first.goes_out)}.")
    told += [
        f"To the {whom(notice.recipient.role)}, {', '.join(notice.recipient.case_ids)} "
        f"({STATUSES[notice.recipient.status]})."
        for notice in notices
    ]
    told.append("A deferral does not move this day.")
    row = GridRow(f"notice {number}", (_day(on), _when(found, on), title, to))
    return _order(on, len(found.dates) + number), (row, _saying(*told))


def _order(on: date | None, place: int) -> tuple[bool, str, int]:
    return on is None, on.isoformat() if on else "", place


def _day(on: date | None) -> str:
    return day(on) if on else "no day"


def _when(found: Timeline, on: date | None) -> Cell:
    said = when(on, found.as_at)
    return Toned(said, "warning") if on is None else Toned(said, "strong") if said == "today" else said


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# ---------------------------------------------------------------------------------------------------- the letters


def _letters(desk: Desk, files: Sequence[LetterFile], coming: Sequence[Coming]) -> Iterator[Made]:
    """Give each client's letters, the paying parent's first, and under them what comes next for that client."""
    people = dict.fromkeys([*(one.recipient.person_id for one in coming), *(file.person_id for file in files)])
    for person_id in people:
        for file in files:
            if file.person_id == person_id:
                yield GridRow(f"letter {file.letter_id}", _cells(file)), _read(desk, file)
        for one in coming:
            if one.recipient.person_id == person_id:
                yield _coming(one)


def _cells(file: LetterFile) -> tuple[Cell, ...]:
    on = file.issued.issued_on if file.issued else file.held_back.held_back_on if file.held_back else file.due_on
    representative = file.number == COVER_FOR_REPRESENTATIVE.number
    return (
        _day(on),
        Toned(LETTER_STATES[file.state], TONES.get(file.state, "plain")),
        short_purpose(file.number),
        parent_word("representative" if representative else file.role),
    )


def _read(desk: Desk, file: LetterFile) -> Callable[[], list[Line]]:
    def lines() -> list[Line]:
        if file.held_back is not None:
            name = Toned(f"{file.letter_id}: {short_purpose(file.number)}, to the {whom(file.role)}", "strong")
            why = Toned(f"Held back: {REASONS[file.held_back.reason]}.", "warning")
            return [name, why, *held_lines(file.held_back)]
        try:
            first, *rest = view_lines(look_at(desk, file.letter_id), WHOLE)
        except CloseoutError as error:
            return [file.letter_id, Toned(sentence(error.message), "warning")]
        return [Toned(first, "strong"), *rest]

    return lines


def _coming(one: Coming) -> Made:
    answer = one.answer
    role = whom(one.recipient.role)
    number = answer.letter.number if answer.letter else ""
    what = short_purpose(number) if number else "no letter"
    on: date | None
    state: Cell
    if isinstance(answer, Issue):
        on, state = answer.due_on, Toned("due", "strong")
        told: list[Line] = [coming_text(one), "l puts it in the tray."]
    else:
        on = answer.next_on
        waits = answer.reason in {"not_due_yet", "all_sent"}
        state = Toned("next") if on else Toned("nothing due" if waits else "blocked", "plain" if waits else "warning")
        told = [coming_text(one)]
    row = GridRow(
        f"coming {one.recipient.person_id}", (_day(on) if on else "", state, what, parent_word(one.recipient.role))
    )
    return row, _saying(Toned(f"Next for the {role}", "strong"), *told)
