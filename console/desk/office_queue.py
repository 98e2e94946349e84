"""Keeping the queue's lines of what belongs to no casegroup, in the very turn that changes it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from console.desk.desk import recorded_from
from domain.office import Office
from domain.office_queue import office_queue_rows
from domain.queue import NO_CASEGROUP, QueueRow, held_by_any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.store import Store
    from storage.turn import Turn


def list_office_work(store: Store, turn: Turn) -> None:
    """Write the lines of what belongs to no casegroup over those that were there."""
    turn.put_office_work(office_work(store))


def office_work(store: Store) -> list[QueueRow]:
    """Give the open work that belongs to no casegroup: data exceptions, look-ups, payments to be looked into."""
    office = Office(tuple(recorded_from(entry) for entry in store.office_entries()))
    return [*office_queue_rows(office), *_payments(store)]


def _payments(store: Store) -> Iterator[QueueRow]:
    for row in store.payments.of_state("investigating"):
        since = date.fromisoformat(row.received_on)
        yield QueueRow(
            NO_CASEGROUP, "payment", row.reference, row.why_open, "", "", "open", held_by_any("cms_caseworker"),
            since, since, None,
        )  # fmt: skip
