"""`closeout letters reissue` and the other deeds of a caseworker on one letter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from console.cli.exits import BAD_INPUT, DONE
from console.cli.options import Choice, Day, as_at_option, edition_option, json_option, store_option, with_examples
from console.cli.output import answer_json, complain, say
from console.cli.requesting import Asking, ask, request_options

if TYPE_CHECKING:
    from datetime import date

    from console.desk.letters import LetterRefusedError

FORMATS: Final = ("standard", "large_print", "braille", "audio")


@with_examples(
    "closeout letters reissue S31-L1 --because 'You told us your new address.'",
    "closeout letters reissue S31-L1 --format large_print --because 'You asked for large print.'",
)
@click.command("reissue")
@click.argument("letter_id", metavar="LETTER_ID")
@click.option("--format", "letter_format", type=Choice(FORMATS), help="Another form than it had.")
@click.option("--because", required=True, metavar="TEXT", help="Why, in words that the client will read.")
@request_options
def reissue(asking: Asking, letter_id: str, letter_format: str | None, because: str) -> int:
    """Send a letter again: under a covering letter, with the dates it had, to the address of today.

    It waits in the tray until it is released.
    """
    from domain.letters.tray import casegroup_of

    number = casegroup_of(letter_id)
    return ask(asking, "reissue_letter", number, letter_id=letter_id, format=letter_format, because=because)


@with_examples("closeout letters write-off-form S29 S29-1 --from 2009-03-02 --to 2015-12-31")
@click.command("write-off-form")
@click.argument("casegroup")
@click.argument("case", metavar="CASE_ID")
@click.option("--from", "arrears_from", type=Day(), metavar="DATE", help="The first day of the arrears.")
@click.option("--to", "arrears_to", type=Day(), metavar="DATE", help="The last day of the arrears.")
@request_options
def write_off_form(
    asking: Asking, casegroup: str, case: str, arrears_from: date | None, arrears_to: date | None
) -> int:
    """Put the further write-off declaration (CMSL6300) in the tray, with the period of the arrears."""
    dates = {"arrears_from": arrears_from, "arrears_to": arrears_to}
    return ask(asking, "prepare_write_off_form", casegroup, case_id=case, **dates)


@with_examples("closeout letters take-out S29-L1 --because 'the address is being checked'")
@click.command("take-out")
@click.argument("letter_id", metavar="LETTER_ID")
@click.option("--because", default="", metavar="TEXT", help="Why.")
@as_at_option
@store_option
@json_option
def take_out(letter_id: str, because: str, as_at: date | None, store: str | None, as_json: bool) -> int:
    """Take a letter out of the tray again, with those that cover it; one that was issued cannot be unsent."""
    from console.cli.opening import open_desk
    from console.desk.letters import take_out as take_out_of_tray
    from console.present.wording import refusal_text

    with open_desk(store, as_at) as desk:
        answers = take_out_of_tray(desk, letter_id, because)
    refusals = [refusal for answer in answers for refusal in answer.refusals]
    for refusal in refusals:
        complain(f"refused: {refusal_text(refusal)}")
    taken = sum(answer.written for answer in answers)
    if as_json:
        answer_json({"letter_id": letter_id, "taken_out": taken, "refusals": [refusal.key for refusal in refusals]})
    elif not refusals:
        say(f"{letter_id} taken out of the tray." if taken == 1 else f"{taken} letters taken out of the tray.")
    return BAD_INPUT if refusals else DONE


@with_examples("closeout letters edit S29-L1 letter.docx")
@click.command("edit")
@click.argument("letter_id", metavar="LETTER_ID")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.docx")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@as_at_option
@edition_option
@store_option
@json_option
def edit(
    letter_id: str, file: Path, force: bool, as_at: date | None, edition: str, store: str | None, as_json: bool
) -> int:
    """Write a letter of the tray as a Word file to be edited; it waits until the edited file comes back."""
    from console.cli.opening import open_desk
    from console.desk.letters import LetterRefusedError, edit_letter
    from storage.exporters.files import new_file, refuse_taken

    refuse_taken(file, replace=force)
    with open_desk(store, as_at, edition) as desk:
        try:
            body = edit_letter(desk, letter_id)
        except LetterRefusedError as refused:
            return _say_refused(refused)
    with new_file(file, replace=force) as out:
        out.buffer.write(body)
    if as_json:
        answer_json({"letter_id": letter_id, "file": str(file)})
    else:
        say(f"{file} written. Save the edited letter as a PDF and issue it with 'closeout letters issue-edited'.")
    return DONE


@with_examples("closeout letters issue-edited S30-L1 edited.pdf")
@click.command("issue-edited")
@click.argument("letter_id", metavar="LETTER_ID")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE.pdf")
@as_at_option
@edition_option
@store_option
@json_option
def issue_edited(letter_id: str, file: Path, as_at: date | None, edition: str, store: str | None, as_json: bool) -> int:
    """Issue a letter as it was edited: the very PDF is kept under its digest, and never changes."""
    from console.cli.letter_release import release_json, say_release
    from console.cli.opening import open_desk
    from console.desk.letters import LetterRefusedError
    from console.desk.letters import issue_edited as issue

    body = file.read_bytes()
    with open_desk(store, as_at, edition) as desk:
        try:
            report = issue(desk, letter_id, body)
        except LetterRefusedError as refused:
            return _say_refused(refused)
    if as_json:
        answer_json(release_json(report, None, preview=False))
    else:
        say_release(report, None, preview=False)
    return DONE


def _say_refused(refused: LetterRefusedError) -> int:
    from console.present.wording import refusal_text

    for refusal in refused.answer.refusals:
        complain(f"refused: {refusal_text(refusal)}")
    return BAD_INPUT


@with_examples(
    "closeout letters sender",
    "closeout letters sender --name 'Child Support Agency' --line 'PO Box 1' --line 'ANYTOWN' --line 'BL1 1AA' "
    "--telephone '0000 000 0000' --options-telephone '0000 000 0001'",
)
@click.command("sender")
@click.option("--name", metavar="TEXT", help="Who writes.")
@click.option("--line", "lines", multiple=True, metavar="TEXT", help="A line of their address; once for each.")
@click.option("--telephone", metavar="NUMBER", help="Where to call about a letter.")
@click.option("--options-telephone", metavar="NUMBER", help="Where to talk about the choices before applying.")
@store_option
@json_option
def sender(
    name: str | None,
    lines: tuple[str, ...],
    telephone: str | None,
    options_telephone: str | None,
    store: str | None,
    as_json: bool,
) -> int:
    """Say who letters come from, or, as a team manager, set it; no letter goes before it is set."""
    from console.cli.opening import open_desk
    from console.desk.letters import letter_sender
    from console.desk.office import perform_office
    from console.present.wording import refusal_text
    from domain.letters.requests import SetLetterSender

    given = (name, lines, telephone, options_telephone)
    with open_desk(store) as desk:
        if any(given):
            request = SetLetterSender(
                name=name or "", lines=lines, telephone=telephone or "", options_telephone=options_telephone or ""
            )
            refusals = perform_office(desk, request).refusals
            for refusal in refusals:
                complain(f"refused: {refusal_text(refusal)}")
            if refusals:
                return BAD_INPUT
        found = letter_sender(desk)
    if as_json:
        answer_json(
            {
                "name": found.name if found else None,
                "lines": list(found.lines) if found else [],
                "telephone": found.telephone if found else None,
                "options_telephone": found.options_telephone if found else None,
            }
        )
    elif found is None:
        say("Nobody has said yet who letters come from, so none can go.")
    else:
        say(found.name, bold=True)
        for line in (*found.lines, f"Telephone {found.telephone}", f"Choices {found.options_telephone}"):
            say(f"  {line}")
    return DONE
