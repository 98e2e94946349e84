"""Where a casegroup stands after what was recorded: deferrals, amendments, undo and redo, and newer documents."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from domain.assessment import assess_casefile
from domain.casefile import fold
from domain.cleanse.requests import CloseWorkItem, OpenWorkItem, RecordArrearsDecision
from domain.decide import decide
from domain.decision import Context
from domain.deferral.requests import CheckDeferral, Defer
from domain.events import FactsReceived, Recorded
from domain.inhibits.requests import LiftInhibit, SetInhibit
from domain.policy.book import policy_for
from domain.record.requests import AddNote, SetAside
from domain.validation.recording import suggested_placements
from domain.validation.requests import AmendBalance, ConfirmClericalValidation, Validate
from domain.worklist import worklist_row
from tests.domain.test_refusals import CONTEXT, INHIBIT, OPEN_ITEM, after, amend, clean
from tests.made_up import case_record, casegroup

if TYPE_CHECKING:
    from domain.casefile import Casefile

WORK = clean(work_items=[OPEN_ITEM])


def on(day: date) -> Context:
    """Give the same person on another day."""
    return Context(CONTEXT.actor, day, policy_for(day))


def test_a_casegroup_begins_with_its_rules_unasked() -> None:
    assert after().stage == "to_check"


@pytest.mark.parametrize(
    ("requests", "changes", "stage"),
    [
        ([CheckDeferral(casegroup_id="CG1")], {}, "to_validate"),
        ([CheckDeferral(casegroup_id="CG1")], WORK, "to_defer"),
        ([Defer(casegroup_id="CG1")], WORK, "deferred"),
        ([CheckDeferral(casegroup_id="CG1")], clean(inhibits=[INHIBIT]), "blocked"),
        ([CheckDeferral(casegroup_id="CG1")], clean(schedules_ended=False), "exception"),
        ([Validate(casegroup_id="CG1")], {}, "to_dispose"),
        ([Validate(casegroup_id="CG1")], clean(outstanding="3650.05"), "to_amend"),
        ([Validate(casegroup_id="CG1"), amend(-5)], clean(outstanding="3650.05"), "to_dispose"),
        ([Validate(casegroup_id="CG1")], clean(outstanding="1003650.00"), "breakdown_owed"),
        ([Validate(casegroup_id="CG1")], clean(system="CCD"), "to_confirm"),
        (
            [Validate(casegroup_id="CG1"), ConfirmClericalValidation(casegroup_id="CG1", reason="x")],
            clean(system="CCD"),
            "to_dispose",
        ),
    ],
)
def test_stage(requests: list[Any], changes: dict[str, Any], stage: str) -> None:
    assert after(*requests, **changes).stage == stage


def test_an_amended_balance_leaves_no_residual() -> None:
    casefile = after(Validate(casegroup_id="CG1"), amend(-1000), **clean(outstanding="3660.00"))
    assessment = assess_casefile(casefile, CONTEXT.as_at, CONTEXT.policy)
    assert assessment.outcome.residual_pence == 0
    assert worklist_row(casefile).debt_balance_pence == 365000


def test_the_suggestion_follows_each_cases_own_discrepancy() -> None:
    adjusted = [{"adjustment_id": "A1", "date": "2015-05-05", "amount": "10.00"}]
    cases = [case_record("C1", outstanding="3680.00", adjustments=adjusted), case_record("C2", outstanding="3645.00")]
    casefile = after(Validate(casegroup_id="CG1"), cases=cases)
    placements = suggested_placements(casefile)
    assert [(part.case_id, part.amount_pence) for part in placements] == [("C1", -2000), ("C2", 500)]
    assert not decide(casefile, AmendBalance(casegroup_id="CG1", placements=placements), CONTEXT).refusals


def test_a_deferral_replaces_the_due_date() -> None:
    assert after(Defer(casegroup_id="CG1"), **WORK).due_date == date(2016, 3, 29)


def test_a_longer_rule_lengthens_a_running_deferral_from_where_it_was_counted() -> None:
    set_inhibit = SetInhibit(casegroup_id="CG1", case_id="C1", reason="complaint")
    assert after(Defer(casegroup_id="CG1"), set_inhibit, Defer(casegroup_id="CG1"), **WORK).due_date == date(
        2016, 4, 12
    )


def test_a_shorter_rule_does_not_shorten_a_running_deferral() -> None:
    close = CloseWorkItem(casegroup_id="CG1", case_id="C1", work_item_id="W1")
    payable = {"payables": [{"id": "B1", "amount": "5.00"}]}
    casefile = after(Defer(casegroup_id="CG1"), close, **clean(work_items=[OPEN_ITEM], **payable))
    decision = assess_casefile(casefile, CONTEXT.as_at, CONTEXT.policy).deferral
    assert (decision.days, decision.deferred_until) == (14, date(2016, 3, 29))


def test_on_the_deferred_date_the_rules_count_from_there() -> None:
    casefile = after(Defer(casegroup_id="CG1"), **WORK)
    later = decide(casefile, Defer(casegroup_id="CG1"), on(date(2016, 3, 29)))
    assert [event.kind for event in later.events] == ["deferral_checked", "closure_deferred"]
    deferred = later.events[1]
    assert deferred.kind == "closure_deferred"
    assert (deferred.deferred_from, deferred.deferred_until) == (date(2016, 3, 29), date(2016, 4, 26))


def test_a_day_gone_by_is_not_due_again_on_the_same_day() -> None:
    early = {"request_id": "T", "kind": "LTR1", "received_on": "2015-10-01", "closure_date": "2015-11-01"}
    casefile = after(Defer(casegroup_id="CG1"), transition_request=early, **WORK)
    assert casefile.due_date == date(2015, 11, 29)
    assert casefile.check_due_on == date(2016, 2, 16)


@pytest.mark.parametrize(
    "change",
    [
        RecordArrearsDecision(casegroup_id="CG1", case_id="C1", choice="write_off_all"),
        SetInhibit(casegroup_id="CG1", case_id="C1", reason="complaint"),
        OpenWorkItem(casegroup_id="CG1", case_id="C1", work="letter"),
    ],
    ids=["decision", "inhibit", "work"],
)
def test_what_changes_a_case_makes_the_rules_to_be_asked_again(change: Any) -> None:
    casefile = after(Validate(casegroup_id="CG1"), change)
    assert casefile.stage == "to_check"
    undone = after(Validate(casegroup_id="CG1"), change, SetAside(casegroup_id="CG1", seq=3))
    assert undone.stage == "to_dispose"


def test_lifting_lets_go_of_a_block() -> None:
    lift = LiftInhibit(casegroup_id="CG1", case_id="C1", inhibit_kind="manual", reason="settled")
    casefile = after(lift, CheckDeferral(casegroup_id="CG1"), **clean(inhibits=[INHIBIT]))
    assert casefile.stage == "to_validate"


def test_undo_and_redo() -> None:
    assert after(Validate(casegroup_id="CG1"), SetAside(casegroup_id="CG1", seq=2)).stage == "to_validate"
    assert (
        after(
            Validate(casegroup_id="CG1"), SetAside(casegroup_id="CG1", seq=2), SetAside(casegroup_id="CG1", seq=3)
        ).stage
        == "to_dispose"
    )


def test_redo_is_refused_once_the_work_was_done_again() -> None:
    casefile = after(Validate(casegroup_id="CG1"), SetAside(casegroup_id="CG1", seq=2), Validate(casegroup_id="CG1"))
    decision = decide(casefile, SetAside(casegroup_id="CG1", seq=3), CONTEXT)
    assert [refusal.key for refusal in decision.refusals] == ["later_work_rests_on_it"]


def with_newer_document(casefile: Casefile, **changes: Any) -> Casefile:
    """Let a newer document arrive."""
    seq = len(casefile.recorded) + 1
    event = FactsReceived(facts_version=2, file_name="newer.jsonl", line=1)
    arrived = Recorded(seq, "i", "2016-02-16T09:00:00+00:00", "u", 2, "", event)
    return fold(casegroup(**changes), 2, (*casefile.recorded, arrived))


def test_a_document_received_is_not_set_aside() -> None:
    newer = with_newer_document(after())
    decision = decide(newer, SetAside(casegroup_id="CG1", seq=1), CONTEXT)
    assert [refusal.key for refusal in decision.refusals] == ["facts_stand"]


def test_a_newer_document_asks_for_the_figures_again_and_keeps_what_people_said() -> None:
    decided = RecordArrearsDecision(casegroup_id="CG1", case_id="C1", choice="write_off_all")
    before = after(
        decided,
        AddNote(casegroup_id="CG1", text="phoned"),
        Validate(casegroup_id="CG1"),
        amend(-1000),
        **clean(outstanding="3660.00"),
    )
    newer = with_newer_document(before)
    assert newer.stage == "to_check"
    assert newer.amended is None
    assert newer.casegroup.cases[0].arrears_decision.choice == "write_off_all"
    assert len(newer.notes) == 1


def test_a_decision_taken_later_in_a_newer_document_stands() -> None:
    before = after(RecordArrearsDecision(casegroup_id="CG1", case_id="C1", choice="write_off_all"))
    later = {"choice": "collect", "recorded_on": "2016-02-20"}
    newer = with_newer_document(before, **clean(arrears_decision=later))
    assert newer.casegroup.cases[0].arrears_decision.choice == "collect"
