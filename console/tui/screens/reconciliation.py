"""Reconciliation: reports chosen and shown as they will be read, the totals by class, and every line of a class."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from console.desk.reconciliation import restricted_numbers
from console.present.reconciliation import CLASSES
from console.tui.content import Toned
from console.tui.reconciliation_commands import COLUMNS, FILES, FOUND, RECONCILIATION
from console.tui.reconciliation_reports import ReportChoosing
from console.tui.reconciliation_source import (
    LineList,
    about_class,
    about_file,
    about_line,
    class_source,
    file_source,
    heading_source,
    top_source,
    where_not_tied,
)
from console.tui.reconciliation_work import DifferenceWork
from console.tui.screens.list_screen import ListScreen
from console.tui.widgets.chrome import Step, StepsLine
from domain.actor import EITHER_SIDE

if TYPE_CHECKING:
    import polars as pl

    from console.desk.desk import Desk
    from console.desk.reports_compared import Compared
    from console.tui.reconciliation_source import Chosen, Said
    from console.tui.widgets.grid_source import GridSource
    from domain.reconciliation.rules import RowClass

REPORTS, TOTALS, LINES = 1, 2, 3
LABELS: Final = ((REPORTS, "Reports"), (TOTALS, "Totals"), (LINES, "Rows"))
EMPTY: Final = "No CSV or XLSX files are here; f goes to another folder."
NO_COLUMNS: Final = "Nothing stands in this row; e shows the rows again."
NONE_OF_CLASS: Final = "No row is in this class. Esc goes back to the totals."
NOT_COMPARED: Final = "Nothing is compared yet: c and m choose the reports, r compares them."
MANY_LINES: Final = 50_000
LONGEST_PLACE: Final = 50


def place_text(folder: Path) -> str:
    """Write a folder so that its end is seen on the narrowest screen."""
    told = str(folder)
    return told if len(told) <= LONGEST_PLACE else f"…{told[-LONGEST_PLACE + 1 :]}"


class ReconciliationScreen(ReportChoosing, DifferenceWork, ListScreen):
    """What left the CSA against what arrived at CMS, from files to the two sides of one row; Esc goes back a step."""

    CONTEXT: ClassVar[str] = RECONCILIATION
    TITLE: ClassVar[str] = "Reconciliation"

    def __init__(self, desk: Desk, folder: Path | None = None) -> None:
        super().__init__(desk)
        self.folder = folder or Path.cwd()
        self.chosen: dict[str, Chosen] = {}
        self.compared: Compared | None = None
        self.hidden = restricted_numbers(desk)
        self.part = REPORTS
        self.reading: Chosen | None = None
        self.choosing_row = False
        self.row_class: RowClass | None = None
        self.lines: LineList | None = None
        self.faults: list[str] = []

    def begin(self) -> None:
        """List the files of the folder the program was started in."""
        with self.saying_no():
            self.list_folder(self.folder)
        self.show_from()

    # ----------------------------------------------------------------------------------------------- what it shows

    @property
    def current_file(self) -> Chosen | None:
        """The file under the cursor, or that whose columns are shown."""
        if self.part != REPORTS:
            return None
        return self.reading or self.chosen.get(self.grid.cursor_key or "")

    @property
    def current_class(self) -> RowClass | None:
        """The class under the cursor, or that whose lines are shown."""
        if self.part == LINES:
            return self.row_class
        key = self.grid.cursor_key
        classes = self.compared.answer.classes if self.compared and self.part == TOTALS else ()
        return next((total.row_class for total in classes if total.row_class == key), None)

    @property
    def next_command(self) -> str:
        """Name what the screen waits for."""
        if self.part == REPORTS:
            return "" if self.why_not_compare() else "compare-reports"
        return "open"

    def step_contexts(self) -> tuple[str, ...]:
        """Give the context of the part that is shown."""
        if self.part == REPORTS:
            return (COLUMNS,) if self.reading else (FILES,)
        return (FOUND,)

    @property
    def empty_text(self) -> str:
        """Say what the part would show."""
        return NONE_OF_CLASS if self.part == LINES else NO_COLUMNS if self.reading else EMPTY

    def list_source(self) -> GridSource:
        """List what the part shows: files, columns or first rows, classes, lines."""
        if self.part == LINES and self.lines is not None:
            return self.lines
        if self.part == TOTALS and self.compared is not None:
            return class_source(self.compared)
        look = self.reading.look if self.reading is not None else None
        if look is None:
            return file_source(self.chosen.values())
        return top_source(look, self.hidden) if self.choosing_row else heading_source(look, self.hidden)

    def show_head(self) -> None:
        """Show what is compared, and the parts; lines alone are marked."""
        self.grid.markable = self.part == LINES
        if not self.grid.markable:
            self.grid.marks.clear()
        told = ""
        if self.part == REPORTS and self.reading is not None:
            asks = ": which row has the headings?" if self.choosing_row else ": what each column is taken for"
            told = f"   {self.reading.wanted.path.name}{asks}"
        elif self.part == REPORTS:
            told = f"   reports in {place_text(self.folder)}"
        elif self.compared is not None:
            sides = [", ".join(self.compared.names(side)) for side in ("left", "right")]
            shown = f": {CLASSES[self.row_class]}" if self.part == LINES and self.row_class else ""
            told = f"   {sides[0]} against {sides[1]}{shown}"
        self.say_head([told], [])
        self.query_one(StepsLine).show_steps([Step(number, label) for number, label in LABELS], self.part)

    def about(self) -> Said:
        """Say what is under the cursor."""
        if self.part == REPORTS:
            return about_file(self.current_file)
        if self.part == TOTALS and self.compared is not None:
            return about_class(self.compared.answer, self.current_class)
        return about_line(self.lines.line(self.grid.cursor_key) if self.lines else None, self.hidden)

    def about_all(self) -> Said:
        """Say what stands behind the whole: faults of a file, or where the sides do not tie."""
        if self.part == REPORTS:
            return ["", *(Toned(line, "bad") for line in self.faults)]
        return ["", *(where_not_tied(self.compared) if self.part == TOTALS and self.compared is not None else ())]

    def open_line(self, key: str) -> None:
        """Go a step on: the columns of a file, the lines of a class, both sides of a line."""
        match self.part:
            case 1 if self.reading is None:
                self._open_file(key)
            case 1 if self.choosing_row:
                self.read_otherwise(self._read_now(), header_row=int(key))
            case 1:
                self.ask_field(self._read_now(), int(key))
            case 2:
                self._open_class()
            case _:
                self.command_why()

    def _read_now(self) -> Chosen:
        assert self.reading is not None
        return self.reading

    def _open_file(self, key: str) -> None:
        one = self.chosen[key]
        if one.look is None and not one.fault:
            self.look_at(one)
        if one.look is None:
            self.say("It is being looked at." if self.is_working else "It cannot be read; the reason stands below.")
            return
        self.reading, self.choosing_row = one, one.look.header_row is None
        self.show_from(str(one.look.likeliest_row) if self.choosing_row else "0")

    def _open_class(self) -> None:
        row_class = self.current_class
        compared = self.compared
        if row_class is None or compared is None:
            self.say("These are all the rows; Enter on a class shows its own.", "note")
            return
        self.row_class = row_class

        def opened(lines: Any) -> None:  # noqa: ANN401 - what the work gave
            self.lines = LineList(lines, self.hidden)
            self.part = LINES
            self.show_from()

        def work(_told: object) -> pl.DataFrame:
            return compared.answer.lines_of(row_class)

        rows = next(total.rows for total in compared.answer.classes if total.row_class == row_class)
        if rows > MANY_LINES:
            self.work_beside(f"Listing {rows:,} rows", work, opened)
        else:
            opened(work(None))

    # ---------------------------------------------------------------------------------------------------- commands

    def why_off(self, name: str) -> str | None:
        """Say why a command does not apply to what is shown."""
        if self.is_working:
            return "Something is being worked on; Esc stops it."
        one = self.current_file
        match name:
            case "report-csa" | "report-cms":
                return None if one is not None else "No file is under the cursor."
            case "compare-reports":
                return self.why_not_compare()
            case "heading-row":
                return None
            case "report-sheet" | "report-mapping":
                if one is None or one.look is None:
                    return "This file is not looked at yet; c or m takes it."
                has_sheets = len(one.look.sheets) > 1 or name != "report-sheet"
                return None if has_sheets else "It has one sheet alone, or none."
            case "differences-to-work":
                return self._why_not_work()
            case _:
                return None

    def _why_not_work(self) -> str | None:
        if self.current_class == "matched":
            return "Matched rows are no differences."
        if not self.desk.actor.roles & EITHER_SIDE:
            return "Whoever works on casegroups makes work of differences."
        assert self.compared is not None
        totals = [total for total in self.compared.answer.classes if total.row_class != "matched"]
        count = sum(total.rows for total in totals if self.current_class in {None, total.row_class})
        return None if count else "There is no difference here."

    def lines_meant(self) -> tuple[str, pl.DataFrame]:
        """Say which lines a command is about, and give them: those marked, or all of the class."""
        assert self.compared is not None
        answer, row_class = self.compared.answer, self.current_class
        if self.part == LINES and self.lines is not None and self.grid.marks:
            return "the marked lines", self.lines.marked(self.grid.marks)
        if row_class is None:
            return "all differences", answer.differences
        return CLASSES[row_class].lower().replace("cms", "CMS"), answer.lines_of(row_class)

    def command_reconciliation_part(self, key: str) -> None:
        """Show another part."""
        wanted = int(key)
        if wanted != REPORTS and self.compared is None:
            self.say(NOT_COMPARED, "note")
            return
        self.remove_class("-why-open")
        if wanted == LINES:
            if self.part == TOTALS:
                self._open_class()
            elif self.lines is None:
                self.say("Enter on a class of the totals (2) shows its rows.", "note")
            else:
                self.part = LINES
                self.show_from()
            return
        self.part, self.reading = wanted, None
        self.show_from(self.row_class if wanted == TOTALS else None)

    def command_heading_row(self) -> None:
        """Show the first rows, to choose the row of headings; or the columns again."""
        look = self._read_now().look
        self.choosing_row = not self.choosing_row or (look is not None and look.header_row is None)
        self.show_from(str(look.likeliest_row) if look is not None and self.choosing_row else "0")

    def command_back(self) -> None:
        """Stop what is being worked on, close what is open, or go back a step."""
        if self.is_working:
            self.stop_working()
        elif self.has_class("-why-open"):
            super().command_back()
        elif self.part == LINES:
            self.part = TOTALS
            self.show_from(self.row_class)
        elif self.part == TOTALS:
            self.part = REPORTS
            self.show_from()
        elif self.choosing_row and self.reading is not None and self.reading.look and self.reading.look.header_row:
            self.choosing_row = False
            self.show_from()
        elif self.reading is not None:
            key, self.reading = self.reading.key, None
            self.show_from(key)
        else:
            super().command_back()

    def files_changed(self) -> None:
        """Show the files, or the columns of the one that is read, as they are now."""
        if self.part == REPORTS:
            look = self.reading.look if self.reading is not None else None
            if self.reading is not None and look is None:
                return
            chose = self.choosing_row
            self.choosing_row = look is not None and look.header_row is None
            self.show_from("0") if chose and not self.choosing_row else self.show_again()

    def move_to_file(self, key: str) -> None:
        """Put the cursor on a file."""
        self.grid.move_to_key(key)
        self.show_row()

    def compared_now(self, compared: Compared) -> None:
        """Show the totals."""
        self.compared, self.lines, self.row_class, self.faults = compared, None, None, []
        self.hidden = restricted_numbers(self.desk)
        self.part, self.reading = TOTALS, None
        self.show_from()
        answer = compared.answer
        self.say(f"{answer.left_rows:,} rows left the CSA, {answer.right_rows:,} are at CMS.")

    def refused_beside(self, message: str) -> None:
        """Say the first fault, and keep all of them for the why pane."""
        self.faults = message.splitlines()
        more = f" w shows all {len(self.faults)}." if len(self.faults) > 1 else ""
        self.say(f"{self.faults[0]}.{more}", "refused")
        self.show_row()

    def given(self, line: str) -> bool:
        """Go to a folder or a file by its place."""
        place = Path(line.strip()).expanduser()
        if self.part != REPORTS or not (self.folder / place).exists():
            return False
        self.reading = None
        with self.saying_no():
            self.go_to_place(place)
        return True

    def read(self) -> None:
        """Read the folder."""
        self.hidden = restricted_numbers(self.desk)
        with self.saying_no():
            self.list_folder(self.folder)

    def after_question(self, *, written: bool) -> None:
        """Show how things are now."""
        if written:
            self.lines_written()
        self.show_again()
