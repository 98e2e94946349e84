"""Screen 3, Letters: what is due, waits in the tray, went or was held back; the whole tray goes with a few keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from console.desk.letters import letter_counts, letter_keys, letters_of, look_ahead, look_at
from console.desk.masking import is_restricted_number
from console.desk.people import not_permitted
from console.present.letter_words import LETTER_STATES, REASONS
from console.present.letters import view_lines
from console.present.letters_listed import (
    coming_text,
    counts_text,
    held_lines,
    purpose_text,
    restricted_text,
    whom,
)
from console.present.not_known import places_text
from console.present.wording import RESTRICTED, day, days
from console.tui.asking import sentence
from console.tui.content import Toned
from console.tui.exception_work import ExceptionDoor
from console.tui.filtering import Filtering
from console.tui.letter_batches import LetterBatches
from console.tui.letter_run import BUSY
from console.tui.letters_source import LISTS, LettersSource, letters_wanted, special
from console.tui.notes import NoteTaking
from console.tui.screens.list_screen import ListScreen
from console.tui.widgets.detail import DetailPane
from console.tui.widgets.panes import WhyPane
from console.tui.work_commands import LETTERS
from domain.actor import CASEWORK
from domain.errors import CloseoutError

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.tui.content import Piece
    from console.tui.steps.step import Line
    from domain.letter_rows import LetterRow

NAMES: Final = tuple(LISTS)
EMPTY: Final = {
    "due": "No letter is due. 5 shows what is to come.",
    "to_come": "No letter is to come for now. F5 looks again.",
    "tray": "The tray is empty. P puts in it what is due.",
    "issued": "No letter has gone yet.",
    "held_back": "No letter is held back.",
}
FILTERED: Final = "No letter here is of a casegroup that passes the filter. Esc shows all."
GONE: Final = "This letter is in another list by now; F5 reads them again."
NO_BREAK: Final = 10_000
"""A width that breaks no line: the pane breaks them where it ends."""


class LettersScreen(Filtering, NoteTaking, ExceptionDoor, LetterBatches, ListScreen):
    """The lists of letters; it keeps its list and its place while a casegroup is open over it."""

    CONTEXT: ClassVar[str] = LETTERS
    TITLE: ClassVar[str] = "Letters"
    MARKABLE: ClassVar[bool] = True
    READS_AGAIN: ClassVar[bool] = True
    BUSY_TEXT: ClassVar[str] = BUSY

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.counts = letter_counts(desk)
        self.to_come = len(letter_keys(desk, letters_wanted(desk, "to_come")))
        self.listed = "tray" if self.counts.in_tray or self.counts.with_editor else "due"
        self.source = LettersSource(desk, self.listed)
        self._read: dict[str, list[Line]] = {}

    def begin(self) -> None:
        """Say what is shown, and what was begun and not finished."""
        self.query_one("#detail", DetailPane).border_title = "Enter reads it"
        super().begin()
        if unfinished := self.unfinished():
            self.say(f"Batch {unfinished} was not finished; R goes on with it.", "note")

    def on_unmount(self) -> None:
        """Put away whatever was looked at."""
        self.desk.put_away()

    # ----------------------------------------------------------------------------------------------- what it shows

    @property
    def current(self) -> LetterRow | None:
        """The letter under the cursor."""
        return self.source.row(self.grid.cursor_key)

    @property
    def current_casegroup_id(self) -> str | None:
        """The casegroup of the letter under the cursor."""
        row = self.current
        return row.casegroup_id if row else None

    @property
    def next_command(self) -> str:
        """Name what the list waits for."""
        return {"due": "prepare-letters", "tray": "release-letters"}.get(self.listed, "")

    def marked(self) -> list[LetterRow]:
        """Give the letters that are marked."""
        return self.source.rows(sorted(self.grid.marks, key=int))

    def passing(self) -> list[LetterRow]:
        """Give the letters that pass the filter; none where there is no filter."""
        return self.source.rows(self.source.keys(0, self.source.count())) if self.filter_text else []

    def filtered(self) -> None:
        """List the letters of the casegroups that pass the filter."""
        self.grid.clear_marks()
        self.source = LettersSource(self.desk, self.listed, self.filter_text, self.source.order)
        self.show_from()

    @property
    def empty_text(self) -> str:
        """Say what the list would hold."""
        return FILTERED if self.filter_text else EMPTY[self.listed]

    def list_source(self) -> LettersSource:
        """List the letters."""
        return self.source

    def show_head(self) -> None:
        """Show how many letters there are of each list, and how many are marked."""
        counts = self.counts
        numbers = {
            "due": counts.due_today + counts.overdue + counts.day_not_known,
            "tray": counts.in_tray + counts.with_editor,
            "issued": counts.issued,
            "held_back": counts.held_back,
            "to_come": self.to_come,
        }
        pieces: list[Piece] = []
        for number, (name, (label, _)) in enumerate(LISTS.items(), 1):
            shown = f" {number} {label.upper() if name == self.listed else label} {numbers[name]:,}"
            pieces += [Toned(shown, "strong") if name == self.listed else shown, " "]
        told = [f"{len(self.grid.marks):,} marked "] if self.grid.marks else []
        if not told and counts.restricted_waiting:
            told = [f"{counts.restricted_waiting:,} restricted wait "]
        shown = f"{self.source.count():,} pass the filter; Esc shows all"
        self.say_head(["   ", shown if self.filter_text else counts_text(counts, day(self.desk.as_at))], pieces, told)

    def show_row(self) -> None:
        """Tell about the letter under the cursor; the why pane reads it where it stands at the right."""
        row = self.current
        self.query_one("#detail", DetailPane).show(self._about(row) if row else self._nothing())
        # Where it stands at the right a letter is read along with the cursor; else it is put together for Enter.
        reads = self.query_one(WhyPane).display and row is not None and not self._is_restricted(row)
        self.show_why(self._reading(row) if reads and row else self._nothing() if row is None else self._about(row))

    def _nothing(self) -> list[Line]:
        said: list[Line] = []
        if self.counts.restricted_waiting:
            said.append(restricted_text(self.counts.restricted_waiting))
        return said

    def _is_restricted(self, row: LetterRow) -> bool:
        return is_restricted_number(self.desk, row.casegroup_id)

    def _about(self, row: LetterRow) -> list[Line]:
        """Say in a few lines what is known of a letter without opening its casegroup."""
        row = self.source.as_today(row)
        name = row.casegroup_id if row.state == "due" else row.letter_id
        number = f"{row.number}, {purpose_text(row.number)}" if row.number else "letter not known"
        said: list[Line] = [Toned(f"{name}: {number}, to the {whom(row.role)}", "strong")]
        if self._is_restricted(row):
            said.append(f"This record is {RESTRICTED}; to read it is journalled.")
        match row.state:
            case "due" if row.due_on is None:
                said.append(Toned(f"No day is known on which it is due; missing: {_missing(row)}.", "warning"))
            case "due" if row.due_on is not None:
                late = (self.desk.as_at - row.due_on).days
                said.append(f"Due {day(row.due_on)}{f', {days(late)} ago' if late > 0 else ''}.")
            case "held_back":
                said.append(Toned(f"Held back: {REASONS.get(row.detail, row.detail)}.", "warning"))
            case "issued":
                said.append(f"Issued {day(row.issued_on)} in batch {row.batch_id}; it stays as it went.")
            case _:
                due = f"; due {day(row.due_on)}" if row.due_on else ""
                said.append(f"{LETTER_STATES[row.state].capitalize()}{due}.")
        if row.detail and row.state in {"in_tray", "with_editor", "issued"}:
            said.append(f"{special(row).capitalize()}.")
        return said

    def _reading(self, row: LetterRow) -> list[Line]:
        """Give a letter as its reader gets it; of one that is only due, what would go and why nothing does."""
        if row.letter_id not in self._read:
            try:
                self._read[row.letter_id] = self._due(row) if row.state == "due" else self._letter(row)
            except CloseoutError as error:
                self._read[row.letter_id] = [*self._about(row), Toned(sentence(error.message), "warning")]
        return self._read[row.letter_id]

    def _due(self, row: LetterRow) -> list[Line]:
        coming = letters_of(self.desk, row.casegroup_id).coming
        told = [coming_text(one) for one in coming if one.recipient.person_id == row.person_id]
        said: list[Line] = [*self._about(row), "", Toned(f"On {day(self.desk.as_at)}", "strong"), *told]
        ahead = look_ahead(self.desk, row.casegroup_id, row.person_id)
        # It has no number and is nowhere yet: what stands above its text is said already.
        return said if ahead is None else [*said, *list(view_lines(ahead, NO_BREAK))[2:]]

    def _letter(self, row: LetterRow) -> list[Line]:
        view = look_at(self.desk, row.letter_id)
        if view.file.held_back is not None:
            return [*self._about(row), *held_lines(view.file.held_back)]
        return list(view_lines(view, NO_BREAK))

    # ------------------------------------------------------------------------------------------------------ messages

    def open_line(self, key: str) -> None:
        """Read the letter; at 120 columns it stands at the right already."""
        del key
        self.command_read_letter()

    def on_grid_marks_changed(self) -> None:
        """Count the marks."""
        self.show_head()
        self.refresh_footer()

    def after_question(self, *, written: bool) -> None:
        """Show where the letters are now."""
        if written:
            self.grid.clear_marks()
        super().after_question(written=written)

    def worked(self, *, refused: str) -> None:
        """Say that work in its own thread has ended, and show where the letters are now."""
        self.after_question(written=True)
        if refused:
            self.say(refused, "refused")
        else:
            self.say("Stopped. What was done stays done; the same key goes on with the rest.", "note")

    def given(self, line: str) -> bool:
        """List the letters of one casegroup, by its number."""
        number = line.strip()
        if self.desk.store.worklist_key(number) is None:
            return False
        self.filter_by(number)
        return True

    # ------------------------------------------------------------------------------------------------------ commands

    def why_off(self, name: str) -> str | None:
        """Say why a command does not apply just now."""
        if self.is_working:
            return BUSY
        row, actor = self.current, self.desk.actor
        match name:
            case "prepare-letters" | "release-letters" if not actor.roles & CASEWORK:
                return sentence(not_permitted(actor, CASEWORK))
            case "take-out-letter" if self.listed != "tray":
                return "Only what is in the tray is taken out; 2 shows it."
            case "batch-file" if self.listed != "issued":
                return "Only what has gone is printed as a batch; 3 shows it."
            case "release-letters" if not self.counts.in_tray and not self.unfinished():
                return "The tray is empty; P puts in it what is due."
            case "take-out-letter" | "batch-file" | "open-casegroup" if row is None:
                return "There is no letter here."
            case _:
                return None

    def command_list_letters(self, key: str) -> None:
        """Show another list."""
        self.listed = NAMES[int(key) - 1]
        self.grid.clear_marks()
        self.remove_class("-why-open")
        self.source = LettersSource(self.desk, self.listed, self.filter_text)
        self.show_from()

    def command_read_letter(self) -> None:
        """Read the letter under the cursor."""
        row = self.current
        if row is None:
            self.say(GONE if self.source.count() else "There is no letter here.", "note")
            return
        if not self.has_class("-why-open"):
            self.show_why(self._reading(row))
        super().command_why()

    def command_why(self) -> None:
        """Read the letter under the cursor."""
        self.command_read_letter()

    def command_back(self) -> None:
        """Stop what is under way; else close what is read, take the marks or the filter away, or leave."""
        over = self.has_class("-why-open") or isinstance(self.focused, WhyPane)
        if self.is_working:
            self.stop_working()
        elif self.grid.marks and not over:
            self.grid.clear_marks()
        else:
            super().command_back()

    def read(self) -> None:
        """Read the lists."""
        self._read.clear()
        self.counts = letter_counts(self.desk)
        self.to_come = len(letter_keys(self.desk, letters_wanted(self.desk, "to_come")))
        self.source = LettersSource(self.desk, self.listed, self.filter_text, self.source.order)
        self.grid.marks &= set(self.source.keys(0, self.source.count())) if self.grid.marks else set()

    def command_open_casegroup(self) -> None:
        """Open the casegroup of the letter under the cursor."""
        if number := self.current_casegroup_id:
            self.open_casegroup(number)

    def command_worklist(self) -> None:
        """Go to the worklist."""
        if self.is_working:
            self.say(BUSY, "note")
        else:
            super().command_worklist()


def _missing(row: LetterRow) -> str:
    """Say in words what is missing of a letter that has no day."""
    return places_text(row.detail.split("; "))
