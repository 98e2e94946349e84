"""A second, deliberately naive reading of the table of both schemes, to check the real calculation against.

Written from the table alone: decimals, loops and one `if` for each cell. Nothing is shared with the console.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

REDUCED = {
    "2003": {1: ["25", "20.5", "19", "17.5"], 2: ["35", "29", "27", "25"], 3: ["45", "37.5", "35", "32.5"]},
    "2012": {1: ["17", "14.1", "13.2", "12.4"], 2: ["25", "21.2", "19.9", "18.9"], 3: ["31", "26.4", "24.9", "23.8"]},
}
CUT = {"2003": [0, 15, 20, 25], "2012": [0, 11, 14, 16]}
BASIC = {"2003": {1: 15, 2: 20, 3: 25}, "2012": {1: 12, 2: 16, 3: 19}}
ABOVE = {1: 9, 2: 12, 3: 15}
FLAT = {"2003": Decimal(5), "2012": Decimal(7)}
CAP = {"2003": Decimal(2000), "2012": Decimal(3000)}
Answer = tuple[Decimal, str, list[Decimal]]


def penny(amount: Decimal | Fraction) -> Decimal:
    """To the penny, half up."""
    exact = Fraction(amount) * 100
    return Decimal(int(exact + Fraction(1, 2))) / 100


def percent(share: str | int, of: Decimal) -> Decimal:
    """So many per cent of an amount, exactly."""
    return Decimal(share) * of / 100


def calculate(
    scheme: str, income: Decimal, *, yearly: bool, parents: Sequence[Sequence[int]], others: int, benefit: bool
) -> Answer:
    """The weekly amount, the rate's name, and each receiving parent's amount."""
    children = sum(len(nights) for nights in parents)
    weekly = penny(Fraction(income) * 7 / 365) if yearly else income
    weekly = min(weekly, CAP[scheme])
    name, rate = rate_of(scheme, weekly, min(children, 3), min(others, 3), benefit=benefit)
    parts = share_out(rate, [len(nights) for nights in parents])
    if name == "flat" and benefit and scheme == "2012":
        parts = [Decimal(0) if max(nights) >= 52 else part for part, nights in zip(parts, parents, strict=True)]
        name = "nil" if sum(parts) == 0 else "flat"
    if name in {"reduced", "basic", "basic_plus"} and any(night >= 52 for nights in parents for night in nights):
        parts = [after_nights(part, nights) for part, nights in zip(parts, parents, strict=True)]
        if sum(parts) < FLAT[scheme]:
            parts = share_out(FLAT[scheme], [len(nights) for nights in parents])
    return sum(parts, Decimal(0)), name, parts


def rate_of(scheme: str, weekly: Decimal, children: int, others: int, *, benefit: bool) -> tuple[str, Decimal]:
    """The name of the rate and what it comes to before anybody shares it."""
    if benefit:
        return "flat", FLAT[scheme]
    if weekly < FLAT[scheme]:
        return "nil", Decimal(0)
    if weekly <= 100:
        return "flat", FLAT[scheme]
    if weekly < 200:
        return "reduced", rounded(scheme, FLAT[scheme] + percent(REDUCED[scheme][children][others], weekly - 100))
    weekly = penny(weekly - percent(CUT[scheme][others], weekly))
    if scheme == "2012" and weekly > 800:
        exact = percent(BASIC[scheme][children], Decimal(800)) + percent(ABOVE[children], weekly - 800)
        return "basic_plus", rounded(scheme, exact)
    return "basic", rounded(scheme, percent(BASIC[scheme][children], weekly))


def rounded(scheme: str, exact: Decimal) -> Decimal:
    """To the whole pound in 2003, to the penny in 2012."""
    return exact.quantize(Decimal(1), ROUND_HALF_UP) if scheme == "2003" else penny(exact)


def share_out(rate: Decimal, children: Sequence[int]) -> list[Decimal]:
    """Whole pennies down, then one penny at a time to whoever is furthest below their exact share."""
    exact = [Fraction(rate) * number / sum(children) for number in children]
    parts = [Decimal(int(part * 100)) / 100 for part in exact]
    while sum(parts) < rate:
        missing = [whole - Fraction(part) for whole, part in zip(exact, parts, strict=True)]
        parts[missing.index(max(missing))] += Decimal("0.01")
    return parts


def after_nights(amount: Decimal, nights: Sequence[int]) -> Decimal:
    """What the children's nights leave of one receiving parent's amount."""
    fractions = []
    for night in nights:
        if night >= 175:
            fractions.append(Fraction(1, 2))
        elif night >= 156:
            fractions.append(Fraction(3, 7))
        elif night >= 104:
            fractions.append(Fraction(2, 7))
        elif night >= 52:
            fractions.append(Fraction(1, 7))
        else:
            fractions.append(Fraction(0))
    left = penny(Fraction(amount) * (1 - sum(fractions, Fraction(0)) / len(nights)))
    return max(Decimal(0), left - 7 * sum(night >= 175 for night in nights))
