"""Requests on one case of a casegroup: arrears decision, inhibits, work items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from console.cli.options import Amount, Choice, Commands, Day, with_examples
from console.cli.requesting import Asking, ask, request_options

if TYPE_CHECKING:
    from datetime import date

OBSTACLES: Final = ("liability", "schedules", "planned_collection", "payable", "receipt")
CHOICES: Final = ("collect", "write_off_all", "write_off_part", "not_to_be_collected")


@with_examples(
    "closeout decide S29 S29-1 --choice collect",
    "closeout decide S29 S29-1 --choice write_off_part --amount 250.00 --on 2016-02-01",
)
@click.command()
@click.argument("casegroup")
@click.argument("case")
@click.option("--choice", required=True, type=Choice(CHOICES), help="What the receiving parent decided.")
@click.option("--amount", type=Amount(), metavar="POUNDS", help="How much to write off, with write_off_part.")
@click.option("--on", "decided_on", type=Day(), metavar="DATE", help="When it was decided (else the day of --as-at).")
@request_options
def decide(asking: Asking, casegroup: str, case: str, choice: str, amount: int | None, decided_on: date | None) -> int:
    """Record what a receiving parent wants done with the arrears."""
    return ask(
        asking,
        "record_arrears_decision",
        casegroup,
        case_id=case,
        choice=choice,
        amount_to_write_off_pence=amount,
        decided_on=decided_on,
    )


@with_examples('closeout inhibit set S29 S29-1 --reason "Appeal pending"')
@click.group(cls=Commands)
def inhibit() -> None:
    """Stop a case from closing, or let it close again."""


@with_examples('closeout inhibit set S29 S29-1 --reason "Appeal pending" --review-on 2016-03-28')
@inhibit.command("set")
@click.argument("casegroup")
@click.argument("case")
@click.option("--reason", required=True, metavar="TEXT", help="Why it must not close.")
@click.option("--review-on", type=Day(), metavar="DATE", help="When to look at it again.")
@request_options
def set_inhibit(asking: Asking, casegroup: str, case: str, reason: str, review_on: date | None) -> int:
    """Set a manual inhibit on a case; it takes a team manager."""
    return ask(asking, "set_inhibit", casegroup, case_id=case, reason=reason, review_on=review_on)


@with_examples('closeout inhibit lift S08 S08-1 --kind automatic --reason "Error corrected on CS2"')
@inhibit.command("lift")
@click.argument("casegroup")
@click.argument("case")
@click.option(
    "--kind", type=Choice(("manual", "automatic")), default="manual", show_default=True, help="Which inhibits."
)
@click.option("--reason", required=True, metavar="TEXT", help="Why it may close again.")
@request_options
def lift_inhibit(asking: Asking, casegroup: str, case: str, kind: str, reason: str) -> int:
    """Lift the open inhibits of one kind on a case; a manual one takes a team manager."""
    return ask(asking, "lift_inhibit", casegroup, case_id=case, inhibit_kind=kind, reason=reason)


@with_examples('closeout work open S29 S29-1 "Trace the receiving parent"', "closeout work close S04 S04-1 W1")
@click.group(cls=Commands)
def work() -> None:
    """Open and close work items."""


@with_examples('closeout work open S29 S29-1 "Trace the receiving parent"')
@work.command("open")
@click.argument("casegroup")
@click.argument("case")
@click.argument("text")
@request_options
def open_work(asking: Asking, casegroup: str, case: str, text: str) -> int:
    """Open a work item on a case."""
    return ask(asking, "open_work_item", casegroup, case_id=case, work=text)


@with_examples("closeout work close S29 S29-1 closeout-1 --preview")
@work.command("close")
@click.argument("casegroup")
@click.argument("case")
@click.argument("item")
@request_options
def close_work(asking: Asking, casegroup: str, case: str, item: str) -> int:
    """Close a work item of a case."""
    return ask(asking, "close_work_item", casegroup, case_id=case, work_item_id=item)


@with_examples(
    "closeout put-right S03 liability --case S03-1 --on 2016-02-14",
    "closeout put-right S05 planned_collection --case S05-1 --reference PC1",
    "closeout put-right S07 receipt --reference X1 --preview",
)
@click.command("put-right")
@click.argument("casegroup")
@click.argument("obstacle", type=Choice(OBSTACLES))
@click.option("--case", "case_id", metavar="CASE", help="The case; a receipt belongs to none.")
@click.option("--reference", metavar="ID", help="The planned collection, payable or receipt.")
@click.option("--on", "day", type=Day(), metavar="DATE", help="The last day of liability; of the others, when.")
@request_options
def put_right(
    asking: Asking, casegroup: str, obstacle: str, case_id: str | None, reference: str | None, day: date | None
) -> int:
    """Record that liability or schedules have ended, a collection is released, a payable paid, a receipt forwarded."""
    return ask(asking, "clear_obstacle", casegroup, obstacle=obstacle, case_id=case_id, reference=reference, day=day)
