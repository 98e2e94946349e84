"""`closeout letters`: the catalogue and specimens; with the tray and what is done to one letter, from beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from console.cli import letter_release, letter_requests, letter_tray
from console.cli.exits import DONE
from console.cli.options import Choice, Commands, json_option, with_examples
from console.cli.output import answer_json, say, say_all

if TYPE_CHECKING:
    from domain.letters.texts import FilledLetter

NUMBERS: Final = tuple(f"CMSL{number}" for number in range(6300, 6315))
STATUSES: Final = ("maintenance_and_arrears", "maintenance_only", "arrears_only")
TEXT_WIDTH: Final = 78


@with_examples(
    "closeout letters due",
    "closeout letters prepare",
    "closeout letters release --batch-file letters.pdf",
    "closeout letters specimen CMSL6308 --status arrears_only",
)
@click.group(cls=Commands)
def letters() -> None:
    """Write to the clients: what is due, into the tray, out for good, and sent again; the catalogue and specimens."""


for each in (
    letter_tray.due,
    letter_tray.prepare,
    letter_tray.listed,
    letter_tray.show,
    letter_release.release,
    letter_release.batch,
    letter_tray.suppressed,
    letter_requests.reissue,
    letter_requests.write_off_form,
    letter_requests.take_out,
    letter_requests.edit,
    letter_requests.issue_edited,
    letter_requests.sender,
):
    letters.add_command(each)


@with_examples("closeout letters catalogue", "closeout letters catalogue --json")
@letters.command("catalogue")
@json_option
def catalogue(as_json: bool) -> int:
    """List the fifteen letters by number: to whom, for what, and their title."""
    from console.present.letters import ADDRESSEES, PURPOSES, title_text
    from console.present.tables import table_lines
    from domain.letters.catalogue import CATALOGUE

    if as_json:
        answer_json(
            [
                {
                    "number": letter.number,
                    "to": letter.addressee,
                    "for": letter.purpose,
                    "courses": list(letter.courses),
                    "title": letter.title,
                    "by_hand": letter.by_hand,
                }
                for letter in CATALOGUE
            ]
        )
        return DONE
    rows = [
        (letter.number, ADDRESSEES[letter.addressee], PURPOSES[letter.purpose], title_text(letter.title))
        for letter in CATALOGUE
    ]
    say_all(table_lines(("Number", "To", "For", "Title"), rows))
    return DONE


@with_examples(
    "closeout letters specimen CMSL6308",
    "closeout letters specimen CMSL6303 --status arrears_only --large-print --pdf specimen.pdf",
)
@letters.command("specimen")
@click.argument("number", type=Choice(NUMBERS), metavar="NUMBER")
@click.option(
    "--status",
    type=Choice(STATUSES),
    default=STATUSES[0],
    show_default=True,
    help="The status of the case, which decides its paragraphs.",
)
@click.option("--welsh", is_flag=True, help="For a client who chose Welsh.")
@click.option("--large-print", is_flag=True, help="On paper, in 16 points instead of 12.")
@click.option("--pdf", type=click.Path(path_type=Path), metavar="FILE", help="Write it as a tagged PDF.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@json_option
def specimen(
    number: str, status: str, welsh: bool, large_print: bool, pdf: Path | None, force: bool, as_json: bool
) -> int:
    """Show a letter as its reader would get it, with the names of its ((fields)) where they go."""
    from console.present.letters import letter_lines, specimen_fields
    from domain.letters.catalogue import CATALOGUE
    from domain.letters.texts import STATUSES as CASE_STATUSES
    from domain.letters.texts import fill, letter_text

    listed = next(letter.number for letter in CATALOGUE if letter.number == number)
    case_status = next(known for known in CASE_STATUSES if known == status)
    text = letter_text(listed, "cy" if welsh else "en")
    letter = fill(text, case_status, specimen_fields(text, case_status))
    if pdf is not None:
        _write(letter, pdf, large_print=large_print, force=force)
    if as_json:
        answer_json(_json(letter, status, pdf))
    elif pdf is not None:
        say(f"{pdf} written.")
    else:
        say_all(letter_lines(letter, TEXT_WIDTH))
    return DONE


def _write(letter: FilledLetter, pdf: Path, *, large_print: bool, force: bool) -> None:
    from dataclasses import replace

    from console.desk.clock import Clock
    from console.present.letters import SPECIMEN
    from storage.exporters.files import new_file
    from storage.exporters.letters import letter_pdf

    body = letter_pdf(letter, replace(SPECIMEN, large_print=large_print), Clock().now())
    with new_file(pdf, replace=force) as out:
        out.buffer.write(body)


def _json(letter: FilledLetter, status: str, pdf: Path | None) -> dict[str, Any]:
    from console.present.letter_json import letter_json

    return {
        "number": letter.number,
        "status": status,
        **letter_json(letter),
        "file": str(pdf) if pdf else None,
    }
