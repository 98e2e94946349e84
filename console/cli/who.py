"""`closeout who` and `closeout nominate`: the roster, who you are on it, and who opens restricted records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from console.cli.options import Choice, Commands, json_option, store_option, with_examples
from console.cli.output import answer_json, say

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from domain.actor import Actor

# The same as in the domain, which the help does not load; a test holds them together.
ROLES: Final = ("caseworker", "team_leader", "team_manager", "case_manager", "cms_caseworker")
HEADINGS: Final = ("User", "Name", "Roles", "Restricted records")


@with_examples("closeout who", 'closeout who add apatel --name "A Patel" --role caseworker')
@click.group(cls=Commands, invoke_without_command=True)
@store_option
@json_option
@click.pass_context
def who(context: click.Context, store: str | None, as_json: bool) -> int:
    """Say who you are here, and who else works on this store.

    People are known by their operating-system user.
    """
    if context.invoked_subcommand is not None:
        return 0
    from console.cli.opening import open_desk

    with open_desk(store) as desk:
        _answer_roster(desk, as_json=as_json)
    return 0


@with_examples('closeout who add apatel --name "A Patel" --role caseworker --role case_manager')
@who.command()
@click.argument("user")
@click.option("--name", required=True, metavar="NAME", help="The name shown.")
@click.option("--role", "roles", required=True, multiple=True, type=Choice(ROLES), help="A role; give several.")
@store_option
@json_option
def add(user: str, name: str, roles: tuple[str, ...], store: str | None, as_json: bool) -> int:
    """Put somebody on the roster, or change their name or roles; it takes a team manager.

    A nomination for restricted records stays as it is.
    """
    from console.cli.opening import open_desk
    from domain.actor import ROLES as KNOWN
    from domain.actor import Actor

    with open_desk(store) as desk:
        if not user.strip() or not name.strip():
            raise click.UsageError("A user and a name are needed.", click.get_current_context())
        person = Actor(user, name, frozenset(role for role in KNOWN if role in roles))
        desk.write_roster([person], check=True)
        _answer_roster(desk, as_json=as_json)
    return 0


@with_examples('closeout who remove "training caseworker"')
@who.command()
@click.argument("user")
@store_option
@json_option
def remove(user: str, store: str | None, as_json: bool) -> int:
    """Take somebody off the roster; it takes a team manager, and one has to stay.

    A nomination for restricted records ends with that.
    """
    from console.cli.opening import open_desk
    from domain.actor import Actor
    from domain.errors import BadInputError

    with open_desk(store) as desk:
        person = next((person for person in desk.store.roster() if person.user == user), None)
        if person is None:
            message = f"user {user!r}: not on the roster of this store; expected somebody who is"
            raise BadInputError(message)
        desk.write_roster([Actor(user, person.name, frozenset())], check=True)
        _answer_roster(desk, as_json=as_json)
    return 0


@with_examples('closeout nominate "training team leader"', 'closeout nominate "training second team leader" --end')
@click.command()
@click.argument("user")
@click.option("--end", "ended", is_flag=True, help="End the nomination.")
@store_option
@json_option
def nominate(user: str, ended: bool, store: str | None, as_json: bool) -> int:
    """Nominate somebody on the roster to open restricted records, or end that; it takes a team manager.

    Restricted are the records of special clients and of people marked nationally sensitive. Others see that such a
    record exists and is worked on, not whose or why; every opening is journalled. Nobody nominates themself.
    """
    from console.cli.opening import open_desk
    from console.desk.people import nominate as nominate_on_roster

    with open_desk(store) as desk:
        nominate_on_roster(desk, user, ended=ended)
        _answer_roster(desk, as_json=as_json)
    return 0


def _answer_roster(desk: Desk, *, as_json: bool) -> None:
    from domain.actor import ROLE_TITLES

    people = desk.store.roster()
    if as_json:
        answer_json({"you": _person_json(desk.actor), "roster": [_person_json(person) for person in people]})
        return
    from console.present.tables import table_lines

    say(f"You are {desk.actor.name} ({desk.user}): {desk.actor.title or 'not on the roster'}.")
    rows = [
        (
            person.user,
            person.name,
            ", ".join(ROLE_TITLES[role] for role in ROLE_TITLES if role in person.roles),
            "nominated" if person.nominated else "",
        )
        for person in people
    ]
    for number, line in enumerate(table_lines(HEADINGS, rows)):
        say(line, bold=number == 0)


def _person_json(person: Actor) -> dict[str, Any]:
    return {"user": person.user, "name": person.name, "roles": sorted(person.roles), "nominated": person.nominated}
