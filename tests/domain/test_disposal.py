"""Disposal: notice and its edges, what a decision writes off, credits, and decisions taken on another figure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from console.present.closing import disposal_views, notice_views
from console.present.events import event_sentences
from domain.disposal.requests import Credit, DisposeArrears
from domain.events.disposal import ArrearsDisposed, WriteOffNoticeGiven
from domain.inhibits.requests import LiftInhibit
from domain.record.requests import SetAside
from domain.worklist import worklist_row
from tests.domain.closing_rows import (
    DAY,
    DISPOSE,
    IN_CREDIT,
    INHIBIT,
    NOTHING_OWED,
    PAYEE_LOST,
    REPAID,
    VALIDATE,
    WRITTEN_OFF,
    after,
    amend,
    asked,
    context,
    decided,
    done,
    notice,
    one,
    owed,
    with_newer_document,
)
from tests.made_up import person

if TYPE_CHECKING:
    from domain.casefile import Casefile
    from domain.cleanse.requests import RecordArrearsDecision
    from domain.events.disposal import DisposalLine

OTHER_FIGURE = one(outstanding="3660.00", arrears_decision={"choice": "collect", "recorded_on": "2016-01-04"})
DEAD = {"date_of_death": "2015-10-01"}


def disposed(casefile: Casefile, request: DisposeArrears = DISPOSE, day: date = DAY) -> ArrearsDisposed:
    """Give the disposal decided on a day."""
    (event,) = asked(casefile, request, day).events
    assert isinstance(event, ArrearsDisposed)
    return event


def lines(casefile: Casefile, request: DisposeArrears = DISPOSE) -> tuple[DisposalLine, ...]:
    """Give the lines of the disposal decided today."""
    return disposed(casefile, request).lines


def parent(number: int, **changes: Any) -> dict[str, Any]:
    """Describe a parent of the made-up casegroup."""
    return {**person(number), **changes}


# --- notice ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        (date(2016, 2, 1), ["representations_running"]),
        (date(2016, 3, 1), ["representations_running"]),
        (date(2016, 3, 2), ["representations_running"]),
        (date(2016, 3, 3), []),
        (date(2016, 3, 4), []),
    ],
    ids=["the day of the notice", "the 29th day", "the 30th day", "the 31st day", "the 32nd day"],
)
def test_representations_may_be_made_up_to_and_including_the_thirtieth_day(day: date, refused: list[str]) -> None:
    casefile = done(after(VALIDATE, **WRITTEN_OFF), notice(date(2016, 2, 1)))
    assert [refusal.key for refusal in asked(casefile, DISPOSE, day).refusals] == refused


@pytest.mark.parametrize(
    ("reached", "refused"),
    [
        ({"paying_parent": "untraced"}, ["representations_running"]),
        ({"receiving_parent": "untraced"}, ["representations_running"]),
        ({"paying_parent": "dead"}, ["representations_running"]),
        ({"paying_parent": "dead", "receiving_parent": "untraced"}, []),
        ({"paying_parent": "untraced", "receiving_parent": "untraced"}, []),
        ({"paying_parent": "dead", "receiving_parent": "dead"}, []),
    ],
)
def test_the_period_runs_while_one_parent_could_be_told(reached: dict[str, str], refused: list[str]) -> None:
    casefile = after(VALIDATE, notice(DAY, reason="asked the registrar", **reached), **WRITTEN_OFF)
    assert [refusal.key for refusal in asked(casefile, DISPOSE).refusals] == refused


def test_a_parent_dead_on_the_record_is_taken_for_dead_unless_somebody_says_otherwise() -> None:
    casefile = after(paying_parent=parent(1, **DEAD), **WRITTEN_OFF)
    (event,) = asked(casefile, notice(DAY)).events
    assert isinstance(event, WriteOffNoticeGiven)
    assert (event.paying_parent, event.receiving_parent) == ("dead", "given")
    (said,) = asked(casefile, notice(DAY, paying_parent="given")).events
    assert isinstance(said, WriteOffNoticeGiven)
    assert said.paying_parent == "given"


def test_a_death_that_is_not_on_the_record_needs_a_word_and_no_invented_date() -> None:
    casefile = after(**WRITTEN_OFF)
    refusals = asked(casefile, notice(DAY, paying_parent="dead")).refusals
    assert [refusal.key for refusal in refusals] == ["death_not_on_record"]
    assert asked(casefile, notice(DAY, paying_parent="dead", reason="the widow rang")).events


@pytest.mark.parametrize(
    "changes",
    [
        {},
        NOTHING_OWED,
        one(receivables=[owed("50.00", owed_to="gb_sos")], arrears_decision={"choice": "write_off_all"}),
        one(receivables=[owed("-5.00")], arrears_decision={"choice": "write_off_all"}),
        one(arrears_decision={"choice": "write_off_part", "amount_to_write_off": "0.00"}),
        one(arrears_decision={"choice": "not_to_be_collected", "recorded_on": "2016-01-04"}),
        one(arrears_decision={"choice": "write_off_all"}, in_case_closure=False),
    ],
    ids=["collect", "nothing owed", "owed to government", "a credit", "a part of nothing", "not collected", "stays"],
)
def test_no_notice_is_asked_for_where_nothing_is_written_off(changes: dict[str, Any]) -> None:
    casefile = after(VALIDATE, **changes)
    assert notice_views(casefile, context().policy) == ()
    assert asked(casefile, notice()).refusals
    refused = {refusal.key for refusal in asked(casefile, DISPOSE).refusals}
    assert not refused & {"notice_missing", "representations_running"}


def part(amount_pence: int) -> RecordArrearsDecision:
    return decided("write_off_part", amount_pence, decided_on=date(2016, 1, 4))


def test_a_notice_covers_as_much_as_it_named_and_less() -> None:
    more = after(part(100), notice(), part(101), VALIDATE)
    assert [refusal.key for refusal in asked(more, DISPOSE).refusals] == ["notice_of_less"]
    less = after(part(100), notice(), part(99), VALIDATE)
    assert lines(less)[0].written_off_pence == 99


def test_a_notice_set_aside_does_not_count() -> None:
    casefile = after(VALIDATE, notice(), SetAside(casegroup_id="CG1", seq=3), **WRITTEN_OFF)
    assert [refusal.key for refusal in asked(casefile, DISPOSE).refusals] == ["notice_missing"]


def test_where_notice_stands_is_told_with_its_last_day() -> None:
    before, running = after(VALIDATE, **WRITTEN_OFF), after(VALIDATE, notice(DAY), **WRITTEN_OFF)
    policy = context().policy
    assert [view.sentence for view in notice_views(before, policy)] == ["Case C1: no notice yet."]
    (view,) = notice_views(running, policy)
    assert (view.amount_pence, view.until) == (365000, date(2016, 3, 16))
    assert view.sentence == "Case C1: notice 15 Feb 2016, representations until 16 Mar 2016."


# --- what becomes of a balance ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decision", "off", "down"),
    [
        ({"choice": "collect"}, 0, 365000),
        ({"choice": "not_to_be_collected"}, 0, 365000),
        ({"choice": "write_off_all"}, 365000, 0),
        ({"choice": "write_off_part", "amount_to_write_off": "0.00"}, 0, 365000),
        ({"choice": "write_off_part", "amount_to_write_off": "0.01"}, 1, 364999),
        ({"choice": "write_off_part", "amount_to_write_off": "3649.99"}, 364999, 1),
        ({"choice": "write_off_part", "amount_to_write_off": "3650.00"}, 365000, 0),
        ({"choice": "write_off_part", "amount_to_write_off": "3650.01"}, 365000, 0),
    ],
)
def test_a_decision_writes_off_what_it_says_and_no_more_than_there_is(
    decision: dict[str, str], off: int, down: int
) -> None:
    casefile = after(VALIDATE, **one(arrears_decision=decision))
    if off:
        casefile = done(casefile, notice())
    (line,) = lines(casefile)
    assert (line.balance_pence, line.written_off_pence, line.written_down_pence) == (365000, off, down)


@pytest.mark.parametrize("choice", ["write_off_all", "collect", "not_recorded"])
def test_what_is_owed_to_government_is_written_down_whatever_is_decided(choice: str) -> None:
    receivables = [owed("2650.00", owed_to="gb_sos"), owed("1000.00", receivable_id="R2", owed_to="ni_sos")]
    casefile = after(VALIDATE, **one(receivables=receivables, arrears_decision={"choice": choice}))
    told = [(line.owed_to, line.written_off_pence, line.written_down_pence) for line in lines(casefile)]
    assert told == [("gb_sos", 0, 265000), ("ni_sos", 0, 100000)]


def test_fees_and_interest_are_no_child_maintenance_and_stay_out_of_it() -> None:
    casefile = after(VALIDATE, **one(receivables=[owed("3650.00"), owed("80.00", receivable_id="F", type="fee")]))
    assert [line.balance_pence for line in lines(casefile)] == [365000]


@pytest.mark.parametrize(
    ("part", "forwarded"),
    [
        ("0.00", {"active": 100000, "suspended": 200000, "deferred": 65000}),
        ("999.99", {"active": 1, "suspended": 200000, "deferred": 65000}),
        ("1000.00", {"suspended": 200000, "deferred": 65000}),
        ("3000.01", {"deferred": 64999}),
        ("3650.00", {}),
    ],
)
def test_a_part_is_taken_from_active_arrears_first_and_the_rest_keeps_its_status(
    part: str, forwarded: dict[str, int]
) -> None:
    receivables = [
        owed("650.00", receivable_id="R3", status="deferred"),
        owed("1000.00"),
        owed("2000.00", receivable_id="R2", status="suspended"),
    ]
    decision = {"choice": "write_off_part", "amount_to_write_off": part}
    casefile = after(VALIDATE, **one(receivables=receivables, arrears_decision=decision))
    if part != "0.00":
        casefile = done(casefile, notice())
    (line,) = lines(casefile)
    assert {part.status: part.amount_pence for part in line.forwarded} == forwarded


def test_an_unknown_payee_of_nothing_keeps_nobody() -> None:
    nothing = owed("0.00", receivable_id="R2", owed_to=None, not_known={"owed_to": "file lost"})
    assert lines(after(VALIDATE, **one(receivables=[owed("3650.00"), nothing])))[0].balance_pence == 365000
    assert after(VALIDATE, **PAYEE_LOST).stage == "to_dispose"


def test_after_disposal_nothing_is_left_on_the_books() -> None:
    casefile = after(VALIDATE, DISPOSE)
    assert worklist_row(after(VALIDATE)).debt_balance_pence == 365000
    assert worklist_row(casefile).debt_balance_pence == 0


# --- credits ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("treatment", ["repaid", "cleared"])
def test_a_credit_leaves_as_a_person_said_and_nothing_of_it_is_forwarded(treatment: Any) -> None:
    credit = Credit(case_id="C1", owed_to="gb_sos", treatment=treatment)
    event = disposed(after(VALIDATE, **IN_CREDIT), DisposeArrears(casegroup_id="CG1", credits=(credit,)))
    debt, held = event.lines
    assert (debt.written_down_pence, debt.credit) == (366000, None)
    assert (held.balance_pence, held.written_down_pence, held.forwarded, held.credit) == (-1000, 0, (), treatment)
    sentences = event_sentences(event)
    assert sentences[0].endswith(
        f"£0.00 written off, £3,660.00 written down and forwarded to CMS; credits of £10.00 {treatment}."
    )
    assert f"a credit of £10.00, {treatment}." in sentences[2]


def test_a_credit_waits_for_a_person_and_is_shown_so() -> None:
    casefile = after(VALIDATE, **IN_CREDIT)
    debt, credit = disposal_views(casefile)
    assert (debt.credit_pence, credit.credit_pence) == (0, 1000)
    assert (credit.written_off_pence, credit.written_down_pence, credit.done) == (0, 0, False)
    assert credit.remark == "A credit: a person has to say what becomes of it."
    request = DisposeArrears(casegroup_id="CG1", credits=(REPAID,))
    assert [view.treatment for view in disposal_views(done(casefile, request))] == ["", "repaid"]


# --- decisions taken on another figure -------------------------------------------------------------------


def figure(casefile: Casefile) -> int | None:
    """Give the other figure the only line was decided on."""
    (line,) = lines(casefile)
    (shown,) = disposal_views(casefile)
    assert ("ON ANOTHER FIGURE" in shown.remark) == (line.on_another_figure_pence is not None)
    return line.on_another_figure_pence


DECIDE = decided("collect", decided_on=date(2016, 2, 10))


def test_a_decision_of_the_document_was_taken_on_what_the_document_says() -> None:
    assert figure(after(VALIDATE)) is None
    assert figure(after(VALIDATE, amend(-1000), **OTHER_FIGURE)) == 366000


def test_a_decision_of_ours_was_taken_on_what_was_then_owed() -> None:
    assert figure(after(DECIDE, VALIDATE, amend(-1000), **OTHER_FIGURE)) == 366000
    assert figure(after(VALIDATE, amend(-1000), DECIDE, **OTHER_FIGURE)) is None


def test_the_last_decision_that_stands_counts() -> None:
    later = decided("not_to_be_collected", decided_on=date(2016, 2, 12))
    both = after(DECIDE, VALIDATE, amend(-1000), later, **OTHER_FIGURE)
    assert figure(both) is None
    assert figure(done(both, SetAside(casegroup_id="CG1", seq=5))) == 366000


def test_once_ours_is_undone_the_documents_counts_again() -> None:
    casefile = after(VALIDATE, amend(-1000), DECIDE, SetAside(casegroup_id="CG1", seq=4), **OTHER_FIGURE)
    assert figure(casefile) == 366000


def test_a_decision_of_ours_keeps_its_figure_when_newer_ones_arrive() -> None:
    newer = done(with_newer_document(after(DECIDE), **one(outstanding="3650.04")), VALIDATE)
    assert figure(newer) == 365000


def test_a_decision_superseded_by_a_newer_document_counts_on_that_documents_figure() -> None:
    superseding = {"choice": "collect", "recorded_on": "2016-02-14"}
    changes = one(outstanding="3650.04", arrears_decision=superseding)
    assert figure(done(with_newer_document(after(DECIDE), **changes), VALIDATE)) is None


def test_a_decision_whose_figure_nobody_knew_is_not_said_to_be_on_another() -> None:
    unknown = one(receivables=[owed("1.00", outstanding=None, not_known={"outstanding": "file lost"})])
    newer = done(with_newer_document(after(DECIDE, **unknown)), VALIDATE)
    assert figure(newer) is None


# --- once, and undone ------------------------------------------------------------------------------------


def test_nothing_is_disposed_of_twice_by_undoing_and_redoing() -> None:
    undone = after(VALIDATE, DISPOSE, SetAside(casegroup_id="CG1", seq=3))
    again = done(undone, DISPOSE)
    refusals = asked(again, SetAside(casegroup_id="CG1", seq=4)).refusals
    assert [refusal.key for refusal in refusals] == ["later_work_rests_on_it"]
    assert done(undone, SetAside(casegroup_id="CG1", seq=4)).disposal is not None


@pytest.mark.parametrize("since", [decided("not_to_be_collected"), VALIDATE], ids=lambda request: request.kind)
def test_a_disposal_is_not_brought_back_over_what_was_done_since(since: Any) -> None:
    casefile = done(after(VALIDATE, DISPOSE, SetAside(casegroup_id="CG1", seq=3)), since)
    refusals = asked(casefile, SetAside(casegroup_id="CG1", seq=4)).refusals
    assert [refusal.key for refusal in refusals] == ["later_work_rests_on_it"]


def test_a_disposal_is_not_brought_back_over_a_newer_document() -> None:
    undone = after(VALIDATE, DISPOSE, SetAside(casegroup_id="CG1", seq=3))
    refusals = asked(with_newer_document(undone), SetAside(casegroup_id="CG1", seq=4)).refusals
    assert [refusal.key for refusal in refusals] == ["later_work_rests_on_it"]


@pytest.mark.parametrize("seq", [2, 3])
def test_what_a_disposal_rests_on_is_not_undone_under_it(seq: int) -> None:
    casefile = after(VALIDATE, notice(), DISPOSE, **WRITTEN_OFF)
    refusals = asked(casefile, SetAside(casegroup_id="CG1", seq=seq)).refusals
    assert [refusal.key for refusal in refusals] == ["later_work_rests_on_it"]


def test_an_inhibit_keeps_arrears_where_they_are_until_it_is_lifted() -> None:
    inhibited = after(VALIDATE, INHIBIT)
    assert [refusal.key for refusal in asked(inhibited, DISPOSE).refusals] == ["closing_blocked"]
    lift = LiftInhibit(casegroup_id="CG1", case_id="C1", inhibit_kind="manual", reason="settled")
    assert asked(done(inhibited, lift), DISPOSE).events
