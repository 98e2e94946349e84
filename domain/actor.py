"""Who acts, and who may do what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

Role = Literal["caseworker", "team_leader", "team_manager", "case_manager", "cms_caseworker"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
ROLE_TITLES: Final[dict[Role, str]] = {
    "caseworker": "caseworker",
    "team_leader": "team leader",
    "team_manager": "team manager",
    "case_manager": "case manager",
    "cms_caseworker": "CMS caseworker",
}
# "Team manager and above": whoever stands higher on the ladder may do what those below may.
LADDER: Final[tuple[Role, ...]] = ("caseworker", "team_leader", "team_manager")
EVERYBODY: Final[frozenset[Role]] = frozenset(ROLES)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person on the roster: the operating-system user, the name shown, and the roles held.

    Only those nominated open restricted records.
    """

    user: str
    name: str
    roles: frozenset[Role]
    nominated: bool = False

    @property
    def title(self) -> str:
        """Give the highest role in words; empty for somebody who is not on the roster."""
        held = [role for role in (*reversed(LADDER), "case_manager", "cms_caseworker") if role in self.roles]
        return ROLE_TITLES[held[0]] if held else ""


def at_least(role: Role) -> frozenset[Role]:
    """Give a role of the ladder with all above it."""
    return frozenset(LADDER[LADDER.index(role) :])


CASEWORK: Final = at_least("caseworker")
LEADERSHIP: Final = at_least("team_leader")
MANAGEMENT: Final = at_least("team_manager")
CMS: Final[frozenset[Role]] = frozenset({"cms_caseworker"})
SELECTORS: Final[frozenset[Role]] = frozenset({"case_manager"})
# Whoever works on cases, at the CSA or at CMS.
EITHER_SIDE: Final[frozenset[Role]] = CASEWORK | CMS
