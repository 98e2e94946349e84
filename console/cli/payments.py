"""`closeout payments`: money paid to the CSA for closed cases, in and out by file, and looked into where needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from console.cli.exits import DONE
from console.cli.office_answers import say_office_answer
from console.cli.options import Amount, Choice, Commands, json_option, store_option, with_examples
from console.cli.output import answer_json, outward, say, say_all, tell
from console.cli.requesting import Asking, answered, office_options, request_options

if TYPE_CHECKING:
    from console.desk.payments import PaymentView

FINDINGS: Final = ("returned", "belongs_elsewhere", "still_open")
HEADINGS: Final = ("Reference", ">Value", "From", "NINO", "How far", "Casegroup")


@with_examples("closeout payments import sample_data/imports/payments-of-the-day.csv", "closeout payments list --open")
@click.group(cls=Commands)
def payments() -> None:
    """Pass on money paid to the CSA for closed cases: by number and name, or after somebody has looked into it."""


@with_examples(
    "closeout payments import sample_data/imports/payments-of-the-day.csv",
    "closeout payments import sample_data/imports/payments-of-the-day.csv --expect-payments 3"
    " --expect-total 150.00 --json",
)
@payments.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--expect-payments", type=int, metavar="N", help="How many payments it holds, where it does not say.")
@click.option("--expect-total", type=Amount(), metavar="POUNDS", help="What they come to, where it does not say.")
@store_option
@json_option
def take(file: Path, expect_payments: int | None, expect_total: int | None, store: str | None, as_json: bool) -> int:
    """Take in a daily file, CSV, XLSX or JSON: all of its payments or nothing at all.

    Its columns are nino, forenames, surname, receipt_reference and value, in any order; its last line is TOTAL, with
    the number of payments under receipt_reference and their sum under value. A reference that came before is refused.
    """
    from console.cli.opening import open_desk
    from console.desk.payments import take_payments
    from console.present.wording import pounds
    from storage.importers.payments import Control

    if (expect_payments is None) != (expect_total is None):
        raise click.UsageError("Say both --expect-payments and --expect-total, or neither.")
    told = None if expect_payments is None or expect_total is None else Control(expect_payments, expect_total)
    with open_desk(store) as desk:
        taken = take_payments(desk, file, told)
    control = taken.file.control
    if as_json:
        answer_json(
            outward(
                {
                    "file": str(file),
                    "digest": taken.file.digest,
                    "payments": control.payments,
                    "amount_pence": control.amount_pence,
                    "passed": taken.passed,
                    "investigating": taken.investigating,
                    "repeated": taken.repeated,
                }
            )
        )
        return DONE
    tell(taken.file.told)
    before = "taken in before; nothing more is written. It had " if taken.repeated else ""
    say(f"{file}: {before}{control.payments} payments of {pounds(control.amount_pence)}.")
    say(f"Passed to CMS: {taken.passed}. To be looked into: {taken.investigating}.")
    return DONE


@with_examples("closeout payments list --open", "closeout payments list --json")
@payments.command("list")
@click.option("--open", "open_only", is_flag=True, help="Those alone that are to be looked into.")
@store_option
@json_option
def listed(open_only: bool, store: str | None, as_json: bool) -> int:
    """List the payments in the order in which they came; with --json one object a line."""
    from console.cli.opening import open_desk
    from console.desk.payments import payments_told
    from console.present.payments import RESTRICTED, STATES
    from console.present.tables import table_lines
    from console.present.wording import pounds

    with open_desk(store) as desk:
        views = payments_told(desk, open_only=open_only)
    if as_json:
        for view in views:
            answer_json(_json(view))
        return DONE
    if not views:
        say("No payments." if not open_only else "No payment is to be looked into.")
        return DONE
    rows = [
        (view.row.reference, "", RESTRICTED, "", STATES[view.row.state], "")
        if view.masked
        else (
            view.row.reference,
            pounds(view.row.amount_pence),
            f"{view.row.forenames} {view.row.surname}",
            view.row.nino,
            STATES[view.row.state],
            view.row.casegroup_id,
        )
        for view in views
    ]
    say_all(table_lines(HEADINGS, rows))
    return DONE


@with_examples("closeout payments show PAY-9002", "closeout payments show PAY-9002 --json")
@payments.command("show")
@click.argument("reference")
@store_option
@json_option
def show(reference: str, store: str | None, as_json: bool) -> int:
    """Show one payment, and everybody it may belong to."""
    from console.cli.opening import open_desk
    from console.desk.payments import payment_told
    from console.present.payments import payment_lines

    with open_desk(store) as desk:
        view = payment_told(desk, reference)
    if as_json:
        answer_json(_json(view))
    else:
        say_all(payment_lines(view))
    return DONE


@with_examples("closeout payments pass PAY-9002 S74 --because 'he rang: a new surname since March'")
@payments.command("pass")
@click.argument("reference")
@click.argument("casegroup")
@click.option("--because", required=True, metavar="TEXT", help="How it was found out whose it is.")
@request_options
def pass_on(asking: Asking, reference: str, casegroup: str, because: str) -> int:
    """Pass a payment that was looked into to CMS as a casegroup's."""
    from console.cli.opening import open_desk
    from console.desk.payments import pass_payment

    with open_desk(asking.store, asking.as_at, asking.edition) as desk:
        given = pass_payment(desk, reference, casegroup, because, preview=asking.preview, request_id=asking.request_id)
        return answered(asking, given)


@with_examples("closeout payments investigate PAY-9003 --finding returned --because 'paid twice, sent back'")
@payments.command("investigate")
@click.argument("reference")
@click.option("--finding", type=Choice(FINDINGS), required=True, help="What was found out.")
@click.option("--because", required=True, metavar="TEXT", help="How it was found out.")
@office_options
def investigate(
    asking: Asking,
    reference: str,
    finding: Any,  # noqa: ANN401 - click has made sure that it is one of FINDINGS
    because: str,
) -> int:
    """Write down what was found out about a payment that is passed to nobody, or not yet."""
    from console.cli.opening import open_desk
    from console.desk.payments import investigate_payment

    with open_desk(asking.store) as desk:
        given = investigate_payment(
            desk, reference, finding, because, preview=asking.preview, request_id=asking.request_id
        )
    return say_office_answer(given, asking)


@with_examples("closeout payments write to-cms-2016-02-15.csv", "closeout payments write to-cms.json --json")
@payments.command("write")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@store_option
@json_option
def write(file: Path, force: bool, store: str | None, as_json: bool) -> int:
    """Write the payments passed to CMS to a file, CSV or JSON, with control totals; each is written once."""
    from console.cli.opening import open_desk
    from console.desk.payments import write_passed
    from console.present.wording import pounds

    with open_desk(store) as desk:
        written = write_passed(desk, file, force=force)
    if as_json:
        answer_json(
            outward(
                {
                    "file": str(file) if written.rows else None,
                    "payments": written.totals.payments,
                    "amount_pence": written.totals.amount_pence,
                    "references": [row.reference for row in written.rows],
                    "restricted_left_out": written.left_out,
                }
            )
        )
        return DONE
    if written.rows:
        say(f"{file}: {written.totals.payments} payments of {pounds(written.totals.amount_pence)}.")
    else:
        say("No payment is waiting to be written; no file was made.")
    if written.left_out:
        say(f"{written.left_out} of restricted records left out; somebody nominated writes those.")
    return DONE


def _json(view: PaymentView) -> dict[str, Any]:
    row = view.row
    if view.masked:
        return {"reference": row.reference, "state": row.state, "restricted": True}
    told: dict[str, Any] = outward(
        {
            "reference": row.reference,
            "state": row.state,
            "restricted": False,
            "amount_pence": row.amount_pence,
            "nino": row.nino,
            "forenames": row.forenames,
            "surname": row.surname,
            "received_on": row.received_on,
            "casegroup_id": row.casegroup_id or None,
            "why_open": row.why_open or None,
            "candidates": [
                {
                    "casegroup_id": candidate.casegroup_id,
                    "resemblance": candidate.resemblance,
                    "closed": candidate.closed,
                }
                for candidate in view.candidates
            ],
        }
    )
    return told
