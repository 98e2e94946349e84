"""Every refusal, reached by a request that earns it, in the order in which the reasons are given."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from console.present.refusals import REFUSALS
from console.present.wording import refusal_text
from domain.actor import Actor
from domain.casefile import Casefile, fold
from domain.cleanse.requests import CloseWorkItem, OpenWorkItem, RecordArrearsDecision
from domain.decide import Request, decide
from domain.decide_office import OfficeRequest, decide_office
from domain.decision import Context
from domain.deferral.requests import CheckDeferral, Defer
from domain.events import Placement, Recorded
from domain.inhibits.requests import LiftInhibit, SetInhibit
from domain.policy.book import policy_for
from domain.record.requests import AddNote, SetAside
from domain.validation.requests import AmendBalance, ConfirmClericalValidation, Validate
from tests.domain import (
    arrival_rows,
    breakdown_rows,
    closing_rows,
    letter_rows,
    obstacle_rows,
    office_rows,
    payment_rows,
    queued_rows,
    request_rows,
    selection_rows,
)
from tests.made_up import case_record, casegroup

if TYPE_CHECKING:
    from domain.office import Office

DAY = date(2016, 2, 15)
CONTEXT = Context(Actor("u", "U", frozenset({"team_manager"})), DAY, policy_for(DAY))
# What somebody typed is quoted as it was.
AS_STORED = re.compile(r"(?<![\w'/])[a-z]+_[a-z_]+|(?<![\w/-])[0-9]{4}-[0-9]{2}-[0-9]{2}")
OPEN_ITEM = {"id": "W1", "kind": "review", "opened_on": "2016-01-01"}
CLOSED_ITEM = {"id": "W2", "kind": "review", "opened_on": "2016-01-01", "closed_on": "2016-01-02"}
INHIBIT = {"kind": "manual", "set_on": "2016-01-01"}


def after(*requests: Request, **changes: Any) -> Casefile:
    """Give a casefile on which some requests were carried out, one after another."""
    document = casegroup(**changes)
    recorded: list[Recorded] = []
    for request in requests:
        decision = decide(fold(document, 1, recorded), request, CONTEXT)
        assert not decision.refusals, (request, decision.refusals)
        for event in decision.events:
            recorded.append(Recorded(len(recorded) + 1, "r", "2016-02-15T10:00:00+00:00", "u", 1, "", event))
    return fold(document, 1, recorded)


def is_a_sentence(text: str) -> bool:
    """Tell whether a refusal reads as people write: to its end, and without a key or a day as we store them."""
    return text.endswith(".") and not AS_STORED.search(text)


def amend(*amounts: int, case_id: str = "C1") -> AmendBalance:
    """Ask for an amendment placed in these parts."""
    parts = tuple(Placement(case_id=case_id, owed_to="receiving_parent", amount_pence=amount) for amount in amounts)
    return AmendBalance(casegroup_id="CG1", placements=parts)


def decided(choice: Any, amount: int | None = None, **fields: Any) -> RecordArrearsDecision:
    """Ask for an arrears decision to be recorded on case C1."""
    values = {"case_id": "C1", "choice": choice, "amount_to_write_off_pence": amount, **fields}
    return RecordArrearsDecision(casegroup_id="CG1", **values)


def clean(**case_changes: Any) -> dict[str, Any]:
    """Describe a casegroup whose one case is changed so."""
    return {"cases": [case_record(**case_changes)]}


OFF_BY_TEN = clean(outstanding="3660.00")
CLERICAL = clean(system="CCD")
CLERICAL_OFF = clean(system="CCD", outstanding="3660.00")
VALIDATE = Validate(casegroup_id="CG1")
CONFIRM = ConfirmClericalValidation(casegroup_id="CG1", reason="checked by hand")
SET = SetInhibit(casegroup_id="CG1", case_id="C1", reason="complaint")
LIFT = LiftInhibit(casegroup_id="CG1", case_id="C1", inhibit_kind="manual", reason="settled")

TABLE: list[tuple[str, Casefile, Request, list[str]]] = [
    ("nothing broken", after(), Defer(casegroup_id="CG1"), ["no_rule_broken"]),
    (
        "deferred already",
        after(Defer(casegroup_id="CG1"), **clean(work_items=[OPEN_ITEM])),
        Defer(casegroup_id="CG1"),
        ["already_deferred"],
    ),
    ("validate after amending", after(VALIDATE, amend(-1000), **OFF_BY_TEN), VALIDATE, ["already_amended"]),
    ("confirm before validating", after(**CLERICAL), CONFIRM, ["not_validated"]),
    ("confirm what needs none", after(VALIDATE), CONFIRM, ["no_confirmation_needed"]),
    ("confirm twice", after(VALIDATE, CONFIRM, **CLERICAL), CONFIRM, ["already_confirmed"]),
    (
        "confirm without a reason",
        after(VALIDATE, **CLERICAL),
        ConfirmClericalValidation(casegroup_id="CG1", reason="  "),
        ["reason_missing"],
    ),
    ("amend before validating", after(**OFF_BY_TEN), amend(-1000), ["not_validated"]),
    ("amend what is validated", after(VALIDATE), amend(-1000), ["no_amendment_owed"]),
    ("amend before confirming", after(VALIDATE, **CLERICAL_OFF), amend(-1000), ["confirmation_missing"]),
    ("amend twice", after(VALIDATE, amend(-1000), **OFF_BY_TEN), amend(-1000), ["already_amended"]),
    ("amend another case", after(VALIDATE, **OFF_BY_TEN), amend(-1000, case_id="C9"), ["case_not_closing"]),
    ("amend by nothing", after(VALIDATE, **OFF_BY_TEN), amend(-1000, 0), ["placement_of_nothing"]),
    ("amend by too little", after(VALIDATE, **OFF_BY_TEN), amend(-999), ["placements_differ"]),
    (
        "amend with everything wrong",
        after(VALIDATE, **CLERICAL_OFF),
        amend(0, case_id="C9"),
        ["confirmation_missing", "case_not_closing", "placement_of_nothing", "placements_differ"],
    ),
    (
        "decide on no case",
        after(),
        RecordArrearsDecision(casegroup_id="CG1", case_id="C9", choice="collect"),
        ["no_such_case"],
    ),
    ("decide nothing", after(), decided("not_recorded"), ["decision_missing"]),
    ("write off a part of what", after(), decided("write_off_part"), ["amount_missing"]),
    ("an amount to collect", after(), decided("collect", 500), ["amount_not_asked"]),
    ("write off nothing", after(), decided("write_off_part", 0), ["amount_not_above_zero"]),
    ("write off too much", after(), decided("write_off_part", 365001), ["amount_above_arrears"]),
    ("decided tomorrow", after(), decided("collect", decided_on=date(2016, 2, 16)), ["day_in_the_future"]),
    ("inhibit no case", after(), SetInhibit(casegroup_id="CG1", case_id="C9", reason="x"), ["case_not_closing"]),
    ("inhibit twice", after(SET), SET, ["already_inhibited"]),
    (
        "inhibit without reason, reviewed today",
        after(),
        SetInhibit(casegroup_id="CG1", case_id="C1", reason="", review_on=DAY),
        ["reason_missing", "review_not_later"],
    ),
    ("lift nothing", after(), LIFT, ["not_inhibited"]),
    ("open work without words", after(), OpenWorkItem(casegroup_id="CG1", case_id="C1", work=" "), ["work_missing"]),
    (
        "close no work",
        after(),
        CloseWorkItem(casegroup_id="CG1", case_id="C1", work_item_id="W9"),
        ["no_such_work_item"],
    ),
    (
        "close closed work",
        after(**clean(work_items=[CLOSED_ITEM])),
        CloseWorkItem(casegroup_id="CG1", case_id="C1", work_item_id="W2"),
        ["work_item_closed"],
    ),
    ("an empty note", after(), AddNote(casegroup_id="CG1", text="\n"), ["note_empty"]),
    ("set aside nothing", after(), SetAside(casegroup_id="CG1", seq=99), ["no_such_entry"]),
    (
        "set aside twice",
        after(AddNote(casegroup_id="CG1", text="x"), SetAside(casegroup_id="CG1", seq=1)),
        SetAside(casegroup_id="CG1", seq=1),
        ["already_set_aside"],
    ),
    (
        "set aside what an amendment rests on",
        after(VALIDATE, amend(-1000), **OFF_BY_TEN),
        SetAside(casegroup_id="CG1", seq=2),
        ["later_work_rests_on_it"],
    ),
    (
        "bring an amendment back without its validation",
        after(
            VALIDATE,
            amend(-1000),
            SetAside(casegroup_id="CG1", seq=3),
            SetAside(casegroup_id="CG1", seq=2),
            **OFF_BY_TEN,
        ),
        SetAside(casegroup_id="CG1", seq=4),
        ["ground_set_aside"],
    ),
    ("draft two breakdowns", after(VALIDATE, breakdown_rows.DRAFT), breakdown_rows.DRAFT, ["breakdown_running"]),
    *breakdown_rows.ROWS,
    *closing_rows.ROWS,
    *obstacle_rows.ROWS,
    *queued_rows.ROWS,
    *payment_rows.ROWS,
    *letter_rows.ROWS,
    *arrival_rows.ROWS,
    *request_rows.ROWS,
]
OFFICE_TABLE = [
    *office_rows.ROWS,
    *letter_rows.OFFICE_ROWS,
    *payment_rows.OFFICE_ROWS,
    *selection_rows.ROWS,
    *request_rows.OFFICE_ROWS,
]
REACHED_ELSEWHERE = {"facts_stand", "no_due_date", "opening_stands"}


@pytest.mark.parametrize(
    ("casefile", "request_made", "expected"), [row[1:] for row in TABLE], ids=[r[0] for r in TABLE]
)
def test_refused(casefile: Casefile, request_made: Request, expected: list[str]) -> None:
    decision = decide(casefile, request_made, CONTEXT)
    assert [refusal.key for refusal in decision.refusals] == expected
    assert decision.events == ()
    assert all(is_a_sentence(refusal_text(refusal)) for refusal in decision.refusals)


@pytest.mark.parametrize(
    ("office", "request_made", "expected"),
    [row[1:] for row in OFFICE_TABLE],
    ids=[row[0] for row in OFFICE_TABLE],
)
def test_refused_about_the_store(office: Office, request_made: OfficeRequest, expected: list[str]) -> None:
    decision = decide_office(office, request_made, CONTEXT)
    assert [refusal.key for refusal in decision.refusals] == expected
    assert decision.events == ()
    assert all(is_a_sentence(refusal_text(refusal)) for refusal in decision.refusals)


def test_nothing_can_be_deferred_without_a_due_date() -> None:
    changes = {"journey": {"kind": "proactive"}, **clean(work_items=[OPEN_ITEM])}
    document = casegroup(**changes).model_copy(update={"transition_request": None})
    decision = decide(fold(document, 1, ()), Defer(casegroup_id="CG1"), CONTEXT)
    assert [refusal.key for refusal in decision.refusals] == ["no_due_date"]


def test_every_refusal_has_a_row() -> None:
    reached = {key for row in (*TABLE, *OFFICE_TABLE) for key in row[3]} | REACHED_ELSEWHERE
    assert reached == set(REFUSALS)


def test_the_check_itself_is_never_refused() -> None:
    assert decide(after(), CheckDeferral(casegroup_id="CG1"), CONTEXT).events
