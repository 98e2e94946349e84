"""One casegroup on its way to CMS: its cases with their steps, its arrears, and everything done by hand about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from console.desk.arrival import arrival_counts, look
from console.desk.arrival_run import ON_THE_WAY
from console.present.arrival import case_lines, step_line, view_lines
from console.present.events import event_sentences
from console.present.events_of_arrival import ROUTES, field_words
from console.present.wording import STAGES, capital, day, pounds
from console.tui.arrears_work import ArrearsWork, Part
from console.tui.arrival_commands import ARRIVING
from console.tui.arrival_source import arrears_source, others_source, part_key, steps_source, value_words
from console.tui.arrival_work import file_choices, register_line, run_choice
from console.tui.asking import show_saved
from console.tui.content import Toned
from console.tui.exception_work import ExceptionDoor
from console.tui.notes import NoteTaking
from console.tui.screens.list_screen import ListScreen
from console.tui.widgets.chrome import CasegroupLine, Step, StepsLine
from console.tui.widgets.question import Question
from domain.arrival.matching import SOURCE as MATCHING
from domain.arrival.steps import SOURCE as BUILDING
from domain.errors import NotPermittedError
from domain.worklist import name_in_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.desk.arrival import ArrivalView, CaseArrival, LineTold, StepTold
    from console.desk.desk import Desk
    from console.tui.content import Piece
    from console.tui.steps.step import Line
    from console.tui.widgets.grid_source import GridSource

STEPS, ARREARS, OTHERS = 1, 2, 3
PAGES: Final = ("Steps", "Arrears", "Orders, receipts, contacts")
NOTHING: Final = "Nothing of this casegroup is on its way."
NO_OTHERS: Final = "No order, agency receipt, correction or contact yet."
OF_WHAT_WAITS: Final = frozenset({"key-data", "match", "build", "add-arrears"})


class ArrivingScreen(NoteTaking, ExceptionDoor, ArrearsWork, ListScreen):
    """The arrival of one casegroup, and what can be done about it."""

    CONTEXT: ClassVar[str] = ARRIVING

    def __init__(self, desk: Desk, casegroup_id: str, numbers: Sequence[str] = ()) -> None:
        super().__init__(desk)
        self.casegroup_id = casegroup_id
        self.numbers = tuple(dict.fromkeys(numbers))
        self.view: ArrivalView = look(desk, casegroup_id)
        self.page = STEPS

    def begin(self) -> None:
        """Put the cursor where something is missing."""
        self.show_from(self._start())

    def on_screen_resume(self) -> None:
        """Read it again: it may have been worked on elsewhere."""
        with self.saying_no():
            self.look_again()

    def on_unmount(self) -> None:
        """Put the casegroup away."""
        self.desk.put_away(self.casegroup_id)

    # ----------------------------------------------------------------------------------------------- what it shows

    @property
    def _words(self) -> list[str]:
        return (self.grid.cursor_key or "").split(" ")

    @property
    def current_casegroup_id(self) -> str | None:
        """The casegroup that is open."""
        return self.casegroup_id

    @property
    def exception_case_id(self) -> str | None:
        """The case under the cursor; None where the line belongs to none."""
        return next((case.case_id for case in self.view.cases if case.case_id == self._words[0]), None)

    @property
    def current_case(self) -> CaseArrival | None:
        """The case under the cursor; else the first of which something waits, or the first."""
        here = [case for case in self.view.cases if case.case_id == self._words[0]]
        waiting = [case for case in self.view.cases if case.case_id in self.view.arrival.cases_waiting]
        return next(iter((*here, *waiting, *self.view.cases)), None)

    @property
    def current_step(self) -> StepTold | None:
        """The step under the cursor."""
        case = self.current_case
        if self.page != STEPS or case is None:
            return None
        return next((step for step in case.steps if step.step == self._words[-1]), None)

    @property
    def current_line(self) -> LineTold | None:
        """The part of the arrears under the cursor, with its amounts."""
        case = self.current_case
        if self.page != ARREARS or case is None:
            return None
        return next((line for line in case.lines if part_key(case.case_id, line) == self.grid.cursor_key), None)

    @property
    def current_part(self) -> Part | None:
        """The part of the arrears under the cursor."""
        line, case = self.current_line, self.current_case
        return Part(case.case_id, line.owed_to, line.status) if line is not None and case is not None else None

    @property
    def next_command(self) -> str:
        """Name what the casegroup waits for."""
        case = self.current_case
        match self.view.casefile.stage:
            case "closed":
                return "receive"
            case "arriving":
                return "run-on"
            case "cms_manual" | "cms_exception" if case is not None:
                return _wanted(case)
            case _:
                return "next-arrival"

    def list_source(self) -> GridSource:
        """List the page that is shown."""
        return {STEPS: steps_source, ARREARS: arrears_source, OTHERS: others_source}[self.page](self.view)

    @property
    def empty_text(self) -> str:
        """Say what the page would show."""
        return NO_OTHERS if self.page == OTHERS else NOTHING

    def _start(self) -> str | None:
        """Give the first line that lacks something."""
        keys = [f"{case.case_id} {step.step}" for case in self.view.cases for step in case.steps if step.missing]
        return next(iter(keys), None)

    def show_head(self) -> None:
        """Show whose arrears these are, whether they tie, and the pages."""
        casefile, arrival = self.view.casefile, self.view.arrival
        left, created, waiting = (
            pounds(sum(line.amount_pence for line in lines))
            for lines in (arrival.expected, arrival.created, arrival.waiting)
        )
        self.query_one(CasegroupLine).show_casegroup(
            self.casegroup_id, STAGES[casefile.stage], f"left {left} = on CMS {created} + waiting {waiting}"
        )
        pages = [Step(number, label) for number, label in enumerate(PAGES, 1)]
        place = ""
        if self.casegroup_id in self.numbers:
            place = f"{self.numbers.index(self.casegroup_id) + 1:,}/{len(self.numbers):,}"
        self.query_one(StepsLine).show_steps(pages, self.page, place)

    def about(self) -> list[Line]:
        """Say what is under the cursor, in at most four lines."""
        case, step, line = self.current_case, self.current_step, self.current_line
        if self.page == OTHERS:
            return self._about_other()
        if case is None:
            return [f"{name_in_list(self.view.casefile.casegroup.paying_parent)}: nothing was to leave the CSA."]
        if step is not None:
            lines: list[Line] = [Toned(step_line(step).replace("nino", "NINO"), "strong")]
            if step.missing:
                lines.append(f"d keys it for case {case.case_id}; of each it can be said: not known, because …")
            if step.step == "cms_case" and not case.matched:
                lines.append("m says which case it is on CMS, or that there is none.")
            return lines
        if line is not None:
            part, created = Part(case.case_id, line.owed_to, line.status), pounds(line.created_pence)
            return [
                Toned(capital(part.words), "strong"),
                f"{pounds(line.left_pence)} left the CSA: {created} made dues, {pounds(line.waiting_pence)} waits.",
                f"{pounds(line.on_cms_pence)} on CMS now. + adds to or corrects it; O ties an order to it.",
            ]
        first, *_ = case_lines(case)
        return [Toned(first, "strong"), self._received()]

    def _received(self) -> str:
        received = self.view.arrival.received
        if received is None:
            return "Not received at CMS yet: r receives it."
        return f"Received on {day(received.received_on)}, {ROUTES[received.route]}."

    def _about_other(self) -> list[Line]:
        """Say everything about an order, a receipt, a correction or a contact."""
        place = self.grid.cursor_key
        arrival = self.view.arrival
        told: list[Sequence[Piece]] = [
            [f"Case {wanted.case_id}: {pounds(wanted.amount_pence)} is owed although a write-off was wanted.",
             "A further one has to be confirmed by the receiving parent (CMSL6300)."]
            for wanted in self.view.further_write_offs
        ]  # fmt: skip
        told += [event_sentences(order) for order in arrival.orders]
        told += [
            [f"Agency receipt {receipt.receipt_id} of {pounds(receipt.amount_pence)}.", "D flags or allocates it."]
            for receipt in self.view.dca
        ]
        told += [event_sentences(entry.event) for entry in (*arrival.corrections, *arrival.contacts)]
        if place and place.isdecimal() and int(place) < len(told):
            return [*told[int(place)]]
        return ["O records an order, D an agency receipt, c a contact."]

    def about_all(self) -> list[Line]:
        """Say where what is under the cursor comes from and what it used, and how far all of it is."""
        return ["", *self._why(), "", Toned("Altogether", "strong"), *view_lines(self.view)]

    def _why(self) -> list[Line]:
        step = self.current_step
        if step is None:
            return [register_line(self.view.register, self.desk.as_at)]
        source = MATCHING if step.step == "cms_case" else BUILDING
        used: list[Piece] = [
            f"{capital(field_words([name]))}: {value_words(value)}" for name, value in (step.data or {}).items()
        ]
        if used:
            used = [Toned("What it used", "strong"), *used, ""]
        return [
            *used,
            Toned("Where the documents say so", "strong"),
            f"{source.document}, {source.place}: {source.says}",
            register_line(self.view.register, self.desk.as_at),
        ]

    def look_again(self) -> None:
        """Work everything out afresh; what may no longer be seen is left at once."""
        try:
            self.view = look(self.desk, self.casegroup_id)
        except NotPermittedError:
            self.dismiss()
            raise
        self.show_from(self.grid.cursor_key)

    def after_question(self, *, written: bool) -> None:
        """Show where the casegroup stands now."""
        self.look_again()
        if written:
            self.lines_written()
            show_saved(self, self.desk)
            if (start := self._start()) and self.page == STEPS:
                self.grid.move_to_key(start)

    # ---------------------------------------------------------------------------------------------------- commands

    def why_off(self, name: str) -> str | None:
        """Say why a command does not apply to the casegroup as it stands."""
        arrival = self.view.arrival
        if self.view.casefile.closed is None:
            return "The casegroup is not closed."
        if name == "receive":
            return f"The balances were received on {day(arrival.received.received_on)}." if arrival.received else None
        if name == "open-casegroup":
            return None
        if name in OF_WHAT_WAITS and not arrival.waiting:
            return "Nothing waits any more: everything that left the CSA is on CMS."
        if arrival.received is None:
            return "The balances are not received yet: r receives them."
        return None

    def command_arrival_page(self, key: str) -> None:
        """Show another page."""
        self.remove_class("-why-open")
        self.page = int(key)
        self.show_from(self._start() if self.page == STEPS else None)

    def command_look_again(self) -> None:
        """Read the store again."""
        self.look_again()
        self.say("Read again.")

    def command_run_on(self) -> None:
        """Ask whether to bring everything on, this one with it."""
        counts = arrival_counts(self.desk)
        on_the_way = sum(counts[stage] for stage in ON_THE_WAY)
        self.ask(Question(title="Bring on what goes by itself", choices=(run_choice(self.desk, on_the_way),)))

    def command_cms_files(self) -> None:
        """Ask which file to take in."""
        notes = [register_line(self.view.register, self.desk.as_at)]
        self.ask(Question(title="Files for the arrival", choices=file_choices(self, self.desk), notes=notes))

    def command_next_arrival(self) -> None:
        """Go to the next casegroup of the list."""
        self._go(1)

    def command_previous_arrival(self) -> None:
        """Go to the casegroup before."""
        self._go(-1)

    def _go(self, step: int) -> None:
        place = self.numbers.index(self.casegroup_id) + step if self.casegroup_id in self.numbers else -1
        if not 0 <= place < len(self.numbers):
            self.say("This is the last of the list." if step > 0 else "This is the first of the list.", "note")
            return
        before = self.casegroup_id
        self.view = look(self.desk, self.numbers[place])
        self.casegroup_id = self.numbers[place]
        self.desk.put_away(before)
        self.show_from(self._start() if self.page == STEPS else None)

    def command_open_casegroup(self) -> None:
        """Open the casegroup with everything recorded about it."""
        from console.tui.screens.casegroup import CasegroupScreen  # noqa: PLC0415 - when first opened

        self.app.push_screen(CasegroupScreen(self.desk, self.casegroup_id), self.went_on)

    def command_calculation(self) -> None:
        """Open the calculation form, for a client who queries what came."""
        from console.tui.screens.calculation import CalculationScreen  # noqa: PLC0415 - when first opened

        if self.current_case is None:
            self.say("No case of this casegroup was to leave the CSA.", "note")
            return
        case_id, typed = self.current_case.case_id, self.worklist.typed_calculations
        self.app.push_screen(CalculationScreen(self.desk, typed, self.casegroup_id, case_id), self.went_on)

    def command_journal(self) -> None:
        """Open the journal of this casegroup."""
        from console.tui.screens.journal import JournalScreen  # noqa: PLC0415 - when first opened

        self.app.push_screen(JournalScreen(self.desk, self.casegroup_id), self.went_on)

    def command_back(self) -> None:
        """Close what is open in place, or go back to the list with this casegroup under the cursor."""
        if self.has_class("-why-open"):
            super().command_back()
        else:
            self.dismiss(self.casegroup_id)


def _wanted(case: CaseArrival) -> str:
    """Name what a case waits for that somebody has to see to."""
    if not case.matched:
        return "match"
    if any(step.missing for step in case.steps):
        return "key-data"
    built = case.cms_case_id is not None or all(step.state != "waiting" for step in case.steps)
    return "add-arrears" if built else "build"
