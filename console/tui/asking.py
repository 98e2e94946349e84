"""Asking before anything is written: each request becomes a question that shows what it would write."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from console.present.events import event_sentences
from console.present.wording import refusal_text
from console.tui.widgets.question import Choice
from domain.errors import CloseoutError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from console.desk.desk import Answer, Desk
    from console.tui.content import Piece
    from console.tui.screens.base import ConsoleScreen
    from domain.decide import Request
    from domain.events import Event

ANYTHING: Final = "-"
"""Stands for a text not typed yet, to ask whether any would be refused."""


def why_not(desk: Desk, request: Request) -> str | None:
    """Say why a request would be refused, in one line; None when it would be carried out."""
    try:
        answer = desk.preview(request)
    except CloseoutError as error:
        return sentence(error.message)
    return " ".join(refusal_text(refusal) for refusal in answer.refusals) or None


def choice(
    desk: Desk,
    label: str,
    request: Request,
    done: str,
    after: Callable[[Answer], None] | None = None,
    says: str = "",
    words: Callable[[Event], Sequence[str]] = event_sentences,
) -> Choice:
    """Make a choice of a request: it writes what its preview showed, and once however often it is sent.

    `says` is a sentence shown above what will be written; `done` the message after it. `words` says what is written
    where the question has better words for it than the journal.
    """
    request_id = str(uuid.uuid4())
    shown: list[Event] = []

    def preview() -> list[Piece | tuple[Piece, ...]]:
        answer = desk.preview(request)
        shown[:] = [entry.event for entry in answer.recorded]
        if answer.refusals:
            return [refusal_text(refusal) for refusal in answer.refusals]
        return [*([says] if says else []), *(text for event in shown for text in words(event))]

    def commit() -> str | None:
        answer = desk.perform(request, request_id, shown=shown)
        if answer.refusals:
            raise CloseoutError(" ".join(refusal_text(refusal) for refusal in answer.refusals))
        if after is not None:
            after(answer)
        return done

    return Choice(label=label, preview=preview, commit=commit, why_off=why_not(desk, request))


def show_saved(screen: ConsoleScreen, desk: Desk) -> None:
    """Show on line 1 when something was last written."""
    app = screen.console
    app.set_status(replace(app.status, saved=f"saved {desk.clock.now().astimezone():%H:%M}"))


def expectation(error: Exception) -> str:
    """Say in one sentence what was expected instead of a text that was typed."""
    if not isinstance(error, ValidationError):
        return f"Expected {error}."
    fault = error.errors(include_url=False)[0]
    if fault["type"] == "string_too_long":
        return f"Expected at most {fault['ctx']['max_length']:,} characters; these are {len(fault['input']):,}."
    return sentence(fault["msg"])


def sentence(text: str) -> str:
    """Make a sentence of an error's message: a capital first, save where it begins with a name, a full stop last."""
    text = " ".join(text.split())
    begins_with_name = text.partition(" ")[0].endswith(":")
    return (text if begins_with_name else f"{text[:1].upper()}{text[1:]}") + (
        "" if text.endswith((".", "?", "!")) else "."
    )
