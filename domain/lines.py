"""The lines of a casegroup in the lists: worklist, queue, selection, and letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.letter_rows import LetterRow, letter_rows
from domain.queue import QueueRow, queue_rows
from domain.selection.prospects import Prospect, prospect_of
from domain.worklist import WorklistRow, worklist_row

if TYPE_CHECKING:
    from domain.casefile import Casefile
    from domain.policy.model import Policy


@dataclass(frozen=True, slots=True)
class Lines:
    """All that the lists say of one casegroup; written together, so that no list lags behind another."""

    worklist: WorklistRow
    queue: tuple[QueueRow, ...]
    prospect: Prospect | None = None
    letters: tuple[LetterRow, ...] = ()


def lines_of(casefile: Casefile, policy: Policy) -> Lines:
    """Derive every line of a casegroup from its casefile; the policy says when an inhibit is reviewed."""
    return Lines(
        worklist_row(casefile),
        queue_rows(casefile, policy.deferral),
        prospect_of(casefile, policy.day),
        letter_rows(casefile, policy),
    )
