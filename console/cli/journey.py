"""`closeout journey`: the journey of a casegroup, past and to come, every date with its arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from console.cli.exits import BAD_INPUT, DONE
from console.cli.options import as_at_option, edition_option, json_option, store_option, with_examples
from console.cli.output import answer_json, complain, say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from domain.casegroup import Casegroup
    from domain.journey.model import Timeline
    from domain.policy.model import Policy


@with_examples(
    "closeout journey S29",
    "closeout journey S29 --as-at 2016-02-15 --edition segment-1 --json",
    "closeout journey --file sample_data/imports/one-casegroup.json --as-at 2016-02-15",
)
@click.command()
@click.argument("casegroup", required=False)
@click.option("--file", "file", metavar="FILE", help="Casegroup documents to answer for, instead of the store.")
@as_at_option
@edition_option
@store_option
@json_option
@click.pass_context
def journey(
    context: click.Context,
    casegroup: str | None,
    file: str | None,
    as_at: date | None,
    edition: str,
    store: str | None,
    as_json: bool,
) -> int:
    """Show the journey of a casegroup: what is past, what comes next, what a deferral moves.

    Each date comes with its arithmetic, standing and source; each letter with the working day on which it goes out in
    the client's part of the UK. With --file, documents are read straight from a file (- for standard input) and
    answered with a deferral as the rules would give it; no store is needed. Nothing is recorded.
    """
    if (casegroup is None) == (file is None):
        raise click.UsageError("Name a casegroup, or a file with --file.", context)
    if file is not None:
        return _answer_file(file, as_at, edition, as_json=as_json)
    assert casegroup is not None
    _say_timeline(_from_store(casegroup, as_at, edition, store), as_json=as_json)
    return DONE


def _from_store(casegroup: str, as_at: date | None, edition: str, store: str | None) -> Timeline:
    from console.cli.opening import open_desk
    from domain.journey.decision import timeline

    with open_desk(store, as_at, edition) as desk:
        casefile = desk.casefile(casegroup)
        until = casefile.deferral.deferred_until if casefile.deferral else None
        return timeline(casefile.casegroup, desk.as_at, desk.policy, until)


def _answer_file(name: str, as_at: date | None, edition: str, *, as_json: bool) -> int:
    from console.desk.clock import Clock
    from domain.policy.book import policy_for
    from domain.policy.model import edition_named

    policy = policy_for(as_at or Clock().today(), edition_named(edition))
    found_any, all_good = False, True
    for found in _good_documents(name):
        found_any = True
        if found is None:
            all_good = False
        else:
            _say_timeline(_timeline(found, policy), as_json=as_json)
    if not found_any:
        complain(f"{name}: no casegroup in it; expected at least one")
    return DONE if all_good and found_any else BAD_INPUT


def _timeline(casegroup: Casegroup, policy: Policy) -> Timeline:
    """Work out a journey, closing put off as the rules asked on that day would put it off."""
    from domain.assessment import assess
    from domain.journey.decision import timeline

    until = assess(casegroup, policy.day, policy).deferral.deferred_until
    return timeline(casegroup, policy.day, policy, until)


def _good_documents(name: str) -> Iterator[Casegroup | None]:
    """Give each document of a file, or None for one whose faults were told."""
    from console.cli.assess import opened, read
    from domain.errors import DocumentRefusedError

    source = opened(name)
    for document in source.documents():
        try:
            yield read(document)
        except DocumentRefusedError as refused:
            for fault in refused.faults:
                complain(f"{source.path}:{document.line}: {fault}")
            yield None


def _say_timeline(found: Timeline, *, as_json: bool) -> None:
    from console.present.journey import journey_json, journey_lines

    if as_json:
        answer_json(journey_json(found))
        return
    for number, line in enumerate(journey_lines(found)):
        say(line, bold=number == 0)
