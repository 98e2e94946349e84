"""Comparing two sides: every row in exactly one class, and totals that tie to the penny.

A side is a table with the columns of `KEY`, `amount_pence` (64-bit whole pence), those of `IDENTITY` its reports have,
and `file` and `row`, where each row stands. A million rows a side take about as long as joining them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from domain.reconciliation.rules import IDENTITY, KEY, RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.reconciliation.rules import RowClass

SIDES: Final = ("left", "right")
CONTROLLED: Final = ("owed_to", "status")
CARRIED: Final = ("amount_pence", *IDENTITY, "file", "row")
COLUMNS: Final = ("class", *KEY, *(f"{side}_{name}" for name in CARRIED for side in SIDES))


@dataclass(frozen=True, slots=True)
class ClassTotal:
    """The rows of one class and what they come to on each side, in pence."""

    row_class: RowClass
    rows: int
    left_pence: int
    right_pence: int

    @property
    def difference_pence(self) -> int:
        """Give what the left side has more."""
        return self.left_pence - self.right_pence


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides, each row with a number that stands for its key."""

    left: pl.DataFrame
    right: pl.DataFrame

    def of(self, column: str, pairs: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
        """Give a column of both sides for pairs of rows."""
        return self.left[column].gather(pairs["left"]), self.right[column].gather(pairs["right"])

    def lines(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """Write out pairs of rows, either of which may be missing."""
        columns = pl.col(*KEY, *CARRIED)
        lines = pl.concat(
            [
                pairs.select("class"),
                self.left.select(columns.gather(pairs["left"]).name.prefix("left_")),
                self.right.select(columns.gather(pairs["right"]).name.prefix("right_")),
            ],
            how="horizontal",
        )
        return lines.with_columns(pl.coalesce(f"left_{name}", f"right_{name}").alias(name) for name in KEY).select(
            COLUMNS
        )


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """The rows of one payee and status and what they come to on each side, in pence."""

    owed_to: str
    status: str
    left_rows: int
    left_pence: int
    right_rows: int
    right_pence: int

    @property
    def difference_pence(self) -> int:
        """Give what the left side has more."""
        return self.left_pence - self.right_pence


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The answer: counts and totals by class, and each row that is not matched.

    `differences` has the columns `class`, those of `KEY`, and `left_…` and `right_…` for each of `CARRIED`; a pair
    of rows is one line. `sides` and `matched` are what the lines of matched rows are written out from. `identity`
    names the columns of identity that could be compared.
    """

    left_rows: int
    right_rows: int
    left_pence: int
    right_pence: int
    classes: tuple[ClassTotal, ...]
    identity: tuple[str, ...]
    differences: pl.DataFrame
    sides: Sides
    matched: pl.DataFrame

    def lines_of(self, row_class: RowClass) -> pl.DataFrame:
        """Give the lines of a class; those of matched rows are written out only now."""
        if row_class == "matched":
            return self.sides.lines(self.matched).sort(*KEY)
        return self.differences.filter(pl.col("class") == row_class)

    def control_totals(self) -> tuple[ControlTotal, ...]:
        """Add up each side by payee and status, so that it is seen where they do not tie."""
        by = list(CONTROLLED)
        left, right = (
            side.group_by(by).agg(
                pl.len().cast(pl.Int64).alias(f"{name}_rows"),
                pl.col("amount_pence").cast(pl.Int128).sum().alias(f"{name}_pence"),
            )
            for name, side in (("left", self.sides.left), ("right", self.sides.right))
        )
        both = left.join(right, on=by, how="full", coalesce=True).sort(by)
        return tuple(
            ControlTotal(
                row["owed_to"], row["status"],
                *(int(row[f"{side}_{what}"] or 0) for side in SIDES for what in ("rows", "pence")),
            )
            for row in both.iter_rows(named=True)
        )  # fmt: skip

    @property
    def difference_pence(self) -> int:
        """Give what left the CSA less what arrived, in pence."""
        return self.left_pence - self.right_pence

    @property
    def untied_pence(self) -> int:
        """Give what the classes' differences leave of the difference of the totals: nil, or a defect."""
        return self.difference_pence - sum(total.difference_pence for total in self.classes)


def reconcile(left: pl.DataFrame, right: pl.DataFrame) -> Reconciliation:
    """Put every row of both sides into its class."""
    identity = tuple(name for name in IDENTITY if name in left.columns and name in right.columns)
    sides = Sides(_numbered(left), _numbered(right))
    duplicates, collide = _duplicates(sides)
    pairs = _paired(sides, duplicates, by_text=collide)
    pairs = pairs.with_columns(_classes(sides, pairs, identity))
    pairs = pl.concat([pairs, duplicates.select("left", "right", pl.lit("duplicate").alias("class"))])
    order = {rule.key: number for number, rule in enumerate(RULES)}
    matched = pairs.filter(pl.col("class") == "matched")
    differences = sides.lines(pairs.filter(pl.col("class") != "matched")).sort(
        pl.col("class").replace_strict(order, return_dtype=pl.Int8), *KEY, "left_row", "right_row", nulls_last=True
    )
    return Reconciliation(
        left_rows=left.height,
        right_rows=right.height,
        left_pence=_sum(left["amount_pence"]),
        right_pence=_sum(right["amount_pence"]),
        classes=tuple(_totals(sides, matched, differences)),
        identity=identity,
        differences=differences,
        sides=sides,
        matched=matched,
    )


def _numbered(side: pl.DataFrame) -> pl.DataFrame:
    """Add a number that stands for the key, and empty columns where a report has none."""
    lacking = [pl.lit(None, dtype=pl.String).alias(name) for name in IDENTITY if name not in side.columns]
    return side.with_columns(*lacking, pl.struct(KEY).hash(seed=0).alias("number"))


def _duplicates(sides: Sides) -> tuple[pl.DataFrame, bool]:
    """Give the rows whose key stands more than once on a side, and whether two keys share a number by chance.

    Only rows whose number repeats are looked at; a key repeated on one side takes its rows on the other with it.
    """
    repeated = [
        side.select(*KEY, "number").filter(pl.col("number").is_duplicated()) for side in (sides.left, sides.right)
    ]
    keys = pl.concat(side.filter(pl.struct(KEY).is_duplicated()) for side in repeated).unique()
    collide = any(side.join(keys, on=KEY, how="anti").height for side in repeated)
    rows = [
        side.select(*KEY, "number")
        .with_row_index(name)
        .filter(pl.col("number").is_in(keys["number"].implode()))
        .join(keys, on=KEY, how="semi")
        .select(name)
        for side, name in zip((sides.left, sides.right), SIDES, strict=True)
    ]
    return pl.concat(rows, how="diagonal"), collide


def _paired(sides: Sides, duplicates: pl.DataFrame, *, by_text: bool) -> pl.DataFrame:
    """Pair the rows that are no duplicates, by the place of each; a number is joined far faster than four texts."""
    on = list(KEY) if by_text else ["number"]
    rows = [
        side.select(on).with_row_index(name).filter(~pl.col(name).is_in(duplicates[name].drop_nulls().implode()))
        if duplicates.height
        else side.select(on).with_row_index(name)
        for side, name in zip((sides.left, sides.right), SIDES, strict=True)
    ]
    pairs = rows[0].join(rows[1], on=on, how="full", maintain_order="none").select("left", "right")
    if not by_text and not _same_keys(sides, pairs):
        return _paired(sides, duplicates, by_text=True)
    return pairs


def _same_keys(sides: Sides, pairs: pl.DataFrame) -> bool:
    both = pairs.drop_nulls()
    return all((left == right).all() for left, right in (sides.of(name, both) for name in KEY))


def _classes(sides: Sides, pairs: pl.DataFrame, identity: tuple[str, ...]) -> pl.Series:
    """Name the class of each pair."""
    another = pl.Series([False]).new_from_index(0, pairs.height)
    for name in identity:
        left, right = sides.of(name, pairs)
        another |= left.ne_missing(right)
    left_amounts, right_amounts = sides.of("amount_pence", pairs)
    facts = pairs.select("left", "right").with_columns(
        another.alias("another"), left_amounts.ne_missing(right_amounts).alias("amount")
    )
    missing, unexpected = pl.col("right").is_null(), pl.col("left").is_null()
    suspects = facts.with_row_index("at").filter(pl.col("another") & ~missing & ~unexpected)
    if suspects.height:
        facts = _reconsidered(sides, facts, suspects, identity)
    return facts.select(
        pl.when(missing).then(pl.lit("missing_at_cms"))
        .when(unexpected).then(pl.lit("unexpected_at_cms"))
        .when(pl.col("another")).then(pl.lit("identity_differs"))
        .when(pl.col("amount")).then(pl.lit("amount_differs"))
        .otherwise(pl.lit("matched"))
        .alias("class")
    ).to_series()  # fmt: skip


def _reconsidered(sides: Sides, facts: pl.DataFrame, suspects: pl.DataFrame, identity: tuple[str, ...]) -> pl.DataFrame:
    """Take back the differences of identity that are only in how a name or number is written."""
    alike = pl.Series([True]).new_from_index(0, suspects.height)
    for name in identity:
        left, right = (
            column.map_elements(plainly, skip_nulls=False, return_dtype=pl.String)
            for column in sides.of(name, suspects)
        )
        alike &= left == right
    found = suspects.filter(alike)["at"]
    return facts.with_row_index("at").with_columns(another=pl.col("another") & ~pl.col("at").is_in(found.implode()))


def plainly(text: str | None) -> str:
    """Write a name or number without accents, case, spaces and signs, as far as two systems write it differently."""
    parts = unicodedata.normalize("NFKD", text or "").casefold()
    return "".join(sign for sign in parts if sign.isalnum())


def _totals(sides: Sides, matched: pl.DataFrame, differences: pl.DataFrame) -> Iterable[ClassTotal]:
    for rule in RULES:
        if rule.key == "matched":
            left, right = sides.of("amount_pence", matched)
            yield ClassTotal(rule.key, matched.height, _sum(left), _sum(right))
        else:
            rows = differences.filter(pl.col("class") == rule.key)
            yield ClassTotal(rule.key, rows.height, _sum(rows["left_amount_pence"]), _sum(rows["right_amount_pence"]))


def _sum(amounts: pl.Series) -> int:
    """Sum pence exactly: a million amounts of thirteen digits pass 64 bits."""
    return int(amounts.cast(pl.Int128).sum() or 0)
