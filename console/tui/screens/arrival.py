"""Screen 5, Arrival: the closed casegroups and how far each is on its way to CMS, and the daily exceptions report."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from console.desk.arrival import arrival_counts, arrival_rows, exceptions_report, register_told
from console.desk.arrival_run import ON_THE_WAY
from console.desk.people import not_permitted
from console.desk.questions import casegroups_passing
from console.desk.queue import people
from console.present.wording import STAGES, pounds
from console.tui.arrival_commands import ARRIVAL
from console.tui.arrival_source import ArrivalList, is_hidden, report_key, report_lines, report_source, row_lines
from console.tui.arrival_work import file_choices, receive_choices, register_line, run_choice
from console.tui.asking import choice, sentence
from console.tui.content import Toned
from console.tui.filtering import Filtering
from console.tui.line_after_line import asks_on
from console.tui.screens.list_screen import ListScreen
from console.tui.widgets.chrome import Step, StepsLine
from console.tui.widgets.question import Question
from domain.actor import LEADERSHIP
from domain.service_requests.requests import AllocateServiceRequest
from storage.batches import batches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.desk.arrival import ArrivalRow, ExceptionsReport, ReportLine
    from console.desk.desk import Desk
    from console.tui.content import Piece
    from console.tui.steps.step import Line
    from console.tui.widgets.grid_source import GridSource
    from console.tui.widgets.question import Choice
    from domain.arrived import ArrivalStage

REPORT: Final = 7
PARTS: Final[tuple[tuple[str, tuple[ArrivalStage, ...]], ...]] = (
    ("On the way", ON_THE_WAY),
    ("Closed", ("closed",)),
    ("Coming", ("arriving",)),
    ("By hand", ("cms_manual",)),
    ("Failed", ("cms_exception",)),
    ("Done", ("transition_complete",)),
    ("Report", ()),
)
ADDED_UP_AT_ONCE: Final = 300
THOUSAND: Final = 1_000
MOST_PEOPLE: Final = 8
NOTHING: Final = "No arrears are on their way here."
FILTERED: Final = "No casegroup here passes the filter. Esc shows all."
NO_FAILURES: Final = "Nothing failed."


class Totals(NamedTuple):
    """What left the CSA, what became dues and what waits, in pence; restricted ones are only counted."""

    left: int = 0
    created: int = 0
    waiting: int = 0
    restricted: int = 0


class ArrivalScreen(Filtering, ListScreen):
    """The casegroups on their way, stage by stage; Enter opens one, and keeps the place in the list."""

    CONTEXT: ClassVar[str] = ARRIVAL
    TITLE: ClassVar[str] = "Arrival"
    READS_AGAIN: ClassVar[bool] = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.part = 1
        self.today_only = False
        self.counts = arrival_counts(desk)
        self.list = ArrivalList(desk, ON_THE_WAY)
        self.among: frozenset[str] | None = None
        self.report: ExceptionsReport | None = None
        self.totals = self._added_up(at_once=True)

    def on_unmount(self) -> None:
        """Put away whatever was looked at."""
        self.desk.put_away()

    # ----------------------------------------------------------------------------------------------- what it shows

    @property
    def is_report(self) -> bool:
        """Whether the exceptions report is shown."""
        return self.part == REPORT

    @property
    def current(self) -> ArrivalRow | None:
        """The casegroup under the cursor."""
        return None if self.is_report else self.list.row(self.grid.cursor_key)

    @property
    def current_line(self) -> ReportLine | None:
        """The line of the exceptions report under the cursor."""
        return next((line for line in self.report_lines if report_key(line) == self.grid.cursor_key), None)

    @property
    def report_lines(self) -> list[ReportLine]:
        """The lines of the exceptions report that pass the filter; none where another part is shown."""
        lines = self.report.lines if self.report is not None and self.is_report else []
        return lines if self.among is None else [line for line in lines if line.casegroup_id in self.among]

    @property
    def next_command(self) -> str:
        """Name what the list waits for."""
        if self.is_report:
            return "give" if self.desk.actor.roles & LEADERSHIP else ""
        if self.part == 1 and self.counts["closed"]:
            return "receive"
        return {2: "receive", 3: "run-on"}.get(self.part, "")

    def _added_up(self, *, at_once: bool) -> Totals | None:
        """Add up what is listed; a long list only when it is asked for, because each casegroup has to be read."""
        numbers = self.list.listed
        if at_once and len(numbers) > ADDED_UP_AT_ONCE:
            return None
        totals = Totals()
        for page in batches(numbers, ADDED_UP_AT_ONCE):
            for row in arrival_rows(self.desk, page):
                totals = Totals(
                    totals.left + row.left_pence,
                    totals.created + row.created_pence,
                    totals.waiting + row.waiting_pence,
                    totals.restricted + is_hidden(row),
                )
        return totals

    def read(self) -> None:
        """Read what is listed, and its totals."""
        self.counts = arrival_counts(self.desk)
        if self.is_report:
            self.report = exceptions_report(self.desk, self.desk.as_at if self.today_only else None)
        self._choose()

    def _choose(self) -> None:
        """Choose what passes the filter, and add it up."""
        self.among = casegroups_passing(self.desk, self.filter_text)
        if self.is_report:
            waiting = {(line.casegroup_id, line.case_id): line.waiting_pence for line in self.report_lines}
            self.totals = Totals(waiting=sum(waiting.values()))
        else:
            self.list = ArrivalList(self.desk, PARTS[self.part - 1][1], self.among)
            self.totals = self._added_up(at_once=True)

    def filtered(self) -> None:
        """List the casegroups that pass the filter."""
        self._choose()
        self.show_from()

    def list_source(self) -> GridSource:
        """List the casegroups, or the exceptions report."""
        return report_source(self.report_lines) if self.is_report else self.list

    @property
    def empty_text(self) -> str:
        """Say what the list would hold."""
        if self.filter_text:
            return FILTERED
        return NO_FAILURES if self.is_report else NOTHING

    def show_head(self) -> None:
        """Show what left, came and waits, and how many casegroups are how far."""
        pieces: list[Piece] = [f" {self._listed()}: "]
        totals = self.totals
        if self.is_report:
            left_out = self.report.left_out if self.report else 0
            pieces.append(f"{pounds(totals.waiting if totals else 0)} waits")
            pieces.append(f"; {left_out:,} restricted left out" if left_out else "")
        elif totals is None:
            pieces.append("c adds up what left, came and waits")
        else:
            ties = totals.left == totals.created + totals.waiting
            pieces.append(
                f"left {pounds(totals.left)} = on CMS {pounds(totals.created)} + waiting {pounds(totals.waiting)}"
            )
            pieces.append(f"; {totals.restricted:,} restricted" if totals.restricted else "")
            pieces.append("" if ties else Toned("  DOES NOT TIE", "bad"))
        self.say_head(pieces, [])
        steps = [Step(place, label, self._count(stages)) for place, (label, stages) in enumerate(PARTS, 1)]
        self.query_one(StepsLine).show_steps(steps, self.part)

    def _listed(self) -> str:
        if not self.is_report:
            return f"{self.list.count():,}"
        return f"report{' of today' if self.today_only else ''}, {len(self.report_lines):,}"

    def _count(self, stages: Sequence[ArrivalStage]) -> str:
        if len(stages) != 1:
            return ""
        count = self.counts[stages[0]]
        return f" {count}" if count < THOUSAND else f" {count // THOUSAND}k"

    def about_all(self) -> list[Line]:
        """Say how many are how far, and how old the register of CMS cases is."""
        counts = [f"{STAGES[stage]}: {count:,}" for stage, count in self.counts.items()]
        return ["", Toned("By how far they are", "strong"), *counts, "", self._register()]

    def _register(self) -> str:
        return register_line(register_told(self.desk), self.desk.as_at)

    def about(self) -> list[Line]:
        """Say what is under the cursor."""
        if self.is_report:
            line = self.current_line
            return [*report_lines(line)] if line else [self._register()]
        row = self.current
        return [*row_lines(row)] if row else [self._register()]

    def open_line(self, key: str) -> None:
        """Open the arrival of the casegroup."""
        self.open_arrival(key.partition(" ")[0] if self.is_report else key)

    def open_arrival(self, casegroup_id: str) -> None:
        """Open the arrival of a casegroup; raises what looking at it raises."""
        from console.tui.screens.arrival_casegroup import ArrivingScreen  # noqa: PLC0415 - when first opened

        numbers = [line.casegroup_id for line in self.report_lines] or self.list.listed
        screen = ArrivingScreen(self.desk, casegroup_id, numbers)
        self.app.push_screen(screen, self._back)

    def _back(self, answer: object) -> None:
        if isinstance(answer, str) and not self.is_report:
            self.grid.move_to_key(answer)
        self.went_on(answer)

    def given(self, line: str) -> bool:
        """Open the arrival of a casegroup by its number."""
        if self.desk.store.worklist_key(line.strip()) is None:
            return False
        with self.saying_no():
            self.open_arrival(line.strip())
        return True

    # ---------------------------------------------------------------------------------------------------- commands

    def why_off(self, name: str) -> str | None:
        """Say why a command does not apply to what is listed."""
        match name:
            case "receive":
                return None if self.counts["closed"] else "No closed casegroup waits to be received."
            case "run-on":
                on_the_way = sum(self.counts[stage] for stage in ON_THE_WAY)
                return None if on_the_way else "Nothing is on its way."
            case "give":
                return self._why_not_give()
            case "add-up":
                return "The report is added up already." if self.is_report else None
            case "report-day":
                return None if self.is_report else "That is for the exceptions report (7)."
            case _:
                return None

    def _why_not_give(self) -> str | None:
        line = self.current_line
        if line is None:
            return "What failed is given to somebody on the exceptions report (7)."
        if not line.service_request_id:
            return "Nothing is asked of anybody about this one."
        return None if self.desk.actor.roles & LEADERSHIP else sentence(not_permitted(self.desk.actor, LEADERSHIP))

    def command_arrival_part(self, key: str) -> None:
        """List another part."""
        self.remove_class("-why-open")
        self.part = int(key)
        self.read()
        self.show_from()

    def command_report_day(self) -> None:
        """Show only what came on the report today, or all that is open."""
        self.today_only = not self.today_only
        self.command_arrival_part(str(REPORT))

    def command_add_up(self) -> None:
        """Add up what is listed, however long it is."""
        self.totals = self._added_up(at_once=False)
        self.show_head()

    def command_receive(self) -> None:
        """Ask whose balances to receive."""
        row = self.current
        current = row.casegroup_id if row is not None and row.stage == "closed" else None
        choices = receive_choices(self.desk, current, self.counts["closed"])
        self.ask(Question(title="Receive balances at CMS", choices=choices))

    def command_run_on(self) -> None:
        """Ask whether to bring everything on."""
        on_the_way = sum(self.counts[stage] for stage in ON_THE_WAY)
        self.ask(Question(title="Bring on what goes by itself", choices=(run_choice(self.desk, on_the_way),)))

    def command_cms_files(self) -> None:
        """Ask which file to take in."""
        self.ask(
            Question(title="Files for the arrival", choices=file_choices(self, self.desk), notes=[self._register()])
        )

    def command_give(self) -> None:
        """Ask to whom the work on what failed is given."""
        line = self.current_line
        if line is None:
            return
        title = f"Give the work on case {line.case_id} of {line.casegroup_id} to"
        everybody = people(self.desk)
        choices = [self._give(line, person.user, person.name) for person in everybody[:MOST_PEOPLE]]
        if len(everybody) > MOST_PEOPLE:
            ask = "To whom? What they sign in as (Enter ends it)"
            choices.append(
                asks_on(
                    self, "Somebody else", f"give {report_key(line)}", ask, lambda text: [self._give(line, text, text)],
                    title=title,
                )
            )  # fmt: skip
        self.ask(Question(title=title, choices=tuple(choices)))

    def _give(self, line: ReportLine, user: str, name: str) -> Choice:
        request = AllocateServiceRequest(
            casegroup_id=line.casegroup_id, service_request_id=line.service_request_id, to=user
        )
        label = user if name == user else f"{name} ({user})"
        return choice(self.desk, label, request, f"Given to {label}.")
