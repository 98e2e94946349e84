"""Placements of an amendment as a person types them: `C1 receiving parent -5.00; C2 GB 2.00`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.events import Placement
from domain.money import format_pounds, parse_pounds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.casegroup import Payee

TYPED: Final[Mapping[Payee, str]] = {"receiving_parent": "receiving parent", "gb_sos": "GB", "ni_sos": "NI"}
"""A payee as it is typed; GB and NI stand for the Secretary of State there. The name in files is read as well."""

FEWEST_WORDS: Final = 3
EXPECTED: Final = f"case, payee ({', '.join(TYPED.values())}) and amount, parted by ;"
AMOUNT_EXPECTED: Final = "an amount in pounds, such as 1234.56"


def placements_text(placements: Sequence[Placement]) -> str:
    """Write placements as they are typed."""
    return "; ".join(f"{part.case_id} {TYPED[part.owed_to]} {format_pounds(part.amount_pence)}" for part in placements)


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
        payee = _payee(" ".join(words[1:-1])) if len(words) >= FEWEST_WORDS else None
        if payee is None:
            raise ValueError(EXPECTED)
        placements.append(Placement(case_id=words[0], owed_to=payee, amount_pence=parse_amount(words[-1])))
    return tuple(placements)


def _payee(typed: str) -> Payee | None:
    wanted = typed.casefold()
    return next((payee for payee, text in TYPED.items() if wanted in {payee, text.casefold()}), None)
