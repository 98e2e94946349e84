"""Requests about the store as a whole: the same path as for a casegroup, on what no one casegroup has."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from console.desk.desk import ChangedMeanwhileError, digest_of_request, recorded_from
from console.desk.office_queue import list_office_work
from console.desk.people import not_permitted
from domain.decide_office import decide_office, roles_for_office
from domain.decision import Context
from domain.errors import BadInputError, NotPermittedError
from domain.office import Office

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from console.desk.desk import Desk
    from domain.decide_office import OfficeRequest
    from domain.decision import Decision
    from domain.events import Event, Recorded
    from domain.refusals import Refusal
    from storage.turn import Turn

STORE_CHANGED: Final = "the store has changed meanwhile, and something else would be written now than was shown"


@dataclass(frozen=True, slots=True)
class OfficeAnswer:
    """What was (or would be) recorded of the store as a whole, how it then stands, or why not."""

    request: OfficeRequest
    request_id: str
    office: Office
    recorded: tuple[Recorded, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    written: bool = False
    repeated: bool = False


def office_of(desk: Desk) -> Office:
    """Give what is recorded of the store as a whole; raises NotPermittedError for somebody not on its roster."""
    desk.require_place_on_roster()
    return Office(tuple(recorded_from(entry) for entry in desk.store.office_entries()))


def preview_office(desk: Desk, request: OfficeRequest) -> OfficeAnswer:
    """Say what a request would record, and write nothing."""
    office = office_of(desk)
    decision = _decide(desk, office, request)
    recorded = desk.as_recorded(decision.events, facts_version=0)
    return OfficeAnswer(request, "preview", Office((*office.recorded, *recorded)), recorded, refusals=decision.refusals)


def perform_office(
    desk: Desk,
    request: OfficeRequest,
    request_id: str | None = None,
    *,
    shown: Sequence[Event] | None = None,
    beside: Callable[[Turn], None] | None = None,
) -> OfficeAnswer:
    """Decide a request and write what follows, in one turn; a request seen before is answered as before.

    With `shown`, the events of a preview that somebody has read, nothing else is written; `beside` writes, in the
    same turn, what a table beside the journal says of it. Raises NotPermittedError,
    ChangedMeanwhileError, and the errors of a turn; then nothing is written.
    """
    request_id = request_id or str(uuid.uuid4())
    digest = digest_of_request(request)
    with desk.store.turn() as turn:
        office = office_of(desk)
        before = desk.store.entries_of_request(request_id)
        if before:
            if before[0].request_digest != digest:
                message = f"request id {request_id!r}: used before for another request; expected a new one"
                raise BadInputError(message)
            again = tuple(recorded_from(entry) for entry in before)
            return OfficeAnswer(request, request_id, office, again, written=True, repeated=True)
        decision = _decide(desk, office, request)
        if decision.refusals:
            return OfficeAnswer(request, request_id, office, refusals=decision.refusals)
        if shown is not None and tuple(decision.events) != tuple(shown):
            raise ChangedMeanwhileError(STORE_CHANGED)
        entries = turn.append(desk.drafts(decision.events, None, request_id, digest))
        if beside is not None:
            beside(turn)
        list_office_work(desk.store, turn)
    recorded = tuple(recorded_from(entry) for entry in entries)
    return OfficeAnswer(request, request_id, Office((*office.recorded, *recorded)), recorded, written=True)


def _decide(desk: Desk, office: Office, request: OfficeRequest) -> Decision:
    actor = desk.require_place_on_roster()
    roles = roles_for_office(request)
    if not actor.roles & roles:
        raise NotPermittedError(not_permitted(actor, roles))
    return decide_office(office, request, Context(actor, desk.as_at, desk.policy))
