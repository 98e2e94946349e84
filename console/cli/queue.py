"""`closeout queue`: everything that waits for somebody, and service requests raised and done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from console.cli.options import Choice, as_at_option, json_option, store_option, with_examples
from console.cli.output import answer_json, outward, say, terminal_width
from console.cli.requesting import Asking, ask, request_options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from console.desk.desk import Desk
    from domain.queue import QueueRow
    from storage.queue import QueueFilter

# The same names as in the domain, which the help does not load; a test holds them together.
KINDS: Final = (
    "exception", "service_request", "work_item", "inhibit_review", "breakdown", "data_exception", "look_up", "payment",
    "difference",
)  # fmt: skip
HEADINGS: Final = ("Casegroup", "What", "Cause", "Item", "Case", "Where", "Held by", ">Days", "Due", "Detail")
GROUP_HEADINGS: Final = ("What", "Cause", ">Count", ">Nobody's", ">Oldest, days")
# What stands in the line itself on a narrow terminal: casegroup, what, cause and days.
NARROW: Final = (0, 1, 2, 7)
PAGE: Final = 500


@with_examples("closeout queue --mine", 'closeout queue --kind "inhibit review" --due', "closeout queue --group --json")
@click.command()
@click.option("--kind", "kinds", multiple=True, type=Choice(KINDS), help="These alone; may be given again.")
@click.option("--mine", is_flag=True, help="What was given to you.")
@click.option("--holder", metavar="WHO", help="What a user or a role holds.")
@click.option("--due", is_flag=True, help="What is due today or was before.")
@click.option("--group", is_flag=True, help="Count it by cause, with the age of the oldest.")
@store_option
@as_at_option
@json_option
def queue(
    kinds: tuple[Any, ...],
    mine: bool,
    holder: str | None,
    due: bool,
    group: bool,
    store: str | None,
    as_at: date | None,
    as_json: bool,
) -> int:
    """List everything that waits for somebody, the oldest first, each under the documents' name.

    Exceptions, service requests, outstanding work items, inhibits to be reviewed, and account breakdowns on their
    way; without a casegroup, data exceptions of loads, look-ups, and payments to look into. With --json, one object
    a line.
    """
    from console.cli.opening import open_desk
    from console.desk.queue import queue_filter

    if mine and holder:
        raise click.UsageError("Say either --mine or --holder.")
    with open_desk(store, as_at) as desk:
        wanted = queue_filter(desk, kinds=kinds, holder=holder, mine=mine, due=due)
        if group:
            say_counts(desk, wanted, as_json=as_json)
        else:
            say_rows(desk, wanted, as_json=as_json)
    return 0


def say_rows(desk: Desk, wanted: QueueFilter, *, as_json: bool) -> None:
    """List the open work wanted."""
    from console.present.tables import cells_wide, table_lines

    if as_json:
        for row in _rows(desk, wanted):
            answer_json(_row_json(desk, row))
        return
    cells = [_cells(desk, row) for row in _rows(desk, wanted)]
    lines = list(table_lines(HEADINGS, cells))
    if max(map(cells_wide, lines)) > terminal_width():
        lines = list(_narrow_lines(cells))
    for number, line in enumerate(lines):
        say(line, bold=number == 0)
    say(f"{len(cells)} waiting.")


def _narrow_lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lay out the queue where its table does not fit: the main columns, and under each line what else is known."""
    from textwrap import wrap

    from console.present.printable import printable
    from console.present.tables import cells_wide, table_lines

    first, *others = table_lines([HEADINGS[at] for at in NARROW], [[row[at] for at in NARROW] for row in rows])
    width = terminal_width()
    yield from wrap(first, width) if cells_wide(first) > width else [first]
    for row, line in zip(rows, others, strict=True):
        yield from wrap(line, width, subsequent_indent="    ") if cells_wide(line) > width else [line]
        known = "; ".join(
            f"{HEADINGS[at].removeprefix('>').lower()} {printable(row[at])}"
            for at in range(len(HEADINGS))
            if at not in NARROW and row[at]
        )
        yield from wrap(known, width, initial_indent="    ", subsequent_indent="    ")


def say_counts(desk: Desk, wanted: QueueFilter, *, as_json: bool) -> None:
    """Count the open work wanted by kind and cause."""
    from console.desk.queue import age_days, queue_counts
    from console.present.queue import QUEUE_KINDS, cause_text
    from console.present.tables import table_lines

    counts = queue_counts(desk, wanted)
    if as_json:
        for one in counts:
            answer_json(
                {
                    "kind": one.kind,
                    "cause": one.cause,
                    "count": one.count,
                    "unallocated": one.unallocated,
                    "oldest_days": age_days(desk, one.oldest),
                }
            )
        return
    cells = [
        (
            QUEUE_KINDS[one.kind],
            cause_text(one.kind, one.cause),
            str(one.count),
            str(one.unallocated),
            _figure(age_days(desk, one.oldest)),
        )
        for one in counts
    ]
    for number, line in enumerate(table_lines(GROUP_HEADINGS, cells)):
        say(line, bold=number == 0)
    say(f"{sum(one.count for one in counts)} waiting.")


def _rows(desk: Desk, wanted: QueueFilter) -> Iterator[QueueRow]:
    from console.desk.queue import queue_keys, queue_rows

    keys = queue_keys(desk, wanted)
    for start in range(0, len(keys), PAGE):
        for _, row in queue_rows(desk, keys[start : start + PAGE]):
            yield row


def _row_json(desk: Desk, row: QueueRow) -> dict[str, Any]:
    from dataclasses import asdict

    from console.desk.queue import age_days

    told: dict[str, Any] = outward(asdict(row))
    return {**told, "age_days": age_days(desk, row.opened_on)}


def _cells(desk: Desk, row: QueueRow) -> tuple[str, ...]:
    from console.desk.queue import age_days
    from console.present.not_known import detail_text
    from console.present.queue import QUEUE_KINDS, cause_text, holder_text, state_text
    from console.present.wording import day

    return (
        row.casegroup_id,
        QUEUE_KINDS[row.kind],
        cause_text(row.kind, row.cause),
        row.item_id,
        row.case_id,
        state_text(row.kind, row.state),
        holder_text(row.holder),
        _figure(age_days(desk, row.opened_on)),
        day(row.due_on) if row.due_on else "",
        detail_text(row.detail) if row.kind == "exception" else row.detail,
    )


def _figure(count: int | None) -> str:
    return "not known" if count is None else str(count)


@with_examples(
    'closeout raise-request S29 "Trace the receiving parent" --case S29-1',
    'closeout raise-request S29 "Add/correct SR" --detail "Liability order of 2013" --json',
)
@click.command("raise-request")
@click.argument("casegroup")
@click.argument("work")
@click.option("--case", "case_id", metavar="CASE", help="The case it is about (else the whole casegroup).")
@click.option("--detail", default="", metavar="TEXT", help="What whoever does it should know.")
@request_options
def raise_request(asking: Asking, casegroup: str, work: str, case_id: str | None, detail: str) -> int:
    """Raise a service request: a piece of work for somebody, under the documents' name for it."""
    return ask(asking, "raise_service_request", casegroup, work=work, case_id=case_id, detail=detail)


@with_examples('closeout complete-request S29 SR-1 --result "New address found"')
@click.command("complete-request")
@click.argument("casegroup")
@click.argument("identifier", metavar="REQUEST")
@click.option("--result", default="", metavar="TEXT", help="What came of it.")
@request_options
def complete_request(asking: Asking, casegroup: str, identifier: str, result: str) -> int:
    """Record that a service request was done."""
    return ask(asking, "complete_service_request", casegroup, service_request_id=identifier.upper(), result=result)
