"""`closeout journal`: what was done, and whether it still stands as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.cli.exits import DAMAGED, DONE
from console.cli.options import Commands, json_option, store_option, with_examples
from console.cli.output import answer_json, complain, say
from console.cli.progress import progress

if TYPE_CHECKING:
    from storage.journal import Head


@with_examples("closeout journal list S29", "closeout journal verify")
@click.group(cls=Commands)
def journal() -> None:
    """Read the journal, and prove that nothing in it was changed."""


@with_examples("closeout journal list S29", "closeout journal list --limit 50 --json")
@journal.command("list")
@click.argument("casegroup", required=False)
@click.option(
    "--limit",
    type=click.IntRange(min=1, max=10**12),
    default=100,
    show_default=True,
    metavar="N",
    help="At most so many.",
)
@click.option("--before", type=click.IntRange(min=1, max=10**12), metavar="ENTRY", help="Only entries before this one.")
@store_option
@json_option
def list_entries(casegroup: str | None, limit: int, before: int | None, store: str | None, as_json: bool) -> int:
    """List the newest entries first, of one casegroup or of the whole store; with --json one object a line.

    What was done on restricted records is told to those nominated alone, and with the casegroup named.
    """
    from console.cli.entries import entry_json, entry_line
    from console.cli.opening import open_desk
    from console.desk.questions import journal_page

    with open_desk(store) as desk:
        for entry in journal_page(desk, casegroup, limit, before):
            if as_json:
                answer_json(entry_json(entry))
            else:
                say(entry_line(entry))
    return DONE


class JournalEnd(click.ParamType[tuple[int, str]]):
    """An end of the journal noted elsewhere: SEQ:DIGEST."""

    name = "head"

    def convert(
        self, value: object, parameter: click.Parameter | None, context: click.Context | None
    ) -> tuple[int, str]:
        """Read SEQ:DIGEST; anything else is wrong usage."""
        if isinstance(value, tuple):
            return int(value[0]), str(value[1])
        seq, _, digest = str(value).partition(":")
        if not (seq.isascii() and seq.isdigit() and digest):
            self.fail(f"{value!r}; expected SEQ:DIGEST as 'closeout journal verify' prints it", parameter, context)
        return int(seq), digest


@with_examples("closeout journal verify", "closeout journal verify --json")
@journal.command()
@click.option("--head", "noted", type=JournalEnd(), metavar="SEQ:DIGEST", help="An end of the journal noted before.")
@store_option
@json_option
def verify(noted: tuple[int, str] | None, store: str | None, as_json: bool) -> int:
    """Prove that no byte of what was received or done was changed.

    Prints the journal's end. Noted somewhere else and given back with --head, it also shows a journal that was
    rewritten as a whole. The exit code is 5 where anything is wrong.
    """
    from console.cli.opening import open_desk
    from storage.journal import Head

    end = Head(*noted) if noted else None
    with open_desk(store, read_only=True) as desk, progress("Verifying") as told:
        found = desk.store.verify(end, told)
    for fault in found.faults:
        complain(str(fault))
    if as_json:
        answer_json(
            {
                "entries": found.entries,
                "facts": found.facts,
                "head": _head_json(found.head),
                "faults": [{"seq": fault.seq, "wrong": fault.wrong} for fault in found.faults],
                "intact": not found.faults,
            }
        )
    elif not found.faults:
        say(f"{found.entries} entries and {found.facts} documents stand as they were written.")
        if found.head:
            say(f"Head {found.head.seq}:{found.head.digest}")
    return DAMAGED if found.faults else DONE


def _head_json(head: Head | None) -> dict[str, Any] | None:
    return {"seq": head.seq, "digest": head.digest} if head else None
