"""`closeout worklist`: what is to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import click

from console.cli.options import Choice, json_option, store_option, with_examples
from console.cli.output import answer_json, outward, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.desk.desk import Desk
    from domain.worklist import WorklistRow
    from storage.lists import SortColumn

# The columns the store sorts by, without the unit; a test holds them together.
COLUMNS: Final = (
    "casegroup_id", "paying_parent", "nino", "systems", "closing_cases", "due_date", "stage", "deferred_until",
    "debt_balance", "discrepancy", "residual", "check_due_on", "flags", "facts_version", "last_seq",
)  # fmt: skip
IN_PENCE: Final = frozenset({"debt_balance", "discrepancy", "residual"})
PAGE: Final = 500


@with_examples(
    'closeout worklist "to amend"',
    "closeout worklist '!deferred' --sort residual --descending --limit 20",
    "closeout worklist --json",
)
@click.command()
@click.argument("filter_words", nargs=-1, metavar="[FILTER]...")
@click.option("--sort", type=Choice(COLUMNS), default="due_date", show_default=True, help="Sort by a column.")
@click.option("--descending", is_flag=True, help="Largest first.")
@click.option("--limit", type=click.IntRange(min=1, max=10**12), metavar="N", help="At most so many.")
@store_option
@json_option
def worklist(
    filter_words: tuple[str, ...], sort: str, descending: bool, limit: int | None, store: str | None, as_json: bool
) -> int:
    """List the casegroups and what each waits for.

    FILTER: words of a name need not be exact, numbers, stages and flags are; ! before a word leaves out what it finds.
    With --json, one object a line.
    """
    from console.cli.opening import open_desk

    with open_desk(store) as desk:
        if as_json:
            for row in rows_of(desk, " ".join(filter_words), sort, descending=descending, limit=limit):
                answer_json(row_json(row))
        else:
            _say_table(desk, " ".join(filter_words), sort, descending=descending, limit=limit)
    return 0


def rows_of(
    desk: Desk, text: str = "", sort: str = "casegroup_id", *, descending: bool = False, limit: int | None = None
) -> Iterator[WorklistRow]:
    """Give the rows that pass a filter, in order of a column, read a page at a time."""
    from console.desk.questions import worklist_keys, worklist_rows

    keys = worklist_keys(desk, text, column(sort), descending=descending)[:limit]
    for start in range(0, len(keys), PAGE):
        yield from worklist_rows(desk, keys[start : start + PAGE])


def column(name: str) -> SortColumn:
    """Give the store's name of a column."""
    return cast("SortColumn", f"{name}_pence" if name in IN_PENCE else name)


def row_json(row: WorklistRow) -> dict[str, Any]:
    """Give a row as JSON; the words it is found by are left out, and rules never asked are due "at_once"."""
    from dataclasses import asdict

    from domain.casefile import AT_ONCE

    record = asdict(row)
    del record["search_text"]
    told: dict[str, Any] = outward(record)
    if row.check_due_on == AT_ONCE:
        told["check_due_on"] = "at_once"
    return told


def _say_table(desk: Desk, text: str, sort: str, *, descending: bool, limit: int | None) -> None:
    from console.present.tables import WORKLIST_HEADINGS, table_lines, worklist_cells

    cells = [worklist_cells(row) for row in rows_of(desk, text, sort, descending=descending, limit=limit)]
    for number, line in enumerate(table_lines(WORKLIST_HEADINGS, cells)):
        say(line, bold=number == 0)
    say(f"{len(cells)} of {desk.store.worklist_count()} casegroups.")
