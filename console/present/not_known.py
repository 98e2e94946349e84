"""What is not known, in words: the places of a document that the rules name become what people call them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from console.present.wording import days_in_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PLACE: Final = re.compile(
    r"(?:(?P<of>[^/\s]+)/)?(?P<record>[^/\s]+?)(?:\[(?P<number>[0-9]+)\])?\.(?P<field>[a-z_]+)", re.ASCII
)
FIELDS: Final[Mapping[str, str]] = {
    "amount": "the amount",
    "amount_to_write_off": "the amount to write off",
    "application_received_on": "the day the application was received",
    "choice": "the decision about the arrears",
    "closed_on": "whether it was closed, and when",
    "closure_date": "the closure date",
    "date": "the day",
    "due_date": "the day it is due",
    "effective_date": "the day it takes effect",
    "kind": "the kind",
    "lifted_on": "whether it was lifted, and when",
    "liability_end_date": "the liability end date",
    "marking": "whether it carries a marking",
    "outstanding": "what is outstanding",
    "owed_to": "who it is owed to",
    "paid_on": "whether it was paid, and when",
    "received_on": "the day it was received",
    "recorded_on": "the day it was recorded",
    "refunded_on": "the day it was refunded",
    "retained": "whether it is retained",
    "selected_on": "the day of selection",
    "set_on": "the day it was set",
    "t_date": "the T-date",
    "tranche": "the tranche",
    "weekly_amount": "the weekly amount",
}
NAMES: Final[Mapping[str, str]] = {
    "paying_parent": "the paying parent",
    "receiving_parent": "the receiving parent",
    "transition_request": "the transition request",
    "liability_events": "liability entry",
    "inhibits": "inhibit",
    "allocations": "part",
    "refunds": "refund",
}
# Records of which there is one; the field alone says which is meant.
SINGLE: Final = frozenset({"journey", "arrears_decision"})
DETAIL: Final = "not known: "


def field_text(name: str) -> str:
    """Say what a field of a record holds, as part of a sentence."""
    return FIELDS.get(name, name.replace("_", " "))


def place_text(place: str) -> str:
    """Say which fact of a document is not known; what is in words already stays as it is.

    >>> place_text("C1/liability_events[0].weekly_amount")
    'the weekly amount of liability entry 1 of C1'
    """
    found = PLACE.fullmatch(place)
    if found is None:
        return place
    record = "" if found["record"] in SINGLE else NAMES.get(found["record"], found["record"])
    number = f" {int(found['number']) + 1}" if found["number"] else ""
    return " of ".join(filter(None, (field_text(found["field"]), f"{record}{number}", found["of"])))


def places_text(places: Iterable[str]) -> str:
    """Say which facts are not known, in one list."""
    return ", ".join(place_text(place) for place in places)


def detail_text(detail: str) -> str:
    """Say the detail of an exception: days as people read them, and what is not known in words."""
    text = days_in_text(detail)
    if not text.startswith(DETAIL):
        return text
    return DETAIL + places_text(text.removeprefix(DETAIL).split(", "))
