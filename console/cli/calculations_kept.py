"""`closeout calculate list` and `show`: calculations that were kept with a casegroup, each to be opened again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from console.cli.exits import DONE
from console.cli.options import json_option, store_option, with_examples
from console.cli.output import answer_json, say, say_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.calculation.comparison import Comparison
    from domain.calculation.model import Calculation
    from domain.casefile import Casefile
    from domain.events import Recorded
    from domain.events.reports import CalculationSaved

NARROWEST: Final = 60
WIDEST: Final = 100
ON_PAPER: Final = 80
HEADINGS: Final = (">Entry", "Kept on", "Case", "Scheme", ">A week", "Rate", "Values of", "What for")


@with_examples("closeout calculate list S29", "closeout calculate list S29 --json")
@click.command("list")
@click.argument("casegroup")
@store_option
@json_option
def listed(casegroup: str, store: str | None, as_json: bool) -> int:
    """List the calculations kept with a casegroup, the newest first.

    What was set aside is left out. 'closeout calculate show' opens one again.
    """
    from console.cli.opening import open_desk
    from console.present.calculation_form import kept_calculations
    from console.present.tables import table_lines

    with open_desk(store) as desk:
        kept = kept_calculations(desk.casefile(casegroup))
    if as_json:
        answer_json([kept_json(entry, saved) for entry, saved in kept])
    elif not kept:
        say(f"No calculation is kept with casegroup {casegroup}.")
    else:
        for number, line in enumerate(table_lines(HEADINGS, [_row(entry, saved) for entry, saved in kept])):
            say(line, bold=number == 0)
    return DONE


@with_examples("closeout calculate show S35 89", "closeout calculate show S35 89 --pdf calculation-kept.pdf")
@click.command()
@click.argument("casegroup")
@click.argument("entry", type=int)
@click.option("--pdf", type=click.Path(path_type=Path), metavar="FILE", help="Write it as a tagged PDF.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@store_option
@json_option
def show(casegroup: str, entry: int, pdf: Path | None, force: bool, store: str | None, as_json: bool) -> int:
    """Open a calculation that was kept again: worked out afresh from what was asked, with the values of its day.

    ENTRY is its number in the journal, as 'closeout calculate list' gives it.
    """
    from console.cli.opening import open_desk
    from console.present.calculation import calculation_json
    from console.present.calculation_form import kept_steps

    if pdf is not None:
        refuse_file(pdf, force=force)
    with open_desk(store) as desk:
        recorded, saved = _one(desk.casefile(casegroup), entry)
    calculation = _again(saved)
    if pdf is not None:
        write_file(pdf, calculation, (), about=casegroup, kept=_kept_line(recorded, saved), force=force)
    if as_json:
        files = {} if pdf is None else {"files": [str(pdf)]}
        answer_json({"kept": kept_json(recorded, saved), "again": calculation_json(calculation), **files})
        return DONE
    say(_kept_line(recorded, saved))
    if pdf is not None:
        say(f"{pdf} written.")
        return DONE
    say_calculation(calculation)
    if calculation.weekly_pence != saved.weekly_pence:
        say("THE RULES NOW GIVE ANOTHER AMOUNT THAN WAS KEPT. As it was kept:")
        say_all(kept_steps(saved), "  ")
    return DONE


def _one(casefile: Casefile, number: int) -> tuple[Recorded, CalculationSaved]:
    from console.present.calculation_form import kept_calculations
    from domain.errors import BadInputError

    kept = {entry.seq: (entry, saved) for entry, saved in kept_calculations(casefile)}
    if number not in kept:
        known = ", ".join(map(str, kept)) or "none"
        message = (
            f"entry {number}: no calculation kept with {casefile.casegroup.casegroup_id}; expected one of: {known}"
        )
        raise BadInputError(message)
    return kept[number]


def _again(saved: CalculationSaved) -> Calculation:
    from domain.calculation.decision import calculate
    from domain.calculation.saving import question_kept
    from domain.policy.book import load_book

    return calculate(question_kept(saved), saved.calculated_on, load_book())


def kept_json(entry: Recorded, saved: CalculationSaved) -> dict[str, Any]:
    """Give a calculation that was kept as JSON: what was asked, what it came to, and every step as it was then."""
    from console.cli.output import outward

    return {
        "entry": entry.seq,
        "at": entry.at,
        "actor": entry.actor,
        **outward(saved.model_dump(mode="json", exclude={"kind", "version"})),
    }


def _row(entry: Recorded, saved: CalculationSaved) -> tuple[str, ...]:
    from console.present.calculation import RATES
    from console.present.calculation_form import kept_why
    from console.present.wording import day, pounds
    from domain.queue import day_of

    return (
        str(entry.seq),
        day(day_of(entry.at)),
        saved.case_id,
        saved.scheme,
        pounds(saved.weekly_pence),
        RATES[saved.rate],
        day(saved.calculated_on),
        kept_why(saved),
    )


def _kept_line(entry: Recorded, saved: CalculationSaved) -> str:
    from console.present.calculation_form import kept_line

    return kept_line(entry, saved)


def refuse_file(path: Path, *, force: bool) -> None:
    """Raise BadInputError before anything is worked out where a PDF could not be written to a path."""
    from console.present.calculation_pdf import refuse_other_ending
    from storage.exporters.files import refuse_taken

    refuse_other_ending(path)
    refuse_taken(path, replace=force)


def write_file(
    path: Path,
    calculation: Calculation,
    compared: Sequence[Comparison],
    *,
    about: str,
    kept: str,
    force: bool,
) -> None:
    """Write a calculation as a PDF."""
    from console.desk.clock import Clock
    from console.present.calculation_pdf import write_calculation

    write_calculation(path, calculation, compared, Clock().now(), about=about, kept=kept, force=force)


def say_calculation(calculation: Calculation) -> None:
    """Print a calculation as a page."""
    from console.present.calculation import calculation_lines

    for number, line in enumerate(calculation_lines(calculation, _width())):
        say(line, bold=number == 0)


def _width() -> int:
    """Take the terminal's width where there is one to read from, and a page's where the answer goes to a file."""
    import shutil

    from console.cli.progress import on_terminal

    return min(WIDEST, max(NARROWEST, shutil.get_terminal_size().columns)) if on_terminal(sys.stdout) else ON_PAPER
