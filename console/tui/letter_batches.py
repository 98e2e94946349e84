"""The day's letters: put in the tray what is due, let the tray go, print its batch, and take letters out again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from console.desk.letter_pages import pages_of
from console.desk.letter_release import unfinished_batch
from console.desk.letters import look_at, prepare, release_preview, write_batch_file
from console.desk.office import office_of
from console.present.letters_listed import (
    counted,
    printed_text,
    release_lines,
    restricted_text,
)
from console.tui.asking import sentence
from console.tui.letter_run import AT_ONCE, LetterRun
from console.tui.letter_work import (
    UNDOES,
    prepare_choice,
    prepared_words,
    release_shown,
    take_out_choice,
    why_not_out,
)
from console.tui.line_after_line import asks_on
from console.tui.widgets.question import Choice, Question
from domain.errors import BadInputError, CloseoutError

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.desk.letters import LetterCounts, ReleaseReport
    from console.tui.letter_run import Progress
    from console.tui.steps.step import Line
    from domain.letter_rows import LetterRow

MOST_AT_ONCE: Final = 200
"""So many letters can be taken out together; each is looked at first."""

BATCH_ID: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]+", re.ASCII)


class LetterBatches(LetterRun):
    """What is done to many letters, for the screen that lists them."""

    counts: LetterCounts
    listed: str
    _released: ReleaseReport | None = None
    _chosen: list[str] | None = None
    _which: str = ""

    @property
    def current(self) -> LetterRow | None:
        """The letter under the cursor."""
        raise NotImplementedError

    def marked(self) -> list[LetterRow]:
        """Give the letters that are marked."""
        raise NotImplementedError

    def passing(self) -> list[LetterRow]:
        """Give the letters that pass the filter; none where there is no filter."""
        raise NotImplementedError

    def _meant(self) -> tuple[str, list[LetterRow]]:
        """Give the letters that are meant, and what they are: marked, else listed by the filter; none for all."""
        marked = self.marked()
        return ("marked", marked) if marked else ("listed", self.passing())

    def unfinished(self) -> str | None:
        """Name the batch this person began and did not finish."""
        return unfinished_batch(office_of(self.desk), self.desk.user)

    # -------------------------------------------------------------------------------------------- into the tray

    def command_prepare_letters(self) -> None:
        """Ask whether to put in the tray what is due: of the marked casegroups, else of those listed, else of all."""
        which, meant = self._meant() if self.listed in {"due", "held_back"} else ("", [])
        if meant:
            numbers = list(dict.fromkeys(row.casegroup_id for row in meant))
            label = f"Put in the tray what is due to {counted(len(numbers), f'{which} casegroup')}"
            asked = self._prepare_many(numbers, label) if len(numbers) > AT_ONCE else None
            self.ask(Question(title="Prepare letters", choices=(asked or prepare_choice(self.desk, numbers, label),)))
            return
        due = self.counts.due_today + self.counts.overdue + self.counts.day_not_known + self.counts.held_back
        label = "Put in the tray everything that is due"
        if due > AT_ONCE:
            self.ask(Question(title="Prepare letters", choices=(self._prepare_many(None, label, due),)))
            return
        self.ask(Question(title="Prepare letters", choices=(prepare_choice(self.desk, None, label),)))

    def _prepare_many(self, numbers: list[str] | None, label: str, due: int = 0) -> Choice:
        """Offer to prepare more than can be looked at first; nothing of it goes before it is released."""

        def work(desk: Desk, told: Progress) -> str:
            return prepared_words(prepare(desk, numbers, progress=told))

        def commit() -> str | None:
            self.work_through("Putting letters in the tray", work, self._say_done)
            return None

        count = due or len(numbers or ())
        said = [
            f"{counted(count, 'letter is', 'letters are')} due or held back, too many to be looked at here first.",
            "Each that can go is put in the tray; each that cannot is held back or left, with its reason.",
            UNDOES,
        ]
        return Choice(label=label, preview=lambda: said, commit=commit)

    # ------------------------------------------------------------------------------------------------ out of the tray

    def command_take_out_letter(self) -> None:
        """Ask whether to take the marked letters out of the tray, or the one under the cursor."""
        rows = self.marked() or [row for row in (self.current,) if row is not None]
        if len(rows) > MOST_AT_ONCE:
            message = f"{len(rows):,} letters are marked; at most {MOST_AT_ONCE} are taken out together"
            raise CloseoutError(message)
        files = [look_at(self.desk, row.letter_id).file for row in rows]
        against = [why_not_out(self.desk, file) for file in files]
        fit = [file for file, why in zip(files, against, strict=True) if why is None]
        # A cover comes out with the letter it covers.
        fit = [file for file in fit if file.covers not in {other.letter_id for other in fit}]
        notes: list[Line] = []
        if fit and any(against):
            notes = [
                f"{file.letter_id} stays: {why}" for file, why in zip(files, against, strict=True) if why is not None
            ]
        choice = take_out_choice(self.desk, fit or files, None if fit else next(filter(None, against), None))
        self.ask(Question(title="Take out of the tray", choices=(choice,), after=notes))

    # ------------------------------------------------------------------------------------------------------ letting go

    def command_release_letters(self) -> None:
        """Ask whether to let the marked letters go, else those listed by the filter, else the whole tray."""
        which, rows = self._meant() if self.listed == "tray" else ("", [])
        self._which = f"the {which} letters" if rows else "the whole tray"
        # A cover goes with the letter it covers.
        wanted = [
            (look_at(self.desk, row.letter_id).file.covers or row.letter_id)
            if row.number in {"CMSL6313", "CMSL6314"}
            else row.letter_id
            for row in rows
        ]
        self._chosen = list(dict.fromkeys(wanted)) or None
        count = len(self._chosen or ()) or self.counts.in_tray
        if count <= AT_ONCE:
            self._ask_to_release(release_preview(self.desk, self._chosen))
        else:
            chosen = self._chosen
            self.work_through(
                f"Looking at {counted(count, 'letter')}",
                lambda desk, _: release_preview(desk, chosen),
                self._ask_when_looked_at,
            )

    def _ask_when_looked_at(self, shown: ReleaseReport) -> None:
        if self._wanted_to_stop or not self.is_current or self.focused is not self._grid():
            self.say("The letters were looked at, and nothing was asked; R looks at them again.", "note")
        else:
            self._ask_to_release(shown)

    def _ask_to_release(self, shown: ReleaseReport) -> None:
        self._released = shown
        self.say("")
        self.ask(self._release_question(self._folder()))

    def _release_question(self, folder: Path) -> Question:
        shown, unfinished = self._released, self.unfinished()
        assert shown is not None
        goes = bool(shown.issued or shown.held_back or unfinished)
        off = None if goes else "none of them can go; the reasons stand below."
        choices = [
            Choice(
                label=f"Release {self._which}: {counted(len(shown.issued), 'letter')}",
                preview=lambda: self._release_lines(shown, folder),
                commit=lambda: self._release(folder),
                why_off=off,
            ),
            asks_on(
                self,
                "Release, and write the batch into another folder",
                "folder of a batch",
                "Into which folder?",
                lambda text: [self._release_question(_folder(text)).choices[0]],
                off,
                "Release letters, elsewhere",
            ),
        ]
        notes: list[Line] = [f"Batch {unfinished}, which was not finished, goes on."] if unfinished else []
        # What stays is named under the choices where nothing can be chosen, else with what goes.
        after: list[Line] = [] if goes else [*release_lines(shown, 0)[1:]]
        return Question(title="Release letters", choices=tuple(choices), notes=notes, after=after)

    def _release_lines(self, shown: ReleaseReport, folder: Path) -> list[Line]:
        few = len(shown.issued) <= AT_ONCE
        said: list[Line] = [*release_lines(shown, pages_of(self.desk, shown.issued) if few else None)]
        if not shown.restricted_left and self.counts.restricted_waiting:
            said.append(restricted_text(self.counts.restricted_waiting))
        said.append(f"One PDF for the printer and its manifest, named after the batch, go into {folder}.")
        return said

    def _release(self, folder: Path) -> str | None:
        shown = self._released
        assert shown is not None

        def work(desk: Desk, told: Progress) -> str:
            report, said = release_shown(desk, shown, told)
            return f"{said}{_printed(desk, report.batch_id, folder)}"

        if len(shown.issued) <= AT_ONCE:
            return work(self.desk, _untold)
        self.work_through("Releasing letters", work, self._say_done)
        return None

    def _say_done(self, said: str) -> None:
        self.after_question(written=True)
        self.say(said, "done")

    # ---------------------------------------------------------------------------------------------------- on paper

    def command_batch_file(self) -> None:
        """Ask whether to write the batch of the letter under the cursor as one PDF again."""
        row = self.current
        if row is None:
            return
        batch_id, folder = row.batch_id, self._folder()
        names = _names(batch_id, folder)
        taken = any(path.exists() for path in names)

        def commit() -> str:
            said = _written(self.desk, batch_id, folder, force=taken)
            return said[:1].upper() + said[1:]

        # A batch always has the same letters on the same paper, so that writing it again loses nothing of ours.
        over = ", over what is there" if taken else ""
        choice = Choice(
            label=f"Write batch {batch_id} as one PDF with its manifest{over}",
            preview=lambda: [f"{path} is written{over if path.exists() else ''}." for path in names],
            commit=commit,
        )
        self.ask(Question(title=f"Batch {batch_id}", choices=(choice,)))

    def _folder(self) -> Path:
        """Give the folder of batches, beside the store and named after it."""
        path = self.desk.store.path
        return path.parent / f"{path.stem}-letters"


def _untold(_: int) -> None:
    """Tell nobody how far a short piece of work is."""


def _names(batch_id: str, folder: Path) -> tuple[Path, Path]:
    """Name the files of a batch; its number is made here, and still never trusted as a path."""
    if not BATCH_ID.fullmatch(batch_id):
        message = "the batch has no number of ours; 'closeout letters batch' writes it to a file you name"
        raise BadInputError(message)
    return folder / f"{batch_id}.pdf", folder / f"{batch_id}.csv"


def _printed(desk: Desk, batch_id: str, folder: Path) -> str:
    """Print a batch after its release, and say where; what has gone has gone, whatever the disk says."""
    if not batch_id:
        return ""
    try:
        return f" {_written(desk, batch_id, folder)}"
    except CloseoutError as error:
        return f" Its PDF is NOT written: {sentence(error.message)} b in 3 Issued tries again."


def _written(desk: Desk, batch_id: str, folder: Path, *, force: bool = False) -> str:
    pdf, csv = _names(batch_id, folder)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        message = f"{folder}: cannot be made ({error.strerror})"
        raise BadInputError(message) from None
    # A training store that begins afresh counts its batches afresh, and what lies there is only practice.
    force = force or desk.store.header.kind == "training"
    made = write_batch_file(desk, batch_id, pdf, csv=csv, force=force)
    left = made.restricted_left
    without = f" {counted(left, 'letter')} of restricted records left out." if left else ""
    pages = counted(made.manifest.pages, "page")
    return f"Printed: {printed_text(made.manifest)} on {pages} in {pdf}.{without}"


def _folder(text: str) -> Path:
    folder = Path(text).expanduser()
    if not folder.is_dir():
        expected = "a folder that is there"
        raise ValueError(expected)
    return folder
