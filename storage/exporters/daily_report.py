"""The daily balance report as files: what goes to CMS, and beside it, never mixed in, what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from storage.exporters.files import new_file, refuse_taken
from storage.exporters.tables import write_csv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    Records = Sequence[dict[str, Any]]

# The first seven are the columns by which reconciliation knows a row; more may follow them.
WRITTEN_DOWN: Final = (
    "casegroup_id", "case_id", "owed_to", "status", "amount", "nino", "surname", "closed_on", "reversal",
)  # fmt: skip
LEFT_FOR_GOOD: Final = (
    "casegroup_id", "case_id", "owed_to", "left_as", "amount", "nino", "surname", "closed_on", "reversal",
)  # fmt: skip
TO_CHECK: Final = ("casegroup_id", "reason", "amount", "nino", "surname", "reversal")
TOTALS: Final = ("total", "value")
# Each part of the report, with what its file's name has more than that of the first.
PARTS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "written_down": ("", WRITTEN_DOWN),
    "left_for_good": ("-written-off", LEFT_FOR_GOOD),
    "to_check": ("-to-check", TO_CHECK),
    "totals": ("-totals", TOTALS),
}


def paths_of(path: Path) -> dict[str, Path]:
    """Name the file of each part: `day.csv`, `day-written-off.csv`, `day-to-check.csv`, `day-totals.csv`."""
    return {part: path.with_name(f"{path.stem}{more}{path.suffix}") for part, (more, _) in PARTS.items()}


def write_daily_report(path: Path, parts: Mapping[str, Records], *, replace: bool = False) -> dict[str, Path]:
    """Write every part of the report as CSV; gives the files by part.

    The one that goes to CMS is written last, so that where it is, the others are. Raises BadInputError where a file is
    there already (unless it may be replaced) or cannot be written.
    """
    paths = paths_of(path)
    for written in paths.values():
        refuse_taken(written, replace=replace)
    for part in reversed(PARTS):
        with new_file(paths[part], replace=replace) as out:
            write_csv(out, PARTS[part][1], parts[part])
    return paths
