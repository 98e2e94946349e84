"""The file of requests raised by hand, for one old system: the columns that such files come in with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from storage.exporters.files import new_file
from storage.exporters.tables import write_csv
from storage.importers.transition_requests import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def write_requests(path: Path, system: str, records: Sequence[dict[str, Any]], *, replace: bool = False) -> None:
    """Write requests (a record for each, with every column) as JSON where the name ends so, else as CSV."""
    with new_file(path, replace=replace) as out:
        if path.suffix.lower() == ".json":
            told = {"system": system, "count": len(records), "requests": list(records)}
            out.write(json.dumps(told, ensure_ascii=True) + "\n")
        else:
            write_csv(out, COLUMNS, records)
