"""What makes an exception of a casegroup at selection: the death of a client, or a special welfare marker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from domain.casefile import Casefile
    from domain.casegroup import Casegroup, Person

BEGINNING: Final = "Found at selection: "


def client_obstacles(casegroup: Casegroup, day: date) -> tuple[str, ...]:
    """Name everything about a client that a person has to look at before the casegroup is selected, without a name."""
    return tuple(_found(casegroup, day))


def exception_detail(obstacles: tuple[str, ...]) -> str:
    """Put what was found at selection into the words of the exception."""
    return f"{BEGINNING}{'; '.join(obstacles)}."


def settled_at_selection(casefile: Casefile, obstacles: tuple[str, ...]) -> bool:
    """Tell whether somebody has looked at exactly these already, and sent the casegroup back to be selected."""
    detail = exception_detail(obstacles)
    return any(found.detail == detail and found.state == "resolved" for found in casefile.exceptions)


def _found(casegroup: Casegroup, day: date) -> Iterator[str]:
    yield from _of(casegroup.paying_parent, "the paying parent", day)
    seen = set()
    for case in casegroup.cases:
        if case.receiving_parent.person_id not in seen:
            seen.add(case.receiving_parent.person_id)
            yield from _of(case.receiving_parent, f"the receiving parent of case {case.case_id}", day)


def _of(person: Person, who: str, day: date) -> Iterator[str]:
    if person.unknown("date_of_death"):
        yield f"whether {who} has died is not known"
    elif person.date_of_death is not None and person.date_of_death <= day:
        yield f"{who} has died"
    if "special_welfare" in person.markers:
        yield f"special welfare marker on {who}"
