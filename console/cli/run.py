"""`closeout run`: the batch over every casegroup due."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from console.cli.arrive import arrival_json, say_arrival
from console.cli.letter_tray import say_tray, tray_json
from console.cli.options import as_at_option, edition_option, json_option, store_option, with_examples
from console.cli.output import answer_json, say
from console.cli.progress import on_terminal, progress
from console.cli.selection_answers import say_tranche, tranche_json

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping
    from datetime import date

    from console.desk.arrival_run import ArrivalReport
    from console.desk.batch import RunReport
    from console.desk.desk import Desk
    from console.desk.letters import TrayReport
    from console.desk.tranche import TrancheReport

PAGE = 10_000


@with_examples("closeout run --as-at 2016-02-15", "closeout run --json")
@click.command()
@as_at_option
@edition_option
@store_option
@json_option
def run(as_at: date | None, edition: str, store: str | None, as_json: bool) -> int:
    """Select the tranche that is due, assess every casegroup due, and put the letters that are due in the tray.

    Arrears of closed casegroups go to CMS as far as they go by themselves. What needs a person waits in the worklist.
    A run that was interrupted goes on where it stopped.
    """
    from console.cli.opening import open_desk

    with open_desk(store, as_at, edition) as desk:
        # What a tranche takes is in closure from then on, and asked the same rules as all else.
        tranche = select_with_progress(desk)
        report = run_with_progress(desk)
        arrived = arrive_with_progress(desk)
        tray = prepare_with_progress(desk)
    if as_json:
        told = {"tranche": tranche_json(tranche) if tranche else None, "letters": tray_json(tray) if tray else None}
        answer_json({**report_json(report, desk.as_at), "arrival": arrival_json(arrived), **told})
    else:
        if tranche is not None:
            say_tranche(tranche)
        say_report(report, desk.as_at)
        if arrived.casegroups:
            say_arrival(arrived)
        if tray is not None and tray.casegroups:
            say_tray(tray)
    return 0


def prepare_with_progress(desk: Desk) -> TrayReport | None:
    """Put the letters that are due into the tray, where whoever runs the batch may."""
    from console.desk.letters import prepare
    from domain.actor import CASEWORK

    if not desk.actor.roles & CASEWORK:
        return None
    with progress("Preparing letters") as told:
        return prepare(desk, progress=told)


def arrive_with_progress(desk: Desk) -> ArrivalReport:
    """Bring arrears to CMS as far as they go by themselves, showing on a terminal how far it is."""
    from console.desk.arrival import run_arrival

    with progress("Arriving") as told:
        return run_arrival(desk, told)


def select_with_progress(desk: Desk) -> TrancheReport | None:
    """Select a tranche where one is due, showing on a terminal how far it is."""
    from console.desk.tranche import select_if_due

    with progress("Selecting") as told:
        return select_if_due(desk, told)


def run_with_progress(desk: Desk) -> RunReport:
    """Run the batch, showing on a terminal how far it is."""
    from console.desk.batch import run as run_batch

    total = _count_due(desk) if on_terminal(sys.stderr) else None
    with progress("Assessing", total) as told:
        return run_batch(desk, told)


def _count_due(desk: Desk) -> int:
    count, after = 0, ""
    while page := desk.store.casegroup_ids_due(desk.as_at, after, PAGE):
        count += len(page)
        after = page[-1]
    return count


def report_json(report: RunReport, as_at: date) -> dict[str, object]:
    """Give what a run did as JSON."""
    return {
        "as_at": as_at.isoformat(),
        "casegroups": report.casegroups,
        "deferral": dict(report.deferral),
        "outcomes": dict(report.outcomes),
        "stages": dict(report.stages),
        "exceptions": dict(report.exceptions),
    }


def say_report(report: RunReport, as_at: date) -> None:
    """Print what a run did."""
    from console.present import wording

    say(f"{report.casegroups} casegroups assessed for {wording.day(as_at)}.")
    _say_counts("Deferral", report.deferral, wording.DEFERRAL_RESULTS)
    _say_counts("Outcome", report.outcomes, wording.OUTCOMES)
    _say_counts("Now waiting", report.stages, wording.STAGES)
    _say_counts("Exceptions", report.exceptions, wording.EXCEPTIONS)


def _say_counts(title: str, counts: Counter[str], words: Mapping[str, str]) -> None:
    if counts:
        say(title, bold=True)
    for key in sorted(counts, key=lambda key: list(words).index(key)):
        say(f"{counts[key]:>9,}  {words[key]}")
