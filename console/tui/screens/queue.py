"""Screen 4, Exceptions and service requests: everything that waits for somebody, by its cause, and who does what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from console.desk.questions import casegroups_passing
from console.desk.queue import people, possible_answers
from console.present.events import event_sentences
from console.present.not_known import detail_text
from console.present.queue import OFFICE_WORK, QUEUE_KINDS, cause_text, holder_text, state_text
from console.present.wording import EXCEPTION_ANSWERS, RESTRICTED, capital, day, moment, sentence_end
from console.tui.asking import choice
from console.tui.content import Toned
from console.tui.difference_work import DifferenceSettling
from console.tui.exception_work import ExceptionDoor
from console.tui.filtering import Filtering
from console.tui.line_after_line import about_text, asks_on, one_text
from console.tui.notes import NoteTaking
from console.tui.queue_source import QueueGroups, QueueLines
from console.tui.screens.list_screen import ListScreen
from console.tui.widgets.detail import DetailPane
from console.tui.widgets.question import Question
from console.tui.work_commands import QUEUE
from domain.closure_exceptions.requests import AllocateException, AnswerException
from domain.queue import NO_CASEGROUP
from domain.restricted import FLAG
from domain.service_requests.requests import AllocateServiceRequest, CompleteServiceRequest

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.tui.steps.step import Line
    from console.tui.widgets.grid_source import GridSource
    from console.tui.widgets.question import Choice
    from domain.progress import ClosureException
    from domain.queue import QueueRow

GONE: Final = "Somebody has done this since; F5 reads the queue again."
MOST_PEOPLE: Final = 8
GIVEN: Final = frozenset({"exception", "service_request"})
EMPTY: Final = "Nothing waits for anybody."
FILTERED: Final = "Nothing here waits on a casegroup that passes the filter. Esc shows all."
ALL_DONE: Final = "None of these waits any more. Esc goes back to the causes."


class QueueScreen(Filtering, NoteTaking, DifferenceSettling, ExceptionDoor, ListScreen):
    """What waits for somebody: first by cause, then the lines of one cause; it keeps its place while one is open."""

    CONTEXT: ClassVar[str] = QUEUE
    TITLE: ClassVar[str] = "Exceptions and service requests"
    READS_AGAIN: ClassVar[bool] = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.groups = QueueGroups(desk)
        self.lines: QueueLines | None = None
        self.group_key: str | None = None

    def read(self) -> None:
        """Read the queue: what was done on a casegroup shows at once."""
        among = casegroups_passing(self.desk, self.filter_text)
        if self.lines is None:
            self.groups = QueueGroups(self.desk, among)
        else:
            self.lines = QueueLines(self.desk, replace(self.lines.wanted, casegroup_ids=among), self.lines.order)

    def filtered(self) -> None:
        """List what waits on the casegroups that pass the filter."""
        self.read()
        self.show_from()

    def list_source(self) -> GridSource:
        """List the causes, or the lines of one."""
        return self.groups if self.lines is None else self.lines

    @property
    def empty_text(self) -> str:
        """Say what the causes, or the lines, would hold."""
        if self.filter_text:
            return FILTERED
        return EMPTY if self.lines is None else ALL_DONE

    def on_unmount(self) -> None:
        """Put away whatever was looked at."""
        self.desk.put_away()

    # ----------------------------------------------------------------------------------------------- what it shows

    @property
    def current(self) -> QueueRow | None:
        """The work under the cursor; None on a group."""
        return self.lines.row(self.grid.cursor_key) if self.lines is not None else None

    @property
    def current_casegroup_id(self) -> str | None:
        """The casegroup under the cursor."""
        row = self.current
        return (row.casegroup_id or None) if row else None

    @property
    def exception_case_id(self) -> str | None:
        """The case under the cursor."""
        row = self.current
        return (row.case_id or None) if row else None

    def show_head(self) -> None:
        """Show how much waits."""
        if self.lines is None:
            waits = "nothing waits" if not self.groups.total else f"{self.groups.total:,} wait, by cause"
            self.say_head([], [f" {waits}; Enter shows the lines of a cause"])
        else:
            title, _ = self.groups.filters.get(self.group_key or "", ("", None))
            count, kinds = self.lines.count(), self.lines.wanted.kinds
            enter = "goes to it" if kinds and kinds <= OFFICE_WORK.keys() else "opens the casegroup"
            self.say_head(["   ", title], [f" {count:,} open; Enter {enter}, Esc goes back to the causes"])

    def show_row(self) -> None:
        """Tell about the work under the cursor, which is read from the store once."""
        row = self.current
        said = _about(row) if row else []
        self.query_one("#detail", DetailPane).show(said)
        history = [] if row is None or row.kind != "exception" else ["", "w shows everything that happened to it."]
        self.show_why([*said, *history])

    def open_line(self, key: str) -> None:
        """Show the lines of a group, or open the casegroup of a line."""
        if self.lines is None:
            self._show_group(key)
        elif (row := self.current) is None:
            self.say(GONE, "note")
        elif row.casegroup_id == NO_CASEGROUP:
            self._open_office_work(row)
        else:
            self.open_casegroup(row.casegroup_id)

    def _show_group(self, key: str) -> None:
        self.group_key = key
        self.lines = QueueLines(self.desk, self.groups.filters[key][1])
        self.show_from()

    def _open_office_work(self, row: QueueRow) -> None:
        """Go to where work is done that belongs to no casegroup, or say where that is."""
        if row.kind == "look_up":
            self.command_look_ups(row.item_id)
        elif row.kind == "payment":
            self.command_payments(row.item_id)
        else:
            self.say(OFFICE_WORK[row.kind], "note")

    def command_look_ups(self, look_up_id: str = "") -> None:
        """Open the look-ups, on the one that waits under the cursor."""
        from console.tui.screens.look_ups import LookUpsScreen  # noqa: PLC0415 - when first opened

        row = self.current
        number = look_up_id or (row.item_id if row is not None and row.kind == "look_up" else "")
        self.app.push_screen(LookUpsScreen(self.desk, number), self.went_on)

    # ---------------------------------------------------------------------------------------------------- commands

    def why_off(self, name: str) -> str | None:
        """Say why a command does not apply to what is under the cursor."""
        row = self.current
        if row is None:
            return "This is a cause; Enter shows its lines." if self.groups.total else "Nothing waits."
        if row.cause == FLAG:
            return f"This is a {RESTRICTED} record; somebody nominated for it has to do this."
        if row.casegroup_id == NO_CASEGROUP:
            return None if (name, row.kind) == ("answer", "difference") else OFFICE_WORK[row.kind]
        if row.kind not in GIVEN:
            return f"{QUEUE_KINDS[row.kind]}: Enter opens the casegroup, where it is done."
        return "The next batch answers this by itself." if name == "answer" and row.state == "next_batch" else None

    def command_back(self) -> None:
        """Close the why pane, take the filter away, go back to the causes, or leave."""
        if self.has_class("-why-open") or self.filter_text or self.lines is None:
            super().command_back()
            return
        self.lines = None
        self.groups = QueueGroups(self.desk)
        self.show_from(self.group_key)

    def command_why(self) -> None:
        """Show everything that happened to the exception under the cursor."""
        row = self.current
        if row is not None and row.kind == "exception" and row.cause != FLAG and not self.has_class("-why-open"):
            found = self._exception(row)
            if found is not None:
                self.show_why([*_about(row), "", Toned("What happened to it", "strong"), *_history(found)])
        super().command_why()

    def command_give(self) -> None:
        """Ask whom to give the work to."""
        row = self.current
        if row is None:
            return
        everybody = people(self.desk)
        choices = [self._give(row, person.user, person.name) for person in everybody[:MOST_PEOPLE]]
        if len(everybody) > MOST_PEOPLE:
            ask = "To whom? Their name, or what they sign in as (Enter ends it)"
            choices.append(
                asks_on(
                    self, "Somebody else", _purpose("give", row), ask, lambda text: [self._give_to(row, text)],
                    title=_title(row),
                )
            )  # fmt: skip
        self.ask(Question(title=f"Give to whom? {_named(row)}", choices=tuple(choices)))

    def _give(self, row: QueueRow, user: str, name: str) -> Choice:
        request = (
            AllocateException(casegroup_id=row.casegroup_id, exception_id=row.item_id, to=user)
            if row.kind == "exception"
            else AllocateServiceRequest(casegroup_id=row.casegroup_id, service_request_id=row.item_id, to=user)
        )
        label = user if name == user else f"{name} ({user})"
        return choice(self.desk, label, request, f"Given to {label}.")

    async def command_answer(self) -> None:
        """Ask for the answer; only those that lead on from where it is are offered."""
        row = self.current
        if row is None:
            return
        if row.kind in {"service_request", "difference"}:
            is_request = row.kind == "service_request"
            await (self._ask_result(row) if is_request else self.ask_about_difference(row.item_id))
            return
        found = self._exception(row)
        if found is None:
            self.say(GONE, "note")
            return
        noted = asks_on(
            self, "With a note", _purpose("answer", row), "Note to the answer (Enter ends it):",
            lambda text: self._answers(row, found, text), title=_title(row),
        )  # fmt: skip
        self.ask(Question(title=_title(row), choices=(*self._answers(row, found), noted)))

    def _answers(self, row: QueueRow, found: ClosureException, note: str = "") -> list[Choice]:
        """Offer every answer that leads on from where the exception is."""
        return [
            choice(
                self.desk,
                EXCEPTION_ANSWERS[answer].capitalize(),
                AnswerException(casegroup_id=row.casegroup_id, exception_id=row.item_id, answer=answer, note=note),
                f"Answered: {EXCEPTION_ANSWERS[answer]}.",
            )
            for answer in possible_answers(found)
        ]

    def _give_to(self, row: QueueRow, text: str) -> Choice:
        # A sign-in is one person's; a name only where nobody else has it.
        everybody = people(self.desk)
        named = [person for person in everybody if person.name.casefold() == text.casefold()]
        found = next((person for person in everybody if person.user == text), None)
        found = found or (named[0] if len(named) == 1 else None)
        return self._give(row, found.user, found.name) if found else self._give(row, text, text)

    async def _ask_result(self, row: QueueRow) -> None:
        def choices(text: str) -> list[Choice]:
            request = CompleteServiceRequest(casegroup_id=row.casegroup_id, service_request_id=row.item_id, result=text)
            return [choice(self.desk, "The service request is done", request, "The service request is done.")]

        ask = one_text(f"{_named(row)}. What came of it? (Enter ends it)")
        await self.ask_lines(_purpose("done", row), [ask], about_text(choices, _title(row)))

    def _exception(self, row: QueueRow) -> ClosureException | None:
        exceptions = self.desk.casefile(row.casegroup_id).waiting_exceptions
        return next((found for found in exceptions if found.exception_id == row.item_id), None)


def _purpose(what: str, row: QueueRow) -> str:
    """Name what a text is for, so that what was typed about one piece of work never turns up on another."""
    return f"{what} {row.casegroup_id} {row.item_id}"


def _named(row: QueueRow) -> str:
    """Name a piece of work as people speak of it: what it is, on what, its cause, and since when it waits."""
    on = _on(row)
    cause = cause_text(row.kind, row.cause)
    raised = f", raised {day(row.opened_on)}" if row.opened_on else ""
    return f"{QUEUE_KINDS[row.kind]}{on}: {cause[:1].lower() + cause[1:]}{raised}"


def _on(row: QueueRow) -> str:
    """Say on what it is: a case, a casegroup, or a thing of its own that belongs to no casegroup."""
    if row.casegroup_id == NO_CASEGROUP:
        return f" {row.item_id}"
    return f" on case {row.case_id} of {row.casegroup_id}" if row.case_id else f" on {row.casegroup_id}"


def _title(row: QueueRow) -> str:
    return f"{_named(row)}, {_where(row)}" if _where(row) != "open" else _named(row)


def _where(row: QueueRow) -> str:
    return state_text(row.kind, row.state) or "open"


def _about(row: QueueRow) -> list[Line]:
    """Say what is under the cursor: the work, its cause, where it is and who has it."""
    on = _on(row)
    if row.cause == FLAG:
        return [Toned(f"{QUEUE_KINDS[row.kind]}{on}", "strong"), f"This record is {RESTRICTED}."]
    held = holder_text(row.holder)
    dated = [f"To be reviewed by {day(row.due_on)}."] if row.due_on else []
    return [
        Toned(f"{QUEUE_KINDS[row.kind]}{on}: {cause_text(row.kind, row.cause)}", "strong"),
        *([_detail(row)] if row.detail else []),
        f"{_where(row).capitalize()}{f' since {day(row.since)}' if row.since else ''}; "
        + (f"held by {held}." if held else "nobody has it yet."),
        *dated,
        *([OFFICE_WORK[row.kind]] if row.casegroup_id == NO_CASEGROUP else []),
    ]


def _detail(row: QueueRow) -> str:
    """Tell what is said of the work; the name of a file keeps its small letters."""
    told = sentence_end(detail_text(row.detail))
    return told if row.casegroup_id == NO_CASEGROUP else capital(told)


def _history(found: ClosureException) -> list[Line]:
    """Say everything that happened to an exception, the oldest first."""
    said: list[Line] = []
    for entry in found.history:
        said.append(Toned(f"{moment(entry.at)} UTC, {entry.actor}", "strong"))
        said.extend(event_sentences(entry.event))
    return said
