"""The rules in words: a value, a doubt that was settled, a statement of the documents; short for a list, and whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from console.present.explain import DEFERRAL_TITLES, DOCUMENTS, source_sentence
from console.present.wording import STANDINGS, capital, day, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.desk.rule_book import Statement
    from domain.policy.interpretations import Interpretation
    from domain.policy.model import PolicyValue
    from domain.source import Standing

GROUP_TITLES: Final = {
    "deferral": "Deferral",
    "validation": "Validation",
    "journey": "Journey",
    "disposal": "Disposal",
    "arrival": "Arrival",
    "selection": "Selection",
    "scheme_2003": "2003 scheme",
    "scheme_2012": "2012 scheme",
}
# An assumed value never looks like a stated one.
STANDING_WORDS: Final[dict[Standing, str]] = {
    "stated": "stated",
    "interpreted": "INTERPRETED",
    "assumed": "ASSUMED",
}
ABBREVIATIONS: Final = {"cs2": "CS2", "cscs": "CSCS", "ccd": "CCD", "cms": "CMS", "t": "T"}
UNTIL_CHANGED: Final = "It holds until a case manager changes it; F6 on the worklist shows what is asked now."


def group_title(key: str) -> str:
    """Name the part of the work a value belongs to."""
    return GROUP_TITLES[key.partition(".")[0]]


def value_title(key: str) -> str:
    """Name a value as people do."""
    group, _, name = key.partition(".")
    if group == "deferral":
        return DEFERRAL_TITLES[name]
    return capital(" ".join(ABBREVIATIONS.get(word, word) for word in name.split("_")).replace("T date", "T-date"))


def value_line(value: PolicyValue[Any]) -> str:
    """Say a value in a list: what it is of, and what it is."""
    return f"{value_title(value.key)}: {words(value.written)}"


def value_sentences(
    value: PolicyValue[Any], dated: Sequence[PolicyValue[Any]], settled: Interpretation | None
) -> list[str]:
    """Say everything about a value: standing, edition, days, place in the documents, and what else it was or is."""
    edition = f"edition {value.edition} alone" if value.edition else "every edition"
    said = [
        f"{words(value.written)}, {STANDINGS[value.standing]}.",
        f"In force {_days_of(value)}, in {edition}.",
        "",
        source_sentence(value.source),
        value.source.says,
        *([UNTIL_CHANGED] if value.key.startswith("selection.") else []),
        f"Known to the program as {value.key}, in {value.file}.",
    ]
    others = [entry for entry in dated if entry != value]
    if others:
        said += ["", "Other days and editions:"]
        said += [
            f"{words(other.written)} {_days_of(other)}, in {other.edition or 'every edition'}, "
            f"{STANDING_WORDS[other.standing]}."
            for other in others
        ]
    if settled is not None:
        said += ["", f"Rests on a reading: {settled.question}", f"CHOSEN: {settled.choice} {settled.why}"]
    return said


def interpretation_sentences(one: Interpretation, values: Sequence[PolicyValue[Any]]) -> list[str]:
    """Say everything about a doubt: its readings, the one chosen, why, and which values rest on it."""
    said = [*(f"It can be read: {reading}" for reading in one.readings), "", f"CHOSEN: {one.choice}", one.why]
    if values:
        said += ["", "Values that rest on it:"]
        said += [f"{group_title(value.key)}: {value_line(value)}" for value in values]
    return [*said, "", f"Known to the program as {one.id}."]


def statement_sentences(statement: Statement) -> list[str]:
    """Say everything about a statement of the documents: where it stands, where it is met, what shows it."""
    said = [
        statement.asks,
        "",
        f"{DOCUMENTS.get(statement.document, statement.document)}; {statement.family}.",
        f"In the program: {statement.status}{f'. {statement.note}' if statement.note else ''}.",
    ]
    if statement.where:
        said += ["", "Where it is met:", *statement.where]
    if statement.test:
        said += ["", "What shows it:", *(f"{_test_title(test)}." for test in statement.test)]
    return said


def _days_of(value: PolicyValue[Any]) -> str:
    return f"from {day(value.first_day)}{f' to {day(value.last_day)}' if value.last_day else ' on'}"


def _test_title(test: str) -> str:
    """Name a test by its sentence: `tests/x.py::test_a_thing_is_so[case]` is `A thing is so (case)`."""
    name, _, case = (test.partition("::")[2] or test).partition("[")
    return capital(words(name.removeprefix("test_"))) + (f" ({case.removesuffix(']')})" if case else "")
