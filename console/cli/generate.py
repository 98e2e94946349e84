"""`closeout generate`: a made-up caseload with known answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.options import Day, json_option, with_examples
from console.cli.output import answer_json, say
from console.cli.progress import progress

if TYPE_CHECKING:
    from datetime import date


@with_examples(
    "closeout generate --casegroups 1000 --seed 7 --out caseload.jsonl",
    "closeout generate --casegroups 20 --seed 7 > caseload.jsonl",
)
@click.command()
@click.option("--casegroups", type=click.IntRange(min=1), required=True, metavar="N", help="How many.")
@click.option("--seed", type=int, required=True, metavar="S", help="The same seed makes the same caseload.")
@click.option(
    "--out", "file", type=click.Path(path_type=Path), metavar="FILE", help="Where to write it (else standard output)."
)
@click.option("--force", is_flag=True, help="Write over files that are there.")
@click.option("--as-at", type=Day(), metavar="DATE", help="The day the answers hold on (else 2016-02-15).")
@json_option
def generate(casegroups: int, seed: int, file: Path | None, force: bool, as_at: date | None, as_json: bool) -> int:
    """Make up a caseload, and its answers beside it.

    Every casegroup's answers hold on the day of --as-at, else on 15 February 2016. Without --out the documents alone
    go to standard output, one on each line. All people in it are made up.
    """
    from console.desk.caseload import generate_casegroups
    from console.desk.training import TRAINING_DAY

    as_at = as_at or TRAINING_DAY
    if file is not None:
        return _write(file, casegroups, seed, as_at, force=force, as_json=as_json)
    for document, _ in generate_casegroups(casegroups, seed, as_at):
        answer_json(document)
    return 0


def _write(file: Path, casegroups: int, seed: int, as_at: date, *, force: bool, as_json: bool) -> int:
    from console.desk.caseload import write_caseload
    from domain.errors import BadInputError

    for place in (file, file.with_name(f"{file.stem}.answers.jsonl")):
        if place.exists() and not place.is_file():
            message = f"{place}: is there and is no file; expected a file, or a path where there is none"
            raise BadInputError(message)
        if place.exists() and not force:
            message = f"{place}: is there already; expected a new name, or --force to write over it"
            raise BadInputError(message)
    try:
        with progress("Making up", casegroups) as told:
            documents, answers = write_caseload(file, casegroups, seed, as_at, told)
    except OSError as error:
        message = f"{file}: cannot be written ({error.strerror}); nothing was"
        raise BadInputError(message) from None
    if as_json:
        told_json = {"casegroups": casegroups, "seed": seed, "as_at": as_at.isoformat()}
        answer_json({**told_json, "documents": str(documents), "answers": str(answers)})
    else:
        say(f"{casegroups} casegroups in {documents}; their answers on {as_at.isoformat()} in {answers}.")
    return 0
