"""The place somebody was at, so that the console opens there again, after a power cut too.

Kept apart from the store, for each store and user, without anything about a person in it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from platformdirs import user_state_path

from storage.lists import SORT_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME: Final = "place.json"


@dataclass(slots=True)
class Place:
    """A casegroup and the order of the list; `file` is where it is kept, None keeps it nowhere."""

    store_id: str
    file: Path | None
    casegroup_id: str | None = None
    column: str | None = None
    descending: bool = False

    def remember(self, casegroup_id: str | None, column: str | None, *, descending: bool = False) -> None:
        """Keep where somebody is; a place that cannot be kept is no reason to stop working."""
        if (casegroup_id, column, descending) == (self.casegroup_id, self.column, self.descending):
            return
        self.casegroup_id, self.column, self.descending = casegroup_id, column, descending
        if self.file is None:
            return
        text = json.dumps(
            {"store": self.store_id, "casegroup": casegroup_id, "column": column, "descending": descending}
        )
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            partial = self.file.with_suffix(".partial")
            partial.write_text(text, encoding="utf-8")
            partial.replace(self.file)
        except OSError:
            self.file = None


def remembered(store_id: str, folder: Path | None = None) -> Place:
    """Give the place somebody left this store at; a fresh one where none is kept or it cannot be read."""
    file = (folder or user_state_path("closeout")) / f"{store_id}-{FILE_NAME}"
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        casegroup_id, column, descending = kept["casegroup"], kept["column"], kept["descending"] is True
    except (OSError, ValueError, KeyError, TypeError):
        return Place(store_id, file)
    # The file is anybody's to edit: what is no place is no place.
    return Place(
        store_id,
        file,
        casegroup_id if isinstance(casegroup_id, str) else None,
        column if column in SORT_COLUMNS else None,
        descending,
    )
