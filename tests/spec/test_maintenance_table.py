"""Child maintenance by the week: `maintenance.csv`, both sides of every edge, and `maintenance_published.csv`.

In `parents` each receiving parent is children:nights, the nights for all children or one for each; `also` says what
else is so. Published amounts that their source rounds to pounds may be 50 pence away.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from domain.calculation.decision import calculate
from domain.calculation.model import Question, cared_for
from domain.money import format_pounds, parse_pounds
from domain.policy.book import load_book
from tests import naive_maintenance
from tests.spec.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.calculation.model import ReceivingParent, Scheme

    Reading = Callable[[dict[str, str]], tuple[str, str, list[str]]]

ROWS = read_table("maintenance.csv")
PUBLISHED = read_table("maintenance_published.csv")
DAY = date(2016, 2, 15)
TOLERANCES = {"penny": 0, "pound": 50}
SCHEMES: dict[str, Scheme] = {"2003": "2003", "2012": "2012"}


def parents(cell: str) -> tuple[ReceivingParent, ...]:
    """The receiving parents of a row."""
    found = [part.partition(":") for part in cell.split(";")]
    return tuple(
        cared_for(int(children), [int(night) for night in nights.split(",")] if nights else [])
        for children, _, nights in found
    )


def real(row: dict[str, str]) -> tuple[str, str, list[str]]:
    """The answer of the product."""
    question = Question(
        scheme=SCHEMES[row["scheme"]],
        income_pence=parse_pounds(row["income"]),
        receiving_parents=parents(row["parents"]),
        other_children=int(row["other_children"]),
        yearly=row["also"] == "yearly",
        on_benefit=row["also"] == "benefit",
    )
    answer = calculate(question, DAY, load_book())
    amounts = [format_pounds(amount) for amount in answer.by_receiving_parent_pence]
    return format_pounds(answer.weekly_pence), answer.rate, amounts


def naive(row: dict[str, str]) -> tuple[str, str, list[str]]:
    """The answer of the second reading."""
    weekly, rate, amounts = naive_maintenance.calculate(
        row["scheme"],
        Decimal(row["income"]),
        yearly=row["also"] == "yearly",
        parents=[parent.nights for parent in parents(row["parents"])],
        others=int(row["other_children"]),
        benefit=row["also"] == "benefit",
    )
    return f"{weekly:.2f}", rate, [f"{amount:.2f}" for amount in amounts]


READINGS: dict[str, Reading] = {"calculation": real, "naive": naive}


@pytest.mark.parametrize("reading", READINGS.values(), ids=READINGS)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(cell for cell in row.values() if cell))
def test_the_weekly_amount_is_the_tables(row: dict[str, str], reading: Reading) -> None:
    weekly, rate, amounts = reading(row)
    assert (weekly, rate) == (row["weekly"], row["rate"])
    assert amounts == (row["parts"].split() or [row["weekly"]])


@pytest.mark.parametrize("reading", READINGS.values(), ids=READINGS)
@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: row["id"])
def test_published_amounts_are_reached(row: dict[str, str], reading: Reading) -> None:
    also = "yearly" if row["yearly"] == "yes" else "benefit" if row["benefit"] == "yes" else ""
    weekly, rate, _ = reading(row | {"parents": f"{row['children']}:{row['nights']}", "also": also})
    assert abs(parse_pounds(weekly) - parse_pounds(row["weekly"])) <= TOLERANCES[row["precision"]]
    assert rate == row["rate"] or not row["rate"]


@pytest.mark.parametrize(
    ("scheme", "edges"),
    [
        ("2003", "4.99 5.00 100.00 100.01 199.99 200.00 2000.00 2000.01"),
        ("2012", "6.99 7.00 100.00 100.01 199.99 200.00 800.00 800.01 3000.00 3000.01"),
    ],
)
def test_both_sides_of_every_edge_are_in_the_table(scheme: str, edges: str) -> None:
    rows = [row for row in ROWS if row["scheme"] == scheme]
    assert set(edges.split()) <= {row["income"] for row in rows}
    nights = {row["parents"].removeprefix("1:") for row in rows if row["parents"].startswith("1:")}
    assert {"51", "52", "103", "104", "155", "156", "174", "175", "365"} <= nights
    reduced = {(row["parents"], row["other_children"]) for row in rows if row["income"] == "150.00"}
    assert {(children, others) for children in "123" for others in "0123"} <= reduced
