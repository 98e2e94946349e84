"""Screen 2, Casegroup: one screen whose steps change in place, from Facts to Letters and Outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from console.desk.questions import search, worklist_rows
from console.present.wording import STAGES, day
from console.tui.casework import Casework
from console.tui.exception_work import ExceptionDoor
from console.tui.lesson_work import LessonWork
from console.tui.letter_work import LetterWork
from console.tui.notes import NoteTaking
from console.tui.request_work import RequestWork
from console.tui.screens.list_screen import ListScreen
from console.tui.steps.account import account_state, account_step
from console.tui.steps.deferral import deferral_state, deferral_step
from console.tui.steps.facts import facts_step
from console.tui.steps.letters import letter_of, letters_state, letters_step
from console.tui.steps.outcome import outcome_step
from console.tui.steps.step import View
from console.tui.steps.validation import validation_state, validation_step
from console.tui.widgets.chrome import CasegroupLine, Step, StepsLine
from console.tui.widgets.detail import DetailPane
from console.tui.widgets.grid_source import ListSource
from console.tui.work_commands import CASEGROUP
from domain.breakdown.decision import NEXT_STATE
from domain.errors import NotPermittedError
from domain.worklist import name_in_list, systems_in_list

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.desk import Desk
    from console.tui.content import Piece
    from console.tui.steps.step import StepContent

STEPS: Final[tuple[tuple[str, Callable[[View], StepContent], Callable[[View], str]], ...]] = (
    ("Facts", facts_step, lambda _: ""),
    ("Deferral", deferral_step, deferral_state),
    ("Validation", validation_step, validation_state),
    ("Account", account_step, account_state),
    ("Letters", letters_step, letters_state),
    ("Outcome", outcome_step, lambda _: ""),
)
OUTCOME: Final = 6
FIRST_STEP: Final = {
    "to_check": 2,
    "to_defer": 2,
    "deferred": 2,
    "blocked": 2,
    "exception": OUTCOME,
    "to_amend": 3,
    "to_confirm": 3,
    "breakdown_owed": 4,
}
NEXT_COMMAND: Final = {
    "to_check": "outcome",
    "to_defer": "defer",
    "to_validate": "outcome",
    "to_confirm": "confirm",
    "to_amend": "amend",
    "breakdown_owed": "breakdown",
    "to_dispose": "dispose",
    "to_close": "close",
}


class CasegroupScreen(NoteTaking, ExceptionDoor, RequestWork, LetterWork, LessonWork, Casework, ListScreen):
    """A casegroup with everything recorded about it, and what can be done to it."""

    CONTEXT: ClassVar[str] = CASEGROUP

    def __init__(self, desk: Desk, casegroup_id: str) -> None:
        super().__init__(desk)
        self.casegroup_id = casegroup_id
        self.view = self._look(casegroup_id)
        self.present = FIRST_STEP.get(self.view.casefile.stage, OUTCOME)
        self.contents: dict[int, StepContent] = {}

    def list_source(self) -> ListSource:
        """List what the step shows."""
        return ListSource(self.content.columns, self.content.rows)

    def begin(self) -> None:
        """Begin where the step does."""
        self.show_from(self.content.start)

    def on_unmount(self) -> None:
        """Put the casegroup away, wherever the screen was opened from."""
        self.desk.put_away(self.casegroup_id)

    # ----------------------------------------------------------------------------------------------- what it shows

    @property
    def content(self) -> StepContent:
        """What the present step shows."""
        if self.present not in self.contents:
            # Made when it is first shown: a step that nobody looks at costs nothing.
            self.contents[self.present] = STEPS[self.present - 1][1](self.view)
        return self.contents[self.present]

    @property
    def current_casegroup_id(self) -> str | None:
        """The casegroup that is open."""
        return self.casegroup_id

    @property
    def current_case_id(self) -> str:
        """The case under the cursor; the first closing case where the row belongs to none."""
        key = self.grid.cursor_key
        found = self.content.cases.get(key) if key else None
        closing = self.view.casefile.casegroup.closing_cases or self.view.casefile.casegroup.cases
        return found or closing[0].case_id

    @property
    def exception_case_id(self) -> str | None:
        """The case under the cursor; None where the row belongs to none."""
        key = self.grid.cursor_key
        return self.content.cases.get(key) if key else None

    @property
    def next_command(self) -> str:
        """Name the command the casegroup waits for, or the one the present step is there for."""
        casefile = self.view.casefile
        if STEPS[self.present - 1][0] == "Letters":
            return "letter"
        if casefile.stage == "to_dispose" and casefile.breakdown and casefile.breakdown.state in NEXT_STATE:
            return "breakdown"
        return NEXT_COMMAND.get(casefile.stage, "")

    @property
    def current_line_id(self) -> str | None:
        """The line of the account under the cursor, where the account is shown."""
        return self.grid.cursor_key if STEPS[self.present - 1][0] == "Account" else None

    @property
    def current_letter_id(self) -> str | None:
        """The letter under the cursor, where the letters are shown."""
        return letter_of(self.grid.cursor_key)

    def step_contexts(self) -> tuple[str, ...]:
        """Give the context of the present step."""
        return (f"{CASEGROUP}.{STEPS[self.present - 1][0].lower()}",)

    def _look(self, casegroup_id: str) -> View:
        casefile = self.desk.casefile(casegroup_id)
        return View(casefile, self.desk.assess(casefile), self.desk.facts(casegroup_id), self.desk)

    def look_again(self) -> None:
        """Work everything out afresh; the cursor stays on its row. What may no longer be seen is left at once."""
        try:
            self.view = self._look(self.casegroup_id)
        except NotPermittedError:
            self.dismiss()
            raise
        self.contents.clear()
        self.show_from(self.grid.cursor_key)

    def show_head(self) -> None:
        """Show whose the casegroup is, and how far its steps are."""
        casefile = self.view.casefile
        casegroup = casefile.casegroup
        self.query_one(CasegroupLine).show_casegroup(
            casegroup.casegroup_id,
            f"{name_in_list(casegroup.paying_parent)} (paying)",
            systems_in_list(casegroup) or "no closing case",
            f"due {day(casefile.due_date)}",
            STAGES[casefile.stage],
        )
        steps = [Step(number, label, state(self.view)) for number, (label, _, state) in enumerate(STEPS, 1)]
        self.query_one(StepsLine).show_steps(steps, self.present, self.worklist.place_of(self.casegroup_id))

    def show_row(self) -> None:
        """Explain the row under the cursor."""
        key = self.grid.cursor_key
        self.query_one("#detail", DetailPane).show(self.content.short(key) if key else [])
        self.show_pane()

    def about_row(self) -> list[Piece | tuple[Piece, ...]]:
        """Give everything about the row under the cursor."""
        key = self.grid.cursor_key
        return list(self.content.why(key)) if key else []

    # ---------------------------------------------------------------------------------------------------- messages

    def after_question(self, *, written: bool) -> None:
        """Show where the casegroup stands now; somebody else may have changed it while the question stood."""
        self.look_again()
        if written:
            self.saved()

    def given(self, line: str) -> bool:
        """Go to the casegroup of a number, or to the only one of a name; several are for the worklist's filter."""
        word = line.strip()
        if self.desk.store.worklist_key(word) is not None:
            return self._go_to(word)
        keys = search(self.desk, word)
        if len(keys) > 1:
            self.say(f"{len(keys):,} casegroups have {word}. F3 goes to the worklist, / filters it.", "note")
        elif keys:
            (row,) = worklist_rows(self.desk, keys)
            self._go_to(row.casegroup_id)
        return bool(keys)

    # ---------------------------------------------------------------------------------------------------- commands

    def command_step(self, key: str) -> None:
        """Show a step."""
        self.remove_class("-why-open")
        self.present = int(key)
        self.show_from(self.content.start)

    def command_lines_behind(self) -> None:
        """Show the lines behind the figure under the cursor."""
        if self.has_class("-wide"):
            self.say("The lines stand at the right.", "note")
        else:
            self.add_class("-why-open")

    def command_look_again(self) -> None:
        """Read the store again."""
        self.look_again()
        self.say("Read again.")

    def command_next_casegroup(self) -> None:
        """Go to the next casegroup that waits for something."""
        self._go(1)

    def command_previous_casegroup(self) -> None:
        """Go to the casegroup before that waits for something."""
        self._go(-1)

    def why_off(self, name: str) -> str | None:
        """Say why a command does not apply to this casegroup just now."""
        if name == "last-casegroup":
            return None if self.worklist.open_before else "No casegroup was open before this one."
        return super().why_off(name)

    def command_last_casegroup(self) -> None:
        """Go back to the casegroup that was open before."""
        if self.worklist.open_before:
            self._go_to(self.worklist.open_before)

    def _go(self, step: int) -> None:
        found = self.worklist.next_unfinished(self.casegroup_id, step)
        if found is None:
            where = "after" if step > 0 else "before"
            self.say(f"No casegroup {where} this one in the list waits for anything.", "note")
        else:
            self._go_to(found)

    def _go_to(self, casegroup_id: str) -> bool:
        self.view = self._look(casegroup_id)
        if casegroup_id != self.casegroup_id:
            self.desk.put_away(self.casegroup_id)
        self.casegroup_id = casegroup_id
        self.worklist.grid.move_to_key(casegroup_id)
        self.worklist.remember(casegroup_id)
        self.present = FIRST_STEP.get(self.view.casefile.stage, OUTCOME)
        self.contents.clear()
        self.show_from(self.content.start)
        return True

    def came_back(self) -> None:
        """Read the casegroup again: it may have been worked on elsewhere, and what was open is put away there."""
        with self.saying_no():
            self.look_again()

    def command_journal(self) -> None:
        """Open the journal of this casegroup."""
        from console.tui.screens.journal import JournalScreen  # noqa: PLC0415 - when first opened

        self.app.push_screen(JournalScreen(self.desk, self.casegroup_id), self.went_on)

    def command_arrival(self) -> None:
        """Open how far the arrears of this casegroup are on their way to CMS."""
        from console.tui.screens.arrival_casegroup import ArrivingScreen  # noqa: PLC0415 - when first opened

        self.app.push_screen(ArrivingScreen(self.desk, self.casegroup_id), self.went_on)
