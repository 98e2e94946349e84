"""What is recorded of reconciliations, in words; light enough to be loaded wherever the journal is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.present.wording import sentence_end
from domain.events.reports import DifferenceSettled, DifferencesTakenUp, ReportMappingSaved

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domain.events import Event

FIELDS: Final[Mapping[str, str]] = {
    "casegroup_id": "casegroup",
    "case_id": "case",
    "owed_to": "owed to",
    "status": "status",
    "amount": "amount",
    "nino": "NINO",
    "surname": "surname",
}
"""The fields of reconciliation as people call them."""
LONGEST_WORD: Final = 60
MOST_NAMED: Final = 6


def brief(text: str) -> str:
    """Cut a text from a file to what a sentence bears."""
    return text if len(text) <= LONGEST_WORD else f"{text[: LONGEST_WORD - 1]}…"


def mapping_text(columns: Mapping[str, str]) -> str:
    """Say in people's words which heading is which field."""
    return ", ".join(f"{FIELDS.get(name, name)} from {brief(heading)!r}" for name, heading in columns.items())


def listed(texts: Iterable[str]) -> str:
    """Name the first of many, and say how many more there are."""
    told = list(texts)
    more = f" and {len(told) - MOST_NAMED:,} more" if len(told) > MOST_NAMED else ""
    return ", ".join(told[:MOST_NAMED]) + more


def counted(count: int) -> str:
    """Say how many differences there are."""
    return "1 difference" if count == 1 else f"{count:,} differences"


def reconciliation_sentence(event: Event) -> str | None:
    """Say in one sentence what is recorded of a reconciliation; None of any other event."""
    match event:
        case DifferencesTakenUp():
            compared = f"{listed(map(brief, event.left))} against {listed(map(brief, event.right))}"
            total = event.on_casegroups + len(event.unknown)
            told = f"{counted(total)} of {compared} made work"
            at_office = f", {len(event.unknown):,} of casegroups not in this store" if event.unknown else ""
            named = "; ".join(f"{found.difference_id} {found.detail}" for found in event.unknown[:MOST_NAMED])
            more = "; …" if len(event.unknown) > MOST_NAMED else ""
            return sentence_end(f"{told}{at_office}{f': {named}{more}' if named else ''}")
        case ReportMappingSaved():
            return sentence_end(f"Headings of reports kept as {event.name}: {mapping_text(event.columns)}")
        case DifferenceSettled():
            return sentence_end(f"Difference {event.difference_id} settled: {event.note}")
        case _:
            return None
