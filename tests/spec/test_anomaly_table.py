"""The eight anomaly rules, each alone: `anomalies.csv`, one row a situation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.naive import ANOMALY_KEYS
from tests.spec.tables import READINGS, TODAY, Record, clean_casegroup, part, read_table

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = read_table("anomalies.csv")
# So large a debt that nobody can explain that no rule ever finds the work already done.
UNEXPLAINED = {
    "receivable_id": "R1",
    "type": "child_maintenance",
    "outstanding": "5000.00",
    "status": "active",
    "owed_to": "receiving_parent",
}


@pytest.mark.parametrize("reading", READINGS.values(), ids=READINGS)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['rule']}-{row['because']}")
def test_a_rule_explains_what_the_table_says(row: dict[str, str], reading: Callable[..., Record]) -> None:
    number = int(row["rule"])
    document = clean_casegroup()
    document["cases"][0]["receivables"] = [UNEXPLAINED]
    document["cases"][0]["adjustments"] = part(row["adjustments"]) or []
    document["receipts"] = part(row["receipts"]) or []
    anomalies = reading(document, TODAY)["anomalies"]
    assert [anomaly["rule"] for anomaly in anomalies] == list(ANOMALY_KEYS.values())
    anomaly = anomalies[number - 1]
    assert anomaly["answer"] == row["answer"]
    assert (anomaly["explained"] or "") == row["explained"]
    assert {case_id: amount for case_id, amount in anomaly["by_case"].items() if amount != "0.00"} == part(
        row["by_case"]
    )


def test_every_rule_has_rows_where_it_explains_something_and_nothing() -> None:
    explaining = {int(row["rule"]) for row in ROWS if row["explained"] not in {"", "0.00"}}
    idle = {int(row["rule"]) for row in ROWS if row["answer"] == "applied" and row["explained"] == "0.00"}
    not_run = {int(row["rule"]) for row in ROWS if row["answer"] == "not_run"}
    assert explaining == idle == set(ANOMALY_KEYS)
    assert not_run == set(ANOMALY_KEYS) - {1}
