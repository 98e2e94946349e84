"""What selection and taking out change about a casefile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.casegroup import Journey, LiabilityMarkEntry
from domain.events.letters import LetterIssued
from domain.events.selection import CasegroupSelected, CasegroupTakenOut
from domain.liability import ongoing

if TYPE_CHECKING:
    from domain.casefile import Casefile
    from domain.casegroup import Case, Casegroup
    from domain.events import Recorded


def after_selection(casefile: Casefile, entry: Recorded) -> Casefile:
    """Apply an entry of selection to a casefile: a casegroup in a tranche closes with all its cases.

    One taken out before anybody was written to is as its document has it again. Where clients were told the day on
    which liability ends, that day stands, and a person decides what becomes of it.
    """
    match entry.event:
        case CasegroupSelected() as event:
            return replace(casefile, selected=event, casegroup=_selected(casefile.casegroup, event), check=None)
        case CasegroupTakenOut():
            taken = casefile.selected
            if taken is None or any(isinstance(letter.event, LetterIssued) for letter in casefile.letters):
                return replace(casefile, selected=None)
            return replace(
                casefile, selected=None, casegroup=_as_before(casefile.casegroup, casefile.document, taken), check=None
            )
        case _:
            raise AssertionError(entry.event.kind)


def _selected(casegroup: Casegroup, event: CasegroupSelected) -> Casegroup:
    cases = tuple(_closing(case, event) for case in casegroup.cases)
    return casegroup.model_copy(update={"journey": _journey(casegroup.journey, event), "cases": cases})


def _journey(journey: Journey, event: CasegroupSelected) -> Journey:
    """Make the journey proactive; a document of a later day may say that an application has come since."""
    turned = journey.application_received_on is not None and journey.kind in {"reactive", "proactive_to_reactive"}
    told = {
        "kind": "proactive_to_reactive" if turned else "proactive",
        "selected_on": event.selected_on,
        "tranche": event.tranche,
        "liability_end_date": event.liability_end_date,
    }
    unknown = {field: reason for field, reason in journey.not_known.items() if field not in told}
    return journey.model_copy(update={**told, "not_known": unknown})


def _closing(case: Case, event: CasegroupSelected) -> Case:
    """Put a case in closure; where its liability would go on after the day, it ends on it."""
    change: dict[str, object] = {"in_case_closure": True}
    if ongoing(case, event.liability_end_date).broken is not False:
        change["liability_events"] = (*case.liability_events, _end(event))
    return case.model_copy(update=change)


def _end(event: CasegroupSelected) -> LiabilityMarkEntry:
    return LiabilityMarkEntry.model_construct(
        kind="liability_end", effective_date=event.liability_end_date, not_known={}
    )


def _as_before(casegroup: Casegroup, document: Casegroup, taken: CasegroupSelected) -> Casegroup:
    """Give a casegroup the journey and the closure of its document back, and leave all else as it stands."""
    cases = []
    for case, received in zip(casegroup.cases, document.cases, strict=True):
        events = case.liability_events
        if len(events) > len(received.liability_events) and events[-1] == _end(taken):
            events = events[:-1]
        cases.append(case.model_copy(update={"in_case_closure": received.in_case_closure, "liability_events": events}))
    return casegroup.model_copy(update={"journey": document.journey, "cases": tuple(cases)})
