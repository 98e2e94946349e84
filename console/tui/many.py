"""One action for many casegroups: those that fit are done, those that do not are named with the reason."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

from console.tui.asking import why_not
from console.tui.widgets.question import Choice, Question
from domain.deferral.requests import Defer
from domain.errors import CloseoutError
from domain.validation.requests import Validate

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.tui.content import Piece
    from domain.decide import Request

MOST_NAMED: Final = 8
TITLES: Final = {"outcome": "Record the outcome", "defer": "Defer closure"}


def question_for_many(desk: Desk, what: str, casegroup_ids: list[str]) -> Question:
    """Ask whether to do something to every casegroup named that it fits."""
    requests = {number: _request(what, number) for number in casegroup_ids}
    reasons = {number: why_not(desk, request) for number, request in requests.items()}
    fit = [number for number, reason in reasons.items() if reason is None]
    unfit = [(number, reason) for number, reason in reasons.items() if reason is not None]
    request_ids = {number: str(uuid.uuid4()) for number in fit}

    def preview() -> list[Piece | tuple[Piece, ...]]:
        return [f"{TITLES[what]} of {_listed(fit)}."]

    def commit() -> str:
        done = 0
        for number in fit:
            answer = desk.perform(requests[number], request_ids[number])
            done += answer.written
        if done < len(fit):
            message = f"{done} of {len(fit)} were written; the others had changed meanwhile."
            raise CloseoutError(message)
        return f"{TITLES[what]}: {_listed(fit)}. u on a casegroup undoes it there."

    notes: list[Piece | tuple[Piece, ...]] = [
        f"{number} does not fit: {reason}" for number, reason in unfit[:MOST_NAMED]
    ]
    if len(unfit) > MOST_NAMED:
        notes.append(f"and {len(unfit) - MOST_NAMED} more do not fit: {_listed([n for n, _ in unfit[MOST_NAMED:]])}")
    label = f"{TITLES[what]}: {len(fit)} of {len(casegroup_ids)}"
    off = None if fit else "none of them fits."
    return Question(
        title=TITLES[what], choices=(Choice(label=label, preview=preview, commit=commit, why_off=off),), notes=notes
    )


def _request(what: str, casegroup_id: str) -> Request:
    return Defer(casegroup_id=casegroup_id) if what == "defer" else Validate(casegroup_id=casegroup_id)


def _listed(numbers: list[str]) -> str:
    if len(numbers) <= MOST_NAMED:
        return ", ".join(numbers)
    return f"{', '.join(numbers[:MOST_NAMED])} and {len(numbers) - MOST_NAMED} more"
