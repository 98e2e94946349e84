"""Look-ups: whether somebody named in an application is known here, by number and name, and what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from console.desk.masking import restricted_to
from console.desk.numbers import numbers_meant
from console.desk.office import office_of, perform_office, preview_office
from domain.document import reread_casegroup
from domain.identifiers import normalise_nino
from domain.look_ups.decision import waiting_look_ups
from domain.look_ups.requests import RecordLookUp, SettleLookUp
from domain.look_ups.rules import Found, differs, result
from storage.folding import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from console.desk.desk import Desk
    from console.desk.office import OfficeAnswer
    from domain.casegroup import Casegroup, Person
    from domain.events.requests import LookUpResult, LookUpSubject
    from domain.look_ups.decision import WaitingLookUp

MOST_CANDIDATES: Final = 50


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What a look-up came to: everybody found, and what differs.

    `withheld` where it met a record that is not this person's to see: to them the look-up failed.
    """

    subject: LookUpSubject
    answers: Mapping[str, str]
    result: LookUpResult
    found: tuple[Found, ...]
    withheld: bool = False

    @property
    def sure(self) -> tuple[Found, ...]:
        """Give those whose number and name agree."""
        return tuple(one for one in self.found if one.agrees == "number_and_name")

    @property
    def differences(self) -> tuple[str, ...]:
        """Name the answers that are not what is held of the one person found."""
        told = self.sure[0].differences if len(self.sure) == 1 else ()
        return (*told, "on_csa") if differs(self.answers, self.result) else told


def look_up(desk: Desk, subject: LookUpSubject, answers: Mapping[str, str]) -> LookedUp:
    """Look for somebody by number and name among everybody of the store, without recording anything.

    Where a restricted record is among those found it fails for somebody not nominated, as any look-up may.
    """
    desk.require_place_on_roster()
    said = {field: value.strip() for field, value in answers.items() if value.strip()}
    found = [one for casegroup in _candidates(desk, said) for one in _found(casegroup, subject, said)]
    hidden = restricted_to(desk, [one.casegroup_id for one in found])
    if hidden:
        return LookedUp(subject, said, "failed", (), withheld=True)
    return LookedUp(subject, said, result(said, found), tuple(found))


def _candidates(desk: Desk, said: Mapping[str, str]) -> Iterator[Casegroup]:
    """Give the casegroups in which a word of the index is the number, or all words of the name are found."""
    texts = [said.get("nino", ""), " ".join(filter(None, (said.get("surname"), said.get("forenames"))))]
    keys = dict.fromkeys(key for text in texts if text for key in desk.store.search(text)[:MOST_CANDIDATES])
    numbers = [row.casegroup_id for row in desk.store.worklist_rows(list(keys))]
    facts_of = desk.store.latest_facts_of(numbers)
    for number in numbers:
        yield reread_casegroup(facts_of[number].body)


def _found(casegroup: Casegroup, subject: LookUpSubject, said: Mapping[str, str]) -> Iterator[Found]:
    people = [casegroup.paying_parent, *(case.receiving_parent for case in casegroup.cases)]
    wanted = {"applicant": people[1:], "paying_parent": people[:1], "partner": people}[subject]
    nino = normalise_nino(said.get("nino", ""))
    name = [*words(said.get("surname", "")), *words(said.get("forenames", ""))]
    best: Found | None = None
    for person in wanted:
        same_number = bool(nino) and person.nino == nino
        same_name = bool(name) and name == [*words(person.surname or ""), *words(person.forenames or "")]
        if same_number and same_name:
            best = Found(casegroup.casegroup_id, "number_and_name", _differences(person, said))
            break
        if best is None and (same_number or same_name):
            agrees = "number_only" if same_number else "name_only"
            best = Found(casegroup.casegroup_id, agrees, _differences(person, said))  # type: ignore[arg-type]
    if best is not None:
        yield best


def _differences(person: Person, said: Mapping[str, str]) -> tuple[str, ...]:
    """Name the answers that are not what is held; what was not asked, or is not held, does not differ."""
    held = {
        "nino": person.nino or "",
        "surname": person.surname or "",
        "forenames": person.forenames or "",
        "date_of_birth": person.date_of_birth.isoformat() if person.date_of_birth else "",
    }
    return tuple(
        field for field, value in held.items() if value and said.get(field) and words(said[field]) != words(value)
    )


def record_look_up(
    desk: Desk, looked_up: LookedUp, *, preview: bool = False, request_id: str | None = None
) -> OfficeAnswer:
    """Record what the automatic look-up found; one that failed, or differs, then waits for a manual one."""
    request = RecordLookUp(
        subject=looked_up.subject,
        how="automatic",
        answers={} if looked_up.withheld else _kept(desk, looked_up.answers, looked_up.found),
        result=looked_up.result,
        casegroup_ids=tuple(one.casegroup_id for one in looked_up.sure),
        differences=looked_up.differences,
    )
    return preview_office(desk, request) if preview else perform_office(desk, request, request_id)


def _kept(desk: Desk, answers: Mapping[str, str], found: Sequence[Found]) -> dict[str, str]:
    """Give what is kept of who it was about: nothing where a restricted record was met, for all read the entry."""
    return {} if desk.store.restricted_of([one.casegroup_id for one in found]) else dict(answers)


def record_manual(
    desk: Desk,
    look_up_id: str,
    outcome: LookUpResult,
    casegroup_ids: tuple[str, ...],
    note: str,
    *,
    preview: bool = False,
    request_id: str | None = None,
) -> OfficeAnswer:
    """Record what somebody found by hand in the systems; where that differs, corrective action is asked for.

    Raises NoSuchCasegroupError for a casegroup that is not in the store.
    """
    waiting = _waiting(desk, look_up_id)
    casegroup_ids = tuple(numbers_meant(desk.store, casegroup_ids))
    request = RecordLookUp(
        subject=waiting.event.subject if waiting else "applicant",
        how="manual",
        answers={} if not waiting or desk.store.restricted_of(casegroup_ids) else waiting.event.answers,
        result=outcome,
        casegroup_ids=casegroup_ids,
        of_look_up=look_up_id,
        note=note,
    )
    return preview_office(desk, request) if preview else perform_office(desk, request, request_id)


def settle_look_up(
    desk: Desk, look_up_id: str, note: str, *, preview: bool = False, request_id: str | None = None
) -> OfficeAnswer:
    """Say what corrective action was taken, or why none is needed."""
    request = SettleLookUp(look_up_id=look_up_id, note=note)
    return preview_office(desk, request) if preview else perform_office(desk, request, request_id)


def look_ups_waiting(desk: Desk) -> tuple[WaitingLookUp, ...]:
    """Give the look-ups that wait for somebody, oldest first."""
    return waiting_look_ups(office_of(desk))


def _waiting(desk: Desk, look_up_id: str) -> WaitingLookUp | None:
    return next((one for one in look_ups_waiting(desk) if one.event.look_up_id == look_up_id), None)
