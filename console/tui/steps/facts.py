"""Step 1, Facts: every record of the document with what we changed since, and where it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.present.facts import fact_lines, field_lines, not_known_text
from console.present.wording import day, moment, pounds
from console.tui.content import Toned
from console.tui.steps.step import StepContent
from console.tui.widgets.grid_source import Column, GridRow, Short

if TYPE_CHECKING:
    from console.present.facts import FactLine
    from console.tui.steps.step import Line, View
    from console.tui.widgets.grid_source import Cell

COLUMNS = (
    Column(key="what", title="Record", width_min=18),
    Column(key="case", title="Case", width_min=6, width_max=14, flex=1),
    Column(key="text", title="What it says", width_min=20, flex=6),
    Column(key="day", title="Day", width_min=11),
    Column(key="amount", title="Amount", width_min=13, align="right"),
)


def facts_step(view: View) -> StepContent:
    """List the facts; the why pane shows every field of a record, and its provenance."""
    lines = {line.key: line for line in fact_lines(view.casefile)}
    rows = [GridRow(key, _cells(line)) for key, line in lines.items()]

    def short(key: str) -> list[Line]:
        line = lines[key]
        not_known = line.record.not_known.items() if line.record else ()
        unknown = [not_known_text(name, why) for name, why in not_known]
        return [Toned(line.text), *unknown]

    def why(key: str) -> list[Line]:
        line = lines[key]
        facts = view.facts
        received: list[Line] = [
            "",
            Toned("Received", "strong"),
            f"{facts.file_name}, line {facts.line or 1}, version {facts.version}",
            f"by {facts.received_by}, {moment(facts.received_at)} UTC",
            f"SHA-256 begins {facts.digest[:16]}",
        ]
        fields = field_lines(line.record) if line.record else line.text.splitlines()
        return [Toned(line.what, "strong"), *fields, *received]

    cases = {key: line.case_id for key, line in lines.items() if line.case_id}
    return StepContent(COLUMNS, rows, short, why, cases=cases)


def _cells(line: FactLine) -> tuple[Cell, ...]:
    unknown = line.record is not None and bool(line.record.not_known)
    what = Toned(f"{line.what} ?", "warning") if unknown else line.what
    amount = "" if line.amount_pence is None else pounds(line.amount_pence)
    return (what, line.case_id, Short(line.text, line.brief or line.text), day(line.on) if line.on else "", amount)
