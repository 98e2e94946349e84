"""What is done about letters: put in the tray, taken out, let go, sent again, edited, and put on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from console.desk.letter_pages import pages_of
from console.desk.letter_release import still_there
from console.desk.letters import (
    LetterRefusedError,
    edit_letter,
    issue_edited,
    letters_of,
    look_at,
    paper_of,
    prepare,
    release,
    release_preview,
    take_out,
)
from console.present.letter_words import FORMATS, REASONS, why_not
from console.present.letters_listed import (
    counted,
    release_done,
    release_lines,
    tray_report_done,
    tray_report_lines,
    whom,
)
from console.present.wording import refusal_text
from console.tui import viewer
from console.tui.asking import ANYTHING, choice, sentence
from console.tui.asking import why_not as why_refused
from console.tui.line_after_line import asks_on
from console.tui.widgets.question import Choice, Question
from domain.days import read_day
from domain.errors import BadInputError, CloseoutError
from domain.letters.requests import PrepareWriteOffForm, ReissueLetter, TakeLetterForEditing
from domain.letters.tray import casegroup_of, covers_of, letter_files
from domain.record.requests import SetAside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from console.desk.desk import Answer, Desk
    from console.desk.letters import LetterView, ReleaseReport, TrayReport
    from console.tui.screens.base import ConsoleScreen
    from console.tui.steps.step import View
    from domain.letters.model import Format
    from domain.letters.tray import LetterFile

    Base = ConsoleScreen
else:
    Base = object

P = ParamSpec("P")
T = TypeVar("T")

POINT_AT_ONE: Final = "; on one of them in step 5, more"
MOST_NAMED: Final = 3
GONE: Final = "it has gone, and a letter that has gone stays as it went."
PERIOD: Final = "the first and the last day of the arrears, such as 2 Mar 2009 to 31 Dec 2015"
SENT_AS: Final[tuple[Format | None, ...]] = (None, "standard", "large_print", "braille", "audio")
UNDOES: Final = "u takes a letter out again, until it is released."


class LetterWork(Base):
    """The letters of the casegroup that is open: one command, with a choice for each thing that can be done."""

    desk: Desk
    casegroup_id: str
    view: View

    @property
    def current_case_id(self) -> str:
        """The case a command is about."""
        raise NotImplementedError

    @property
    def current_letter_id(self) -> str | None:
        """The letter under the cursor, where the letters are shown."""
        raise NotImplementedError

    def command_letter(self) -> None:
        """Offer everything that can be done about the letters; what would be refused says why."""
        files = letters_of(self.desk, self.casegroup_id).letters
        file = self._letter(files)
        about = f", and {file.letter_id} ({letter_words(file)})" if file else POINT_AT_ONE if files else ""
        prepared = prepare_choice(self.desk, [self.casegroup_id], "Put in the tray what is due to this casegroup")
        waiting = [each for each in files if each.state == "in_tray"]
        together = [release_choice(self.desk, waiting)] if len(waiting) > 1 else []
        choices = (prepared, *self._choices(file), *together) if file else (prepared, *together, self._form_choice())
        self.ask(Question(title=f"Letters of {self.casegroup_id}{about}", choices=choices))

    def _letter(self, files: Sequence[LetterFile]) -> LetterFile | None:
        """Give the letter under the cursor, or the only one there is; nobody's cursor means one of several."""
        named = [file for file in files if file.letter_id == self.current_letter_id or len(files) == 1]
        return next(iter(named), None)

    def _choices(self, file: LetterFile) -> Iterator[Choice]:
        """Offer what is done to one letter, in the order in which it comes up."""
        number = file.letter_id
        off = self._why_off(file, look_at(self.desk, number))
        yield take_out_choice(self.desk, [file], off["out"])
        yield release_choice(self.desk, [file])
        yield asks_on(
            self, f"Send {number} again", f"reissue {number}", "Why is it sent again? The client reads this.",
            lambda text: tuple(self._again(number, text)), off["again"], f"Send {number} again, in which form?",
        )  # fmt: skip
        yield self._form_choice()
        yield asks_on(
            self, f"Edit {number} as a Word file", f"edit {number}", f"Write {number} to which file (.docx)?",
            lambda text: self._word_file(number, text), off["edit"], f"{number} as a Word file",
        )  # fmt: skip
        yield asks_on(
            self, f"Issue {number} as it was edited", f"issue edited {number}",
            f"Which file is {number} as edited (.pdf)?", lambda text: [self._edited(number, text)], off["edited"],
            f"Issue {number} as it was edited",
        )  # fmt: skip
        yield asks_on(
            self, f"Write the PDF of {number} to a file", f"letter pdf {number}",
            f"Write {number} to which file (.pdf)?", lambda text: self._paper(number, text), off["paper"],
            f"The PDF of {number}",
        )  # fmt: skip

    def _form_choice(self) -> Choice:
        case_id = self.current_case_id
        return asks_on(
            self, f"Write-off form (CMSL6300) of case {case_id}", f"write-off form {self.casegroup_id} {case_id}",
            f"Expected {PERIOD}", lambda text: [self._form(case_id, text)], self._why_no_form(),
            f"Write-off form of case {case_id}",
        )  # fmt: skip

    def _why_off(self, file: LetterFile, view: LetterView) -> dict[str, str | None]:
        """Say of each deed on a letter why it would be refused, or None."""
        number, casegroup_id = file.letter_id, self.casegroup_id
        again = ReissueLetter(casegroup_id=casegroup_id, letter_id=number, because=ANYTHING)
        taken = TakeLetterForEditing(casegroup_id=casegroup_id, letter_id=number)
        has_paper = view.words is not None or file.issued is not None or file.edited is not None
        unmade = f"{why_not(view.obstacle, view.missing)}."
        return {
            "out": why_not_out(self.desk, file),
            "again": why_refused(self.desk, again),
            "edit": None if file.state == "with_editor" else why_refused(self.desk, taken),
            "edited": None if file.state == "with_editor" else "it is not being edited.",
            "paper": None if has_paper else unmade,
        }

    def _why_no_form(self) -> str | None:
        """Say why a form would be refused with any dates."""
        day = self.desk.as_at
        request = PrepareWriteOffForm(
            casegroup_id=self.casegroup_id, case_id=self.current_case_id, arrears_from=day, arrears_to=day
        )
        return why_refused(self.desk, request)

    # --------------------------------------------------------------------------------------------------------- texts

    def _word_file(self, letter_id: str, text: str) -> list[Choice]:
        path = _file(text, ".docx")
        return [
            _file_choice(path, f"{letter_id}, to be edited", lambda: _unless_refused(edit_letter, self.desk, letter_id))
        ]

    def _paper(self, letter_id: str, text: str) -> list[Choice]:
        path, what = _file(text, ".pdf"), f"The PDF of {letter_id}"

        def make() -> bytes:
            return paper_of(self.desk, letter_id)

        off = None if viewer.viewer() else viewer.NO_VIEWER
        return [_file_choice(path, what, make), _file_choice(path, what, make, viewer.open_with_viewer, off)]

    def _again(self, letter_id: str, because: str) -> Iterator[Choice]:
        for form in SENT_AS:
            request = ReissueLetter(casegroup_id=self.casegroup_id, letter_id=letter_id, format=form, because=because)
            label = "As it was sent first" if form is None else FORMATS[form].capitalize()
            yield choice(self.desk, label, request, f"It waits in the tray. {UNDOES}")

    def _form(self, case_id: str, text: str) -> Choice:
        first, parted, last = text.partition(" to ")
        if not parted:
            raise ValueError(PERIOD)
        request = PrepareWriteOffForm(
            casegroup_id=self.casegroup_id, case_id=case_id, arrears_from=read_day(first), arrears_to=read_day(last)
        )
        return choice(self.desk, "Put it in the tray", request, f"The form waits in the tray. {UNDOES}")

    def _edited(self, letter_id: str, text: str) -> Choice:
        path = _file(text, ".pdf")
        try:
            body = path.read_bytes()
        except OSError as error:
            message = f"{path}: cannot be read ({error.strerror})"
            raise BadInputError(message) from None

        def commit() -> str:
            return f"Done as edited: {release_done(_unless_refused(issue_edited, self.desk, letter_id, body))}"

        said = [f"{letter_id} goes as {path} has it, {len(body):,} bytes. It never changes after that."]
        return Choice(label="Issue it", preview=lambda: said, commit=commit)


# ---------------------------------------------------------------------------------------------------- the choices


def letter_words(file: LetterFile) -> str:
    """Say which letter it is: its number and whom it goes to."""
    return f"{file.number or 'letter not known'}, {whom(file.role)}"


def _off(label: str, reason: str) -> Choice:
    return Choice(label=label, preview=list, why_off=reason)


def prepare_choice(desk: Desk, casegroup_ids: Sequence[str] | None, label: str) -> Choice:
    """Offer to put in the tray what is due to some casegroups, or to all."""
    try:
        shown = prepare(desk, casegroup_ids, preview=True)
    except CloseoutError as error:
        return _off(label, sentence(error.message))

    return Choice(
        label=label,
        preview=lambda: tray_report_lines(shown),
        commit=lambda: prepared_words(prepare(desk, casegroup_ids)),
        why_off=why_nothing_to_prepare(shown),
    )


def prepared_words(report: TrayReport) -> str:
    """Say what preparing did; raises CloseoutError where somebody else had done all of it."""
    if why := why_nothing_to_prepare(report):
        raise CloseoutError(why)
    return f"{tray_report_done(report)}{f' {UNDOES}' if report.prepared else ''}"


def why_nothing_to_prepare(shown: TrayReport) -> str | None:
    """Say why preparing would do nothing; None where it does something."""
    if shown.prepared or shown.held_back or shown.tasks or shown.exceptions:
        return None
    reasons = "; ".join(REASONS[reason] for reason in sorted(shown.waiting))
    return f"nothing can go: {reasons}." if reasons else "nothing is due."


def why_not_out(desk: Desk, file: LetterFile) -> str | None:
    """Say why a letter cannot be taken out of the tray, or None."""
    if file.issued is not None:
        return GONE
    if file.state not in {"in_tray", "with_editor"}:
        return "it is not in the tray."
    casegroup_id = casegroup_of(file.letter_id)
    # What rests on a letter comes out first: its covers.
    covers = covers_of(letter_files(desk.casefile(casegroup_id).letters), file.letter_id)
    return why_refused(desk, SetAside(casegroup_id=casegroup_id, seq=(covers[-1] if covers else file).seq))


def take_out_choice(desk: Desk, files: Sequence[LetterFile], why_off: str | None) -> Choice:
    """Offer to take letters out of the tray; those that cover them come out with them."""
    names = ", ".join(file.letter_id for file in files)

    def commit() -> str:
        taken, against = 0, []
        for file in files:
            try:
                taken += _taken_out(take_out(desk, file.letter_id))
            except CloseoutError as error:
                against.append(f"{file.letter_id}: {sentence(error.message)}")
        more = f"{len(against) - MOST_NAMED:,} others likewise." if len(against) > MOST_NAMED else ""
        why = [*against[:MOST_NAMED], *filter(None, [more])]
        if not taken:
            raise CloseoutError(" ".join(why))
        return " ".join([f"{taken:,} {'letter' if taken == 1 else 'letters'} taken out of the tray.", *why])

    said = [
        f"{file.letter_id} ({letter_words(file)}) is taken out of the tray, with any letter that covers it."
        for file in files
    ]
    return Choice(
        label=f"Take {names if len(files) == 1 else f'{len(files):,} letters'} out of the tray",
        preview=lambda: said,
        commit=commit,
        why_off=why_off,
    )


def _taken_out(answers: Sequence[Answer]) -> int:
    refusals = [refusal for answer in answers for refusal in answer.refusals]
    if refusals:
        raise CloseoutError(" ".join(refusal_text(refusal) for refusal in refusals))
    return sum(answer.written for answer in answers)


def release_choice(desk: Desk, files: Sequence[LetterFile]) -> Choice:
    """Offer to let one letter go, or all that wait, each with those that cover it."""
    label = f"Release {files[0].letter_id}" if len(files) == 1 else f"Release all {len(files):,} letters of the tray"
    if len(files) == 1 and files[0].state != "in_tray":
        return _off(label, GONE if files[0].issued else "it is not in the tray.")
    mains = list(dict.fromkeys(file.covers or file.letter_id for file in files))
    try:
        shown = release_preview(desk, mains)
    except CloseoutError as error:
        return _off(label, sentence(error.message))
    if not shown.issued and not shown.held_back:
        return _off(label, "; ".join(f"{why_not(left.obstacle, left.missing)}." for left in shown.stay))
    return Choice(
        label=label,
        preview=lambda: release_lines(shown, pages_of(desk, shown.issued)),
        commit=lambda: f"{release_shown(desk, shown)[1]} F2 prints the batch (b).",
    )


def release_shown(
    desk: Desk, shown: ReleaseReport, progress: Callable[[int], None] | None = None
) -> tuple[ReleaseReport, str]:
    """Let go what was shown and nothing that came into the tray since; gives what was done, and the words for it.

    Raises CloseoutError where none of it waits any more.
    """
    there = [*shown.issued, *(letter for letter, _ in shown.held_back), *(left.letter_id for left in shown.stay)]
    report = release(desk, still_there(desk, there), progress=progress)
    done = {*report.issued, *(letter for letter, _ in report.held_back), *(left.letter_id for left in report.stay)}
    if there and not done:
        message = "none of these letters waits in the tray any more"
        raise CloseoutError(message)
    gone = len(set(shown.issued) - done)
    return report, release_done(report) + (f" {counted(gone, 'letter')} had left the tray meanwhile." if gone else "")


def _unless_refused(deed: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """Do something to a letter; what is refused is said in words."""
    try:
        return deed(*arguments, **options)
    except LetterRefusedError as refused:
        raise CloseoutError(" ".join(map(refusal_text, refused.answer.refusals))) from None


def _file(text: str, suffix: str) -> Path:
    path = Path(text).expanduser()
    if path.suffix.lower() != suffix:
        expected = f"the name of a file ending in {suffix}"
        raise ValueError(expected)
    return path


def _file_choice(
    path: Path,
    what: str,
    make: Callable[[], bytes],
    then: Callable[[Path], None] | None = None,
    why_off: str | None = None,
) -> Choice:
    """Offer to write a file; it is refused before anything is done where there is one already."""
    from storage.exporters.files import new_file, refuse_taken  # noqa: PLC0415 - when a file is written

    def commit() -> str:
        refuse_taken(path, replace=False)
        with new_file(path) as out:
            out.buffer.write(make())
        if then is not None:
            then(path)
        return f"Written to {path.resolve()}."

    label = f"Write {path}" if then is None else "Write it, and open it with the system's viewer"
    return Choice(label=label, preview=lambda: [f"{what} goes to {path}."], commit=commit, why_off=why_off)
