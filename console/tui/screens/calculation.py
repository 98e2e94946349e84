"""The calculation form: what is asked, typed field by field, and the weekly amount worked out at every letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from console.desk.calculations import fields_known, work_out
from console.present.calculation import RATES
from console.present.calculation_form import (
    field_shown,
    field_title,
    field_written,
    gaps_in_brief,
    kept_calculations,
    kept_line,
)
from console.present.wording import pounds
from console.tui.asking import expectation
from console.tui.calculation_commands import CALCULATION
from console.tui.calculation_source import KEPT, Form, about_line, calculation_source
from console.tui.calculation_work import anything_typed, keep_question, pdf_question
from console.tui.content import Toned
from console.tui.field_entry import FieldEntry, reason_alone
from console.tui.line_after_line import TEXT, one_text
from console.tui.notes import NoteTaking
from console.tui.screens.base import WIDE
from console.tui.screens.list_screen import ListScreen
from console.tui.widgets.chrome import CasegroupLine
from console.tui.widgets.detail import DetailPane
from console.tui.widgets.panes import WhyPane
from console.tui.widgets.wrapped_rows import row_key
from domain.calculation.form import DAY, NOT_KNOWN, NOTE, SCHEME, parent_of_field, read_field, typed_of
from domain.calculation.saving import cases_kept, question_kept
from domain.errors import NotPermittedError
from domain.worklist import name_in_list

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from console.desk.calculations import Worked
    from console.desk.desk import Desk
    from console.tui.widgets.editor import LineEditor
    from console.tui.widgets.grid_source import ListSource
    from console.tui.widgets.question import Question
    from domain.casefile import Casefile

WHY_WIDTH: Final = 44
"""Cells of the why pane where it stands at the right."""

FREE: Final = "It is about no casegroup; A on a casegroup opens one that can be kept with it."
MOST_DETAILS: Final = 5


class CalculationScreen(NoteTaking, FieldEntry, ListScreen):
    """A calculation about a case of a casegroup, or about none; `kept` holds what was typed and is not kept yet."""

    CONTEXT: ClassVar[str] = CALCULATION
    TITLE: ClassVar[str] = "Offline calculation"

    def __init__(self, desk: Desk, typed: dict[str, dict[str, str]], casegroup_id: str = "", case_id: str = "") -> None:
        super().__init__(desk)
        self.kept = typed
        self.casegroup_id = casegroup_id
        self.case_ids: list[str] = []
        self.casefile: Casefile | None = None
        self.opened: int | None = None
        if casegroup_id:
            self.casefile = desk.casefile(casegroup_id)
            others = [case.case_id for case in self.casefile.casegroup.cases]
            self.case_ids = [case_id, *(one for one in others if one != case_id)]
        self.known = self._read()
        self.form = self._form()
        self.worked = self._work_out(self.form)

    def begin(self) -> None:
        """Say what it is about, and go to the first field that is missing."""
        self._show_all()
        missing = [gap.key for gap in self.worked.gathered.gaps]
        if missing:
            self.grid.move_to_key(missing[0])
        self.show_row()

    # ----------------------------------------------------------------------------------------------- what it shows

    @property
    def current_casegroup_id(self) -> str | None:
        """The casegroup it is about."""
        return self.casegroup_id or None

    @property
    def typed(self) -> dict[str, str]:
        """What was typed and is not kept."""
        return self.kept.setdefault(self.field_scope, {})

    def _read(self) -> dict[str, str]:
        if not self.casegroup_id:
            return {DAY: self.desk.as_at.isoformat()}
        return fields_known(self.desk, self.casegroup_id, self.case_ids)

    def _form(self, **live: str) -> Form:
        cases = self.casefile.casegroup.cases if self.casefile else ()
        names = {case.case_id: name_in_list(case.receiving_parent) for case in cases}
        return Form({**self.typed, **live}, self.known, self.case_ids, names, self._remarks())

    def _remarks(self) -> dict[str, str]:
        """Say where the day comes from, and why a case's own scheme is not begun with."""
        ended = self.known.get(DAY) != self.desk.as_at.isoformat()
        remarks = {DAY: ", the last day of liability"} if ended else {}
        case = self.casefile.case(self.case_ids[0]) if self.casefile else None
        if case is not None and case.scheme and SCHEME not in self.known:
            remarks[SCHEME] = f"; the case is on the {case.scheme} scheme, which is not worked out here"
        return remarks

    def _work_out(self, form: Form) -> Worked:
        casegroup = self.casefile.casegroup if self.casefile else None
        return work_out(form.gathered, self.desk.as_at, casegroup, self.case_ids)

    def list_source(self) -> ListSource:
        """List the fields, the answer, the steps, and what was kept."""
        width = self.app.size.width
        return calculation_source(self.form, self.worked, self.casefile, width - WHY_WIDTH if width >= WIDE else width)

    def _show_all(self, **live: str) -> None:
        """Show the form and the answer; `live` is the field that is being typed, as far as it can be read."""
        self.form = self._form(**live)
        self.worked = self._work_out(self.form)
        self.show_again()

    def show_head(self) -> None:
        """Show what it is about, and what it comes to."""
        answer = Toned(f" {self._answer()}", "strong" if self.worked.calculation else "warning")
        self.say_head(["   about no casegroup"], [answer])
        if self.casegroup_id:
            opened = f"as kept in entry {self.opened}" if self.opened is not None else f"case {self.case_ids[0]}"
            self.query_one(CasegroupLine).show_casegroup(self.casegroup_id, self.TITLE, opened)

    def _answer(self) -> str:
        found = self.worked.calculation
        if found is None:
            return f"Not known: {self.worked.trouble or gaps_in_brief(self.worked.gathered)}"
        beside = [
            f"; on case {one.case_id} {pounds(one.on_case_pence)}"
            for one in self.worked.compared
            if len(self.worked.compared) == 1
        ]
        return f"{pounds(found.weekly_pence)} a week, {RATES[found.rate]}{''.join(beside)}"

    def show_row(self) -> None:
        """Tell about the line under the cursor."""
        key = row_key(self.grid.cursor_key or "")
        about = about_line(key, self.form, self.worked, self.casefile) if key else []
        self.query_one("#detail", DetailPane).show(about[:MOST_DETAILS])
        self.show_why(about)

    def on_resize(self) -> None:
        """Break the sentences to the new width."""
        self.grid.set_source(self.list_source())

    def open_line(self, key: str) -> Awaitable[None] | None:
        """Type a field, open what was kept, or read why."""
        key = row_key(key)
        if key in self.form.keys:
            return self.ask_field(key)
        if key.startswith(KEPT):
            self._open_kept(int(key.removeprefix(KEPT)))
        else:
            self.command_why()
        return None

    def _open_kept(self, number: int) -> None:
        """Put a calculation that was kept on the form; Esc goes back to what was typed."""
        for entry, saved in kept_calculations(self.casefile) if self.casefile else ():
            if entry.seq == number:
                self.remove_class("-why-open")
                of = cases_kept(saved)
                self.case_ids = [*of, *(one for one in self.case_ids if one not in of)]
                self.opened = number
                self.kept[self.field_scope] = typed_of(question_kept(saved), saved.calculated_on)
                self.known = self._read()
                self._show_all()
                self.grid.move_to(0)
                self.say(f"Entry {number} as it was asked, worked out again. Esc goes back to what you typed.", "note")

    # ------------------------------------------------------------------------------------------------- the fields

    @property
    def field_scope(self) -> str:
        """What the calculation is about."""
        if not self.casegroup_id:
            return "free"
        return (
            f"{self.casegroup_id} {self.case_ids[0]}" if self.opened is None else f"{self.casegroup_id} {self.opened}"
        )

    def field_keys(self) -> Sequence[str]:
        """Name the fields, in their order."""
        return self.form.keys

    def field_label(self, key: str) -> str:
        """Say what is asked, and how it is written."""
        unknown = "" if key == NOTE else f"; or {NOT_KNOWN} and why it is not known"
        return f"{field_title(key)}: {field_written(key)}{unknown}"

    def field_text(self, key: str) -> str:
        """Give what was typed before, else what is known; a reason that was given before is not to be typed behind."""
        known = self.known.get(key, "")
        if key not in self.typed and known.startswith(NOT_KNOWN):
            return ""
        return self.typed.get(key, field_shown(key, known) if known else "")

    def keep_field(self, key: str, text: str) -> str | None:
        """Keep what was typed; an empty line gives back what counts without it."""
        known = self.field_text(key)
        if text == known:
            return None
        text = reason_alone(text, known)
        if not text:
            self.typed.pop(key, None)
            return None
        try:
            read_field(key, text)
        except ValueError as error:
            return expectation(error)
        self.typed[key] = text
        return None

    def command_leave_entry(self) -> None:
        """Leave the field; what counts again is what stood there before."""
        super().command_leave_entry()
        self._show_all()

    def fields_changed(self) -> None:
        """Show what was typed, and what follows from it."""
        self._show_all()

    def on_line_editor_changed(self, event: LineEditor.Changed) -> None:
        """Work it out again with the letter that was typed, where the line can be read."""
        key = self.field_asked
        if key is None or parent_of_field(key)[0] == NOTE or event.editor.id != "entry-line":
            return
        text = event.value.strip()
        try:
            read_field(key, text)
        except ValueError:
            return
        self._show_all(**{key: text})

    # ---------------------------------------------------------------------------------------------------- commands

    def why_off(self, name: str) -> str | None:
        """Say why a calculation cannot be kept or printed now."""
        if name == "keep-calculation":
            if not self.casegroup_id:
                return FREE
            if self.worked.calculation is None and not anything_typed(self.form):
                return "Nothing is typed yet. Enter types a field."
        elif self.worked.calculation is None:
            return f"{self._answer()}."
        return None

    def command_keep_calculation(self) -> None:
        """Ask why it is kept, and show what would be written."""
        if self.keep_typed() and (off := self.why_off("keep-calculation")):
            self.say(off, "note")
        elif self.field_asked is None:
            self.ask(keep_question(self.desk, self.form, self.worked, self.casegroup_id))

    async def command_print_calculation(self) -> None:
        """Ask where the PDF goes."""
        ask = one_text("File to write, ending in .pdf (Enter goes on):")
        await self.ask_lines(f"print {self.field_scope}", [ask], self._printing)

    def _printing(self, typed: dict[str, Any]) -> Question:
        found = self.worked.calculation
        assert found is not None
        kept = kept_calculations(self.casefile) if self.casefile else ()
        on_record = next((kept_line(entry, saved) for entry, saved in kept if entry.seq == self.opened), "")
        return pdf_question(self.desk, found, self.worked, self.casegroup_id, on_record, typed[TEXT])

    def after_question(self, *, written: bool) -> None:
        """Show what is kept now; the note went with it."""
        if written:
            self.typed.pop(NOTE, None)
        super().after_question(written=written)

    def command_look_again(self) -> None:
        """Read the casegroup again; what is typed stays. What may no longer be seen is left at once."""
        try:
            if self.casegroup_id:
                self.casefile = self.desk.casefile(self.casegroup_id)
            self.known = self._read()
        except NotPermittedError:
            self.dismiss()
            raise
        self._show_all()

    def command_back(self) -> None:
        """Go back from what was kept to what was typed, then a screen back."""
        if self.opened is None or self.has_class("-why-open") or isinstance(self.focused, WhyPane):
            super().command_back()
            return
        self.opened = None
        self._show_all()

    def command_next_case(self) -> None:
        """Go to the next case of the casegroup; what was typed here stays."""
        self._to_case(1)

    def command_previous_case(self) -> None:
        """Go to the case before."""
        self._to_case(-1)

    def _to_case(self, step: int) -> None:
        if self.casefile is None or len(self.case_ids) == 1:
            self.say("There is no other case." if self.casefile else FREE, "note")
            return
        numbers = [case.case_id for case in self.casefile.casegroup.cases]
        case_id = numbers[(numbers.index(self.case_ids[0]) + step) % len(numbers)]
        self.opened = None
        self.case_ids = [case_id, *(one for one in numbers if one != case_id)]
        self.command_look_again()
