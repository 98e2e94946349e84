"""What the calculation form lists: its fields, the answer, the amount on each case, every step, and what was kept."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from console.present.calculation import (
    RATES,
    cases_in_words,
    comparison_brief,
    comparison_sentence,
    step_name,
    step_source,
)
from console.present.calculation_form import (
    field_meaning,
    field_shown,
    field_title,
    field_written,
    gap_sentences,
    gaps_in_brief,
    kept_calculations,
    kept_line,
    kept_steps,
    kept_why,
)
from console.present.explain import value_sentence
from console.present.wording import day, pounds, sentence_end
from console.tui.content import Toned
from console.tui.widgets.grid_source import Column, GridRow
from console.tui.widgets.wrapped_rows import wrapped_source
from domain.calculation.form import (
    BEFORE_PARENTS,
    CHILDREN,
    MOST_PARENTS,
    NIGHTS,
    NOTE,
    SCHEME,
    UNLESS_TYPED,
    field_of_parent,
    gather,
    is_not_known,
    parent_of_field,
    parents_shown,
)
from domain.policy.interpretations import load_interpretations
from domain.queue import day_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from console.desk.calculations import Worked
    from console.tui.content import Piece
    from console.tui.widgets.grid_source import ListSource
    from domain.calculation.form import Gathered
    from domain.calculation.model import Step
    from domain.casefile import Casefile
    from domain.events import Recorded
    from domain.events.reports import CalculationSaved

    Line = Piece | tuple[Piece, ...]

COLUMNS: Final = (
    Column(key="what", title="What", width_min=24, sortable=False),
    Column(key="amount", title="Amount", width_min=10, align="right", sortable=False),
    Column(key="says", title="What is known; the rule", width_min=30, flex=1, sortable=False),
)
ANSWER: Final = "answer"
ON_CASE: Final = "case:"
STEP: Final = "step:"
KEPT: Final = "kept:"
NOBODY: Final = "none; does not take part"
NO_VALUE_NEEDED: Final = "Nobody has to make a value up: type ? and why it is not known."


@dataclass(frozen=True, slots=True)
class Form:
    """What is typed over what is known already, for which cases.

    `names` are those of the receiving parents by case, `remarks` what is said of a field nobody has typed over.
    """

    typed: Mapping[str, str]
    known: Mapping[str, str]
    case_ids: Sequence[str] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)

    @property
    def texts(self) -> dict[str, str]:
        """What counts: what was typed, else what is known."""
        return {**self.known, **self.typed}

    @property
    def keys(self) -> list[str]:
        """Name the fields in their order: those of a receiving parent without children are not asked any further."""
        texts = self.texts
        most = min(len(self.case_ids), MOST_PARENTS) if self.case_ids else parents_shown(texts)
        keys = [*BEFORE_PARENTS]
        for place in range(1, most + 1):
            children = field_of_parent(CHILDREN, place)
            keys.append(children)
            if place == 1 or texts.get(children):
                keys.append(field_of_parent(NIGHTS, place))
        return [*keys, NOTE] if self.case_ids else keys

    @property
    def gathered(self) -> Gathered:
        """Put the fields together."""
        return gather(self.texts)


def calculation_source(form: Form, worked: Worked, casefile: Casefile | None, width: int) -> ListSource:
    """List the form and what it comes to, in a grid so many cells wide."""
    rows = [_field_row(form, key) for key in form.keys]
    rows.append(_answer_row(worked))
    rows += _case_rows(worked)
    rows += [GridRow(f"{STEP}{number}", cells) for number, cells in enumerate(_step_cells(worked))]
    if casefile is not None:
        rows += [_kept_row(entry, saved) for entry, saved in kept_calculations(casefile)]
    return wrapped_source(COLUMNS, rows, width)


def _field_row(form: Form, key: str) -> GridRow:
    return GridRow(key, (field_title(key), None, _value(form, key)))


def _value(form: Form, key: str) -> str | Toned:
    name, place = parent_of_field(key)
    whose = f"; case {form.case_ids[place - 1]}" if form.case_ids and place and name == CHILDREN else ""
    text = form.texts.get(key, "")
    if is_not_known(text):
        return Toned(f"{field_shown(key, text)}{whose}", "warning")
    if text:
        shown = f"{field_shown(key, text, form.texts.get(SCHEME, ''))}{whose}"
        return Toned(shown, "strong") if key in form.typed else f"{shown}{form.remarks.get(key, '')}"
    if name in UNLESS_TYPED:
        return Toned(f"{field_shown(key, UNLESS_TYPED[name])}, unless you type it", "muted")
    if name == NOTE:
        return Toned("nothing", "muted")
    if name == CHILDREN and place != 1:
        return Toned(f"{NOBODY}{whose}", "muted")
    return Toned(f"nothing yet{whose}{form.remarks.get(key, '')}", "warning")


def _answer_row(worked: Worked) -> GridRow:
    if worked.calculation is None:
        return GridRow(ANSWER, (Toned("Weekly amount", "strong"), None, Toned(why_unknown(worked), "warning")))
    amount = Toned(pounds(worked.calculation.weekly_pence), "strong")
    return GridRow(ANSWER, (Toned("Weekly amount", "strong"), amount, Toned(RATES[worked.calculation.rate], "strong")))


def why_unknown(worked: Worked) -> str:
    """Say briefly why there is no answer."""
    return sentence_end(f"not known: {worked.trouble or gaps_in_brief(worked.gathered)}")


def _case_rows(worked: Worked) -> Iterator[GridRow]:
    said = {}
    if worked.calculation is not None:
        said = {one.case_id: comparison_brief(one, worked.calculation) for one in worked.compared}
    for case_id, pence in worked.on_cases.items():
        says = said.get(case_id, f"Case {case_id}")
        yield GridRow(f"{ON_CASE}{case_id.replace(' ', '_')}", ("On the case", pounds(pence), says))


def steps_numbered(worked: Worked) -> tuple[Step, ...]:
    """Give the steps with each receiving parent under the number that their fields have on the form."""
    if worked.calculation is None:
        return ()
    places = worked.gathered.parents
    return tuple(
        step if step.receiving_parent is None else replace(step, receiving_parent=places[step.receiving_parent - 1])
        for step in worked.calculation.steps
    )


def _step_cells(worked: Worked) -> Iterator[tuple[str, str, str]]:
    several = len(worked.gathered.parents) > 1
    for step in steps_numbered(worked):
        yield step_name(step, several=several), pounds(step.amount_pence), step.rule


def _kept_row(entry: Recorded, saved: CalculationSaved) -> GridRow:
    says = f"{saved.scheme} scheme, {RATES[saved.rate]}, {cases_in_words(saved)}; {kept_why(saved)} Enter opens it."
    return GridRow(f"{KEPT}{entry.seq}", (f"Kept {day(day_of(entry.at))}", pounds(saved.weekly_pence), says))


# ------------------------------------------------------------------------------------------------ about one line of it


def about_line(key: str, form: Form, worked: Worked, casefile: Casefile | None) -> list[Line]:
    """Say everything about a line: what a field means, a step's rule, source and values, or what was kept."""
    if key.startswith(STEP):
        return _about_step(steps_numbered(worked)[int(key.removeprefix(STEP))], worked)
    if key.startswith(KEPT) and casefile is not None:
        return _about_kept(int(key.removeprefix(KEPT)), casefile)
    if key == ANSWER or key.startswith(ON_CASE):
        return [*_about_answer(worked), *_on_the_cases(worked)]
    return _about_field(key, form)


def _about_field(key: str, form: Form) -> list[Line]:
    _, place = parent_of_field(key)
    whose = form.case_ids[place - 1] if form.case_ids and place else ""
    name = f": case {whose}, {form.names[whose]} receiving" if whose in form.names else ""
    text = form.texts.get(key, "")
    told: list[Line] = [Toned(f"{field_title(key)}{name}", "strong"), field_meaning(key)]
    told.append(f"Written: {field_written(key)}.")
    if text:
        origin = "Typed, not kept yet" if key in form.typed else "Known already"
        told.append(f"{origin}: {field_shown(key, text, form.texts.get(SCHEME, ''))}")
    return told if key == NOTE else [*told, NO_VALUE_NEEDED]


def _about_answer(worked: Worked) -> list[Line]:
    found = worked.calculation
    if found is None:
        trouble = [sentence_end(worked.trouble)] if worked.trouble else []
        return [Toned("The weekly amount is not known, because:", "strong"), *trouble, *gap_sentences(worked.gathered)]
    return [
        Toned(f"{pounds(found.weekly_pence)} a week, {RATES[found.rate]}", "strong"),
        f"Under the {found.question.scheme} scheme, with the values of {day(found.day)} ({found.policy_digest[:12]}).",
    ]


def _on_the_cases(worked: Worked) -> Iterator[Line]:
    found = worked.calculation
    if found is not None:
        for one in worked.compared:
            yield comparison_sentence(one, found)
        return
    for case_id, pence in worked.on_cases.items():
        yield f"On case {case_id}: {pounds(pence)} a week."


def _about_step(step: Step, worked: Worked) -> list[Line]:
    several = len(worked.gathered.parents) > 1
    told: list[Line] = [
        Toned(f"{step_name(step, several=several)}: {pounds(step.amount_pence)}", "strong"),
        step.rule,
        f"{step_source(step)}.",
    ]
    if step.source.says not in {"", step.rule}:
        told.append(step.source.says)
    for value in step.used:
        told += [
            "",
            value_sentence(value),
            f"{value.source.place}.",
            *([value.source.says] if value.source.says else []),
        ]
    doubt = next((one for one in load_interpretations() if one.id == step.interpretation), None)
    if doubt is not None:
        told += ["", Toned(doubt.question, "strong"), doubt.choice, doubt.why]
    return told


def _about_kept(number: int, casefile: Casefile) -> list[Line]:
    for entry, saved in kept_calculations(casefile):
        if entry.seq == number:
            return [Toned(kept_line(entry, saved), "strong"), "Enter opens it again.", "", *kept_steps(saved)]
    return []
