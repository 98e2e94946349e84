"""Look-ups: whether somebody named in an application is known here, whom that found, and what waits to be settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from console.desk.look_ups import look_up, look_ups_waiting
from console.desk.masking import restricted_to
from console.present.requests import AGREES, ANSWERS, ASKS, RESULTS, SUBJECTS
from console.present.wording import capital, day
from console.tui.asking import expectation
from console.tui.content import Toned
from console.tui.field_entry import FieldEntry
from console.tui.line_after_line import asks_on
from console.tui.look_up_work import by_hand_choices, looked_up_choice, settle_choice
from console.tui.screens.list_screen import ListScreen
from console.tui.widgets.grid_source import Column, GridRow, ListSource
from console.tui.widgets.question import Question
from console.tui.work_commands import LOOK_UPS
from domain.days import read_day
from domain.identifiers import parse_nino
from domain.queue import day_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from console.desk.desk import Desk
    from console.desk.look_ups import LookedUp
    from console.desk.office import OfficeAnswer
    from console.tui.steps.step import Line
    from domain.events.requests import LookUpMade, LookUpSubject
    from domain.look_ups.decision import WaitingLookUp

COLUMNS: Final = (
    Column(key="what", title="Look-up", width_min=27, sortable=False),
    Column(key="says", title="What the client says, and what is found", width_min=44, flex=1, sortable=False),
)
SUBJECT: Final = "subject"
FIELDS: Final = (SUBJECT, *ANSWERS)
EXAMPLES: Final = {
    SUBJECT: "applicant, paying parent or partner",
    "nino": "such as QQ123456A",
    "date_of_birth": "such as 12 May 1980",
    "on_csa": "yes or no",
}
# What stands in the list, where the whole would be cut; the lines under the list tell it all.
TITLES: Final = {**{key: capital(title) for key, title in ANSWERS.items()}, "on_csa": "A case with the CSA?"}
RESULTS_IN_BRIEF: Final = {**RESULTS, "several": "several resemble them"}
FOUND, WAITS, NOBODY = "found ", "waits ", "nobody"
ASK_BY_HAND: Final = "Whom did you find? Casegroups with commas, or none; then : and where, or how you looked"
ASK_SETTLE: Final = "What was put right, or why is nothing to be put right? (Enter ends it)"
FAILED: Final = "It failed. Once it is recorded, it waits for somebody to look by hand."
WHAT_NEXT: Final = "Enter opens it. There, R raises the request to close, M takes the minimum case data."


class LookUpsScreen(FieldEntry, ListScreen):
    """The answers of the client first, then whom they found, then the look-ups that wait for somebody."""

    CONTEXT: ClassVar[str] = LOOK_UPS
    TITLE: ClassVar[str] = "Look-ups"
    READS_AGAIN: ClassVar[bool] = True

    def __init__(self, desk: Desk, look_up_id: str = "") -> None:
        super().__init__(desk)
        self.subject: LookUpSubject = "paying_parent"
        self.answers: dict[str, str] = {}
        self.looked_up: LookedUp | None = None
        self.waiting: tuple[WaitingLookUp, ...] = look_ups_waiting(desk)
        self._begin_at = f"{WAITS}{look_up_id}"

    def begin(self) -> None:
        """Where one that waits was asked for, go there."""
        if not self.grid.move_to_key(self._begin_at):
            self.grid.move_to_key("nino")
        super().begin()

    def read(self) -> None:
        """Read what waits; what is typed stays."""
        self.waiting = look_ups_waiting(self.desk)

    # ----------------------------------------------------------------------------------------------- what it shows

    @property
    def current_waiting(self) -> WaitingLookUp | None:
        """The look-up under the cursor, where it waits for somebody."""
        key = (self.grid.cursor_key or "").removeprefix(WAITS)
        return next((one for one in self.waiting if one.event.look_up_id == key), None)

    def list_source(self) -> ListSource:
        """List the answers, whom they found, and what waits."""
        rows = [GridRow(SUBJECT, ("Who is it about?", capital(SUBJECTS[self.subject])))]
        rows += [GridRow(key, (title, _answer(key, self.answers.get(key, "")))) for key, title in TITLES.items()]
        rows += self._found_rows()
        for one in self.waiting:
            event = one.event
            asks = Toned(f"{event.look_up_id}: {ASKS[one.asks]}", "strong")
            rows.append(GridRow(f"{WAITS}{event.look_up_id}", (asks, _about_waiting(one))))
        return ListSource(COLUMNS, rows)

    def _found_rows(self) -> list[GridRow]:
        found = self.looked_up
        if found is None:
            return []
        rows = [
            GridRow(
                f"{FOUND}{one.casegroup_id}",
                (Toned(one.casegroup_id, "strong"), capital(AGREES[one.agrees])),
            )
            for one in found.found
        ]
        return rows or [GridRow(NOBODY, (Toned("nobody", "warning"), capital(RESULTS[found.result])))]

    def show_head(self) -> None:
        """Show how many wait."""
        waits = len(self.waiting)
        told = f"{waits:,} {'waits' if waits == 1 else 'wait'} for somebody" if waits else "none waits for anybody"
        below = f" {told}; Enter types an answer, F2 looks by number and name"
        self.say_head(["   of people named in an application"], [below])

    def about(self) -> list[Line]:
        """Say what is under the cursor: one that waits, somebody found, or an answer."""
        key = self.grid.cursor_key or ""
        waiting = self.current_waiting
        if waiting is not None:
            event = waiting.event
            differing = f" Not as held: {_named(event.differences)}." if event.differences else ""
            made = f"{event.how.capitalize()}, on {day(day_of(waiting.entry.at))} by {waiting.entry.actor}"
            return [
                Toned(f"{event.look_up_id}: {ASKS[waiting.asks]} about the {SUBJECTS[event.subject]}", "strong"),
                f"{made}: {RESULTS[event.result]}.{differing}",
                *self._said(event),
                *([event.note] if event.note else []),
                "a answers it.",
            ]
        if key.startswith(FOUND):
            return [Toned(key.removeprefix(FOUND), "strong"), *self._about_found(key.removeprefix(FOUND)), WHAT_NEXT]
        if key == NOBODY:
            failed = self.looked_up is not None and self.looked_up.result == "failed"
            return [FAILED if failed else "Nobody of that number or name is in this store."]
        if key == SUBJECT:
            return [Toned("Who is it about?", "strong"), "The applicant is looked for among receiving parents."]
        said = "As the client gave it. What is not asked stays empty."
        return [Toned(capital(ANSWERS[key]), "strong"), said] if key else []

    def _about_found(self, casegroup_id: str) -> list[Line]:
        found = self.looked_up.found if self.looked_up else ()
        return [
            f"{capital(AGREES[one.agrees])}{_differing(one.differences)}."
            for one in found
            if one.casegroup_id == casegroup_id
        ]

    def _said(self, event: LookUpMade) -> list[Line]:
        """Tell what the client said, to whoever looks by hand; nothing where a record found is not theirs to see."""
        if not event.answers or restricted_to(self.desk, event.casegroup_ids):
            return []
        said = [f"{ANSWERS[key]} {_answer(key, value)}" for key, value in event.answers.items()]
        return [f"The client says: {'; '.join(said)}."]

    def open_line(self, key: str) -> Awaitable[None] | None:
        """Type an answer, open the casegroup that was found, or answer the look-up that waits."""
        if key in FIELDS:
            return self.ask_field(key)
        if key.startswith(FOUND):
            self.open_casegroup(key.removeprefix(FOUND))
        elif self.current_waiting is not None:
            self.say("a answers this look-up.", "note")
        else:
            self.say("Nobody was found, so there is nothing to open.", "note")
        return None

    # ------------------------------------------------------------------------------------------------- the answers

    @property
    def field_scope(self) -> str:
        """The answers are those of one application."""
        return "look-up"

    def field_keys(self) -> Sequence[str]:
        """Name the answers, in their order."""
        return FIELDS

    def field_label(self, key: str) -> str:
        """Say what is asked, and how it is written."""
        title = "Who is it about" if key == SUBJECT else capital(ANSWERS[key])
        return f"{title}{f', {EXAMPLES[key]}' if key in EXAMPLES else ''}:"

    def field_text(self, key: str) -> str:
        """Give what was typed before."""
        return SUBJECTS[self.subject] if key == SUBJECT else self.answers.get(key, "")

    def keep_field(self, key: str, text: str) -> str | None:
        """Keep an answer; an empty one was not asked."""
        if text == self.field_text(key):
            return None
        try:
            if key == SUBJECT:
                self.subject = _subject(text)
            else:
                self.answers[key] = _normalised(key, text)
        except ValueError as error:
            return expectation(error)
        # What was found is of other answers.
        self.looked_up = None
        return None

    def fields_changed(self) -> None:
        """Show what was typed."""
        self.show_again()

    # ---------------------------------------------------------------------------------------------------- commands

    def why_off(self, name: str) -> str | None:
        """Say why a command does not apply to what is under the cursor."""
        if name == "answer-look-up" and self.current_waiting is None:
            return "Only a look-up that waits is answered." if self.waiting else "No look-up waits for anybody."
        return None

    def command_look(self) -> None:
        """Look by number and name, show whom that finds, and ask whether to record it."""
        if not self.keep_typed():
            return
        if not any(self.answers.values()):
            self.say("Type first what the client said: a number, or forenames and surname.", "note")
            return
        found = self.looked_up = look_up(self.desk, self.subject, self.answers)
        self.show_again()
        self._to_found()
        asked = looked_up_choice(self.desk, found, self._recorded)
        self.ask(Question(title=f"Look-up of the {SUBJECTS[self.subject]}", choices=(asked,)))

    def _recorded(self, answer: OfficeAnswer) -> None:
        """Begin the next look-up with empty answers; whom this one found stays until then."""
        del answer
        self.answers = {}

    def _to_found(self) -> None:
        found = self.looked_up
        if found is not None:
            first = [f"{FOUND}{one.casegroup_id}" for one in (*found.sure, *found.found)]
            self.grid.move_to_key((*first, NOBODY)[0])

    def command_answer_look_up(self) -> None:
        """Ask what was found by hand, or what was put right."""
        waiting = self.current_waiting
        if waiting is None:
            return
        number = waiting.event.look_up_id
        label = "Settle it, and say what was put right or why nothing is"
        title = f"Look-up {number}"
        settle = asks_on(
            self, label, f"settle {number}", ASK_SETTLE, lambda text: [settle_choice(self.desk, number, text)],
            title=title,
        )  # fmt: skip
        by_hand = asks_on(
            self, "Record what you found by hand", f"by hand {number}", ASK_BY_HAND,
            lambda text: by_hand_choices(self.desk, number, text), title=title,
        )  # fmt: skip
        choices = (by_hand, settle) if waiting.asks == "manual_look_up" else (settle,)
        self.ask(Question(title=f"{number}: {ASKS[waiting.asks]}", choices=choices))


def _subject(text: str) -> LookUpSubject:
    wanted = text.casefold()
    subjects: tuple[LookUpSubject, ...] = ("applicant", "paying_parent", "partner")
    for subject in subjects:
        if wanted in {subject, SUBJECTS[subject].casefold(), subject.replace("_", " ")}:
            return subject
    expected = EXAMPLES[SUBJECT]
    raise ValueError(expected)


def _normalised(key: str, text: str) -> str:
    """Write an answer as it is looked by; raises ValueError saying what was expected."""
    if not text:
        return ""
    if key == "nino":
        return parse_nino(text)
    if key == "date_of_birth":
        return read_day(text).isoformat()
    if key == "on_csa" and text.casefold() not in {"yes", "no"}:
        expected = EXAMPLES["on_csa"]
        raise ValueError(expected)
    return text.casefold() if key == "on_csa" else text


def _answer(key: str, value: str) -> str | Toned:
    if not value:
        return Toned("not asked", "muted")
    return day(read_day(value)) if key == "date_of_birth" else value


def _differing(fields: Sequence[str]) -> str:
    return f"; not as held: {_named(fields)}" if fields else ""


def _named(fields: Sequence[str]) -> str:
    return ", ".join(ANSWERS[field] for field in fields)


def _about_waiting(one: WaitingLookUp) -> str:
    event = one.event
    where = f" in {', '.join(event.casegroup_ids)}" if event.casegroup_ids else ""
    return f"{capital(SUBJECTS[event.subject])}, {RESULTS_IN_BRIEF[event.result]}{where}"
