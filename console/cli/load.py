"""`closeout load`: a file of one old system into the store."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from console.cli.exits import DONE
from console.cli.options import Choice, Day, as_at_option, json_option, store_option, with_examples
from console.cli.output import answer_json, complain, say, say_all
from console.cli.progress import progress

if TYPE_CHECKING:
    from datetime import date

    from console.desk.load import LoadReport
    from domain.casegroup import System

# The same names as in the domain, which the help does not load; a test holds them together.
SYSTEMS: Final[tuple[System, ...]] = ("CS2", "CSCS", "CCD")
MOST_SHOWN: Final = 20


@with_examples(
    "closeout load sample_data/imports/load-cs2.jsonl --system CS2 --full",
    "closeout load sample_data/imports/load-cs2.jsonl --system CS2 --delta --extracted-on 2016-02-15 --json",
)
@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--system", type=Choice(SYSTEMS), required=True, help="The system it comes from.")
@click.option("--full/--delta", "full", default=None, help="All casegroups of the system, or those that changed.")
@click.option("--extracted-on", type=Day(), metavar="DATE", help="The day of its figures (else the day of --as-at).")
@store_option
@as_at_option
@json_option
def load(
    file: Path,
    system: System,
    full: bool | None,
    extracted_on: date | None,
    store: str | None,
    as_at: date | None,
    as_json: bool,
) -> int:
    """Load the casegroups of one old system: what is good is kept, the rest waits as data exceptions.

    Fully closed casegroups without arrears are left out. The same file of the same day is answered as before, and
    a load that was interrupted goes on where it stopped. Casegroups held that a whole file lacks are reported;
    nothing of them is deleted. Where there is no store at the path, a live one is made, with you as its team manager.
    """
    from console.cli.importing import at_hand
    from console.desk.load import load_file

    if full is None:
        raise click.UsageError("Say whether it holds all casegroups of the system (--full) or what changed (--delta).")
    with ExitStack() as stack:
        desk = at_hand(store, stack, as_at)
        with progress("Loading") as told:
            report = load_file(desk, file, system, "full" if full else "delta", extracted_on, told, as_at)
    for warning in report.warnings:
        complain(f"warning: {warning}")
    if as_json:
        answer_json(_json(report))
    else:
        _say(report)
    return DONE


def _say(report: LoadReport) -> None:
    from console.present.selection import counted, fault_lines
    from console.present.wording import day

    again = " (loaded before; nothing more is written)" if report.repeated else ""
    say(f"{report.system} as of {day(report.extracted_on)}: {report.file_name}{again}")
    say(
        f"{report.loaded:,} loaded, {report.unchanged:,} unchanged, {report.left_out:,} left out, "
        f"{counted(report.data_exceptions, 'data exception')}."
    )
    if report.missing:
        held = counted(report.missing, "casegroup")
        them = "it" if report.missing == 1 else "them"
        say(f"Missing from the file: {held} held of {report.system}. Nothing of {them} was deleted.")
    if report.settled:
        say(f"Settled by it, from earlier loads: {counted(report.settled, 'data exception')}.")
    for found in report.found[:MOST_SHOWN]:
        say_all(fault_lines(found), "  ")
    if len(report.found) > MOST_SHOWN:
        say(f"  and {len(report.found) - MOST_SHOWN:,} more; 'closeout select exceptions' lists all.")


def _json(report: LoadReport) -> dict[str, Any]:
    return {
        "system": report.system,
        "mode": report.mode,
        "extracted_on": report.extracted_on.isoformat(),
        "file_name": report.file_name,
        "loaded": report.loaded,
        "unchanged": report.unchanged,
        "left_out": report.left_out,
        "data_exceptions": report.data_exceptions,
        "settled": report.settled,
        "missing": report.missing,
        "repeated": report.repeated,
        "found": [found.model_dump(mode="json") for found in report.found],
    }
