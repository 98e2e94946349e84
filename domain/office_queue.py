"""What waits for somebody and belongs to no casegroup: data exceptions, look-ups, and differences of reports.

Nothing of a restricted record stands in these lines: they say what kind of work it is, and where it came from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.look_ups.decision import waiting_look_ups
from domain.queue import NO_CASEGROUP, QueueRow, day_of, held_by_any
from domain.reconciliation.taken_up import waiting_differences
from domain.selection.loads import open_data_exceptions, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.office import Office


def office_queue_rows(office: Office) -> tuple[QueueRow, ...]:
    """Derive the open work that belongs to no casegroup from what is recorded of the store as a whole."""
    return (*_data_exceptions(office), *_look_ups(office), *_differences(office))


def _data_exceptions(office: Office) -> Iterator[QueueRow]:
    for waiting in open_data_exceptions(office):
        since, event = day_of(waiting.found.at), waiting.event
        yield QueueRow(
            NO_CASEGROUP, "data_exception", event.data_exception_id, f"data_of_{event.system.lower()}", "",
            place_of(event), "open", held_by_any("case_manager"), since, since, None,
        )  # fmt: skip


def _look_ups(office: Office) -> Iterator[QueueRow]:
    for waiting in waiting_look_ups(office):
        since = day_of(waiting.entry.at)
        yield QueueRow(
            NO_CASEGROUP, "look_up", waiting.event.look_up_id, f"{waiting.asks}_{waiting.event.subject}", "",
            "", "open", held_by_any("caseworker"), since, since, None,
        )  # fmt: skip


def _differences(office: Office) -> Iterator[QueueRow]:
    for waiting in waiting_differences(office):
        since, found = day_of(waiting.entry.at), waiting.found
        yield QueueRow(
            NO_CASEGROUP, "difference", found.difference_id, found.row_class, "",
            f"casegroup {found.casegroup_id}: {found.detail}", "open",
            held_by_any("cms_caseworker"), since, since, None,
        )  # fmt: skip
