"""The routes of an exception: from where, on which answer, to where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from domain.progress import TECHNICAL
from domain.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.events.queued import ExceptionAnswer, ExceptionReason, ExceptionState


# What the batch alone answers, by running: nobody says that a case would have passed.
BATCH_ANSWERS: Final[frozenset[ExceptionAnswer]] = frozenset({"passed", "failed_again"})
Kind = Literal["any", "technical", "not_technical"]


@dataclass(frozen=True, slots=True)
class Route:
    """A row of the register; `kind` says for which reasons it is the way."""

    held: ExceptionState
    answer: ExceptionAnswer
    goes_to: ExceptionState
    source: Source
    kind: Kind = "any"

    def serves(self, reason: ExceptionReason) -> bool:
        """Tell whether an exception with this reason takes this way."""
        return self.kind == "any" or (self.kind == "technical") == (reason in TECHNICAL)


def _route(
    held: ExceptionState,
    answer: ExceptionAnswer,
    goes_to: ExceptionState,
    place: str,
    says: str,
    kind: Kind = "any",
) -> Route:
    return Route(held, answer, goes_to, Source("exceptions", place, says), kind)


ROUTES: Final[Sequence[Route]] = (
    _route("with_supplier", "technical_skip", "next_batch", "technical skip",
           "A one-off fault: the case comes back and runs in the next batch."),
    _route("with_supplier", "application_support", "with_application_support", "application maintenance and support",
           "No cause or no solution was found: application support looks into it."),
    _route("with_application_support", "fixed", "next_batch", "application maintenance and support",
           "It is fixed and comes back to close."),
    _route("with_application_support", "cannot_be_fixed", "clerical_case", "application maintenance and support",
           "The error is known and cannot be fixed: the clerical case process takes over."),
    _route("with_application_support", "no_error_found", "with_supplier", "application maintenance and support",
           "No error was found: it goes back to the supplier."),
    _route("with_supplier", "refer_to_caseworker", "with_incident_team", "return to caseworker",
           "A caseworker has to correct it: the incident management team receives it."),
    _route("with_incident_team", "business_as_usual", "with_caseworker", "return to caseworker",
           "The incident management team passes it to a business-as-usual team."),
    _route("with_caseworker", "corrected", "next_batch", "return to caseworker",
           "The caseworker has corrected it; it runs in the next batch."),
    _route("with_caseworker", "cannot_be_corrected", "clerical_case", "application maintenance and support",
           "What cannot be put right is handled as a clerical case."),
    # Interpretation `clerical-case-comes-back`: no document says how the clerical case process ends.
    _route("clerical_case", "corrected", "next_batch", "return to caseworker",
           "The clerical case process put it right after all; it runs in the next batch."),
    _route("next_batch", "passed", "resolved", "technical skip",
           "The next batch found nothing wrong any more."),
    _route("next_batch", "failed_again", "with_supplier", "technical skip",
           "The next batch failed for the same reason; a technical one is the supplier's again.", "technical"),
    _route("next_batch", "failed_again", "with_caseworker", "return to caseworker",
           "The next batch failed for the same reason; what is not technical is a caseworker's again.",
           "not_technical"),
)  # fmt: skip


def answers_from(held: ExceptionState) -> tuple[ExceptionAnswer, ...]:
    """Give the answers a person may give where an exception is, in the order of the register."""
    return tuple(route.answer for route in ROUTES if route.held == held and route.answer not in BATCH_ANSWERS)


def route_of(held: ExceptionState, answer: ExceptionAnswer, reason: ExceptionReason) -> Route | None:
    """Give the route of an answer for an exception with that reason, or None where there is none from there."""
    ways = (route for route in ROUTES if route.held == held and route.answer == answer)
    return next((route for route in ways if route.serves(reason)), None)
