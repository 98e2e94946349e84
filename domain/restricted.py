"""Restricted records: casegroups of people whom only those nominated may look up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.casegroup import Casegroup, Marker, Person

# Special welfare changes how letters are sent, not who may see the record.
RESTRICTING: Final[frozenset[Marker]] = frozenset({"special_client_record", "nationally_sensitive"})
FLAG: Final = "restricted"
"""The one word others are told: never which marker it is, nor whose."""


def is_restricted(casegroup: Casegroup) -> bool:
    """Tell whether anybody in the casegroup is marked, receiving parents of cases that stay open among them."""
    return any(not RESTRICTING.isdisjoint(person.markers) for person in _people(casegroup))


def _people(casegroup: Casegroup) -> Iterator[Person]:
    yield casegroup.paying_parent
    for case in casegroup.cases:
        yield case.receiving_parent
