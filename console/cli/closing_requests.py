"""Requests on the way of a casegroup through closure: check, defer, validate, confirm, amend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import click

from console.cli.options import Amount, with_examples
from console.cli.requesting import Asking, answer, ask, make_request, request_options

if TYPE_CHECKING:
    from console.desk.desk import Desk

PAYEES: Final = ("receiving_parent", "gb_sos", "ni_sos")


@with_examples("closeout check S29 --as-at 2016-02-15", "closeout check S29 --preview --json")
@click.command()
@click.argument("casegroup")
@request_options
def check(asking: Asking, casegroup: str) -> int:
    """Ask the nine deferral rules and record what they answer."""
    return ask(asking, "check_deferral", casegroup)


@with_examples("closeout defer S01 --preview", "closeout defer S01 --request-id 2016-02-15/412")
@click.command()
@click.argument("casegroup")
@request_options
def defer(asking: Asking, casegroup: str) -> int:
    """Put closure off to the day the broken rules give."""
    return ask(asking, "defer", casegroup)


@with_examples("closeout validate S29 --as-at 2016-02-15 --json")
@click.command()
@click.argument("casegroup")
@request_options
def validate(asking: Asking, casegroup: str) -> int:
    """Validate the debt balance and record the outcome."""
    return ask(asking, "validate", casegroup)


@with_examples('closeout confirm S19 --reason "Checked against the clerical file"')
@click.command()
@click.argument("casegroup")
@click.option("--reason", required=True, metavar="TEXT", help="What it rests on.")
@request_options
def confirm(asking: Asking, casegroup: str, reason: str) -> int:
    """Confirm a validation in which clerical cases have a part."""
    return ask(asking, "confirm_clerical_validation", casegroup, reason=reason)


class Placed(NamedTuple):
    """A part of an amendment, in pence, on a case and payee."""

    case_id: str
    owed_to: str
    amount_pence: int


class Place(click.ParamType[Placed]):
    """A part of an amendment: CASE:PAYEE:AMOUNT."""

    name = "place"

    def convert(self, value: object, parameter: click.Parameter | None, context: click.Context | None) -> Placed:
        """Read CASE:PAYEE:AMOUNT from its end, for a case id may hold a colon; anything else is wrong usage."""
        if isinstance(value, Placed):
            return value
        case_id, _, rest = str(value).rpartition(":")
        case_id, _, payee = case_id.rpartition(":")
        if not case_id or payee not in PAYEES:
            self.fail(
                f"{value!r}; expected CASE:PAYEE:AMOUNT, the payee one of {', '.join(PAYEES)}", parameter, context
            )
        return Placed(case_id, payee, Amount().convert(rest, parameter, context))


@with_examples(
    "closeout amend S14 --suggested --preview",
    "closeout amend S14 --place S14-1:receiving_parent:-0.05",
)
@click.command()
@click.argument("casegroup")
@click.option("--place", "places", multiple=True, type=Place(), metavar="CASE:PAYEE:AMOUNT", help="Where a part goes.")
@click.option("--suggested", is_flag=True, help="Place it as the cases' own discrepancies suggest.")
@request_options
def amend(asking: Asking, casegroup: str, places: tuple[Placed, ...], suggested: bool) -> int:
    """Amend the balance by what no rule could explain.

    You say which case and payee take it; payees are receiving_parent, gb_sos and ni_sos, amounts are signed pounds.
    """
    from console.cli.opening import open_desk

    if bool(places) == suggested:
        raise click.UsageError("Say where the amendment goes: either --place, once or more, or --suggested.")
    with open_desk(asking.store, asking.as_at, asking.edition) as desk:
        placements = _suggested(desk, casegroup) if suggested else [place._asdict() for place in places]
        return answer(asking, desk, make_request("amend_balance", casegroup, placements=placements))


def _suggested(desk: Desk, casegroup: str) -> list[dict[str, object]]:
    from domain.errors import BadInputError
    from domain.validation.recording import suggested_placements

    casefile = desk.casefile(casegroup)
    suggested = suggested_placements(casefile)
    owed = casefile.validation is not None and casefile.validation.amendment_pence is not None
    if not suggested and owed and casefile.amended is None:
        message = f"{casegroup}: the cases' own discrepancies suggest no place; say it with --place CASE:PAYEE:AMOUNT"
        raise BadInputError(message)
    return [placement.model_dump() for placement in suggested]
