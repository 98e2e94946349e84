"""What is due: every letter that should have gone by the desk's day, with what it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from console.desk.desk import casefile_of
from console.desk.letter_tray import open_restricted, refreshed_on
from console.desk.masking import sees_restricted
from console.desk.office import office_of
from domain.letters.model import Issue, NoLetter
from domain.outgoing import answers_on
from domain.selection.decision import meets_criteria
from storage.batches import batches
from storage.letters import LetterFilter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.desk.desk import Desk
    from domain.letter_rows import LetterRow

PAGE: Final = 200


@dataclass(frozen=True, slots=True)
class DueLine:
    """A letter that is due: for how many days (None without a day), and why it cannot go (empty where it can)."""

    row: LetterRow
    overdue_days: int | None
    blocked: str
    missing: tuple[str, ...]


def due_lines(desk: Desk) -> Iterator[DueLine]:
    """Give what is due by the desk's day and not in the tray, the longest due first; what has no day comes last.

    Letters of restricted records are left out for anybody not nominated, and looking into them is journalled.
    """
    desk.require_place_on_roster()
    masked = not sees_restricted(desk)
    letters = desk.store.letters
    keys = letters.keys(LetterFilter(states=frozenset({"due", "held_back"})), masked=masked)
    for page in batches(keys, PAGE):
        rows = [
            row
            for _, row in letters.rows(page, masked=masked)
            if row.state == "held_back" or row.due_on is None or row.due_on <= desk.as_at
        ]
        open_restricted(desk, list(dict.fromkeys(row.casegroup_id for row in rows)))
        answers = chosen_today(desk, rows)
        for row in rows:
            chosen = answers.get((row.casegroup_id, row.person_id))
            days = (desk.as_at - row.due_on).days if row.due_on else None
            against = chosen if isinstance(chosen, NoLetter) else None
            yield DueLine(row, days, against.reason if against else "", against.missing if against else ())


def chosen_today(desk: Desk, rows: Sequence[LetterRow]) -> dict[tuple[str, str], Issue | NoLetter]:
    """Give what `prepare` would choose on the desk's day for the clients of some letters, by casegroup and person.

    A client of whom a letter waits already has no answer. It is for the caller to look into restricted records only
    as somebody nominated.
    """
    numbers = list(dict.fromkeys(row.casegroup_id for row in rows))
    facts_of, entries_of = desk.store.latest_facts_of(numbers), desk.store.entries_of(numbers)
    office = office_of(desk)
    answers = {}
    for number in numbers:
        casefile = casefile_of(facts_of[number], entries_of.get(number, []))
        fresh, meets = refreshed_on(casefile, office, desk.as_at), meets_criteria(casefile, office, desk.as_at)
        for recipient, answer in answers_on(casefile, desk.as_at, desk.policy, fresh, meets):
            answers[number, recipient.person_id] = answer
    return answers
