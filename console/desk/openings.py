"""The restricted records that lie open at a desk: who may open one, and the one entry that says it was opened."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from domain.errors import NotPermittedError
from domain.events import RestrictedRecordOpened
from domain.restricted import is_restricted

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from domain.casegroup import Casegroup
    from storage.facts import Facts
    from storage.journal import EntryDraft


class Openings:
    """What lies open at one desk; an opening is journalled once, until the record is put away."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lying_open: set[str] = set()

    def owed(self, casegroup: Casegroup) -> bool:
        """Tell whether looking into a casegroup is an opening yet to be journalled.

        Raises NotPermittedError for a restricted record and somebody who is not nominated, or a store that cannot be
        written.
        """
        if not is_restricted(casegroup):
            return False
        number = casegroup.casegroup_id
        if not self._desk.actor.nominated:
            message = (
                f"casegroup {number} is a restricted record; it opens only to people nominated for these, "
                "and a team manager nominates them with 'closeout nominate'"
            )
            raise NotPermittedError(message)
        if number in self._lying_open:
            return False
        if self._desk.store.read_only:
            message = (
                f"casegroup {number} is a restricted record, whose every opening is journalled; "
                "this store is open for reading only, so it cannot be opened here"
            )
            raise NotPermittedError(message)
        return True

    def drafts(self, facts: Facts) -> list[EntryDraft]:
        """Make the entry that says a record was opened."""
        return self._desk.drafts([RestrictedRecordOpened()], facts, str(uuid.uuid4()), "")

    def note(self, casegroup: Casegroup) -> None:
        """Note that a casegroup lies open, once the turn that journalled it is over."""
        if is_restricted(casegroup):
            self._lying_open.add(casegroup.casegroup_id)

    def put_away(self, casegroup_id: str | None) -> None:
        """Put a casegroup away, or all of them."""
        if casegroup_id is None:
            self._lying_open.clear()
        else:
            self._lying_open.discard(casegroup_id)
