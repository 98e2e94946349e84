"""Screen 8, Journal: everything that was done, newest first; undo lives here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar

from pydantic import ValidationError

from console.desk.desk import recorded_from
from console.desk.masking import is_masked
from console.present.events import event_sentences
from console.present.wording import EVENTS, RESTRICTED_ENTRY, days_in_text, moment, words
from console.tui.asking import choice
from console.tui.content import Toned
from console.tui.exception_work import ExceptionDoor
from console.tui.screens.list_screen import ListScreen
from console.tui.sources import JournalSource
from console.tui.widgets.detail import DetailPane
from console.tui.widgets.question import Question
from console.tui.work_commands import JOURNAL
from domain.record.requests import SetAside

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.tui.steps.step import Line
    from storage.journal import JournalEntry


class JournalScreen(ExceptionDoor, ListScreen):
    """The journal of one casegroup, or of the whole store."""

    CONTEXT: ClassVar[str] = JOURNAL
    TITLE: ClassVar[str] = "Journal"
    EMPTY: ClassVar[str] = "Nothing has been recorded yet."

    def __init__(self, desk: Desk, casegroup_id: str | None) -> None:
        super().__init__(desk)
        self.casegroup_id = casegroup_id
        self.source = JournalSource(desk, casegroup_id)

    def read(self) -> None:
        """Read the journal."""
        self.source = JournalSource(self.desk, self.casegroup_id)

    def list_source(self) -> JournalSource:
        """List the entries."""
        return self.source

    def show_head(self) -> None:
        """Say whose journal it is."""
        of = f"of casegroup {self.casegroup_id}" if self.casegroup_id else "of the whole store"
        count = self.source.count()
        entries = "1 entry" if count == 1 else f"{count:,} entries"
        self.say_head([f" {of}, newest first"], [f" {entries}; none is ever changed or taken away"])

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

    def show_row(self) -> None:
        """Say in sentences what the entry under the cursor recorded."""
        entry = self.current
        if entry is None:
            return
        sentences = said(entry)
        self.query_one("#detail", DetailPane).show(sentences[:4])
        version = entry.facts_version
        behind = (
            f"On version {version} of the document." if version else "On no document.",
            "",
            Toned("Kept beside it, for whoever checks the journal:", "muted"),
            Toned(f"request {entry.request_id}, step {entry.step}", "muted"),
            Toned(f"policy {entry.policy_digest[:16] or 'none'}", "muted"),
            Toned(f"document {(entry.facts_digest or 'none')[:16]}", "muted"),
            Toned(f"chain {entry.previous_digest[:16]} > {entry.digest[:16]}", "muted"),
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
