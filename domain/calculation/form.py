"""The fields of a calculation as somebody types them: each read by itself, then put together as far as they are known.

Nobody has to make a value up: of every field it may be said, after a `?`, why it is not known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from domain.calculation.model import MOST_CHILDREN, MOST_NIGHTS, SCHEMES, Question, ReceivingParent, cared_for
from domain.days import read_day
from domain.errors import BadInputError
from domain.money import format_pounds, parse_pounds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

SCHEME: Final = "scheme"
DAY: Final = "day"
INCOME: Final = "income"
BENEFIT: Final = "benefit"
OTHERS: Final = "other_children"
NOTE: Final = "note"
CHILDREN: Final = "children"
NIGHTS: Final = "nights"
NOT_KNOWN: Final = "?"
"""Typed first, it says that what follows is the reason why the field is not known."""

BEFORE_PARENTS: Final = (SCHEME, DAY, INCOME, BENEFIT, OTHERS)
MOST_PARENTS: Final = 9
UNLESS_TYPED: Final[Mapping[str, str]] = {BENEFIT: "no", OTHERS: "0", NIGHTS: "0"}
"""What counts where nothing is typed, as on the command line; whoever shows it says that nobody typed it."""

SCHEME_EXPECTED: Final = " or ".join(SCHEMES)
INCOME_EXPECTED: Final = "pounds a week or a year, such as 850.00 a week or 31200.00 a year"
YES_OR_NO: Final = "yes or no"
OTHERS_EXPECTED: Final = f"a whole number from 0 to {MOST_CHILDREN}"
CHILDREN_EXPECTED: Final = f"a whole number from 1 to {MOST_CHILDREN}"
NIGHTS_EXPECTED: Final = f"nights in a year from 0 to {MOST_NIGHTS}: one number for all children, such as 104, or 0,175"
WHY_EXPECTED: Final = f"{NOT_KNOWN} and why it is not known"

WRITTEN_INCOME: Final = re.compile(
    r"£?\s*(?P<amount>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?|[0-9]+(?:\.[0-9]{1,2})?)"
    r"\s*(?:a|per|each|every|/)?\s*(?P<period>w|week|weekly|y|year|yearly)?\.?",
    re.ASCII | re.IGNORECASE,
)
WHOLE: Final = re.compile(r"[0-9]{1,4}", re.ASCII)


def field_of_parent(field: str, place: int) -> str:
    """Name a field of one receiving parent, counted from 1: `children:1`."""
    return f"{field}:{place}"


def parent_of_field(key: str) -> tuple[str, int | None]:
    """Give the field and whose it is: `children` and 1; None where it is no receiving parent's."""
    field, _, place = key.partition(":")
    return field, int(place) if place else None


def is_not_known(text: str) -> bool:
    """Tell whether a text says that a field is not known."""
    return text.startswith(NOT_KNOWN)


def why_not_known(text: str) -> str:
    """Give the reason that stands behind the sign."""
    return text.removeprefix(NOT_KNOWN).strip()


# ------------------------------------------------------------------------------------------------------- each by itself


def read_field(key: str, text: str) -> Any:  # noqa: ANN401 - each field has values of its own kind
    """Read what was typed for a field; raises ValueError saying what was expected."""
    if is_not_known(text):
        if not why_not_known(text):
            raise ValueError(WHY_EXPECTED)
        return None
    return READERS[parent_of_field(key)[0]](text)


def _read_scheme(text: str) -> str:
    if text not in SCHEMES:
        raise ValueError(SCHEME_EXPECTED)
    return text


def _read_income(text: str) -> tuple[int, bool]:
    match = WRITTEN_INCOME.fullmatch(text)
    if match is None:
        raise ValueError(INCOME_EXPECTED)
    try:
        pence = parse_pounds(match["amount"].replace(",", ""))
    except ValueError:
        raise ValueError(INCOME_EXPECTED) from None
    return pence, (match["period"] or "").casefold().startswith("y")


def _read_answer(text: str) -> bool:
    found = {"yes": True, "y": True, "no": False, "n": False}.get(text.casefold())
    if found is None:
        raise ValueError(YES_OR_NO)
    return found


def _read_others(text: str) -> int:
    return _whole(text, range(MOST_CHILDREN + 1), OTHERS_EXPECTED)


def _read_children(text: str) -> int:
    return _whole(text, range(1, MOST_CHILDREN + 1), CHILDREN_EXPECTED)


def _read_nights(text: str) -> tuple[int, ...]:
    return tuple(_whole(part.strip(), range(MOST_NIGHTS + 1), NIGHTS_EXPECTED) for part in text.split(","))


def _whole(text: str, allowed: range, expected: str) -> int:
    if not WHOLE.fullmatch(text) or int(text) not in allowed:
        raise ValueError(expected)
    return int(text)


READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    SCHEME: _read_scheme,
    DAY: read_day,
    INCOME: _read_income,
    BENEFIT: _read_answer,
    OTHERS: _read_others,
    CHILDREN: _read_children,
    NIGHTS: _read_nights,
    NOTE: str,
}


# --------------------------------------------------------------------------------------------------------- all together


@dataclass(frozen=True, slots=True)
class Gap:
    """A field without which nothing can be worked out, and why it is not known; no reason where nothing was typed."""

    key: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the fields come to: the question, or the gaps in it and what does not fit together."""

    question: Question | None
    day: date | None
    parents: tuple[int, ...]
    gaps: tuple[Gap, ...] = ()
    faults: tuple[str, ...] = ()


def parents_shown(typed: Mapping[str, str], most: int = MOST_PARENTS) -> int:
    """Give how many receiving parents there are fields for: everybody with children, and one more to be named."""
    last = max((place for place in range(1, most + 1) if typed.get(field_of_parent(CHILDREN, place))), default=0)
    return max(1, min(last + 1, most))


def gather(typed: Mapping[str, str]) -> Gathered:
    """Put together what was typed, fields by their names; those in `UNLESS_TYPED` may be left out.

    Every text has been read once before (`read_field`). A receiving parent without children does not count, but the
    first one has to have some.
    """
    places = tuple(
        place for place in range(1, MOST_PARENTS + 1) if place == 1 or typed.get(field_of_parent(CHILDREN, place))
    )
    keys = [*BEFORE_PARENTS, *(field_of_parent(field, place) for place in places for field in (CHILDREN, NIGHTS))]
    texts = {key: typed.get(key) or UNLESS_TYPED.get(parent_of_field(key)[0], "") for key in keys}
    gaps = tuple(
        Gap(key, why_not_known(text) if is_not_known(text) else "")
        for key, text in texts.items()
        if not text or is_not_known(text)
    )
    missing = {gap.key for gap in gaps}
    known = {key: read_field(key, text) for key, text in texts.items() if key not in missing}
    parents, faults = _parents(places, known)
    if gaps or faults:
        return Gathered(None, known.get(DAY), places, gaps, faults)
    pence, yearly = known[INCOME]
    question = Question(known[SCHEME], pence, parents, known[OTHERS], yearly, known[BENEFIT])
    return Gathered(question, known[DAY], places)


def _parents(places: tuple[int, ...], known: Mapping[str, Any]) -> tuple[tuple[ReceivingParent, ...], tuple[str, ...]]:
    parents, faults = [], []
    for place in places:
        children = known.get(field_of_parent(CHILDREN, place))
        nights = known.get(field_of_parent(NIGHTS, place))
        if children is None or nights is None:
            continue
        try:
            parents.append(cared_for(children, nights))
        except BadInputError as error:
            faults.append(error.message)
    return tuple(parents), tuple(faults)


def typed_of(question: Question, day: date) -> dict[str, str]:
    """Write a question as it would be typed, so that a calculation that was kept can be opened again."""
    period = "year" if question.yearly else "week"
    typed = {
        SCHEME: question.scheme,
        DAY: day.isoformat(),
        INCOME: f"{format_pounds(question.income_pence)} a {period}",
        BENEFIT: "yes" if question.on_benefit else "no",
        OTHERS: str(question.other_children),
    }
    for place, parent in enumerate(question.receiving_parents, start=1):
        alike = len(set(parent.nights)) == 1
        typed[field_of_parent(CHILDREN, place)] = str(parent.children)
        typed[field_of_parent(NIGHTS, place)] = ",".join(map(str, parent.nights[:1] if alike else parent.nights))
    return typed
