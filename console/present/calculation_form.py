"""The words of the calculation form: what each field is called, how it is written, and what is still not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from console.present.calculation import RATES, STEPS, WHY, cases_in_words
from console.present.wording import capital, day, pounds, sentence_end
from domain.calculation.form import (
    BENEFIT,
    CHILDREN,
    CHILDREN_EXPECTED,
    DAY,
    INCOME,
    NIGHTS,
    NOTE,
    OTHERS,
    OTHERS_EXPECTED,
    SCHEME,
    SCHEME_EXPECTED,
    YES_OR_NO,
    is_not_known,
    parent_of_field,
    read_field,
    why_not_known,
)
from domain.events.reports import CalculationSaved
from domain.queue import day_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from domain.calculation.form import Gathered
    from domain.casefile import Casefile
    from domain.events import Recorded

TITLES: Final[Mapping[str, str]] = {
    SCHEME: "Scheme",
    DAY: "Values of",
    INCOME: "Income",
    BENEFIT: "On a prescribed benefit",
    OTHERS: "Relevant other children",
    CHILDREN: "Qualifying children",
    NIGHTS: "Nights a year",
    NOTE: "Note to keep with it",
}
WRITTEN: Final[Mapping[str, str]] = {
    SCHEME: SCHEME_EXPECTED,
    DAY: "a day such as 12 May 2015",
    INCOME: "such as 850.00 a week or 31200.00 a year",
    BENEFIT: YES_OR_NO,
    OTHERS: OTHERS_EXPECTED,
    CHILDREN: CHILDREN_EXPECTED,
    NIGHTS: "one number for all, such as 104, or one for each child: 0,175",
    NOTE: "anything worth knowing; it may stay empty",
}
MEANINGS: Final[Mapping[str, str]] = {
    SCHEME: "2003: Child Support Act 1991 as substituted in 2000. 2012: the same as amended in 2008.",
    DAY: "The day whose figures of the law count, and on which the weekly amount on the case is looked up.",
    INCOME: "The paying parent's income without benefits: net under the 2003 scheme, gross under the 2012 scheme.",
    BENEFIT: "A prescribed benefit gives the flat rate, whatever the other income.",
    OTHERS: "Other children for whom the paying parent or their partner gets child benefit.",
    CHILDREN: "The children this receiving parent cares for, for whom maintenance is worked out.",
    NIGHTS: "How many nights a year each of these children stays with the paying parent.",
    NOTE: "It is kept with the calculation. Where neither of the usual reasons fits, it has to say why it is kept.",
}
WHY_IN_BRIEF: Final[Mapping[str, str]] = {
    "left_unfinished": "left unfinished",
    "balance_queried": "balance queried",
    "other": "see its note",
}
NOT_TYPED: Final = "nothing is typed yet"


def field_title(key: str) -> str:
    """Name a field; those of a second receiving parent and further ones are numbered."""
    field, place = parent_of_field(key)
    return TITLES[field] if place in {None, 1} else f"{TITLES[field]} ({place})"


def field_written(key: str) -> str:
    """Say how a field is written."""
    return WRITTEN[parent_of_field(key)[0]]


def field_meaning(key: str) -> str:
    """Say what a field is."""
    return MEANINGS[parent_of_field(key)[0]]


def field_shown(key: str, text: str, scheme: str = "") -> str:
    """Write the value of a field as people read it."""
    if is_not_known(text):
        return f"not known: {why_not_known(text)}"
    value: Any = read_field(key, text)
    match parent_of_field(key)[0]:
        case "income":
            kind = {"2003": "net ", "2012": "gross "}.get(scheme, "")
            return f"{pounds(value[0])} {kind}a {'year' if value[1] else 'week'}"
        case "day":
            return day(value)
        case "benefit":
            return "yes" if value else "no"
        case "other_children":
            return str(value) if value else "none"
        case "nights":
            return _nights(value)
        case _:
            return str(value)


def _nights(nights: tuple[int, ...]) -> str:
    if not any(nights):
        return "none"
    return f"{nights[0]} for each child" if len(nights) == 1 else f"child by child {', '.join(map(str, nights))}"


def gap_sentences(gathered: Gathered) -> Iterator[str]:
    """Say of each field that nobody knows why it is not known, and what does not fit together."""
    for gap in gathered.gaps:
        yield f"{field_title(gap.key)}: {sentence_end(gap.reason or NOT_TYPED)}"
    for fault in gathered.faults:
        yield sentence_end(capital(fault))


def gaps_in_brief(gathered: Gathered) -> str:
    """Name the fields that nobody knows; gives what does not fit together where all are known."""
    names = [field_title(gap.key) for gap in gathered.gaps]
    return ", ".join(name[:1].lower() + name[1:] for name in names) or "; ".join(gathered.faults)


# ------------------------------------------------------------------------------------------------ what was kept before


def kept_calculations(casefile: Casefile) -> tuple[tuple[Recorded, CalculationSaved], ...]:
    """Give the calculations kept with a casegroup that were not set aside, the newest first."""
    return tuple(
        (entry, entry.event) for entry in reversed(casefile.calculations) if isinstance(entry.event, CalculationSaved)
    )


def kept_sentence(saved: CalculationSaved) -> str:
    """Say what a kept calculation came to, for which case, and why it was kept."""
    return (
        f"{pounds(saved.weekly_pence)} a week, {RATES[saved.rate]}, {saved.scheme} scheme, {cases_in_words(saved)}, "
        f"values of {day(saved.calculated_on)}; {kept_why(saved)}"
    )


def kept_why(saved: CalculationSaved) -> str:
    """Say why a calculation was kept, as a sentence's end with the note behind it."""
    note = f" {sentence_end(saved.reason)}" if saved.reason else ""
    return f"{WHY[saved.why]}.{note}"


def kept_line(entry: Recorded, saved: CalculationSaved) -> str:
    """Say what was kept, under which number, when and by whom."""
    return f"Kept as entry {entry.seq} on {day(day_of(entry.at))} by {entry.actor}: {kept_sentence(saved)}"


def kept_steps(saved: CalculationSaved) -> tuple[str, ...]:
    """Give the steps of a calculation as they were when it was kept, each under its name."""
    parts = (step.partition(": ") for step in saved.steps)
    return tuple(f"{STEPS.get(name, name)}: {rest}" for name, _, rest in parts)
