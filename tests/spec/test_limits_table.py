"""The limits of five pence and a million pounds: `limits.csv`, one row an amount out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.spec.tables import READINGS, TODAY, Record, clean_casegroup, read_table

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = read_table("limits.csv")
YES = {"yes": True, "no": False}


@pytest.mark.parametrize("reading", READINGS.values(), ids=READINGS)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["outstanding"])
def test_size_decides_and_the_sign_is_kept(row: dict[str, str], reading: Callable[..., Record]) -> None:
    document = clean_casegroup()
    document["cases"][0]["receivables"] = [
        {
            "receivable_id": "R1",
            "type": "child_maintenance",
            "outstanding": row["outstanding"],
            "status": "active",
            "owed_to": "receiving_parent",
        }
    ]
    answer = reading(document, TODAY)
    assert answer["validation"]["discrepancy"] == row["discrepancy"]
    assert answer["validation"]["status"] == row["status"]
    assert len(answer["anomalies"]) == (0 if row["status"] == "validated" else 8)
    assert answer["outcome"] == {
        "outcome": row["outcome"],
        "residual": row["residual"],
        "amendment": row["amendment"] or None,
        "report_to_cms": YES[row["report_to_cms"]],
        "account_breakdown_owed": YES[row["account_breakdown_owed"]],
    }


def test_both_sides_of_both_limits_are_in_the_table() -> None:
    amounts = {row["outstanding"] for row in ROWS}
    assert {"0.04", "0.05", "0.06", "999999.99", "1000000.00", "1000000.01"} <= amounts
    assert {"-0.04", "-0.05", "-999999.99", "-1000000.00"} <= amounts
