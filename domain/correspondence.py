"""Where journeys and letters meet: for each client of a casegroup, which letter goes on a day or why none does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.arrived import arrival_of
from domain.journey.decision import timeline
from domain.letters.choice import choose
from domain.letters.model import ArrivedArrears, DueNotice, Situation, SystemFacts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from domain.casefile import Casefile
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
    arrived: Mapping[str, ArrivedArrears] | None = None,
) -> tuple[tuple[Recipient, Issue | NoLetter], ...]:
    """Choose for every client of a casegroup, the paying parent first.

    `refreshed_on` says when each system's facts were last brought up to date; `sent` has the letters issued so far by
    person. `meets_criteria` is selection's answer, None where it cannot tell. `arrived` has the arrears of each person
    that are with the new scheme; None while the casegroup is not closed.
    """
    found = timeline(casegroup, day, policy)
    answers = []
    for recipient in found.recipients:
        asked = situation(casegroup, found, recipient, refreshed_on, sent, meets_criteria, arrived)
        answers.append((recipient, choose(asked, policy.journey)))
    return tuple(answers)


def arrived_arrears(casefile: Casefile) -> dict[str, ArrivedArrears] | None:
    """Give what of the arrears is with the new scheme, by person, once nothing is left to be added there.

    The paying parent owes all of it; a receiving parent is told of what is owed to them. None while the casegroup is
    not closed.
    """
    if casefile.closed is None:
        return None
    if not casefile.arrival:
        return {}
    found = arrival_of(casefile)
    if found.completed is None:
        return {}
    owed: dict[str, int] = {}
    for line in found.on_cms:
        concerned = [casefile.casegroup.paying_parent.person_id]
        case = casefile.case(line.case_id)
        if case is not None and line.owed_to == "receiving_parent":
            concerned.append(case.receiving_parent.person_id)
        for person_id in concerned:
            owed[person_id] = owed.get(person_id, 0) + line.amount_pence
    return {person_id: ArrivedArrears(found.completed.completed_on, pence) for person_id, pence in owed.items()}


def situation(
    casegroup: Casegroup,
    found: Timeline,
    recipient: Recipient,
    refreshed_on: Mapping[System, date],
    sent: Mapping[str, tuple[SentLetter, ...]],
    meets_criteria: Truth,
    arrived: Mapping[str, ArrivedArrears] | None = None,
) -> Situation:
    """Put together what the choice is told about one client on the day of the timeline."""
    selected_on = found.status_day
    cases = [case for case in casegroup.cases if case.case_id in recipient.case_ids]
    systems = dict.fromkeys(case.system for case in cases)
    return Situation(
        person=person_of(casegroup, recipient.person_id),
        role=recipient.role,
        day=found.as_at,
        selected_on=selected_on,
        status=recipient.status,
        notices=tuple(_due(notice) for notice in found.notices_for(recipient.person_id)),
        sent=sent.get(recipient.person_id, ()),
        facts=tuple(SystemFacts(system, refreshed_on.get(system)) for system in systems),
        meets_criteria=None if found.course is None else meets_criteria,
        missing=(*found.missing, *recipient.missing),
        arrived=(arrived or {}).get(recipient.person_id),
        closed=arrived is not None,
    )


def person_of(casegroup: Casegroup, person_id: str) -> Person:
    """Give the client of that id; raises StopIteration where the casegroup has none."""
    return next(person for person in _people(casegroup) if person.person_id == person_id)


def _people(casegroup: Casegroup) -> Iterator[Person]:
    yield casegroup.paying_parent
    for case in casegroup.cases:
        yield case.receiving_parent


def _due(notice: Notice) -> DueNotice:
    # Without a postcode nobody knows the client's holidays; the day it is due says when to look for an address.
    goes_out_on = notice.due.day if notice.part is None else notice.goes_out.day
    return DueNotice(notice.occasion, notice.course, goes_out_on, () if goes_out_on else notice.goes_out.missing)
