"""The door to exceptions and service requests, on every screen that has a casegroup under its cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, get_args

from console.present.wording import EXCEPTIONS
from console.tui.asking import choice
from console.tui.line_after_line import asks_on
from console.tui.widgets.question import Question
from domain.closure_exceptions.requests import RaiseException
from domain.events.queued import ExceptionReason
from domain.service_requests.requests import RaiseServiceRequest

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.tui.screens.base import ConsoleScreen
    from console.tui.widgets.question import Choice

    Base = ConsoleScreen
else:
    Base = object

REASONS: Final[tuple[ExceptionReason, ...]] = get_args(ExceptionReason)


class Place(NamedTuple):
    """What an exception is raised on: a casegroup, or one case of it."""

    casegroup_id: str
    case_id: str | None

    @property
    def words(self) -> str:
        """Name it in a title."""
        return f"case {self.case_id} of {self.casegroup_id}" if self.case_id else f"casegroup {self.casegroup_id}"


class ExceptionDoor(Base):
    """Raises an exception, or asks a piece of work of somebody."""

    desk: Desk

    @property
    def current_casegroup_id(self) -> str | None:
        """The casegroup under the cursor."""
        return None

    @property
    def exception_case_id(self) -> str | None:
        """The case under the cursor; None where the line belongs to the casegroup as a whole."""
        return None

    def command_exception(self) -> None:
        """Ask for the reason why the casegroup, or the case under the cursor, cannot close."""
        number = self.current_casegroup_id
        if number is None:
            self.say("There is no casegroup here to raise an exception on.", "note")
            return
        place = Place(number, self.exception_case_id)
        # Whoever may not see into the record is told so now, not after a line of text.
        self.desk.casefile(number)
        other = asks_on(
            self, "Another reason, or one of these with your own words", f"other-exception {place.words}",
            "Why can it not close? (Enter ends it)",
            # Under the numbers they had before.
            lambda text: [self._raising(place, reason, text) for reason in REASONS],
            title=f"Exception on {place.words}, with your words",
        )  # fmt: skip
        work = asks_on(
            self, "No exception: ask a piece of work of somebody (service request)", f"service-request {place.words}",
            "What is to be done? (Enter ends it)", lambda text: [self._work(place, text)],
            title=f"Service request on {place.words}, with your words",
        )  # fmt: skip
        reasons = (self._raising(place, reason) for reason in REASONS if reason != "other")
        self.ask(Question(title=f"Exception on {place.words}", choices=(*reasons, other, work)))

    def _raising(self, place: Place, reason: ExceptionReason, detail: str = "") -> Choice:
        request = RaiseException(casegroup_id=place.casegroup_id, case_id=place.case_id, reason=reason, detail=detail)
        done = f"The exception is on the queue (F4), on {place.words}."
        return choice(self.desk, EXCEPTIONS[reason], request, done)

    def _work(self, place: Place, text: str) -> Choice:
        request = RaiseServiceRequest(casegroup_id=place.casegroup_id, case_id=place.case_id, work=text)
        done = f"The service request is on the queue (F4), on {place.words}."
        return choice(self.desk, "Raise the service request", request, done)
