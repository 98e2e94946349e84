"""`closeout settle-difference`: what was found about a difference whose casegroup is not in the store."""

from __future__ import annotations

import click

from console.cli.office_answers import say_office_answer
from console.cli.options import with_examples
from console.cli.requesting import Asking, office_options


@with_examples("closeout settle-difference RD-1 --because 'keyed under S75; CMS has put it right'")
@click.command("settle-difference")
@click.argument("difference_id", metavar="DIFFERENCE")
@click.option("--because", required=True, metavar="TEXT", help="What was found or put right.")
@office_options
def settle_difference(asking: Asking, difference_id: str, because: str) -> int:
    """Settle a difference of reports that waits at the office because its casegroup is not in the store."""
    from console.cli.opening import open_desk
    from console.desk import reconciliation_work

    with open_desk(asking.store) as desk:
        given = reconciliation_work.settle_difference(
            desk, difference_id, because, preview=asking.preview, request_id=asking.request_id
        )
    return say_office_answer(given, asking)
