"""Laws of the assessment that hold whatever the casegroup."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import assume, given
from hypothesis import strategies as st

from domain.money import format_pounds, parse_pounds
from tests.core import assess_document, comparable
from tests.naive_ledger import pence
from tests.strategies import AS_AT, casegroups, consistent_casegroups, disturbed_casegroups

if TYPE_CHECKING:
    from collections.abc import Callable

Record = dict[str, Any]

TODAY = str(AS_AT)
TOLERANCE_PENCE = 5
known_in_full = st.one_of(casegroups(), disturbed_casegroups(), consistent_casegroups())


def closing(document: Record) -> list[Record]:
    """The closing cases of a document."""
    return [case for case in document["cases"] if case["in_case_closure"]]


# --- money -----------------------------------------------------------------------------------------------


@given(st.integers(-(10**13) + 1, 10**13 - 1))
def test_money_written_and_read_again_is_the_same_money(amount_pence: int) -> None:
    assert parse_pounds(format_pounds(amount_pence)) == amount_pence


@given(st.from_regex(r"-?[0-9]{1,11}(\.[0-9]{1,2})?", fullmatch=True))
def test_every_written_amount_is_read_to_the_penny(text: str) -> None:
    assert parse_pounds(text) == pence(text)


# --- ledgers ---------------------------------------------------------------------------------------------


@given(consistent_casegroups())
def test_a_consistent_ledger_ends_at_nothing_left(document: Record) -> None:
    answer = assess_document(document, TODAY)
    assert answer["outcome"]["residual"] == "0.00"
    assert answer["outcome"]["outcome"] == "validated"


@given(consistent_casegroups())
def test_every_pound_of_every_receipt_is_explained_once(document: Record) -> None:
    answer = assess_document(document, TODAY)
    assume(answer["anomalies"])
    paid_to_debt = 0
    closing_ids = {case["case_id"] for case in closing(document)}
    for receipt in document["receipts"]:
        if receipt["received_on"] <= TODAY:
            for allocation in receipt["allocations"]:
                if allocation["to"] == "debt" and allocation["case_id"] in closing_ids:
                    paid_to_debt += pence(allocation["amount"])
    explained = sum(pence(anomaly["explained"]) for anomaly in answer["anomalies"][1:])
    assert paid_to_debt + explained == pence(answer["validation"]["receipts_total"])


@given(known_in_full)
def test_what_a_rule_explains_is_what_its_cases_add_up_to(document: Record) -> None:
    for anomaly in assess_document(document, TODAY)["anomalies"]:
        assert sum(map(pence, anomaly["by_case"].values())) == pence(anomaly["explained"])


@given(known_in_full)
def test_a_residual_is_the_one_before_less_what_was_explained(document: Record) -> None:
    answer = assess_document(document, TODAY)
    residual = pence(answer["validation"]["discrepancy"])
    for anomaly in answer["anomalies"]:
        residual -= pence(anomaly["explained"])
        assert pence(anomaly["residual"]) == residual
    assert pence(answer["outcome"]["residual"]) == residual


@given(known_in_full)
def test_no_anomaly_rule_runs_after_the_stop(document: Record) -> None:
    answer = assess_document(document, TODAY)
    residual = answer["validation"]["discrepancy"]
    for anomaly in answer["anomalies"]:
        expected = "not_run" if abs(pence(residual)) < TOLERANCE_PENCE else "applied"
        assert anomaly["answer"] == expected
        residual = anomaly["residual"]


@given(known_in_full)
def test_printed_period_lines_add_up_to_the_printed_liability(document: Record) -> None:
    validation = assess_document(document, TODAY)["validation"]
    for case in validation["cases"]:
        assert sum(pence(line["amount"]) for line in case["periods"]) == pence(case["liability"])
    assert sum(pence(case["liability"]) for case in validation["cases"]) == pence(validation["liability_total"])


@given(known_in_full, st.randoms(use_true_random=False))
def test_the_order_of_the_ledger_changes_nothing(document: Record, random: Any) -> None:
    shuffled = copy.deepcopy(document)
    random.shuffle(shuffled["receipts"])
    for case in shuffled["cases"]:
        random.shuffle(case["receivables"])
    assert comparable(assess_document(shuffled, TODAY)) == comparable(assess_document(document, TODAY))


# --- deferral --------------------------------------------------------------------------------------------


def break_work_items(document: Record, case: Record) -> None:
    case.setdefault("work_items", []).append({"id": "NEW", "kind": "appeal", "opened_on": TODAY})


def break_planned_collections(document: Record, case: Record) -> None:
    new = {"id": "NEW", "due_date": TODAY, "amount": "1.00", "retained": True}
    case.setdefault("planned_collections", []).append(new)


def break_payables(document: Record, case: Record) -> None:
    case.setdefault("payables", []).append({"id": "NEW", "amount": "1.00"})


def break_receipts(document: Record, case: Record) -> None:
    new = {"receipt_id": "NEW", "received_on": TODAY, "amount": "1.00", "allocations": []}
    document["receipts"].append(new)


def break_manual_inhibits(document: Record, case: Record) -> None:
    case.setdefault("inhibits", []).append({"kind": "manual", "set_on": TODAY})


def break_automatic_inhibits(document: Record, case: Record) -> None:
    """Off CS2 only: there an automatic inhibit keeps the manual one, with its longer review, unasked."""
    assume(case["system"] != "CS2")
    case.setdefault("inhibits", []).append({"kind": "automatic", "set_on": TODAY})


BREAKERS = [
    break_work_items,
    break_planned_collections,
    break_payables,
    break_receipts,
    break_manual_inhibits,
    break_automatic_inhibits,
]
ORDER = ["clear", "deferred", "blocked"]


@given(casegroups(), st.sampled_from(BREAKERS), st.data())
def test_a_further_broken_rule_never_shortens_a_deferral(
    document: Record,
    breaker: Callable[[Record, Record], None],
    data: st.DataObject,
) -> None:
    assume(closing(document))
    before = assess_document(document, TODAY)["deferral"]
    breaker(document, data.draw(st.sampled_from(closing(document))))
    after = assess_document(document, TODAY)["deferral"]
    assert (after["days"] or 0) >= (before["days"] or 0)
    assert ORDER.index(after["result"]) >= ORDER.index(before["result"])
    assert (after["deferred_until"] or "") >= (before["deferred_until"] or "")


@given(casegroups())
def test_the_longest_period_of_all_broken_rules_is_used(document: Record) -> None:
    deferral = assess_document(document, TODAY)["deferral"]
    periods = [check["days"] for check in deferral["checks"] if check["answer"] == "broken"]
    assert deferral["days"] == max(periods, default=None)
    assert (deferral["result"] == "clear") == (not periods)
    if deferral["due_date"] and periods:
        due = AS_AT.fromisoformat(deferral["due_date"])
        assert deferral["deferred_until"] == str(due + timedelta(days=max(periods)))
