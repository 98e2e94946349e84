"""`closeout export`: what the store holds, as files for other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from console.cli.options import Choice, Commands, as_at_option, edition_option, json_option, store_option, with_examples
from console.cli.output import answer_json, say
from console.cli.progress import on_terminal, progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from console.cli.progress import Told
    from console.desk.desk import Desk
    from domain.worklist import WorklistRow

    Decorated = Callable[..., int]

FORMATS: Final = ("csv", "json", "jsonl")


def _out_options(function: Decorated) -> Decorated:
    function = click.option("--force", is_flag=True, help="Write over a file that is there.")(function)
    return click.option(
        "--out", "file", required=True, type=click.Path(path_type=Path), metavar="FILE", help="Where to write it."
    )(function)


@with_examples("closeout export worklist --out worklist.csv", "closeout export assessments --out assessments.jsonl")
@click.group(cls=Commands)
def export() -> None:
    """Write the worklist, a document or assessments to a file.

    Never over a file that is there, unless --force is given.
    """


@with_examples(
    "closeout export worklist --out worklist.csv",
    'closeout export worklist "to amend" --out to-amend.jsonl --format jsonl',
)
@export.command("worklist")
@click.argument("filter_words", nargs=-1, metavar="[FILTER]...")
@click.option("--format", "form", type=Choice(FORMATS), help="Else by the ending of FILE; csv where it has none.")
@_out_options
@store_option
@json_option
def export_worklist(
    filter_words: tuple[str, ...], form: str | None, file: Path, force: bool, store: str | None, as_json: bool
) -> int:
    """Write the worklist as CSV, JSON or JSONL; a cell that a spreadsheet would calculate gets a ' before it.

    Restricted records stand in it without name, number and amounts, save for those nominated.
    """
    from console.cli.opening import open_desk
    from console.cli.worklist import rows_of

    ending = file.suffix.removeprefix(".").lower()
    form = form or (ending if ending in FORMATS else "csv")
    masked = 0

    def told(desk: Desk) -> Iterator[WorklistRow]:
        nonlocal masked
        for row in rows_of(desk, " ".join(filter_words)):
            masked += row.restricted and not row.search_text
            yield row

    with open_desk(store) as desk:
        count = _write_rows(file, form, told(desk), force=force)
    return _answer(file, count, as_json=as_json, masked=masked)


def _write_rows(file: Path, form: str, rows: Iterator[WorklistRow], *, force: bool) -> int:
    from console.cli.worklist import COLUMNS, row_json
    from console.present.printable import printable
    from storage.exporters import tables
    from storage.exporters.files import new_file

    records = (row_json(row) for row in rows)
    with new_file(file, replace=force) as out:
        match form:
            case "json":
                return tables.write_json(out, records)
            case "jsonl":
                return tables.write_json_lines(out, records)
            case _:
                return tables.write_csv(out, COLUMNS, (_printable_texts(record, printable) for record in records))


def _printable_texts(record: dict[str, Any], printable: Callable[[str], str]) -> dict[str, Any]:
    return {name: printable(value) if isinstance(value, str) else value for name, value in record.items()}


@with_examples("closeout export casegroup S29 --out S29.json")
@export.command("casegroup")
@click.argument("casegroup")
@click.option("--version", type=click.IntRange(min=1), metavar="N", help="An earlier document; else the latest.")
@_out_options
@store_option
@json_option
def export_casegroup(
    casegroup: str, version: int | None, file: Path, force: bool, store: str | None, as_json: bool
) -> int:
    """Write a casegroup's document byte for byte as it was received."""
    from console.cli.opening import open_desk
    from domain.errors import BadInputError
    from storage.exporters.files import new_file

    with open_desk(store) as desk:
        received = desk.documents(casegroup)
    wanted = next((facts for facts in received if facts.version == version), None) if version else received[-1]
    if wanted is None:
        message = f"{casegroup} version {version}: never received; expected 1 to {received[-1].version}"
        raise BadInputError(message)
    with new_file(file, replace=force) as out:
        out.buffer.write(wanted.body)
    return _answer(file, 1, as_json=as_json)


@with_examples("closeout export assessments --out assessments-2016-02-15.jsonl --as-at 2016-02-15")
@export.command("assessments")
@as_at_option
@edition_option
@_out_options
@store_option
@json_option
def export_assessments(
    as_at: date | None, edition: str, file: Path, force: bool, store: str | None, as_json: bool
) -> int:
    """Write the assessment of every casegroup as it stands, one JSON object a line.

    Restricted records are left out, save for those nominated, for whom each is opened by it.
    """
    from console.cli.opening import open_desk
    from storage.exporters import tables
    from storage.exporters.files import new_file

    with open_desk(store, as_at, edition) as desk, new_file(file, replace=force) as out:
        total = desk.store.worklist_count() if on_terminal(sys.stderr) else None
        with progress("Assessing", total) as told:
            answers = _Answers(desk, told)
            count = tables.write_json_lines(out, answers)
    return _answer(file, count, as_json=as_json, left_out=answers.left_out)


class _Answers:
    """The assessments of a store as JSON, one after the other, and how many restricted records were left out."""

    def __init__(self, desk: Desk, told: Told) -> None:
        self._desk, self._told = desk, told
        self.left_out = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Give each assessment."""
        from console.desk.questions import assessments
        from console.present.answers import assessment_json

        for number, assessment in enumerate(assessments(self._desk), start=1):
            if assessment is None:
                self.left_out += 1
            else:
                yield assessment_json(assessment)
            self._told(number)


def _answer(file: Path, count: int, *, as_json: bool, masked: int = 0, left_out: int = 0) -> int:
    of_restricted = {name: number for name, number in (("masked", masked), ("left_out", left_out)) if number}
    if as_json:
        answer_json({"file": str(file), "records": count, **of_restricted})
    else:
        say(f"{count} written to {file}.")
        for name, number in of_restricted.items():
            records = "1 restricted record is" if number == 1 else f"{number} restricted records are"
            say(f"{records} {name.replace('_', ' ')}.")
    return 0
