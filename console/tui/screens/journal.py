"""Screen 8, Journal: everything that was done, newest first; undo lives here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar

from pydantic import ValidationError

from console.desk.desk import recorded_from
from console.desk.masking import is_masked
from console.present.events import event_sentences
from console.present.wording import EVENTS, RESTRICTED_ENTRY, days_in_text, moment, words
from console.tui.asking import choice, show_saved
from console.tui.content import Toned
from console.tui.exception_work import ExceptionDoor
from console.tui.going import TO_WORKLIST
from console.tui.screens.base import ConsoleScreen
from console.tui.sources import JournalSource
from console.tui.widgets.chrome import CasegroupLine, StepsLine
from console.tui.widgets.detail import DetailPane
from console.tui.widgets.grid import Grid
from console.tui.widgets.question import Question
from console.tui.work_commands import JOURNAL
from domain.record.requests import SetAside

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from console.desk.desk import Desk
    from console.tui.steps.step import Line
    from storage.journal import JournalEntry


class JournalScreen(ExceptionDoor, ConsoleScreen):
    """The journal of one casegroup, or of the whole store."""

    CONTEXT: ClassVar[str] = JOURNAL
    AUTO_FOCUS: ClassVar[str | None] = "Grid"
    HAS_WHY: ClassVar[bool] = True

    def __init__(self, desk: Desk, casegroup_id: str | None) -> None:
        super().__init__()
        self.desk = desk
        self.casegroup_id = casegroup_id
        self.source = JournalSource(desk, casegroup_id)

    def compose_work(self) -> ComposeResult:
        """Show the entries, and under them the one under the cursor."""
        yield Grid(self.source, empty="Nothing has been recorded yet.", markable=False, id="journal")
        yield DetailPane(id="detail")

    def on_mount(self) -> None:
        """Say whose journal it is."""
        of = f"of casegroup {self.casegroup_id}" if self.casegroup_id else "of the whole store"
        self.query_one(CasegroupLine).show([" ", Toned("Journal", "strong"), f" {of}, newest first"])
        self._show_count()
        self._show_entry()

    def _show_count(self) -> None:
        count = self.source.count()
        entries = "1 entry" if count == 1 else f"{count:,} entries"
        self.query_one(StepsLine).show([f" {entries}; none is ever changed or taken away"])

    @property
    def grid(self) -> Grid:
        """Give the list of entries."""
        return self.query_one("#journal", Grid)

    @property
    def current(self) -> JournalEntry | None:
        """The entry under the cursor."""
        position = self.grid.cursor_position
        entries = self.source.entries(position, position + 1)
        return entries[0] if entries else None

    @property
    def current_casegroup_id(self) -> str | None:
        """The casegroup of the entry under the cursor."""
        entry = self.current
        return entry.casegroup_id if entry else None

    def on_grid_row_highlighted(self) -> None:
        """Show the entry under the cursor."""
        self._show_entry()

    def on_grid_row_opened(self) -> None:
        """Show everything about the entry."""
        self.command_why()

    def _show_entry(self) -> None:
        entry = self.current
        if entry is None:
            return
        sentences = said(entry)
        self.query_one("#detail", DetailPane).show(sentences[:4])
        behind = (
            f"request {entry.request_id}, step {entry.step}",
            f"policy {entry.policy_digest[:16] or 'none'}",
            f"document {(entry.facts_digest or 'none')[:16]}, version {entry.facts_version or 'none'}",
            f"chain {entry.previous_digest[:16]} > {entry.digest[:16]}",
        )
        self.show_why(
            [
                Toned(f"Entry {entry.seq}", "strong"),
                *sentences,
                "",
                f"{entry.actor}, {moment(entry.at)} UTC",
                *(() if is_masked(entry) else behind),
            ]
        )

    def why_off(self, name: str) -> str | None:
        """Say why the entry under the cursor cannot be set aside."""
        entry = self.current
        if entry is None or entry.casegroup_id is None:
            return "This entry belongs to no casegroup and stands."
        is_undoing = entry.kind == "entry_set_aside"
        if name == "undo" and is_undoing:
            return "This entry is an undoing; U takes it back."
        if name == "redo" and not is_undoing:
            return "This entry is no undoing; u sets it aside."
        return None

    def command_undo(self) -> None:
        """Ask whether to set the entry aside."""
        self._ask("Set entry {seq} aside", "Entry {seq} is set aside.")

    def command_redo(self) -> None:
        """Ask whether to take the undoing back."""
        self._ask("Take back entry {seq}", "Entry {seq} is taken back.")

    def _ask(self, title: str, done: str) -> None:
        entry = self.current
        if entry is None or entry.casegroup_id is None:
            return
        request = SetAside(casegroup_id=entry.casegroup_id, seq=entry.seq)
        asked = choice(self.desk, title.format(seq=entry.seq), request, done.format(seq=entry.seq))
        self.ask(Question(title=title.format(seq=entry.seq), choices=(asked,), notes=said(entry)[:2]))

    def after_question(self, *, written: bool) -> None:
        """Show the entry that was added."""
        self.command_look_again()
        if written:
            show_saved(self, self.desk)

    def command_look_again(self) -> None:
        """Read the journal again."""
        self.source = JournalSource(self.desk, self.casegroup_id)
        self.grid.set_source(self.source)
        self._show_count()
        self._show_entry()

    def command_worklist(self) -> None:
        """Go to the worklist, past the casegroup where the journal was opened."""
        self.dismiss(TO_WORKLIST)


def said(entry: JournalEntry) -> list[Line]:
    """Say an entry in sentences; one this version has no words for is shown as it stands."""
    if is_masked(entry):
        return [f"{EVENTS.get(entry.kind, entry.kind)}.", RESTRICTED_ENTRY]
    try:
        return list(event_sentences(recorded_from(entry).event))
    except ValidationError:
        return [
            EVENTS.get(entry.kind, words(entry.kind)),
            *(f"{words(name)}: {days_in_text(str(value))}" for name, value in json.loads(entry.body).items()),
        ]
