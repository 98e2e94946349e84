"""`closeout settle-difference`: what was found about a difference whose casegroup is not in the store."""

from __future__ import annotations

import click

from console.cli.office_answers import say_office_answer
from console.cli.options import json_option, store_option, with_examples


@with_examples("closeout settle-difference RD-1 --because 'keyed under S75; CMS has put it right'")
@click.command("settle-difference")
@click.argument("difference_id", metavar="DIFFERENCE")
@click.option("--because", required=True, metavar="TEXT", help="What was found or put right.")
@click.option("--preview", is_flag=True, help="Say what would be written, and write nothing.")
@click.option("--request-id", metavar="ID", help="Name the request: asked again, it is written once.")
@store_option
@json_option
def settle_difference(
    difference_id: str, because: str, preview: bool, request_id: str | None, store: str | None, as_json: bool
) -> int:
    """Settle a difference of reports that waits at the office because its casegroup is not in the store."""
    from console.cli.opening import open_desk
    from console.desk import reconciliation_work

    with open_desk(store) as desk:
        given = reconciliation_work.settle_difference(
            desk, difference_id, because, preview=preview, request_id=request_id
        )
    return say_office_answer(given, preview=preview, as_json=as_json)
