"""`closeout breakdown`: an account line by line, the work on it, and its files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from console.cli.options import (
    Amount,
    Choice,
    Day,
    as_at_option,
    edition_option,
    json_option,
    store_option,
    with_examples,
)
from console.cli.output import answer_json, complain, say, say_all
from console.cli.requesting import Asking, ask, request_options

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from domain.breakdown.lines import Breakdown
    from domain.casefile import Casefile
    from storage.exporters.breakdown_paper import BreakdownPaper

COLUMNS: Final = ("due", "received", "adjustment")
STATES: Final = ("checked", "relayed", "clients_contacted", "statement_adjusted")
CORRECTIONS: Final = {"add": "added", "change": "changed", "strike": "struck"}
CASE_HEADINGS: Final = ("Case", ">Liability", ">Received", ">Explained", ">Debt balance", ">Correct balance")


def _file_option(name: str, what: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    return click.option(name, type=click.Path(path_type=Path), metavar="FILE", help=f"Write it as {what}.")


@with_examples(
    "closeout breakdown S29",
    "closeout breakdown S29 --xlsx S29.xlsx --pdf S29.pdf",
    "closeout breakdown S29 --sentence",
)
@click.command()
@click.argument("casegroup")
@_file_option("--csv", "CSV, one line of the account on each")
@_file_option("--xlsx", "a spreadsheet that works its figures out itself")
@_file_option("--pdf", "a tagged PDF")
@click.option("--force", is_flag=True, help="Write over files that are there.")
@click.option("--sentence", is_flag=True, help="Say only the one sentence for the paying parent.")
@as_at_option
@edition_option
@store_option
@json_option
def breakdown(
    casegroup: str,
    csv: Path | None,
    xlsx: Path | None,
    pdf: Path | None,
    force: bool,
    sentence: bool,
    as_at: date | None,
    edition: str,
    store: str | None,
    as_json: bool,
) -> int:
    """Show the full account breakdown of a casegroup, or write it to files.

    Once drafted, it looks at the account as at the day it was drafted, with the corrections made since.
    """
    from console.cli.opening import open_desk
    from console.desk.breakdown import account_breakdown
    from console.present.breakdown import breakdown_json, breakdown_paper

    with open_desk(store, as_at, edition) as desk:
        casefile = desk.casefile(casegroup)
        drawn = account_breakdown(desk, casefile)
        paper = breakdown_paper(casefile, drawn, desk.clock.now())
    files = _write_files(paper, {"csv": csv, "xlsx": xlsx, "pdf": pdf}, force=force)
    if as_json:
        answer_json({**breakdown_json(paper, casefile.breakdown), "files": files})
    elif sentence:
        say(paper.sentence)
    elif files:
        say_all(f"{file} written." for file in files)
    else:
        _say_breakdown(casefile, drawn, paper)
    return 0


def _write_files(paper: BreakdownPaper, wanted: dict[str, Path | None], *, force: bool) -> list[str]:
    """Write the files asked for, each whole or not at all; gives their paths."""
    from console.present.breakdown_files import write_breakdown

    written = []
    for form, file in wanted.items():
        if file is not None:
            write_breakdown(file, paper, form, force=force)
            written.append(str(file))
    return written


def _say_breakdown(casefile: Casefile, drawn: Breakdown, paper: BreakdownPaper) -> None:
    from console.present.breakdown import LINE_HEADINGS, effect_sentence, line_cells, total_rows, troubles
    from console.present.wording import pounds

    say_all(f"{label}: {text}" for label, text in paper.facts)
    for trouble in troubles(drawn, casefile.breakdown):
        complain(trouble)
    say("Lines", bold=True)
    _say_table(LINE_HEADINGS, [line_cells(line) for line in drawn.lines])
    say("By case", bold=True)
    cases = [
        (
            title,
            pounds(case.liability_pence),
            pounds(case.received_pence),
            pounds(case.explained_pence),
            pounds(case.debt_balance_pence),
            pounds(case.correct_balance_pence),
        )
        for title, case in zip(paper.cases, drawn.cases, strict=True)
    ]
    _say_table(CASE_HEADINGS, cases)
    if drawn.figures is not None:
        say("Totals", bold=True)
        _say_table(("What", ">Amount"), [(name, pounds(pence)) for name, pence in total_rows(drawn.figures)])
    effect = effect_sentence(drawn)
    if effect:
        say(effect)
    say(paper.sentence)


def _say_table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    from console.present.tables import table_lines

    for number, line in enumerate(table_lines(headings, rows)):
        say(line, bold=number == 0)


@with_examples("closeout draft-breakdown S37 --preview")
@click.command("draft-breakdown")
@click.argument("casegroup")
@request_options
def draft_breakdown(asking: Asking, casegroup: str) -> int:
    """Begin a full account breakdown on the figures of the day."""
    return ask(asking, "draft_breakdown", casegroup)


@with_examples(
    "closeout correct-breakdown S16 add --case S16-1 --column received --day 2015-06-01 --amount 50.00"
    ' --evidence "Bank statement of June 2015"',
    'closeout correct-breakdown S16 change due/S16-1/2015-01-01 --amount 3000.00 --evidence "Tribunal decision"',
    'closeout correct-breakdown S16 strike due/S16-1/2015-01-01 --evidence "Never due: tribunal of 3 March"',
)
@click.command("correct-breakdown")
@click.argument("casegroup")
@click.argument("what", type=Choice(tuple(CORRECTIONS)))
@click.argument("line", default="")
@click.option("--evidence", required=True, metavar="TEXT", help="What shows that it is so.")
@click.option("--amount", type=Amount(), metavar="POUNDS", help="The amount of the line, in its own column.")
@click.option("--day", type=Day(), metavar="DATE", help="The day of the line.")
@click.option("--case", default="", metavar="CASE", help="The case of a line that is added.")
@click.option("--column", type=Choice(COLUMNS), help="What is added: due, received (put to debt), adjustment.")
@request_options
def correct_breakdown(
    asking: Asking,
    casegroup: str,
    what: str,
    line: str,
    **fields: Any,  # noqa: ANN401 - one for each option, handed on under the request's own names
) -> int:
    """Add, change or strike a line of a breakdown, on evidence; the original stays beside it.

    The names of the lines stand in 'closeout breakdown CASEGROUP --json' under "line".
    """
    if (what == "add") == bool(line):
        raise click.UsageError("LINE names what is changed or struck; a line that is added has no name yet.")
    return ask(
        asking,
        "correct_breakdown",
        casegroup,
        correction=CORRECTIONS[what],
        line_id=line,
        case_id=fields["case"],
        day=fields["day"],
        column=fields["column"],
        amount_pence=fields["amount"],
        evidence=fields["evidence"],
    )


@with_examples(
    "closeout advance-breakdown S16 --to checked",
    'closeout advance-breakdown S16 --to clients_contacted --note "Both parents, by letter"',
)
@click.command("advance-breakdown")
@click.argument("casegroup")
@click.option("--to", "state", required=True, type=Choice(STATES), help="The next state.")
@click.option("--note", default="", metavar="TEXT", help="Anything the next person should know.")
@request_options
def advance_breakdown(asking: Asking, casegroup: str, state: str, note: str) -> int:
    """Bring a breakdown to its next state; it is checked by somebody who did not work on it."""
    return ask(asking, "advance_breakdown", casegroup, state=state, note=note)


@with_examples('closeout return-breakdown S16 --reason "The receipt of June 2015 is missing"')
@click.command("return-breakdown")
@click.argument("casegroup")
@click.option("--reason", required=True, metavar="TEXT", help="What has to be corrected.")
@request_options
def return_breakdown(asking: Asking, casegroup: str, reason: str) -> int:
    """Send a breakdown back to be corrected, before it is relayed to CMS."""
    return ask(asking, "return_breakdown", casegroup, reason=reason)
