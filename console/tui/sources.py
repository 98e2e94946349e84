"""Rows read from the store a page at a time: the worklist and the journal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from console.desk.masking import is_masked, restricted_to
from console.desk.questions import (
    journal_of,
    journal_page,
    worklist_ids_and_stages,
    worklist_keys,
    worklist_rows,
)
from console.present.wording import (
    EVENTS,
    RESTRICTED,
    STAGES,
    STAGES_IN_BRIEF,
    day,
    moment,
    pounds,
    systems_in_brief,
    words,
)
from console.tui.content import Toned
from console.tui.read_by_page import StoreOrder
from console.tui.widgets.grid_source import Column, GridRow, Short, SortOrder

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from console.desk.desk import Desk
    from console.tui.content import Tone
    from domain.worklist import WorklistRow
    from storage.journal import JournalEntry
    from storage.lists import SortColumn

WORKLIST_COLUMNS: Final = (
    Column(key="casegroup_id", title="Casegroup", brief="Group", width_min=9, width_max=20, flex=1),
    Column(key="paying_parent", title="Paying parent", brief="Parent", width_min=14, width_max=50, flex=4),
    Column(key="systems", title="Cases", width_min=8, width_max=20, flex=2),
    Column(key="due_date", title="Due", width_min=11),
    Column(key="stage", title="Stage", width_min=13),
    Column(key="residual_pence", title="Unexplained", brief="Left", width_min=11, width_max=15, flex=1, align="right"),
)
JOURNAL_COLUMNS: Final = (
    Column(key="seq", title="Entry", width_min=6, align="right", sortable=False),
    Column(key="at", title="When (UTC)", width_min=17, align="right", sortable=False),
    Column(key="actor", title="Who", width_min=7, width_max=20, flex=1, sortable=False),
    Column(key="casegroup", title="Casegroup", width_min=9, width_max=20, flex=1, sortable=False),
    Column(key="kind", title="What", width_min=29, width_max=60, flex=2, sortable=False),
)
STAGE_TONES: Final[dict[str, Tone]] = {
    "blocked": "bad",
    "exception": "bad",
    "to_amend": "warning",
    "to_confirm": "warning",
    "breakdown_owed": "warning",
    "to_defer": "warning",
    "to_dispose": "strong",
    "to_close": "strong",
    "closed": "strong",
    "arriving": "strong",
    "cms_manual": "warning",
    "cms_exception": "bad",
    "transition_complete": "good",
    "deferred": "muted",
    "not_selected": "muted",
}


FINISHED: Final = frozenset({"closed", "arriving", "transition_complete", "deferred", "not_selected"})
FIRST_LOOK: Final = 32
LONGEST_LOOK: Final = 8_192


class WorklistSource(StoreOrder):
    """The worklist as filtered and sorted; rows are read from the store a page at a time."""

    def __init__(self, desk: Desk, text: str = "", order: SortOrder | None = None) -> None:
        self.text = text
        # Lessons are taught in the order of their numbers; work is done in the order of its days.
        first = "casegroup_id" if desk.store.header.kind == "training" else "due_date"
        super().__init__(desk, WORKLIST_COLUMNS, order or SortOrder(first))

    def read_numbers(self, order: SortOrder) -> array[int]:
        """Read the numbers of the casegroups that pass the filter, in order."""
        column: SortColumn = order.column_key  # type: ignore[assignment] # the columns are named as the list's
        return worklist_keys(self.desk, self.text, column, descending=order.descending)

    def page(self, start: int, stop: int) -> Sequence[GridRow]:
        """Give the rows from `start` up to, not including, `stop`."""
        return [_worklist_row(row) for row in self.rows(start, stop)]

    def rows(self, start: int, stop: int) -> Sequence[WorklistRow]:
        """Give the lines of the worklist themselves, from `start` up to, not including, `stop`."""
        return worklist_rows(self.desk, self.numbers[start:stop])

    def position(self, key: str) -> int | None:
        """Where a casegroup stands now, or None if it is not listed."""
        return self.desk.store.position_of(key, self.numbers)

    def keys(self, start: int, stop: int) -> Sequence[str]:
        """Give the casegroup numbers of rows from `start` up to, not including, `stop`."""
        return [casegroup_id for casegroup_id, _ in worklist_ids_and_stages(self.desk, self.numbers[start:stop])]

    def next_unfinished(self, place: int, step: int) -> str | None:
        """Find the first casegroup beside a place, in one direction, that waits for somebody and may be opened."""
        # Where a list is nearly done the next one may be 100,000 lines away: ever longer pages, of two columns.
        beside = self.numbers[place + 1 :] if step > 0 else self.numbers[:place][::-1]
        start, length = 0, FIRST_LOOK
        while start < len(beside):
            here = worklist_ids_and_stages(self.desk, beside[start : start + length])
            hidden = restricted_to(self.desk, (casegroup_id for casegroup_id, _ in here))
            for casegroup_id, stage in here:
                if stage not in FINISHED and casegroup_id not in hidden:
                    return casegroup_id
            start, length = start + length, min(2 * length, LONGEST_LOOK)
        return None

    def filter(self, text: str) -> None:
        """Filter by another text."""
        self.text = text
        self.reread()


def _worklist_row(row: WorklistRow) -> GridRow:
    stage = STAGES[row.stage]
    left = "" if row.residual_pence is None else pounds(row.residual_pence)
    if "offsetting" in row.flags.split():
        left = f"±{left}"
    return GridRow(
        row.casegroup_id,
        (
            row.casegroup_id,
            row.paying_parent or (Toned(RESTRICTED, "muted") if row.restricted else ""),
            Short(row.systems, systems_in_brief(row.systems)),
            day(row.due_date) if row.due_date else "not set",
            Short(stage, STAGES_IN_BRIEF.get(row.stage, stage), STAGE_TONES.get(row.stage, "plain")),
            # Where the pence no longer fit, the pounds are given whole; the casegroup tells the rest.
            Short(left, left.partition(".")[0]),
        ),
    )


class JournalSource:
    """The journal of one casegroup, or of the whole store, newest first."""

    def __init__(self, desk: Desk, casegroup_id: str | None) -> None:
        self.columns: Sequence[Column] = JOURNAL_COLUMNS
        self.order: SortOrder | None = None
        self._desk = desk
        desk.require_place_on_roster()
        self._of_casegroup = None if casegroup_id is None else journal_of(desk, casegroup_id)
        self._last_seq = desk.store.head().seq

    def count(self) -> int:
        """How many entries there are."""
        return self._last_seq if self._of_casegroup is None else len(self._of_casegroup)

    def entries(self, start: int, stop: int) -> Sequence[JournalEntry]:
        """Give the entries from `start` up to, not including, `stop`; numbers have no gaps."""
        if self._of_casegroup is not None:
            return self._of_casegroup[start:stop]
        before = self._last_seq - start + 1
        return journal_page(self._desk, None, max(0, min(stop, self._last_seq) - start), before)

    def page(self, start: int, stop: int) -> Sequence[GridRow]:
        """Give the rows from `start` up to, not including, `stop`."""
        return [_journal_row(entry) for entry in self.entries(start, stop)]

    def position(self, key: str) -> int | None:
        """Where the entry of that number stands."""
        if self._of_casegroup is None:
            place = self._last_seq - int(key)
            return place if 0 <= place < self._last_seq else None
        return next((place for place, entry in enumerate(self._of_casegroup) if str(entry.seq) == key), None)

    def keys(self, start: int, stop: int) -> Sequence[str]:
        """Give the numbers of entries from `start` up to, not including, `stop`."""
        return [str(entry.seq) for entry in self.entries(start, stop)]

    def sort(self, order: SortOrder) -> None:
        """Leave the journal in its own order: it has no other."""
        del order


def _journal_row(entry: JournalEntry) -> GridRow:
    named = EVENTS.get(entry.kind, words(entry.kind))
    what: str | Short = named
    if is_masked(entry):
        what = Short(f"{named} ({RESTRICTED})", named)
    elif entry.kind == "entry_set_aside":
        what = f"Entry {json.loads(entry.body)['seq']} set aside"
    return GridRow(str(entry.seq), (entry.seq, moment(entry.at), entry.actor, entry.casegroup_id or "", what))
