"""The liability history as printed lines: `liability.csv`, one row a history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.spec.tables import READINGS, Record, clean_casegroup, part, read_table

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = read_table("liability.csv")


def as_text(line: Record) -> str:
    """A period line the way the table writes it."""
    if line["kind"] == "migrated_debt_balance":
        assert (line["to"], line["days"], line["weekly_amount"]) == (line["from"], 0, None)
        return f"{line['from']}, migrated: {line['amount']}"
    return f"{line['from']} to {line['to']}, {line['days']} days at {line['weekly_amount']}: {line['amount']}"


@pytest.mark.parametrize("reading", READINGS.values(), ids=READINGS)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["because"])
def test_a_history_prints_as_the_table_says(row: dict[str, str], reading: Callable[..., Record]) -> None:
    document = clean_casegroup()
    document["cases"][0]["liability_events"] = part(row["events"]) or []
    validation = reading(document, row["as_at"])["validation"]
    [case] = validation["cases"]
    assert "; ".join(map(as_text, case["periods"])) == row["periods"]
    assert case["liability"] == validation["liability_total"] == row["liability"]


def test_every_kind_of_event_is_in_the_table() -> None:
    kinds = {event["kind"] for row in ROWS for event in part(row["events"]) or []}
    assert kinds == {"assessment", "migrated_debt_balance", "direct", "non_direct", "liability_end"}
