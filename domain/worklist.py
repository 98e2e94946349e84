"""One line of the worklist: what a casegroup waits for, derived from its casefile and nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.queue import breakdown_state
from domain.restricted import FLAG, is_restricted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from domain.casefile import Casefile, Stage
    from domain.casegroup import Casegroup, Person


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """A line of the worklist; amounts in pence, `search_text` holds every name and identifier, one a line."""

    casegroup_id: str
    paying_parent: str
    nino: str
    systems: str
    closing_cases: int
    due_date: date | None
    stage: Stage
    deferred_until: date | None
    debt_balance_pence: int | None
    discrepancy_pence: int | None
    residual_pence: int | None
    check_due_on: date | None
    flags: str
    search_text: str
    facts_version: int
    last_seq: int
    restricted: bool = False


def worklist_row(casefile: Casefile) -> WorklistRow:
    """Derive the line of the worklist from a casefile."""
    casegroup, validation = casefile.casegroup, casefile.validation
    return WorklistRow(
        casegroup_id=casegroup.casegroup_id,
        paying_parent=name_in_list(casegroup.paying_parent),
        nino=casegroup.paying_parent.nino or "",
        systems=systems_in_list(casegroup),
        closing_cases=len(casegroup.closing_cases),
        due_date=casefile.due_date,
        stage=casefile.stage,
        deferred_until=casefile.deferral.deferred_until if casefile.deferral else None,
        debt_balance_pence=_debt_balance(casefile),
        discrepancy_pence=validation.discrepancy_pence if validation else None,
        residual_pence=_left(casefile),
        check_due_on=casefile.check_due_on,
        flags=" ".join(_flags(casefile)),
        search_text="\n".join(dict.fromkeys(_search_terms(casegroup))),
        facts_version=casefile.facts_version,
        last_seq=max((entry.seq for entry in casefile.recorded), default=0),
        restricted=is_restricted(casegroup),
    )


def _left(casefile: Casefile) -> int | None:
    """Give what is left unexplained; once it is amended nothing is."""
    if casefile.validation is None:
        return None
    return 0 if casefile.amended else casefile.validation.residual_pence


def name_in_list(person: Person) -> str:
    """Write a name as lists sort it: surname in capitals, then forenames."""
    return " ".join(part for part in ((person.surname or "").upper(), person.forenames or "") if part)


def systems_in_list(casegroup: Casegroup) -> str:
    """Count the closing cases by system: `CS2 2, CCD 1`."""
    counts = Counter(case.system for case in casegroup.closing_cases)
    return ", ".join(f"{system} {counts[system]}" for system in ("CS2", "CSCS", "CCD") if counts[system])


def _debt_balance(casefile: Casefile) -> int | None:
    if casefile.disposal is not None and casefile.disposal_complete:
        return 0
    total = 0
    for case in casefile.casegroup.closing_cases:
        for receivable in case.receivables:
            if receivable.type == "child_maintenance":
                if receivable.outstanding is None:
                    return None
                total += receivable.outstanding
    return total


def _flags(casefile: Casefile) -> Iterator[str]:
    validation = casefile.validation
    if is_restricted(casefile.casegroup):
        yield FLAG
    if validation and validation.offsetting:
        yield "offsetting"
    if any(case.system == "CCD" for case in casefile.casegroup.closing_cases):
        yield "clerical"
    if casefile.amended:
        yield "amended"
    if breakdown_state(casefile) is not None:
        yield "breakdown"
    if any(exception.state == "clerical_case" for exception in casefile.exceptions):
        yield "clerical_case"
    if casefile.notes:
        yield "note"
    if casefile.facts_after_closing:
        yield "facts_after_closing"


def _search_terms(casegroup: Casegroup) -> Iterator[str]:
    yield casegroup.casegroup_id
    if casegroup.transition_request:
        yield casegroup.transition_request.request_id
    yield from _person_terms(casegroup.paying_parent)
    for case in casegroup.cases:
        yield case.case_id
        yield from _person_terms(case.receiving_parent)
        for child in case.children:
            yield child.name or ""


def _person_terms(person: Person) -> Iterator[str]:
    yield person.person_id
    yield " ".join(part for part in (person.forenames, person.surname) if part)
    if person.nino:
        yield person.nino
    if person.representative and person.representative.name:
        yield person.representative.name
