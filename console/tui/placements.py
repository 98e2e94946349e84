"""Placements of an amendment as a person types them: `C1 receiving_parent -5.00; C2 gb_sos 2.00`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from domain.casegroup import Payee
from domain.events import Placement
from domain.money import format_pounds, parse_pounds

if TYPE_CHECKING:
    from collections.abc import Sequence

PAYEES: Final[tuple[Payee, ...]] = get_args(Payee)
PARTS: Final = 3
AMOUNT_EXPECTED: Final = "an amount in pounds, such as 1234.56"


def placements_text(placements: Sequence[Placement]) -> str:
    """Write placements as they are typed."""
    return "; ".join(f"{part.case_id} {part.owed_to} {format_pounds(part.amount_pence)}" for part in placements)


def parse_amount(text: str) -> int:
    """Read an amount as typed, with or without £ and commas; raises ValueError that says what was expected."""
    try:
        return parse_pounds(text.strip().replace("£", "").replace(",", ""))
    except ValueError:
        raise ValueError(AMOUNT_EXPECTED) from None


def parse_placements(text: str) -> tuple[Placement, ...]:
    """Read placements as typed; raises ValueError that says what was expected."""
    placements = []
    for part in text.split(";"):
        words = part.split()
        if len(words) != PARTS or words[1] not in PAYEES:
            expected = f"case, payee ({', '.join(PAYEES)}) and amount, parted by ;"
            raise ValueError(expected)
        case_id, owed_to, amount = words
        payee = next(payee for payee in PAYEES if payee == owed_to)
        pence = parse_amount(amount)
        placements.append(Placement(case_id=case_id, owed_to=payee, amount_pence=pence))
    return tuple(placements)
