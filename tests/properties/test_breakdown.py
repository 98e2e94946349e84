"""Laws of the account breakdown: it says what the validation says, and a correction does exactly what it says."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.breakdown.ledger import RULE_KEYS
from domain.breakdown.lines import Breakdown, breakdown_of
from domain.document import read_casegroup
from domain.events import Recorded
from domain.events.breakdown import BreakdownCorrected
from domain.policy.book import policy_for
from domain.validation.decision import explain_discrepancy, outcome_of, validate
from tests.strategies import AS_AT, casegroups, consistent_casegroups, disturbed_casegroups

if TYPE_CHECKING:
    from domain.breakdown.line import Line
    from domain.casegroup import Casegroup

Record = dict[str, Any]
POLICY = policy_for(AS_AT).validation
known_in_full = st.one_of(casegroups(), disturbed_casegroups(), consistent_casegroups())


def read(document: Record) -> Casegroup:
    return read_casegroup(json.dumps(document))


def correction(line: Line, kind: str, amount: int | None = None) -> Recorded:
    assert line.own_column is not None
    event = BreakdownCorrected.model_validate(
        {
            "correction": kind,
            "line_id": line.line_id,
            "case_id": line.case_id,
            "day": None,
            "column": line.own_column,
            "amount_pence": amount,
            "evidence": "the file",
        }
    )
    return Recorded(1, "r", "2016-02-15T10:00:00+00:00", "u", 1, "", event)


def signed(line: Line) -> int:
    """What a line does to the validation total: due less received."""
    return (line.due_pence or 0) - (line.received_pence or 0)


@settings(max_examples=100)
@given(known_in_full)
def test_without_corrections_the_totals_are_those_of_the_validation(document: Record) -> None:
    casegroup = read(document)
    validation = validate(casegroup, AS_AT, POLICY)
    anomalies = explain_discrepancy(casegroup, AS_AT, validation, POLICY)
    breakdown = breakdown_of(casegroup, AS_AT, POLICY)
    totals, figures = breakdown.totals, breakdown.figures
    assert totals is not None
    assert figures is not None
    assert totals.debt_balance_pence == validation.debt_balance_pence
    assert totals.liability_pence == validation.liability_pence
    assert totals.receipts_pence == validation.receipts_pence
    assert totals.discrepancy_pence == validation.discrepancy_pence
    assert figures.validation_total_pence == validation.validation_total_pence
    assert totals.residual_pence == outcome_of(validation, anomalies, POLICY).residual_pence
    told = [(anomaly.answer, anomaly.explained_pence, anomaly.residual_pence) for anomaly in anomalies]
    ours = [(rule.answer, rule.explained_pence, rule.residual_pence) for rule in figures.rules]
    assert ours == (told or [("not_run", 0, totals.residual_pence)] * len(RULE_KEYS))
    cases = {case.case_id: case.discrepancy_pence for case in validation.cases}
    assert {case.case_id: case.discrepancy_pence for case in breakdown.cases if case.case_id} == cases


@settings(max_examples=100)
@given(known_in_full)
def test_lines_have_names_of_their_own_and_balances_that_end_at_the_correct_one(document: Record) -> None:
    breakdown = breakdown_of(read(document), AS_AT, POLICY)
    assert len({line.line_id for line in breakdown.lines}) == len(breakdown.lines)
    assert breakdown.figures is not None
    correct = breakdown.figures.correct_balance_pence
    assert (breakdown.lines[-1].group_balance_pence if breakdown.lines else 0) == correct
    assert sum(case.correct_balance_pence or 0 for case in breakdown.cases) == correct
    held = breakdown.figures.totals.debt_balance_pence
    assert held + breakdown.figures.adjustment_pence == correct
    for case in breakdown.cases:
        parts = (case.liability_pence, -(case.received_pence or 0), case.explained_pence)
        assert case.correct_balance_pence == sum(part or 0 for part in parts)


@settings(max_examples=100)
@given(casegroups(gaps="any"))
def test_where_a_fact_is_not_known_no_total_is_told_and_what_is_told_agrees(document: Record) -> None:
    casegroup = read(document)
    validation = validate(casegroup, AS_AT, POLICY)
    breakdown = breakdown_of(casegroup, AS_AT, POLICY)
    assert (breakdown.totals is None) == bool(breakdown.missing)
    if validation.discrepancy_pence is None:
        assert breakdown.totals is None
    if breakdown.totals is not None:
        assert breakdown.totals.discrepancy_pence == validation.discrepancy_pence


@settings(max_examples=60)
@given(known_in_full, st.data())
def test_striking_a_line_takes_exactly_that_line_out(document: Record, data: st.DataObject) -> None:
    before, line = one_line(document, data)
    after = breakdown_of(read(document), AS_AT, POLICY, [correction(line, "struck")])
    assert before.totals is not None
    assert after.totals is not None
    assert after.before == before.figures
    assert after.totals.liability_pence == before.totals.liability_pence - (line.due_pence or 0)
    assert after.totals.receipts_pence == before.totals.receipts_pence - (line.received_pence or 0)
    assert after.totals.debt_balance_pence == before.totals.debt_balance_pence
    assert after.totals.discrepancy_pence == before.totals.discrepancy_pence + signed(line)
    struck = after.line(line.line_id)
    assert struck is not None
    assert struck.amount_pence == 0
    assert struck.original is not None
    assert struck.original.amount_pence == line.amount_pence
    assert len(after.lines) == len(before.lines)


@settings(max_examples=60)
@given(known_in_full, st.data(), st.integers(0, 10**9))
def test_changing_a_line_and_changing_it_back_leaves_every_figure_as_it_was(
    document: Record, data: st.DataObject, amount: int
) -> None:
    before, line = one_line(document, data)
    there = correction(line, "changed", amount)
    back = correction(line, "changed", line.amount_pence)
    changed = breakdown_of(read(document), AS_AT, POLICY, [there])
    assert before.totals is not None
    assert changed.totals is not None
    moved = {"due": amount, "received": -amount}.get(line.column, 0)
    assert changed.totals.discrepancy_pence == before.totals.discrepancy_pence + signed(line) - moved
    assert breakdown_of(read(document), AS_AT, POLICY, [there, back]).figures == before.figures


@settings(max_examples=60)
@given(known_in_full, st.data())
def test_a_correction_of_a_line_that_is_gone_is_reported_and_changes_nothing(
    document: Record, data: st.DataObject
) -> None:
    before, line = one_line(document, data)
    gone = correction(replace(line, line_id=f"{line.line_id}/gone"), "changed", 1)
    after = breakdown_of(read(document), AS_AT, POLICY, [gone])
    assert after.lost == (gone,)
    assert after.figures == before.figures


def one_line(document: Record, data: st.DataObject) -> tuple[Breakdown, Line]:
    """A breakdown, and one of its lines that can be corrected."""
    breakdown = breakdown_of(read(document), AS_AT, POLICY)
    own = [line for line in breakdown.lines if line.own_column]
    assume(own)
    return breakdown, data.draw(st.sampled_from(own))
