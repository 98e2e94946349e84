"""How a measurement is told: what it took, how many times the machine's own limit that is, and its budget."""

from __future__ import annotations

import os
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Limit:
    """What the machine takes for the same work without us, in the same unit as the measurement beside it."""

    name: str
    value: float


def title(text: str) -> None:
    """Print the heading of a table, and how busy the machine is: where others use it too, only the ratios hold."""
    heading = f"{text}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    print(f"\n{heading}\n{'-' * len(heading)}", flush=True)


def tell(what: str, shown: str, ratio: float | None = None, beside: str = "", *, met: bool | None = None) -> None:
    """Print one line: the ratio and beside what, and whether the budget is met where there is one."""
    ratio_text = "" if ratio is None else f"{ratio:9.2f} x {beside}"
    verdict = "" if met is None else ("within budget" if met else "OVER BUDGET")
    print(f"{what:<44}{shown:>20} {ratio_text:<40}{verdict}".rstrip(), flush=True)


def tell_seconds(what: str, seconds: float, limit: Limit | None = None, budget: float | None = None) -> None:
    """Tell a time in milliseconds; `budget` is in seconds."""
    met = None if budget is None else seconds <= budget
    ratio = seconds / limit.value if limit else None
    tell(what, f"{seconds * 1e3:,.1f} ms", ratio, limit.name if limit else "", met=met)


def tell_times(what: str, seconds: Sequence[float], limit: Limit | None = None, budget: float | None = None) -> None:
    """Tell median and 95th percentile of some times in milliseconds; it is the latter that has a budget."""
    shown = f"{middle(seconds) * 1e3:,.1f} / {high(seconds) * 1e3:,.1f} ms"
    met = None if budget is None else high(seconds) <= budget
    tell(what, shown, high(seconds) / limit.value if limit else None, limit.name if limit else "", met=met)


def tell_rate(what: str, count: int, seconds: float, limit: Limit) -> None:
    """Tell how many casegroups a second went through, beside the seconds the machine itself takes for all."""
    tell(what, f"{count / seconds:,.0f} /s", seconds / limit.value, limit.name)


def tell_megabytes(what: str, kibibytes: int, budget: float | None = None, smaller: Limit | None = None) -> None:
    """Tell a peak of memory in MB; `smaller` is the peak, in KiB, of the same work on a tenth of the casegroups."""
    megabytes = kibibytes * 1024 / 1e6
    ratio = kibibytes / smaller.value if smaller else None
    met = None if budget is None else megabytes <= budget
    tell(what, f"{megabytes:,.0f} MB", ratio, smaller.name if smaller else "", met=met)


def middle(seconds: Sequence[float]) -> float:
    """Give the median."""
    return statistics.median(seconds)


def high(seconds: Sequence[float]) -> float:
    """Give the 95th percentile; of few measurements the highest."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
