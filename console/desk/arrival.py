"""Questions about arrears on their way to CMS: how far each casegroup is, and what each case waits for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.desk.arrival_files import RegisterTaken, ResidualsTaken, take_register, take_residuals
from console.desk.arrival_report import ExceptionsReport, ReportLine, exceptions_report
from console.desk.arrival_run import (
    ON_THE_WAY,
    ArrivalReport,
    ReceiveReport,
    RegisterTold,
    do,
    on_the_way,
    receive,
    register_for,
    register_told,
    run_arrival,
)
from console.desk.desk import casefile_of
from console.desk.masking import restricted_to
from domain.account import unallocated
from domain.arrival.after import signs_of_orders
from domain.arrival.matching import match_case
from domain.arrival.path import MANUAL_HANDLING
from domain.arrival.steps import BUILD, CMS_CASE, SCHEME_DETAILS
from domain.arrived import AFTER_CLOSING, arrival_of, further_write_offs, key_of
from domain.events.arrival import ArrivalStepTaken
from storage.batches import batches

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from console.desk.desk import Desk
    from domain.arrival.matching import Candidate
    from domain.arrival.path import Register
    from domain.arrived import Arrival, ArrivalStage, FurtherWriteOff
    from domain.casefile import Casefile
    from domain.casegroup import Case, Payee, ReceivableStatus
    from domain.events.arrival import ArrivalRoute, ArrivalStep

__all__ = (
    "ArrivalReport", "ArrivalRow", "ArrivalView", "CaseArrival", "DcaReceipt", "ExceptionsReport", "LineTold",
    "ReceiveReport", "RegisterTaken", "RegisterTold", "ReportLine", "ResidualsTaken", "StepTold", "arrival_counts",
    "arrival_keys", "arrival_rows", "do", "exceptions_report", "look", "receive", "register_told", "run_arrival",
    "take_register", "take_residuals",
)  # fmt: skip
CASEGROUPS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ArrivalRow:
    """A casegroup on its way: stage, route, pence that left, became dues and wait, and what is missing.

    Of a restricted record nobody but the nominated learns more than the stage.
    """

    casegroup_id: str
    stage: ArrivalStage
    route: ArrivalRoute | None = None
    received_on: date | None = None
    left_pence: int = 0
    created_pence: int = 0
    waiting_pence: int = 0
    missing: tuple[str, ...] = ()
    owner: str = ""
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class StepTold:
    """A step of a case: how far it is, how it was taken, and what it used and lacks."""

    step: ArrivalStep
    title: str
    state: str
    how: str = ""
    data: dict[str, str] | None = None
    missing: tuple[str, ...] = ()
    not_known: dict[str, str] | None = None
    service_request_id: str = ""


@dataclass(frozen=True, slots=True)
class LineTold:
    """A part of the arrears: pence that left, became dues, wait, and are on CMS now with corrections."""

    owed_to: Payee
    status: ReceivableStatus
    left_pence: int
    created_pence: int
    waiting_pence: int
    on_cms_pence: int


@dataclass(frozen=True, slots=True)
class CaseArrival:
    """A case on its way: the CMS case it was matched to or those it may be, its steps, and its arrears."""

    case_id: str
    system: str
    receiving_parent: str
    matched: bool
    cms_case_id: str | None
    cms_casegroup_id: str | None
    owner: str
    candidates: tuple[Candidate, ...]
    steps: tuple[StepTold, ...]
    lines: tuple[LineTold, ...]
    signs_of_orders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DcaReceipt:
    """A receipt from a debt collection agency: what is unallocated or flagged, and what of it is left, in pence."""

    receipt_id: str
    amount_pence: int
    flagged: bool
    left_pence: int


@dataclass(frozen=True, slots=True)
class ArrivalView:
    """Everything about the arrival of one casegroup; `register` is None where none was ever received."""

    casefile: Casefile
    arrival: Arrival
    cases: tuple[CaseArrival, ...]
    register: RegisterTold | None
    further_write_offs: tuple[FurtherWriteOff, ...]
    dca: tuple[DcaReceipt, ...]
    csa_systems: tuple[str, ...]


def arrival_counts(desk: Desk) -> dict[ArrivalStage, int]:
    """Count the closed casegroups by how far their arrears are."""
    desk.require_place_on_roster()
    counts = desk.store.counts_by_stage()
    return {stage: counts.get(stage, 0) for stage in AFTER_CLOSING}


def arrival_keys(desk: Desk, stages: Iterable[ArrivalStage] = ON_THE_WAY) -> list[str]:
    """Give the casegroups whose arrears are so far, stage by stage, in order of number."""
    return on_the_way(desk, stages)


def arrival_rows(desk: Desk, casegroup_ids: Sequence[str]) -> list[ArrivalRow]:
    """Tell how far some casegroups are, in their order; those that are not closed, or not there, are left out."""
    desk.require_place_on_roster()
    hidden = restricted_to(desk, casegroup_ids)
    restricted = desk.store.restricted_of(sorted(set(casegroup_ids)))
    rows = []
    for page in batches(casegroup_ids, CASEGROUPS_AT_ONCE):
        facts_of, entries_of = desk.store.latest_facts_of(page), desk.store.entries_of(page)
        for number in page:
            if number not in facts_of:
                continue
            casefile = casefile_of(facts_of[number], entries_of.get(number, []))
            if casefile.closed is not None:
                rows.append(_row(casefile, masked=number in hidden, restricted=number in restricted))
    return rows


def _row(casefile: Casefile, *, masked: bool, restricted: bool) -> ArrivalRow:
    arrival, number = arrival_of(casefile), casefile.casegroup.casegroup_id
    if masked:
        return ArrivalRow(number, arrival.stage, restricted=True)
    return ArrivalRow(
        casegroup_id=number,
        stage=arrival.stage,
        route=arrival.route,
        received_on=arrival.received.received_on if arrival.received else None,
        left_pence=sum(line.amount_pence for line in arrival.expected),
        created_pence=sum(line.amount_pence for line in arrival.created),
        waiting_pence=sum(line.amount_pence for line in arrival.waiting),
        missing=tuple(
            f"{step.case_id} {step.step}: {', '.join(step.missing)}"
            for entry in arrival.failed
            if isinstance(step := entry.event, ArrivalStepTaken)
        ),
        owner=next((known.owner for known in arrival.matched.values() if known.owner), ""),
        restricted=restricted,
    )


def look(desk: Desk, casegroup_id: str) -> ArrivalView:
    """Tell everything about the arrival of one casegroup; a restricted record is opened by it, and that journalled.

    Raises NoSuchCasegroupError, and NotPermittedError for a restricted record and somebody not nominated.
    """
    casefile = desk.casefile(casegroup_id)
    register = register_told(desk)
    found = register_for(desk, casefile) if register else None
    arrival = arrival_of(casefile)
    wanted = {line.case_id for line in (*arrival.expected, *arrival.on_cms)}
    return ArrivalView(
        casefile=casefile,
        arrival=arrival,
        cases=tuple(
            _case(casefile, case, arrival, found) for case in casefile.casegroup.cases if case.case_id in wanted
        ),
        register=register,
        further_write_offs=further_write_offs(casefile),
        dca=_dca(desk, casefile, arrival),
        csa_systems=tuple(dict.fromkeys(case.system for case in casefile.casegroup.closing_cases)),
    )


def _case(casefile: Casefile, case: Case, arrival: Arrival, register: Register | None) -> CaseArrival:
    known = arrival.matched.get(case.case_id)
    candidates: tuple[Candidate, ...] = ()
    if register is not None and known is None:
        parties = register.parties
        paying = parties[casefile.casegroup.paying_parent.person_id]
        candidates = match_case(paying, parties[case.receiving_parent.person_id], register.cases).candidates
    parent = case.receiving_parent
    return CaseArrival(
        case_id=case.case_id,
        system=case.system,
        receiving_parent=" ".join(part for part in (parent.forenames, parent.surname) if part),
        matched=known is not None,
        cms_case_id=known.cms_case_id if known else None,
        cms_casegroup_id=known.cms_casegroup_id if known else None,
        owner=known.owner if known else "",
        candidates=candidates,
        steps=_steps(casefile, case, arrival),
        lines=_lines(case, arrival),
        signs_of_orders=signs_of_orders(casefile, case.case_id),
    )


def _steps(casefile: Casefile, case: Case, arrival: Arrival) -> tuple[StepTold, ...]:
    known = arrival.matched.get(case.case_id)
    asked = next(
        (
            request.service_request_id
            for request in casefile.service_requests
            if request.work == MANUAL_HANDLING and request.case_id == case.case_id and request.result is None
        ),
        "",
    )
    first = StepTold("cms_case", CMS_CASE, "waiting")
    if known is not None:
        how = "automatic" if known.how == "register" else "hand"
        first = StepTold("cms_case", CMS_CASE, "done", how, {"cms_case_id": known.cms_case_id or "none"})
    elif (case.case_id, "cms_case") in arrival.steps:
        first = _step(arrival, case.case_id, "cms_case", CMS_CASE, asked)
    built = known is not None and known.cms_case_id is not None
    told = [first]
    for rule in (*BUILD, SCHEME_DETAILS):
        if built and rule is not SCHEME_DETAILS:
            told.append(StepTold(rule.step, rule.title, "not_needed"))
        else:
            told.append(_step(arrival, case.case_id, rule.step, rule.title, asked))
    return tuple(told)


def _step(arrival: Arrival, case_id: str, step: ArrivalStep, title: str, asked: str) -> StepTold:
    entry = arrival.steps.get((case_id, step))
    event = entry.event if entry is not None else None
    if not isinstance(event, ArrivalStepTaken):
        return StepTold(step, title, "waiting")
    failed = event.state == "failed"
    return StepTold(
        step, title, event.state, event.how, event.data, event.missing, event.not_known, asked if failed else ""
    )


def _lines(case: Case, arrival: Arrival) -> tuple[LineTold, ...]:
    left, created, waiting, on_cms = (
        {key_of(line): line.amount_pence for line in lines}
        for lines in (arrival.expected, arrival.created, arrival.waiting, arrival.on_cms)
    )
    keys = dict.fromkeys(key for key in (*left, *created, *on_cms) if key[0] == case.case_id)
    return tuple(
        LineTold(key[1], key[2], left.get(key, 0), created.get(key, 0), waiting.get(key, 0), on_cms.get(key, 0))
        for key in keys
    )


def _dca(desk: Desk, casefile: Casefile, arrival: Arrival) -> tuple[DcaReceipt, ...]:
    flagged = {one.receipt_id: one.amount_pence for one in arrival.flagged}
    amounts = dict(flagged)
    for receipt in casefile.casegroup.receipts:
        rest = unallocated(receipt, desk.as_at)
        if receipt.source == "dca" and receipt.receipt_id not in amounts and rest.highest_pence > 0:
            amounts[receipt.receipt_id] = rest.highest_pence
    return tuple(
        DcaReceipt(name, amount, name in flagged, arrival.not_allocated(name) if name in flagged else amount)
        for name, amount in amounts.items()
    )
