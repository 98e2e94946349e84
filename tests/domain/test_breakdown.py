"""The account breakdown: its lines, its corrections, and the hands it goes through."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from domain.actor import Actor
from domain.breakdown.ledger import RULE_KEYS, line_name
from domain.breakdown.lines import Breakdown, breakdown_for, breakdown_of
from domain.casefile import Casefile, fold
from domain.decide import Request, decide, roles_for, roles_for_event
from domain.decision import Context
from domain.events import EntrySetAside, Recorded
from domain.events.breakdown import BreakdownAdvanced, BreakdownCorrected, BreakdownDrafted, BreakdownState
from domain.policy.book import policy_for
from domain.record.requests import SetAside
from domain.validation.rules import RULES
from tests.domain.breakdown_rows import DRAFT, DRAFTED, DUE, RETURN, add, advance, advanced, by, correct, corrected
from tests.made_up import case_record, casegroup

if TYPE_CHECKING:
    from domain.decision import Decision

DAY = date(2016, 2, 15)
POLICY = policy_for(DAY)
LEADER = Actor("leader", "A Leader", frozenset({"team_leader"}))
RECEIPT = {
    "receipt_id": "R1",
    "received_on": "2015-06-01",
    "amount": "100.00",
    "reference": "BACS 7",
    "allocations": [
        {"case_id": "C1", "to": "debt", "amount": "40.00"},
        {"case_id": "C1", "to": "planned_collection", "amount": "10.00"},
        {"case_id": "C9", "to": "debt", "amount": "5.00"},
    ],
    "refunds": [{"refunded_on": "2015-07-01", "amount": "15.00"}],
}


def drawn(*corrections: BreakdownCorrected, **changes: Any) -> Breakdown:
    """Break down a casegroup with some corrections."""
    recorded = [Recorded(n, "r", "2016-02-15T10:00:00+00:00", "u", 1, "", each) for n, each in enumerate(corrections)]
    return breakdown_of(casegroup(**changes), DAY, POLICY.validation, recorded)


def ask(casefile: Casefile, request: Request, actor: Actor = LEADER) -> Decision:
    """Decide a request of somebody."""
    return decide(casefile, request, Context(actor, DAY, POLICY))


# --- lines ---------------------------------------------------------------------------------------------


def test_the_rules_that_explain_lines_are_the_eight_rules_in_their_order() -> None:
    assert tuple(rule.key for rule in RULES) == RULE_KEYS


@pytest.mark.parametrize(
    ("line_id", "case_id", "event", "received", "explained", "rule"),
    [
        ("receipt/R1/allocations[0]", "C1", "debt", 4000, None, None),
        ("receipt/R1/allocations[1]", "C1", "planned_collection", 1000, 1000, "planned_collection_not_debt"),
        ("receipt/R1/allocations[2]", "", "other_case", 500, 500, "receipts_allocated_to_other_cases"),
        ("receipt/R1/refunds[0]", "", "refund", 1500, 1500, "refunds_and_overpayments"),
        ("receipt/R1", "", "unallocated", 3000, 3000, "unallocated_receipts"),
    ],
)
def test_every_part_of_a_receipt_is_a_line_of_its_own(
    line_id: str, case_id: str, event: str, received: int, explained: int | None, rule: str | None
) -> None:
    line = drawn(receipts=[RECEIPT]).line(line_id)
    assert line is not None
    assert (line.case_id, line.event, line.first) == (case_id, event, date(2015, 6, 1))
    assert (line.received_pence, line.explained_pence, line.rule) == (received, explained, rule)
    assert line.reference == "BACS 7"
    assert line.towards == ("C9" if event == "other_case" else "")
    assert line.given_back_on == (date(2015, 7, 1) if event == "refund" else None)


def test_a_stretch_of_liability_a_lump_an_adjustment_and_a_balance_are_lines() -> None:
    lump = {"kind": "migrated_debt_balance", "effective_date": "2015-01-01", "amount": "10.00"}
    adjustment = {"adjustment_id": "A1", "date": "2015-03-01", "amount": "-2.00", "reason": "keyed twice"}
    case = case_record(adjustments=[adjustment])
    case["liability_events"].append(lump)
    breakdown = drawn(cases=[case])
    lines = {line.line_id: line for line in breakdown.lines}
    accrual = lines[DUE]
    assert (accrual.weekly_pence, accrual.days, accrual.due_pence) == (7000, 365, 365000)
    assert lines["lump/C1/2015-01-01/1"].due_pence == 1000
    adjusted = lines["adjustment/C1/A1"]
    assert (adjusted.explained_pence, adjusted.rule, adjusted.note) == (-200, "debt_adjustments", "keyed twice")
    held = lines["held/C1/R-C1"]
    assert (held.held_pence, held.status, held.payee, held.own_column) == (365000, "active", "receiving_parent", None)


def test_lines_stand_in_date_order_with_running_balances_of_case_and_casegroup() -> None:
    cases = [case_record("C1", outstanding="1203650.00"), case_record("C2", outstanding="3650.00")]
    receipt = {**RECEIPT, "refunds": [], "allocations": [{"case_id": "C2", "to": "debt", "amount": "100.00"}]}
    breakdown = drawn(cases=cases, receipts=[receipt])
    told = [(line.line_id, line.balance_pence, line.group_balance_pence) for line in breakdown.lines]
    assert told == [
        ("due/C1/2015-01-01", 365000, 365000),
        ("due/C2/2015-01-01", 365000, 730000),
        ("receipt/R1/allocations[0]", 355000, 720000),
        ("held/C1/R-C1", 365000, 720000),
        ("held/C2/R-C2", 355000, 720000),
    ]
    assert breakdown.figures is not None
    assert breakdown.figures.correct_balance_pence == 720000
    assert breakdown.adjustment_pence == -(120000000 + 10000)


def test_identifiers_with_strokes_cannot_make_two_lines_share_a_name() -> None:
    assert line_name("held", "C1/R", "1") != line_name("held", "C1", "R/1")
    assert line_name("a%2F") != line_name("a/")


def test_what_is_not_known_is_named_until_somebody_corrects_it() -> None:
    case = case_record()
    case["liability_events"][0] |= {"weekly_amount": None, "not_known": {"weekly_amount": "file lost"}}
    unknown = drawn(cases=[case])
    assert (unknown.totals, unknown.adjustment_pence) == (None, None)
    assert unknown.missing == ("C1/liability_events[0].weekly_amount",)
    assert unknown.lines[-1].group_balance_pence is None
    told = drawn(corrected(line_id="due/C1", amount_pence=365000), cases=[case])
    assert told.missing == ()
    assert told.totals is not None
    assert (told.totals.liability_pence, told.totals.residual_pence) == (365000, 0)
    assert told.before is None


def test_a_balance_that_matches_runs_no_rule() -> None:
    breakdown = drawn()
    assert breakdown.figures is not None
    assert {rule.answer for rule in breakdown.figures.rules} == {"not_run"}
    assert breakdown.adjustment_pence == 0


# --- corrections ---------------------------------------------------------------------------------------


def test_a_changed_line_keeps_its_original_and_says_on_what_evidence() -> None:
    line = drawn(corrected(), corrected(amount_pence=1)).line(DUE)
    assert line is not None
    assert line.original is not None
    assert (line.due_pence, line.correction, line.original.due_pence) == (1, "changed", 365000)
    assert line.original.original is None
    assert line.recorded is not None
    assert isinstance(line.recorded.event, BreakdownCorrected)
    assert line.recorded.event.evidence == "file"


def test_a_struck_line_counts_for_nothing_and_a_change_brings_it_back() -> None:
    struck = corrected(correction="struck", amount_pence=None)
    line = drawn(struck).line(DUE)
    assert line is not None
    assert (line.due_pence, line.correction) == (0, "struck")
    again = drawn(struck, corrected(amount_pence=365000)).line(DUE)
    assert again is not None
    assert (again.due_pence, again.correction) == (365000, "changed")


@pytest.mark.parametrize(
    ("column", "event", "due", "received", "explained"),
    [
        ("due", "charge", 5000, None, None),
        ("received", "debt", None, 5000, None),
        ("adjustment", "adjustment", None, None, 5000),
    ],
)
def test_an_added_line_counts_in_its_column(
    column: str, event: str, due: int | None, received: int | None, explained: int | None
) -> None:
    added = corrected(correction="added", line_id="added/1", column=column, amount_pence=5000, day=date(2015, 6, 1))
    line = drawn(added).line("added/1")
    assert line is not None
    assert (line.event, line.due_pence, line.received_pence, line.explained_pence) == (event, due, received, explained)
    assert (line.added, line.original, line.system, line.first) == (True, None, "CS2", date(2015, 6, 1))


def test_what_a_rule_explains_follows_a_changed_receipt() -> None:
    change = corrected(line_id="receipt/R1", column="received", amount_pence=1000)
    line = drawn(change, receipts=[RECEIPT]).line("receipt/R1")
    assert line is not None
    assert (line.received_pence, line.explained_pence) == (1000, 1000)


@pytest.mark.parametrize(
    "lost",
    [
        corrected(line_id="due/C1/2014-01-01"),
        corrected(column="received"),
        corrected(correction="added", line_id="added/1", case_id="C9", day=DAY),
    ],
    ids=["no such line", "another column", "added to a case no longer closing"],
)
def test_a_correction_without_a_line_is_reported(lost: BreakdownCorrected) -> None:
    breakdown = drawn(lost)
    assert [entry.event for entry in breakdown.lost] == [lost]
    assert breakdown.figures == drawn().figures


def test_the_breakdown_looks_at_the_day_it_was_drafted() -> None:
    drafted = BreakdownDrafted(as_at=date(2015, 1, 14), edition="phase-2")
    assert breakdown_for(by("a", drafted), DAY, POLICY).as_at == date(2015, 1, 14)
    assert breakdown_for(by("a", drafted), DAY, POLICY).lines[0].due_pence == 14000
    assert breakdown_for(by("a"), DAY, POLICY).as_at == DAY


# --- who and when --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "needed"),
    [
        ("checked", {"team_leader", "team_manager"}),
        ("relayed", {"caseworker", "team_leader", "team_manager"}),
        ("clients_contacted", {"cms_caseworker"}),
        ("statement_adjusted", {"cms_caseworker"}),
    ],
)
def test_each_state_is_brought_about_and_undone_by_the_hands_it_belongs_to(
    state: BreakdownState, needed: set[str]
) -> None:
    assert roles_for(advance(state), by("a")) == needed
    assert roles_for_event(advanced(state)) == needed
    assert roles_for(SetAside(casegroup_id="CG1", seq=1), by("a", advanced(state))) == needed


def test_drafting_and_correcting_is_casework_and_sending_back_leadership() -> None:
    assert roles_for(DRAFT, by("a")) == roles_for(correct(), by("a")) == {"caseworker", "team_leader", "team_manager"}
    assert roles_for(RETURN, by("a")) == {"team_leader", "team_manager"}


def test_the_check_fixes_the_figures_and_every_later_state_repeats_them() -> None:
    casefile = by("a", DRAFTED, corrected())
    states: tuple[BreakdownState, ...] = ("checked", "relayed", "clients_contacted", "statement_adjusted")
    for state in states:
        (event,) = ask(casefile, advance(state)).events
        assert isinstance(event, BreakdownAdvanced)
        assert (event.state, event.adjustment_pence, event.reason_code) == (
            state,
            -120065000,
            "transition_debt_alignment",
        )
        assert event.totals.residual_pence == 120065000
        assert casefile.breakdown is not None
        entry = Recorded(9, "r", "2016-02-16T10:00:00+00:00", "leader", 1, "", event)
        casefile = fold(casefile.document, 1, (*casefile.recorded, entry))
        assert casefile.breakdown is not None
        assert casefile.breakdown.state == state
        assert casefile.breakdown.since == "2016-02-16T10:00:00+00:00"


def test_who_undoes_a_correction_worked_on_the_breakdown_too() -> None:
    drafted = by("a", DRAFTED, corrected())
    undone = Recorded(3, "r", "2016-02-15T10:00:00+00:00", "leader", 1, "", EntrySetAside(seq=2, reason=""))
    casefile = fold(drafted.document, 1, (*drafted.recorded, undone))
    assert [refusal.key for refusal in ask(casefile, advance("checked")).refusals] == ["checked_by_another"]
    other = Actor("other", "Other", frozenset({"team_leader"}))
    assert ask(casefile, advance("checked"), other).refusals == ()


def test_added_lines_never_share_a_name_even_when_one_was_undone() -> None:
    drafted = by("a", DRAFTED, corrected(correction="added", line_id="added/1", day=DAY))
    undone = Recorded(3, "r", "2016-02-15T10:00:00+00:00", "a", 1, "", EntrySetAside(seq=2, reason=""))
    casefile = fold(drafted.document, 1, (*drafted.recorded, undone))
    (event,) = ask(casefile, add()).events
    assert isinstance(event, BreakdownCorrected)
    assert event.line_id == "added/2"


def test_a_breakdown_sent_back_is_drafted_again_and_says_why() -> None:
    casefile = by("a", DRAFTED, advanced("checked"))
    (event,) = ask(casefile, RETURN).events
    entry = Recorded(9, "r", "2016-02-16T10:00:00+00:00", "leader", 1, "", event)
    progress = fold(casefile.document, 1, (*casefile.recorded, entry)).breakdown
    assert progress is not None
    assert (progress.state, progress.totals, progress.returned) == ("drafted", None, "a receipt is missing")
