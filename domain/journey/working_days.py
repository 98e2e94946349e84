"""Working days in each part of the UK, by the bank holidays in the file beside this one; no year is guessed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final, Literal

from domain.days import days_after
from domain.errors import BadInputError
from domain.postcode import area_of, district_of
from domain.working import NamedDay

if TYPE_CHECKING:
    from collections.abc import Mapping

PartOfUK = Literal["england_and_wales", "scotland", "northern_ireland"]
PARTS: Final[tuple[PartOfUK, ...]] = ("england_and_wales", "scotland", "northern_ireland")

NORTHERN_IRISH_AREA: Final = "BT"
# TD and DG reach the border: TD lies in Scotland but for two districts around Berwick, DG wholly.
SCOTTISH_AREAS: Final = frozenset(
    ("AB", "DD", "DG", "EH", "FK", "G", "HS", "IV", "KA", "KW", "KY", "ML", "PA", "PH", "TD", "ZE")
)
ENGLISH_DISTRICTS_OF_SCOTTISH_AREAS: Final = frozenset({"TD12", "TD15"})
# The islands and the forces have postcodes and no part of the UK.
AREAS_ELSEWHERE: Final = frozenset({"BF", "GY", "IM", "JE"})

WEEKEND: Final[Mapping[int, str]] = {5: "Saturday", 6: "Sunday"}


class YearNotCoveredError(BadInputError):
    """The bank holidays of a year were asked for that the file does not have."""


@dataclass(frozen=True, slots=True)
class BankHolidays:
    """The bank holidays of every part of the UK for a stretch of whole years, and where they were taken from."""

    source: str
    checked_on: date
    first_year: int
    last_year: int
    by_part: Mapping[PartOfUK, Mapping[date, str]]


@cache
def load_bank_holidays() -> BankHolidays:
    """Read the file shipped with the product, once."""
    read = tomllib.loads((resources.files("domain.journey") / "bank_holidays.toml").read_text(encoding="utf-8"))
    return BankHolidays(
        source=read["source"],
        checked_on=read["checked_on"],
        first_year=read["first_year"],
        last_year=read["last_year"],
        by_part={
            part: {date.fromisoformat(day): title for day, title in read["holidays"][part].items()} for part in PARTS
        },
    )


def no_work_because(day: date, part: PartOfUK) -> str | None:
    """Name the weekend day or bank holiday that a day is, or None on a working day.

    Raises YearNotCoveredError for a weekday of a year whose bank holidays are not known.
    """
    if day.weekday() in WEEKEND:
        return WEEKEND[day.weekday()]
    holidays = load_bank_holidays()
    if not holidays.first_year <= day.year <= holidays.last_year:
        message = (
            f"bank holidays: {day.year} is not covered; expected a year from {holidays.first_year} to "
            f"{holidays.last_year}"
        )
        raise YearNotCoveredError(message)
    return holidays.by_part[part].get(day)


@lru_cache(maxsize=4096)
def nearest_working_day(day: date, part: PartOfUK, step: Literal[-1, 1]) -> tuple[date, tuple[NamedDay, ...]]:
    """Give the day itself where it is a working day, else the nearest one before (-1) or after (1) it.

    With it come the days passed over, each with its name. Raises YearNotCoveredError.
    """
    passed_over = []
    while (reason := no_work_because(day, part)) is not None:
        passed_over.append(NamedDay(reason, day))
        day = days_after(day, step)
    return day, tuple(passed_over)


@lru_cache(maxsize=4096)
def part_of_uk(postcode: str | None, region: Literal["GB", "NI"] | None) -> PartOfUK | None:
    """Tell in which part of the UK a client lives, by a postcode as `parse_postcode` writes it.

    Without one, a case of the region NI stands for Northern Ireland; a region GB does not tell, and nothing is guessed.
    """
    if postcode is None:
        return "northern_ireland" if region == "NI" else None
    area = area_of(postcode)
    if area in AREAS_ELSEWHERE:
        return None
    if area == NORTHERN_IRISH_AREA:
        return "northern_ireland"
    if area in SCOTTISH_AREAS and district_of(postcode) not in ENGLISH_DISTRICTS_OF_SCOTTISH_AREAS:
        return "scotland"
    return "england_and_wales"
