"""`closeout daily-report`: what goes to CMS of a day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from console.cli.options import Day, json_option, store_option, with_examples
from console.cli.output import answer_json, outward, say, say_all

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from console.desk.daily_report import DailyReport, LeftForGood, ToCheck, WrittenDown


@with_examples(
    "closeout daily-report",
    "closeout daily-report --day 2016-03-01 --csv to-cms-2016-03-01.csv",
    "closeout daily-report --json",
)
@click.command("daily-report")
@click.option("--day", type=Day(), metavar="DATE", help="The day on which closings were recorded (else today).")
@click.option(
    "--csv",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the report there, and beside it what was written off, what to check, and the totals.",
)
@click.option("--force", is_flag=True, help="Write over files that are there.")
@store_option
@json_option
def daily_report(day: date | None, file: Path | None, force: bool, store: str | None, as_json: bool) -> int:
    """Report to CMS the balances of every casegroup whose closing was recorded on a day.

    The day of recording counts, so that a closing recorded late is in a report not yet sent; one set aside on a later
    day comes back there with the opposite sign. What was written off does not go to CMS and stands apart.
    """
    from console.cli.opening import open_desk
    from console.desk.daily_report import daily_report as report_of
    from storage.exporters.daily_report import write_daily_report

    with open_desk(store) as desk:
        report = report_of(desk, day or desk.clock.today())
    told = _report_json(report)
    if file is not None:
        paths = write_daily_report(file, _for_files(told), replace=force)
        told["files"] = {part: str(path) for part, path in paths.items()}
    if as_json:
        answer_json(told)
    else:
        _say_report(report, told)
    return 0


def _report_json(report: DailyReport) -> dict[str, Any]:
    totals = report.totals
    return {
        "day": report.day.isoformat(),
        "casegroups": {"closed": report.closed, "set_aside": report.set_aside},
        "written_down": [_row(row, row.owed_to, status=row.status) for row in report.written_down],
        "left_for_good": [_row(row, row.owed_to, left_as=row.left_as) for row in report.left_for_good],
        "to_check": [_check(row) for row in report.to_check],
        "totals": {
            "rows": totals.rows,
            "casegroups_closed": totals.casegroups_closed,
            "closings_set_aside": totals.closings_set_aside,
            **outward(
                {
                    "written_down_pence": totals.written_down_pence,
                    "written_off_pence": totals.written_off_pence,
                    "credits_repaid_pence": totals.credits_repaid_pence,
                    "credits_cleared_pence": totals.credits_cleared_pence,
                    "balance_pence": totals.balance_pence,
                }
            ),
            "written_down_by_status": _in_pounds(totals.by_status),
            "written_down_by_payee": _in_pounds(totals.by_payee),
        },
        "restricted_left_out": report.left_out,
    }


def _in_pounds(amounts: dict[str, int]) -> dict[str, str]:
    from domain.money import format_pounds

    return {name: format_pounds(pence) for name, pence in amounts.items()}


def _row(row: WrittenDown | LeftForGood, owed_to: str, **kind: str) -> dict[str, Any]:
    from domain.money import format_pounds

    return {
        "casegroup_id": row.client.casegroup_id,
        "case_id": row.case_id,
        "owed_to": owed_to,
        **kind,
        "amount": format_pounds(row.amount_pence),
        "nino": row.client.nino,
        "surname": row.client.surname,
        "closed_on": row.closed_on.isoformat(),
        "reversal": row.reversal,
    }


def _check(row: ToCheck) -> dict[str, Any]:
    from domain.money import format_pounds

    return {
        "casegroup_id": row.client.casegroup_id,
        "reason": row.reason,
        "amount": format_pounds(row.amount_pence),
        "nino": row.client.nino,
        "surname": row.client.surname,
        "reversal": row.reversal,
    }


def _for_files(told: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Turn the parts into cells: yes or nothing for a reversal, texts printable, totals one a line."""
    parts = {part: _cells(told[part]) for part in ("written_down", "left_for_good", "to_check")}
    return {**parts, "totals": [{"total": name, "value": value} for name, value in _flat(told["totals"])]}


def _flat(totals: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    for name, value in totals.items():
        if isinstance(value, dict):
            yield from ((f"{name}:{part}", amount) for part, amount in value.items())
        else:
            yield name, value


def _cells(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    from console.present.printable import printable

    return [
        {
            name: ("yes" if value else "") if name == "reversal" else printable(cast("str", value))
            for name, value in record.items()
        }
        for record in records
    ]


def _say_report(report: DailyReport, told: dict[str, Any]) -> None:
    from console.present.closing import daily_report_lines
    from console.present.tables import table_lines
    from console.present.wording import PAYEES, STATUSES

    headings = ("Casegroup", "Case", "Owed to", "Status", ">Amount", "NINO", "Surname")
    names = ("casegroup_id", "case_id", "owed_to", "status", "amount", "nino", "surname")
    say_all(daily_report_lines(report))
    worded = {"owed_to": PAYEES, "status": STATUSES}
    rows = [
        tuple(worded.get(name, {}).get(str(row[name]), str(row[name])) for name in names)
        for row in told["written_down"]
    ]
    for number, line in enumerate(table_lines(headings, rows)):
        say(line, bold=number == 0)
    for path in told.get("files", {}).values():
        say(f"Written to {path}.")
