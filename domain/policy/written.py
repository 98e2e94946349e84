"""Policy values as people write them: periods, amounts, percentages, nights; anything else is refused by its kind."""

from __future__ import annotations

import itertools
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from domain.money import parse_pounds
from domain.policy.model import (
    Amount,
    Casegroups,
    Days,
    NightBands,
    Nights,
    Percentages,
    Rhythm,
    Threshold,
    Words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DAYS: Final = re.compile(r"([0-9]{1,4}) days?", re.ASCII)
NIGHTS: Final = re.compile(r"([0-9]{1,3}) nights?", re.ASCII)
PERCENTAGE: Final = re.compile(r"([0-9]{1,3})(?:\.([0-9]))?%", re.ASCII)
BAND: Final = re.compile(r"([0-9])/([1-9]) from ([0-9]{1,3}) nights", re.ASCII)
CASEGROUPS: Final = re.compile(r"([1-9][0-9]{0,5}) casegroups?", re.ASCII)
WORD: Final = re.compile(r"[A-Za-z0-9_]+", re.ASCII)
ANY_WORD: Final = "any"
EDGES: Final = {"included": True, "excluded": False}
WHOLE: Final = 1


def read_value(written: str, edge: object, kind: type) -> Any:  # noqa: ANN401 - one of the kinds of the model
    """Read a value of a kind; raises ValueError saying what was expected instead."""
    if kind is Threshold:
        if not isinstance(edge, str) or edge not in EDGES:
            expected = 'an amount with edge = "included" or "excluded"'
            raise ValueError(expected)
        return Threshold(_pence(written), EDGES[edge])
    if edge is not None:
        expected = "no edge: only a threshold has one"
        raise ValueError(expected)
    return READERS[kind](written)


def _pence(written: str) -> int:
    if not written.startswith("£"):
        expected = 'an amount such as "£0.05"'
        raise ValueError(expected)
    return parse_pounds(written[1:].replace(",", ""))


def _amount(written: str) -> Amount:
    pence = _pence(written)
    if pence < 0:
        expected = "an amount of nothing or more"
        raise ValueError(expected)
    return Amount(pence)


def _days(written: str) -> Days:
    match = DAYS.fullmatch(written)
    if match is None:
        expected = 'a number of days such as "28 days"'
        raise ValueError(expected)
    return Days(int(match[1]))


def _nights(written: str) -> Nights:
    match = NIGHTS.fullmatch(written)
    if match is None:
        expected = 'a number of nights such as "52 nights"'
        raise ValueError(expected)
    return Nights(int(match[1]))


def _percentages(written: str) -> Percentages:
    matches = [PERCENTAGE.fullmatch(part) for part in written.split(", ")]
    shares = tuple(Fraction(int(match[1] + (match[2] or "0")), 1_000) for match in matches if match is not None)
    if len(shares) < len(matches) or max(shares) > WHOLE:
        expected = 'percentages of at most 100 with at most one decimal, such as "25%, 20.5%"'
        raise ValueError(expected)
    return Percentages(shares)


def _night_bands(written: str) -> NightBands:
    matches = [BAND.fullmatch(part) for part in written.split(", ")]
    bands = tuple((int(match[3]), Fraction(int(match[1]), int(match[2]))) for match in matches if match is not None)
    rising = all(before < after and part < wider for (before, part), (after, wider) in itertools.pairwise(bands))
    if len(bands) < len(matches) or not rising or bands[-1][1] > WHOLE:
        expected = 'parts by nights, both rising, such as "1/7 from 52 nights, 2/7 from 104 nights"'
        raise ValueError(expected)
    return NightBands(bands)


def _casegroups(written: str) -> Casegroups:
    match = CASEGROUPS.fullmatch(written)
    if match is None:
        expected = 'a number of casegroups such as "500 casegroups"'
        raise ValueError(expected)
    return Casegroups(int(match[1]))


def _rhythm(written: str) -> Rhythm:
    match written:
        case "daily" | "weekly" | "monthly":
            return Rhythm(written)
        case _:
            expected = '"daily", "weekly" or "monthly"'
            raise ValueError(expected)


def _words(written: str) -> Words:
    words = () if written == ANY_WORD else tuple(written.split(", "))
    if len(set(words)) < len(words) or not all(WORD.fullmatch(word) for word in words):
        expected = '"any", or words each once with a comma and a space between them'
        raise ValueError(expected)
    return Words(words)


READERS: Final[Mapping[type, Callable[[str], object]]] = {
    Days: _days,
    Amount: _amount,
    Percentages: _percentages,
    Nights: _nights,
    NightBands: _night_bands,
    Casegroups: _casegroups,
    Rhythm: _rhythm,
    Words: _words,
}
