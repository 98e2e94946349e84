"""`closeout arrive`: arrears of closed casegroups on their way to CMS, by themselves and by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from console.cli.arrive_requests import REQUESTS
from console.cli.exits import BAD_INPUT, DONE
from console.cli.options import (
    Choice,
    Commands,
    Day,
    as_at_option,
    edition_option,
    json_option,
    store_option,
    with_examples,
)
from console.cli.output import answer_json, complain, outward, say, say_all, tell
from console.cli.progress import progress
from console.cli.requesting import Asking, request_options

if TYPE_CHECKING:
    from datetime import date

    from console.desk.arrival import ArrivalRow, ArrivalView
    from console.desk.arrival_report import ExceptionsReport
    from console.desk.arrival_run import ArrivalReport

STAGES: Final = ("closed", "arriving", "cms_manual", "cms_exception", "transition_complete")


@with_examples("closeout arrive run", "closeout arrive show S29")
@click.group(cls=Commands)
def arrive() -> None:
    """Bring the arrears of closed casegroups to CMS: match, build, make dues, and see to what cannot go by itself."""


for _request in REQUESTS:
    arrive.add_command(_request)


@with_examples("closeout arrive receive", "closeout arrive receive --casegroup S75 --preview")
@arrive.command("receive")
@click.option(
    "--casegroup", "casegroups", multiple=True, metavar="ID", help="This one alone; may be said several times."
)
@request_options
def receive(asking: Asking, casegroups: tuple[str, ...]) -> int:
    """Receive the balances of casegroups whose cases are all closed; without a number, of all there are."""
    from console.cli.opening import open_desk
    from console.desk.arrival import receive as receive_balances
    from console.present.events_of_arrival import ROUTES
    from console.present.wording import pounds, refusal_text

    with open_desk(asking.store, asking.as_at, asking.edition) as desk, progress("Receiving") as told:
        report = receive_balances(
            desk, casegroups or None, preview=asking.preview, request_id=asking.request_id, progress=told
        )
    for number, refusals in report.unfit:
        for refusal in refusals:
            complain(f"refused: {number}: {refusal_text(refusal)}")
    if asking.as_json:
        answer_json(
            outward(
                {
                    "preview": asking.preview,
                    "received": [
                        {"casegroup_id": number, "route": route, "amount_pence": pence}
                        for number, route, pence in report.received
                    ],
                    "refused": [
                        {"casegroup_id": number, "refusals": [one.key for one in refusals]}
                        for number, refusals in report.unfit
                    ],
                    "restricted": report.restricted,
                }
            )
        )
        return BAD_INPUT if report.unfit else DONE
    if asking.preview:
        say("PREVIEW: nothing is written. It would be received:")
    words: dict[str, str] = {str(route): text for route, text in ROUTES.items()}
    for number, route, pence in report.received:
        say(f"{number}: {pounds(pence)}, {words.get(route, route)}.")
    if report.restricted:
        say(f"{report.restricted} restricted records besides.")
    if not report.received and not report.restricted and not report.unfit:
        say("No closed casegroup waits to be received.")
    return BAD_INPUT if report.unfit else DONE


@with_examples("closeout arrive run", "closeout arrive run --json")
@arrive.command("run")
@as_at_option
@edition_option
@store_option
@json_option
def run(as_at: date | None, edition: str, store: str | None, as_json: bool) -> int:
    """Bring all arrears as far as they go by themselves; run again, it goes on where it stopped."""
    from console.cli.opening import open_desk
    from console.desk.arrival import run_arrival

    with open_desk(store, as_at, edition) as desk, progress("Arriving") as told:
        report = run_arrival(desk, told)
    if as_json:
        answer_json(arrival_json(report))
    else:
        say_arrival(report)
    return DONE


def arrival_json(report: ArrivalReport) -> dict[str, Any]:
    """Give what a run did as JSON."""
    told: dict[str, Any] = outward(
        {
            "casegroups": report.casegroups,
            "received": report.received,
            "completed": report.completed,
            "dues_pence": report.dues_pence,
            "waiting_for_register": report.waiting_for_register,
            "stages": dict(report.stages),
        }
    )
    return told


def say_arrival(report: ArrivalReport) -> None:
    """Print what a run did."""
    from console.present.wording import STAGES as WORDS
    from console.present.wording import pounds

    say(f"{report.casegroups} closed casegroups looked at; dues of {pounds(report.dues_pence)} created at CMS.")
    for stage in STAGES:
        if report.stages[stage]:
            say(f"{report.stages[stage]:>9,}  {WORDS[stage]}")
    if report.waiting_for_register:
        say(f"{report.waiting_for_register} wait for a register of CMS cases: closeout arrive register FILE.")


@with_examples("closeout arrive list", "closeout arrive list --stage cms_exception --json")
@arrive.command("list")
@click.option("--stage", type=Choice(STAGES), multiple=True, help="Those alone that are so far.")
@store_option
@json_option
def listed(stage: tuple[Any, ...], store: str | None, as_json: bool) -> int:
    """List the closed casegroups whose arrears are on their way; with --json one object a line."""
    from console.cli.opening import open_desk
    from console.desk.arrival import arrival_keys, arrival_rows
    from console.present.arrival import ROW_HEADINGS, row_cells
    from console.present.tables import table_lines

    with open_desk(store) as desk:
        rows = arrival_rows(desk, arrival_keys(desk, stage) if stage else arrival_keys(desk))
    if as_json:
        for row in rows:
            answer_json(_row_json(row))
    elif rows:
        say_all(table_lines(ROW_HEADINGS, [row_cells(row) for row in rows]))
    else:
        say("No arrears are on their way.")
    return DONE


def _row_json(row: ArrivalRow) -> dict[str, Any]:
    if row.restricted and row.route is None and not row.left_pence:
        return {"casegroup_id": row.casegroup_id, "stage": row.stage, "restricted": True}
    told: dict[str, Any] = outward(
        {
            "casegroup_id": row.casegroup_id,
            "stage": row.stage,
            "restricted": row.restricted,
            "route": row.route,
            "received_on": row.received_on,
            "left_pence": row.left_pence,
            "created_pence": row.created_pence,
            "waiting_pence": row.waiting_pence,
            "missing": row.missing,
            "owner": row.owner,
        }
    )
    return told


@with_examples("closeout arrive show S29", "closeout arrive show S29 --json")
@arrive.command("show")
@click.argument("casegroup")
@store_option
@json_option
def show(casegroup: str, store: str | None, as_json: bool) -> int:
    """Show how far the arrears of a casegroup are: each case, each step, each part of the arrears."""
    from console.cli.opening import open_desk
    from console.desk.arrival import look
    from console.present.arrival import view_lines

    with open_desk(store) as desk:
        view = look(desk, casegroup)
    if as_json:
        answer_json(_view_json(view))
    else:
        say_all(view_lines(view))
    return DONE


def _view_json(view: ArrivalView) -> dict[str, Any]:
    from dataclasses import asdict

    arrival = view.arrival
    told: dict[str, Any] = outward(
        {
            "casegroup_id": view.casefile.casegroup.casegroup_id,
            "stage": view.casefile.stage,
            "route": arrival.route,
            "received_on": arrival.received.received_on if arrival.received else None,
            "completed_on": arrival.completed.completed_on if arrival.completed else None,
            "left_pence": sum(line.amount_pence for line in arrival.expected),
            "created_pence": sum(line.amount_pence for line in arrival.created),
            "waiting_pence": sum(line.amount_pence for line in arrival.waiting),
            "cases": [asdict(case) for case in view.cases],
            "orders": [order.model_dump() for order in arrival.orders],
            "further_write_offs": [asdict(wanted) for wanted in view.further_write_offs],
            "agency_receipts": [asdict(receipt) for receipt in view.dca],
            "csa_systems": view.csa_systems,
        }
    )
    return told


@with_examples("closeout arrive exceptions", "closeout arrive exceptions --day 2016-02-15 --csv exceptions.csv")
@arrive.command("exceptions")
@click.option("--day", type=Day(), metavar="DATE", help="Those that came on the report on this day and are still open.")
@click.option("--csv", "csv_file", type=click.Path(path_type=Path), help="Write the report to a CSV file.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@store_option
@json_option
def exceptions(day: date | None, csv_file: Path | None, force: bool, store: str | None, as_json: bool) -> int:
    """Give the daily exceptions report: what cannot be built at CMS, what is missing, and where it was sent."""
    from console.cli.opening import open_desk
    from console.desk.arrival import exceptions_report
    from console.present.arrival import REPORT_HEADINGS, report_rows
    from console.present.tables import table_lines

    with open_desk(store) as desk:
        report = exceptions_report(desk, day)
    told = _report_json(report)
    if csv_file is not None:
        _write_csv(told, csv_file, force=force)
    if as_json:
        answer_json(told)
        return DONE
    if report.lines:
        say_all(table_lines(REPORT_HEADINGS, report_rows(report)))
    else:
        say("No exception.")
    if report.left_out:
        say(f"{report.left_out} of restricted records left out.")
    if csv_file is not None:
        say(f"Written to {csv_file}.")
    return DONE


def _report_json(report: ExceptionsReport) -> dict[str, Any]:
    from dataclasses import asdict

    told: dict[str, Any] = outward(
        {"day": report.day, "exceptions": [asdict(line) for line in report.lines], "left_out": report.left_out}
    )
    return told


def _write_csv(told: dict[str, Any], path: Path, *, force: bool) -> None:
    from console.present.printable import printable
    from storage.exporters.files import new_file
    from storage.exporters.tables import write_csv

    names = (
        "casegroup_id", "case_id", "title", "missing", "not_known", "since", "routed_to", "service_request_id",
        "holder", "waiting",
    )  # fmt: skip
    rows = [{name: printable(_cell(record[name])) for name in names} for record in told["exceptions"]]
    with new_file(path, replace=force) as out:
        write_csv(out, names, rows)


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {why}" for name, why in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@with_examples(
    "closeout arrive register sample_data/imports/cms-cases.csv",
    "closeout arrive register sample_data/imports/cms-cases.csv --json",
)
@arrive.command("register")
@click.argument("file", type=click.Path(path_type=Path))
@store_option
@json_option
def register(file: Path, store: str | None, as_json: bool) -> int:
    """Take in the register of CMS cases, CSV or XLSX, in the place of the one before: all of it or nothing.

    Its columns are cms_case_id, cms_casegroup_id, paying_parent_nino, paying_parent_forenames, paying_parent_surname,
    receiving_parent_nino, receiving_parent_forenames, receiving_parent_surname and, where known, owner; in any order.
    """
    from console.cli.opening import open_desk
    from console.desk.arrival import take_register

    with open_desk(store) as desk:
        taken = take_register(desk, file)
    if as_json:
        answer_json({"file": str(file), "rows": taken.rows, "repeated": taken.repeated})
        return DONE
    tell(taken.told)
    say(f"{file}: {taken.rows:,} CMS cases{', as received before' if taken.repeated else ''}.")
    return DONE


@with_examples(
    "closeout arrive residuals sample_data/imports/residual-balances.csv",
    "closeout arrive residuals sample_data/imports/residual-balances.csv --json",
)
@arrive.command("residuals")
@click.argument("file", type=click.Path(path_type=Path))
@store_option
@json_option
def residuals(file: Path, store: str | None, as_json: bool) -> int:
    """Take in an offline report of residual balances, CSV or XLSX: all of its rows or nothing.

    Its columns are casegroup_id, case_id, owed_to, status and amount, in any order. What it brings is added by hand.
    """
    from console.cli.opening import open_desk
    from console.desk.arrival import take_residuals
    from console.present.wording import pounds, refusal_text

    with open_desk(store) as desk, progress("Arriving") as told:
        taken = take_residuals(desk, file, refusal_text, told)
    if as_json:
        answer_json(
            outward(
                {
                    "file": str(file),
                    "rows": taken.rows,
                    "amount_pence": taken.amount_pence,
                    "repeated": taken.repeated,
                }
            )
        )
        return DONE
    tell(taken.told)
    before = " taken in before; nothing more is written." if taken.repeated else ""
    say(f"{file}: {taken.rows:,} residual balances of {pounds(taken.amount_pence)}.{before}")
    return DONE
