"""`closeout close`: closing casegroups, those named or all that are ready."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from console.cli.exits import BAD_INPUT, DONE
from console.cli.options import Day, with_examples
from console.cli.output import answer_json, complain, say
from console.cli.progress import on_terminal, progress
from console.cli.requesting import Asking, request_options

if TYPE_CHECKING:
    from datetime import date

    from console.desk.closing import ClosingReport
    from console.desk.desk import Desk


@with_examples(
    "closeout close S76 --preview",
    "closeout close S76 S77 --on 2016-02-15",
    "closeout close --ready --json",
)
@click.command()
@click.argument("casegroups", nargs=-1, metavar="[CASEGROUP]...")
@click.option("--ready", is_flag=True, help="Every casegroup that waits for nothing else and is due.")
@click.option("--on", "closed_on", type=Day(), metavar="DATE", help="The day they close (else the day of --as-at).")
@request_options
def close(asking: Asking, casegroups: tuple[str, ...], ready: bool, closed_on: date | None) -> int:
    """Close casegroups; those that cannot close are named with every reason, and nothing changes for them.

    Ends with 3 where one that was named could not be closed.
    """
    from console.cli.opening import open_desk

    if bool(casegroups) == ready:
        raise click.UsageError("Say what to close: either one or more casegroups, or --ready.")
    with open_desk(asking.store, asking.as_at, asking.edition) as desk:
        report = _closed(asking, desk, casegroups, closed_on)
    if asking.as_json:
        answer_json(_report_json(report))
    else:
        _say_report(report)
    return BAD_INPUT if casegroups and report.unfit else DONE


def _closed(asking: Asking, desk: Desk, casegroups: tuple[str, ...], closed_on: date | None) -> ClosingReport:
    from console.desk.closing import close_named, close_ready, ready_to_close

    if casegroups:
        return close_named(desk, casegroups, closed_on, preview=asking.preview, request_id=asking.request_id)
    total = len(ready_to_close(desk)) if on_terminal(sys.stderr) else None
    with progress("Closing", total) as told:
        return close_ready(desk, closed_on, preview=asking.preview, request_id=asking.request_id, progress=told)


def _say_report(report: ClosingReport) -> None:
    from console.present.closing import first_and_others
    from console.present.wording import day

    for each in report.unfit:
        complain(f"refused: {each.casegroup_id}: {first_and_others(each.refusals)}")
    if not report.count:
        say(f"No casegroup is ready to close: none is due by {day(report.closed_on)} and waits for nothing else.")
        return
    if report.preview:
        say(f"PREVIEW: nothing is written.{' It would be recorded:' if report.closed else ''}")
    for closed in report.closed:
        again = " (recorded before)" if closed.repeated else ""
        say(f"{closed.casegroup_id}  Closed on {day(report.closed_on)}: {', '.join(closed.cases)}.{again}")
    hidden = report.restricted_closed + report.restricted_unfit
    if hidden:
        say(f"Restricted records, of which no more is told: {report.restricted_closed} of {hidden} closed.")
    would = "would be closed" if report.preview else "closed"
    say(f"{len(report.closed) + report.restricted_closed} of {report.count} casegroups {would}.")


def _report_json(report: ClosingReport) -> dict[str, Any]:
    from console.present.wording import refusal_text

    return {
        "closed_on": report.closed_on.isoformat(),
        "preview": report.preview,
        "closed": [
            {"casegroup_id": closed.casegroup_id, "cases": list(closed.cases), "repeated": closed.repeated}
            for closed in report.closed
        ],
        "refused": [
            {
                "casegroup_id": unfit.casegroup_id,
                "refusals": [
                    {"refusal": refusal.key, "facts": dict(refusal.facts), "text": refusal_text(refusal)}
                    for refusal in unfit.refusals
                ],
            }
            for unfit in report.unfit
        ],
        "restricted": {"closed": report.restricted_closed, "refused": report.restricted_unfit},
    }
