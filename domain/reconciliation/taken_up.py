"""Differences taken up as work: those of casegroups nobody has here wait at the office, each until it is settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.decision import Decision, refused
from domain.events.reports import DifferenceOfUnknown, DifferenceSettled, DifferencesTakenUp
from domain.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.events import Recorded
    from domain.office import Office
    from domain.reconciliation.requests import SettleDifference, TakeUpDifferences


@dataclass(frozen=True, slots=True)
class WaitingDifference:
    """A difference of a casegroup that is not in the store, with the entry by which it was taken up."""

    entry: Recorded
    found: DifferenceOfUnknown


def taken_up(office: Office) -> dict[str, DifferenceOfUnknown]:
    """Give every difference that waits, or waited, at the office, by its digest."""
    return {found.digest: found for _, event in office.of(DifferencesTakenUp) for found in event.unknown}


def waiting_differences(office: Office) -> tuple[WaitingDifference, ...]:
    """Give the differences nobody has settled yet, oldest first."""
    return tuple(_waiting(office))


def _waiting(office: Office) -> Iterator[WaitingDifference]:
    settled = {event.difference_id for _, event in office.of(DifferenceSettled)}
    for entry, event in office.of(DifferencesTakenUp):
        for found in event.unknown:
            if found.difference_id not in settled:
                yield WaitingDifference(entry, found)


def decide_take_up(office: Office, request: TakeUpDifferences) -> Decision:
    """Take differences up: those of unknown casegroups get numbers of their own, each once."""
    known = taken_up(office)
    new = {found.digest: found for found in request.unknown if found.digest not in known}
    if not new and not request.on_casegroups:
        return refused(refusal("no_new_difference"))
    unknown = tuple(
        DifferenceOfUnknown(difference_id=f"RD-{number}", **found.model_dump())
        for number, found in enumerate(new.values(), start=len(known) + 1)
    )
    event = DifferencesTakenUp(
        left=request.left, right=request.right, on_casegroups=request.on_casegroups, unknown=unknown
    )
    return Decision((event,))


def decide_settle(office: Office, request: SettleDifference) -> Decision:
    """Settle a difference that waits; the note says what was found or put right."""
    if request.difference_id not in {one.difference_id for one in taken_up(office).values()}:
        return refused(refusal("difference_unknown", difference_id=request.difference_id))
    if request.difference_id not in {one.found.difference_id for one in waiting_differences(office)}:
        return refused(refusal("difference_settled", difference_id=request.difference_id))
    if not request.note.strip():
        return refused(refusal("reason_missing"))
    return Decision((DifferenceSettled(difference_id=request.difference_id, note=request.note.strip()),))
