"""Screen 7, Rules: values in force and their standing, how doubts were settled, what the documents ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from console.desk.rule_book import dated_values, rests_on, scheme_values, statements, values_of
from console.present.rule_book import (
    STANDING_WORDS,
    group_title,
    interpretation_sentences,
    statement_sentences,
    value_line,
    value_sentences,
    value_title,
)
from console.present.wording import capital, day
from console.tui.content import Toned
from console.tui.filtering import Filtering
from console.tui.rules_commands import RULES
from console.tui.screens.base import WIDE
from console.tui.screens.list_screen import ListScreen, part_pieces
from console.tui.widgets.detail import DetailPane
from console.tui.widgets.grid_source import Column, GridRow
from console.tui.widgets.wrapped_rows import row_key, wrapped_source
from domain.policy.interpretations import load_interpretations

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.tui.content import Tone
    from console.tui.widgets.grid_source import Cell, ListSource

VALUES, DOUBTS, STATEMENTS = "123"
PARTS: Final = {VALUES: "Values", DOUBTS: "Doubts", STATEMENTS: "What is asked"}
COLUMNS: Final = {
    VALUES: (
        Column(key="standing", title="Standing", width_min=11, sortable=False),
        Column(key="part", title="Part", width_min=11, sortable=False),
        Column(key="value", title="Value in force", width_min=40, flex=1, sortable=False),
    ),
    DOUBTS: (
        Column(key="number", title="", width_min=3, align="right", sortable=False),
        Column(key="question", title="What the documents leave open", width_min=40, flex=1, sortable=False),
    ),
    STATEMENTS: (
        Column(key="number", title="No", width_min=5, sortable=False),
        Column(key="status", title="Status", width_min=7, sortable=False),
        Column(key="asks", title="What the documents ask", width_min=40, flex=1, sortable=False),
    ),
}
WHY_COLUMNS: Final = 44
"""So wide the whole entry stands at the right of the list, where there is room."""

STANDING_TONES: Final[dict[str, Tone]] = {"stated": "plain", "interpreted": "warning", "assumed": "warning"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the rules: its cells, its title, everything about it, and what of that goes under the list."""

    key: str
    cells: tuple[Cell, ...]
    title: str
    sentences: tuple[str, ...]
    short: tuple[str, ...] = ()

    def has(self, words: list[str]) -> bool:
        """Whether every word stands somewhere in the entry; one after `!` must not."""
        text = f"{self.key} {self.title} {' '.join(map(str, self.cells))} {' '.join(self.sentences)}".casefold()
        return all((word.removeprefix("!") in text) != word.startswith("!") for word in words if word != "!")


class RulesScreen(Filtering, ListScreen):
    """The rules in three lists, each entry whole behind Enter."""

    CONTEXT: ClassVar[str] = RULES
    TITLE: ClassVar[str] = "Rules"
    EMPTY: ClassVar[str] = "No entry has these words. Esc shows all."

    def __init__(self, desk: Desk, at: str = "") -> None:
        """Show the rules of a desk's day and edition; `at` is the key of the value to begin on."""
        super().__init__(desk)
        self.part = VALUES
        self._begin_at = at
        self._entries: dict[str, list[Entry]] = {}
        self._shown: list[Entry] = []

    def begin(self) -> None:
        """Begin on the value that was asked for."""
        if self._begin_at and not self.grid.move_to_key(self._begin_at):
            self.say("That value is not in force on this day.", "note")
        super().begin()

    # ----------------------------------------------------------------------------------------------- what it shows

    @property
    def current(self) -> Entry | None:
        """The entry under the cursor."""
        key = row_key(self.grid.cursor_key or "")
        return next((entry for entry in self._shown if entry.key == key), None)

    @property
    def entries(self) -> list[Entry]:
        """Give all entries of the present part; made when they are first shown."""
        if self.part not in self._entries:
            make = {VALUES: self._values, DOUBTS: self._doubts, STATEMENTS: self._statements}[self.part]
            self._entries[self.part] = make()
        return self._entries[self.part]

    def list_source(self) -> ListSource:
        """List the entries that have the words."""
        words = self.filter_text.casefold().split()
        self._shown = [entry for entry in self.entries if entry.has(words)]
        rows = [GridRow(entry.key, entry.cells) for entry in self._shown]
        width = self.app.size.width
        return wrapped_source(COLUMNS[self.part], rows, width - WHY_COLUMNS if width >= WIDE else width)

    def _values(self) -> list[Entry]:
        doubts = {one.id: one for one in load_interpretations()}
        return [
            Entry(
                value.key,
                (
                    Toned(STANDING_WORDS[value.standing], STANDING_TONES[value.standing]),
                    group_title(value.key),
                    value_line(value),
                ),
                f"{group_title(value.key)}: {value_title(value.key)}",
                tuple(
                    value_sentences(
                        value,
                        dated_values(value.key),
                        doubts.get(value.interpretation) if value.interpretation else None,
                    )
                ),
            )
            for value in (*values_of(self.desk.policy), *scheme_values(self.desk.as_at))
        ]

    def _doubts(self) -> list[Entry]:
        values = [*values_of(self.desk.policy), *scheme_values(self.desk.as_at)]
        return [
            Entry(
                one.id,
                (number, one.question),
                one.question,
                tuple(interpretation_sentences(one, rests_on(values, one.id))),
                (f"CHOSEN: {one.choice}", one.why),
            )
            for number, one in enumerate(load_interpretations(), 1)
        ]

    def _statements(self) -> list[Entry]:
        return [
            Entry(one.id, (one.id, capital(one.status), one.asks), one.id, tuple(statement_sentences(one)))
            for one in statements()
        ]

    def show_head(self) -> None:
        """Show of which day the rules are, and the three lists."""
        count = f"{len(self._shown)} of {len(self.entries)} "
        policy = f"   as they stand in {self.desk.edition} on {day(self.desk.as_at)}"
        self.say_head([policy], part_pieces(PARTS, self.part), [count] if self.filter_text else [])

    def show_row(self) -> None:
        """Show the entry under the cursor; the why pane has all of it."""
        entry = self.current
        short = entry.short or [line for line in entry.sentences if line][:4] if entry else []
        self.query_one("#detail", DetailPane).show(short)
        self.show_why([Toned(entry.title, "strong"), "", *entry.sentences] if entry else [])

    # ------------------------------------------------------------------------------------------------------ messages

    def filtered(self) -> None:
        """List the entries that have the words."""
        self.show_from()

    def on_resize(self) -> None:
        """Break the sentences to the new width; the cursor stays on its entry."""
        key = row_key(self.grid.cursor_key or "")
        self.grid.set_source(self.list_source())
        if key:
            self.grid.move_to_key(key)

    # ------------------------------------------------------------------------------------------------------ commands

    def given(self, line: str) -> bool:
        """Filter by the word, where any entry has it."""
        if not any(entry.has(line.casefold().split()) for entry in self.entries):
            return False
        self.filter_by(line)
        return True

    def command_rules_part(self, key: str) -> None:
        """Show another of the lists; the filter goes on to it."""
        self.remove_class("-why-open")
        self.part = key
        self.show_from()

    def command_look_again(self) -> None:
        """Work the rules out afresh for the desk's day."""
        self._entries.clear()
        self.show_from()
