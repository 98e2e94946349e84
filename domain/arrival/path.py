"""The path of a closed casegroup's arrears to CMS: all that can be done by itself, up to what waits for somebody.

Asked again it goes on where it stopped: what is done is done, what failed and still fails is not recorded twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from domain.account import unallocated
from domain.arrival.matching import CaseMatch, CmsCase, Party, match_case
from domain.arrival.steps import BUILD, SCHEME_DETAILS, TITLES, Known, Outcome, outcome
from domain.arrived import arrival_of, forwarded, further_write_offs
from domain.casefile import evolve
from domain.events import Recorded
from domain.events.arrival import (
    ArrivalStepTaken,
    BalancesReceived,
    CmsCaseMatched,
    DcaReceiptFlagged,
    DuesCreated,
    TransitionCompleted,
)
from domain.events.queued import ServiceRequestAllocated, ServiceRequestDone, ServiceRequestRaised
from domain.money import in_pounds
from domain.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from domain.arrived import Arrival
    from domain.casefile import Casefile
    from domain.casegroup import Case, Casegroup
    from domain.events import Event
    from domain.events.arrival import ArrivalRoute, ArrivalStep
    from domain.policy.model import Policy

SOURCE: Final = Source(
    "phase-2-arrears",
    "summary of the arrears",
    "The process is automated until a case exception is encountered; clerical cases follow the manual processes.",
)
MANUAL_HANDLING: Final = "Manual Handling"
ADD_CORRECT: Final = "Add/Correct CMS Arrears"
ARREARS_ONLY: Final = "Arrears only application"
FURTHER_WRITE_OFF: Final = "Further write off (CMSL6300)"
DCA: Final = "DCA: allocate by hand"
OFFLINE_TEAM: Final = "Offline recalculations and financial transition team"


@dataclass(frozen=True, slots=True)
class Register:
    """The CMS cases that anybody of a casegroup may have, and who its people are as compared.

    `parties` has the paying parent under their person id and every receiving parent under theirs.
    """

    cases: tuple[CmsCase, ...]
    parties: Mapping[str, Party]


@dataclass(slots=True)
class Path:
    """A casegroup going its way: where it stands, what follows, on which day, and what the register of CMS knows."""

    casefile: Casefile
    day: date
    policy: Policy
    register: Register | None = None
    events: list[Event] = field(default_factory=list)

    @property
    def arrival(self) -> Arrival:
        """Give how far the arrears are."""
        return arrival_of(self.casefile)

    def record(self, event: Event) -> None:
        """Add an event, and let the casegroup stand where it then does."""
        recorded = self.casefile.recorded
        entry = Recorded(
            seq=recorded[-1].seq + 1 if recorded else 1,
            request_id="",
            at=f"{self.day.isoformat()}T00:00:00+00:00",
            actor="",
            facts_version=self.casefile.facts_version,
            policy_digest="",
            event=event,
        )
        self.casefile = replace(evolve(self.casefile, entry), recorded=(*recorded, entry))
        self.events.append(event)

    def ask_for(self, work: str, detail: str, case_id: str | None, to: str = "") -> None:
        """Ask somebody for a piece of work."""
        raised = sum(isinstance(entry.event, ServiceRequestRaised) for entry in self.casefile.recorded)
        name = f"SR-{raised + 1}"
        self.record(ServiceRequestRaised(service_request_id=name, work=work, detail=detail, case_id=case_id))
        if to:
            self.record(ServiceRequestAllocated(service_request_id=name, to=to))

    def asked(self, work: str, case_id: str | None) -> bool:
        """Tell whether a piece of work is asked for and still open."""
        return any(
            (request.work, request.case_id, request.result) == (work, case_id, None)
            for request in self.casefile.service_requests
        )

    def ever_asked(self, work: str, case_id: str | None, detail: str) -> bool:
        """Tell whether exactly this was asked for, done or not."""
        return any(
            (request.work, request.case_id, request.detail) == (work, case_id, detail)
            for request in self.casefile.service_requests
        )

    def settle(self, work: str, case_id: str | None, result: str, detail: str | None = None) -> None:
        """Have the open requests for a piece of work done."""
        for request in self.casefile.service_requests:
            same = (request.work, request.case_id) == (work, case_id) and request.result is None
            if same and detail in {None, request.detail}:
                self.record(ServiceRequestDone(service_request_id=request.service_request_id, result=result))


def route_of(casegroup: Casegroup) -> ArrivalRoute:
    """Tell which way the balances go: clerical cases, and nationally sensitive people, are reported clerically.

    Interpretation `arrival-nationally-sensitive`.
    """
    clerical = [case.system == "CCD" for case in casegroup.closing_cases]
    people = [casegroup.paying_parent, *(case.receiving_parent for case in casegroup.closing_cases)]
    if all(clerical) or any("nationally_sensitive" in person.markers for person in people):
        return "clerical"
    return "partially_clerical" if any(clerical) else "automatic"


def go_on(casefile: Casefile, day: date, register: Register | None, policy: Policy) -> tuple[Event, ...]:
    """Give everything that follows by itself on a day; without a register nobody can say who has a case on CMS."""
    path = Path(casefile, day, policy, register)
    if casefile.closed is not None:
        receive(path)
        _bring(path)
        follow_up(path)
    return tuple(path.events)


def receive(path: Path) -> None:
    """Receive the balances of a closed casegroup, once, and flag agency receipts that are not allocated."""
    if path.arrival.received is not None:
        return
    route = route_of(path.casefile.casegroup)
    path.record(BalancesReceived(received_on=path.day, route=route, lines=forwarded(path.casefile)))
    for receipt in path.casefile.casegroup.receipts:
        rest = unallocated(receipt, path.day)
        known = any(flag.receipt_id == receipt.receipt_id for flag in path.arrival.flagged)
        if receipt.source == "dca" and not known and not rest.missing and rest.highest_pence > 0:
            path.record(DcaReceiptFlagged(receipt_id=receipt.receipt_id, amount_pence=rest.highest_pence))


def _bring(path: Path) -> None:
    """Bring what waits as far as it goes by itself."""
    arrival = path.arrival
    if not arrival.waiting:
        complete(path)
        return
    ready = [_set_up(path, case_id) for case_id in arrival.cases_waiting]
    if arrival.by_hand or not all(ready):
        return
    for case_id in arrival.cases_waiting:
        _record_scheme(path, case_id, "automatic")
    path.record(DuesCreated(created_on=path.day, how="automatic", lines=path.arrival.waiting))
    complete(path)


def complete(path: Path) -> None:
    """Mark the transition complete where nothing is left to be added, and it is not marked yet."""
    arrival = path.arrival
    if arrival.waiting or arrival.received is None:
        return
    events = (entry.event for entry in reversed(path.casefile.arrival))
    last = next((event for event in events if isinstance(event, DuesCreated | TransitionCompleted)), None)
    if not isinstance(last, TransitionCompleted):
        path.record(TransitionCompleted(completed_on=path.day))


def _set_up(path: Path, case_id: str) -> bool:
    """Look for the CMS case of a case and build what is missing; tell whether it is then set up."""
    case = path.casefile.case(case_id)
    if case is None:
        _fail(path, case_id, "cms_case", Outcome(missing=("case",)))
        _manual_handling(path, case_id)
        return False
    match = _look_for(path, case)
    known = path.arrival.matched.get(case_id)
    if known is None:
        if match is not None:
            _manual_handling(path, case_id, match)
        return False
    if path.arrival.by_hand:
        _ask_by_hand(path, case_id, known)
        return False
    if known.cms_case_id is None:
        for rule in BUILD:
            if not path.arrival.done(case_id, rule.step):
                found = outcome(rule, Known(path.casefile, case, path.day, path.policy, match))
                if found.missing:
                    _fail(path, case_id, rule.step, found)
                else:
                    _step_done(path, case_id, rule.step, found.data, "automatic", found.not_known)
    return _manual_handling(path, case_id, match)


def _look_for(path: Path, case: Case) -> CaseMatch | None:
    """Ask the register for the CMS case of a case; None where it was not asked, or has nothing to say any more."""
    if path.register is None:
        return None
    parties = path.register.parties
    paying = parties[path.casefile.casegroup.paying_parent.person_id]
    match = match_case(paying, parties[case.receiving_parent.person_id], path.register.cases)
    if case.case_id in path.arrival.matched:
        return match
    if match.certain:
        path.record(
            CmsCaseMatched(
                case_id=case.case_id,
                cms_case_id=match.cms_case_id,
                cms_casegroup_id=match.cms_casegroup_id,
                new_casegroup=match.casegroup_certain and match.cms_casegroup_id is None,
                owner=match.owner,
                how="register",
            )
        )
    else:
        candidates = {"candidates": " ".join(one.cms_case_id for one in match.candidates)}
        _fail(path, case.case_id, "cms_case", Outcome(candidates, ("cms_case_id",)))
    return match


def _fail(path: Path, case_id: str, step: ArrivalStep, found: Outcome) -> None:
    """Record that a step failed, unless that is what is recorded of it last."""
    before = path.arrival.steps.get((case_id, step))
    last = before.event if before is not None else None
    told = (found.missing, found.not_known)
    if isinstance(last, ArrivalStepTaken) and last.state == "failed" and (last.missing, last.not_known) == told:
        return
    path.record(
        ArrivalStepTaken(
            case_id=case_id, step=step, state="failed", how="automatic",
            data=found.data, missing=found.missing, not_known=found.not_known,
        )
    )  # fmt: skip


def _step_done(
    path: Path,
    case_id: str,
    step: ArrivalStep,
    data: dict[str, str],
    how: str,
    not_known: dict[str, str] | None = None,
) -> None:
    path.record(
        ArrivalStepTaken.model_validate(
            {
                "case_id": case_id,
                "step": step,
                "state": "done",
                "how": how,
                "data": data,
                "not_known": not_known or {},
            }
        )
    )


def _record_scheme(path: Path, case_id: str, how: str) -> None:
    case = path.casefile.case(case_id)
    if case is not None and not path.arrival.done(case_id, "scheme_details"):
        found = outcome(SCHEME_DETAILS, Known(path.casefile, case, path.day, path.policy))
        _step_done(path, case_id, "scheme_details", found.data, how)


def _manual_handling(path: Path, case_id: str, match: CaseMatch | None = None) -> bool:
    """Put a case that cannot be built on somebody's desk, or take it off again; tell whether all its steps are done."""
    failed = [
        entry.event
        for entry in path.arrival.failed
        if isinstance(entry.event, ArrivalStepTaken) and entry.event.case_id == case_id
    ]
    if not failed:
        path.settle(MANUAL_HANDLING, case_id, "Every step is done.")
        return True
    if path.asked(MANUAL_HANDLING, case_id):
        return False
    told = path.arrival.matched.get(case_id)
    exists = (told and told.cms_casegroup_id) or (match and match.cms_casegroup_id)
    owner = ((told and told.owner) or (match and match.owner) or "") if exists else ""
    where = f"for the case owner of CMS casegroup {exists}" if exists else f"for the {OFFLINE_TEAM.lower()}"
    what = "; ".join(f"{TITLES[step.step]}: {', '.join(step.missing)}" for step in failed)
    path.ask_for(MANUAL_HANDLING, f"{what}; {where}", case_id, owner)
    return False


def _ask_by_hand(path: Path, case_id: str, known: CmsCaseMatched) -> None:
    """Ask for what a clerical or residual balance needs: the CMS case is there, or has to be applied for."""
    path.settle(MANUAL_HANDLING, case_id, "The CMS case is known.")
    amount = sum(line.amount_pence for line in path.arrival.waiting if line.case_id == case_id)
    built = known.cms_case_id is not None or path.arrival.done(case_id, "scheme_details")
    to = f"CMS case {known.cms_case_id}" if known.cms_case_id else "the arrears-only case"
    if built:
        path.settle(ARREARS_ONLY, case_id, "The case is built.")
        if not path.asked(ADD_CORRECT, case_id):
            path.ask_for(ADD_CORRECT, f"{in_pounds(amount)} to be added to {to}", case_id, known.owner)
    elif not path.asked(ARREARS_ONLY, case_id):
        path.ask_for(ARREARS_ONLY, f"{in_pounds(amount)} and no CMS case", case_id, known.owner)


def follow_up(path: Path) -> None:
    """Ask for what follows once the transition is complete: a further write-off, agency receipts to allocate."""
    if path.arrival.completed is None:
        return
    for wanted in further_write_offs(path.casefile):
        detail = f"write-off was wanted, {in_pounds(wanted.amount_pence)} is owed: confirm a further write off"
        known = path.asked(FURTHER_WRITE_OFF, wanted.case_id)
        if not known and not path.ever_asked(FURTHER_WRITE_OFF, wanted.case_id, detail):
            path.ask_for(FURTHER_WRITE_OFF, detail, wanted.case_id)
    for flag in path.arrival.flagged:
        detail = dca_detail(flag.receipt_id)
        if path.arrival.not_allocated(flag.receipt_id) > 0:
            if not path.ever_asked(DCA, None, detail):
                path.ask_for(DCA, detail, None)
        else:
            path.settle(DCA, None, "Allocated.", detail)


def dca_detail(receipt_id: str) -> str:
    """Say which agency receipt is to be allocated."""
    return f"receipt {receipt_id}"


def unready(cases: Sequence[str], arrival: Arrival) -> tuple[str, ...]:
    """Name the cases of some that no CMS case is known for and none was built."""
    return tuple(
        case_id
        for case_id in cases
        if (found := arrival.matched.get(case_id)) is None
        or (found.cms_case_id is None and not arrival.done(case_id, "scheme_details"))
    )
