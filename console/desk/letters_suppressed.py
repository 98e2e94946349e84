"""The letters held back from clients who are to be told otherwise: the suppression report, read from the journal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from console.desk.masking import sees_restricted
from domain.events import EVENT
from domain.events.letters import LetterHeldBack
from domain.letters.tray import letter_files
from domain.outgoing import told_otherwise

if TYPE_CHECKING:
    from datetime import date

    from console.desk.desk import Desk

SUPPRESSED: Final = "suppression_report"
FIRST_MOMENT: Final = ""
AFTER_ALL: Final = "9"
"""Sorts after every moment as the journal writes it."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """One letter that was held back from a client, with whether they were told otherwise by now."""

    casegroup_id: str
    letter_id: str
    number: str
    person_id: str
    role: str
    reason: str
    held_back_on: date
    notified: bool


@dataclass(slots=True)
class SuppressionReport:
    """The letters held back, oldest first; `restricted` counts those only somebody nominated may see."""

    lines: list[Suppressed] = field(default_factory=list)
    restricted: int = 0


def suppressed(desk: Desk, since: date | None = None, until: date | None = None) -> SuppressionReport:
    """Report the letters held back from clients who are to be told otherwise, from one day to another.

    It is read from the journal, so that one that went later after all, or was told otherwise, is still in it.
    """
    desk.require_place_on_roster()
    entries = desk.store.recorded_between(["letter_held_back"], FIRST_MOMENT, AFTER_ALL)
    hidden = (
        frozenset()
        if sees_restricted(desk)
        else desk.store.restricted_of(sorted({entry.casegroup_id for entry in entries if entry.casegroup_id}))
    )
    report = SuppressionReport()
    told: dict[str, frozenset[str]] = {}
    for entry in entries:
        event = EVENT.validate_json(entry.body)
        assert isinstance(event, LetterHeldBack)
        day = event.held_back_on
        if SUPPRESSED not in event.follow_ups or (since and day < since) or (until and day > until):
            continue
        if entry.casegroup_id is None or entry.casegroup_id in hidden:
            report.restricted += 1
            continue
        if entry.casegroup_id not in told:
            told[entry.casegroup_id] = _told_in(desk, entry.casegroup_id)
        report.lines.append(
            Suppressed(
                entry.casegroup_id, event.letter_id, event.number, event.person_id, event.role, event.reason, day,
                event.letter_id in told[entry.casegroup_id],
            )
        )  # fmt: skip
    return report


def _told_in(desk: Desk, casegroup_id: str) -> frozenset[str]:
    casefile = desk.casefile(casegroup_id)
    return told_otherwise(casefile, letter_files(casefile.letters))
