"""Arrears once they are on CMS: corrected, tied to orders, joined by residual balances and agency receipts."""

from __future__ import annotations

from datetime import date

import pytest

from domain.arrival.after import CALL_LEADER, CONTACT_WORK, ORDER_WORK
from domain.arrival.path import ADD_CORRECT, DCA
from domain.arrival.requests import AddArrears, LogContact, RecordOrder
from domain.arrived import arrival_of
from domain.decide import decide
from domain.record.requests import SetAside
from tests.domain.arrival_rows import (
    ADD,
    ALLOCATE,
    BUILD_BY_HAND,
    BY_HAND,
    DAY,
    DCA_RECEIPT,
    FLAG,
    NO_NUMBER,
    closed,
    correcting,
    doing,
    going_on,
    order,
    residual,
)
from tests.domain.closing_rows import context
from tests.domain.test_arrival import asked


@pytest.mark.parametrize("reason", ["error", "balance_change", "change_of_circumstances", "appeal"])
def test_a_balance_is_corrected_for_a_reason(reason: str) -> None:
    casefile = doing(going_on(closed()), correcting(-5000, reason=reason))
    assert arrival_of(casefile).there("C1", "receiving_parent", "active") == 360_000
    assert arrival_of(casefile).created[0].amount_pence == 365_000


def test_each_order_found_gets_a_request_of_its_own_and_its_part_of_the_arrears() -> None:
    found = (order(10_000), order(200_000, order="enforcement", detail="bailiffs"))
    casefile = doing(going_on(closed()), correcting(-5000, orders=found))
    assert asked(casefile) == [(ORDER_WORK["liability_order"], "C1"), (ORDER_WORK["enforcement"], "C1")]
    assert [(one.order_id, one.line.amount_pence) for one in arrival_of(casefile).orders] == [
        ("order-1", 10_000),
        ("order-2", 200_000),
    ]


def test_orders_are_looked_for_when_arrears_are_added_by_hand() -> None:
    request = AddArrears(casegroup_id="CG1", case_id="C1", orders_looked_for=True, orders=(order(),))
    casefile = doing(BY_HAND, BUILD_BY_HAND, request)
    assert (ORDER_WORK["liability_order"], "C1") in asked(casefile)


def test_an_order_may_be_recorded_later_and_taken_back() -> None:
    casefile = doing(going_on(closed()), RecordOrder(casegroup_id="CG1", order=order(made_on=date(2014, 5, 3))))
    (recorded,) = (entry for entry in casefile.arrival if entry.event.kind == "order_recorded")
    assert arrival_of(doing(casefile, SetAside(casegroup_id="CG1", seq=recorded.seq))).orders == ()


def test_a_residual_balance_is_added_by_hand_once_everything_else_is_there() -> None:
    casefile = going_on(doing(going_on(closed()), residual()))
    assert (casefile.stage, asked(casefile)) == ("cms_manual", [(ADD_CORRECT, "C1")])
    added = doing(casefile, ADD)
    assert added.stage == "transition_complete"
    assert arrival_of(added).there("C1", "receiving_parent", "active") == 366_234


def test_an_agency_receipt_is_flagged_and_allocated_once_the_transition_is_complete() -> None:
    waiting = going_on(closed(receipts=[DCA_RECEIPT], **NO_NUMBER))
    assert [flag.receipt_id for flag in arrival_of(waiting).flagged] == ["D1"]
    assert (DCA, None) not in asked(waiting)
    casefile = going_on(closed(receipts=[DCA_RECEIPT]))
    assert asked(casefile) == [(DCA, None)]
    part = doing(casefile, ALLOCATE.model_copy(update={"amount_pence": 1500}))
    assert asked(part) == [(DCA, None)]
    whole = doing(part, ALLOCATE)
    assert asked(whole) == []
    assert arrival_of(whole).there("C1", "receiving_parent", "active") == 361_000


def test_a_receipt_may_be_flagged_before_closing() -> None:
    casefile = closed()
    assert decide(casefile, FLAG, context(DAY)).events[0].kind == "dca_receipt_flagged"


@pytest.mark.parametrize(
    ("about", "work"),
    [
        ("appeal", "Escalated Enquiries / Appeals"),
        ("unfinished_work", CONTACT_WORK["unfinished_work"]),
        ("complaint", CONTACT_WORK["complaint"]),
    ],
)
def test_work_the_csa_cannot_finish_goes_on_as_a_service_request(about: str, work: str) -> None:
    call = LogContact.model_validate(
        {"casegroup_id": "CG1", "with_whom": "cms_caseworker", "about": about, "said": "not finished"}
    )
    assert asked(doing(closed(), call)) == [(work, None)]


def test_where_the_csa_caseworker_is_away_their_team_leader_is_called() -> None:
    call = LogContact(casegroup_id="CG1", with_whom="csa_caseworker", about="complaint", reached=False, said="on leave")
    away = doing(going_on(closed()), call)
    assert asked(away) == [(CALL_LEADER, None)]
    leader = call.model_copy(update={"with_whom": "csa_team_leader", "reached": True, "said": "will send the file"})
    assert asked(doing(away, leader)) == [(CONTACT_WORK["complaint"], None)]
