"""Payments for closed cases: those to be looked into first, whose each may be, and the files in and out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from console.desk.payments import payment_counts, payment_references, payment_told
from console.present.payments import RESTRICTED, STATES, WHY_OPEN, payment_lines
from console.present.wording import day, pounds
from console.tui.arrival_commands import PAYMENTS
from console.tui.asking import show_saved
from console.tui.content import Toned
from console.tui.going import TO_WORKLIST
from console.tui.line_after_line import LineAfterLine
from console.tui.payment_work import (
    finding_choices,
    pass_choices,
    take_in_choice,
    why_not_hands,
    why_not_write,
    write_out_choice,
)
from console.tui.screens.base import ConsoleScreen
from console.tui.widgets.chrome import CasegroupLine, StepsLine
from console.tui.widgets.detail import DetailPane
from console.tui.widgets.grid import Grid
from console.tui.widgets.grid_source import Column, GridRow, Short
from console.tui.widgets.question import Question
from domain.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from console.desk.desk import Desk
    from console.desk.payments import PaymentView
    from console.tui.content import Piece
    from console.tui.screens.worklist import WorklistScreen
    from console.tui.widgets.grid_source import Cell, SortOrder

COLUMNS: Final = (
    Column(key="reference", title="Reference", width_min=12, width_max=24, flex=2, sortable=False),
    Column(key="received", title="Received", width_min=11, sortable=False),
    Column(key="amount", title="Amount", width_min=11, width_max=14, flex=1, align="right", sortable=False),
    Column(key="name", title="From", width_min=14, width_max=40, flex=3, sortable=False),
    Column(key="state", title="Where", width_min=17, width_max=60, flex=4, sortable=False),
)
WHY_IN_BRIEF: Final[Mapping[str, str]] = {
    "several_casegroups": "several fit",
    "not_closed": "not closed",
    "names_swapped": "names swapped",
    "number_only": "number alone",
    "name_only": "name alone",
    "nobody_found": "nobody found",
}
NOTHING: Final = "No payments have been taken in; i takes a file in."
LOOKED_INTO: Final = "It does not wait to be looked into any more."


class PaymentList:
    """The payments, those to be looked into first; each page is read when it is shown."""

    def __init__(self, desk: Desk) -> None:
        self.columns: Sequence[Column] = COLUMNS
        self.order: SortOrder | None = None
        self._desk = desk
        self._references = payment_references(desk)
        self._places = {reference: place for place, reference in enumerate(self._references)}

    def count(self) -> int:
        """How many there are."""
        return len(self._references)

    def page(self, start: int, stop: int) -> Sequence[GridRow]:
        """Give the rows from `start` up to, not including, `stop`."""
        return [_row(payment_told(self._desk, reference)) for reference in self._references[start:stop]]

    def position(self, key: str) -> int | None:
        """Where a payment stands."""
        return self._places.get(key)

    def keys(self, start: int, stop: int) -> Sequence[str]:
        """Give the references of rows from `start` up to, not including, `stop`."""
        return self._references[start:stop]

    def sort(self, order: SortOrder) -> None:
        """Leave them in their own order."""
        del order


def _row(view: PaymentView) -> GridRow:
    row = view.row
    if view.masked:
        hidden = (row.reference, "", "", Toned(RESTRICTED, "muted"), STATES[row.state])
        return GridRow(row.reference, hidden)
    where: Cell = STATES[row.state]
    if row.state == "investigating":
        where = Short(f"{STATES[row.state]}: {WHY_OPEN[row.why_open]}", WHY_IN_BRIEF[row.why_open], "warning")
    elif row.casegroup_id:
        where = Short(f"{STATES[row.state]}, {row.casegroup_id}", STATES[row.state])
    received = day(date.fromisoformat(row.received_on))
    return GridRow(
        row.reference, (row.reference, received, pounds(row.amount_pence), f"{row.forenames} {row.surname}", where)
    )


class PaymentsScreen(LineAfterLine, ConsoleScreen):
    """The payments for closed cases, and what is done about each."""

    CONTEXT: ClassVar[str] = PAYMENTS
    AUTO_FOCUS: ClassVar[str | None] = "Grid"
    HAS_WHY: ClassVar[bool] = True

    def __init__(self, desk: Desk, worklist: WorklistScreen, reference: str | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.worklist = worklist
        self.list = PaymentList(desk)
        self.counts = payment_counts(desk)
        self._first = reference

    def compose_work(self) -> ComposeResult:
        """Show the list, and under it the payment under the cursor."""
        yield Grid(self.list, empty=NOTHING, markable=False, id="payments")
        yield DetailPane(id="detail")

    def on_mount(self) -> None:
        """Say what is shown."""
        if self._first:
            self.grid.move_to_key(self._first)
        self._show_head()
        self._show_row()

    def on_screen_resume(self) -> None:
        """Read the payments again; what was open is put away."""
        self.desk.put_away()
        with self.saying_no():
            self.command_look_again()

    # ----------------------------------------------------------------------------------------------- what it shows

    @property
    def grid(self) -> Grid:
        """Give the list shown."""
        return self.query_one("#payments", Grid)

    @property
    def current(self) -> PaymentView | None:
        """The payment under the cursor."""
        key = self.grid.cursor_key
        try:
            return payment_told(self.desk, key) if key else None
        except BadInputError:
            return None

    @property
    def next_command(self) -> str:
        """Name what the payment under the cursor waits for."""
        view = self.current
        if view is None:
            return "take-payments"
        return "pass-payment" if view.row.state == "investigating" and not view.masked else ""

    def _show_head(self) -> None:
        waiting = self.counts.get("investigating", 0)
        told = ", ".join(f"{count:,} {STATES[state]}" for state, count in self.counts.items() if state in STATES)
        self.query_one(CasegroupLine).show([" ", Toned("Payments for closed cases", "strong")])
        said = told or "none yet"
        self.query_one(StepsLine).show([Toned(f" {said}", "warning" if waiting else "plain")])

    def _show_row(self) -> None:
        view = self.current
        said: list[Piece | tuple[Piece, ...]] = []
        if view is not None:
            first, *rest = payment_lines(view)
            said = [Toned(first, "strong"), *rest]
        self.query_one("#detail", DetailPane).show(said)
        self.show_why([*said, "", *self._how()])

    def _how(self) -> list[Piece | tuple[Piece, ...]]:
        return [
            "A payment passes by itself only where number and name are those of one closed casegroup.",
            "Every other is looked into by somebody: none is guessed.",
        ]

    def on_grid_row_highlighted(self) -> None:
        """Show the payment under the cursor."""
        self._show_row()

    def on_grid_row_opened(self) -> None:
        """Show the payment with everybody it may belong to."""
        self.command_why()

    # ---------------------------------------------------------------------------------------------------- commands

    def why_off(self, name: str) -> str | None:
        """Say why a command does not apply to the payment under the cursor."""
        if name == "take-payments":
            return why_not_hands(self.desk)
        if name == "write-payments":
            return why_not_write(self.desk)
        view = self.current
        if view is None:
            return "There is no payment here."
        if view.masked:
            return "It may be that of a restricted record; somebody nominated looks into it."
        if name == "open-casegroup":
            return None if view.row.casegroup_id else "It is no casegroup's yet; p passes it."
        return None if view.row.state == "investigating" else LOOKED_INTO

    def command_look_again(self) -> None:
        """Read the payments again; the cursor stays where it was, for the next."""
        key, place = self.grid.cursor_key, self.grid.cursor_position
        self.list = PaymentList(self.desk)
        self.counts = payment_counts(self.desk)
        self.grid.set_source(self.list)
        if key is None or not self.grid.move_to_key(key):
            self.grid.move_to(place)
        self._show_head()
        self._show_row()
        self.refresh_footer()

    def command_pass_payment(self) -> None:
        """Ask whose the payment is."""
        view = self.current
        if view is not None:
            like = len(view.candidates)
            title = f"Whose is payment {view.row.reference} of {pounds(view.row.amount_pence)}? {like:,} may be."
            self.ask(Question(title=title, choices=pass_choices(self, self.desk, view)))

    def command_finding(self) -> None:
        """Ask what was found out about the payment."""
        view = self.current
        if view is not None:
            title = f"What was found about payment {view.row.reference}?"
            self.ask(Question(title=title, choices=finding_choices(self, self.desk, view.row.reference)))

    def command_take_payments(self) -> None:
        """Ask for a file to take in."""
        self.ask(Question(title="Payments made to the CSA", choices=(take_in_choice(self, self.desk),)))

    def command_write_payments(self) -> None:
        """Ask where the file for CMS goes."""
        self.ask(Question(title="Payments for CMS", choices=(write_out_choice(self, self.desk),)))

    def command_open_casegroup(self) -> None:
        """Open the casegroup the payment was passed as."""
        from console.tui.screens.casegroup import CasegroupScreen  # noqa: PLC0415 - when first opened

        view = self.current
        if view is None:
            return

        def back(answer: object) -> None:
            if answer == TO_WORKLIST:
                self.dismiss(answer)

        self.app.push_screen(CasegroupScreen(self.desk, view.row.casegroup_id, self.worklist), back)

    def command_worklist(self) -> None:
        """Go to the worklist."""
        self.dismiss(TO_WORKLIST)

    def command_lines_behind(self) -> None:
        """Show everything about the payment."""
        self.command_why()

    def after_question(self, *, written: bool) -> None:
        """Show how far the payments are now."""
        self.command_look_again()
        if written:
            self.lines_written()
            show_saved(self, self.desk)
