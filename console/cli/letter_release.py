"""`closeout letters release` and `batch`: letters out of the tray for good, and a batch of them as one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.cli.exits import DONE
from console.cli.letter_tray import say_restricted
from console.cli.options import as_at_option, edition_option, json_option, store_option, with_examples
from console.cli.output import answer_json, say
from console.cli.progress import progress

if TYPE_CHECKING:
    from datetime import date

    from console.desk.letters import ReleaseReport


@with_examples(
    "closeout letters release --batch-file letters.pdf",
    "closeout letters release S29-L1 S29-L2 --json",
)
@click.command("release")
@click.argument("letter_ids", nargs=-1, metavar="[LETTER_ID]...")
@click.option("--batch-file", type=click.Path(path_type=Path), metavar="FILE.pdf", help="Print the batch as one PDF.")
@click.option("--manifest", type=click.Path(path_type=Path), metavar="FILE.csv", help="What is in that PDF, as CSV.")
@click.option("--force", is_flag=True, help="Write over files that are there.")
@click.option("--preview", is_flag=True, help="Say what would go, and write nothing.")
@as_at_option
@edition_option
@store_option
@json_option
def release(
    letter_ids: tuple[str, ...],
    batch_file: Path | None,
    manifest: Path | None,
    force: bool,
    preview: bool,
    as_at: date | None,
    edition: str,
    store: str | None,
    as_json: bool,
) -> int:
    """Let the letters of the tray go, all or those named: each is put on paper and kept for good.

    A letter that went stays as it went. What was interrupted goes on in the same batch; nothing goes twice. A letter
    with something missing stays in the tray and says what is missing.
    """
    from console.cli.opening import open_desk
    from console.desk.letters import release as let_go
    from console.desk.letters import release_preview, write_batch_file
    from storage.exporters.files import refuse_taken

    for path in (batch_file, manifest):
        if path is not None:
            refuse_taken(path, replace=force)
    with open_desk(store, as_at, edition) as desk, progress("Releasing letters") as told:
        if preview:
            report = release_preview(desk, letter_ids or None)
        else:
            report = let_go(desk, letter_ids or None, progress=told)
        # A batch that was interrupted may have nothing left to issue, and its file is still wanted.
        printed = batch_file is not None and bool(report.batch_id) and not preview
        if batch_file is not None and printed:
            write_batch_file(desk, report.batch_id, batch_file, csv=manifest, force=force)
    batch_file = batch_file if printed else None
    if as_json:
        answer_json(release_json(report, batch_file, preview=preview))
    else:
        say_release(report, batch_file, preview=preview)
    return DONE


def release_json(report: ReleaseReport, batch_file: Path | None, *, preview: bool) -> dict[str, Any]:
    """Give what a release did as JSON."""
    return {
        "preview": preview,
        "batch_id": report.batch_id or None,
        "issued": list(report.issued),
        "other_format": list(report.other_format),
        "held_back": [{"letter_id": letter, "reason": reason} for letter, reason in report.held_back],
        "stay": [
            {"letter_id": left.letter_id, "obstacle": left.obstacle, "missing": list(left.missing)}
            for left in report.stay
        ],
        "restricted_left": report.restricted_left,
        "file": str(batch_file) if batch_file else None,
    }


def say_release(report: ReleaseReport, batch_file: Path | None, *, preview: bool) -> None:
    """Print what a release did."""
    from console.present.letter_words import REASONS, why_not

    if preview:
        say("PREVIEW: nothing is written.")
    said = "would go" if preview else f"issued in batch {report.batch_id}" if report.batch_id else "issued"
    say(f"{len(report.issued)} letters {said}.", bold=True)
    if report.other_format:
        say(f"{len(report.other_format)} of them have to be made in braille or audio; tasks wait in the queue.")
    for letter, reason in report.held_back:
        say(f"  {letter} held back: {REASONS[reason]}.")
    for left in report.stay:
        say(f"  {left.letter_id} stays in the tray: {why_not(left.obstacle, left.missing)}.")
    say_restricted(report.restricted_left, "restricted casegroups are left to somebody nominated")
    if batch_file is not None:
        say(f"{batch_file} written.")


@with_examples("closeout letters batch 2016-02-15-1 batch.pdf", "closeout letters batch 2016-02-15-1 again.pdf --json")
@click.command("batch")
@click.argument("batch_id")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--manifest", type=click.Path(path_type=Path), metavar="FILE.csv", help="What is in the PDF, as CSV.")
@click.option("--force", is_flag=True, help="Write over files that are there.")
@store_option
@json_option
def batch(batch_id: str, file: Path, manifest: Path | None, force: bool, store: str | None, as_json: bool) -> int:
    """Print a batch as one PDF, from the papers as they were issued; as often as wanted, always the same letters."""
    from console.cli.opening import open_desk
    from console.desk.letters import write_batch_file
    from console.present.letters_listed import printed_text
    from storage.exporters.letter_batch import manifest_record

    with open_desk(store) as desk:
        written = write_batch_file(desk, batch_id, file, csv=manifest, force=force)
    if as_json:
        answer_json(
            {"file": str(file), **manifest_record(written.manifest), "restricted_left": written.restricted_left}
        )
    else:
        say(f"{file} written: {printed_text(written.manifest)} on {written.manifest.pages} pages.")
        for number, count in written.manifest.by_number.items():
            say(f"{count:>9,}  {number}")
        say_restricted(written.restricted_left, "letters of restricted records are left out")
    return DONE
