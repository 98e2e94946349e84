"""Where a letter can go: which address of a client counts on a day, and whether the letter service would take it.

The rules are those of the government's own letter service (GOV.UK Notify); each has its own function at the foot.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from domain.postcode import is_postcode, parse_postcode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from domain.casegroup import Address

AddressFault = Literal[
    "no_address_on_the_day",
    "dead_letter_not_known",
    "too_few_lines",
    "too_many_lines",
    "last_line_no_postcode",
    "first_lines_without_letter_or_digit",
    "line_starts_with_forbidden_character",
    "no_fixed_abode",
]
FEWEST_LINES: Final = 3
MOST_LINES: Final = 7
FORBIDDEN_STARTS: Final = '@()=[]"\\/,<>~'
FIRST_LINES: Final = 2
NO_FIXED_ABODE: Final = re.compile(r"no\W+fixed\W+(?:abode|address)|\bn\.?f\.?a\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Destination:
    """The address that counts on a day: its lines as they are printed, and everything that speaks against it.

    `dead_letter` tells that nothing else is left than an address from which post came back.
    """

    lines: tuple[str, ...]
    faults: tuple[AddressFault, ...] = ()
    dead_letter: bool = False

    @property
    def is_valid(self) -> bool:
        """Tell whether a letter can be sent there."""
        return not self.faults and not self.dead_letter


def destination(addresses: Iterable[Address], day: date) -> Destination:
    """Find the address that counts on a day: the one valid latest, never one from which post came back.

    A day of beginning or end that is not there does not bound the address; the last day still counts. Of several the
    one that began last is taken, and of those that began on the same day the last of the document.
    """
    current = [address for address in addresses if _holds_on(address, day)]
    usable = [address for address in current if not address.dead_letter]
    if not current:
        return Destination((), ("no_address_on_the_day",))
    if not usable:
        return Destination(address_lines(_latest(current)), dead_letter=True)
    latest = _latest(usable)
    lines = address_lines(latest)
    unsure: tuple[AddressFault, ...] = ("dead_letter_not_known",) if latest.dead_letter is None else ()
    return Destination(lines, (*unsure, *address_faults(lines)))


def postcode_on(addresses: Iterable[Address], day: date) -> str | None:
    """Give the postcode of the address that counts on a day, whatever else speaks against it; None without one.

    An address from which post came back still tells in which part of the UK the client lives.
    """
    current = [address for address in addresses if _holds_on(address, day)]
    if not current:
        return None
    latest = _latest([address for address in current if not address.dead_letter] or current)
    last = _written(latest.postcode) if latest.postcode else ""
    if not last:
        lines = address_lines(latest)
        last = lines[-1] if lines else ""
    return parse_postcode(last) if is_postcode(last) else None


def holds_always(address: Address) -> bool:
    """Tell whether an address holds on every day: it has no first and no last one, and none is said to be unknown."""
    return address.valid_from is None and address.valid_to is None and not address.not_known


def _holds_on(address: Address, day: date) -> bool:
    """Tell whether an address holds on a day; where a bound is said to be not known, it does not."""
    if address.unknown("valid_from") or address.unknown("valid_to"):
        return False
    begun = address.valid_from is None or address.valid_from <= day
    return begun and (address.valid_to is None or day <= address.valid_to)


def _latest(addresses: list[Address]) -> Address:
    """Give the address that began last; one without a beginning is older than any with one."""
    latest = addresses[0]
    for address in addresses[1:]:
        if latest.valid_from is None or (address.valid_from is not None and address.valid_from >= latest.valid_from):
            latest = address
    return latest


def address_lines(address: Address) -> tuple[str, ...]:
    """Give the lines of an address as they are printed: trimmed, none empty, the postcode last and well written."""
    lines = [" ".join(line.split()) for line in address.lines]
    lines = [line for line in lines if line]
    postcode = " ".join((address.postcode or "").split())
    if postcode:
        if lines and _written(lines[-1]) == _written(postcode):
            lines.pop()
        lines.append(postcode)
    if lines and is_postcode(lines[-1]):
        lines[-1] = parse_postcode(lines[-1])
    return tuple(lines)


def _written(text: str) -> str:
    return "".join(text.split()).upper()


# -------------------------------------------------------------------------------------------------------------- rules


def has_too_few_lines(lines: tuple[str, ...]) -> bool:
    """An address has three lines at least, the postcode among them."""
    return len(lines) < FEWEST_LINES


def has_too_many_lines(lines: tuple[str, ...]) -> bool:
    """An address has seven lines at most, the postcode among them."""
    return len(lines) > MOST_LINES


def has_no_postcode_last(lines: tuple[str, ...]) -> bool:
    """The last line is a real UK postcode."""
    return not lines or not is_postcode(lines[-1])


def has_empty_first_lines(lines: tuple[str, ...]) -> bool:
    """Each of the first two lines has a letter or a digit."""
    return any(not any(character.isalnum() for character in line) for line in lines[:FIRST_LINES])


def starts_with_forbidden_character(lines: tuple[str, ...]) -> bool:
    """No line starts with a character that sorting machines stumble over."""
    return any(line.startswith(tuple(FORBIDDEN_STARTS)) for line in lines)


def says_no_fixed_abode(lines: tuple[str, ...]) -> bool:
    """No line says that there is no fixed abode."""
    return any(NO_FIXED_ABODE.search(line) for line in lines)


RULES: Final[tuple[tuple[AddressFault, Callable[[tuple[str, ...]], bool]], ...]] = (
    ("too_few_lines", has_too_few_lines),
    ("too_many_lines", has_too_many_lines),
    ("last_line_no_postcode", has_no_postcode_last),
    ("first_lines_without_letter_or_digit", has_empty_first_lines),
    ("line_starts_with_forbidden_character", starts_with_forbidden_character),
    ("no_fixed_abode", says_no_fixed_abode),
)


def _faults(lines: tuple[str, ...]) -> Iterator[AddressFault]:
    for fault, broken in RULES:
        if broken(lines):
            yield fault


def address_faults(lines: tuple[str, ...]) -> tuple[AddressFault, ...]:
    """Give everything that the letter service has against an address, in the order of its rules."""
    return tuple(_faults(lines))
