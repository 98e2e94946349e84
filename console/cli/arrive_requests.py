"""What a CMS caseworker does by hand about arrears: each a command of `closeout arrive`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from console.cli.options import Amount, Choice, Day, key_of, with_examples
from console.cli.requesting import Asking, answered, make_request, request_options

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from domain.decide import Request

# The same names as in the requests, which the help does not load.
PAYEES: Final = ("receiving_parent", "gb_sos", "ni_sos")
STATUSES: Final = ("active", "suspended", "deferred")
REASONS: Final = ("error", "balance_change", "change_of_circumstances", "appeal")
ORDERS: Final = ("liability_order", "enforcement")
WITH: Final = ("csa_caseworker", "csa_team_leader", "cms_caseworker")
ABOUT: Final = ("unfinished_work", "appeal", "complaint")
STEPS: Final = (
    "receive_data",
    "contact_details",
    "verify_applicant",
    "verify_other_party",
    "method_of_payment",
    "casegroup",
    "region",
    "benefit_details",
)
NO_CASE: Final = "none"
ORDER_FORM: Final = "KIND:CASE:PAYEE:STATUS:AMOUNT:DETAIL"


def ask_and_go_on(asking: Asking, request: Request) -> int:
    """Preview a request, or make it and let the path go on by itself; say what came of it."""
    from console.cli.opening import open_desk
    from console.desk.arrival import do

    with open_desk(asking.store, asking.as_at, asking.edition) as desk:
        given = desk.preview(request) if asking.preview else do(desk, request, asking.request_id)
        return answered(asking, given)


class Order(click.ParamType[dict[str, Any]]):
    """An order found in force: KIND:CASE:PAYEE:STATUS:AMOUNT:DETAIL."""

    name = "order"

    def convert(
        self, value: object, parameter: click.Parameter | None, context: click.Context | None
    ) -> dict[str, Any]:
        """Read the parts; anything else is wrong usage."""
        if isinstance(value, dict):
            return value
        parts = str(value).split(":", 5)
        fit = len(parts) == 6 and parts[0] in ORDERS and parts[2] in PAYEES and parts[3] in STATUSES
        if not fit:
            kinds = ", ".join((*ORDERS, *PAYEES, *STATUSES))
            self.fail(f"{value!r}; expected {ORDER_FORM}, with words of {kinds}", parameter, context)
        kind, case_id, payee, status, amount, detail = parts
        pence = Amount().convert(amount, parameter, context)
        return {
            "order": kind,
            "case_id": case_id,
            "owed_to": payee,
            "status": status,
            "amount_pence": pence,
            "detail": detail,
        }


def part_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add the options that name a part of the arrears: to whom it is owed, and in which status."""
    for option in (
        click.option("--status", type=Choice(STATUSES), default=STATUSES[0], show_default=True, help="Their status."),
        click.option(
            "--owed-to",
            type=Choice(PAYEES),
            default=PAYEES[0],
            show_default=True,
            help="To whom the arrears are owed.",
        ),
    ):
        function = option(function)
    return function


def order_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add the options with which somebody says what orders they looked for and found."""
    for option in (
        click.option("--order", "orders", multiple=True, type=Order(), metavar=ORDER_FORM, help="One found in force."),
        click.option("--no-orders", is_flag=True, help="Looked for, and none found in force."),
    ):
        function = option(function)
    return function


@with_examples(
    "closeout arrive match S71 S71-1 4410093 --cms-casegroup G2207 --because 'she married; seen on both systems'",
    "closeout arrive match S71 S71-1 none --because 'the case found is against somebody else'",
)
@click.command("match")
@click.argument("casegroup")
@click.argument("case")
@click.argument("cms_case")
@click.option("--cms-casegroup", metavar="ID", help="The casegroup the paying parent has on CMS.")
@click.option("--owner", default="", metavar="NAME", help="Who owns it there.")
@click.option("--because", required=True, metavar="TEXT", help="How that was found out.")
@request_options
def match(
    asking: Asking, casegroup: str, case: str, cms_case: str, cms_casegroup: str | None, owner: str, because: str
) -> int:
    """Say which case a receiving parent has on CMS, or that there is none ("none")."""
    request = make_request(
        "match_cms_case",
        casegroup,
        case_id=case,
        cms_case_id=None if cms_case == NO_CASE else cms_case,
        cms_casegroup_id=cms_casegroup,
        owner=owner,
        because=because,
    )
    return ask_and_go_on(asking, request)


@with_examples(
    "closeout arrive key S70 S70-2 verify_applicant receiving_parent_nino=QQ123456A",
    "closeout arrive key S70 S70-2 contact_details --not-known 'receiving_parent_address=moved abroad, no trace'",
)
@click.command("key")
@click.argument("casegroup")
@click.argument("case")
@click.argument("step", type=Choice(STEPS))
@click.argument("values", nargs=-1, metavar="[FIELD=VALUE]...")
@click.option("--not-known", multiple=True, metavar="FIELD=WHY", help="Not known, because; may be said several times.")
@request_options
def key(
    asking: Asking, casegroup: str, case: str, step: str, values: tuple[str, ...], not_known: tuple[str, ...]
) -> int:
    """Key what a step of building a case lacks; the path then goes on by itself."""
    request = make_request(
        "key_arrival_data", casegroup, case_id=case, step=step, fields=_pairs(values), not_known=_pairs(not_known)
    )
    return ask_and_go_on(asking, request)


def _pairs(values: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for value in values:
        name, sign, told = value.partition("=")
        if not sign or not name:
            raise click.UsageError(f"{value!r}; expected FIELD=VALUE")
        pairs[key_of(name)] = told
    return pairs


@with_examples("closeout arrive build S70 S70-2 --preview")
@click.command("build")
@click.argument("casegroup")
@click.argument("case")
@request_options
def build(asking: Asking, casegroup: str, case: str) -> int:
    """Build the arrears-only case of a clerical or partially clerical casegroup from what is known."""
    return ask_and_go_on(asking, make_request("build_case", casegroup, case_id=case))


@with_examples(
    "closeout arrive add S68 S68-1 --no-orders",
    "closeout arrive add S68 S68-1 --order liability_order:S68-1:receiving_parent:active:250.00:'County Court'",
)
@click.command("add")
@click.argument("casegroup")
@click.argument("case")
@order_options
@request_options
def add(asking: Asking, casegroup: str, case: str, orders: tuple[dict[str, Any], ...], no_orders: bool) -> int:
    """Add what waits on a case to its CMS case by hand, after looking for orders and enforcement in force."""
    request = make_request(
        "add_arrears", casegroup, case_id=case, orders_looked_for=no_orders or bool(orders), orders=orders
    )
    return ask_and_go_on(asking, request)


@with_examples("closeout arrive correct S67 S67-1 -25.00 --reason appeal --note 'tribunal of 3 March' --no-orders")
@click.command("correct", context_settings={"ignore_unknown_options": True})
@click.argument("casegroup")
@click.argument("case")
@click.argument("amount", type=Amount())
@click.option("--reason", type=Choice(REASONS), required=True, help="Why the balance changes.")
@click.option("--note", required=True, metavar="TEXT", help="What it rests on.")
@part_options
@order_options
@request_options
def correct(
    asking: Asking,
    casegroup: str,
    case: str,
    amount: int,
    reason: str,
    note: str,
    owed_to: str,
    status: str,
    orders: tuple[dict[str, Any], ...],
    no_orders: bool,
) -> int:
    """Add to or correct a balance that has arrived, by a signed amount, for a reason."""
    request = make_request(
        "correct_arrears",
        casegroup,
        case_id=case,
        owed_to=owed_to,
        status=status,
        amount_pence=amount,
        reason=reason,
        note=note,
        orders_looked_for=no_orders or bool(orders),
        orders=orders,
    )
    return ask_and_go_on(asking, request)


@with_examples("closeout arrive order S67 liability_order:S67-1:receiving_parent:active:250.00:'Leeds, 3 May 2014'")
@click.command("order")
@click.argument("casegroup")
@click.argument("order", type=Order(), metavar=ORDER_FORM)
@click.option("--made-on", type=Day(), metavar="DATE", help="The day the order was made.")
@request_options
def order_found(asking: Asking, casegroup: str, order: dict[str, Any], made_on: date | None) -> int:
    """Tie a liability order or other enforcement in force to the part of the arrears it names."""
    return ask_and_go_on(asking, make_request("record_order", casegroup, order={**order, "made_on": made_on}))


@with_examples("closeout arrive flag S67 R-118 --amount 25.00", "closeout arrive flag S29 DCA-77 --amount 40.00")
@click.command("flag")
@click.argument("casegroup")
@click.argument("receipt")
@click.option("--amount", type=Amount(), metavar="POUNDS", help="Needed for a receipt the document does not have.")
@request_options
def flag(asking: Asking, casegroup: str, receipt: str, amount: int | None) -> int:
    """Flag a debt collection agency's receipt for allocation by hand once the transition is complete."""
    return ask_and_go_on(asking, make_request("flag_dca_receipt", casegroup, receipt_id=receipt, amount_pence=amount))


@with_examples("closeout arrive allocate S67 R-118 S67-1 --amount 25.00")
@click.command("allocate")
@click.argument("casegroup")
@click.argument("receipt")
@click.argument("case")
@click.option("--amount", type=Amount(), metavar="POUNDS", help="Else all that is left of it.")
@part_options
@request_options
def allocate(
    asking: Asking, casegroup: str, receipt: str, case: str, amount: int | None, owed_to: str, status: str
) -> int:
    """Allocate a flagged receipt to a part of the arrears on CMS."""
    request = make_request(
        "allocate_dca_receipt",
        casegroup,
        receipt_id=receipt,
        case_id=case,
        owed_to=owed_to,
        status=status,
        amount_pence=amount,
    )
    return ask_and_go_on(asking, request)


@with_examples(
    "closeout arrive contact S29 --with cms_caseworker --about appeal --said 'appeal listed for June'",
    "closeout arrive contact S29 --with csa_caseworker --about complaint --not-reached --said 'on leave'",
)
@click.command("contact")
@click.argument("casegroup")
@click.option("--case", metavar="ID", help="The case it is about.")
@click.option("--with", "with_whom", type=Choice(WITH), required=True, help="Who was called, or called.")
@click.option("--name", default="", metavar="NAME", help="Their name.")
@click.option("--about", type=Choice(ABOUT), required=True, help="What it was about.")
@click.option("--not-reached", is_flag=True, help="Nobody answered; for a CSA caseworker the team leader is next.")
@click.option("--said", required=True, metavar="TEXT", help="What was said, or tried.")
@click.option("--on", "contacted_on", type=Day(), metavar="DATE", help="The day, else today.")
@request_options
def contact(
    asking: Asking,
    casegroup: str,
    case: str | None,
    with_whom: str,
    name: str,
    about: str,
    not_reached: bool,
    said: str,
    contacted_on: date | None,
) -> int:
    """Log a call about work the CSA has not finished, or has to do; a service request follows from it."""
    request = make_request(
        "log_contact",
        casegroup,
        case_id=case,
        with_whom=with_whom,
        name=name,
        about=about,
        reached=not not_reached,
        said=said,
        contacted_on=contacted_on,
    )
    return ask_and_go_on(asking, request)


REQUESTS: Final = (match, key, build, add, correct, order_found, flag, allocate, contact)
