"""The book of policy: reads the dated values and refuses gaps, overlaps, unknown keys and uncovered days."""

from __future__ import annotations

import hashlib
import itertools
import json
import tomllib
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, get_type_hints

from domain.errors import BadInputError
from domain.policy import model
from domain.policy.model import (
    EDITIONS,
    ArrivalPolicy,
    DeferralPolicy,
    DisposalPolicy,
    Edition,
    JourneyPolicy,
    Policy,
    PolicyValue,
    Scheme2003Policy,
    Scheme2012Policy,
    SchemePolicy,
    SelectionPolicy,
    ValidationPolicy,
)
from domain.policy.written import read_value
from domain.source import Source, Standing

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

GROUPS: Final = {
    "deferral": DeferralPolicy,
    "validation": ValidationPolicy,
    "journey": JourneyPolicy,
    "disposal": DisposalPolicy,
    "arrival": ArrivalPolicy,
    "selection": SelectionPolicy,
}
# The schemes of child maintenance began on days of their own; their values are asked for alone, by scheme.
SCHEMES: Final[dict[str, type[SchemePolicy]]] = {"scheme_2003": Scheme2003Policy, "scheme_2012": Scheme2012Policy}
STANDINGS: Final[tuple[Standing, ...]] = ("stated", "interpreted", "assumed")
REQUIRED: Final = {"key", "value", "from", "standing", "document", "place", "says", "checked_on"}
OPTIONAL: Final = {"until", "edge", "edition", "interpretation"}


class PolicyFaultError(BadInputError):
    """The book cannot be used as it stands; the message has one line for each fault."""


class DayNotCoveredError(BadInputError):
    """A value was asked for on a day for which the book has none; it never answers with another day's."""


@dataclass(frozen=True, slots=True)
class Book:
    """All dated values, by key and edition, in order of their first day."""

    entries: dict[tuple[str, Edition], tuple[PolicyValue[Any], ...]]

    def policy(self, day: date, edition: Edition = model.DEFAULT_EDITION) -> Policy:
        """Give every value in force on a day; raises DayNotCoveredError naming day, value and file."""
        values = {name: self._values(name, group, day, edition) for name, group in GROUPS.items()}
        groups: dict[str, Any] = {name: GROUPS[name](**found) for name, found in values.items()}
        in_force = [value for found in values.values() for value in found.values()]
        return Policy(day=day, edition=edition, digest=_digest(edition, in_force), **groups)

    def scheme(self, name: str, day: date) -> tuple[SchemePolicy, str]:
        """Give the values of one scheme in force on a day, and the digest that names exactly them.

        `name` is one of SCHEMES. Raises DayNotCoveredError on a day before the scheme began.
        """
        values = self._values(name, SCHEMES[name], day, model.DEFAULT_EDITION)
        return SCHEMES[name](**values), _digest(model.DEFAULT_EDITION, list(values.values()))

    def _values(self, name: str, group: type[Any], day: date, edition: Edition) -> dict[str, PolicyValue[Any]]:
        return {field.name: self._value(f"{name}.{field.name}", day, edition) for field in fields(group)}

    def _value(self, key: str, day: date, edition: Edition) -> PolicyValue[Any]:
        entries = self.entries[key, edition]
        for entry in entries:
            if entry.first_day <= day and (entry.last_day is None or day <= entry.last_day):
                return entry
        message = (
            f"policy: no value of {key} covers {day.isoformat()} in {entries[0].file}; "
            f"expected a day from {entries[0].first_day.isoformat()} on"
        )
        raise DayNotCoveredError(message)


@cache
def load_book() -> Book:
    """Read the values shipped with the product, once; raises PolicyFaultError listing every fault."""
    return read_book(resources.files("domain.policy") / "values")


@cache
def policy_for(day: date, edition: Edition = model.DEFAULT_EDITION) -> Policy:
    """Give the shipped policy of a day, worked out once for each day."""
    return load_book().policy(day, edition)


def read_book(folder: Traversable) -> Book:
    """Read every value file of a folder; raises PolicyFaultError listing every fault."""
    faults: list[str] = []
    entries: dict[tuple[str, Edition], list[PolicyValue[Any]]] = {}
    known = _known_keys()
    for file in sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=str):
        for number, entry in enumerate(_tables(file, faults), start=1):
            place = f"{file.name}, value {number}"
            value = _read_entry(entry, place, file.name, known, faults)
            if value is None:
                continue
            for edition in EDITIONS if value.edition is None else (value.edition,):
                entries.setdefault((value.key, edition), []).append(value)
    for key in known:
        for edition in EDITIONS:
            faults.extend(_faults_of_coverage(key, edition, entries.get((key, edition), [])))
    if faults:
        raise PolicyFaultError("\n".join(faults))
    return Book({key: tuple(sorted(values, key=_first_day)) for key, values in entries.items()})


def _tables(file: Traversable, faults: list[str]) -> list[dict[str, Any]]:
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{file.name}: {error}; expected TOML in UTF-8")
        return []
    faults.extend(f"{file.name}: unknown key {key!r}; expected only [[value]]" for key in document if key != "value")
    tables = document.get("value", [])
    return [table for table in tables if isinstance(table, dict)] if isinstance(tables, list) else []


def _known_keys() -> dict[str, type]:
    """Give each key of the model with the type its value has."""
    known: dict[str, type] = {}
    for name, group in (*GROUPS.items(), *SCHEMES.items()):
        hints = get_type_hints(group, vars(model))
        for field in fields(group):
            known[f"{name}.{field.name}"] = hints[field.name].__args__[0]
    return known


def _read_entry(
    entry: dict[str, Any], place: str, file: str, known: dict[str, type], faults: list[str]
) -> PolicyValue[Any] | None:
    own = [
        *(f"{place}: missing; expected the key {key!r}" for key in sorted(REQUIRED - entry.keys())),
        *(
            f"{place}: unknown key {key!r}; expected one of {', '.join(sorted(REQUIRED | OPTIONAL))}"
            for key in sorted(entry.keys() - REQUIRED - OPTIONAL)
        ),
    ]
    if not own:
        own.extend(_faults_of_fields(entry, place, known))
    if own:
        faults.extend(own)
        return None
    try:
        value = read_value(entry["value"], entry.get("edge"), known[entry["key"]])
    except ValueError as error:
        faults.append(f"{place}: {entry['value']!r}; expected {error}")
        return None
    return PolicyValue(
        key=entry["key"],
        value=value,
        written=entry["value"],
        standing=entry["standing"],
        source=Source(entry["document"], entry["place"], entry["says"]),
        first_day=entry["from"],
        last_day=entry.get("until"),
        edition=entry.get("edition"),
        interpretation=entry.get("interpretation"),
        file=file,
    )


def _faults_of_fields(entry: dict[str, Any], place: str, known: dict[str, type]) -> list[str]:
    texts = ("document", "place", "says", "value", "key", "standing")
    faults = [
        f"{place}: {field} {entry[field]!r}; expected a text"
        for field in texts
        if not isinstance(entry[field], str) or not entry[field].strip()
    ]
    faults.extend(
        f"{place}: {field} {entry[field]!r}; expected a day"
        for field in ("from", "until", "checked_on")
        if field in entry and type(entry[field]) is not date
    )
    if faults:
        return faults
    if entry["key"] not in known:
        faults.append(f"{place}: unknown value {entry['key']!r}; expected one of the model's")
    if entry["standing"] not in STANDINGS:
        faults.append(f"{place}: standing {entry['standing']!r}; expected one of {', '.join(STANDINGS)}")
    if entry["standing"] == "interpreted" and "interpretation" not in entry:
        faults.append(f"{place}: interpreted; expected the id of its interpretation")
    if entry.get("edition", EDITIONS[0]) not in EDITIONS:
        faults.append(f"{place}: edition {entry['edition']!r}; expected one of {', '.join(EDITIONS)}")
    return faults


def _first_day(value: PolicyValue[Any]) -> date:
    return value.first_day


def _faults_of_coverage(key: str, edition: str, values: list[PolicyValue[Any]]) -> list[str]:
    if not values:
        return [f"{key} ({edition}): no value; expected at least one"]
    faults = []
    ordered = sorted(values, key=_first_day)
    for before, after in itertools.pairwise(ordered):
        if before.last_day is None or before.last_day >= after.first_day:
            faults.append(
                f"{before.file}: {key} ({edition}) has two values on {after.first_day.isoformat()}; expected one"
            )
        elif before.last_day + timedelta(days=1) != after.first_day:
            faults.append(
                f"{before.file}: {key} ({edition}) has no value from "
                f"{(before.last_day + timedelta(days=1)).isoformat()} to "
                f"{(after.first_day - timedelta(days=1)).isoformat()}; expected no gap"
            )
    faults.extend(
        f"{value.file}: {key} ends on {value.last_day.isoformat()} before it begins; expected a later day"
        for value in ordered
        if value.last_day is not None and value.last_day < value.first_day
    )
    return faults


def _digest(edition: Edition, values: list[PolicyValue[Any]]) -> str:
    """Name a set of values: SHA-256 over edition, keys, values as written, edges and standing."""
    lines = [[value.key, value.written, str(value.value), value.standing] for value in values]
    return hashlib.sha256(json.dumps([edition, lines]).encode()).hexdigest()
