"""Closing: every reason against it alone, all of them in order, and what follows once a casegroup is closed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from console.present.closing import closing_rules, first_and_others
from domain.cleanse.requests import CloseWorkItem
from domain.closing.decision import closing_checklist
from domain.closing.requests import CloseCasegroup
from domain.closing.rules import RULES
from domain.closure_exceptions.requests import AnswerException
from domain.decide import UNTIL_CLOSED
from domain.deferral.requests import Defer
from domain.record.requests import AddNote, SetAside
from domain.worklist import worklist_row
from tests.domain.closing_rows import (
    CLOSE,
    CLOSING,
    DAY,
    DISPOSE,
    EXCEPTION,
    INHIBIT,
    NOTHING_OWED,
    READY,
    VALIDATE,
    WORK,
    after,
    asked,
    context,
    done,
    one,
    owed,
    started,
    with_newer_document,
)
from tests.made_up import case_record

if TYPE_CHECKING:
    from domain.casefile import Casefile

ORDER = [
    "closing_blocked",
    "deferral_running",
    "outcome_undecided",
    "disposal_missing",
    "liability_running",
    "schedules_running",
    "closing_before_t_date",
    "clerical_unconfirmed",
    "closing_before_due",
    "closing_exception_open",
]
# A rule may say no in more than one way.
SAID_BY = {
    "rules_broken": "deferral_running",
    "disposal_on_other_figures": "disposal_missing",
    "closing_without_due": "closing_before_due",
}


def test_the_rules_stand_in_the_order_of_the_contract() -> None:
    assert [rule.key for rule in RULES] == ORDER


@pytest.mark.parametrize(("casefile", "day", "expected"), [row[1:] for row in CLOSING], ids=[row[0] for row in CLOSING])
def test_closing_is_refused_by_the_first_rule_and_all_others_are_listed(
    casefile: Casefile, day: date, expected: list[str]
) -> None:
    decision = asked(casefile, CloseCasegroup(casegroup_id="CG1", closed_on=day), day)
    assert [refusal.key for refusal in decision.refusals] == expected
    assert decision.events == ()


@pytest.mark.parametrize(("casefile", "day", "expected"), [row[1:] for row in CLOSING], ids=[row[0] for row in CLOSING])
def test_the_checklist_answers_every_rule_and_gives_the_reasons_of_the_refusal(
    casefile: Casefile, day: date, expected: list[str]
) -> None:
    shown = closing_rules(casefile, day, day, context(day).policy)
    assert [rule.key for rule in shown] == ORDER
    assert [rule.key for rule in shown if not rule.kept] == [SAID_BY.get(key, key) for key in expected]
    assert all((rule.answer == "NOT KEPT") == bool(rule.reasons) for rule in shown)


def test_every_rule_is_reached_alone() -> None:
    alone = {SAID_BY.get(expected[0], expected[0]) for *_, expected in CLOSING if len(expected) == 1}
    assert alone == {rule.key for rule in RULES}


def test_the_answer_says_the_first_reason_first_and_the_others_after_it() -> None:
    *_, (_, casefile, day, expected) = CLOSING
    refusals = asked(casefile, CLOSE, day).refusals
    text = first_and_others(refusals)
    assert text.startswith("First: An inhibit is open on case C1; lift it first. Also: Deferral rules are broken")
    assert text.count(" Also: ") == 1
    assert len(refusals) == len(expected)
    assert first_and_others(refusals[:1]) == "First: An inhibit is open on case C1; lift it first."


# --- the way there ---------------------------------------------------------------------------------------


def test_a_clean_casegroup_needs_no_more_than_disposal_and_closing() -> None:
    casefile = after(VALIDATE)
    stages = [casefile.stage]
    for request in (DISPOSE, CLOSE):
        casefile = done(casefile, request)
        stages.append(casefile.stage)
    assert stages == ["to_dispose", "to_close", "closed"]
    assert casefile.closed is not None
    assert (casefile.closed.closed_on, casefile.closed.cases) == (DAY, ("C1",))
    assert all(answer.kept for answer in closing_checklist(casefile, DAY, ()))


def test_a_casegroup_on_which_nothing_is_owed_goes_straight_to_closing() -> None:
    casefile = after(VALIDATE, **NOTHING_OWED)
    assert casefile.stage == "to_close"
    assert done(casefile, CLOSE).stage == "transition_complete"


def test_a_balance_that_changed_after_disposal_is_to_be_disposed_of_again() -> None:
    newer = done(with_newer_document(after(*READY), **one(outstanding="3650.04")), VALIDATE)
    assert newer.stage == "to_dispose"
    (disposed,) = [entry for entry in newer.recorded if entry.event.kind == "arrears_disposed"]
    again = done(done(newer, SetAside(casegroup_id="CG1", seq=disposed.seq)), DISPOSE)
    assert again.stage == "to_close"
    assert done(again, CLOSE).stage == "closed"


LATER_DECISION = {"choice": "not_to_be_collected", "recorded_on": "2016-02-14"}
SUSPENDED = [owed("3650.00", receivable_id="R-C1", status="suspended")]


@pytest.mark.parametrize(
    ("newer", "stage"),
    [
        (one(), "to_close"),
        (one(outstanding="3649.96"), "to_dispose"),
        (one(arrears_decision=LATER_DECISION), "to_dispose"),
        (one(receivables=SUSPENDED), "to_dispose"),
        (one(receivables=[owed("3650.00", owed_to="gb_sos")]), "to_dispose"),
        ({"cases": [case_record("C2")]}, "to_dispose"),
    ],
    ids=["the same", "another figure", "another decision", "another status", "another payee", "another case"],
)
def test_a_disposal_stands_only_while_it_would_be_made_so_again(newer: dict[str, Any], stage: str) -> None:
    casefile = done(with_newer_document(after(*READY), **newer), VALIDATE)
    assert casefile.stage == stage
    assert casefile.disposal is not None
    refused = [refusal.key for refusal in asked(casefile, CLOSE).refusals]
    assert refused == ([] if stage == "to_close" else ["disposal_on_other_figures"])


def test_a_breakdown_that_is_owed_does_not_keep_a_casegroup_from_closing() -> None:
    casefile = after(VALIDATE, **one(outstanding="1003650.00"))
    assert casefile.stage == "breakdown_owed"
    casefile = done(casefile, DISPOSE)
    assert casefile.stage == "to_close"
    assert done(casefile, CLOSE).stage == "closed"


def test_an_exception_that_comes_back_for_the_next_batch_refuses_nothing() -> None:
    (number,) = [found.exception_id for found in after(EXCEPTION).exceptions]
    skip = AnswerException(casegroup_id="CG1", exception_id=number, answer="technical_skip")
    assert not asked(after(*READY, EXCEPTION, skip), CLOSE).refusals


def test_a_deferral_moves_the_day_and_on_that_day_it_closes() -> None:
    casefile = done(after(*READY, WORK), Defer(casegroup_id="CG1"))
    assert casefile.deferral is not None
    until = casefile.deferral.deferred_until
    item = casefile.casegroup.cases[0].work_items[0].id
    casefile = done(casefile, CloseWorkItem(casegroup_id="CG1", case_id="C1", work_item_id=item))
    before, on = date.fromordinal(until.toordinal() - 1), until
    assert [refusal.key for refusal in asked(casefile, CLOSE, before).refusals] == ["deferral_running"]
    assert not asked(casefile, CLOSE, on).refusals


def test_the_rules_asked_at_closing_are_recorded_where_none_were_on_what_is_now_known() -> None:
    opened = done(after(*READY), WORK)
    item = opened.casegroup.cases[0].work_items[0].id
    mended = done(opened, CloseWorkItem(casegroup_id="CG1", case_id="C1", work_item_id=item))
    assert [event.kind for event in asked(mended, CLOSE).events] == ["deferral_checked", "casegroup_closed"]
    assert [event.kind for event in asked(after(*READY), CLOSE).events] == ["casegroup_closed"]


# --- and after -------------------------------------------------------------------------------------------

CLOSED = (*READY, CLOSE)


def test_a_closed_casegroup_takes_notes_and_exceptions_but_no_more_casework() -> None:
    casefile = after(*CLOSED)
    assert asked(casefile, AddNote(casegroup_id="CG1", text="the parent rang")).events
    assert asked(casefile, EXCEPTION).events
    for request in (VALIDATE, DISPOSE, WORK, INHIBIT, Defer(casegroup_id="CG1")):
        assert isinstance(request, UNTIL_CLOSED)
        assert [refusal.key for refusal in asked(casefile, request).refusals] == ["already_closed"]


def test_a_closing_is_undone_and_brought_back() -> None:
    undone = done(after(*CLOSED), SetAside(casegroup_id="CG1", seq=4))
    assert undone.stage == "to_close"
    assert done(undone, SetAside(casegroup_id="CG1", seq=5)).stage == "closed"


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_what_a_closing_rests_on_is_not_undone_under_it(seq: int) -> None:
    refusals = asked(after(*CLOSED), SetAside(casegroup_id="CG1", seq=seq)).refusals
    assert [refusal.key for refusal in refusals] == ["later_work_rests_on_it"]


@pytest.mark.parametrize("since", [INHIBIT, WORK, CLOSE], ids=lambda request: request.kind)
def test_a_closing_is_not_brought_back_over_what_was_done_since(since: Any) -> None:
    casefile = done(done(after(*CLOSED), SetAside(casegroup_id="CG1", seq=4)), since)
    refusals = asked(casefile, SetAside(casegroup_id="CG1", seq=5)).refusals
    assert [refusal.key for refusal in refusals] == ["later_work_rests_on_it"]


def test_a_closing_is_not_brought_back_over_a_newer_document() -> None:
    undone = done(after(*CLOSED), SetAside(casegroup_id="CG1", seq=4))
    refusals = asked(with_newer_document(undone), SetAside(casegroup_id="CG1", seq=5)).refusals
    assert [refusal.key for refusal in refusals] == ["later_work_rests_on_it"]


def test_a_newer_document_leaves_a_casegroup_closed_and_flags_it() -> None:
    casefile = after(*CLOSED)
    assert "facts_after_closing" not in worklist_row(casefile).flags.split()
    newer = with_newer_document(casefile, **one(outstanding="9999.00"))
    assert newer.stage == "closed"
    assert newer.disposal == casefile.disposal
    assert "facts_after_closing" in worklist_row(newer).flags.split()


def test_nothing_is_ready_before_the_outcome() -> None:
    assert [refusal.key for refusal in asked(started(), CLOSE).refusals] == ["outcome_undecided", "disposal_missing"]
