"""The nine deferral rules, each alone: `deferral.csv`, one row a situation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.naive import CHECK_KEYS, PERIODS
from tests.spec.tables import READINGS, TODAY, Record, clean_casegroup, part, read_table

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = read_table("deferral.csv")


def situation(row: dict[str, str]) -> Record:
    """The clean casegroup with what the row puts on its closing case and on itself."""
    document = clean_casegroup(row["system"])
    document["cases"][0] |= part(row["case"])
    document |= part(row["casegroup"])
    return {name: value for name, value in document.items() if value is not None}


@pytest.mark.parametrize("reading", READINGS.values(), ids=READINGS)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['rule']}-{row['because']}")
def test_a_rule_answers_as_the_table_says(row: dict[str, str], reading: Callable[..., Record]) -> None:
    number = int(row["rule"])
    checks = reading(situation(row), TODAY)["deferral"]["checks"]
    [check] = [check for check in checks if check["number"] == number]
    assert check["answer"] == row["answer"]
    assert check["effect"] == (row["effect"] or None)
    assert check["rule"] == CHECK_KEYS[number]
    assert check["case_id"] == (None if number == 7 else "C1")
    assert check["days"] == PERIODS[number]


@pytest.mark.parametrize("reading", READINGS.values(), ids=READINGS)
def test_a_clean_casegroup_keeps_all_nine_in_order(reading: Callable[..., Record]) -> None:
    deferral = reading(clean_casegroup(), TODAY)["deferral"]
    assert [check["number"] for check in deferral["checks"]] == list(range(1, 10))
    assert {check["answer"] for check in deferral["checks"]} == {"kept"}
    assert (deferral["result"], deferral["days"], deferral["deferred_until"]) == ("clear", None, None)


def test_every_rule_has_rows_for_every_answer() -> None:
    found = {(int(row["rule"]), row["answer"]) for row in ROWS}
    expected = {(rule, answer) for rule in CHECK_KEYS for answer in ("kept", "broken", "not_known")}
    assert expected | {(9, "not_run")} == found
