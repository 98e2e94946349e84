"""The minimum case data of a case: every field is typed, or said to be not known and why; F2 saves, step by step."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from console.desk.requests import case_data
from console.present.requests import ORIGINS
from console.present.wording import day, refusal_text
from console.tui.asking import choice, expectation
from console.tui.content import Toned
from console.tui.field_entry import NOT_KNOWN, FieldEntry, reason_alone
from console.tui.screens.list_screen import ListScreen
from console.tui.widgets.chrome import CasegroupLine, StepsLine
from console.tui.widgets.grid_source import Column, GridRow, ListSource
from console.tui.widgets.question import Question
from console.tui.work_commands import CASE_DATA
from domain.arrival.steps import RULES
from domain.minimum_case_data import BY_KEY, FIELDS
from domain.transition_request.requests import RecordMinimumCaseData

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping, Sequence

    from console.desk.desk import Desk
    from console.desk.requests import CaseDataLine
    from console.tui.steps.step import Line

COLUMNS: Final = (
    Column(key="field", title="Field", width_min=33, sortable=False),
    Column(key="known", title="What is known", width_min=24, flex=1, sortable=False),
    Column(key="origin", title="From", width_min=13, sortable=False),
)
NOT_NEW: Final = "case_data_nothing_new"


class CaseDataScreen(FieldEntry, ListScreen):
    """The fields of one case after the other; `typed` keeps what is not saved yet, by case, when the screen is left."""

    CONTEXT: ClassVar[str] = CASE_DATA
    TELLS_BELOW: ClassVar[bool] = False

    def __init__(self, desk: Desk, casegroup_id: str, case_id: str, typed: dict[str, dict[str, str]]) -> None:
        super().__init__(desk)
        self.casegroup_id = casegroup_id
        self.case_id = case_id
        self.kept = typed
        self.case_ids = [case.case_id for case in desk.casefile(casegroup_id).casegroup.cases]
        self.lines: dict[str, CaseDataLine] = {}
        self.read()

    def begin(self) -> None:
        """Say which case it is, and go to the first field that is missing."""
        self._to_first_missing()
        super().begin()

    # ----------------------------------------------------------------------------------------------- what it shows

    @property
    def typed(self) -> dict[str, str]:
        """What was typed for the case and is not saved: a value, or `?` and the reason why it is not known."""
        return self.kept.setdefault(f"{self.casegroup_id} {self.case_id}", {})

    def read(self) -> None:
        """Read the case; what is typed and not saved stays."""
        self.lines = {line.field.key: line for line in case_data(self.desk, self.casegroup_id, self.case_id)}

    def list_source(self) -> ListSource:
        """List the fields."""
        return ListSource(COLUMNS, [self._row(line) for line in self.lines.values()])

    def _row(self, line: CaseDataLine) -> GridRow:
        key = line.field.key
        title = line.field.title.replace("National Insurance number", "NINO")
        if key in self.typed:
            typed = Toned(_read_out(key, self.typed[key]), "strong")
            return GridRow(key, (title, typed, Toned("to be saved", "strong")))
        if line.not_known:
            return GridRow(key, (title, f"not known: {line.not_known}", "keyed"))
        if not line.value:
            return GridRow(key, (title, Toned("nothing yet", "warning"), Toned("missing", "warning")))
        return GridRow(key, (title, shown_value(key, line.value), ORIGINS[line.origin]))

    def _missing(self) -> list[str]:
        return [
            key for key, line in self.lines.items() if key not in self.typed and not line.value and not line.not_known
        ]

    def _to_first_missing(self) -> None:
        missing = self._missing()
        if missing:
            self.grid.move_to_key(missing[0])

    def show_head(self) -> None:
        """Say which case it is, and how much is missing."""
        place = ""
        if len(self.case_ids) > 1:
            place = f"{self.case_ids.index(self.case_id) + 1}/{len(self.case_ids)} "
        self.query_one(CasegroupLine).show_casegroup(self.casegroup_id, "Minimum case data", f"case {self.case_id}")
        unsaved = f"; {len(self.typed)} to be saved" if self.typed else ""
        missing = len(self._missing())
        told = f"{missing} of {len(FIELDS)} missing" if missing else "nothing is missing"
        self.query_one(StepsLine).show([f" {told}{unsaved}; ? and a reason: not known"], [place] if place else [])

    def about(self) -> Sequence[Line]:
        """Tell about the field under the cursor."""
        line = self.lines.get(self.grid.cursor_key or "")
        if line is None:
            return []
        field, typed = line.field, self.typed.get(line.field.key)
        known = f"Not known: {line.not_known}" if line.not_known else shown_value(field.key, line.value)
        told: list[Line] = [Toned(field.title, "strong"), ""]
        if typed is not None:
            told += [("Typed, to be saved: ", _read_out(field.key, typed))]
        if known:
            told += [("Known: ", known), *([f"It is {ORIGINS[line.origin]}."] if line.origin else [])]
        if field.choices:
            told.append(f"One of: {', '.join(field.choices)}.")
        elif field.example:
            told.append(f"Written such as: {field.example}")
        return [
            *told,
            "",
            f"CMS needs it for: {RULES[field.step].title}.",
            "",
            "Nobody has to make a value up: type ? and why it is not known.",
        ]

    def open_line(self, key: str) -> Awaitable[None]:
        """Type the field."""
        return self.ask_field(key)

    # ------------------------------------------------------------------------------------------------- the fields

    @property
    def field_scope(self) -> str:
        """The case the fields are of."""
        return f"{self.casegroup_id} {self.case_id}"

    def field_keys(self) -> Sequence[str]:
        """Name the fields, in their order."""
        return [field.key for field in FIELDS]

    def field_label(self, key: str) -> str:
        """Say what is asked, and how it is written."""
        field = BY_KEY[key]
        how = f", such as {field.example}" if field.example else ""
        if field.choices:
            how = f" ({' or '.join(field.choices)})"
        return f"{field.title}{how}; or ? and why it is not known:"

    def field_text(self, key: str) -> str:
        """Give what was typed before, else what is known; a reason that was given before is not to be typed behind."""
        return self.typed.get(key, shown_value(key, self.lines[key].value))

    def keep_field(self, key: str, text: str) -> str | None:
        """Keep what was typed until it is saved; an empty line, or what is known already, changes nothing."""
        known = self.field_text(key)
        if text == known:
            return None
        text = reason_alone(text, known)
        if not text:
            if key in self.typed:
                del self.typed[key]
                return None
            return "Nothing is typed: ? and why says that it is not known."
        reason = self._why_not(self._request({key: text}))
        if reason is None:
            self.typed[key] = text
        return reason

    def fields_changed(self) -> None:
        """Show what was typed."""
        self.show_again()

    def _request(self, typed: Mapping[str, str]) -> RecordMinimumCaseData:
        return RecordMinimumCaseData(
            casegroup_id=self.casegroup_id,
            case_id=self.case_id,
            fields={key: text for key, text in typed.items() if not text.startswith(NOT_KNOWN)},
            not_known={key: text[1:].strip() for key, text in typed.items() if text.startswith(NOT_KNOWN)},
        )

    def _why_not(self, request: RecordMinimumCaseData) -> str | None:
        refusals = [found for found in self.desk.preview(request).refusals if found.key != NOT_NEW]
        return " ".join(map(refusal_text, refusals)) or None

    # ---------------------------------------------------------------------------------------------------- commands

    def command_save_fields(self) -> None:
        """Ask whether to save what was typed; what is missing is no hindrance."""
        if not self.keep_typed():
            return
        if not self.typed:
            self.say("Nothing was typed that is not saved. Enter types a field.", "note")
            return
        count = len(self.typed)
        fields = f"{count} field" + ("" if count == 1 else "s")
        missing = len(self._missing())
        later = f" {missing} are missing yet." if missing > 1 else " 1 is missing yet." if missing else ""
        try:
            request = self._request(self.typed)
        except ValueError as error:
            self.say(expectation(error), "refused")
            return
        asked = choice(
            self.desk,
            f"Save {fields} of case {self.case_id}",
            request,
            f"Saved: {fields} of case {self.case_id}.{later} u on the casegroup undoes it.",
            words=lambda _: self._told(),
        )
        self.ask(Question(title=f"Minimum case data of case {self.case_id}", choices=(asked,), unexceptional=1))

    def _told(self) -> list[str]:
        return [f"{BY_KEY[key].title}: {_read_out(key, text)}" for key, text in self.typed.items()]

    def after_question(self, *, written: bool) -> None:
        """Show what is known now."""
        if written:
            self.typed.clear()
        super().after_question(written=written)

    def command_next_case(self) -> None:
        """Go to the next case of the casegroup; what was typed here stays until it is saved."""
        self._to_case(1)

    def command_previous_case(self) -> None:
        """Go to the case before."""
        self._to_case(-1)

    def _to_case(self, step: int) -> None:
        if len(self.case_ids) == 1:
            self.say("The casegroup has no other case.", "note")
            return
        self.case_id = self.case_ids[(self.case_ids.index(self.case_id) + step) % len(self.case_ids)]
        self.command_look_again()
        self._to_first_missing()


def shown_value(key: str, value: str) -> str:
    """Write a value as people do: a day by its month's name."""
    if key.endswith("_date_of_birth") and value:
        try:
            return day(date.fromisoformat(value))
        except ValueError:
            return value
    return value


def _read_out(key: str, typed: str) -> str:
    return f"not known: {typed[1:].strip()}" if typed.startswith(NOT_KNOWN) else shown_value(key, typed)
