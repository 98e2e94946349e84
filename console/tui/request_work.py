"""Requests to close raised by hand, and the way to the minimum case data, on the casegroup that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, get_args

from console.present.wording import day
from console.tui.asking import choice
from console.tui.line_after_line import Asked, read_day_or_none
from console.tui.widgets.question import Question
from domain.days import read_day
from domain.events.requests import TransitionRequestKind
from domain.transition_request.requests import RaiseTransitionRequest

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.tui.screens.base import ConsoleScreen
    from console.tui.steps.step import View
    from console.tui.widgets.question import Choice

    Base = ConsoleScreen
else:
    Base = object

KINDS: Final[tuple[TransitionRequestKind, ...]] = get_args(TransitionRequestKind)
ASK: Final = "Request to close: application received on, such as 12 Feb 2016:"
ASK_CLOSES: Final = "To close on, such as 1 May 2016 (Enter alone: the T-date that follows from the application):"


class RequestWork(Base):
    """Raises LTR1 to LTR3 for a reactive closure, and opens the forms of a case: its data, and its calculation."""

    desk: Desk
    casegroup_id: str
    view: View

    @property
    def current_case_id(self) -> str:
        """The case a command is about."""
        raise NotImplementedError

    async def command_raise_request(self) -> None:
        """Ask for the application the request is about."""
        asked = [Asked("applied_on", ASK, read_day), Asked("closes_on", ASK_CLOSES, read_day_or_none)]
        await self.ask_lines(f"raise-request {self.casegroup_id}", asked, self._offered)

    def command_case_data(self) -> None:
        """Open the form of the minimum case data of the case under the cursor."""
        from console.tui.screens.case_data import CaseDataScreen  # noqa: PLC0415 - when first opened

        screen = CaseDataScreen(self.desk, self.casegroup_id, self.current_case_id, self.worklist.typed_case_data)
        self.app.push_screen(screen, self.went_on)

    def command_calculation(self) -> None:
        """Open the calculation form, about the case under the cursor."""
        from console.tui.screens.calculation import CalculationScreen  # noqa: PLC0415 - when first opened

        typed = self.worklist.typed_calculations
        screen = CalculationScreen(self.desk, typed, self.casegroup_id, self.current_case_id)
        self.app.push_screen(screen, self.went_on)

    def command_look_ups(self) -> None:
        """Open the look-ups of people named in applications."""
        from console.tui.screens.look_ups import LookUpsScreen  # noqa: PLC0415 - when first opened

        self.app.push_screen(LookUpsScreen(self.desk), self.went_on)

    def _offered(self, typed: dict[str, Any]) -> Question:
        """Offer the kinds of request to each system that has a case."""
        applied_on = typed["applied_on"]
        systems = sorted({case.system for case in self.view.casefile.casegroup.cases})
        choices: list[Choice] = []
        for system in systems:
            for kind in KINDS:
                request = RaiseTransitionRequest(
                    casegroup_id=self.casegroup_id,
                    request_kind=kind,
                    system=system,
                    application_received_on=applied_on,
                    closure_date=typed["closes_on"],
                )
                done = f"{kind} to {system} is raised; its file is written by closeout ltr write. u undoes it."
                choices.append(choice(self.desk, f"{kind} to {system}", request, done))
        title = f"Request to close {self.casegroup_id}, application received on {day(applied_on)}"
        return Question(title=title, choices=tuple(choices))
