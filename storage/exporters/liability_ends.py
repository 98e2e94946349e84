"""The days on which liability ends, as a file for the old systems and the data warehouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from storage.exporters.files import new_file
from storage.exporters.tables import write_csv, write_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

COLUMNS: Final = ("system", "casegroup_id", "case_id", "liability_end_date", "tranche", "selected_on", "segment")


def write_liability_ends(path: Path, rows: Sequence[dict[str, Any]], *, replace: bool = False) -> None:
    """Write a row for each case, as JSON where the file's name ends so, else as CSV.

    Raises BadInputError where the file is there already (unless it may be replaced) or cannot be written.
    """
    with new_file(path, replace=replace) as out:
        if path.suffix.lower() == ".json":
            write_json(out, rows)
        else:
            write_csv(out, COLUMNS, rows)
