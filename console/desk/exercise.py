"""The exercise of a lesson: what a trainee did, marked against the lesson's steps; and the way back to its start."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Literal

from console.desk.desk import casefile_of, recorded_from
from console.desk.lesson_facts import FACTS
from console.desk.training import Scenario, Step, scenarios
from domain.casefile import fold
from domain.document import reread_casegroup
from domain.errors import BadInputError
from domain.events import EntrySetAside, FactsReceived, RestrictedRecordOpened
from domain.lines import lines_of
from domain.money import parse_pounds
from storage.facts import FactsDraft

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.desk.desk import Desk
    from domain.casefile import Casefile
    from domain.events import Recorded
    from domain.policy.model import Policy
    from storage.facts import Facts
    from storage.journal import JournalEntry

Mark = Literal["done", "different", "not_yet", "unmarked"]

NOT_KNOWN: Final = "not known"
SAMPLE: Final = "sample_data.jsonl"
OPENING: Final = "restricted_record_opened"
# In their own words, or as the store counts: nobody has to type these as the lesson does.
OWN_WORDS: Final = frozenset(
    {"kind", "reason", "note", "because", "said", "text", "detail", "evidence", "name", "reference", "result", "to",
     "letter_id"}
)  # fmt: skip
POUNDS: Final = ("amount", "amount_to_write_off")


@dataclass(frozen=True, slots=True)
class Difference:
    """What came out otherwise than in the lesson: under which name, what it is here, and what there."""

    name: str
    here: object
    lesson: object


@dataclass(frozen=True, slots=True)
class StepMarked:
    """A step with its mark.

    `unmarked` is a step that leaves nothing on its casegroup, such as an attempt that is refused or a file taken in.
    """

    step: Step
    mark: Mark
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class LessonMarked:
    """A lesson with each of its steps marked."""

    lesson: Scenario
    steps: tuple[StepMarked, ...]

    def count(self, *marks: Mark) -> int:
        """Count the steps with one of these marks."""
        return sum(step.mark in marks for step in self.steps)

    @property
    def of(self) -> int:
        """How many steps are marked at all."""
        return len(self.steps) - self.count("unmarked")

    @property
    def mark(self) -> Mark:
        """Tell how the lesson stands: done when every step is, different as soon as one is."""
        if self.count("different"):
            return "different"
        return "done" if self.count("done") == self.of else "not_yet"


@dataclass(frozen=True, slots=True)
class _Work:
    """What was recorded about the casegroup of a lesson, and the documents it rests on."""

    recorded: tuple[Recorded, ...]
    documents: dict[int, Facts]
    policy: Policy

    def after(self, place: int) -> Casefile:
        """Tell where the casegroup stood once the entries up to a place were recorded."""
        entries = self.recorded[: place + 1]
        version = max(entry.facts_version for entry in entries)
        return fold(reread_casegroup(self.documents[version].body), version, entries)


def steps_of(lesson: Scenario) -> tuple[Step, ...]:
    """Give the steps of a lesson; one that only teaches an answer has the steps that put the answer on record."""
    if lesson.steps:
        return lesson.steps
    expected = lesson.expected
    deferral = expected["deferral"]
    steps = [
        Step(
            "caseworker", lesson.as_at, "Ask the rules and put the outcome on record.", {"kind": "validate"},
            {
                "recorded": ["deferral_checked", "balance_validated"],
                "result": deferral["result"],
                "outcome": expected["outcome"],
                "residual": expected.get("residual", NOT_KNOWN),
            },
        )
    ]  # fmt: skip
    if deferral["result"] == "deferred" and "deferred_until" in deferral:
        until = deferral["deferred_until"]
        steps.append(
            Step(
                "caseworker", lesson.as_at, "Defer closure to the day the broken rules give.", {"kind": "defer"},
                {"recorded": ["closure_deferred"], "due_date": until},
            )
        )  # fmt: skip
    return tuple(steps)


def lesson_marked(desk: Desk, casegroup_id: str) -> LessonMarked | None:
    """Mark the lesson of a casegroup; None where it has none, or where the store is not one to practise in."""
    return next(iter(_marked(desk, [one for one in _lessons(desk) if one.casegroup_id == casegroup_id])), None)


def lessons_marked(desk: Desk) -> list[LessonMarked]:
    """Mark every lesson, in their order; of a restricted record only how far it is, until it is opened."""
    found = list(_marked(desk, _lessons(desk)))
    restricted = desk.store.restricted_of([one.lesson.casegroup_id for one in found])
    return [_masked(one) if one.lesson.casegroup_id in restricted else one for one in found]


def _masked(found: LessonMarked) -> LessonMarked:
    return replace(found, steps=tuple(replace(step, differences=()) for step in found.steps))


def _lessons(desk: Desk) -> list[Scenario]:
    desk.require_place_on_roster()
    return list(_shipped()) if desk.store.header.kind == "training" else []


@cache
def _shipped() -> tuple[Scenario, ...]:
    """Read the lessons once: a screen asks for one at every line the cursor comes to."""
    return tuple(scenarios())


def _marked(desk: Desk, lessons: Sequence[Scenario]) -> Iterator[LessonMarked]:
    entries_of = desk.store.entries_of([lesson.casegroup_id for lesson in lessons])
    for lesson in lessons:
        yield mark(desk, lesson, entries_of.get(lesson.casegroup_id, []))


def mark(desk: Desk, lesson: Scenario, entries: Sequence[JournalEntry]) -> LessonMarked:
    """Mark what the journal has of a lesson, step by step; each step begins where the one before it ended.

    What was tried and did not stay - set aside again, or done otherwise before it was done right - does not count
    against anybody.
    """
    work = _work(desk, lesson, entries)
    place = 0
    marked = []
    for step in steps_of(lesson):
        recorded = step.expect.get("recorded") or []
        # A record once opened need not be opened again for each step: only where the opening is all there is to do.
        expected = [kind for kind in recorded if kind != OPENING] or recorded
        if not expected:
            marked.append(StepMarked(step, "unmarked"))
            continue
        # An answer alone may be put on record in any order, as the batch does.
        found = _best(work, step, expected, place if lesson.steps else 0) if work else None
        if found is None:
            marked.append(StepMarked(step, "not_yet"))
            continue
        place, differences = found
        marked.append(StepMarked(step, "different" if differences else "done", differences))
    return LessonMarked(lesson, tuple(marked))


def _work(desk: Desk, lesson: Scenario, entries: Sequence[JournalEntry]) -> _Work | None:
    documents = {facts.version: facts for facts in desk.store.facts_versions(lesson.casegroup_id)}
    if not documents:
        return None
    casefile = casefile_of(documents[max(documents)], entries)
    undoes = any("entry_set_aside" in step.expect.get("recorded", ()) for step in lesson.steps)
    aside = frozenset() if undoes else casefile.set_aside
    left_out = () if undoes else (EntrySetAside,)
    opens = any(OPENING in step.expect.get("recorded", ()) for step in lesson.steps)
    left_out = left_out if opens else (*left_out, RestrictedRecordOpened)
    recorded = tuple(
        entry for entry in casefile.recorded if entry.seq not in aside and not isinstance(entry.event, left_out)
    )
    return _Work(recorded, documents, desk.policy)


def _best(work: _Work, step: Step, expected: Sequence[str], place: int) -> tuple[int, tuple[Difference, ...]] | None:
    """Find where a step was done as the lesson has it, else where it was first done otherwise."""
    first: tuple[int, tuple[Difference, ...]] | None = None
    for start in range(place + 1, len(work.recorded)):
        if work.recorded[start].event.kind != expected[0]:
            continue
        places = _places(work.recorded, expected, start)
        if places is None:
            break
        differences = tuple(_differences(work, step, places))
        if not differences:
            return places[-1], ()
        first = first or (places[-1], differences)
    return first


def _places(recorded: Sequence[Recorded], expected: Sequence[str], start: int) -> list[int] | None:
    """Find entries of the expected kinds in their order from a place on; others may stand between them."""
    places: list[int] = []
    for place in range(start, len(recorded)):
        if recorded[place].event.kind == expected[len(places)]:
            places.append(place)
            if len(places) == len(expected):
                return places
    return None


def _differences(work: _Work, step: Step, places: Sequence[int]) -> Iterator[Difference]:
    events = [work.recorded[place].event for place in places]
    for name, wanted in step.do.items():
        field, value = (f"{name}_pence", parse_pounds(wanted)) if name in POUNDS else (name, wanted)
        if name in OWN_WORDS or not isinstance(value, str | int):
            continue
        here = next((_plain(getattr(event, field)) for event in events if hasattr(event, field)), value)
        if here != value:
            yield Difference(field, here, value)
    casefile = work.after(places[-1])
    for name, wanted in step.expect.items():
        if name in FACTS and (found := FACTS[name](casefile, work.policy)) != wanted:
            yield Difference(name, found, wanted)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


# --------------------------------------------------------------------------------------------------- to begin again


def begin_again(desk: Desk, casegroup_id: str) -> None:
    """Put one lesson back to its start: its first document comes again, and nothing recorded before counts any more.

    The journal keeps what was done. What was done for the whole office stays as it is: files taken in, criteria,
    payments. Raises BadInputError in a store that is not one to practise in, and for a casegroup that is no lesson.
    """
    lesson = next((one for one in _lessons(desk) if one.casegroup_id == casegroup_id), None)
    if lesson is None:
        message = f"{casegroup_id}: no lesson of this store; only lessons in training begin again"
        raise BadInputError(message)
    desk.casefile(casegroup_id)
    body = json.dumps(lesson.casegroup, ensure_ascii=False).encode()
    request_id = str(uuid.uuid4())
    digest = sha256(body).hexdigest()
    with desk.store.turn() as turn:
        before = desk.store.entries(casegroup_id)
        (facts,) = turn.put_facts(
            [
                FactsDraft(
                    casegroup_id=casegroup_id, body=body, file_name=SAMPLE, file_digest=digest, line=1,
                    received_at=desk.clock.stamp(), received_by=desk.user, request_id=request_id,
                )
            ]
        )  # fmt: skip
        event = FactsReceived(facts_version=facts.version, file_name=SAMPLE, line=1, begun_again=True)
        entries = turn.append(desk.drafts([event], facts, request_id, digest))
        turn.put_lines([lines_of(casefile_of(facts, [*before, *entries]), desk.policy)])


def undone(desk: Desk, casegroup_id: str) -> int:
    """Count what begun again would no longer count: what was recorded about a lesson since its document came."""
    recorded = (recorded_from(entry) for entry in desk.store.entries(casegroup_id))
    return sum(not isinstance(entry.event, FactsReceived | RestrictedRecordOpened) for entry in recorded)
