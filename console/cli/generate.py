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


@with_examples("closeout generate --casegroups 1000 --seed 7 --out caseload.jsonl")
@click.command()
@click.option("--casegroups", type=click.IntRange(min=1), required=True, metavar="N", help="How many.")
@click.option("--seed", type=int, required=True, metavar="S", help="The same seed makes the same caseload.")
@click.option(
    "--out", "file", type=click.Path(path_type=Path), required=True, metavar="FILE", help="Where to write it."
)
@click.option("--force", is_flag=True, help="Write over files that are there.")
@click.option("--as-at", type=Day(), metavar="DATE", help="The day the answers hold on (else 2016-02-15).")
@json_option
def generate(casegroups: int, seed: int, file: Path, force: bool, as_at: date | None, as_json: bool) -> int:
    """Make up a caseload, and its answers beside it.

    Every casegroup's answers hold on the day of --as-at, else on 15 February 2016. All people in it are made up.
    """
    from console.desk.caseload import write_caseload
    from console.desk.training import TRAINING_DAY
    from domain.errors import BadInputError

    as_at = as_at or TRAINING_DAY
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
