"""Who works here: the roster, and who is nominated to open restricted records; every change is journalled."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.actor import ROLE_TITLES, Actor
from domain.errors import BadInputError, NotPermittedError
from domain.events import RosterChanged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.desk.desk import Desk
    from domain.actor import Role


def write_roster(desk: Desk, changes: Iterable[Actor], *, check: bool = False) -> None:
    """Put people on the roster or take them off (no roles), journalled; `check` asks for a team manager.

    A nomination is not changed by this, and ends with the place on the roster.
    """
    if check:
        require_team_manager(desk)
    with desk.store.turn() as turn:
        people = {person.user: person for person in desk.store.roster()}
        events = []
        for person in changes:
            before = people.get(person.user)
            nominated = before is not None and before.nominated and bool(person.roles)
            people[person.user] = replace(person, nominated=nominated)
            events.append(_changed(people[person.user]))
        kept = [person for person in people.values() if person.roles]
        if not any("team_manager" in person.roles for person in kept):
            message = "the roster would have no team manager; expected at least one"
            raise BadInputError(message)
        turn.append(desk.drafts(events, None, str(uuid.uuid4()), ""))
        turn.put_roster(kept)


def nominate(desk: Desk, user: str, *, ended: bool = False) -> Actor:
    """Nominate somebody to open restricted records, or end that, journalled; gives them as they stand then.

    It takes a team manager, and two people: nobody nominates themself. Raises NotPermittedError, and BadInputError
    for somebody who is not on the roster.
    """
    require_team_manager(desk)
    if user == desk.user and not ended:
        message = "nobody nominates themself for restricted records; another team manager has to"
        raise NotPermittedError(message)
    with desk.store.turn() as turn:
        people = {person.user: person for person in desk.store.roster()}
        person = people.get(user)
        if person is None:
            message = f"user {user!r}: not on the roster of this store; expected somebody who is"
            raise BadInputError(message)
        if person.nominated is ended:
            people[user] = replace(person, nominated=not ended)
            turn.append(desk.drafts([_changed(people[user])], None, str(uuid.uuid4()), ""))
            turn.put_roster(people.values())
    return people[user]


def require_team_manager(desk: Desk) -> None:
    """Raise NotPermittedError for anybody but a team manager."""
    if "team_manager" not in desk.actor.roles:
        raise NotPermittedError(not_permitted(desk.actor, frozenset({"team_manager"})))


def not_permitted(actor: Actor, roles: frozenset[Role]) -> str:
    """Say who somebody is and who it would take."""
    needed = " or ".join(ROLE_TITLES[role] for role in ROLE_TITLES if role in roles)
    return f"{actor.name} ({actor.title or 'no role'}) may not do this; it takes a {needed}"


def _changed(person: Actor) -> RosterChanged:
    return RosterChanged(
        user=person.user, name=person.name, roles=tuple(sorted(person.roles)), nominated=person.nominated
    )
