"""`closeout overview`: how much there is to do, what comes in and goes out, and what falls due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from console.cli.options import as_at_option, json_option, store_option, with_examples
from console.cli.output import answer_json, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from console.desk.overview import Overview

MOST_WEEKS: Final = 104


@with_examples("closeout overview", "closeout overview --weeks 26", "closeout overview --as-at 2016-02-15 --json")
@click.command()
@click.option(
    "--weeks", type=click.IntRange(1, MOST_WEEKS), default=12, show_default=True, help="How many back and ahead."
)
@store_option
@as_at_option
@json_option
def overview(weeks: int, store: str | None, as_at: date | None, as_json: bool) -> int:
    """Show volumes by stage, what came in and was closed each week, deferrals coming due and the oldest open work.

    Numbers of casegroups and pieces of work alone: nothing is counted by person, and of restricted records only how
    many there are. A bar is as long as its part of the greatest.
    """
    from console.cli.opening import open_desk
    from console.desk.overview import overview as looked_over

    with open_desk(store, as_at) as desk:
        found = looked_over(desk, weeks)
    if as_json:
        answer_json(overview_json(found))
    else:
        _say(found)
    return 0


def overview_json(found: Overview) -> dict[str, Any]:
    """Give the overview as JSON."""
    return {
        "as_at": found.as_at.isoformat(),
        "casegroups": found.casegroups,
        "on_hand": found.on_hand,
        "restricted": found.restricted,
        "stages": dict(found.stages),
        "weeks": [
            {
                "from": week.first_day.isoformat(),
                "received": week.received,
                "closed": week.closed,
                "on_hand": week.on_hand,
            }
            for week in found.weeks
        ],
        "deferrals_due": [
            {
                "from": due.first_day.isoformat() if due.first_day else None,
                "to": due.last_day.isoformat() if due.last_day else None,
                "count": due.count,
            }
            for due in found.due
        ],
        "oldest": [
            {
                "kind": count.kind,
                "cause": count.cause,
                "count": count.count,
                "oldest": count.oldest.isoformat() if count.oldest else None,
                "days": (found.as_at - count.oldest).days if count.oldest else None,
            }
            for count in found.oldest
        ],
    }


def _say(found: Overview) -> None:
    from console.present.overview import (
        BAR_CELLS,
        IN,
        OUT,
        age_text,
        bar,
        due_text,
        stages_with_any,
        total_sentence,
        what_waits,
    )
    from console.present.wording import STAGES, day

    def plot(value: int, of: Sequence[int], sign: str = "#", room: int = BAR_CELLS) -> str:
        return bar(value, max(of), room, sign)

    say(f"Overview on {day(found.as_at)}", bold=True)
    say(total_sentence(found))
    stages = list(stages_with_any(found))
    _say_table(
        ("Stage", ">Casegroups", ""),
        [(STAGES[stage], f"{count:,}", plot(count, [of for _, of in stages])) for stage, count in stages],
    )
    moved = [number for week in found.weeks for number in (week.received, week.closed)]
    _say_table(
        ("Week from", ">In", ">Out", ">On hand", "In +, out -", "On hand #"),
        [
            (
                day(week.first_day),
                f"{week.received:,}",
                f"{week.closed:,}",
                f"{week.on_hand:,}",
                plot(week.received, moved, IN, 8) + plot(week.closed, moved, OUT, 8),
                plot(week.on_hand, [of.on_hand for of in found.weeks]),
            )
            for week in found.weeks
        ],
    )
    due = [one.count for one in found.due]
    _say_table(
        ("Deferrals that end", ">Casegroups", ""),
        [(due_text(one, found.as_at), f"{one.count:,}", plot(one.count, due)) for one in found.due],
    )
    _say_table(
        ("Oldest open work", ">Waits", ">Open"),
        [
            (what_waits(count.kind, count.cause), age_text(count, found.as_at), f"{count.count:,}")
            for count in found.oldest
        ],
    )


def _say_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from console.present.tables import table_lines

    say()
    if not rows:
        say(f"{headings[0]}: none.")
        return
    for number, line in enumerate(table_lines(headings, rows)):
        say(line, bold=number == 0)
