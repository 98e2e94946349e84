"""`closeout exceptions` and what is done with them: raise, give to somebody, answer, and import failure reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from console.cli.options import Choice, as_at_option, json_option, store_option, with_examples
from console.cli.output import answer_json, say, tell
from console.cli.queue import say_counts, say_rows
from console.cli.requesting import Asking, ask, request_options

if TYPE_CHECKING:
    from datetime import date

    from console.desk.desk import Desk
    from console.desk.failure_reports import ReportsTaken
    from domain.progress import ClosureException
    from storage.queue import QueueFilter

# The same names as in the domain, which the help does not load; a test holds them together.
REASONS: Final = (
    "transition_date_not_set", "liability_end_failed", "schedules_not_ended", "closure_before_t_date",
    "data_invalid", "other",
)  # fmt: skip
STATES: Final = (
    "with_supplier", "with_application_support", "with_incident_team", "with_caseworker", "next_batch",
    "clerical_case",
)  # fmt: skip
ANSWERS: Final = {
    "with_supplier": ("technical_skip", "application_support", "refer_to_caseworker"),
    "with_application_support": ("fixed", "cannot_be_fixed", "no_error_found"),
    "with_incident_team": ("business_as_usual",),
    "with_caseworker": ("corrected", "cannot_be_corrected"),
    "clerical_case": ("corrected",),
}


@with_examples(
    "closeout exceptions --group",
    "closeout exceptions --state with_caseworker --reason data_invalid",
    "closeout exceptions S29 --json",
)
@click.command()
@click.argument("casegroup", required=False)
@click.option("--reason", type=Choice(REASONS), help="Those with this reason alone.")
@click.option("--state", type=Choice(STATES), help="Those that are there alone.")
@click.option("--group", is_flag=True, help="Count them by cause, with the age of the oldest.")
@store_option
@as_at_option
@json_option
def exceptions(
    casegroup: str | None,
    reason: str | None,
    state: str | None,
    group: bool,
    store: str | None,
    as_at: date | None,
    as_json: bool,
) -> int:
    """List what keeps casegroups from closing: the oldest first, where it is, and who holds it.

    With a casegroup, every exception it ever had with its history. With --json, one object a line.
    """
    from console.cli.opening import open_desk
    from console.desk.queue import queue_filter

    if casegroup is not None and (reason or state or group):
        raise click.UsageError("A casegroup's exceptions are shown whole: leave out --reason, --state and --group.")
    with open_desk(store, as_at) as desk:
        if casegroup is not None:
            _say_histories(desk, casegroup, None, as_json=as_json)
            return 0
        wanted = queue_filter(desk, kinds=["exception"], cause=reason, states=[state] if state else [])
        _say_list(desk, wanted, grouped=group, as_json=as_json)
    return 0


def _say_list(desk: Desk, wanted: QueueFilter, *, grouped: bool, as_json: bool) -> None:
    if grouped:
        say_counts(desk, wanted, as_json=as_json)
    else:
        say_rows(desk, wanted, as_json=as_json)


@with_examples("closeout exception S26 exception-1", "closeout exception S26 exception-1 --json")
@click.command()
@click.argument("casegroup")
@click.argument("identifier", metavar="EXCEPTION")
@store_option
@json_option
def exception(casegroup: str, identifier: str, store: str | None, as_json: bool) -> int:
    """Show one exception: why, where it is, what may be answered, and everything that happened to it."""
    from console.cli.opening import open_desk

    with open_desk(store) as desk:
        _say_histories(desk, casegroup, identifier, as_json=as_json)
    return 0


def _say_histories(desk: Desk, casegroup: str, identifier: str | None, *, as_json: bool) -> None:
    from domain.errors import BadInputError

    casefile = desk.casefile(casegroup)
    found, casegroup = casefile.exceptions, casefile.casegroup.casegroup_id
    if identifier is not None:
        found = tuple(one for one in found if one.exception_id == identifier)
        if not found:
            message = (
                f"casegroup {casegroup!r}: no exception {identifier!r}; 'closeout exceptions {casegroup}' lists them"
            )
            raise BadInputError(message)
    for one in found:
        if as_json:
            answer_json(_exception_json(desk, casegroup, one))
        else:
            _say_exception(desk, one)
    if not (found or as_json):
        say("No exception was ever raised.")


def _say_exception(desk: Desk, one: ClosureException) -> None:
    from console.desk.queue import possible_answers
    from console.present.events import event_sentences
    from console.present.not_known import detail_text
    from console.present.wording import EXCEPTION_ANSWERS, EXCEPTION_STATES, EXCEPTIONS, days, sentence_end

    where = f", case {one.case_id}" if one.case_id else ", the whole casegroup"
    say(f"{one.exception_id}  {EXCEPTIONS[one.reason]}{where}", bold=True)
    if one.detail:
        say(f"  {sentence_end(detail_text(one.detail))}")
    held = f", given to {one.holder}" if one.holder else ""
    say(f"  {EXCEPTION_STATES[one.state].capitalize()}{held}; {days(_age(desk, one))} old.")
    for answer in possible_answers(one):
        say(f"  May be answered  {answer}  ({EXCEPTION_ANSWERS[answer]})")
    for entry in one.history:
        say(f"  {entry.seq:>6}  {entry.at}  {entry.actor}  {event_sentences(entry.event)[0]}")


def _age(desk: Desk, one: ClosureException) -> int:
    from domain.queue import day_of

    return (desk.as_at - day_of(one.raised_at)).days


def _exception_json(desk: Desk, casegroup: str, one: ClosureException) -> dict[str, Any]:
    from console.cli.entries import recorded_json
    from console.desk.queue import possible_answers

    return {
        "casegroup_id": casegroup,
        "exception_id": one.exception_id,
        "reason": one.reason,
        "detail": one.detail,
        "case_id": one.case_id,
        "origin": one.origin,
        "stage": one.stage,
        "state": one.state,
        "open": one.is_open,
        "holder": one.holder,
        "raised_at": one.raised_at,
        "raised_by": one.raised_by,
        "since": one.since,
        "age_days": _age(desk, one),
        "possible_answers": list(possible_answers(one)),
        "history": recorded_json(one.history),
    }


@with_examples(
    "closeout raise-exception S29 --reason schedules_not_ended --case S29-1",
    'closeout raise-exception S29 --reason other --detail "The old system shows two paying parents"',
)
@click.command("raise-exception")
@click.argument("casegroup")
@click.option("--reason", required=True, type=Choice(REASONS), help="Why closure cannot take place.")
@click.option("--case", "case_id", metavar="CASE", help="The case it is about (else the whole casegroup).")
@click.option("--detail", default="", metavar="TEXT", help="In words; needed with the reason other.")
@request_options
def raise_exception(asking: Asking, casegroup: str, reason: str, case_id: str | None, detail: str) -> int:
    """Say that a casegroup cannot close; technical reasons go to the supplier, others to a caseworker."""
    return ask(asking, "raise_exception", casegroup, reason=reason, case_id=case_id, detail=detail)


@with_examples(
    'closeout allocate S26 exception-1 --to "training caseworker"',
    'closeout allocate S29 SR-1 --to "training caseworker" --preview',
)
@click.command()
@click.argument("casegroup")
@click.argument("item")
@click.option("--to", required=True, metavar="USER", help="Somebody on the roster.")
@request_options
def allocate(asking: Asking, casegroup: str, item: str, to: str) -> int:
    """Give an exception or a service request to somebody; it takes a team leader."""
    if item.upper().startswith("SR-"):
        return ask(asking, "allocate_service_request", casegroup, service_request_id=item.upper(), to=to)
    return ask(asking, "allocate_exception", casegroup, exception_id=item, to=to)


@with_examples(
    "closeout answer-exception S26 exception-1 cannot_be_corrected",
    'closeout answer-exception S26 exception-1 corrected --note "Date of birth put right on CS2"',
)
@click.command("answer-exception")
@click.argument("casegroup")
@click.argument("identifier", metavar="EXCEPTION")
@click.argument(
    "answer",
    metavar="ANSWER",
    type=Choice(list(dict.fromkeys(answer for answers in ANSWERS.values() for answer in answers))),
)
@click.option("--note", default="", metavar="TEXT", help="What was found or done.")
@request_options
def answer_exception(asking: Asking, casegroup: str, identifier: str, answer: str, note: str) -> int:
    """Record what whoever has an exception answered, and send it where that leads.

    With the supplier: technical_skip, application_support, refer_to_caseworker. With application support: fixed,
    cannot_be_fixed, no_error_found. With the incident team: business_as_usual. With a caseworker: corrected,
    cannot_be_corrected.

    Back for the next batch, the next 'closeout run' answers.
    """
    return ask(asking, "answer_exception", casegroup, exception_id=identifier, answer=answer, note=note)


@with_examples(
    "closeout import-exceptions sample_data/imports/failure-report.csv",
    "closeout import-exceptions sample_data/imports/failure-report.xlsx --json",
)
@click.command("import-exceptions")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@store_option
@json_option
def import_exceptions(files: tuple[Path, ...], store: str | None, as_json: bool) -> int:
    """Raise the exceptions of failure reports, CSV or XLSX: all of their rows or nothing at all.

    Columns in any order: casegroup_id and reason, and perhaps case_id and detail. A reason is its key or the
    documents' words for it; other words are taken as they stand. What is open already is known, and raises nothing.
    """
    from console.cli.opening import open_desk
    from console.desk.failure_reports import import_failure_reports

    with open_desk(store) as desk:
        taken = import_failure_reports(desk, files)
    for report in taken.reports:
        tell(report.file.told())
    if as_json:
        answer_json(_taken_json(taken))
    else:
        say(f"{taken.raised} raised, {taken.known} known already.")
    return 0


def _taken_json(taken: ReportsTaken) -> dict[str, Any]:
    return {
        "raised": taken.raised,
        "known": taken.known,
        "files": [
            {
                "file": str(report.file.path),
                "digest": report.file.digest,
                "sheet": report.file.sheet or None,
                "headings_on": report.file.headings_on,
                "headings": dict(report.file.headings),
                "not_read": list(report.file.unread),
                "notes": list(report.file.notes),
                "rows": len(report.rows),
            }
            for report in taken.reports
        ],
    }
