"""What is made of differences: work on the queue, after a preview, or a file; a long one beside the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from console.desk.reconciliation_work import plan_work, take_up
from console.desk.reports_compared import write_lines
from console.present.reconciliation import CLASSES, difference_text, plan_texts
from console.tui.asking import show_saved
from console.tui.background import Background, desk_beside
from console.tui.line_after_line import Asked, asking, read_path
from console.tui.widgets.question import Choice, Question
from domain.reconciliation.differences import differences_in
from storage.exporters.files import refuse_taken

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

    from console.desk.desk import Desk
    from console.desk.reconciliation_work import WorkPlan
    from console.desk.reports_compared import Compared
    from console.tui.background import Progress
    from console.tui.content import Piece
    from console.tui.screens.base import ConsoleScreen
    from domain.reconciliation.differences import Difference
    from domain.reconciliation.rules import RowClass

    Base = ConsoleScreen
else:
    Base = object

KINDS: Final = (".csv", ".xlsx")


class DifferenceWork(Background, Base):
    """The commands of a screen on which reports are compared."""

    desk: Desk
    compared: Compared | None
    hidden: frozenset[str]

    @property
    def current_class(self) -> RowClass | None:
        """The class under the cursor, or that whose lines are shown; None on the line of all of them."""
        raise NotImplementedError

    def lines_meant(self) -> tuple[str, pl.DataFrame]:
        """Say which lines a command is about, and give them: those marked, or all of the class."""
        raise NotImplementedError

    # ---------------------------------------------------------------------------------------------------- to work

    def command_differences_to_work(self) -> None:
        """Look which of the differences would become work, and then ask."""
        what, lines = self.lines_meant()
        compared = self.compared
        assert compared is not None

        def work(told: Progress) -> tuple[Sequence[Difference], WorkPlan]:
            differences = differences_in(lines)
            with desk_beside(self.desk) as desk:
                return differences, plan_work(
                    desk, differences, compared.names("left"), compared.names("right"), told
                )  # fmt: skip

        def planned(found: Any) -> None:  # noqa: ANN401 - what the work gave
            self._ask_work(what, *found)

        self.work_beside("Looking which are new", work, planned)

    def _ask_work(self, what: str, differences: Sequence[Difference], plan: WorkPlan) -> None:
        def preview() -> Sequence[Piece | tuple[Piece, ...]]:
            return [text.strip() for text in plan_texts(plan, written=False)]

        async def then() -> None:
            self.work_beside("Making work", work, self._made)

        def work(told: Progress) -> WorkPlan:
            with desk_beside(self.desk) as desk:
                return take_up(desk, differences, difference_text, plan, told)

        off = None if plan.count else "All of these differences were made work before."
        label = f"To work: {what}, {plan.count:,} new"
        self.ask(Question(title=label, choices=(Choice(label=label, preview=preview, then=then, why_off=off),)))

    def _made(self, plan: WorkPlan) -> None:
        office = f", {len(plan.unknown):,} at the office" if plan.unknown else ""
        before = f"; {plan.known:,} were so before" if plan.known else ""
        rest = f" {plan.left_over:,} are left: o again." if plan.left_over else ""
        self.say(f"{plan.count:,} on the queue (F4){office}{before}.{rest}", "done")
        show_saved(self, self.desk)
        self.lines_written()

    # ----------------------------------------------------------------------------------------------------- to a file

    def command_write_differences(self) -> None:
        """Ask which differences go to a file, and where that is."""
        choices = [self._writing("All differences, every class", None)]
        row_class = self.current_class
        if row_class is not None:
            choices.append(self._writing(f"Those of one class: {CLASSES[row_class]}", row_class))
        self.ask(Question(title="Write differences to a file", choices=tuple(choices)))

    def _writing(self, label: str, row_class: RowClass | None) -> Choice:
        asked = [Asked("path", "Where to? A name that ends in .xlsx or .csv (Enter goes on)", _read_place)]

        return asking(
            self, label, f"write {row_class}", asked, lambda typed: self._file_question(typed["path"], row_class)
        )

    def _file_question(self, path: Path, row_class: RowClass | None) -> Question:
        compared = self.compared
        assert compared is not None
        refuse_taken(path, replace=False)
        answer = compared.answer
        count = next((one.rows for one in answer.classes if one.row_class == row_class), answer.differences.height)

        def work(told: Progress) -> tuple[int, int]:
            told(f"Writing {path.name}")
            is_csv = path.suffix.lower() == ".csv"
            return write_lines(path, "csv" if is_csv else "xlsx", answer, self.hidden, row_class)

        def done(found: Any) -> None:  # noqa: ANN401 - what the work gave
            written, left_out = found
            restricted = f"; {left_out:,} of restricted records left out" if left_out else ""
            self.say(f"{written:,} lines written to {path}{restricted}.", "done")
            self.lines_written()

        async def then() -> None:
            self.work_beside(f"Writing {path.name}", work, done)

        label = f"Write {count:,} lines to {path.name}"
        says: list[Piece | tuple[Piece, ...]] = [f"{path}: {count:,} lines, without those of restricted records."]
        if not self.hidden:
            says = [f"{path}: {count:,} lines."]
        return Question(title=label, choices=(Choice(label=label, preview=lambda: says, then=then),))


def _read_place(text: str) -> Path:
    path = read_path(text).absolute()
    if path.suffix.lower() not in KINDS:
        expected = "a name that ends in .xlsx or .csv"
        raise ValueError(expected)
    return path
