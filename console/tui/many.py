"""One action for many casegroups: those that fit are done, those that do not are named with the reason."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
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
MOST_REASONS: Final = 2
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


def question_for_many(desk: Desk, what: str, casegroup_ids: list[str]) -> ManyQuestion:
    """Ask whether to do something to every casegroup named that it fits; raises CloseoutError for too many."""
    if len(casegroup_ids) > MOST_AT_ONCE:
        message = (
            f"{len(casegroup_ids):,} casegroups are marked, at most {MOST_AT_ONCE} can be asked about at once; "
            "'closeout run' works through a whole store"
        )
        raise CloseoutError(message)
    many = _Many(desk, what, casegroup_ids)
    total, unfit = len(casegroup_ids), len(many.unfit)
    notes: list[Piece | tuple[Piece, ...]] = []
    if unfit and many.fit:
        which = "it is" if unfit == 1 else "they are"
        keeps = "keeps its mark" if unfit == 1 else "keep their marks"
        do = "does" if unfit == 1 else "do"
        notes = [f"{unfit:,} of {total:,} {do} not fit: {which} named below, with why, and {keeps}."]
    choice = Choice(
        label=f"{TITLES[what]}: {len(many.fit):,} of {total:,}",
        preview=many.preview,
        commit=many.commit,
        why_off=None if many.fit else "none of them fits.",
    )
    return ManyQuestion(title=TITLES[what], choices=(choice,), notes=notes, after=_grouped(many.unfit), left=many.left)


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyQuestion(Question):
    """A question about many; once answered, `left` holds the casegroups that were not written, fit or not."""

    left: set[str]


class _Many:
    """The casegroups of one question: those that fit and are written, and those that are not."""

    def __init__(self, desk: Desk, what: str, casegroup_ids: list[str]) -> None:
        self._what = what
        looks = [_Look(desk, number, _request(what, number)) for number in casegroup_ids]
        self.fit = [look for look in looks if look.reasons is None]
        self.unfit = [look for look in looks if look.reasons is not None]
        self.left = set(casegroup_ids)

    def preview(self) -> list[Piece | tuple[Piece, ...]]:
        """Say what would be written now; casegroups of which the same would be written stand together."""
        said: dict[str, list[str]] = {}
        for look in self.fit:
            look.look()
            if not look.written:
                said.setdefault(" ".join(look.sentences), []).append(look.number)
        return [f"{', '.join(numbers)}: {text}" for text, numbers in said.items()]

    def commit(self) -> str:
        """Write all that fit; what the store or somebody else's work keeps from being written is named."""
        for look in self.fit:
            if not look.written:
                look.write()
        written = [look.number for look in self.fit if look.written]
        failed = [look for look in self.fit if not look.written]
        self.left.difference_update(written)
        if not written:
            raise CloseoutError(_in_short(failed))
        total = len(self.fit) + len(self.unfit)
        if total == 1:
            return f"{DONE[self._what]} {written[0]}. u on a casegroup undoes it there."
        done = f"{DONE[self._what]} {len(written):,} of {total:,}{_named(written)}. u on a casegroup undoes it there."
        for count, words, looks in (
            (len(failed), "could not be written", failed),
            (len(self.unfit), "did not fit", self.unfit),
        ):
            if count:
                stays = "stays" if count == 1 else "stay"
                done += f" {count:,} {words} and {stays} marked: {_in_short(looks)}"
        return done


class _Look:
    """One of many: what would be written, or why it does not fit; written once, and only as it was shown."""

    def __init__(self, desk: Desk, number: str, request: Request) -> None:
        self._desk, self._request, self._request_id = desk, request, str(uuid.uuid4())
        self._events: list[Event] = []
        self.number = number
        self.sentences: list[str] = []
        self.reasons: _Reasons | None = None
        self.written = False
        self.look()

    def look(self) -> None:
        """See what would be written now."""
        if self.written:
            return
        try:
            answer = self._desk.preview(self._request)
        except CloseoutError as error:
            self._fails(error)
            return
        self._events = [entry.event for entry in answer.recorded]
        self.reasons = _reasons(answer.refusals)
        said = [self.reasons.text] if self.reasons else ["Nothing would be written."]
        self.sentences = [event_sentences(event)[0] for event in self._events] or said

    def write(self) -> None:
        """Write it; where that is refused, the reasons say why."""
        try:
            answer = self._desk.perform(self._request, self._request_id, shown=self._events)
        except CloseoutError as error:
            self._fails(error)
            return
        self.written = answer.written
        self.reasons = _reasons(answer.refusals)

    def _fails(self, error: CloseoutError) -> None:
        text = sentence(error.message)
        self.reasons = _Reasons((text.replace(self.number, ""),), text, text)


@dataclass(frozen=True, slots=True)
class _Reasons:
    """Why one of many does not fit: what makes it the same as another's reasons, the first of them, and all."""

    keys: tuple[str, ...]
    first: str
    text: str


def _reasons(refusals: Sequence[Refusal]) -> _Reasons | None:
    """Say why something does not fit: the one reason, or the first and all others; None where there is none."""
    if not refusals:
        return None
    first = refusal_text(refusals[0])
    return _Reasons(
        tuple(refusal.key for refusal in refusals), first, first_and_others(refusals) if len(refusals) > 1 else first
    )


def _grouped(looks: Sequence[_Look]) -> list[Piece | tuple[Piece, ...]]:
    """Name all that do not fit, those with the same reasons together, the most first."""
    groups: dict[tuple[str, ...], list[_Look]] = {}
    for look in looks:
        if look.reasons is not None:
            groups.setdefault(look.reasons.keys, []).append(look)
    said: list[Piece | tuple[Piece, ...]] = []
    for group in sorted(groups.values(), key=len, reverse=True):
        texts = list(dict.fromkeys(look.reasons.text for look in group if look.reasons))
        numbers = ", ".join(look.number for look in group)
        if len(group) == 1:
            said.append(f"{numbers} does not fit: {texts[0]}")
        elif len(texts) == 1:
            said.append(f"{len(group):,} do not fit: {texts[0]} ({numbers})")
        else:
            said.append(f"{len(group):,} do not fit, {group[0].number} for one: {texts[0]} (likewise {numbers})")
    return said


def _in_short(looks: Sequence[_Look]) -> str:
    """Count the first reason of each, the most frequent in words, so that it fits a message."""
    counted = Counter(look.reasons.keys[0] for look in looks if look.reasons)
    words = {look.reasons.keys[0]: look for look in reversed(looks) if look.reasons}
    said = []
    for key, count in counted.most_common(MOST_REASONS):
        look = words[key]
        first = look.reasons.first if look.reasons else ""
        said.append(f"{look.number}: {first}" if count == 1 else f"{count:,} like {look.number}: {first}")
    rest = sum(counted.values()) - sum(count for _, count in counted.most_common(MOST_REASONS))
    return " ".join([*said, *([f"{rest:,} for other reasons."] if rest else [])])


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


def _named(numbers: list[str]) -> str:
    """Name the casegroups where they are few enough for a message."""
    return f": {', '.join(numbers)}" if len(numbers) <= MOST_NAMED else ""
