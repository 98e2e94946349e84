"""A million rows against a million, with differences planted in every class: all found, beside a bare join."""

from __future__ import annotations

import csv
import random
from typing import TYPE_CHECKING, Any, Final

from bench.program import closeout, scripted
from bench.report import Limit, tell, tell_megabytes, tell_seconds, title

if TYPE_CHECKING:
    from pathlib import Path

    from bench.stores import Bench

ROWS: Final = 1_000_000
FEW: Final = 5_000
SHARE: Final = 100
"""One row in so many differs, for each class."""
HEADER: Final = ("casegroup_id", "case_id", "owed_to", "status", "amount", "nino", "surname")
BARE: Final = """
import sys, polars
left, right = (polars.read_csv(path, infer_schema=False) for path in sys.argv[1:3])
key = ["casegroup_id", "case_id", "owed_to", "status"]
print(left.join(right, on=key, how="full").height)
"""


def run(bench: Bench) -> None:
    """Measure the command from start to end, and find what was planted."""
    rows = FEW if bench.small else ROWS
    title(f"Reconciling {rows:,} rows with {rows:,}")
    left, right, planted = _reports(bench.folder, rows)
    bare = scripted(bench.folder, BARE, str(left), str(right))
    ours = closeout(bench.folder, "reconcile", str(left), str(right), "--json")
    limit = Limit("read and joined by polars", bare.seconds)
    tell_seconds("reconcile, from start to end", ours.seconds, limit)
    tell("at most twice that", "", met=ours.seconds <= 2 * bare.seconds)
    tell_megabytes("its peak of memory", ours.peak_kibibytes)
    tell_megabytes("the bare join's", bare.peak_kibibytes)
    found = _answer(left, right)
    tell("classes found as planted", str(sum(found.values())), met=found == planted)
    workbook = bench.folder / "differences.xlsx"
    written = closeout(bench.folder, "reconcile", str(left), str(right), "--xlsx", str(workbook), "--force")
    tell_seconds("the same with a workbook of the differences", written.seconds, limit)


def _answer(left: Path, right: Path) -> dict[str, int]:
    from domain.reconciliation.decision import reconcile
    from storage.importers.reports import read_report

    answer = reconcile(read_report(left).rows, read_report(right).rows)
    return {total.row_class: total.rows for total in answer.classes}


def _reports(folder: Path, rows: int) -> tuple[Path, Path, dict[str, int]]:
    """Write two reports, one with differences of every class, each side in an order of its own."""
    chance = random.Random(7)
    lefts: list[Any] = []
    rights: list[Any] = []
    planted = dict.fromkeys(
        ("duplicate", "missing_at_cms", "unexpected_at_cms", "identity_differs", "amount_differs", "matched"), 0
    )
    for at in range(rows):
        row = [
            f"CG{at // 2:07d}", f"C{at:07d}", ("receiving_parent", "gb_sos", "ni_sos")[at % 3],
            ("active", "suspended", "deferred")[at % 2], f"{at % 9000}.{at % 100:02d}", f"QQ{at % 10**6:06d}A",
            f"Name{at % 7919}",
        ]  # fmt: skip
        match at % SHARE:
            case 0:
                planted["missing_at_cms"] += 1
                lefts.append(row)
            case 1:
                planted["unexpected_at_cms"] += 1
                rights.append(row)
            case 2:
                planted["duplicate"] += 3
                lefts += [row, row]
                rights.append(row)
            case 3:
                planted["identity_differs"] += 1
                lefts.append(row)
                rights.append([*row[:6], "Another"])
            case 4:
                planted["amount_differs"] += 1
                lefts.append(row)
                rights.append([*row[:4], "9001.00", *row[5:]])
            case _:
                planted["matched"] += 1
                lefts.append(row)
                rights.append(row)
    paths = []
    for name, side in (("left", lefts), ("right", rights)):
        chance.shuffle(side)
        path = folder / f"{name}-{rows}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            writer.writerows(side)
        paths.append(path)
    return paths[0], paths[1], planted
