"""Screen 6, Selection: what is asked now, how old the systems are, what waits, and what the next tranche takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Literal

from console.desk.numbers import NoSuchCasegroupError
from console.desk.selection import preview_tranche, selection_view, why
from console.present.events_of_selection import CRITERIA, criterion_line
from console.present.selection import (
    coming_back,
    fault_lines,
    hidden_line,
    left_lines,
    next_line,
    not_met,
    set_by,
    standing_lines,
    tranche_lines,
    what_it_is,
    why_lines,
)
from console.tui.content import Toned
from console.tui.screens.list_screen import ListScreen
from console.tui.selection_load import load_choices
from console.tui.selection_source import (
    EXCEPTIONS,
    FREQUENCY,
    SIZE,
    SYSTEMS,
    TRANCHE,
    TakenSource,
    exception_rows,
    in_force,
    system_lines,
)
from console.tui.selection_work import ask_change, ask_settling, tranche_choices, value_choices
from console.tui.widgets.question import Question
from console.tui.work_commands import SELECTION
from domain.selection.criteria import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from console.desk.desk import Desk
    from console.desk.selection import SelectionView, TranchePreview
    from console.tui.steps.step import Line
    from console.tui.widgets.grid_source import GridSource
    from domain.selection.loads import DataException

MOST_LISTED: Final = 1_000
NOTHING_BEHIND: Final = {SYSTEMS: "i loads a file of one of them.", EXCEPTIONS: "There are no data exceptions."}
EACH_CASE: Final = "A casegroup is only taken whole: each of its cases has to be what is asked."


class SelectionScreen(ListScreen):
    """What is in force first; Enter lists what the next tranche would take, or the data exceptions."""

    CONTEXT: ClassVar[str] = SELECTION
    TITLE: ClassVar[str] = "Selection"
    READS_AGAIN: ClassVar[bool] = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.listed: Literal["in_force", "tranche", "exceptions"] = "in_force"
        self.view: SelectionView = selection_view(desk)
        self.preview: TranchePreview = preview_tranche(desk, shown=MOST_LISTED)

    def read(self) -> None:
        """Read what is in force, what waits, and what the next tranche takes."""
        self.view = selection_view(self.desk)
        self.preview = preview_tranche(self.desk, shown=MOST_LISTED)

    # ----------------------------------------------------------------------------------------------- what it shows

    @property
    def key(self) -> str:
        """The line under the cursor."""
        return self.grid.cursor_key or ""

    @property
    def current_exception(self) -> DataException | None:
        """The data exception under the cursor."""
        if self.listed != "exceptions":
            return None
        return next((one for one in self.view.data_exceptions if one.event.data_exception_id == self.key), None)

    def list_source(self) -> GridSource:
        """List what is in force, what a tranche takes, or the data exceptions."""
        match self.listed:
            case "tranche":
                return TakenSource(self.desk, self.preview)
            case "exceptions":
                return exception_rows(self.view.data_exceptions)
            case _:
                return in_force(self.view, self.preview)

    def show_head(self) -> None:
        """Show what is listed, and who set it."""
        now = self.view.standing
        title, below = set_by(now), f" {next_line(self.view)}"
        if self.listed == "tranche":
            listed = f"the first {len(self.preview.first):,}" if len(self.preview.first) >= MOST_LISTED else "all"
            title, below = "what the next tranche takes", f" {listed}, in their order; Enter opens, Esc goes back"
            if self.preview.hidden:
                below += f"; {hidden_line(self.preview.hidden)}"
        elif self.listed == "exceptions":
            title, below = "data exceptions", " a settles one; a good document settles it by itself; Esc goes back"
        self.say_head(["   ", title], [below])

    def about_all(self) -> list[Line]:
        """Say everything that is in force, and what is not taken."""
        now = self.view.standing
        in_force_now: list[Line] = [Toned("In force", "strong"), *standing_lines(now), *coming_back(now)]
        return ["", *in_force_now, "", Toned("Not taken", "strong"), *left_lines(self.preview)]

    def about(self) -> list[Line]:
        """Say what is under the cursor."""
        if self.listed == "tranche":
            return [f"{self.key}: w says why a tranche takes it."] if self.key else []
        if self.listed == "exceptions":
            found = self.current_exception
            return list(fault_lines(found.event)) if found else []
        key = self.key
        if key in VOCABULARY:
            asked = criterion_line(key, self.view.standing.criteria.get(key, ()))
            return [Toned(f"{asked}.", "strong"), not_met(key, self.preview), f"{EACH_CASE} m changes it."]
        match key:
            case "size" | "frequency":
                return [set_by(self.view.standing), *coming_back(self.view.standing), "m changes it."]
            case "systems":
                return list(system_lines(self.view.staleness))
            case "exceptions":
                return [line for one in self.view.data_exceptions[:1] for line in fault_lines(one.event)]
            case _:
                return [*tranche_lines(self.preview), next_line(self.view)]

    def open_line(self, key: str) -> Awaitable[None] | None:
        """List what is behind a line, open its casegroup, or ask what it is to be."""
        if self.listed == "tranche":
            self.open_casegroup(key)
        elif (found := self.current_exception) is not None:
            self._open_held(found)
        elif key == TRANCHE:
            self._list("tranche")
        elif key == EXCEPTIONS and self.view.data_exceptions:
            self._list("exceptions")
        elif key in {SYSTEMS, EXCEPTIONS}:
            self.say(NOTHING_BEHIND[key], "note")
        else:
            return self.command_change_selection()
        return None

    def _open_held(self, found: DataException) -> None:
        number = found.event.casegroup_id
        if number is None:
            self.say("No casegroup number could be read; the line of the file says more.", "note")
            return
        try:
            self.desk.facts(number)
        except NoSuchCasegroupError:
            self.say(f"{number} was never loaded whole, so there is nothing to open.", "note")
            return
        self.open_casegroup(number)

    def _list(self, what: Literal["in_force", "tranche", "exceptions"], key: str | None = None) -> None:
        self.listed = what
        self.show_from(key)

    # ---------------------------------------------------------------------------------------------------- commands

    def why_off(self, name: str) -> str | None:
        """Say why a command does not apply to what is under the cursor."""
        if name == "settle-data":
            return None if self.current_exception else "Enter on the data exceptions lists what can be settled."
        if name == "change-selection" and (self.listed != "in_force" or self.key not in {*VOCABULARY, SIZE, FREQUENCY}):
            return "Only criteria, the size of a tranche and how often are changed."
        return None

    def command_back(self) -> None:
        """Close the why pane, go back to what is in force, or leave."""
        if self.has_class("-why-open") or self.listed == "in_force":
            super().command_back()
            return
        self._list("in_force", TRANCHE if self.listed == "tranche" else EXCEPTIONS)

    def command_why(self) -> None:
        """Show why the casegroup under the cursor is taken, or everything about selection."""
        if self.listed == "tranche" and self.key and not self.has_class("-why-open"):
            _, answer, _ = why(self.desk, self.key)
            self.show_why([Toned(self.key, "strong"), *why_lines(answer), "", *what_it_is(answer)])
        super().command_why()

    async def command_change_selection(self) -> None:
        """Ask what the criterion, the size or the frequency under the cursor is to be."""
        key = self.key
        if key == SIZE:
            await ask_change(self, self.desk, key)
            return
        title = "How often a tranche is selected" if key == FREQUENCY else f"{CRITERIA[key]}: what is asked"
        self.ask(Question(title=title, choices=value_choices(self, self.desk, key)))

    def command_select_tranche(self) -> None:
        """Ask whether to select the tranche of today, or segment 1 apart."""
        self.ask(Question(title="Select a tranche", choices=tranche_choices(self.desk)))

    def command_load_system(self) -> None:
        """Ask which system a file to be loaded is from."""
        self.ask(Question(title="Load a file of one old system", choices=load_choices(self, self.desk)))

    async def command_settle_data(self) -> None:
        """Ask what was done about the data exception under the cursor."""
        found = self.current_exception
        if found is not None:
            await ask_settling(self, self.desk, found.event.data_exception_id)
