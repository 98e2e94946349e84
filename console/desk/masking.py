"""What is told of restricted records to those who may not open them: that they exist and are worked on, no more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from domain.errors import NotPermittedError
from domain.restricted import FLAG

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from console.desk.desk import Desk
    from domain.worklist import WorklistRow
    from storage.journal import JournalEntry

MASKED_BODY: Final = '{"restricted":true}'
"""Stands for the body of an entry that is not told; no event has it, since each names its kind."""


def sees_restricted(desk: Desk) -> bool:
    """Tell whether the person at the desk is nominated to open restricted records."""
    actor = desk.actor
    return actor.nominated and bool(actor.roles)


def restricted_to(desk: Desk, casegroup_ids: Iterable[str]) -> frozenset[str]:
    """Tell of which casegroups the person at the desk may know no more than that they are worked on."""
    if sees_restricted(desk):
        return frozenset()
    return desk.store.restricted_of(sorted(set(casegroup_ids)))


def refuse_restricted(desk: Desk, casegroup_ids: Iterable[str], what: str) -> None:
    """Raise NotPermittedError where a file taken in is about a record that is not this person's to open.

    What is wrong with a row would tell which case numbers belong to it.
    """
    hidden = sorted(
        number for number in restricted_to(desk, casegroup_ids) if desk.store.worklist_key(number) is not None
    )
    if hidden:
        message = (
            f"casegroup {', '.join(hidden)}: a restricted record; only somebody nominated for these may take in a "
            f"{what} about it, and nothing was taken"
        )
        raise NotPermittedError(message)


def is_restricted_number(desk: Desk, casegroup_id: str) -> bool:
    """Tell whether a casegroup is a restricted record, so that looking into it would be an opening."""
    return bool(desk.store.restricted_of([casegroup_id]))


def masked_worklist_row(row: WorklistRow) -> WorklistRow:
    """Leave of a line: number, systems, stage and the dates of the work."""
    return replace(
        row,
        paying_parent="",
        nino="",
        debt_balance_pence=None,
        discrepancy_pence=None,
        residual_pence=None,
        flags=FLAG,
        search_text="",
    )


def masked_entries(desk: Desk, entries: Sequence[JournalEntry]) -> list[JournalEntry]:
    """Leave of the entries of restricted records: number, time, person, casegroup and kind.

    For those nominated too: what an entry says is read where the casegroup is opened, which is journalled.
    """
    hidden = desk.store.restricted_of(sorted({entry.casegroup_id for entry in entries if entry.casegroup_id}))
    return [_masked_entry(entry) if entry.casegroup_id in hidden else entry for entry in entries]


def is_masked(entry: JournalEntry) -> bool:
    """Tell whether an entry's body is kept back."""
    return entry.body == MASKED_BODY


def _masked_entry(entry: JournalEntry) -> JournalEntry:
    # A request id may be typed by hand, and a digest lets guesses be proved.
    return replace(
        entry, body=MASKED_BODY, request_id="", request_digest="", facts_digest=None, previous_digest="", digest=""
    )
