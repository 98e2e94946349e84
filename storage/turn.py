"""A turn: the only time at which anything is written. All of it is kept, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.queue import NO_CASEGROUP
from storage import derived, facts, journal, papers, payments, queue, roster
from storage.cms_cases import replace as replace_register

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from sqlite3 import Connection

    from domain.actor import Actor
    from domain.arrival.matching import CmsCase
    from domain.lines import Lines
    from domain.queue import QueueRow
    from storage.facts import Facts, FactsDraft
    from storage.journal import EntryDraft, JournalEntry
    from storage.papers import Paper
    from storage.payments import PaymentRow, PaymentState


class Turn:
    """What may be written while a turn is open; handed out by `Store.turn`, of no use after it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, drafts: Iterable[EntryDraft]) -> list[JournalEntry]:
        """Add entries at the end of the journal and give them with their numbers."""
        return journal.append(self._connection, drafts)

    def put_facts(self, drafts: Iterable[FactsDraft]) -> list[Facts]:
        """Keep documents as received, each as the next version of its casegroup.

        Each must be received by an entry of the same turn that carries its `facts_digest` and `version`.
        """
        return facts.put(self._connection, drafts)

    def put_lines(self, lines: Iterable[Lines]) -> None:
        """Write lines of worklist and queue over those of the same casegroups."""
        derived.put(self._connection, lines)

    def rebuild_lines(self, lines: Iterable[Lines]) -> None:
        """Write worklist and queue anew; what was listed before keeps its key."""
        derived.rebuild(self._connection, lines)

    def put_papers(self, kept: Iterable[Paper]) -> None:
        """Keep papers for good, each under the digest of its content."""
        papers.put(self._connection, kept)

    def put_office_work(self, rows: Sequence[QueueRow]) -> None:
        """Write the queue's lines of what belongs to no casegroup over those that were there."""
        queue.put(self._connection, {NO_CASEGROUP: rows})

    def put_payments(self, rows: Iterable[PaymentRow]) -> None:
        """Keep payments received."""
        payments.put(self._connection, rows)

    def settle_payments(self, references: Iterable[str], state: PaymentState, casegroup_id: str | None = None) -> None:
        """Move payments on; without a casegroup they keep the one they have."""
        payments.settle(self._connection, references, state, casegroup_id)

    def put_cms_cases(self, cases: Iterable[CmsCase]) -> None:
        """Put a register of CMS cases in the place of the one before."""
        replace_register(self._connection, cases)

    def put_roster(self, people: Iterable[Actor]) -> None:
        """Write the whole roster anew."""
        roster.put(self._connection, people)
