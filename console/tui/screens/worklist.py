"""Screen 1, Worklist: every casegroup with what it waits for; filter, sort, mark, and open."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.desk.questions import search, worklist_rows
from console.present.wording import STAGES
from console.tui.asking import show_saved
from console.tui.content import Toned
from console.tui.exception_work import ExceptionDoor
from console.tui.filtering import Filtering, FilterLine
from console.tui.notes import NoteTaking
from console.tui.screens.base import ConsoleScreen
from console.tui.sources import WorklistSource
from console.tui.widgets.chrome import CasegroupLine, StepsLine
from console.tui.widgets.grid import Grid
from console.tui.widgets.grid_source import SortOrder
from console.tui.work_commands import WORKLIST

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from console.desk.desk import Desk
    from console.desk.place import Place


class WorklistScreen(Filtering, NoteTaking, ExceptionDoor, ConsoleScreen):
    """The worklist; it keeps its filter, order, marks and cursor while a casegroup is open over it."""

    CONTEXT: ClassVar[str] = WORKLIST
    AUTO_FOCUS: ClassVar[str | None] = "Grid"

    def __init__(self, desk: Desk, place: Place) -> None:
        super().__init__()
        self.desk = desk
        self.place = place
        order = SortOrder(place.column, place.descending) if place.column else None
        self.source = WorklistSource(desk, order=order)
        self._left: set[str] = set()
        self.open_before: str | None = None
        self._now_open: str | None = None
        self.typed_case_data: dict[str, dict[str, str]] = {}
        self.typed_calculations: dict[str, dict[str, str]] = {}

    def compose_work(self) -> ComposeResult:
        """Show the filter line over the list."""
        yield FilterLine(" Filter: ", id="filter")
        yield Grid(self.source, empty="No casegroup passes the filter. Esc in the filter shows all.", id="worklist")

    def on_mount(self) -> None:
        """Begin on the casegroup that was open last."""
        if self.place.casegroup_id and self.grid.move_to_key(self.place.casegroup_id):
            self.say(f"Back on {self.place.casegroup_id}, where you were.")
        self.show_counts()

    def on_screen_resume(self) -> None:
        """Read the list again: what was done on a casegroup shows at once, and what was open is put away."""
        self.desk.put_away()
        with self.saying_no():
            self.command_look_again()

    @property
    def grid(self) -> Grid:
        """Give the list of casegroups."""
        return self.query_one("#worklist", Grid)

    @property
    def current_casegroup_id(self) -> str | None:
        """The casegroup under the cursor."""
        return self.grid.cursor_key

    def show_counts(self) -> None:
        """Say on lines 2 and 3 how much waits for what, and how much the filter lets through."""
        counts = self.desk.store.counts_by_stage()
        waiting = [f"{STAGES[stage]} {counts[stage]:,}" for stage in STAGES if counts.get(stage)]
        total = sum(counts.values())
        room = self.app.size.width - len(" Worklist   ")
        fitting = len(waiting)
        while fitting and len("  ".join(waiting[:fitting])) > room:
            fitting -= 1
        self.query_one(CasegroupLine).show([" ", Toned("Worklist", "strong"), "   ", "  ".join(waiting[:fitting])])
        shown = self.source.count()
        place = f"{shown:,} of {total:,}" if shown != total else f"{total:,} casegroups"
        marks = f"   {len(self.grid.marks):,} marked" if self.grid.marks else ""
        order = self.source.order
        by = "" if order is None else f"   by {order.column_key.removesuffix('_pence').replace('_', ' ')}"
        filtered = f"   filter: {self.filter_text}" if self.filter_text else ""
        # What does not fit beside the title goes on under it, whole.
        self.query_one(StepsLine).show([f" {place}{marks}{by}{filtered}"], [f"{'  '.join(waiting[fitting:])} "])

    # ------------------------------------------------------------------------------------------------------ messages

    def filtered(self) -> None:
        """List what passes the filter now."""
        self.source.filter(self.filter_text)
        self.grid.refill()
        self.show_counts()

    def on_grid_row_opened(self, event: Grid.RowOpened) -> None:
        """Open a casegroup."""
        with self.saying_no():
            self.open_casegroup(event.key)

    def on_grid_marks_changed(self) -> None:
        """Count the marks."""
        self.show_counts()

    def on_grid_row_highlighted(self) -> None:
        """Say by what the list is sorted now, and keep the line: a power cut asks nobody whether they want to leave."""
        self.show_counts()
        if self.is_current and self.grid.cursor_key:
            self._keep_place(self.grid.cursor_key)

    def open_casegroup(self, casegroup_id: str) -> None:
        """Open a casegroup, and remember it as the place to come back to."""
        from console.tui.screens.casegroup import CasegroupScreen  # noqa: PLC0415 - when first opened

        screen = CasegroupScreen(self.desk, casegroup_id)
        self.remember(casegroup_id)
        self.app.push_screen(screen, self.went_on)

    def remember(self, casegroup_id: str | None) -> None:
        """Keep the place, so that the console opens there again, and the casegroup that was open before."""
        if casegroup_id and casegroup_id != self._now_open:
            self.open_before, self._now_open = self._now_open, casegroup_id
        self._keep_place(casegroup_id)

    def _keep_place(self, casegroup_id: str | None) -> None:
        order = self.source.order or SortOrder("due_date")
        self.place.remember(casegroup_id, order.column_key, descending=order.descending)

    def given(self, line: str) -> bool:
        """Open the casegroup whose number was given, or filter by the word."""
        word = line.strip()
        if self.desk.store.worklist_key(word) is not None:
            self.grid.move_to_key(word)
            self.open_casegroup(word)
            return True
        keys = search(self.desk, word)
        if not keys:
            return False
        (row,) = worklist_rows(self.desk, keys[:1])
        if len(keys) == 1:
            self.grid.move_to_key(row.casegroup_id)
            self.open_casegroup(row.casegroup_id)
        else:
            self.filter_by(word)
        return True

    # ------------------------------------------------------------------------------------------------------ commands

    def command_back(self) -> None:
        """Take the filter away first, then the marks."""
        if self.grid.marks and not self.filter_text and not self.has_class("-why-open"):
            self.grid.clear_marks()
            self.show_counts()
        else:
            super().command_back()

    def command_look_again(self) -> None:
        """Read the store again."""
        self.source.reread()
        self.grid.refill()
        self.show_counts()

    def command_leave(self) -> None:
        """Leave the console."""
        self.remember(self.grid.cursor_key)
        self.app.exit(0)

    def command_look_ups(self) -> None:
        """Open the look-ups of people named in applications."""
        from console.tui.screens.look_ups import LookUpsScreen  # noqa: PLC0415 - when first opened

        self.app.push_screen(LookUpsScreen(self.desk), self.went_on)

    def command_calculation(self) -> None:
        """Open the calculation form, about no casegroup."""
        from console.tui.screens.calculation import CalculationScreen  # noqa: PLC0415 - when first opened

        self.app.push_screen(CalculationScreen(self.desk, self.typed_calculations), self.went_on)

    def command_lessons(self) -> None:
        """Open the lessons, in training."""
        from console.tui.screens.lessons import LessonsScreen  # noqa: PLC0415 - when first opened

        self.app.push_screen(LessonsScreen(self.desk), self.went_on)

    def command_outcome(self) -> None:
        """Record the outcome of the marked casegroups, or of the one under the cursor."""
        self._ask_for_many("outcome")

    def command_defer(self) -> None:
        """Defer the marked casegroups, or the one under the cursor."""
        self._ask_for_many("defer")

    def command_dispose(self) -> None:
        """Dispose of the arrears of the marked casegroups, or of the one under the cursor."""
        self._ask_for_many("dispose")

    def command_close(self) -> None:
        """Close the marked casegroups, or the one under the cursor."""
        self._ask_for_many("close")

    def _ask_for_many(self, what: str) -> None:
        from console.tui.many import question_for_many  # noqa: PLC0415 - when first asked

        marked = sorted(self.grid.marks) or [key for key in (self.grid.cursor_key,) if key]
        if not marked:
            self.say("There is no casegroup to act on.", "note")
            return
        question = question_for_many(self.desk, what, marked)
        self._left = question.left
        self.ask(question)

    def after_question(self, *, written: bool) -> None:
        """Show where everything stands now."""
        if written:
            # What was not written stays marked, to be found and worked on.
            self.grid.marks &= self._left
            show_saved(self, self.desk)
        self.desk.put_away()
        self.command_look_again()

    def next_unfinished(self, casegroup_id: str, step: int) -> str | None:
        """Find the next casegroup of the list, in one direction, that still waits for somebody."""
        position = self.source.position(casegroup_id)
        if position is None:
            position = self.grid.cursor_position - step
        return self.source.next_unfinished(position, step)

    def place_of(self, casegroup_id: str) -> str:
        """Say where a casegroup stands in the list: `17/64`."""
        position = self.source.position(casegroup_id)
        return "" if position is None else f"{position + 1:,}/{self.source.count():,}"
