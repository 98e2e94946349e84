"""Requests about the record: notes, and setting entries aside."""

from __future__ import annotations

import click

from console.cli.options import with_examples
from console.cli.requesting import Asking, ask, request_options


@with_examples('closeout note S29 "Rang the receiving parent, no answer"')
@click.command()
@click.argument("casegroup")
@click.argument("text")
@request_options
def note(asking: Asking, casegroup: str, text: str) -> int:
    """Write a free note."""
    return ask(asking, "add_note", casegroup, text=text)


@with_examples("closeout undo S29 90 --preview", 'closeout undo S29 90 --reason "Wrong casegroup"')
@click.command()
@click.argument("casegroup")
@click.argument("entry", type=click.IntRange(min=1))
@click.option("--reason", default="", metavar="TEXT", help="Why.")
@request_options
def undo(asking: Asking, casegroup: str, entry: int, reason: str) -> int:
    """Set an entry of the journal aside.

    Setting that aside again brings the entry back. The numbers of the entries stand in 'closeout journal list
    CASEGROUP'; nothing is ever taken out of the journal.
    """
    return ask(asking, "set_aside", casegroup, seq=entry, reason=reason)
