"""Where journeys and letters meet: for each client of a casegroup, which letter goes on a day or why none does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.journey.decision import timeline
from domain.letters.choice import choose
from domain.letters.model import DueNotice, Situation, SystemFacts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from domain.casegroup import Casegroup, Person, System
    from domain.journey.model import Notice, Recipient, Timeline
    from domain.letters.model import Issue, NoLetter, SentLetter
    from domain.policy.model import Policy
    from domain.truth import Truth


def letters_on(
    casegroup: Casegroup,
    day: date,
    policy: Policy,
    refreshed_on: Mapping[System, date],
    sent: Mapping[str, tuple[SentLetter, ...]],
    *,
    meets_criteria: Truth = True,
) -> tuple[tuple[Recipient, Issue | NoLetter], ...]:
    """Choose for every client of a casegroup, the paying parent first.

    `refreshed_on` says when each system's facts were last brought up to date; `sent` has the letters issued so far by
    person. `meets_criteria` is selection's answer, None where it cannot tell.
    """
    found = timeline(casegroup, day, policy)
    return tuple(
        (recipient, choose(situation(casegroup, found, recipient, refreshed_on, sent, meets_criteria), policy.journey))
        for recipient in found.recipients
    )


def situation(
    casegroup: Casegroup,
    found: Timeline,
    recipient: Recipient,
    refreshed_on: Mapping[System, date],
    sent: Mapping[str, tuple[SentLetter, ...]],
    meets_criteria: Truth,
) -> Situation:
    """Put together what the choice is told about one client on the day of the timeline."""
    selected_on = found.status_day
    cases = [case for case in casegroup.cases if case.case_id in recipient.case_ids]
    systems = dict.fromkeys(case.system for case in cases)
    return Situation(
        person=next(person for person in _people(casegroup) if person.person_id == recipient.person_id),
        role=recipient.role,
        day=found.as_at,
        selected_on=selected_on,
        status=recipient.status,
        notices=tuple(_due(notice) for notice in found.notices_for(recipient.person_id)),
        sent=sent.get(recipient.person_id, ()),
        facts=tuple(SystemFacts(system, refreshed_on.get(system)) for system in systems),
        meets_criteria=None if found.course is None else meets_criteria,
        missing=(*found.missing, *recipient.missing),
    )


def _people(casegroup: Casegroup) -> Iterator[Person]:
    yield casegroup.paying_parent
    for case in casegroup.cases:
        yield case.receiving_parent


def _due(notice: Notice) -> DueNotice:
    return DueNotice(notice.occasion, notice.course, notice.goes_out.day, notice.goes_out.missing)
