"""Questions both faces ask about the queue: what waits, for whom, since when, and how much of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.masking import sees_restricted
from domain.closure_exceptions.rules import answers_from
from domain.queue import ANY
from storage.queue import EVERYTHING, QueueFilter

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Sequence
    from datetime import date

    from console.desk.desk import Desk
    from domain.actor import Actor
    from domain.events.queued import ExceptionAnswer
    from domain.progress import ClosureException
    from domain.queue import QueueKind, QueueRow
    from storage.queue import QueueColumn, QueueCount


def queue_filter(
    desk: Desk,
    *,
    kinds: Iterable[QueueKind] = (),
    cause: str | None = None,
    states: Iterable[str] = (),
    holder: str | None = None,
    mine: bool = False,
    due: bool = False,
) -> QueueFilter:
    """Say which open work is wanted: `mine` is what was given to the person at the desk, `due` what is due today.

    `holder` is a user, or a role, for what anybody of that role may take.
    """
    named = {desk.user} if mine else {holder, f"{ANY}{holder}"} if holder else set()
    return QueueFilter(
        kinds=frozenset(kinds),
        cause=cause,
        states=frozenset(states),
        holders=frozenset(named),
        due_by=desk.as_at if due else None,
    )


def queue_keys(
    desk: Desk, wanted: QueueFilter = EVERYTHING, sort: QueueColumn = "opened_on", *, descending: bool = False
) -> array[int]:
    """Give the keys of the open work wanted, in order of a column: the oldest first where none is named."""
    desk.require_place_on_roster()
    return desk.store.queue_keys(wanted, sort, descending=descending, masked=not sees_restricted(desk))


def queue_rows(desk: Desk, keys: Sequence[int]) -> list[tuple[int, QueueRow]]:
    """Give the open work of some keys with the keys, in their order; a key no longer listed is left out."""
    desk.require_place_on_roster()
    return desk.store.queue_rows(keys, masked=not sees_restricted(desk))


def queue_counts(desk: Desk, wanted: QueueFilter = EVERYTHING) -> list[QueueCount]:
    """Count the open work wanted by kind and cause, with the day the oldest of each is from."""
    desk.require_place_on_roster()
    return desk.store.queue_counts(wanted, masked=not sees_restricted(desk))


def age_days(desk: Desk, opened_on: date | None) -> int | None:
    """Give how many days something has waited on the desk's day; None where nobody knows since when."""
    return None if opened_on is None else (desk.as_at - opened_on).days


def people(desk: Desk) -> list[Actor]:
    """Give those to whom work can be given: everybody on the roster, in order of user."""
    desk.require_place_on_roster()
    return desk.store.roster()


def possible_answers(exception: ClosureException) -> tuple[ExceptionAnswer, ...]:
    """Give what whoever has an exception may answer; empty where it waits for the batch or has ended."""
    return answers_from(exception.state)
