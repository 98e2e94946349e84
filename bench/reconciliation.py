"""A million rows against a million, with differences planted in every class: all found, beside a bare join.

datacompy compares tables column by column, and is what people in Python would take. Its releases ask for older polars
than ours, so the two cannot be installed together: it is measured in an environment of its own, made with uv, beside
the same bare join there. Without uv, or without a way to the package registry, that part is left out and said so.
"""

from __future__ import annotations

import csv
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench.program import closeout, scripted
from bench.report import Limit, middle, tell, tell_megabytes, tell_seconds, title

if TYPE_CHECKING:
    from bench.stores import Bench

ROWS: Final = 1_000_000
FEW: Final = 5_000
TIMES: Final = 3
MOST: Final = 2.0
"""How many times as long as a bare join it may take."""
DATACOMPY: Final = "datacompy==1.1.0"
SHARE: Final = 100
"""One row in so many differs, for each class."""
HEADER: Final = ("casegroup_id", "case_id", "owed_to", "status", "amount", "nino", "surname")
BARE: Final = """
import sys, polars
left, right = (polars.read_csv(path, infer_schema=False) for path in sys.argv[1:3])
key = ["casegroup_id", "case_id", "owed_to", "status"]
print(left.join(right, on=key, how="full").height)
"""
COMPARED: Final = """
import sys, polars
from datacompy import PolarsCompare
left, right = (polars.read_csv(path, infer_schema=False) for path in sys.argv[1:3])
compared = PolarsCompare(left, right, join_columns=["casegroup_id", "case_id", "owed_to", "status"])
print(compared.df1_unq_rows.height, compared.df2_unq_rows.height, compared.count_matching_rows())
"""


def run(bench: Bench) -> None:
    """Measure the command from start to end, and find what was planted."""
    rows = FEW if bench.small else ROWS
    title(f"Reconciling {rows:,} rows with {rows:,}")
    left, right, planted = _reports(bench.folder, rows)
    # Turn about, so that whatever else the machine does falls on both.
    pairs = [
        (
            scripted(bench.folder, BARE, str(left), str(right)),
            closeout(bench.folder, "reconcile", str(left), str(right), "--json"),
        )
        for _ in range(1 if bench.small else TIMES)
    ]
    bare, ours = pairs[-1]
    seconds = middle([its.seconds for _, its in pairs])
    limit = Limit("read and joined by polars", middle([its.seconds for its, _ in pairs]))
    tell_seconds("reconcile, from start to end", seconds, limit)
    # With few rows it is the start of the program that is measured.
    if not bench.small:
        tell(f"at most {MOST:g} times that", "", met=seconds <= MOST * limit.value)
    _beside_datacompy(bench, left, right, seconds)
    tell_megabytes("its peak of memory", ours.peak_kibibytes)
    tell_megabytes("the bare join's", bare.peak_kibibytes)
    found = _answer(left, right)
    tell("classes found as planted", str(sum(found.values())), met=found == planted)
    workbook = bench.folder / "differences.xlsx"
    written = closeout(bench.folder, "reconcile", str(left), str(right), "--xlsx", str(workbook), "--force")
    tell_seconds("the same with a workbook of the differences", written.seconds, limit)


def _beside_datacompy(bench: Bench, left: Path, right: Path, ours_seconds: float) -> None:
    """Measure datacompy on the same files in an environment of its own, or say why not."""
    if bench.small:
        tell("datacompy", "not measured: a small run makes no environment")
        return
    python = _environment_of_datacompy(bench.folder)
    if python is None:
        tell("datacompy", f"not measured: {DATACOMPY} could not be installed with uv")
        return
    joined = scripted(bench.folder, BARE, str(left), str(right), python=python)
    compared = scripted(bench.folder, COMPARED, str(left), str(right), python=python)
    limit = Limit("the bare join with its polars", joined.seconds)
    tell_seconds(f"{DATACOMPY}, from start to end", compared.seconds, limit)
    tell("reconcile is faster", "", ours_seconds / compared.seconds, "datacompy", met=ours_seconds < compared.seconds)
    tell_megabytes("datacompy's peak of memory", compared.peak_kibibytes)


def _environment_of_datacompy(folder: Path) -> str | None:
    """Make an environment with datacompy; gives its interpreter, or None where that cannot be done."""
    beside = Path(sys.executable).with_name("uv")
    uv = str(beside) if beside.exists() else shutil.which("uv")
    if uv is None:
        return None
    python = folder / "datacompy" / "bin" / "python"
    steps = (
        [uv, "venv", "--quiet", "--python", sys.executable, str(folder / "datacompy")],
        [uv, "pip", "install", "--quiet", "--python", str(python), DATACOMPY],
    )
    try:
        for step in steps:
            subprocess.run(step, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except (subprocess.CalledProcessError, OSError):
        return None
    return str(python)


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
