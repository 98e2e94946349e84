"""What is recorded of loading and selection, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.present.wording import day, sentence_end
from domain.events.selection import (
    CasegroupSelected,
    CasegroupTakenOut,
    CriteriaChanged,
    DataExceptionFound,
    DataExceptionSettled,
    SystemLoaded,
    TrancheSelected,
)
from domain.selection.loads import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from domain.events import Event

CRITERIA: Final[Mapping[str, str]] = {
    "system": "System",
    "region": "Region",
    "scheme": "Scheme",
    "segment": "Segment",
    "benefit": "Benefit",
    "case_status": "Case status",
}
STATUSES: Final[Mapping[str, str]] = {
    "maintenance_and_arrears": "maintenance and arrears",
    "maintenance_only": "maintenance only",
    "arrears_only": "arrears only",
    "nothing_left": "nothing left to close",
}
SEGMENTS: Final[Mapping[str, str]] = {
    "1": "1 nil assessed",
    "2": "2 nothing paid",
    "3": "3 some payment, clerical",
    "4": "4 some payment, on a system",
    "5": "5 payment by enforcement",
}
MODES: Final[Mapping[str, str]] = {"full": "whole", "delta": "what changed"}
SETTLED: Final[Mapping[str, str]] = {
    "loaded": "a good document came",
    "superseded": "a later load found it otherwise",
    "by_hand": "by hand",
}


def criterion_word(name: str, word: str | None) -> str:
    """Say one value of a criterion; what nobody knows is a word too."""
    if word is None:
        return "not known"
    return {"case_status": STATUSES, "segment": SEGMENTS}.get(name, {}).get(word, word)


def criterion_line(name: str, words: Iterable[str | None]) -> str:
    """Say what a criterion asks for: any, or some of its values."""
    told = ", ".join(criterion_word(name, word) for word in words)
    return f"{CRITERIA.get(name, name)}: {told or 'any'}"


def selection_sentences(event: Event) -> Iterator[str]:
    """Say what an event of loading or selection records; nothing where it is another's."""
    match event:
        case CasegroupSelected():
            ends = day(event.liability_end_date)
            yield f"Selected in tranche {event.tranche}: every case closes, liability ends on {ends}."
            for case_id, segment in event.segments.items():
                word = criterion_word("segment", None if segment is None else str(segment))
                yield f"  Case {case_id}: segment {word}."
        case CasegroupTakenOut():
            yield sentence_end(f"Taken out of tranche {event.tranche}: {event.reason}")
        case SystemLoaded():
            yield (
                f"{event.system} loaded, {MODES[event.mode]}, as of {day(event.extracted_on)}: {event.file_name}, "
                f"{event.loaded:,} loaded, {event.unchanged:,} unchanged, {event.left_out:,} left out, "
                f"{event.data_exceptions:,} with data exceptions."
            )
            if event.missing:
                yield f"  {event.missing:,} held of {event.system} are not in it; nothing of them was deleted."
        case DataExceptionFound():
            of = f" of casegroup {event.casegroup_id}" if event.casegroup_id else ""
            yield f"Data exception {event.data_exception_id}{of}: {event.system}, {place_of(event)}."
            yield from (f"  {fault}" for fault in event.faults)
        case DataExceptionSettled():
            note = f": {event.note}" if event.note else ""
            yield sentence_end(f"Data exception {event.data_exception_id} settled, {SETTLED[event.how]}{note}")
        case CriteriaChanged():
            yield from _changed(event)
        case TrancheSelected():
            apart = f", segment {event.segment} apart" if event.segment else ""
            yield (
                f"Tranche {event.tranche} selected{apart}: {event.casegroups:,} casegroups, liability ends on "
                f"{day(event.liability_end_date)}; {event.exceptions:,} went to exceptions."
            )
        case _:
            return


def _changed(event: CriteriaChanged) -> Iterator[str]:
    until = f"until {day(event.until)}, then the former ones again" if event.until else "until changed again"
    yield f"Selection: {event.casegroups:,} casegroups {event.frequency}, {until}: {sentence_end(event.reason)}"
    if not event.criteria:
        yield "  Any casegroup."
    yield from (f"  {criterion_line(name, words)}." for name, words in event.criteria.items())
