"""Rows of the queue: what waits by its cause, and the lines of one cause read from the store a page at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from console.desk.queue import age_days, queue_counts, queue_filter, queue_keys, queue_rows
from console.present.not_known import detail_text
from console.present.queue import (
    CAUSES_IN_BRIEF,
    QUEUE_KINDS,
    cause_text,
    holder_in_brief,
    holder_text,
    state_in_brief,
    state_text,
)
from console.present.wording import RESTRICTED, capital, day
from console.tui.content import Toned
from console.tui.read_by_page import StoreOrder
from console.tui.widgets.grid_source import Column, GridRow, ListSource, Short, SortOrder
from domain.restricted import FLAG

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping, Sequence
    from datetime import date

    from console.desk.desk import Desk
    from console.tui.widgets.grid_source import Cell
    from domain.queue import QueueKind, QueueRow
    from storage.queue import QueueColumn, QueueFilter

GROUP_COLUMNS: Final = (
    Column(key="kind", title="What waits", width_min=21, sortable=False),
    Column(key="cause", title="Why", width_min=26, width_max=70, flex=1, sortable=False),
    Column(key="count", title="Open", width_min=5, align="right", sortable=False),
    Column(key="unallocated", title="Nobody's", width_min=8, align="right", sortable=False),
    Column(key="oldest", title="Oldest", width_min=8, align="right", sortable=False),
)
LINE_COLUMNS: Final = (
    Column(key="opened_on", title="Days", width_min=6, align="right"),
    Column(key="casegroup_id", title="Casegroup", brief="Group", width_min=9, width_max=20, flex=1),
    Column(key="case_id", title="Case", width_min=6, width_max=14, flex=1),
    Column(key="detail", title="What", width_min=19, width_max=80, flex=6),
    Column(key="state", title="Where", width_min=13, width_max=25, flex=1),
    Column(key="holder", title="Who", width_min=13, width_max=20, flex=2),
)
WHERE: Final[Mapping[QueueKind, str]] = {
    "exception": "exception",
    "service_request": "service request",
    "work_item": "work item open",
    "inhibit_review": "inhibit stands",
    "breakdown": "breakdown",
    "data_exception": "data exception",
    "look_up": "look-up",
    "payment": "payment",
    "difference": "difference",
}
EVERYTHING_KEY: Final = "everything"
MINE_KEY: Final = "mine"


class QueueGroups(ListSource):
    """What waits, by kind and cause, with how much of it there is and how old the oldest of it is.

    Only what waits on the casegroups of `among` is counted, where they are given.
    """

    def __init__(self, desk: Desk, among: frozenset[str] | None = None) -> None:
        super().__init__(GROUP_COLUMNS, ())
        everything = replace(queue_filter(desk), casegroup_ids=among)
        own = replace(queue_filter(desk, mine=True), casegroup_ids=among)
        counts = queue_counts(desk, everything)
        mine = queue_counts(desk, own)
        self.total = sum(found.count for found in counts)
        self.filters: dict[str, tuple[str, QueueFilter]] = {}
        if not counts:
            return
        oldest = min((found.oldest for found in counts if found.oldest), default=None)
        self._add(
            EVERYTHING_KEY, "Everything", "", everything, self.total,
            sum(found.unallocated for found in counts), _age(desk, oldest),
        )  # fmt: skip
        if mine:
            since = min((found.oldest for found in mine if found.oldest), default=None)
            self._add(
                MINE_KEY, "Given to you", "", own, sum(found.count for found in mine), 0, _age(desk, since),
            )  # fmt: skip
        for found in counts:
            wanted = replace(everything, kinds=frozenset({found.kind}), cause=found.cause)
            self._add(
                f"{found.kind} {found.cause}", QUEUE_KINDS[found.kind], cause_text(found.kind, found.cause), wanted,
                found.count, found.unallocated, _age(desk, found.oldest),
            )  # fmt: skip

    def _add(self, key: str, kind: str, why: str, wanted: QueueFilter, *figures: Cell) -> None:
        self.filters[key] = (f"{kind}: {why}" if why else kind, wanted)
        first: Cell = kind if why else Toned(kind, "strong")
        brief = CAUSES_IN_BRIEF.get(wanted.cause or "", why)
        self._rows.append(GridRow(key, (first, Short(why, capital(brief)), *figures)))


class QueueLines(StoreOrder):
    """The open work of one group; rows are read from the store a page at a time."""

    def __init__(self, desk: Desk, wanted: QueueFilter, order: SortOrder | None = None) -> None:
        self.wanted = wanted
        super().__init__(desk, LINE_COLUMNS, order or SortOrder("opened_on"))

    def read_numbers(self, order: SortOrder) -> array[int]:
        """Read the numbers of the work, in order."""
        column: QueueColumn = order.column_key  # type: ignore[assignment] # the columns are named as the queue's
        return queue_keys(self.desk, self.wanted, column, descending=order.descending)

    def page(self, start: int, stop: int) -> Sequence[GridRow]:
        """Give the rows from `start` up to, not including, `stop`; one that somebody finished since is empty."""
        keys = self.numbers[start:stop]
        found = dict(queue_rows(self.desk, keys))
        return [
            self._row(key, found[key]) if key in found else GridRow(str(key), ("", "", "", "done since; F5", "", ""))
            for key in keys
        ]

    def row(self, key: str | None) -> QueueRow | None:
        """Give the work of a key itself; None where it is done."""
        if key is None or not key.isdecimal():
            return None
        return next((row for _, row in queue_rows(self.desk, [int(key)])), None)

    def _row(self, key: int, row: QueueRow) -> GridRow:
        days = age_days(self.desk, row.opened_on)
        where = state_text(row.kind, row.state) or WHERE[row.kind]
        held = holder_text(row.holder)
        return GridRow(
            str(key),
            (
                "?" if days is None else f"{days:,}",
                row.casegroup_id or Toned("none", "muted"),
                row.case_id,
                Toned(RESTRICTED, "muted") if row.cause == FLAG else self._what(row),
                Short(where, state_in_brief(row.kind, row.state)),
                Short(held, holder_in_brief(row.holder)) if held else Toned("nobody", "warning"),
            ),
        )

    def _what(self, row: QueueRow) -> Short:
        """Say what it is about; the cause first, unless all the lines have the one."""
        named = cause_text(row.kind, row.cause)
        cause = "" if self.wanted.cause else named
        until = f"due {day(row.due_on)}" if row.due_on else ""
        detail = detail_text(row.detail) if row.casegroup_id else f"{row.item_id} {row.detail}".rstrip()
        text = ": ".join(filter(None, (until, cause, detail))) or named
        alone = detail if not cause else "" if row.casegroup_id else row.item_id
        return Short(text, until or alone or CAUSES_IN_BRIEF.get(row.cause, named))


def _age(desk: Desk, opened_on: date | None) -> str:
    days = age_days(desk, opened_on)
    return "not known" if days is None else f"{days:,} d"
