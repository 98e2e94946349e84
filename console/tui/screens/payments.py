"""Payments for closed cases: those to be looked into first, whose each may be, and the files in and out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from console.desk.payments import payment_counts, payment_references, payment_told
from console.present.payments import RESTRICTED, STATES, WHY_OPEN, payment_lines
from console.present.wording import day, pounds
from console.tui.arrival_commands import PAYMENTS
from console.tui.content import Toned
from console.tui.payment_work import (
    finding_choices,
    pass_choices,
    take_in_choice,
    why_not_hands,
    why_not_write,
    write_out_choice,
)
from console.tui.read_by_page import OwnOrder
from console.tui.screens.list_screen import ListScreen
from console.tui.widgets.grid_source import Column, GridRow, Short
from console.tui.widgets.question import Question
from domain.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.desk.desk import Desk
    from console.desk.payments import PaymentView
    from console.tui.steps.step import Line
    from console.tui.widgets.grid_source import Cell

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
LOOKED_INTO: Final = "It does not wait to be looked into any more."


class PaymentList(OwnOrder):
    """The payments, those to be looked into first; each page is read when it is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, COLUMNS, payment_references(desk))

    def page(self, start: int, stop: int) -> Sequence[GridRow]:
        """Give the rows from `start` up to, not including, `stop`."""
        return [_row(payment_told(self.desk, reference)) for reference in self.listed[start:stop]]


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


class PaymentsScreen(ListScreen):
    """The payments for closed cases, and what is done about each."""

    CONTEXT: ClassVar[str] = PAYMENTS
    TITLE: ClassVar[str] = "Payments for closed cases"
    EMPTY: ClassVar[str] = "No payments have been taken in; i takes a file in."
    READS_AGAIN: ClassVar[bool] = True

    def __init__(self, desk: Desk, reference: str | None = None) -> None:
        super().__init__(desk)
        self.counts = payment_counts(desk)
        self.list = PaymentList(desk)
        self._first = reference

    def begin(self) -> None:
        """Begin on the payment that was asked for."""
        if self._first:
            self.grid.move_to_key(self._first)
        super().begin()

    def read(self) -> None:
        """Read the payments."""
        self.counts = payment_counts(self.desk)
        self.list = PaymentList(self.desk)

    def list_source(self) -> PaymentList:
        """List the payments."""
        return self.list

    # ----------------------------------------------------------------------------------------------- what it shows

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

    def show_head(self) -> None:
        """Show how many payments are where."""
        waiting = self.counts.get("investigating", 0)
        told = ", ".join(f"{count:,} {STATES[state]}" for state, count in self.counts.items() if state in STATES)
        self.say_head([], [Toned(f" {told or 'none yet'}", "warning" if waiting else "plain")])

    def about(self) -> list[Line]:
        """Say what is known of the payment under the cursor."""
        view = self.current
        if view is None:
            return []
        first, *rest = payment_lines(view)
        return [Toned(first, "strong"), *rest]

    def about_all(self) -> list[Line]:
        """Say how a payment passes."""
        return [
            "",
            "A payment passes by itself only where number and name are those of one closed casegroup.",
            "Every other is looked into by somebody: none is guessed.",
        ]

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
        if view is not None:
            self.app.push_screen(CasegroupScreen(self.desk, view.row.casegroup_id), self.went_on)
