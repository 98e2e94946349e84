"""The door to exceptions and service requests, on every screen that has a casegroup under its cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, get_args

from console.present.wording import EXCEPTIONS
from console.tui.asking import asks_on, choice, expectation
from console.tui.widgets.question import Question
from domain.closure_exceptions.requests import RaiseException
from domain.events.queued import ExceptionReason
from domain.service_requests.requests import RaiseServiceRequest

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.tui.screens.base import ConsoleScreen
    from console.tui.widgets.panes import EntryRow
    from console.tui.widgets.question import Choice

    Base = ConsoleScreen
else:
    Base = object

REASONS: Final[tuple[ExceptionReason, ...]] = get_args(ExceptionReason)
OTHER_EXCEPTION: Final = "other-exception"
SERVICE_REQUEST: Final = "service-request"


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
    _raised_on: Place | None = None

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
        place = self._raised_on = Place(number, self.exception_case_id)
        # Whoever may not see into the record is told so now, not after a line of text.
        self.desk.casefile(number)
        choices = [self._raising(place, reason) for reason in REASONS if reason != "other"]
        for label, purpose, ask in (
            ("Another reason, or one of these with your own words", OTHER_EXCEPTION, "Why can it not close?"),
            (
                "No exception: ask a piece of work of somebody (service request)",
                SERVICE_REQUEST,
                "What is to be done?",
            ),
        ):
            choices.append(asks_on(self, label, f"{purpose} {place.words}", f"{ask} (Enter ends it)"))
        self.ask(Question(title=f"Exception on {place.words}", choices=tuple(choices)))

    def _raising(self, place: Place, reason: ExceptionReason, detail: str = "") -> Choice:
        request = RaiseException(casegroup_id=place.casegroup_id, case_id=place.case_id, reason=reason, detail=detail)
        done = f"The exception is on the queue (F4), on {place.words}."
        return choice(self.desk, EXCEPTIONS[reason], request, done)

    def on_entry_row_entered(self, event: EntryRow.Entered) -> None:
        """Ask whether to raise what was typed: as a reason of its own, or with one of the others."""
        place = self._raised_on
        purpose = event.purpose.partition(" ")[0]
        if purpose not in {OTHER_EXCEPTION, SERVICE_REQUEST} or place is None:
            return
        if not event.text.strip():
            self.refuse_text("Nothing is typed yet.", "note")
            return
        try:
            if purpose == OTHER_EXCEPTION:
                # Under the numbers they had before.
                asked = [self._raising(place, reason, event.text) for reason in REASONS]
            else:
                wanted = RaiseServiceRequest(casegroup_id=place.casegroup_id, case_id=place.case_id, work=event.text)
                done = f"The service request is on the queue (F4), on {place.words}."
                asked = [choice(self.desk, "Raise the service request", wanted, done)]
        except ValueError as error:
            self.refuse_text(expectation(error))
            return
        title = "Exception" if purpose == OTHER_EXCEPTION else "Service request"
        self.ask_about_text(Question(title=f"{title} on {place.words}, with your words", choices=tuple(asked)))
