"""Rows of arrivals: the casegroups on their way, the exceptions report, and the parts of one casegroup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.desk.arrival import arrival_keys, arrival_rows
from console.present.arrival import HOW, STEP_STATES, missing_words
from console.present.events_of_arrival import (
    ABOUT,
    CONTACTS,
    CORRECTION_REASONS,
    ORDERS,
    ROUTES,
    field_words,
)
from console.present.wording import (
    PAYEES,
    RESTRICTED,
    STAGE_MEANINGS,
    STAGES,
    STAGES_IN_BRIEF,
    STATUSES,
    capital,
    day,
    pounds,
)
from console.tui.content import Toned
from console.tui.read_by_page import OwnOrder
from console.tui.widgets.grid_source import Column, GridRow, ListSource, Short
from domain.events.arrival import ArrearsCorrected, ContactLogged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.desk.arrival import ArrivalRow, ArrivalView, CaseArrival, DcaReceipt, LineTold, StepTold
    from console.desk.arrival_report import ReportLine
    from console.desk.desk import Desk
    from console.tui.content import Piece, Tone
    from console.tui.widgets.grid_source import Cell
    from domain.arrived import ArrivalStage
    from domain.events.arrival import ArrivalStep

LIST_COLUMNS: Final = (
    Column(key="casegroup_id", title="Casegroup", width_min=10, width_max=20, flex=1, sortable=False),
    Column(key="stage", title="Where", width_min=13, width_max=20, flex=1, sortable=False),
    Column(key="left", title="Left CSA", width_min=10, width_max=14, flex=1, align="right", sortable=False),
    Column(key="created", title="On CMS", width_min=10, width_max=14, flex=1, align="right", sortable=False),
    Column(key="waiting", title="Waiting", width_min=10, width_max=14, flex=1, align="right", sortable=False),
    Column(key="missing", title="Missing", width_min=10, width_max=60, flex=4, sortable=False),
)
REPORT_COLUMNS: Final = (
    Column(key="casegroup_id", title="Casegroup", width_min=10, width_max=20, flex=1, sortable=False),
    Column(key="case_id", title="Case", width_min=6, width_max=14, flex=1, sortable=False),
    Column(key="missing", title="Missing", width_min=16, width_max=60, flex=5, sortable=False),
    Column(key="since", title="Since", width_min=11, sortable=False),
    Column(key="holder", title="With", width_min=10, width_max=20, flex=1, sortable=False),
    Column(key="waiting", title="Waiting", width_min=10, width_max=14, flex=1, align="right", sortable=False),
)
STEP_COLUMNS: Final = (
    Column(key="case_id", title="Case", width_min=6, width_max=14, flex=1, sortable=False),
    Column(key="step", title="Step", width_min=32, width_max=48, flex=4, sortable=False),
    Column(key="state", title="Where", width_min=14, width_max=16, flex=1, sortable=False),
    Column(key="more", title="Missing", width_min=15, width_max=60, flex=4, sortable=False),
)
ARREARS_COLUMNS: Final = (
    Column(key="case_id", title="Case", width_min=6, width_max=14, flex=1, sortable=False),
    Column(key="owed_to", title="Owed to", width_min=17, width_max=36, flex=3, sortable=False),
    Column(key="left", title="Left CSA", width_min=10, width_max=14, flex=1, align="right", sortable=False),
    Column(key="created", title="Created", width_min=10, width_max=14, flex=1, align="right", sortable=False),
    Column(key="waiting", title="Waiting", width_min=10, width_max=14, flex=1, align="right", sortable=False),
    Column(key="on_cms", title="On CMS", width_min=10, width_max=14, flex=1, align="right", sortable=False),
)
OTHER_COLUMNS: Final = (
    Column(key="what", title="What", width_min=20, width_max=30, flex=2, sortable=False),
    Column(key="case_id", title="Case", width_min=6, width_max=14, flex=1, sortable=False),
    Column(key="amount", title="Amount", width_min=10, width_max=14, flex=1, align="right", sortable=False),
    Column(key="state", title="Where", width_min=31, width_max=60, flex=4, sortable=False),
)
STEPS_IN_BRIEF: Final[Mapping[ArrivalStep, str]] = {
    "cms_case": "Look for an existing CMS case",
    "verify_applicant": "Verify applicant and child",
    "verify_other_party": "Verify other party",
    "benefit_details": "Paying parent's benefit",
}
PAYEES_IN_BRIEF: Final[Mapping[str, str]] = {
    "receiving_parent": "parent",
    "gb_sos": "GB SoS",
    "ni_sos": "NI SoS",
}
VALUES: Final[Mapping[str, str]] = {
    "to_be_agreed": "to be agreed",
    "new": "a new one",
    "none": "has none",
    "dca": "debt collection agency",
}
TONES: Final = {"done": "good", "failed": "bad", "waiting": "plain", "not_needed": "muted"}


class ArrivalList(OwnOrder):
    """Closed casegroups by how far their arrears are; each page is worked out when it is shown."""

    def __init__(self, desk: Desk, stages: Sequence[ArrivalStage], among: frozenset[str] | None = None) -> None:
        keys = arrival_keys(desk, stages)
        super().__init__(desk, LIST_COLUMNS, keys if among is None else [key for key in keys if key in among])

    def page(self, start: int, stop: int) -> Sequence[GridRow]:
        """Give the rows from `start` up to, not including, `stop`."""
        wanted = self.listed[start:stop]
        found = {row.casegroup_id: row for row in arrival_rows(self.desk, wanted)}
        return [
            _list_row(found[number]) if number in found else GridRow(number, (number, "opened again; F5", *[""] * 4))
            for number in wanted
        ]

    def row(self, key: str | None) -> ArrivalRow | None:
        """Give one casegroup; None where it is not listed any more."""
        return next(iter(arrival_rows(self.desk, [key])), None) if key and self.position(key) is not None else None


def is_hidden(row: ArrivalRow) -> bool:
    """Tell whether a row tells nothing but the stage, because the record is restricted."""
    return row.restricted and row.route is None and not row.left_pence


def stage_text(stage: str) -> str:
    """Name a stage in few words."""
    return STAGES_IN_BRIEF.get(stage, STAGES[stage])


def _list_row(row: ArrivalRow) -> GridRow:
    where = Short(STAGES[row.stage], stage_text(row.stage))
    if is_hidden(row):
        return GridRow(row.casegroup_id, (row.casegroup_id, where, "", "", "", Toned(RESTRICTED, "muted")))
    missing = "; ".join(map(missing_words, row.missing))
    return GridRow(
        row.casegroup_id,
        (
            row.casegroup_id,
            where,
            amount(row.left_pence),
            amount(row.created_pence),
            amount(row.waiting_pence),
            Short(missing, f"{len(row.missing)} {'step' if len(row.missing) == 1 else 'steps'}") if missing else "",
        ),
    )


def amount(pence: int, tone: Tone = "plain") -> Short:
    """Write an amount, in whole pounds where the pence do not fit; under the list it is whole."""
    return Short(pounds(pence), pounds(pence).partition(".")[0], tone)


def report_source(lines: Sequence[ReportLine]) -> ListSource:
    """Give a row for each step that failed."""
    return ListSource(REPORT_COLUMNS, [_report_row(line) for line in lines])


def report_key(line: ReportLine) -> str:
    """Name a line of the report."""
    return f"{line.casegroup_id} {line.case_id} {line.step}"


def _report_row(line: ReportLine) -> GridRow:
    brief = f"{len(line.missing)} {'field' if len(line.missing) == 1 else 'fields'}"
    return GridRow(
        report_key(line),
        (
            line.casegroup_id,
            line.case_id,
            Short(field_words(line.missing), brief),
            day(line.since),
            line.holder or Toned("nobody", "warning"),
            amount(line.waiting_pence),
        ),
    )


def row_lines(row: ArrivalRow) -> list[Piece]:
    """Say how far a casegroup is."""
    if is_hidden(row):
        return [f"{row.casegroup_id}: {STAGES[row.stage]}. This record is {RESTRICTED}."]
    received = f"Received {day(row.received_on)}, {ROUTES[row.route]}." if row.route else "Not received yet."
    created = pounds(row.created_pence)
    owner = f" Its owner on CMS: {row.owner}." if row.owner else ""
    return [
        Toned(f"{row.casegroup_id}: {STAGES[row.stage]}. {received}{owner}", "strong"),
        f"{pounds(row.left_pence)} left the CSA: {created} on CMS, {pounds(row.waiting_pence)} waits.",
        *(f"{missing_words(missing)}." for missing in row.missing[:2]),
        *([f"And {len(row.missing) - 2} more."] if len(row.missing) > 2 else []),
        *([] if row.missing else [STAGE_MEANINGS[row.stage]]),
    ]


def report_lines(line: ReportLine) -> list[Piece]:
    """Say what failed."""
    unknown = [f"{field_words([name])} not known, because {why}." for name, why in line.not_known.items()]
    held = f"With {line.holder}." if line.holder else "Nobody has it yet; a team leader gives it (g)."
    return [
        Toned(f"Case {line.case_id} of {line.casegroup_id}: {line.title}", "strong"),
        f"Missing: {field_words(line.missing)}; since {day(line.since)}. {pounds(line.waiting_pence)} waits.",
        f"Sent to: {line.routed_to}. {held}",
        *unknown,
    ]


# --------------------------------------------------------------------------------------------------- one casegroup


def steps_source(view: ArrivalView) -> ListSource:
    """Give each case with its steps in the documents' order."""
    rows = []
    for case in view.cases:
        rows.append(GridRow(case.case_id, _case_cells(case)))
        rows += [GridRow(f"{case.case_id} {step.step}", _step_cells(case, step)) for step in case.steps]
    return ListSource(STEP_COLUMNS, rows)


def _case_cells(case: CaseArrival) -> tuple[Cell, ...]:
    if not case.matched:
        told: Cell = Toned("CMS case not settled", "strong")
        group = f"{len(case.candidates)} like it" if case.candidates else ""
    else:
        told = Toned(f"CMS case {case.cms_case_id}" if case.cms_case_id else "No CMS case: one is built", "strong")
        group = f"casegroup {case.cms_casegroup_id}" if case.cms_casegroup_id else "new casegroup"
    return (Toned(case.case_id, "strong"), told, case.system, group)


def _step_cells(case: CaseArrival, step: StepTold) -> tuple[Cell, ...]:
    state = STEP_STATES[step.state]
    if step.state == "done" and step.how:
        state = f"{state} {HOW[step.how]}"
    return (
        case.case_id,
        Short(step.title, STEPS_IN_BRIEF.get(step.step, step.title)),
        Toned(state, TONES[step.state]),  # type: ignore[arg-type] # the tones are those of the table above
        _step_more(step),
    )


def _step_more(step: StepTold) -> Cell:
    if step.missing:
        return Short(field_words(step.missing), f"{len(step.missing)} to be keyed", "warning")
    if step.not_known:
        return Short(f"not known: {field_words(list(step.not_known))}", "not known")
    used = ", ".join(value_words(value) for value in (step.data or {}).values() if value)
    return Short(used, "as known") if used else ""


def value_words(value: str) -> str:
    """Write what a step used as people read it."""
    return VALUES.get(value, value)


def arrears_source(view: ArrivalView) -> ListSource:
    """Give each part of the arrears: what left, what became dues, what waits, and what is on CMS now."""
    rows = [
        GridRow(part_key(case.case_id, line), _line_cells(case.case_id, line))
        for case in view.cases
        for line in case.lines
    ]
    lines = [line for case in view.cases for line in case.lines]
    if lines:
        sums = (
            sum(line.left_pence for line in lines), sum(line.created_pence for line in lines),
            sum(line.waiting_pence for line in lines), sum(line.on_cms_pence for line in lines),
        )  # fmt: skip
        rows.append(GridRow("all", (Toned("All", "strong"), "", *(amount(each, "strong") for each in sums))))
    return ListSource(ARREARS_COLUMNS, rows)


def part_key(case_id: str, line: LineTold) -> str:
    """Name a part of the arrears of a case."""
    return f"{case_id} {line.owed_to} {line.status}"


def _line_cells(case_id: str, line: LineTold) -> tuple[Cell, ...]:
    return (
        case_id,
        Short(
            f"{PAYEES[line.owed_to]}, {STATUSES[line.status]}",
            f"{PAYEES_IN_BRIEF[line.owed_to]}, {STATUSES[line.status]}",
        ),
        amount(line.left_pence),
        amount(line.created_pence),
        amount(line.waiting_pence),
        amount(line.on_cms_pence),
    )


def others_source(view: ArrivalView) -> ListSource:
    """Give orders, receipts of agencies, corrections, contacts, and write-offs that are still wanted."""
    arrival = view.arrival
    rows: list[tuple[Cell, ...]] = [
        ("Further write-off", wanted.case_id, pounds(wanted.amount_pence), "the receiving parent confirms it")
        for wanted in view.further_write_offs
    ]
    rows += [
        (ORDERS[order.order], order.line.case_id, pounds(order.line.amount_pence), _part(order.line.owed_to))
        for order in arrival.orders
    ]
    rows += [
        (f"Agency receipt {receipt.receipt_id}", "", pounds(receipt.amount_pence), receipt_state(receipt))
        for receipt in view.dca
    ]
    for entry in arrival.corrections:
        if isinstance(event := entry.event, ArrearsCorrected):
            why = capital(CORRECTION_REASONS[event.reason])
            rows.append(
                (
                    "Correction",
                    event.line.case_id,
                    pounds(event.line.amount_pence),
                    Short(why, why.removeprefix("An offline ")),
                )
            )
    for entry in arrival.contacts:
        if isinstance(said := entry.event, ContactLogged):
            about = Short(f"{CONTACTS[said.with_whom]}, about {ABOUT[said.about]}", f"about {ABOUT[said.about]}")
            rows.append((f"Contact {day(said.contacted_on)}", said.case_id or "", "", about))
    return ListSource(OTHER_COLUMNS, [GridRow(str(place), cells) for place, cells in enumerate(rows)])


def _part(owed_to: str) -> str:
    return f"tied to what {'the ' if owed_to == 'receiving_parent' else ''}{PAYEES_IN_BRIEF[owed_to]} is owed"


def receipt_state(receipt: DcaReceipt) -> str:
    """Say whether an agency receipt is flagged, and how much of it is not allocated."""
    if not receipt.flagged:
        return "not flagged"
    return f"flagged; {pounds(receipt.left_pence)} to allocate" if receipt.left_pence else "allocated"
