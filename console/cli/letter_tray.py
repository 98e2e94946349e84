"""`closeout letters due`, `prepare`, `list`, `show` and `suppressed`: the day's letters without a screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from console.cli.exits import DONE
from console.cli.options import Choice, Day, as_at_option, edition_option, json_option, store_option, with_examples
from console.cli.output import answer_json, say, say_all, tell
from console.cli.progress import progress

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from console.desk.letters import TrayReport
    from console.desk.letters_due import DueLine
    from console.desk.letters_suppressed import Suppressed
    from domain.letter_rows import LetterRow

STATES: Final = ("due", "in_tray", "with_editor", "held_back", "issued")
LINES: Final = 200
TEXT_WIDTH: Final = 78
SUPPRESSED_COLUMNS: Final = (
    "casegroup_id", "letter_id", "number", "person_id", "role", "reason", "held_back_on", "notified",
)  # fmt: skip


@with_examples("closeout letters due", "closeout letters due --as-at 2016-02-15 --json")
@click.command("due")
@click.option("--limit", type=click.IntRange(1), default=LINES, show_default=True, help="How many lines to list.")
@as_at_option
@edition_option
@store_option
@json_option
def due(limit: int, as_at: date | None, edition: str, store: str | None, as_json: bool) -> int:
    """List the letters that are due today, overdue, or blocked, the longest due first, and why one cannot go.

    With --json all of them, one object a line. What is in the tray already is not listed.
    """
    from itertools import islice

    from console.cli.opening import open_desk
    from console.desk.letters import letter_counts
    from console.desk.letters_due import due_lines
    from console.present.tables import table_lines

    with open_desk(store, as_at, edition) as desk:
        counts = letter_counts(desk)
        if as_json:
            for line in due_lines(desk):
                answer_json(_due_json(line))
            return DONE
        lines = list(islice(due_lines(desk), limit))
    say(f"{counts.due_today} due today, {counts.overdue} overdue, {counts.day_not_known} without a day.", bold=True)
    say(f"{counts.in_tray} in the tray, {counts.held_back} held back.")
    if lines:
        headings = ("Due", ">Overdue", "Letter", "To", "Casegroup", "Why it cannot go")
        say_all(table_lines(headings, [_due_row(line) for line in lines]))
    say_restricted(counts.restricted_waiting, "letters of restricted records wait for somebody nominated")
    return DONE


def _due_row(line: DueLine) -> tuple[str, ...]:
    from console.present.letter_words import ROLES, why_not
    from console.present.wording import day, days

    overdue = days(line.overdue_days) if line.overdue_days else ""
    row = line.row
    why = why_not(line.blocked, line.missing) if line.blocked else ""
    return (day(row.due_on) if row.due_on else "", overdue, row.number, ROLES[row.role], row.casegroup_id, why)


def _due_json(line: DueLine) -> dict[str, Any]:
    return {
        **_row_json(line.row),
        "overdue_days": line.overdue_days,
        "blocked": line.blocked or None,
        "missing": list(line.missing),
    }


def _row_json(row: LetterRow) -> dict[str, Any]:
    from console.cli.output import outward

    return {
        "casegroup_id": row.casegroup_id,
        "letter_id": None if row.state == "due" else row.letter_id,
        "number": row.number or None,
        "person_id": row.person_id,
        "to": row.role,
        "state": row.state,
        "detail": row.detail,
        "due_on": outward(row.due_on),
        "issued_on": outward(row.issued_on),
        "batch_id": row.batch_id or None,
        "digest": row.digest or None,
    }


@with_examples("closeout letters prepare", "closeout letters prepare S29 --preview", "closeout letters prepare")
@click.command("prepare")
@click.argument("casegroups", nargs=-1)
@click.option("--preview", is_flag=True, help="Say what would be put in the tray, and write nothing.")
@as_at_option
@edition_option
@store_option
@json_option
def prepare(
    casegroups: tuple[str, ...], preview: bool, as_at: date | None, edition: str, store: str | None, as_json: bool
) -> int:
    """Put every letter that is due into the tray, of all casegroups or those named.

    Before each it is asked, in this order: are the facts fresh, does the case still meet the criteria, which letter is
    next, is it held back, is there a valid address, is there a representative. A letter held back is recorded with the
    reason, and what has to be done instead waits in the queue.
    """
    from console.cli.opening import open_desk
    from console.desk.letters import prepare as put_in_tray

    with open_desk(store, as_at, edition) as desk, progress("Preparing letters") as told:
        report = put_in_tray(desk, casegroups or None, preview=preview, progress=told)
    if as_json:
        answer_json(tray_json(report))
    else:
        say_tray(report)
    return DONE


def tray_json(report: TrayReport) -> dict[str, Any]:
    """Give what preparing did as JSON."""
    return {
        "as_at": report.as_at.isoformat(),
        "preview": report.preview,
        "casegroups": report.casegroups,
        "prepared": list(report.prepared),
        "by_number": dict(sorted(report.by_number.items())),
        "held_back": dict(report.held_back),
        "waiting": dict(report.waiting),
        "tasks": dict(report.tasks),
        "exceptions": report.exceptions,
        "restricted_left": report.restricted_left,
    }


def say_tray(report: TrayReport) -> None:
    """Print what preparing did."""
    from console.present.letter_words import REASONS
    from console.present.wording import day

    if report.preview:
        say("PREVIEW: nothing is written.")
    would = "would be put" if report.preview else "put"
    say(f"{len(report.prepared)} letters {would} in the tray for {day(report.as_at)}.", bold=True)
    _say_counts("", report.by_number, {})
    _say_counts("Held back", report.held_back, REASONS)
    _say_counts("Waiting", report.waiting, REASONS)
    _say_counts("Asked for", report.tasks, {})
    if report.exceptions:
        say(f"{report.exceptions} exceptions raised.")
    say_restricted(report.restricted_left, "restricted casegroups are left to somebody nominated")


def _say_counts(title: str, counts: Mapping[str, int], words: Mapping[str, str]) -> None:
    if counts and title:
        say(title)
    for key in sorted(counts):
        say(f"{counts[key]:>9,}  {words.get(key, key)}")


def say_restricted(count: int, what: str) -> None:
    """Print how many are left to somebody nominated, where there are any."""
    if count:
        say(f"{count} {what}.")


@with_examples("closeout letters list S29", "closeout letters list --state in_tray --json")
@click.command("list")
@click.argument("casegroup", required=False)
@click.option("--state", "states", multiple=True, type=Choice(STATES), help="Those alone that are so far.")
@click.option("--batch", metavar="BATCH_ID", help="Those alone of a batch.")
@as_at_option
@store_option
@json_option
def listed(
    casegroup: str | None,
    states: tuple[str, ...],
    batch: str | None,
    as_at: date | None,
    store: str | None,
    as_json: bool,
) -> int:
    """List letters: due, in the tray, being edited, held back or issued; with --json one object a line."""
    from console.cli.opening import open_desk
    from console.desk.letters import LetterFilter, letter_keys, letter_rows
    from console.present.tables import table_lines
    from domain.letter_rows import LETTER_STATES

    wanted = frozenset(state for state in LETTER_STATES if state in states)
    with open_desk(store, as_at) as desk:
        if casegroup is not None:
            casegroup = desk.casefile(casegroup).casegroup.casegroup_id
        keys = letter_keys(desk, LetterFilter(states=wanted, casegroup_id=casegroup, batch_id=batch))
        rows = [row for _, row in letter_rows(desk, keys)]
    if as_json:
        for row in rows:
            answer_json(_row_json(row))
    elif not rows:
        say("No letters.")
    else:
        say_all(table_lines(("Letter", "Number", "To", "State", "Due", "Issued", ""), [_list_row(row) for row in rows]))
    return DONE


def _list_row(row: LetterRow) -> tuple[str, ...]:
    from console.present.letter_words import LETTER_STATES, ROLES, detail_words
    from console.present.wording import day

    return (
        row.casegroup_id if row.state == "due" else row.letter_id,
        row.number,
        ROLES[row.role],
        LETTER_STATES[row.state],
        day(row.due_on) if row.due_on else "",
        day(row.issued_on) if row.issued_on else "",
        detail_words(row.state, row.detail),
    )


@with_examples("closeout letters show S29-L1", "closeout letters show S31-L1 --pdf letter-shown.pdf")
@click.command("show")
@click.argument("letter_id", metavar="LETTER_ID")
@click.option("--pdf", type=click.Path(path_type=Path), metavar="FILE", help="Write its paper, as it was issued.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@as_at_option
@edition_option
@store_option
@json_option
def show(
    letter_id: str, pdf: Path | None, force: bool, as_at: date | None, edition: str, store: str | None, as_json: bool
) -> int:
    """Show a letter as it went, or as it would go today; --pdf writes the very paper that was issued."""
    from console.cli.opening import open_desk
    from console.desk.letters import look_at, paper_of
    from console.present.letters import view_lines
    from storage.exporters.files import new_file

    with open_desk(store, as_at, edition) as desk:
        view = look_at(desk, letter_id)
        if pdf is not None:
            body = paper_of(desk, letter_id)
            with new_file(pdf, replace=force) as out:
                out.buffer.write(body)
    if as_json:
        from console.present.letter_json import view_json

        answer_json({**view_json(view), "file": str(pdf) if pdf else None})
    else:
        say_all(view_lines(view, TEXT_WIDTH))
        if pdf is not None:
            tell(f"{pdf} written.")
    return DONE


@with_examples("closeout letters suppressed", "closeout letters suppressed --from 2016-02-01 --csv suppressed.csv")
@click.command("suppressed")
@click.option("--from", "since", type=Day(), metavar="DATE", help="Held back on this day or later.")
@click.option("--to", "until", type=Day(), metavar="DATE", help="Held back on this day or before.")
@click.option("--csv", "csv_file", type=click.Path(path_type=Path), metavar="FILE", help="Write it as CSV.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@store_option
@json_option
def suppressed(
    since: date | None, until: date | None, csv_file: Path | None, force: bool, store: str | None, as_json: bool
) -> int:
    """Report the letters held back from clients who have died, are of special welfare, or whose post came back.

    The report goes to the legacy team, who tell these clients otherwise; closure goes on meanwhile.
    """
    from console.cli.opening import open_desk
    from console.desk.letters_suppressed import suppressed as suppressed_letters
    from console.present.letter_words import REASONS, ROLES
    from console.present.letters_listed import counted
    from console.present.tables import table_lines
    from console.present.wording import day
    from storage.exporters.files import new_file
    from storage.exporters.tables import write_csv

    with open_desk(store) as desk:
        report = suppressed_letters(desk, since, until)
    if csv_file is not None:
        with new_file(csv_file, replace=force) as out:
            write_csv(out, SUPPRESSED_COLUMNS, map(_suppressed_json, report.lines))
    if as_json:
        answer_json({"letters": [_suppressed_json(line) for line in report.lines], "restricted": report.restricted})
        return DONE
    rows = [
        (
            day(line.held_back_on),
            line.number,
            ROLES[line.role],
            line.casegroup_id,
            REASONS[line.reason],
            "told otherwise" if line.notified else "to be told",
        )
        for line in report.lines
    ]
    say(f"{counted(len(rows), 'letter')} suppressed.", bold=True)
    if rows:
        say_all(table_lines(("Held back", "Letter", "To", "Casegroup", "Why", "Client"), rows))
    say_restricted(report.restricted, "more of restricted records, which only somebody nominated may see")
    say("What else is held back, and what each waits for: 'closeout letters list --state held_back'.")
    return DONE


def _suppressed_json(line: Suppressed) -> dict[str, Any]:
    return {
        "casegroup_id": line.casegroup_id,
        "letter_id": line.letter_id,
        "number": line.number,
        "person_id": line.person_id,
        "role": line.role,
        "reason": line.reason,
        "held_back_on": line.held_back_on.isoformat(),
        "notified": line.notified,
    }
