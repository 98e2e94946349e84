"""One action for many casegroups: those that fit are done, those that do not are named with the reason."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

from console.present.closing import first_and_others
from console.present.events import event_sentences
from console.present.wording import refusal_text
from console.tui.asking import sentence
from console.tui.widgets.question import Choice, Question
from domain.closing.requests import CloseCasegroup
from domain.deferral.requests import Defer
from domain.disposal.requests import DisposeArrears
from domain.errors import CloseoutError
from domain.validation.requests import Validate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.desk.desk import Desk
    from console.tui.content import Piece
    from domain.decide import Request
    from domain.events import Event
    from domain.refusals import Refusal

MOST_NAMED: Final = 8
MOST_AT_ONCE: Final = 500
"""Each is worked out before it is shown; more than that would keep the screen still for too long."""

TITLES: Final = {
    "outcome": "Record the outcome",
    "defer": "Defer closure",
    "dispose": "Dispose of the arrears",
    "close": "Close the casegroup",
}
DONE: Final = {
    "outcome": "The outcome is recorded for",
    "defer": "Closure is deferred for",
    "dispose": "The arrears are disposed of for",
    "close": "Closed:",
}


def question_for_many(desk: Desk, what: str, casegroup_ids: list[str]) -> Question:
    """Ask whether to do something to every casegroup named that it fits; raises CloseoutError for too many."""
    if len(casegroup_ids) > MOST_AT_ONCE:
        message = (
            f"{len(casegroup_ids):,} casegroups are marked, at most {MOST_AT_ONCE} can be asked about at once; "
            "'closeout run' works through a whole store"
        )
        raise CloseoutError(message)
    looks = {number: _Look(desk, _request(what, number)) for number in casegroup_ids}
    fit = [number for number, look in looks.items() if look.reason is None]
    unfit = [(number, look.reason) for number, look in looks.items() if look.reason is not None]

    def preview() -> list[Piece | tuple[Piece, ...]]:
        for number in fit:
            looks[number].look()
        return [f"{number}: {' '.join(looks[number].sentences)}" for number in fit if not looks[number].written]

    def commit() -> str:
        failed = {number: reason for number in fit if (reason := looks[number].write())}
        if failed:
            reasons = " ".join(f"{number}: {reason}" for number, reason in failed.items())
            message = f"{len(fit) - len(failed)} of {len(fit)} are written, these are not. {reasons}"
            raise CloseoutError(message)
        return f"{DONE[what]} {_listed(fit)}. u on a casegroup undoes it there."

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


class _Look:
    """One of many: what would be written, or why it does not fit; written once, and only as it was shown."""

    def __init__(self, desk: Desk, request: Request) -> None:
        self._desk, self._request, self._request_id = desk, request, str(uuid.uuid4())
        self._events: list[Event] = []
        self.sentences: list[str] = []
        self.reason: str | None = None
        self.written = False
        self.look()

    def look(self) -> None:
        """See what would be written now."""
        if self.written:
            return
        try:
            answer = self._desk.preview(self._request)
        except CloseoutError as error:
            self.reason = sentence(error.message)
            return
        self._events = [entry.event for entry in answer.recorded]
        self.reason = _reasons(answer.refusals)
        self.sentences = [event_sentences(event)[0] for event in self._events] or [self.reason or ""]

    def write(self) -> str:
        """Write it; the answer is why it could not be, or nothing."""
        try:
            answer = self._desk.perform(self._request, self._request_id, shown=self._events)
        except CloseoutError as error:
            return sentence(error.message)
        self.written = answer.written
        return " ".join(refusal_text(refusal) for refusal in answer.refusals)


def _reasons(refusals: Sequence[Refusal]) -> str | None:
    """Say why something does not fit: the one reason, or the first and all others; None where there is none."""
    if len(refusals) > 1:
        return first_and_others(refusals)
    return refusal_text(refusals[0]) if refusals else None


def _request(what: str, casegroup_id: str) -> Request:
    match what:
        case "defer":
            return Defer(casegroup_id=casegroup_id)
        case "dispose":
            return DisposeArrears(casegroup_id=casegroup_id)
        case "close":
            return CloseCasegroup(casegroup_id=casegroup_id)
        case _:
            return Validate(casegroup_id=casegroup_id)


def _listed(numbers: list[str]) -> str:
    if len(numbers) <= MOST_NAMED:
        return ", ".join(numbers)
    return f"{', '.join(numbers[:MOST_NAMED])} and {len(numbers) - MOST_NAMED} more"
