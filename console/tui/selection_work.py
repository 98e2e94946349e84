"""What the case manager does about selection: change what is asked, take a tranche, settle a data exception."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final, cast

from console.desk.office import perform_office, preview_office
from console.desk.selection import preview_tranche, selection_view
from console.desk.tranche import select_tranche
from console.present.events import event_sentences
from console.present.events_of_selection import criterion_word
from console.present.selection import counted, hidden_line, tranche_lines
from console.present.wording import refusal_text
from console.tui.asking import asks_on, sentence
from console.tui.selection_source import FREQUENCY, SIZE
from console.tui.widgets.question import Choice
from domain.days import leading_day
from domain.decide_office import SELECTORS, roles_for_office
from domain.errors import CloseoutError
from domain.selection.criteria import FREQUENCIES, VOCABULARY, tranche_name, tranche_named
from domain.selection.requests import ChangeCriteria, SettleDataException

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.desk.selection import TranchePreview
    from console.tui.content import Piece
    from console.tui.screens.base import ConsoleScreen
    from domain.decide_office import OfficeRequest
    from domain.events import Event
    from domain.events.selection import Segment

SEVERAL: Final = "several"
CHANGE: Final = "change"
SETTLE: Final = "settle"
FIRST_NAMED: Final = 8
WHY: Final = "Why? Begin with a day to have it end then, such as 31 Mar 2016 (Enter ends it)"
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


def value_choices(screen: ConsoleScreen, desk: Desk, key: str) -> tuple[Choice, ...]:
    """Offer the values of a criterion or of the frequency, each asking for the reason next."""
    off = None if desk.actor.roles & SELECTORS else NOT_NOMINATED
    if key == FREQUENCY:
        return tuple(
            asks_on(screen, name.capitalize(), f"{CHANGE} {key} {name}", f"{name.capitalize()}. {WHY}", off)
            for name in FREQUENCIES
        )
    choices = [asks_on(screen, "Any", f"{CHANGE} {key} any", f"Any. {WHY}", off)]
    for word in VOCABULARY[key]:
        told = criterion_word(key, word)
        choices.append(asks_on(screen, told, f"{CHANGE} {key} {word}", f"{told}. {WHY}", off))
    if len(VOCABULARY[key]) > len(("one", "other")):
        ask = f"Which of {', '.join(VOCABULARY[key])}? With commas; then : and why, or a day it ends and why"
        choices.append(asks_on(screen, "Several of them", f"{CHANGE} {key} {SEVERAL}", ask, off))
    return tuple(choices)


def size_label() -> str:
    """Ask for the size of a tranche, and why."""
    return "How many casegroups? Then : and why, or a day it ends and why (Enter ends it)"


def change_request(desk: Desk, purpose: str, text: str) -> ChangeCriteria:
    """Read a change from what was chosen and typed; raises ValueError saying what was expected."""
    _, key, chosen = purpose.split(" ", 2)
    values, reason = chosen, text
    if key == SIZE or chosen == SEVERAL:
        values, sign, reason = text.partition(":")
        if not sign:
            expected = "a colon between what is asked and why"
            raise ValueError(expected)
    now = selection_view(desk).standing
    try:
        until, reason = leading_day(reason.strip())
    except ValueError:
        until = None
    criteria, casegroups, frequency = dict(now.criteria), now.casegroups, str(now.frequency)
    if key == SIZE:
        number = values.strip().replace(",", "")
        if not number.isdecimal():
            expected = "a number of casegroups before the colon"
            raise ValueError(expected)
        casegroups = int(number)
    elif key == FREQUENCY:
        frequency = values
    else:
        criteria[key] = () if values == "any" else tuple(word.strip() for word in values.split(",") if word.strip())
    return ChangeCriteria(
        criteria=criteria, casegroups=casegroups, frequency=frequency, until=until, reason=reason.lstrip(" :,")
    )


def settle_request(purpose: str, text: str) -> SettleDataException:
    """Read the settling of a data exception from its note."""
    return SettleDataException(data_exception_id=purpose.partition(" ")[2], note=text)


def tranche_choices(desk: Desk) -> tuple[Choice, ...]:
    """Offer the tranche of today, and segment 1 apart."""
    return (_tranche_choice(desk, "Select the tranche of today", None), _tranche_choice(desk, "Segment 1 apart", APART))


def _tranche_choice(desk: Desk, label: str, segment: Segment | None) -> Choice:
    def preview() -> list[Piece | tuple[Piece, ...]]:
        found = preview_tranche(desk, segment=segment)
        hidden = [f"  {hidden_line(found.hidden)}"] if found.hidden else []
        return cast("list[Piece | tuple[Piece, ...]]", [*taken_lines(found), *hidden])

    def commit() -> str | None:
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
