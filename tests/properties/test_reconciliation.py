"""Laws of reconciliation, and a second reading of the contract, row by row, that has to agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from domain.reconciliation.decision import Reconciliation, plainly, reconcile
from domain.reconciliation.differences import differences_in
from domain.reconciliation.rules import KEY, RULES

Row = dict[str, Any]
SCHEMA = {
    **dict.fromkeys(KEY, pl.String),
    "amount_pence": pl.Int64,
    "nino": pl.String,
    "surname": pl.String,
    "row": pl.Int64,
    "file": pl.String,
}
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "casegroup_id": st.sampled_from(["CG1", "CG2"]),
            "case_id": st.sampled_from(["C1", "C2", "é"]),
            "owed_to": st.sampled_from(["receiving_parent", "gb_sos"]),
            "status": st.sampled_from(["active", "suspended"]),
            "amount_pence": st.sampled_from([0, 1, -5, 10**13 - 1]),
            "nino": st.sampled_from(["QQ000001A", "qq 00 00 01 a", "QQ000002A", None]),
            "surname": st.sampled_from(["Müller", "MULLER", "Jones", None]),
        }
    ),
    max_size=14,
)


def side(rows: list[Row]) -> pl.DataFrame:
    """Make a side of rows."""
    return pl.DataFrame([{**row, "row": at, "file": "f"} for at, row in enumerate(rows, start=2)], schema=SCHEMA)


def compared(left: list[Row], right: list[Row]) -> Reconciliation:
    """Compare two sides."""
    return reconcile(side(left), side(right))


def naively(left: list[Row], right: list[Row]) -> Counter[str]:
    """Class every row by the contract's order, one key after another."""
    by_key: dict[tuple[str, ...], tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for number, rows in enumerate((left, right)):
        for row in rows:
            by_key[tuple(row[name] for name in KEY)][number].append(row)
    found: Counter[str] = Counter()
    for lefts, rights in by_key.values():
        if len(lefts) > 1 or len(rights) > 1:
            found["duplicate"] += len(lefts) + len(rights)
        elif not rights:
            found["missing_at_cms"] += 1
        elif not lefts:
            found["unexpected_at_cms"] += 1
        elif any(plainly(lefts[0][name]) != plainly(rights[0][name]) for name in ("nino", "surname")):
            found["identity_differs"] += 1
        elif lefts[0]["amount_pence"] != rights[0]["amount_pence"]:
            found["amount_differs"] += 1
        else:
            found["matched"] += 1
    return found


@given(ROWS, ROWS)
def test_the_second_reading_agrees(left: list[Row], right: list[Row]) -> None:
    answer = compared(left, right)
    assert +Counter({total.row_class: total.rows for total in answer.classes}) == naively(left, right)


@given(ROWS, ROWS)
def test_the_totals_tie_to_the_penny(left: list[Row], right: list[Row]) -> None:
    answer = compared(left, right)
    assert answer.left_pence == sum(row["amount_pence"] for row in left)
    assert answer.right_pence == sum(row["amount_pence"] for row in right)
    assert answer.untied_pence == 0
    assert [total.row_class for total in answer.classes] == [rule.key for rule in RULES]


@given(ROWS, ROWS)
def test_every_row_is_in_exactly_one_line(left: list[Row], right: list[Row]) -> None:
    answer = compared(left, right)
    matched = next(total.rows for total in answer.classes if total.row_class == "matched")
    for name, rows in (("left_row", left), ("right_row", right)):
        told = answer.differences[name].drop_nulls().to_list()
        assert len(told) == len(set(told)) == len(rows) - matched


@given(ROWS)
def test_a_side_without_duplicates_matches_itself_in_any_order(rows: list[Row]) -> None:
    once = list({tuple(row[name] for name in KEY): row for row in rows}.values())
    answer = compared(once, once[::-1])
    assert answer.differences.is_empty()
    assert answer.difference_pence == 0


@given(ROWS, ROWS)
def test_the_sides_change_places(left: list[Row], right: list[Row]) -> None:
    there, back = compared(left, right), compared(right, left)
    swapped = {"missing_at_cms": "unexpected_at_cms", "unexpected_at_cms": "missing_at_cms"}
    counts = {total.row_class: total.rows for total in back.classes}
    assert all(counts[swapped.get(total.row_class, total.row_class)] == total.rows for total in there.classes)  # type: ignore[index]
    assert there.difference_pence == -back.difference_pence


@given(ROWS, ROWS)
def test_the_control_totals_add_up_to_the_totals(left: list[Row], right: list[Row]) -> None:
    answer = compared(left, right)
    controls = answer.control_totals()
    assert sum(total.left_pence for total in controls) == answer.left_pence
    assert sum(total.right_pence for total in controls) == answer.right_pence
    assert sum(total.left_rows for total in controls) == len(left)
    assert sum(total.right_rows for total in controls) == len(right)


@given(ROWS, ROWS)
def test_the_lines_of_each_class_are_as_many_as_it_counts(left: list[Row], right: list[Row]) -> None:
    answer = compared(left, right)
    for total in answer.classes:
        lines = answer.lines_of(total.row_class)
        pairs = total.row_class in {"matched", "identity_differs", "amount_differs"}
        sides = [lines[f"{side}_row"].drop_nulls().len() for side in ("left", "right")]
        assert lines.height == total.rows
        assert sides == [total.rows, total.rows] if pairs else sum(sides) == total.rows


@given(ROWS, ROWS)
def test_every_row_that_differs_is_in_exactly_one_difference_and_each_differs_from_the_others(
    left: list[Row], right: list[Row]
) -> None:
    answer = compared(left, right)
    differences = differences_in(answer.differences)
    assert len({one.digest for one in differences}) == len(differences)
    for side in ("left", "right"):
        told = [place for one in differences for place in getattr(one, f"{side}_places")]
        assert len(told) == len(set(told)) == answer.differences[f"{side}_row"].drop_nulls().len()
    again = {one.digest for one in differences_in(compared(left[::-1], right[::-1]).differences)}
    assert again == {one.digest for one in differences}
