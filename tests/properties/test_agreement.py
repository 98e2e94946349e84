"""Two readings of one contract, written apart, give the same answers."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests import naive
from tests.core import assess_document, comparable
from tests.spec.tables import clean_casegroup
from tests.strategies import AS_AT, casegroups, consistent_casegroups, disturbed_casegroups

Record = dict[str, Any]

# A full count in CI and on request; by hand enough to notice a slip at once.
THOROUGH = os.environ.get("CI") or os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
EXAMPLES = 2_000 if THOROUGH else 100
TODAY = str(AS_AT)
known_in_full = st.one_of(casegroups(), disturbed_casegroups(), consistent_casegroups())


def both(document: Record) -> tuple[Record, Record]:
    """The real answer and the naive one, less what the contract leaves open."""
    return comparable(assess_document(document, TODAY)), comparable(naive.assess(document, TODAY))


@settings(max_examples=EXAMPLES)
@given(known_in_full)
def test_both_readings_agree_on_everything(document: Record) -> None:
    real, plain = both(document)
    assert real == plain


@settings(max_examples=EXAMPLES // 4)
@given(casegroups(gaps="plain"))
def test_both_readings_agree_where_a_fact_is_not_known(document: Record) -> None:
    real, plain = both(document)
    assert real == plain


@settings(max_examples=EXAMPLES // 4)
@given(casegroups(gaps="any"))
def test_the_real_reading_never_claims_to_know_more(document: Record) -> None:
    """It may be more careful where a liability event or a whole receipt is in doubt, but never bolder."""
    real, plain = both(document)
    for ours, theirs in zip(real["deferral"]["checks"], plain["deferral"]["checks"], strict=True):
        if real["deferral"]["due_date"] == plain["deferral"]["due_date"] and ours["answer"] != "not_run":
            assert ours["answer"] in (theirs["answer"], "not_known")
    for ours, theirs in zip(figures(real), figures(plain), strict=True):
        assert ours in (theirs, None)


def test_a_case_paid_nobody_knows_when_has_no_discrepancy_that_can_be_told() -> None:
    document = clean_casegroup()
    receipt: Record = {"receipt_id": "X1", "received_on": None, "not_known": {"received_on": "lost"}}
    receipt |= {"amount": "5.00", "allocations": [{"case_id": "C1", "to": "debt", "amount": "5.00"}]}
    document["receipts"] = [receipt]
    real, plain = both(document)
    assert plain["validation"]["cases"][0]["discrepancy"] is None
    assert real == plain


def figures(answer: Record) -> list[str | None]:
    """Every figure of a validation, in one order."""
    validation = answer["validation"]
    names = ["debt_balance_total", "liability_total", "receipts_total", "validation_total", "discrepancy"]
    found = [validation[name] for name in names]
    for case in validation["cases"]:
        found += [case[name] for name in ("debt_balance", "liability", "discrepancy")]
    return found
