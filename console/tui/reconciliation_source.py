"""Rows of a reconciliation: the files of a folder, the columns of a report, the classes, and the lines of a class."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

import polars as pl

from console.present.events_of_reconciliation import FIELDS
from console.present.reconciliation import (
    CLASSES,
    both_sides,
    control_texts,
    differing,
    look_texts,
    payee,
    status,
    tied_text,
)
from console.present.wording import RESTRICTED, pounds
from console.tui.arrival_source import PAYEES_IN_BRIEF
from console.tui.content import Toned
from console.tui.widgets.grid_source import Column, GridRow, ListSource, Short, SortOrder
from domain.reconciliation.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from console.desk.reports_compared import Compared, ReportWanted
    from console.tui.content import Piece, Tone
    from console.tui.widgets.grid_source import Cell
    from domain.reconciliation.decision import Reconciliation
    from domain.reconciliation.rules import RowClass
    from storage.importers.reports import ReportLook

    Side = Literal["left", "right"]
    Said = list[Piece | tuple[Piece, ...]]

FILE_COLUMNS: Final = (
    Column(key="side", title="Side", width_min=8, sortable=False),
    Column(key="file", title="File", width_min=20, width_max=60, flex=3, sortable=False),
    Column(key="sheet", title="Sheet", width_min=8, width_max=20, flex=1, sortable=False),
    Column(key="header", title="Headings", width_min=8, sortable=False),
    Column(key="taken", title="Read as", width_min=18, width_max=80, flex=4, sortable=False),
)
HEADING_COLUMNS: Final = (
    Column(key="number", title="Col", width_min=4, align="right", sortable=False),
    Column(key="heading", title="Heading", width_min=18, width_max=40, flex=2, sortable=False),
    Column(key="taken", title="Taken for", width_min=11, sortable=False),
    Column(key="first", title="First row", width_min=17, width_max=40, flex=2, sortable=False),
    Column(key="second", title="Second row", width_min=12, width_max=40, flex=1, sortable=False),
)
TOP_COLUMNS: Final = (
    Column(key="row", title="Row", width_min=4, align="right", sortable=False),
    Column(key="cells", title="What stands in it", width_min=60, flex=1, sortable=False),
)
CLASS_COLUMNS: Final = (
    Column(key="class", title="Class", width_min=17, sortable=False),
    Column(key="rows", title="Rows", width_min=9, align="right", sortable=False),
    Column(key="left", title="Left the CSA", width_min=13, width_max=24, flex=1, align="right", sortable=False),
    Column(key="right", title="At CMS", width_min=13, width_max=24, flex=1, align="right", sortable=False),
    Column(key="difference", title="Difference", width_min=13, width_max=24, flex=1, align="right", sortable=False),
)
LINE_COLUMNS: Final = (
    Column(key="casegroup_id", title="Casegroup", brief="Group", width_min=10, width_max=20, flex=1),
    Column(key="case_id", title="Case", width_min=8, width_max=16, flex=1),
    Column(key="owed_to", title="Owed to", brief="To", width_min=7, width_max=26, flex=2),
    Column(key="status", title="Status", brief="Is", width_min=9, width_max=12),
    Column(key="left_amount_pence", title="Left CSA", brief="CSA", width_min=10, width_max=16, flex=1, align="right"),
    Column(key="right_amount_pence", title="At CMS", brief="CMS", width_min=10, width_max=16, flex=1, align="right"),
    Column(key="what", title="What", width_min=7, width_max=24, flex=1, sortable=False),
)
SIDE_WORDS: Final[Mapping[str, str]] = {"left": "left CSA", "right": "at CMS"}
TOTAL: Final = "total"
CLASS_SAYS: Final[Mapping[str, str]] = {rule.key: rule.says for rule in RULES}


@dataclass(slots=True)
class Chosen:
    """A file of the list: how it is to be read, on which side if any, and how that would be; or why it cannot."""

    wanted: ReportWanted
    side: Side | None = None
    look: ReportLook | None = None
    fault: str = ""
    fitting: tuple[str, ...] = field(default=())

    @property
    def key(self) -> str:
        """Name it in the list."""
        return str(self.wanted.path)


def file_source(chosen: Iterable[Chosen]) -> ListSource:
    """List files with the side each is on, and how each is read."""
    return ListSource(FILE_COLUMNS, [GridRow(one.key, _file_cells(one)) for one in chosen])


def _file_cells(one: Chosen) -> tuple[Cell, ...]:
    side: Cell = Toned(SIDE_WORDS[one.side], "strong") if one.side else ""
    name = one.wanted.path.name
    if one.fault:
        return side, name, "", "", Toned("cannot be read", "bad")
    if one.look is None:
        return side, name, "", "", ""
    row = one.look.header_row
    told: Cell = Toned("to be put right", "warning") if one.look.fault else _taken(one.look)
    return side, name, one.look.sheet or "", f"row {row}" if row else Toned("none", "warning"), told


def _taken(look: ReportLook) -> Short:
    fields = ", ".join(FIELDS[name] for name in look.taken)
    return Short(fields, f"{len(look.taken)} columns taken")


def heading_source(look: ReportLook, hidden: frozenset[str]) -> ListSource:
    """List the columns of a report with what each is taken for, and the first rows that are of no `hidden` record."""
    taken = {place: FIELDS[name] for name, place in look.taken.items()}
    told = [row for row in look.top[look.header_row or 0 :] if not _is_of(row, hidden)]
    under: list[tuple[str, ...]] = [*told, (), ()][:2]
    rows = [
        GridRow(
            str(place),
            (
                place + 1,
                heading or Toned("no heading", "muted"),
                Toned(taken[place], "good") if place in taken else "",
                *(row[place] if place < len(row) else "" for row in under),
            ),
        )
        for place, heading in enumerate(look.headings)
    ]
    return ListSource(HEADING_COLUMNS, rows)


def top_source(look: ReportLook, hidden: frozenset[str]) -> ListSource:
    """List the first rows of a report, to say which of them has the headings; rows of `hidden` records are masked."""
    rows = [
        GridRow(str(number), (number, Toned(RESTRICTED, "muted") if _is_of(row, hidden) else _joined(row)))
        for number, row in enumerate(look.top, start=1)
    ]
    return ListSource(TOP_COLUMNS, rows)


def _joined(row: Sequence[str]) -> str:
    return " | ".join(cell for cell in row if cell.strip())


def _is_of(row: Sequence[str], hidden: frozenset[str]) -> bool:
    """Tell whether a row names one of some casegroups, in whichever column."""
    return not hidden.isdisjoint(cell.strip() for cell in row)


def class_source(compared: Compared) -> ListSource:
    """List the classes with counts and totals of each side, and what all of it comes to."""
    answer = compared.answer
    rows = [
        GridRow(
            total.row_class,
            (
                CLASSES[total.row_class], f"{total.rows:,}", _total(total.left_pence), _total(total.right_pence),
                _difference(total.difference_pence),
            ),
        )
        for total in answer.classes
    ]  # fmt: skip
    rows.append(
        GridRow(
            TOTAL,
            (
                Toned("In all", "strong"), f"{answer.left_rows + answer.right_rows:,}", _total(answer.left_pence),
                _total(answer.right_pence), _difference(answer.difference_pence),
            ),
        )
    )  # fmt: skip
    return ListSource(CLASS_COLUMNS, rows)


def _total(pence: int, tone: Tone = "plain") -> Short:
    told = pounds(pence)
    return Short(told, told.partition(".")[0], tone)


def _difference(pence: int) -> Short:
    return _total(pence, "warning" if pence else "plain")


class LineList:
    """The lines of a class, as many as there are; a page is written out when it is shown.

    Of `hidden` casegroups, restricted records, no more is told than the number.
    """

    def __init__(self, lines: pl.DataFrame, hidden: frozenset[str]) -> None:
        self.columns: Sequence[Column] = LINE_COLUMNS
        self.order: SortOrder | None = None
        self.hidden = hidden
        self._lines = lines.with_row_index("key")

    def count(self) -> int:
        """How many lines there are."""
        return self._lines.height

    def page(self, start: int, stop: int) -> Sequence[GridRow]:
        """Give the rows from `start` up to, not including, `stop`."""
        return [self._row(line) for line in self._lines.slice(start, stop - start).iter_rows(named=True)]

    def position(self, key: str) -> int | None:
        """Where the line of that key stands now."""
        if not key.isdecimal():
            return None
        found = self._lines["key"].eq(int(key)).arg_true()
        return int(found[0]) if len(found) else None

    def keys(self, start: int, stop: int) -> Sequence[str]:
        """Give the keys of lines from `start` up to, not including, `stop`."""
        return self._lines["key"].slice(start, max(0, stop - start)).cast(pl.String).to_list()

    def sort(self, order: SortOrder) -> None:
        """Sort by another column; a restricted record's line goes by its number alone."""
        key = pl.col(order.column_key)
        if self.hidden and order.column_key != "casegroup_id":
            key = pl.when(pl.col("casegroup_id").is_in(sorted(self.hidden))).then(None).otherwise(key)
        self._lines = self._lines.sort(
            key, pl.col("key"), descending=[order.descending, False], nulls_last=True, maintain_order=True
        )
        self.order = order

    def line(self, key: str | None) -> dict[str, Any] | None:
        """Give a line itself."""
        place = self.position(key) if key else None
        return None if place is None else self._lines.row(place, named=True)

    def marked(self, keys: Iterable[str]) -> pl.DataFrame:
        """Give the lines of some keys."""
        return self._lines.filter(pl.col("key").is_in([int(key) for key in keys]))

    def _row(self, line: Mapping[str, Any]) -> GridRow:
        number = line["casegroup_id"]
        if number in self.hidden:
            return GridRow(str(line["key"]), (number, "", "", "", Toned(RESTRICTED, "muted"), "", ""))
        return GridRow(
            str(line["key"]),
            (
                number,
                line["case_id"],
                Short(payee(line["owed_to"]), PAYEES_IN_BRIEF.get(line["owed_to"], line["owed_to"])),
                status(line["status"]),
                *(_amount(line, side) for side in ("left", "right")),
                _what(line),
            ),
        )


def _amount(line: Mapping[str, Any], side: str) -> Cell:
    if line[f"{side}_row"] is None:
        return Toned("none", "muted")
    told = pounds(line[f"{side}_amount_pence"])
    return Short(told, told.partition(".")[0])


def _what(line: Mapping[str, Any]) -> Cell:
    match line["class"]:
        case "identity_differs":
            return differing(line)
        case "amount_differs":
            return pounds(line["left_amount_pence"] - line["right_amount_pence"])
        case "duplicate":
            return "CSA" if line["left_row"] is not None else "CMS"
        case _:
            return ""


def about_file(one: Chosen | None) -> Said:
    """Say how a file is read, or why it cannot be."""
    if one is None:
        return []
    if one.fault:
        return [Toned(line, "bad") for line in one.fault.splitlines()]
    return [*look_texts(one.look)] if one.look else [f"{one.wanted.path.name}: not looked at yet; c or m takes it."]


def about_class(answer: Reconciliation, row_class: RowClass | None) -> Said:
    """Say what a class is, and whether the totals tie."""
    return [*([CLASS_SAYS[row_class]] if row_class else []), tied_text(answer)]


def about_line(line: Mapping[str, Any] | None, hidden: frozenset[str]) -> Said:
    """Say both sides of a line; of a restricted record that it is one."""
    if line is None:
        return []
    if line["casegroup_id"] in hidden:
        return [f"{line['casegroup_id']}: this record is {RESTRICTED}."]
    return [*both_sides(line)]


def where_not_tied(compared: Compared) -> Said:
    """Say where the sides do not tie, and how each report was read."""
    return [
        Toned("By payee and status", "strong"),
        *control_texts(compared.answer.control_totals()),
        "",
        *(text for report in (*compared.left, *compared.right) for text in look_texts(report.look)),
    ]
