"""`closeout ltr`: requests to close from CMS, in by file, raised by hand, and out by file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from console.cli.exits import DONE
from console.cli.options import Choice, Commands, Day, json_option, key_of, store_option, with_examples
from console.cli.output import answer_json, say, tell
from console.cli.requesting import Asking, ask, request_options

if TYPE_CHECKING:
    from datetime import date

KINDS: Final = ("LTR1", "LTR2", "LTR3")
SYSTEMS: Final = ("CS2", "CSCS", "CCD")


@with_examples(
    "closeout ltr import sample_data/imports/ltr-cs2.csv --system CS2",
    "closeout ltr raise S44 LTR1 --system CS2 --application 2016-02-01",
)
@click.group(cls=Commands)
def ltr() -> None:
    """Take in, raise and write legacy transition requests: CMS asking an old system to close a casegroup."""


@with_examples(
    "closeout ltr import sample_data/imports/ltr-cs2.csv --system CS2",
    "closeout ltr import sample_data/imports/ltr-cs2.csv --system CS2 --json",
)
@ltr.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--system", type=Choice(SYSTEMS), required=True, help="The system it is for: one file for each.")
@store_option
@json_option
def take(file: Path, system: Any, store: str | None, as_json: bool) -> int:  # noqa: ANN401 - click has made sure
    """Take in a file of requests to one system: all of them or nothing at all.

    Its columns, in any order: request_id, kind (LTR1, LTR2 or LTR3), casegroup_id, received_on, closure_date and,
    where an application has come, application_received_on. CSV, XLSX, or JSON: a list of such records.
    """
    from console.cli.opening import open_desk
    from console.desk.requests import take_requests
    from console.present.letters_listed import counted

    with open_desk(store) as desk:
        taken = take_requests(desk, file, system)
    if as_json:
        answer_json(
            {
                "file": str(file),
                "digest": taken.file.digest,
                "system": system,
                "requests": taken.received,
                "repeated": taken.repeated,
            }
        )
        return DONE
    tell(taken.file.told)
    said = "taken in before; nothing more is written. It had" if taken.repeated else "received:"
    say(f"{file}: {said} {counted(taken.received, 'request')} to {system}.")
    return DONE


@with_examples(
    "closeout ltr raise S44 LTR1 --system CS2 --application 2016-02-01",
    "closeout ltr raise S35 LTR2 --system CSCS --application 2016-02-01 --closure-date 2016-04-01 --preview",
)
@ltr.command("raise")
@click.argument("casegroup")
@click.argument("request_kind", type=Choice(KINDS), metavar="KIND")
@click.option("--system", type=Choice(SYSTEMS), required=True, help="The system that is asked.")
@click.option("--application", type=Day(), required=True, metavar="DATE", help="The day the application was received.")
@click.option("--closure-date", type=Day(), metavar="DATE", help="The day to close on (else the T-date).")
@request_options
def raise_by_hand(
    asking: Asking, casegroup: str, request_kind: str, system: str, application: date, closure_date: date | None
) -> int:
    """Raise a request by hand, for a reactive closure: every case of the casegroup moves."""
    return ask(
        asking,
        "raise_transition_request",
        casegroup,
        request_kind=request_kind,
        system=system,
        application_received_on=application,
        closure_date=closure_date,
    )


@with_examples(
    "closeout ltr write ltr-by-hand.csv --system CS2",
    "closeout ltr write ltr-by-hand.json --system CSCS --json",
)
@ltr.command("write")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--system", type=Choice(SYSTEMS), required=True, help="The system it is for: one file for each.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@store_option
@json_option
def write(file: Path, system: Any, force: bool, store: str | None, as_json: bool) -> int:  # noqa: ANN401
    """Write the requests raised by hand for a system to a file, CSV or JSON; each is written once."""
    from console.cli.opening import open_desk
    from console.desk.requests import write_raised
    from console.present.letters_listed import counted

    with open_desk(store) as desk:
        written = write_raised(desk, file, system, force=force)
    numbers = [request.request_id for _, request in written.requests]
    if as_json:
        answer_json(
            {
                "file": str(file) if numbers else None,
                "system": system,
                "requests": numbers,
                "restricted_left_out": written.left_out,
            }
        )
        return DONE
    told = f"{file}: {counted(len(numbers), 'request')} to {system}."
    say(told if numbers else "No request waits; no file was made.")
    if written.left_out:
        say(f"{written.left_out} of restricted records left out; somebody nominated writes those.")
    return DONE


@with_examples(
    "closeout minimum-data show S29 S29-1",
    "closeout minimum-data set S29 S29-1 --field region=GB",
)
@click.group("minimum-data", cls=Commands)
def minimum_data() -> None:
    """Keep what CMS needs to know of a case as far as anybody knows it."""


@with_examples("closeout minimum-data show S29 S29-1", "closeout minimum-data show S29 S29-1 --json")
@minimum_data.command("show")
@click.argument("casegroup")
@click.argument("case_id", metavar="CASE")
@store_option
@json_option
def show(casegroup: str, case_id: str, store: str | None, as_json: bool) -> int:
    """Show the minimum case data of a case, field by field, with where each is from."""
    from console.cli.opening import open_desk
    from console.desk.requests import case_data
    from console.present.requests import case_data_rows
    from console.present.tables import table_lines

    with open_desk(store) as desk:
        lines = case_data(desk, casegroup, case_id)
    if as_json:
        answer_json(
            [
                {
                    "field": line.field.key,
                    "title": line.field.title,
                    "step": line.field.step,
                    "value": line.value or None,
                    "from": line.origin or None,
                    "not_known": line.not_known or None,
                }
                for line in lines
            ]
        )
        return DONE
    for number, text in enumerate(table_lines(("Field", "Known", "From"), case_data_rows(lines))):
        say(text, bold=number == 0)
    return DONE


@with_examples(
    "closeout minimum-data set S29 S29-1 --field region=GB --field children=2",
    "closeout minimum-data set S29 S29-1 --not-known 'receiving_parent_nino=she has none' --preview",
)
@minimum_data.command("set")
@click.argument("casegroup")
@click.argument("case_id", metavar="CASE")
@click.option("--field", "fields", multiple=True, metavar="NAME=VALUE", help="A field, as show names it with --json.")
@click.option("--not-known", multiple=True, metavar="NAME=REASON", help="A field nobody knows, and why.")
@request_options
def set_data(asking: Asking, casegroup: str, case_id: str, fields: tuple[str, ...], not_known: tuple[str, ...]) -> int:
    """Keep fields of the minimum case data; what was kept before stays, unless it is said anew."""
    return ask(
        asking,
        "record_minimum_case_data",
        casegroup,
        case_id=case_id,
        fields=dict(map(_pair, fields)),
        not_known=dict(map(_pair, not_known)),
    )


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise click.UsageError(f"{text!r} is not NAME=VALUE, such as region=GB.")
    return key_of(name), value.strip()
