"""Screen 9, Overview: how much there is to do, what comes in and goes out, what falls due, what waits longest."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from console.desk.overview import overview
from console.present.overview import age_text, due_text, total_sentence
from console.present.queue import QUEUE_KINDS, cause_text
from console.present.wording import STAGE_MEANINGS, STAGES, capital, day
from console.tui.content import Toned
from console.tui.overview_source import DUE_PART, OLDEST_PART, PARTS, STAGES_PART, WEEKS_PART, source_of
from console.tui.rules_commands import OVERVIEW
from console.tui.screens.list_screen import ListScreen, part_pieces
from console.tui.widgets.detail import DetailPane
from console.tui.widgets.wrapped_rows import row_key

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.tui.steps.step import Line
    from console.tui.widgets.grid_source import ListSource

NO_PERSONS: Final = "Nothing here is counted by person."


class OverviewScreen(ListScreen):
    """The numbers in four lists; nothing can be done here, and Enter goes to where it can."""

    CONTEXT: ClassVar[str] = OVERVIEW
    HAS_WHY: ClassVar[bool] = False
    TITLE: ClassVar[str] = "Overview"
    EMPTY: ClassVar[str] = "Nothing waits for anybody."

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.part = STAGES_PART
        self.overview = overview(desk)

    def list_source(self) -> ListSource:
        """List the part that is shown."""
        return source_of(self.part, self.overview, self.app.size.width)

    def begin(self) -> None:
        """Say of what all this is."""
        self.query_one(DetailPane).border_title = ""
        super().begin()

    # ----------------------------------------------------------------------------------------------- what it shows

    def show_head(self) -> None:
        """Show the day of the numbers, and the four lists."""
        parts = part_pieces(PARTS, self.part)
        self.say_head([f"   {day(self.overview.as_at)}"], parts, [f"{self.overview.on_hand:,} not closed "])

    def about(self) -> list[Line]:
        """Say what the line under the cursor means."""
        key = row_key(self.grid.cursor_key or "")
        about = {
            STAGES_PART: self._about_stage,
            WEEKS_PART: self._about_week,
            DUE_PART: self._about_due,
            OLDEST_PART: self._about_oldest,
        }[self.part]
        return [*(about(key) if key else []), total_sentence(self.overview)]

    def _about_stage(self, stage: str) -> list[Line]:
        count = self.overview.stages[stage]
        return [
            Toned(f"{STAGES[stage]}: {count:,} of {self.overview.casegroups:,}", "strong"),
            STAGE_MEANINGS[stage],
            "Enter shows them on the worklist.",
        ]

    def _about_week(self, first_day: str) -> list[Line]:
        week = next(week for week in self.overview.weeks if week.first_day.isoformat() == first_day)
        return [
            Toned(f"The week from {day(week.first_day)}", "strong"),
            f"Came in: {week.received:,}. Closed: {week.closed:,}. Not closed at its end: {week.on_hand:,}.",
            NO_PERSONS,
        ]

    def _about_due(self, key: str) -> list[Line]:
        due = self.overview.due[int(key.removeprefix("due-"))]
        return [
            Toned(f"{due_text(due, self.overview.as_at)}: {due.count:,}", "strong"),
            "Closure is put off until then; on that day the rules are asked again.",
            "Enter shows all that are deferred on the worklist.",
        ]

    def _about_oldest(self, key: str) -> list[Line]:
        count = self.overview.oldest[int(key.removeprefix("oldest-"))]
        waits = age_text(count, self.overview.as_at)
        return [
            Toned(f"{QUEUE_KINDS[count.kind]}: {capital(cause_text(count.kind, count.cause))}", "strong"),
            f"{count.count:,} open, the oldest for {waits}; {count.unallocated:,} held by nobody.",
            "Enter goes to the queue.",
        ]

    # ------------------------------------------------------------------------------------------------------ messages

    def open_line(self, key: str) -> None:
        """Go to where the work of the line is done."""
        match self.part:
            case "1":
                self._to_worklist(key.replace("_", " "))
            case "2":
                self.say("A week has nothing behind it; F8 on the worklist shows what was done when.", "note")
            case "3":
                self._to_worklist("deferred")
            case _:
                self.command_queue()

    def _to_worklist(self, words: str) -> None:
        """Go to the worklist, with these words as its filter."""
        self.worklist.filter_by(words)
        self.command_worklist()

    def on_resize(self) -> None:
        """Draw the bars as long as there is room; the cursor stays on its line."""
        self.grid.set_source(self.list_source())

    # ------------------------------------------------------------------------------------------------------ commands

    def command_overview_part(self, key: str) -> None:
        """Show another of the lists; the weeks begin with the newest."""
        self.part = key
        newest = [week.first_day.isoformat() for week in self.overview.weeks[-1:]] if key == WEEKS_PART else []
        self.show_from(*newest)

    def read(self) -> None:
        """Count everything there is to do."""
        self.overview = overview(self.desk)

    def command_look_again(self) -> None:
        """Count everything again."""
        super().command_look_again()
        self.say("Counted again.")
