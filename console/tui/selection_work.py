"""What the case manager does about selection: change what is asked, take a tranche, settle a data exception."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Final, cast

from console.desk.desk import ChangedMeanwhileError
from console.desk.office import STORE_CHANGED, perform_office, preview_office
from console.desk.selection import preview_tranche, selection_view
from console.desk.tranche import select_tranche
from console.present.events import event_sentences
from console.present.events_of_selection import criterion_word
from console.present.selection import counted, hidden_line, tranche_lines
from console.present.wording import refusal_text
from console.tui.asking import sentence
from console.tui.line_after_line import Asked, read_day_or_none, read_words
from console.tui.selection_source import FREQUENCY, SIZE
from console.tui.widgets.question import Choice, Question
from domain.actor import SELECTORS
from domain.decide_office import roles_for_office
from domain.errors import CloseoutError
from domain.selection.criteria import FREQUENCIES, VOCABULARY, tranche_name, tranche_named
from domain.selection.requests import ChangeCriteria, SettleDataException

if TYPE_CHECKING:
    from datetime import date

    from console.desk.desk import Desk
    from console.desk.selection import TranchePreview
    from console.tui.content import Piece
    from console.tui.screens.asking_screen import AskingScreen
    from domain.decide_office import OfficeRequest
    from domain.events import Event
    from domain.events.selection import Segment

ANY: Final = "any"
SEVERAL: Final = "several"
FIRST_NAMED: Final = 8
UNTIL: Final = "The last day it holds, such as 31 Mar 2016 (Enter alone: until it is changed again)"
APART: Final[Segment] = 1
NOT_NOMINATED: Final = "It takes the nominated case manager."


def office_choice(desk: Desk, label: str, request: OfficeRequest, done: str, *, selects: bool = False) -> Choice:
    """Make a choice of a request about the store: it writes what its preview showed, and once however often it is sent.

    With `selects`, what a tranche of today would then take is shown under what will be written.
    """
    request_id = str(uuid.uuid4())
    shown: list[Event] = []

    def preview() -> list[Piece | tuple[Piece, ...]]:
        answer = preview_office(desk, request)
        shown[:] = [entry.event for entry in answer.recorded]
        lines: list[Piece | tuple[Piece, ...]] = [text for event in shown for text in event_sentences(event)]
        if selects and not answer.refusals:
            changed = selection_view(desk, answer.office).standing
            lines += ["Of today's casegroups it would then take:", *taken_lines(preview_tranche(desk, changed=changed))]
        return lines

    def commit() -> str | None:
        answer = perform_office(desk, request, request_id, shown=shown)
        if answer.refusals:
            raise CloseoutError(" ".join(refusal_text(refusal) for refusal in answer.refusals))
        return done

    return Choice(label=label, preview=preview, commit=commit, why_off=why_not_office(desk, request))


def why_not_office(desk: Desk, request: OfficeRequest) -> str | None:
    """Say why a request about the store would be refused; None when it would be carried out."""
    if not desk.actor.roles & roles_for_office(request):
        return NOT_NOMINATED
    try:
        answer = preview_office(desk, request)
    except CloseoutError as error:
        return sentence(error.message)
    return " ".join(refusal_text(refusal) for refusal in answer.refusals) or None


def taken_lines(preview: TranchePreview) -> list[Piece]:
    """Say what a tranche would take, the first of them by number."""
    named = [one.casegroup_id for one in preview.first[:FIRST_NAMED] if not one.becomes_exception]
    first = f"First: {', '.join(named)}." if named else ""
    return [*(f"  {line}" for line in tranche_lines(preview)), *([f"  {first}"] if first else [])]


def value_choices(screen: AskingScreen, desk: Desk, key: str) -> tuple[Choice, ...]:
    """Offer the values of a criterion or of the frequency, each asking next until when it holds and why."""
    if key == FREQUENCY:
        return tuple(_asks_on(screen, desk, name.capitalize(), key, name) for name in FREQUENCIES)
    words = [(criterion_word(key, word), word) for word in VOCABULARY[key]]
    choices = [_asks_on(screen, desk, told, key, word) for told, word in (("Any", ANY), *words)]
    if len(VOCABULARY[key]) > len(("one", "other")):
        choices.append(_asks_on(screen, desk, "Several of them", key, SEVERAL))
    return tuple(choices)


def _asks_on(screen: AskingScreen, desk: Desk, label: str, key: str, chosen: str) -> Choice:
    async def then() -> None:
        await ask_change(screen, desk, key, chosen, label)

    return Choice(label=label, then=then, why_off=None if desk.actor.roles & SELECTORS else NOT_NOMINATED)


async def ask_change(screen: AskingScreen, desk: Desk, key: str, chosen: str = "", label: str = "") -> None:
    """Ask line after line for what a change still lacks: the values where none was chosen, until when, and why.

    `label` is the choice that led here, which the first line repeats.
    """
    told = f"{label}. " if label and chosen != SEVERAL else ""
    asked = [Asked("until", f"{told}{UNTIL}", read_day_or_none), Asked("reason", "Why? (Enter ends it)", read_words)]
    if key == SIZE:
        asked.insert(0, Asked("values", "How many casegroups, such as 500 (Enter goes on)", read_number))
    elif chosen == SEVERAL:
        words = ", ".join(VOCABULARY[key])
        asked.insert(0, Asked("values", f"Which of {words}, with commas between (Enter goes on)", read_words))

    def question(typed: dict[str, Any]) -> Question:
        request = change_request(desk, key, typed.get("values", chosen), typed["until"], typed["reason"])
        label = "Until that day, then the former comes back" if request.until else "Until it is changed again"
        written = office_choice(desk, label, request, "Selection is changed.", selects=True)
        return Question(title="Change selection", choices=(written,))

    await screen.ask_lines(f"{key} {chosen}", asked, question)


def read_number(text: str) -> str:
    """Read a whole number, with or without commas; raises ValueError saying what was expected."""
    number = text.replace(",", "")
    if not number.isdecimal():
        expected = "a number of casegroups, such as 500"
        raise ValueError(expected)
    return number


def change_request(desk: Desk, key: str, values: str, until: date | None, reason: str) -> ChangeCriteria:
    """Make a change of one criterion, of the size or of the frequency; all else stays as it is in force."""
    now = selection_view(desk).standing
    criteria, casegroups, frequency = dict(now.criteria), now.casegroups, str(now.frequency)
    if key == SIZE:
        casegroups = int(values)
    elif key == FREQUENCY:
        frequency = values
    else:
        criteria[key] = () if values == ANY else tuple(word.strip() for word in values.split(",") if word.strip())
    return ChangeCriteria(criteria=criteria, casegroups=casegroups, frequency=frequency, until=until, reason=reason)


async def ask_settling(screen: AskingScreen, desk: Desk, number: str) -> None:
    """Ask what was done about a data exception."""

    def question(typed: dict[str, Any]) -> Question:
        request = SettleDataException(data_exception_id=number, note=typed["note"])
        settled = office_choice(desk, "Settle it", request, "The data exception is settled.")
        return Question(title=number, choices=(settled,))

    await screen.ask_lines(
        f"settle {number}", [Asked("note", f"{number}: what was done about it? (Enter ends it)", read_words)], question
    )


def tranche_choices(desk: Desk) -> tuple[Choice, ...]:
    """Offer the tranche of today, and segment 1 apart."""
    return (_tranche_choice(desk, "Select the tranche of today", None), _tranche_choice(desk, "Segment 1 apart", APART))


def _tranche_choice(desk: Desk, label: str, segment: Segment | None) -> Choice:
    shown: list[TranchePreview] = []

    def preview() -> list[Piece | tuple[Piece, ...]]:
        found = preview_tranche(desk, segment=segment)
        shown[:] = [found]
        hidden = [f"  {hidden_line(found.hidden)}"] if found.hidden else []
        return cast("list[Piece | tuple[Piece, ...]]", [*taken_lines(found), *hidden])

    def commit() -> str | None:
        if off := _why_no_tranche(desk, segment):
            raise CloseoutError(off)
        if shown != [preview_tranche(desk, segment=segment)]:
            raise ChangedMeanwhileError(STORE_CHANGED)
        report = select_tranche(desk, segment)
        return f"Tranche {report.tranche}: {counted(report.casegroups, 'casegroup')} selected."

    return Choice(label=label, preview=preview, commit=commit, why_off=_why_no_tranche(desk, segment))


def _why_no_tranche(desk: Desk, segment: Segment | None) -> str | None:
    from console.desk.office import office_of  # noqa: PLC0415 - only when asked

    view = selection_view(desk)
    if view.not_loaded:
        return f"{', '.join(view.not_loaded)} was never loaded whole."
    if tranche_named(office_of(desk), tranche_name(desk.as_at, segment)) is not None:
        return "It was selected today already."
    if (segment is not None or not view.due) and not desk.actor.roles & SELECTORS:
        return NOT_NOMINATED if segment is not None else f"It is not due yet. {NOT_NOMINATED}"
    return None
