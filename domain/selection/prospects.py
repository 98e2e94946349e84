"""A prospect: one derived line for each casegroup, with what selection asks of it.

What the criteria name is kept as bits, one for each word and one for what is not known: a casegroup satisfies a
criterion where it has no bit that is not asked for. What can change by the mere passing of days is marked with the
day on which it next does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from domain.casegroup import AssessmentEntry
from domain.days import LAST_DAY
from domain.notices import case_status
from domain.selection.criteria import VOCABULARY
from domain.selection.obstacles import client_obstacles, settled_at_selection
from domain.selection.segments import segments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from domain.casefile import Casefile
    from domain.casegroup import Case, Casegroup
    from domain.selection.criteria import Criteria

ProspectState = Literal["selectable", "selected", "closing", "closed", "exception", "left_out"]
# Why a casegroup is in its state: a client died or is marked and nobody has been told yet, an exception is open, or
# it went to the clerical case process.
ProspectReason = Literal["", "client", "exception_open", "clerical_case"]
NOT_KNOWN: Final = 128
"""The bit of what nobody knows; no criterion ever asks for it."""

BITS: Final[Mapping[str, Mapping[str, int]]] = {
    name: {word: 1 << place for place, word in enumerate(words)} for name, words in VOCABULARY.items()
}
# No letter goes to those for whom nothing is left, so no criterion may name them.
NOTHING_LEFT: Final = 64


@dataclass(frozen=True, slots=True)
class Prospect:
    """A casegroup as selection sees it on `as_of`, until `changes_on`; bits as above, unknown days are LAST_DAY.

    `oldest` is the first day of its oldest assessment, `last_event` that of its latest liability event.
    """

    casegroup_id: str
    state: ProspectState
    reason: ProspectReason
    tranche: str
    systems: int
    regions: int
    schemes: int
    segments: int
    benefit: int
    status: int
    oldest: date
    last_event: date | None
    as_of: date
    changes_on: date


def prospect_of(casefile: Casefile, day: date) -> Prospect:
    """Derive the line of a casegroup on a day."""
    state, reason = state_of(casefile, day)
    casegroup = casefile.casegroup
    line = Prospect(
        casegroup_id=casegroup.casegroup_id,
        state=state,
        reason=reason,
        tranche=casefile.selected.tranche if casefile.selected else "",
        systems=0,
        regions=0,
        schemes=0,
        segments=0,
        benefit=0,
        status=0,
        oldest=LAST_DAY,
        last_event=None,
        as_of=day,
        changes_on=LAST_DAY,
    )
    if state not in {"selectable", "exception", "left_out"}:
        return line
    bits = {name: _bits(name, words) for name, words in words_of(casefile, day).items()}
    days = [entry.effective_date for case in casegroup.cases for entry in case.liability_events if entry.effective_date]
    return replace(
        line,
        systems=bits["system"],
        regions=bits["region"],
        schemes=bits["scheme"],
        segments=bits["segment"],
        benefit=bits["benefit"],
        status=bits["case_status"],
        oldest=min(_assessments(casegroup), default=LAST_DAY),
        last_event=max(days, default=None),
        changes_on=min((found for found in (*days, *_receipt_days(casegroup)) if found > day), default=LAST_DAY),
    )


def state_of(casefile: Casefile, day: date) -> tuple[ProspectState, ProspectReason]:
    """Tell where a casegroup stands towards selection, and why where it is an exception."""
    if casefile.closed is not None:
        return "closed", ""
    if casefile.selected is not None:
        return "selected", ""
    if casefile.casegroup.in_closure:
        return "closing", ""
    if casefile.open_exceptions:
        return "exception", "exception_open"
    if any(exception.state == "clerical_case" for exception in casefile.exceptions):
        return "exception", "clerical_case"
    if fully_closed(casefile.casegroup, day):
        return "left_out", ""
    obstacles = client_obstacles(casefile.casegroup, day)
    if obstacles and not settled_at_selection(casefile, obstacles):
        return "exception", "client"
    return "selectable", ""


def fully_closed(casegroup: Casegroup, day: date) -> bool:
    """Tell whether nothing accrues, now or later, and nothing at all is outstanding; what is not known may be."""
    return not casegroup.in_closure and all(_nothing_left(case, day) for case in casegroup.cases)


def _nothing_left(case: Case, day: date) -> bool:
    if any(receivable.outstanding != 0 for receivable in case.receivables):
        return False
    ended = [entry.effective_date for entry in case.liability_events if entry.kind == "liability_end"]
    if ended:
        return all(end is not None and end <= day for end in ended)
    assessments = [entry for entry in case.liability_events if isinstance(entry, AssessmentEntry)]
    return not assessments


def words_of(casefile: Casefile, day: date) -> Mapping[str, tuple[str | None, ...]]:
    """Give what a casegroup is by each criterion, every word of any of its cases once; None for what is not known."""
    casegroup = casefile.casegroup
    frozen = casefile.selected.segments if casefile.selected is not None else {}
    found = {**segments(casegroup, day), **frozen}
    status, _ = case_status(casegroup.cases, day)
    return {
        "system": _once(case.system for case in casegroup.cases),
        "region": _once(case.region for case in casegroup.cases),
        "scheme": _once(None if case.scheme is None else str(case.scheme) for case in casegroup.cases),
        "segment": _once(_segment_word(found[case.case_id]) for case in casegroup.cases),
        "benefit": _once(benefit_of(casefile, case.case_id) for case in casegroup.cases),
        "case_status": (status,),
    }


def benefit_of(casefile: Casefile, case_id: str) -> str | None:
    """Tell from the minimum case data whether a receiving parent is on a benefit; None where that is not known."""
    data = casefile.case_data.get(case_id)
    told = (data.fields.get("benefit_status", "") if data else "").strip().casefold()
    return told if told in VOCABULARY["benefit"] else None


def against(criteria: Criteria, words: Mapping[str, tuple[str | None, ...]]) -> Iterator[tuple[str, str | None]]:
    """Give every criterion that a casegroup does not meet with the word that is not asked for, or None if not known."""
    for name, wanted in criteria.items():
        if wanted:
            yield from ((name, word) for word in words[name] if word not in wanted)


def allowed(criteria: Criteria, name: str) -> int | None:
    """Give the bits a criterion asks for; None where it asks nothing."""
    wanted = criteria.get(name, ())
    return sum(BITS[name][word] for word in wanted) if wanted else None


def _bits(name: str, words: Iterable[str | None]) -> int:
    found = 0
    for word in words:
        found |= NOT_KNOWN if word is None else BITS[name].get(word, NOTHING_LEFT)
    return found


def _once(words: Iterable[str | None]) -> tuple[str | None, ...]:
    return tuple(dict.fromkeys(words))


def _segment_word(segment: int | None) -> str | None:
    return None if segment is None else str(segment)


def _assessments(casegroup: Casegroup) -> Iterator[date]:
    for case in casegroup.cases:
        for entry in case.liability_events:
            if isinstance(entry, AssessmentEntry) and entry.effective_date is not None:
                yield entry.effective_date


def _receipt_days(casegroup: Casegroup) -> Iterator[date]:
    return (receipt.received_on for receipt in casegroup.receipts if receipt.received_on is not None)
