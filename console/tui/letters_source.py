"""Rows of the letters: what is due, waits in the tray, went or was held back, read from the store a page at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from console.desk.letters import LetterFilter, letter_keys, letter_rows
from console.desk.letters_due import chosen_today
from console.desk.masking import is_restricted_number
from console.desk.questions import casegroups_passing
from console.present.letter_words import FORMATS, REASONS
from console.present.letters_listed import SHORT_PURPOSES, parent_word
from console.present.wording import day
from console.tui.content import Toned
from console.tui.read_by_page import StoreOrder
from console.tui.widgets.grid_source import Column, GridRow, SortOrder
from domain.letters.catalogue import BY_NUMBER
from domain.letters.model import Issue, NoLetter
from domain.letters.tray import known_number
from domain.outgoing import NOTHING_TO_SAY

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Mapping, Sequence

    from console.desk.desk import Desk
    from console.tui.widgets.grid_source import Cell
    from domain.letter_rows import LetterRow, LetterState

LISTS: Final[Mapping[str, tuple[str, frozenset[LetterState]]]] = {
    "due": ("Due", frozenset({"due"})),
    "tray": ("Tray", frozenset({"in_tray", "with_editor"})),
    "issued": ("Issued", frozenset({"issued"})),
    "held_back": ("Held back", frozenset({"held_back"})),
    "to_come": ("To come", frozenset({"due"})),
}
"""The lists by name: what the line of lists calls each, and which letters are in it."""

COLUMNS: Final = (
    Column(key="day", title="Day", width_min=13),
    Column(key="letter", title="Letter", width_min=11, width_max=24, flex=1, sortable=False),
    Column(key="number", title="Number", width_min=8, sortable=False),
    Column(key="whom", title="To", width_min=14, sortable=False),
    Column(key="about", title="About", width_min=17, width_max=60, flex=2, sortable=False),
)
SHORT_REASONS: Final[Mapping[str, str]] = {
    "facts_not_fresh": "facts too old",
    "criteria_not_known": "criteria unknown",
    "died_by_selection": "died by selection",
    "special_welfare_at_selection": "welfare marker",
    "criteria_not_met": "criteria not met",
    "due_day_not_known": "day not known",
    "death_not_known": "death not known",
    "deceased": "client has died",
    "special_welfare": "special welfare",
    "dead_letter_address": "post came back",
    "no_valid_address": "no valid address",
}
GONE_SINCE: Final = ("", "", "", "", "done since; F5")


class LettersSource(StoreOrder):
    """The letters of one list, by day; rows are read from the store a page at a time."""

    def __init__(self, desk: Desk, listed: str, text: str = "", order: SortOrder | None = None) -> None:
        self.listed = listed
        self._wanted = letters_wanted(desk, listed, text)
        self._today: dict[tuple[str, str], Issue | NoLetter | None] = {}
        # What went last is looked for most.
        super().__init__(desk, COLUMNS, order or SortOrder("day", descending=listed == "issued"))

    def read_numbers(self, order: SortOrder) -> array[int]:
        """Read the numbers of the letters, by day: the earliest or the latest first."""
        return letter_keys(self.desk, self._wanted, newest_first=order.descending)

    def page(self, start: int, stop: int) -> Sequence[GridRow]:
        """Give the rows from `start` up to, not including, `stop`; one that changed its list since is empty."""
        keys = self.numbers[start:stop]
        found = dict(letter_rows(self.desk, keys))
        self._choose_today(found.values())
        return [
            GridRow(str(key), self._cells(found[key]) if self._still(found.get(key)) else GONE_SINCE) for key in keys
        ]

    def answer(self, row: LetterRow) -> Issue | NoLetter | None:
        """Give what would be chosen for the client of a letter that is due by today; None where nobody may look."""
        self._choose_today([row])
        return self._today.get((row.casegroup_id, row.person_id))

    def as_today(self, row: LetterRow) -> LetterRow:
        """Give a letter that is due as the one that would go today, which may have overtaken it."""
        answer = self.answer(row)
        if answer is None or answer.letter is None:
            return row
        due_on = answer.due_on if isinstance(answer, Issue) else row.due_on
        return replace(row, number=answer.letter.number, due_on=due_on)

    def _choose_today(self, rows: Iterable[LetterRow]) -> None:
        """Find out what would go for letters that are due by today; a restricted record is left closed."""
        if self.listed != "due":
            return
        new = [
            row
            for row in rows
            if (row.casegroup_id, row.person_id) not in self._today
            and not is_restricted_number(self.desk, row.casegroup_id)
        ]
        chosen = chosen_today(self.desk, new) if new else {}
        for row in new:
            of_client = row.casegroup_id, row.person_id
            self._today[of_client] = chosen.get(of_client)

    def row(self, key: str | None) -> LetterRow | None:
        """Give the letter of a key; None where it is no longer in this list."""
        return next(iter(self.rows([key] if key else [])), None)

    def rows(self, keys: Iterable[str]) -> list[LetterRow]:
        """Give the letters of some keys that are in this list still, in the order of the keys."""
        wanted = [int(key) for key in keys if key.isdecimal()]
        return [row for _, row in letter_rows(self.desk, wanted) if self._still(row)]

    def _still(self, row: LetterRow | None) -> bool:
        return row is not None and row.state in self._wanted.states

    def _cells(self, row: LetterRow) -> tuple[Cell, ...]:
        # A day alone would tell on the client of a letter that is not numbered yet; the casegroup is its name.
        name = row.casegroup_id if row.state == "due" else row.letter_id
        answer, row = self.answer(row), self.as_today(row)
        says: Cell = about(row)
        if isinstance(answer, NoLetter) and answer.reason not in NOTHING_TO_SAY:
            says = Toned(SHORT_REASONS.get(answer.reason, REASONS.get(answer.reason, "")), "warning")
        return (self._day(row), name, row.number or Toned("?", "warning"), parent_word(row.role), says)

    def _day(self, row: LetterRow) -> Cell:
        on = row.issued_on or row.due_on
        if on is None:
            return Toned("no day !", "warning") if row.state == "due" else ""
        if row.state == "due" and on < self.desk.as_at:
            return Toned(f"{day(on)} !", "warning")
        return Toned(day(on), "strong") if row.state == "due" and on == self.desk.as_at else day(on)


def letters_wanted(desk: Desk, listed: str, text: str = "") -> LetterFilter:
    """Say which letters a list holds, of the casegroups that pass a filter of the worklist.

    What is due is parted by the day into what is due by now, and what is to come.
    """
    return LetterFilter(
        states=LISTS[listed][1],
        due_by=desk.as_at if listed == "due" else None,
        due_after=desk.as_at if listed == "to_come" else None,
        casegroup_ids=casegroups_passing(desk, text),
    )


def about(row: LetterRow) -> Cell:
    """Say in a few words what a letter is about, or what keeps it."""
    if row.state == "held_back":
        return Toned(SHORT_REASONS.get(row.detail, REASONS.get(row.detail, row.detail)), "warning")
    if row.state == "with_editor":
        return Toned("being edited", "warning")
    known = known_number(row.number)
    return SHORT_PURPOSES[BY_NUMBER[known].purpose] if known else "to be found out"


def special(row: LetterRow) -> str:
    """Say what is special of a letter: that it is sent again, or in what form it is made."""
    return ", ".join(FORMATS.get(part, part.replace("reissue", "sent again")) for part in row.detail.split(", "))
