"""Laws of the arrival that hold at any moment of any sequence: to the penny, what left the CSA is due or waits.

The ledger below is kept apart, from the events alone: it shares nothing with the way the program adds up.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, get_args

from hypothesis import event, given, settings
from hypothesis import strategies as st

from domain.arrival.path import go_on
from domain.arrival.requests import AddArrears, BuildCase, CorrectArrears, KeyArrivalData, MatchCmsCase
from domain.arrived import arrival_of
from domain.casegroup import Payee, ReceivableStatus
from domain.correspondence import arrived_arrears
from domain.decide import decide
from domain.events.arrival import ArrearsCorrected, BalancesReceived, DcaReceiptAllocated, DuesCreated, ResidualReceived
from domain.policy.book import policy_for
from tests.domain.arrival_rows import (
    ALLOCATE,
    DAY,
    DCA_RECEIPT,
    FLAG,
    RECEIVE,
    closed,
    cms_case,
    going_on,
    recording,
    register,
    residual,
)
from tests.domain.closing_rows import context
from tests.made_up import case_record, person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.arrival.matching import CmsCase
    from domain.casefile import Casefile
    from domain.decide import Request
    from domain.events.arrival import ArrearsLine

CASES = ("C1", "C2")
AMOUNTS = st.integers(1, 10**7)
PARTS = st.lists(
    st.tuples(
        st.sampled_from(CASES), st.sampled_from(get_args(Payee)), st.sampled_from(get_args(ReceivableStatus)), AMOUNTS
    ),
    max_size=6,
)
ACTS = (
    "go_on", "go_on_with_register", "receive", "match", "no_match", "key", "build", "add", "correct", "residual",
    "flag", "allocate",
)  # fmt: skip


@st.composite
def casegroups(draw: st.DrawFn) -> Casefile:
    """A closed casegroup of one or two cases: any systems, with or without numbers, any arrears forwarded."""
    records: list[dict[str, Any]] = []
    for number, case_id in enumerate(CASES, 1):
        parent = person(100 + number)
        if draw(st.booleans()):
            del parent["nino"]
        system = draw(st.sampled_from(["CS2", "CSCS", "CCD"]))
        records.append(case_record(case_id, system=system, receiving_parent=parent))
    parts = draw(PARTS)
    off = draw(st.integers(0, 10**6)) if parts else 0
    receipts = [DCA_RECEIPT] if draw(st.booleans()) else []
    return closed(*(parts or [("C1", "receiving_parent", "active", 0)]), written_off=off, cases=records,
                  receipts=receipts)  # fmt: skip


def on_the_register(casefile: Casefile, known: str) -> list[CmsCase]:
    """A register with nobody, with one of the cases, or with one that only resembles it."""
    if known == "nobody":
        return []
    changes = {"receiving_name": "somebody else"} if known == "alike" else {}
    return [cms_case(casefile, casefile.casegroup.cases[0], **changes)]


def asking(act: str, case_id: str, amount: int) -> Request:
    """The request an act is."""
    where: dict[str, Any] = {"casegroup_id": "CG1", "case_id": case_id}
    match act:
        case "match":
            return MatchCmsCase(**where, cms_case_id="CMS8", because="seen")
        case "no_match":
            return MatchCmsCase(**where, cms_case_id=None, because="seen")
        case "key":
            return KeyArrivalData(**where, step="verify_applicant", fields={"receiving_parent_nino": "QQ123456A"})
        case "build":
            return BuildCase(**where)
        case "add":
            return AddArrears(**where, orders_looked_for=True)
        case "correct":
            return CorrectArrears(**where, amount_pence=amount, reason="error", note="n", orders_looked_for=True)
        case "residual":
            return residual(case_id)
        case "flag":
            return FLAG
        case "allocate":
            return ALLOCATE.model_copy(update={"case_id": case_id})
        case _:
            return RECEIVE


def total(lines: Iterable[ArrearsLine]) -> Counter[tuple[str, str, str]]:
    """Lines added up by case, payee and status."""
    found: Counter[tuple[str, str, str]] = Counter()
    for line in lines:
        found[line.case_id, line.owed_to, line.status] += line.amount_pence
    return found


def check(casefile: Casefile) -> None:
    """What must hold at this moment."""
    assert casefile.disposal is not None
    left, dues, corrected, allocated = Counter[Any](), Counter[Any](), Counter[Any](), Counter[Any]()
    for line in casefile.disposal.lines:
        for part in line.forwarded:
            left[line.case_id, line.owed_to, part.status] += part.amount_pence
    receipts = 0
    for entry in casefile.recorded:
        match entry.event:
            case BalancesReceived():
                receipts += 1
                assert total(entry.event.lines) == +left
            case ResidualReceived():
                left += total([entry.event.line])
            case DuesCreated():
                dues += total(entry.event.lines)
            case ArrearsCorrected():
                corrected.update(total([entry.event.line]))
            case DcaReceiptAllocated():
                allocated += total([entry.event.line])
            case _:
                pass
    arrival = arrival_of(casefile)
    waiting = total(arrival.waiting)
    assert receipts <= 1
    assert dues + waiting == +left
    assert all(dues[key] <= left[key] for key in dues)
    written_off = sum(line.written_off_pence for line in casefile.disposal.lines)
    balances = sum(line.balance_pence for line in casefile.disposal.lines)
    residuals = sum(one.line.amount_pence for one in arrival.residuals)
    assert balances + residuals == sum(dues.values()) + written_off + sum(waiting.values())
    on_cms = Counter(dues)
    on_cms.update(corrected)
    on_cms.subtract(allocated)
    assert {key: pence for key, pence in on_cms.items() if pence} == dict(total(arrival.on_cms))
    assert all(pence >= 0 for pence in on_cms.values())
    assert (casefile.stage == "transition_complete") == (not waiting and (arrival.completed is not None or not +left))
    told = (arrived_arrears(casefile) or {}).get(casefile.casegroup.paying_parent.person_id)
    assert told is None or told.arrears_pence == sum(on_cms.values())


@given(
    casegroups(),
    st.sampled_from(["nobody", "one", "alike"]),
    st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(CASES), st.integers(-(10**6), 10**6)), max_size=14),
)
@settings(deadline=None)
def test_what_left_the_csa_is_due_or_waits_or_was_written_off_at_any_moment(
    casefile: Casefile, known: str, acts: list[tuple[str, str, int]]
) -> None:
    cases = on_the_register(casefile, known)
    check(casefile)
    for act, case_id, amount in acts:
        if act.startswith("go_on"):
            casefile = going_on(casefile, *cases, known=act == "go_on_with_register")
        else:
            casefile = recording(casefile, *decide(casefile, asking(act, case_id, amount), context(DAY)).events)
        check(casefile)
    event(casefile.stage)
    settled = going_on(casefile, *cases)
    assert go_on(settled, DAY, register(settled, *cases), policy_for(DAY)) == ()


@given(casegroups())
@settings(deadline=None)
def test_with_everything_known_all_of_it_arrives_and_nothing_twice(casefile: Casefile) -> None:
    for _ in range(2):
        casefile = going_on(casefile)
        for case_id in CASES:
            for act in ("key", "build", "add"):
                casefile = recording(casefile, *decide(casefile, asking(act, case_id, 0), context(DAY)).events)
    casefile = going_on(casefile)
    assert casefile.stage == "transition_complete"
    check(casefile)
