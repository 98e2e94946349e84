"""Rows of the table of refusals: arrears on their way to CMS, and there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from domain.arrival.matching import CmsCase, Party
from domain.arrival.path import Register, go_on
from domain.arrival.requests import (
    AddArrears,
    AllocateDcaReceipt,
    BuildCase,
    CorrectArrears,
    FlagDcaReceipt,
    KeyArrivalData,
    LogContact,
    MatchCmsCase,
    OrderFound,
    ReceiveBalances,
    ReceiveResidual,
    RecordOrder,
)
from domain.casefile import Casefile, fold
from domain.decide import decide
from domain.events import Recorded
from domain.events.disposal import ArrearsDisposed, CasegroupClosed, DisposalLine, Forwarded
from domain.policy.book import policy_for
from domain.record.requests import SetAside
from tests.domain.closing_rows import context
from tests.made_up import case_record, casegroup, person

if TYPE_CHECKING:
    from domain.casegroup import Case, Payee, Person
    from domain.decide import Request
    from domain.events import Event

DAY: Final = date(2016, 2, 15)
Part = tuple[str, Any, Any, int]
ALL_OF_IT: Final[tuple[Part, ...]] = (("C1", "receiving_parent", "active", 365_000),)
CLERICAL: Final[dict[str, Any]] = {"cases": [case_record(system="CCD")]}
NO_NUMBER: Final[dict[str, Any]] = {
    "cases": [case_record(receiving_parent={name: each for name, each in person(101).items() if name != "nino"})]
}
DCA_RECEIPT: Final[dict[str, Any]] = {
    "receipt_id": "D1",
    "received_on": "2016-02-01",
    "amount": "40.00",
    "source": "dca",
    "allocations": [],
}


def party(someone: Person) -> Party:
    """Write somebody of plain letters as the register is compared with."""
    surname, forenames = (someone.surname or "").casefold(), (someone.forenames or "").casefold()
    return Party(someone.nino or "", f"{surname} {forenames}", f"{forenames} {surname}")


def register(casefile: Casefile, *cases: CmsCase) -> Register:
    """Give a register of CMS cases with the people of a casegroup as they are compared."""
    people = [casefile.casegroup.paying_parent, *(case.receiving_parent for case in casefile.casegroup.cases)]
    return Register(cases, {someone.person_id: party(someone) for someone in people})


def cms_case(casefile: Casefile, case: Case, number: str = "CMS1", **changes: str) -> CmsCase:
    """Give the CMS case of a case's own parents."""
    paying, receiving = party(casefile.casegroup.paying_parent), party(case.receiving_parent)
    values = {
        "cms_case_id": number,
        "cms_casegroup_id": "G1",
        "paying_nino": paying.nino,
        "paying_name": paying.surname_first,
        "receiving_nino": receiving.nino,
        "receiving_name": receiving.surname_first,
        "owner": "olive",
    }
    return CmsCase(**{**values, **changes})


def disposed(parts: tuple[Part, ...], decision: str = "collect", written_off: int = 0) -> ArrearsDisposed:
    """Give a disposal that forwards these parts; what was written off is of the first."""
    whole: dict[tuple[str, Payee], list[Forwarded]] = {}
    for case_id, owed_to, status, amount in parts:
        whole.setdefault((case_id, owed_to), []).append(Forwarded(status=status, amount_pence=amount))
    lines = []
    for number, ((case_id, owed_to), forwarded) in enumerate(whole.items()):
        down, off = sum(part.amount_pence for part in forwarded), 0 if number else written_off
        lines.append(
            DisposalLine(
                case_id=case_id,
                owed_to=owed_to,
                balance_pence=down + off,
                written_off_pence=off,
                written_down_pence=down,
                forwarded=tuple(forwarded),
                decision=decision if owed_to == "receiving_parent" else None,
            )
        )
    return ArrearsDisposed(disposed_on=DAY, lines=tuple(lines))


def recording(casefile: Casefile, *events: Event) -> Casefile:
    """Give a casefile with more recorded."""
    first = casefile.recorded[-1].seq + 1 if casefile.recorded else 1
    recorded = tuple(
        Recorded(seq, "r", "2016-02-15T10:00:00+00:00", "u", casefile.facts_version, "", event)
        for seq, event in enumerate(events, start=first)
    )
    return fold(casefile.document, casefile.facts_version, (*casefile.recorded, *recorded))


def closed(*parts: Part, decision: str = "collect", written_off: int = 0, **changes: Any) -> Casefile:
    """Give a closed casegroup whose disposal forwarded these parts, all of case C1 where none is named."""
    casefile = fold(casegroup(**changes), 1, ())
    cases = tuple(case.case_id for case in casefile.casegroup.closing_cases)
    return recording(
        casefile, disposed(parts or ALL_OF_IT, decision, written_off), CasegroupClosed(closed_on=DAY, cases=cases)
    )


def going_on(casefile: Casefile, *cases: CmsCase, known: bool = True) -> Casefile:
    """Let a casegroup go on by itself, with a register of these CMS cases, or with none ever received."""
    return recording(casefile, *go_on(casefile, DAY, register(casefile, *cases) if known else None, policy_for(DAY)))


def doing(casefile: Casefile, *requests: Request) -> Casefile:
    """Carry requests out one after another, none of which may be refused."""
    for request in requests:
        decision = decide(casefile, request, context(DAY))
        assert not decision.refusals, decision.refusals
        casefile = recording(casefile, *decision.events)
    return casefile


def keying(step: str = "verify_applicant", **fields: str) -> KeyArrivalData:
    """Key values for a step of case C1."""
    return KeyArrivalData.model_validate({"casegroup_id": "CG1", "case_id": "C1", "step": step, "fields": fields})


def correcting(amount: int, **changes: Any) -> CorrectArrears:
    """Ask for a correction of the active arrears owed to the receiving parent of case C1."""
    values = {"casegroup_id": "CG1", "case_id": "C1", "amount_pence": amount, "reason": "error", "note": "typed wrong"}
    return CorrectArrears.model_validate({**values, "orders_looked_for": True, **changes})


def order(amount: int = 10_000, **changes: Any) -> OrderFound:
    """Describe a liability order on the active arrears of case C1."""
    return OrderFound.model_validate(
        {"order": "liability_order", "case_id": "C1", "amount_pence": amount, "detail": "Leeds", **changes}
    )


def matching(cms_case_id: str | None = None, because: str = "seen", case_id: str = "C1") -> MatchCmsCase:
    """Say which case on CMS case C1 is."""
    return MatchCmsCase(casegroup_id="CG1", case_id=case_id, cms_case_id=cms_case_id, because=because)


def residual(case_id: str = "C1") -> ReceiveResidual:
    """Ask for a residual balance of £12.34 to be received."""
    return ReceiveResidual(
        casegroup_id="CG1", case_id=case_id, owed_to="receiving_parent", status="active", amount_pence=1234,
        file_name="residual.csv", file_digest="d", row=2,
    )  # fmt: skip


ADD: Final = AddArrears(casegroup_id="CG1", case_id="C1", orders_looked_for=True)
BUILD_BY_HAND: Final = BuildCase(casegroup_id="CG1", case_id="C1")
RECEIVE: Final = ReceiveBalances(casegroup_id="CG1")
FLAG: Final = FlagDcaReceipt(casegroup_id="CG1", receipt_id="D1", amount_pence=4000)
ALLOCATE: Final = AllocateDcaReceipt(casegroup_id="CG1", receipt_id="D1", case_id="C1")
SAID: Final = LogContact(casegroup_id="CG1", with_whom="cms_caseworker", about="appeal", said="listed for June")
ONLY_CLOSED: Final = closed()
COMPLETE: Final = going_on(closed())
FAILING: Final = going_on(closed(**NO_NUMBER))
BY_HAND: Final = going_on(closed(**CLERICAL))
UNSETTLED: Final = going_on(closed(**CLERICAL), known=False)
FLAGGED: Final = doing(COMPLETE, FLAG)
ROWS: Final[list[tuple[str, Casefile, Request, list[str]]]] = [
    ("receive what has not left", fold(casegroup(), 1, ()), RECEIVE, ["arrival_not_closed"]),
    ("receive twice", COMPLETE, RECEIVE, ["arrival_received"]),
    ("match before anything came", ONLY_CLOSED, matching(), ["arrival_not_received"]),
    ("match a case that is nowhere", FAILING, matching(case_id="C9"), ["no_such_case"]),
    ("match what has arrived", COMPLETE, matching("CMS1"), ["arrival_nothing_waiting"]),
    ("match without saying why", UNSETTLED, matching(because=" "), ["reason_missing"]),
    ("match as it is matched", FAILING, matching(), ["arrival_case_matched"]),
    ("key before it is matched", UNSETTLED, keying(receiving_parent_nino="QQ123456A"), ["arrival_case_unmatched"]),
    (
        "key for a case that is on CMS",
        doing(FAILING, matching("CMS1")),
        keying(receiving_parent_nino="QQ123456A"),
        ["arrival_case_exists"],
    ),
    ("key for the scheme", FAILING, keying("scheme_details", scheme="2003"), ["arrival_step_unkeyed"]),
    ("key what is done", FAILING, keying("region", region="NI"), ["arrival_step_done"]),
    ("key nothing", FAILING, keying(), ["arrival_nothing_keyed"]),
    ("key another field", FAILING, keying(region="NI"), ["arrival_unknown_field"]),
    ("key no number", FAILING, keying(receiving_parent_nino="QQ1"), ["arrival_value_wrong"]),
    (
        "leave a surname unknown",
        FAILING,
        KeyArrivalData(
            casegroup_id="CG1",
            case_id="C1",
            step="verify_applicant",
            not_known={"receiving_parent_surname": "nobody asked"},
        ),
        ["arrival_field_needed"],
    ),
    (
        "leave a number unknown and not say why",
        FAILING,
        KeyArrivalData(
            casegroup_id="CG1", case_id="C1", step="verify_applicant", not_known={"receiving_parent_nino": " "}
        ),
        ["reason_missing"],
    ),
    ("build by hand what goes by itself", FAILING, BUILD_BY_HAND, ["arrival_automatic"]),
    (
        "build with something missing",
        going_on(closed(cases=[{**NO_NUMBER["cases"][0], "system": "CCD"}])),
        BUILD_BY_HAND,
        ["arrival_missing"],
    ),
    ("build twice", doing(BY_HAND, BUILD_BY_HAND), BUILD_BY_HAND, ["arrival_case_built"]),
    ("add before it is built", BY_HAND, ADD, ["arrival_case_unmatched"]),
    (
        "add without looking for orders",
        doing(BY_HAND, BUILD_BY_HAND),
        AddArrears(casegroup_id="CG1", case_id="C1"),
        ["orders_not_looked_for"],
    ),
    (
        "add with an order on more than there is",
        doing(BY_HAND, BUILD_BY_HAND),
        ADD.model_copy(update={"orders": (order(365_001),)}),
        ["order_above_arrears"],
    ),
    ("correct what has not arrived", FAILING, correcting(500), ["arrival_incomplete"]),
    (
        "correct everything wrong",
        COMPLETE,
        correcting(0, case_id="C9", note=" ", orders_looked_for=False),
        ["no_such_case", "arrival_of_nothing", "reason_missing", "orders_not_looked_for"],
    ),
    ("correct below zero", COMPLETE, correcting(-365_001), ["arrival_below_zero"]),
    (
        "an order above the arrears",
        COMPLETE,
        RecordOrder(casegroup_id="CG1", order=order(1, status="suspended", made_on=date(2016, 2, 16))),
        ["day_in_the_future", "order_above_arrears"],
    ),
    ("flag twice", FLAGGED, FLAG, ["dca_flagged"]),
    (
        "flag nothing",
        COMPLETE,
        FlagDcaReceipt(casegroup_id="CG1", receipt_id="D9"),
        ["dca_amount_missing"],
    ),
    (
        "flag more than came",
        closed(receipts=[DCA_RECEIPT]),
        FlagDcaReceipt(casegroup_id="CG1", receipt_id="D1", amount_pence=4001),
        ["dca_above_receipt"],
    ),
    ("allocate what is not flagged", COMPLETE, ALLOCATE, ["dca_not_flagged"]),
    ("allocate before it has arrived", doing(FAILING, FLAG), ALLOCATE, ["arrival_incomplete"]),
    (
        "allocate more than came",
        FLAGGED,
        ALLOCATE.model_copy(update={"amount_pence": 4001}),
        ["dca_above_receipt"],
    ),
    (
        "allocate to nothing",
        FLAGGED,
        ALLOCATE.model_copy(update={"status": "suspended"}),
        ["dca_above_arrears"],
    ),
    (
        "a call tomorrow about which nothing is said",
        COMPLETE,
        SAID.model_copy(update={"said": " ", "contacted_on": date(2016, 2, 16), "case_id": "C9"}),
        ["no_such_case", "contact_empty", "day_in_the_future"],
    ),
    ("a residual of nobody", fold(casegroup(), 1, ()), residual("C9"), ["arrival_not_closed", "no_such_case"]),
    ("a residual too early", FAILING, residual(), ["residual_before_transition"]),
    ("take back what is on CMS", COMPLETE, SetAside(casegroup_id="CG1", seq=3), ["arrival_stands"]),
    ("reopen what has arrived", COMPLETE, SetAside(casegroup_id="CG1", seq=2), ["later_work_rests_on_it"]),
]
