"""`closeout calculate`: child maintenance by the week, worked out step by step; those kept stand beside it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from console.cli import calculations_kept
from console.cli.exits import DONE
from console.cli.options import Amount, Choice, Commands, Day, json_option, store_option, with_examples
from console.cli.output import answer_json, say

if TYPE_CHECKING:
    from datetime import date

    from domain.calculation.comparison import Comparison
    from domain.calculation.model import Calculation, Question, ReceivingParent

# The same as in the domain, which the help does not load; a test holds them together.
SCHEMES: Final = ("2003", "2012")
REASONS: Final = ("left_unfinished", "balance_queried", "other")
NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
PARENT: Final = re.compile(r"(-?[0-9]{1,9})(?::(-?[0-9]{1,9}(?:,-?[0-9]{1,9})*))?", re.ASCII)


class Income(Amount):
    """An income in pounds: what is no number is wrong usage, a number that cannot be one is bad input."""

    def convert(self, value: object, parameter: click.Parameter | None, context: click.Context | None) -> int:
        """Read the income as whole pence."""
        from domain.errors import BadInputError, shown
        from domain.money import POUNDS_EXPECTED, parse_pounds

        if not isinstance(value, str) or NUMBER.fullmatch(value) is None:
            if isinstance(value, int):
                return value
            shape = "pounds and pence are written with a point and no other sign, such as 850.00 or 1234.56"
            self.fail(f"{shown(str(value))}: {shape}", parameter, context)
        try:
            return parse_pounds(value)
        except ValueError:
            message = f"income: {shown(value)}; expected {POUNDS_EXPECTED}"
            raise BadInputError(message) from None


class Parent(click.ParamType[tuple[int, tuple[int, ...]]]):
    """A receiving parent: a number of children and, behind a colon, the nights of each or of all."""

    name = "children:nights"

    def convert(
        self, value: object, parameter: click.Parameter | None, context: click.Context | None
    ) -> tuple[int, tuple[int, ...]]:
        """Read the numbers; anything else is wrong usage."""
        match = PARENT.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            self.fail(f"{value!r}; expected children:nights, such as 2 or 2:104 or 2:0,175", parameter, context)
        return int(match[1]), tuple(int(nights) for nights in match[2].split(",")) if match[2] else ()


@with_examples(
    "closeout calculate --scheme 2012 --income 850.00 --children 2 --other-children 1 --nights 104",
    "closeout calculate --scheme 2003 --income 315.00 --children 2 --json",
    "closeout calculate --scheme 2012 --income 31200.00 --yearly --receiving-parent 2:52,175 --receiving-parent 1",
    "closeout calculate --scheme 2003 --income 850.00 --children 1 --on 2010-06-01 --pdf calculation.pdf",
    "closeout calculate --scheme 2003 --income 315.00 --children 2 --casegroup S29 --case S29-1",
    "closeout calculate --scheme 2003 --income 315.00 --children 2 --casegroup S29 --case S29-1 --save balance_queried",
    "closeout calculate list S29",
)
@click.group(cls=Commands, invoke_without_command=True)
@click.option("--scheme", type=Choice(SCHEMES), help="Scheme: income is net in 2003, gross in 2012.")
@click.option("--income", "income_pence", type=Income(), help="The paying parent's income a week.")
@click.option("--yearly", is_flag=True, help="The income given is a year's.")
@click.option("--children", type=int, metavar="N", help="Qualifying children, all with one receiving parent.")
@click.option("--other-children", type=int, metavar="N", default=0, help="Relevant other children (else none).")
@click.option(
    "--nights",
    type=int,
    metavar="N",
    multiple=True,
    help="Nights a year with the paying parent: once for all children, or once for each.",
)
@click.option(
    "--receiving-parent",
    "parents",
    type=Parent(),
    metavar="N[:NIGHTS[,NIGHTS…]]",
    multiple=True,
    help="One of several receiving parents: children and their nights; instead of --children and --nights.",
)
@click.option("--benefit", is_flag=True, help="The paying parent is on a prescribed benefit.")
@click.option(
    "--on",
    type=Day(),
    metavar="DATE",
    help="The day whose values count, YYYY-MM-DD (else today, or training's day).",
)
@click.option("--casegroup", metavar="ID", help="Compare with the weekly amount on a case of this casegroup.")
@click.option(
    "--case", "cases", metavar="ID", multiple=True, help="The case to compare with; one for each receiving parent."
)
@click.option("--save", "why", type=Choice(REASONS), help="Keep it with the (first) case; what it is for.")
@click.option("--note", default="", metavar="TEXT", help="More on what it is for; kept with it.")
@click.option("--pdf", type=click.Path(path_type=Path), metavar="FILE", help="Write it as a tagged PDF.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@store_option
@json_option
@click.pass_context
def calculate(
    context: click.Context,
    scheme: str | None,
    income_pence: int | None,
    yearly: bool,
    children: int | None,
    other_children: int,
    nights: tuple[int, ...],
    parents: tuple[tuple[int, tuple[int, ...]], ...],
    benefit: bool,
    on: date | None,
    casegroup: str | None,
    cases: tuple[str, ...],
    why: str | None,
    note: str,
    pdf: Path | None,
    force: bool,
    store: str | None,
    as_json: bool,
) -> int:
    """Work out child maintenance by the week, each step with its rule and source.

    For a calculation that was left unfinished, or a client who queries a balance. The income leaves benefits out.
    Printed to a file, the answer is 80 columns wide. A store is needed only to compare with a case.
    """
    if context.invoked_subcommand is not None:
        return DONE
    from domain.calculation.model import SCHEMES as KNOWN
    from domain.calculation.model import Question

    if scheme is None or income_pence is None:
        missing = "scheme" if scheme is None else "income_pence"
        raise click.MissingParameter(
            ctx=context, param=next(one for one in context.command.params if one.name == missing)
        )
    if (casegroup is None) != (not cases):
        raise click.UsageError("--casegroup and --case go together.", context)
    if why is not None and casegroup is None:
        raise click.UsageError("--save needs --casegroup and --case, with which it is kept.", context)
    question = Question(
        scheme=next(known for known in KNOWN if known == scheme),
        income_pence=income_pence,
        receiving_parents=_receiving_parents(context, children, nights, parents),
        other_children=other_children,
        yearly=yearly,
        on_benefit=benefit,
    )
    if pdf is not None:
        calculations_kept.refuse_file(pdf, force=force)
    calculation, compared = _worked_out(question, on, casegroup, cases, store)
    saved = None
    if why is not None and casegroup is not None:
        saved = _saved(calculation, casegroup, cases, why, note, store)
    if pdf is not None:
        kept = "" if saved is None else f"Kept as entry {saved} of the journal."
        calculations_kept.write_file(pdf, calculation, compared, about=casegroup or "", kept=kept, force=force)
    _answer(calculation, compared, saved, pdf, as_json=as_json)
    return DONE


for each in (calculations_kept.listed, calculations_kept.show):
    calculate.add_command(each)


def _saved(
    calculation: Calculation, casegroup: str, cases: tuple[str, ...], why: str, note: str, store: str | None
) -> int:
    """Keep a calculation with a case, and give the number of its entry."""
    from console.cli.opening import open_desk
    from console.cli.requesting import make_request
    from console.present.wording import refusal_text
    from domain.errors import BadInputError

    question = calculation.question
    asked = {
        "scheme": question.scheme,
        "income_pence": question.income_pence,
        "nights": [parent.nights for parent in question.receiving_parents],
        "other_children": question.other_children,
        "yearly": question.yearly,
        "on_benefit": question.on_benefit,
    }
    request = make_request(
        "save_calculation",
        casegroup,
        case_id=cases[0],
        other_case_ids=cases[1:],
        asked=asked,
        calculated_on=calculation.day,
        why=why,
        note=note,
    )
    with open_desk(store) as desk:
        given = desk.perform(request)
    if given.refusals:
        raise BadInputError("\n".join(refusal_text(refusal) for refusal in given.refusals))
    return given.recorded[0].seq


def _worked_out(
    question: Question, on: date | None, casegroup: str | None, cases: tuple[str, ...], store: str | None
) -> tuple[Calculation, tuple[Comparison, ...]]:
    """Work out the answer, and compare it where a casegroup is named; a store that is named says which day it is."""
    from console.cli.opening import open_desk, path_of
    from console.desk.clock import today_at
    from domain.calculation.decision import calculate as work_out
    from domain.policy.book import load_book

    if casegroup is None:
        return work_out(question, on or today_at(path_of(store)), load_book()), ()
    from domain.calculation.comparison import compare

    with open_desk(store, on) as desk:
        calculation = work_out(question, desk.as_at, load_book())
        return calculation, compare(calculation, desk.casefile(casegroup).casegroup, cases)


def _receiving_parents(
    context: click.Context,
    children: int | None,
    nights: tuple[int, ...],
    parents: tuple[tuple[int, tuple[int, ...]], ...],
) -> tuple[ReceivingParent, ...]:
    from domain.calculation.model import cared_for

    if parents and (children is not None or nights):
        raise click.UsageError("--receiving-parent takes the place of --children and --nights.", context)
    if not parents and children is None:
        raise click.UsageError("Missing option '--children' (or '--receiving-parent' once for each).", context)
    return tuple(cared_for(*parent) for parent in parents or ((children or 0, nights),))


def _answer(
    calculation: Calculation, compared: tuple[Comparison, ...], saved: int | None, pdf: Path | None, *, as_json: bool
) -> None:
    from console.present.calculation import calculation_json, comparison_json, comparison_sentence

    if as_json:
        comparisons = {"comparison": [comparison_json(one) for one in compared]} if compared else {}
        files = {} if pdf is None else {"files": [str(pdf)]}
        answer_json(calculation_json(calculation) | comparisons | ({} if saved is None else {"entry": saved}) | files)
        return
    if pdf is not None:
        say(f"{pdf} written.")
    else:
        calculations_kept.say_calculation(calculation)
        for one in compared:
            say(comparison_sentence(one, calculation))
    if saved is not None:
        say(f"Kept as entry {saved}.")
