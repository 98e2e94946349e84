"""Choosing the reports to compare, and putting right how each is read, before anything of it is used."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from console.desk.office import perform_office, preview_office
from console.desk.reconciliation import all_restricted, kept_mappings
from console.desk.reports_compared import (
    Compared,
    ReportWanted,
    check_as_shown,
    compare,
    mappings_fitting,
    report_files,
)
from console.present.events import event_sentences
from console.present.events_of_reconciliation import FIELDS
from console.present.reconciliation import look_texts
from console.present.wording import refusal_text
from console.tui.asking import ANYTHING, sentence
from console.tui.background import Background
from console.tui.line_after_line import Asked, asking, read_path, read_words
from console.tui.reconciliation_source import Chosen
from console.tui.widgets.panes import EntryRow
from console.tui.widgets.question import Choice, Question
from domain.errors import CloseoutError
from domain.reconciliation.requests import SaveReportMapping

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from console.desk.desk import Desk
    from console.tui.background import Progress
    from console.tui.content import Piece
    from console.tui.reconciliation_source import Side
    from console.tui.screens.base import ConsoleScreen
    from storage.importers.reports import ReportLook

    Base = ConsoleScreen
else:
    Base = object

FOLDER: Final = "report-folder"
MOST_NAMED: Final = 6
MOST_SHEETS: Final = 8
TEXTS: Final = frozenset({".csv", ".txt", ".tsv"})
LARGE_BYTES: Final = 500_000


class ReportChoosing(Background, Base):
    """The files of a folder, those chosen for each side, and how each of them is read."""

    desk: Desk
    folder: Path
    chosen: dict[str, Chosen]
    reading: Chosen | None

    @property
    def current_file(self) -> Chosen | None:
        """The file under the cursor, or that whose columns are shown."""
        raise NotImplementedError

    def files_changed(self) -> None:
        """Called when another file is chosen, or one is read another way."""
        raise NotImplementedError

    def compared_now(self, compared: Compared) -> None:
        """Called with what comparing came to."""
        raise NotImplementedError

    # ----------------------------------------------------------------------------------------------- which files

    def list_folder(self, folder: Path) -> None:
        """List the reports of a folder; files chosen in another stay. Raises BadInputError where it is none."""
        found = report_files(folder)
        kept = {key: one for key, one in self.chosen.items() if one.side is not None}
        self.folder = folder
        self.chosen = {**kept, **{str(path): kept.get(str(path), Chosen(ReportWanted(path))) for path in found}}

    def side(self, side: Side) -> list[Chosen]:
        """Give the files chosen for a side."""
        return [one for one in self.chosen.values() if one.side == side]

    def command_report_csa(self) -> None:
        """Take the file as one of what left the CSA, or take it out."""
        self._toggle("left")

    def command_report_cms(self) -> None:
        """Take the file as one of what arrived, or take it out."""
        self._toggle("right")

    def _toggle(self, side: Side) -> None:
        one = self.current_file
        if one is None:
            return
        if one.side == side:
            one.side = None
            self.files_changed()
            self.say(f"{one.wanted.path.name} is taken out.")
            return
        one.side = side
        self.look_at(one)

    async def command_report_folder(self) -> None:
        """Ask for a folder to list, or a file to add."""
        await self.ask_text(FOLDER, f"A folder, or a file, instead of {self.folder} (Enter goes there)")

    def on_entry_row_entered(self, event: EntryRow.Entered) -> None:
        """Go to the folder, or to the file, that was typed."""
        if event.purpose != FOLDER:
            return
        try:
            place = read_path(event.text.strip())
            self.go_to_place(place)
        except (ValueError, CloseoutError) as error:
            self.refuse_text(sentence(getattr(error, "message", "") or f"Expected {error}"))
            return
        row = self.query_one(EntryRow)
        row.taken()
        row.used()
        self.focus_work()
        self.refresh_footer()

    def go_to_place(self, place: Path) -> None:
        """List a folder, or the folder of a file with the cursor on it; raises BadInputError where there is none."""
        place = (self.folder / place).absolute()
        folder = place if place.is_dir() else place.parent
        self.list_folder(folder)
        if folder != place:
            ReportWanted(place).look()
            self.chosen.setdefault(str(place), Chosen(ReportWanted(place)))
        self.files_changed()
        if folder != place:
            self.move_to_file(str(place))

    def move_to_file(self, key: str) -> None:
        """Put the cursor on a file."""
        raise NotImplementedError

    # --------------------------------------------------------------------------------------------- how it is read

    def look_at(self, one: Chosen) -> None:
        """Look at a file, a large workbook beside the screen: one of a million rows takes some seconds."""
        wanted, kept = one.wanted, kept_mappings(self.desk)

        def work(_told: Progress) -> tuple[ReportLook | None, tuple[str, ...], str]:
            try:
                look = wanted.look()
            except CloseoutError as error:
                return None, (), error.message
            return look, mappings_fitting(look, kept), ""

        def looked(found: Any) -> None:  # noqa: ANN401 - what the work gave
            one.look, one.fitting, one.fault = found
            self.files_changed()
            self.say(self._looked(one), "refused" if one.fault else "plain")

        one.look, one.fitting, one.fault = None, (), ""
        if _is_large(wanted.path):
            self.files_changed()
            self.work_beside(f"Looking at {wanted.path.name}", work, looked)
        else:
            looked(work(lambda _said: None))

    def _looked(self, one: Chosen) -> str:
        if one.fault:
            return sentence(one.fault)
        if one.fitting:
            return f"These are the headings kept as {one.fitting[0]}: n reads the report by them."
        if one is self.reading:
            return "Enter on a column says what it is."
        if one.look is not None and one.look.fault:
            return "Enter shows its columns, to say which is which."
        return "Enter shows how its columns are read."

    def read_otherwise(self, one: Chosen, **told: Any) -> None:  # noqa: ANN401 - any field of how it is read
        """Read a report another way, and look at it again."""
        one.wanted = replace(one.wanted, **told)
        self.look_at(one)

    def command_report_sheet(self) -> None:
        """Ask which sheet is the report."""
        one = self.current_file
        if one is None or one.look is None:
            return
        choices = tuple(self._sheet(one, sheet) for sheet in one.look.sheets[:MOST_SHEETS])
        self.ask(Question(title=f"Which sheet of {one.wanted.path.name} is the report?", choices=choices))

    def _sheet(self, one: Chosen, sheet: str) -> Choice:
        return self._reading(one, f"Sheet {sheet}", sheet=sheet, header_row=None)

    def _reading(self, one: Chosen, label: str, **told: Any) -> Choice:  # noqa: ANN401
        """Make a choice that reads a report another way at once; nothing is written by it."""

        async def then() -> None:
            self.read_otherwise(one, **told)

        return Choice(label=label, then=then)

    def ask_field(self, one: Chosen, place: int) -> None:
        """Ask what a column of a report is taken for."""
        look = one.look
        if look is None or not look.headings[place].strip():
            self.say("This column has no heading to know it by.", "note")
            return
        heading = look.headings[place]
        choices = [
            self._reading(
                one,
                f"{title[:1].upper()}{title[1:]}",
                mapping={**_without(one.wanted.mapping, heading), name: heading},
                header_row=look.header_row,
            )
            for name, title in FIELDS.items()
        ]
        if heading in one.wanted.mapping.values():
            by_itself = _without(one.wanted.mapping, heading)
            choices.append(self._reading(one, "What it usually is", mapping=by_itself))
        self.ask(Question(title=f"What is in the column {heading!r}?", choices=tuple(choices)))

    # ------------------------------------------------------------------------------------------ headings by a name

    def command_report_mapping(self) -> None:
        """Ask by which headings kept to read the report, or under which name to keep its own."""
        one = self.current_file
        if one is None or one.look is None:
            return
        kept = kept_mappings(self.desk)
        names = [*one.fitting, *sorted(kept.keys() - set(one.fitting))]
        choices = [self._named(one, name, kept[name]) for name in names[:MOST_NAMED]]
        keep = [Asked("name", "Under which name? (Enter goes on)", read_words)]
        columns = one.look.columns

        off = _why_not_kept(self.desk, ANYTHING, columns)
        if one.look.fault:
            off = "Say first what each column is: a report is known by all of them."
        label = "Keep these headings under a name"
        choices.append(
            asking(self, label, f"mapping {one.key}", keep, lambda typed: self._keeping(typed["name"], columns), off)
        )
        if one.wanted.mapping:
            usual = "The usual headings, whatever was said before"
            choices.append(self._reading(one, usual, mapping={}, header_row=None))
        self.ask(Question(title=f"Headings of {one.wanted.path.name}", choices=tuple(choices)))

    def _named(self, one: Chosen, name: str, columns: Mapping[str, str]) -> Choice:
        fits = name in one.fitting
        label = f"Read it by {name}{': these are its headings' if fits else ''}"
        return self._reading(one, label, mapping=dict(columns), header_row=None)

    def _keeping(self, name: str, columns: Mapping[str, str]) -> Question:
        request = SaveReportMapping(name=name, columns=dict(columns))
        request_id = str(uuid.uuid4())

        def preview() -> list[Piece | tuple[Piece, ...]]:
            answer = preview_office(self.desk, request)
            if answer.refusals:
                return [refusal_text(refusal) for refusal in answer.refusals]
            return [text for entry in answer.recorded for text in event_sentences(entry.event)]

        def commit() -> str:
            answer = perform_office(self.desk, request, request_id)
            if answer.refusals:
                raise CloseoutError(" ".join(refusal_text(refusal) for refusal in answer.refusals))
            return f"Kept as {name}: reports with these headings are known by it."

        label = f"Keep the headings as {name}"
        off = _why_not_kept(self.desk, name, columns)
        return Question(title=label, choices=(Choice(label=label, preview=preview, commit=commit, why_off=off),))

    # -------------------------------------------------------------------------------------------------- comparing

    def why_not_compare(self) -> str | None:
        """Say why the reports cannot be compared yet."""
        if self.is_working:
            return "Something is being read; Esc stops it."
        if not self.side("left"):
            return "No report of what left the CSA is chosen: c takes the file under the cursor."
        if not self.side("right"):
            return "No report of what arrived is chosen: m takes the file under the cursor."
        for one in (*self.side("left"), *self.side("right")):
            if one.look is None or one.look.fault:
                return f"{one.wanted.path.name} cannot be read as it is; Enter shows its columns."
        return None

    def command_compare_reports(self) -> None:
        """Show how each report is read, and compare them after y."""
        sides = {side: self.side(side) for side in ("left", "right")}
        label = f"Compare {_count(len(sides['left']))} of the CSA with {_count(len(sides['right']))} of CMS"

        def preview() -> list[Piece | tuple[Piece, ...]]:
            told = [text for chosen in sides.values() for one in chosen if one.look for text in look_texts(one.look)]
            return [*told, "Nothing is written."]

        restricted = all_restricted(self.desk)

        async def then() -> None:
            self.work_beside("Reading", work, self.compared_now)

        def work(told: Progress) -> Compared:
            wanted = {side: [one.wanted for one in chosen] for side, chosen in sides.items()}
            compared = compare(wanted["left"], wanted["right"], told, restricted)
            for one, report in zip((*sides["left"], *sides["right"]), (*compared.left, *compared.right), strict=True):
                assert one.look is not None
                check_as_shown(one.look, report)
            return compared

        self.ask(Question(title="How they are read", choices=(Choice(label=label, preview=preview, then=then),)))


def _is_large(path: Path) -> bool:
    """Tell whether looking at a file takes long: of a text file only the first lines are looked at."""
    try:
        return path.suffix.lower() not in TEXTS and path.stat().st_size > LARGE_BYTES
    except OSError:
        return False


def _count(count: int) -> str:
    return "1 report" if count == 1 else f"{count} reports"


def _without(mapping: Mapping[str, str], heading: str) -> dict[str, str]:
    return {field: named for field, named in mapping.items() if named != heading}


def _why_not_kept(desk: Desk, name: str, columns: Mapping[str, str]) -> str | None:
    try:
        answer = preview_office(desk, SaveReportMapping(name=name, columns=dict(columns)))
    except CloseoutError as error:
        return sentence(error.message)
    return " ".join(refusal_text(refusal) for refusal in answer.refusals) or None
