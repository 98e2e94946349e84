"""Exceptions: where each answer leads from everywhere, what the batch makes of them, and that none is ever lost."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.actor import Actor
from domain.casefile import AT_ONCE, Casefile, fold
from domain.closure_exceptions.decision import found_by_rules
from domain.closure_exceptions.reasons import REASONS, reason_and_detail
from domain.closure_exceptions.rules import BATCH_ANSWERS, ROUTES, answers_from, route_of
from domain.decide import decide, roles_for
from domain.decision import Context
from domain.events import DeferralChecked, EntrySetAside, Event, ExceptionLine, Recorded
from domain.events.disposal import CasegroupClosed
from domain.events.queued import ExceptionAllocated, ExceptionAnswer, ExceptionAnswered, ExceptionReason, ExceptionState
from domain.policy.book import policy_for
from domain.progress import ENDED, TECHNICAL
from domain.queue import queue_rows
from domain.record.requests import SetAside
from domain.validation.requests import Validate
from domain.worklist import worklist_row
from tests.domain.queued_rows import answered, answering, giving, raised, raising, with_events, work_for
from tests.made_up import case_record, casegroup

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = date(2016, 2, 15)
CONTEXT = Context(Actor("u", "U", frozenset({"team_manager"})), DAY, policy_for(DAY))
STATES: tuple[ExceptionState, ...] = get_args(ExceptionState)
ANSWERS: tuple[ExceptionAnswer, ...] = get_args(ExceptionAnswer)
BY_PEOPLE = {
    ("with_supplier", "technical_skip"): "next_batch",
    ("with_supplier", "application_support"): "with_application_support",
    ("with_supplier", "refer_to_caseworker"): "with_incident_team",
    ("with_application_support", "fixed"): "next_batch",
    ("with_application_support", "cannot_be_fixed"): "clerical_case",
    ("with_application_support", "no_error_found"): "with_supplier",
    ("with_incident_team", "business_as_usual"): "with_caseworker",
    ("with_caseworker", "corrected"): "next_batch",
    ("with_caseworker", "cannot_be_corrected"): "clerical_case",
    ("clerical_case", "corrected"): "next_batch",
}
NOTHING_FOUND = DeferralChecked(
    as_at=DAY, edition="phase-2", due_date=DAY, result="clear", days=None, deferred_until=None, checks=(), exceptions=()
)


def line(reason: ExceptionReason = "schedules_not_ended", case_id: str | None = None) -> ExceptionLine:
    return ExceptionLine(reason=reason, detail="found", case_id=case_id)


def found(*lines: ExceptionLine) -> DeferralChecked:
    return NOTHING_FOUND.model_copy(update={"exceptions": lines})


def held(state: ExceptionState, reason: ExceptionReason = "schedules_not_ended") -> Casefile:
    return with_events(NOTHING_FOUND, raised(reason), answered(state))


def and_then(casefile: Casefile, *events: Event) -> Casefile:
    recorded = list(casefile.recorded)
    for event in events:
        recorded.append(Recorded(len(recorded) + 1, "r", "2016-02-16T10:00:00+00:00", "u", 1, "", event))
    return fold(casefile.document, 1, recorded)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("reason", REASONS)
def test_an_answer_leads_where_the_register_says_and_nowhere_else(
    state: ExceptionState, answer: ExceptionAnswer, reason: ExceptionReason
) -> None:
    casefile = held(state, reason)
    decision = decide(casefile, answering(answer), CONTEXT)
    expected = BY_PEOPLE.get((state, answer))
    if expected is None:
        assert [refusal.key for refusal in decision.refusals] == [
            "exception_ended" if state == "resolved" else "no_such_route"
        ]
        assert answer not in answers_from(state)
    else:
        assert answer in answers_from(state)
        (after,) = and_then(casefile, *decision.events).exceptions
        assert after.state == expected
        assert after.holder is None


def test_every_route_of_the_register_is_one_of_these_or_the_batchs() -> None:
    by_people = {(route.held, route.answer): route.goes_to for route in ROUTES if route.answer not in BATCH_ANSWERS}
    assert by_people == BY_PEOPLE
    assert {route.held for route in ROUTES if route.answer in BATCH_ANSWERS} == {"next_batch"}
    assert all(route.source.document == "exceptions" and route.source.says for route in ROUTES)


@pytest.mark.parametrize("reason", REASONS)
def test_no_answer_has_two_ways_from_one_place(reason: ExceptionReason) -> None:
    ways = [(route.held, route.answer) for route in ROUTES if route.serves(reason)]
    assert [way for way in ways if ways.count(way) > 1] == []
    assert len(set(ROUTES)) == len(ROUTES)


@pytest.mark.parametrize("reason", REASONS)
def test_technical_reasons_go_to_the_supplier_and_others_to_a_caseworker(reason: ExceptionReason) -> None:
    decision = decide(with_events(), raising(reason, detail="words"), CONTEXT)
    (after,) = and_then(with_events(), *decision.events).open_exceptions
    assert after.state == ("with_supplier" if reason in TECHNICAL else "with_caseworker")
    again = route_of("next_batch", "failed_again", reason)
    assert again is not None
    assert again.goes_to == after.state


# ------------------------------------------------------------------------------------------------------ the batch


def test_the_batch_raises_what_the_rules_find_once() -> None:
    casefile = with_events(found(line(), line("data_invalid")))
    events = found_by_rules(casefile, [line(), line("data_invalid")])
    after = and_then(casefile, *events)
    assert [(one.exception_id, one.reason, one.origin) for one in after.open_exceptions] == [
        ("exception-1", "schedules_not_ended", "rules"),
        ("exception-2", "data_invalid", "rules"),
    ]
    assert found_by_rules(after, [line(), line("data_invalid")]) == ()


@pytest.mark.parametrize("reason", [reason for reason in REASONS if reason != "other"])
def test_what_came_back_for_the_batch_passes_or_fails_again(reason: ExceptionReason) -> None:
    casefile = held("next_batch", reason)
    (passed,) = and_then(casefile, *found_by_rules(casefile, [])).exceptions
    assert (passed.state, passed.is_open) == ("resolved", False)
    (failed,) = and_then(casefile, *found_by_rules(casefile, [line(reason)])).exceptions
    assert failed.state == ("with_supplier" if reason in TECHNICAL else "with_caseworker")
    assert failed.is_open


@pytest.mark.parametrize("state", [state for state in STATES if state not in {"next_batch", "resolved"}])
def test_the_batch_leaves_alone_what_is_with_somebody_or_clerical(state: ExceptionState) -> None:
    assert found_by_rules(held(state), [line()]) == ()
    assert found_by_rules(held(state), []) == ()


def test_what_is_found_again_after_it_was_resolved_is_a_new_exception() -> None:
    (event,) = found_by_rules(held("resolved"), [line()])
    assert event.kind == "exception_raised"
    assert event.exception_id == "exception-2"


@pytest.mark.parametrize("state", STATES)
def test_only_what_came_back_is_due_for_the_next_batch(state: ExceptionState) -> None:
    assert (held(state).check_due_on == AT_ONCE) == (state == "next_batch")


def test_what_a_check_by_hand_found_is_raised_by_the_next_batch() -> None:
    casefile = with_events(found(line()))
    assert casefile.check_due_on == AT_ONCE
    assert casefile.unraised_exceptions == (line(),)
    after = and_then(casefile, *found_by_rules(casefile, [line()]))
    assert after.check_due_on is None
    assert after.unraised_exceptions == ()


def test_a_closed_casegroup_is_due_for_nothing_but_what_came_back() -> None:
    closed = CasegroupClosed(closed_on=DAY, cases=("C1",))
    assert with_events(NOTHING_FOUND, closed).check_due_on is None
    assert with_events(NOTHING_FOUND, closed, raised(), answered("next_batch")).check_due_on == AT_ONCE


@pytest.mark.parametrize("state", STATES)
def test_an_exception_holds_a_casegroup_up_until_it_has_ended(state: ExceptionState) -> None:
    casefile = with_events(found(line()), raised(), answered(state))
    assert (casefile.stage == "exception") == (state != "clerical_case")
    assert ("clerical_case" in worklist_row(casefile).flags.split()) == (state == "clerical_case")


WITHOUT_A_FIGURE = case_record(
    receivables=[
        {
            "receivable_id": "R1",
            "type": "child_maintenance",
            "outstanding": None,
            "status": "active",
            "owed_to": "receiving_parent",
            "not_known": {"outstanding": "The account card is lost."},
        }
    ]
)


def every_way(reason: ExceptionReason, *, still_found: bool) -> Iterator[Casefile]:
    """Follow every answer from everywhere, the batch's among them, until nothing new is reached."""
    document = casegroup(cases=[WITHOUT_A_FIGURE if reason == "data_invalid" and still_found else case_record()])
    lines = [line(reason)] if still_found else []
    check, validation = found(*lines), decide(fold(document, 1, ()), Validate(casegroup_id="CG1"), CONTEXT).events[-1]
    first = and_then(fold(document, 1, ()), check, validation, raised(reason, "words"))
    waiting, seen = [first], set()
    while waiting:
        casefile = waiting.pop()
        yield casefile
        (one, *others) = casefile.exceptions
        if one.state in seen or others:
            continue
        seen.add(one.state)
        waiting += [
            and_then(casefile, *decide(casefile, answering(answer), CONTEXT).events)
            for answer in answers_from(one.state)
        ]
        waiting.append(and_then(casefile, *found_by_rules(casefile, lines)))
    assert seen >= {"next_batch", "with_caseworker", "clerical_case"}


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("still_found", [True, False])
def test_after_every_answer_a_casegroup_can_go_on_or_waits_in_the_queue(
    reason: ExceptionReason, *, still_found: bool
) -> None:
    for casefile in every_way(reason, still_found=still_found):
        in_queue = [row.state for row in queue_rows(casefile, CONTEXT.policy.deferral) if row.kind == "exception"]
        goes_on = casefile.stage != "exception" or casefile.check_due_on == AT_ONCE
        assert in_queue or goes_on
        assert in_queue == [one.state for one in casefile.exceptions if one.state != "resolved"]


def test_a_clerical_case_waits_until_the_casegroup_is_closed_and_comes_back_when_it_is_put_right() -> None:
    casefile = held("clerical_case")
    assert [row.state for row in queue_rows(casefile, CONTEXT.policy.deferral)] == ["clerical_case"]
    assert decide(casefile, giving("ann"), CONTEXT).events
    assert [refusal.key for refusal in decide(casefile, raising(), CONTEXT).refusals] == ["exception_open"]
    closed = and_then(casefile, CasegroupClosed(closed_on=DAY, cases=("C1",)))
    assert queue_rows(closed, CONTEXT.policy.deferral) == ()
    back = and_then(casefile, *decide(casefile, answering("corrected"), CONTEXT).events)
    assert [one.state for one in back.open_exceptions] == ["next_batch"]


# ------------------------------------------------------------------------------------------------------- who may


def test_a_team_leader_gives_work_away_and_anybody_says_what_is_wrong() -> None:
    casefile = with_events(raised())
    for request in (giving("ann"), work_for("ann")):
        assert roles_for(request, casefile) == {"team_leader", "team_manager"}
    assert "cms_caseworker" in roles_for(raising(), casefile)
    assert "caseworker" in roles_for(answering("technical_skip"), casefile)


def test_what_a_team_leader_gave_away_only_a_team_leader_takes_back() -> None:
    casefile = with_events(raised(), ExceptionAllocated(exception_id="exception-1", to="ann"))
    assert roles_for(SetAside(casegroup_id="CG1", seq=2), casefile) == {"team_leader", "team_manager"}
    assert "caseworker" in roles_for(SetAside(casegroup_id="CG1", seq=1), casefile)


def test_an_exception_of_the_rules_set_aside_is_raised_again_by_the_next_batch() -> None:
    casefile = with_events(found(line()), raised(), EntrySetAside(seq=2, reason="by mistake"))
    assert casefile.exceptions == ()
    assert casefile.check_due_on == AT_ONCE
    (event,) = found_by_rules(casefile, [line()])
    assert event.kind == "exception_raised"
    assert event.exception_id == "exception-2"


# ------------------------------------------------------------------------------------------------------ never lost

steps = st.lists(
    st.one_of(
        st.builds(raising, st.sampled_from(REASONS), detail=st.sampled_from(["", "one", "two"])),
        st.builds(answering, st.sampled_from(ANSWERS), st.sampled_from(["exception-1", "exception-2"])),
        st.builds(giving, st.sampled_from(["ann", "bob"]), st.sampled_from(["exception-1", "exception-2"])),
        st.lists(st.sampled_from(REASONS), unique=True, max_size=2).map(lambda reasons: [line(one) for one in reasons]),
    ),
    max_size=12,
)


@given(steps)
def test_an_exception_is_never_lost(done: list[object]) -> None:
    """Whatever is asked and however often the batch runs, each is open or ended as its own history says."""
    casefile = fold(casegroup(), 1, ())
    for step in done:
        if isinstance(step, list):
            casefile = and_then(casefile, *found_by_rules(casefile, step))
        else:
            casefile = and_then(casefile, *decide(casefile, step, CONTEXT).events)  # type: ignore[arg-type]
    raised_ids = [entry.event.exception_id for entry in casefile.recorded if entry.event.kind == "exception_raised"]
    assert [one.exception_id for one in casefile.exceptions] == raised_ids
    assert len(set(raised_ids)) == len(raised_ids)
    for one in casefile.exceptions:
        assert one.history[0].event.kind == "exception_raised"
        state: ExceptionState = "with_supplier" if one.reason in TECHNICAL else "with_caseworker"
        for entry in one.history[1:]:
            if isinstance(entry.event, ExceptionAnswered):
                route = route_of(state, entry.event.answer, one.reason)
                assert route is not None
                state = route.goes_to
        assert one.state == state
        assert one.is_open == (one in casefile.open_exceptions) == (state not in ENDED)
    open_now = [(one.reason, one.case_id, one.detail * (one.reason == "other")) for one in casefile.open_exceptions]
    assert len(set(open_now)) == len(open_now)


# --------------------------------------------------------------------------------------------------- reasons read


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("transition_date_not_set", "transition_date_not_set"),
        ("Transition date not set", "transition_date_not_set"),
        ("A TRANSITION DATE NOT BEING SET", "transition_date_not_set"),
        ("The unsuccessful ending of the CSA scheme liability", "liability_end_failed"),
        ("Liability not ended successfully", "liability_end_failed"),
        ("CSA scheme liability schedules not being ended", "schedules_not_ended"),
        ("Schedules not ended", "schedules_not_ended"),
        ("Closure date before T-date", "closure_before_t_date"),
        ("Closure date being prior to the transition date (T-date)", "closure_before_t_date"),
        ("data-invalid", "data_invalid"),
        ("Other", "other"),
    ],
)
def test_a_reason_is_known_by_its_key_or_the_documents_words(written: str, reason: str) -> None:
    assert reason_and_detail(written, " seen twice ") == (reason, "seen twice")


@pytest.mark.parametrize(
    ("written", "detail", "expected"),
    [
        ("Payee unknown", "", "Payee unknown"),
        ("Payee unknown", "since 2010", "Payee unknown: since 2010"),
        ("не указано", "", "не указано"),
    ],
)
def test_a_reason_in_other_words_is_kept_in_them(written: str, detail: str, expected: str) -> None:
    assert reason_and_detail(written, detail) == ("other", expected)
