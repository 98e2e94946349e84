"""Requests between an outcome and closing: contact, a final balance, notice of a write-off, disposal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import click

from console.cli.closing_requests import PAYEES
from console.cli.options import Choice, Day, with_examples
from console.cli.requesting import Asking, ask, request_options

if TYPE_CHECKING:
    from datetime import date

# The same words as in the domain, which the help does not load; a test holds them together.
METHODS: Final = ("telephone", "letter", "email", "in_person")
REACHED: Final = ("given", "untraced", "dead")
TREATMENTS: Final = ("repaid", "cleared")


@with_examples(
    'closeout contact S29 S29-1 --said "Wants £250.00 written off"',
    'closeout contact S29 S29-1 --not-reached --by letter --said "Returned undelivered"',
)
@click.command()
@click.argument("casegroup")
@click.argument("case")
@click.option("--said", required=True, metavar="TEXT", help="What they said, or how it went.")
@click.option("--by", "method", type=Choice(METHODS), default=METHODS[0], show_default=True, help="How.")
@click.option("--not-reached", is_flag=True, help="They could not be reached.")
@click.option("--on", "contacted_on", type=Day(), metavar="DATE", help="When (else the day of --as-at).")
@request_options
def contact(
    asking: Asking, casegroup: str, case: str, said: str, method: str, not_reached: bool, contacted_on: date | None
) -> int:
    """Record that a receiving parent was told the case is closing, and what they said about the arrears."""
    return ask(
        asking,
        "record_contact",
        casegroup,
        case_id=case,
        said=said,
        method=method,
        reached=not not_reached,
        contacted_on=contacted_on,
    )


@with_examples("closeout finalise S29 S29-1")
@click.command()
@click.argument("casegroup")
@click.argument("case")
@request_options
def finalise(asking: Asking, casegroup: str, case: str) -> int:
    """Declare the balance of a case final, on the figures as they now stand."""
    return ask(asking, "finalise_balance", casegroup, case_id=case)


@with_examples(
    "closeout notice S30 S30-1 --on 2016-02-01",
    'closeout notice S30 S30-1 --receiving-parent untraced --reason "Traced twice, no address"',
)
@click.command()
@click.argument("casegroup")
@click.argument("case")
@click.option("--on", "given_on", type=Day(), metavar="DATE", help="When it was given (else the day of --as-at).")
@click.option("--paying-parent", type=Choice(REACHED), help="Else given, or dead as the record says.")
@click.option("--receiving-parent", type=Choice(REACHED), help="Else given, or dead as the record says.")
@click.option("--reason", default="", metavar="TEXT", help="How you know, where somebody could not be told.")
@request_options
def notice(
    asking: Asking,
    casegroup: str,
    case: str,
    given_on: date | None,
    paying_parent: str | None,
    receiving_parent: str | None,
    reason: str,
) -> int:
    """Record that both parents were given notice of the write-off on a case; 30 days for representations follow.

    A parent who is untraced or dead gets none; where neither can be told there is no period.
    """
    return ask(
        asking,
        "give_write_off_notice",
        casegroup,
        case_id=case,
        given_on=given_on,
        paying_parent=paying_parent,
        receiving_parent=receiving_parent,
        reason=reason,
    )


class Treated(NamedTuple):
    """What becomes of a credit on a case and payee."""

    case_id: str
    owed_to: str
    treatment: str


class CreditTreatment(click.ParamType[Treated]):
    """What becomes of a credit: CASE:PAYEE:TREATMENT."""

    name = "credit"

    def convert(self, value: object, parameter: click.Parameter | None, context: click.Context | None) -> Treated:
        """Read CASE:PAYEE:TREATMENT from its end, for a case id may hold a colon; anything else is wrong usage."""
        if isinstance(value, Treated):
            return value
        case_id, _, treatment = str(value).rpartition(":")
        case_id, _, payee = case_id.rpartition(":")
        if not case_id or payee not in PAYEES or treatment not in TREATMENTS:
            self.fail(
                f"{value!r}; expected CASE:PAYEE:TREATMENT, the payee one of {', '.join(PAYEES)}, "
                f"the treatment {' or '.join(TREATMENTS)}",
                parameter,
                context,
            )
        return Treated(case_id, payee, treatment)


@with_examples(
    "closeout dispose S29 --preview",
    "closeout dispose S35 --credit S35-1:gb_sos:cleared --credit S35-2:receiving_parent:repaid",
)
@click.command()
@click.argument("casegroup")
@click.option(
    "--credit",
    "credits_",
    multiple=True,
    type=CreditTreatment(),
    metavar="CASE:PAYEE:TREATMENT",
    help="What becomes of a credit: repaid or cleared.",
)
@request_options
def dispose(asking: Asking, casegroup: str, credits_: tuple[Treated, ...]) -> int:
    """Write every balance off or down, as the receiving parents decided.

    What is owed to government is written down, and goes to CMS. A credit needs your word on it.
    """
    return ask(asking, "dispose_arrears", casegroup, credits=[credit._asdict() for credit in credits_])
