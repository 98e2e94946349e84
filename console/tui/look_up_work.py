"""What is done about look-ups: look and record, find by hand, settle; each shows first what it would write."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

from console.desk.look_ups import record_look_up, record_manual, settle_look_up
from console.present.events import event_sentences
from console.present.requests import RESULTS, looked_up_lines
from console.present.wording import capital, refusal_text
from console.tui.asking import sentence
from console.tui.widgets.question import Choice
from domain.errors import CloseoutError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from console.desk.desk import Desk
    from console.desk.look_ups import LookedUp
    from console.desk.office import OfficeAnswer
    from console.tui.content import Piece
    from domain.events.requests import LookUpResult

NOBODY: Final = "none"
EXPECTED: Final = f"casegroups with commas, or {NOBODY}; then : and where it was found, or how it was looked for"


def looked_up_choice(desk: Desk, looked_up: LookedUp, then: Callable[[OfficeAnswer], None]) -> Choice:
    """Offer to record what an automatic look-up came to."""
    request_id = str(uuid.uuid4())
    told = looked_up_lines(looked_up)

    def ask(*, preview: bool) -> OfficeAnswer:
        return record_look_up(desk, looked_up, preview=preview, request_id=None if preview else request_id)

    return _choice("Record the look-up", ask, "The look-up is recorded.", told, then)


def by_hand_choices(desk: Desk, look_up_id: str, text: str) -> list[Choice]:
    """Offer what finding these casegroups by hand comes to; raises ValueError saying what was expected."""
    named, sign, note = text.partition(":")
    numbers = tuple(dict.fromkeys(number.strip() for number in named.split(",") if number.strip()))
    if not sign or not numbers or not note.strip():
        raise ValueError(EXPECTED)
    if [number.casefold() for number in numbers] == [NOBODY]:
        return [_by_hand(desk, look_up_id, outcome, (), note) for outcome in ("not_found", "failed")]
    return [_by_hand(desk, look_up_id, "found" if len(numbers) == 1 else "several", numbers, note)]


def _by_hand(desk: Desk, look_up_id: str, outcome: LookUpResult, numbers: tuple[str, ...], note: str) -> Choice:
    request_id = str(uuid.uuid4())

    def ask(*, preview: bool) -> OfficeAnswer:
        given = None if preview else request_id
        return record_manual(desk, look_up_id, outcome, numbers, note.strip(), preview=preview, request_id=given)

    where = f": {', '.join(numbers)}" if numbers else ""
    return _choice(f"{capital(RESULTS[outcome])}{where}", ask, "What was found by hand is recorded.")


def settle_choice(desk: Desk, look_up_id: str, note: str) -> Choice:
    """Offer to settle a look-up that waits."""
    request_id = str(uuid.uuid4())

    def ask(*, preview: bool) -> OfficeAnswer:
        return settle_look_up(
            desk, look_up_id, note.strip(), preview=preview, request_id=None if preview else request_id
        )

    return _choice(f"Settle {look_up_id}", ask, f"Look-up {look_up_id} is settled.")


def _choice(
    label: str,
    ask: Callable[..., OfficeAnswer],
    done: str,
    told: Iterable[str] = (),
    then: Callable[[OfficeAnswer], None] | None = None,
) -> Choice:
    first = list(told)

    def preview() -> list[Piece | tuple[Piece, ...]]:
        answer = ask(preview=True)
        if answer.refusals:
            return [refusal_text(refusal) for refusal in answer.refusals]
        return [*first, *(text for entry in answer.recorded for text in event_sentences(entry.event))]

    def commit() -> str:
        answer = ask(preview=False)
        if answer.refusals:
            raise CloseoutError(" ".join(refusal_text(refusal) for refusal in answer.refusals))
        if then is not None:
            then(answer)
        return done

    return Choice(label=label, preview=preview, commit=commit, why_off=_why_not(ask))


def _why_not(ask: Callable[..., OfficeAnswer]) -> str | None:
    try:
        answer = ask(preview=True)
    except CloseoutError as error:
        return sentence(error.message)
    return " ".join(refusal_text(refusal) for refusal in answer.refusals) or None
