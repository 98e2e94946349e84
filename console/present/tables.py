"""Plain tables for terminals: columns of printable text, each as wide as what stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.present.printable import printable
from console.present.wording import RESTRICTED, STAGES, day, pounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domain.worklist import WorklistRow

GAP: Final = "  "
WORKLIST_HEADINGS: Final = (
    "Casegroup",
    "Paying parent",
    "Systems",
    "Due",
    "Stage",
    ">Balance",
    ">Discrepancy",
    ">Left",
    "Flags",
)


def table_lines(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lay out rows under their headings; a heading that begins with `>` sets its column to the right.

    Every cell is made printable by itself, so that nothing in one moves another.
    """
    names = [heading.removeprefix(">") for heading in headings]
    right = [heading.startswith(">") for heading in headings]
    shown = [names, *([printable(cell) for cell in row] for row in rows)]
    widths = [max(cells_wide(row[column]) for row in shown) for column in range(len(names))]
    for row in shown:
        cells = (_placed(*cell) for cell in zip(row, widths, right, strict=True))
        yield GAP.join(cells).rstrip()


def cells_wide(text: str) -> int:
    """Count the cells of a terminal that a printable text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415 - only for the few texts that need it

    return cell_len(text)


def _placed(text: str, width: int, right: bool) -> str:  # noqa: FBT001 - the order of the columns' lists
    space = " " * (width - cells_wide(text))
    return space + text if right else text + space


def worklist_cells(row: WorklistRow) -> tuple[str, ...]:
    """Write a line of the worklist as people read it, in the order of WORKLIST_HEADINGS."""
    return (
        row.casegroup_id,
        row.paying_parent or (RESTRICTED if row.restricted else ""),
        row.systems,
        day(row.due_date),
        STAGES[row.stage],
        pounds(row.debt_balance_pence),
        "" if row.discrepancy_pence is None else pounds(row.discrepancy_pence),
        "" if row.residual_pence is None else pounds(row.residual_pence),
        row.flags,
    )
