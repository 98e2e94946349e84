"""`closeout import`: files of casegroups into the store."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.options import json_option, store_option, with_examples
from console.cli.output import answer_json, complain, say, tell
from console.cli.progress import progress

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from console.desk.desk import Desk
    from console.desk.files import ImportReport


@with_examples(
    "closeout import sample_data/imports/twelve-casegroups.jsonl --store imported.db",
    "closeout import sample_data/imports/twelve-casegroups.jsonl"
    " sample_data/imports/broken-in-the-middle.jsonl --keep-good",
)
@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--keep-good", is_flag=True, help="Take the good ones; write the rest to FILE.rejected.jsonl.")
@store_option
@json_option
def import_command(files: tuple[Path, ...], keep_good: bool, store: str | None, as_json: bool) -> int:
    """Import files of casegroups: all of them or nothing at all.

    A casegroup known already is superseded by what the file says, and an unchanged one is left alone. Where there is
    no store at the path, a live one is made, with you as its team manager.
    """
    from console.desk.files import import_files

    with ExitStack() as stack:
        desk = at_hand(store, stack)
        with progress("Importing") as told:
            report = import_files(desk, files, keep_good=keep_good, progress=told)
    for rejected in report.rejected:
        for sentence in rejected.sentences():
            complain(sentence)
    for warning in report.warnings:
        complain(f"warning: {warning}")
    if as_json:
        answer_json(_report_json(report))
    else:
        say(f"{report.new} new, {report.superseding} superseding, {report.unchanged} unchanged.")
        for place in report.rejected_files:
            say(f"{len(report.rejected)} left out; with their reasons in {place}.")
    return 0


def at_hand(store: str | None, stack: ExitStack, as_at: date | None = None) -> Desk | Callable[[], Desk]:
    """Sit down at the store; where there is none, give what makes a live one once it is known to be wanted."""
    from console.cli.opening import open_desk
    from storage.errors import StoreNotFoundError

    def made() -> Desk:
        desk = stack.enter_context(_make(store))
        if as_at is not None:
            desk.go_to(as_at)
        tell(f"A live store was made at {desk.store.path}; {desk.user} is its team manager.")
        return desk

    try:
        return stack.enter_context(open_desk(store, as_at))
    except StoreNotFoundError:
        return made


def _make(store: str | None) -> Desk:
    from console.cli.opening import path_of
    from console.desk.desk import Desk
    from console.desk.settings import operating_system_user
    from domain.errors import BadInputError

    path = path_of(store)
    try:
        if store is None:
            path.parent.mkdir(parents=True, exist_ok=True)
        return Desk.create(path, operating_system_user())
    except OSError as error:
        message = f"{path.parent}: cannot be made ({error.strerror})"
        raise BadInputError(message) from None


def _report_json(report: ImportReport) -> dict[str, object]:
    return {
        "new": report.new,
        "superseding": report.superseding,
        "unchanged": report.unchanged,
        "rejected": [
            {
                "file": rejected.file,
                "line": rejected.line,
                "faults": [
                    {"path": fault.path, "value": fault.value, "expected": fault.expected} for fault in rejected.faults
                ],
            }
            for rejected in report.rejected
        ],
        "rejected_files": [str(place) for place in report.rejected_files],
    }
