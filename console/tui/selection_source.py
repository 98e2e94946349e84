"""Rows of selection: what is in force, what a tranche would take, and the data exceptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.desk.questions import worklist_rows
from console.present.events_of_selection import CRITERIA, criterion_word
from console.present.selection import FREQUENCIES, age_text, counted, load_text, short_age
from console.present.wording import day
from console.tui.content import Toned
from console.tui.read_by_page import OwnOrder
from console.tui.widgets.grid_source import Column, GridRow, ListSource
from domain.days import LAST_DAY
from domain.selection.criteria import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.desk.desk import Desk
    from console.desk.selection import SelectionView, TranchePreview
    from console.tui.content import Piece
    from console.tui.widgets.grid_source import Cell
    from domain.selection.loads import DataException, Staleness

IN_FORCE_COLUMNS: Final = (
    Column(key="what", title="Selection", width_min=15, sortable=False),
    Column(key="now", title="In force", width_min=34, flex=1, sortable=False),
    Column(key="more", title="Kept out", width_min=18, align="right", sortable=False),
)
TAKEN_COLUMNS: Final = (
    Column(key="place", title="No", width_min=5, align="right", sortable=False),
    Column(key="casegroup_id", title="Casegroup", width_min=10, width_max=20, flex=1, sortable=False),
    Column(key="paying_parent", title="Paying parent", width_min=20, width_max=50, flex=4, sortable=False),
    Column(key="since", title="Liability since", width_min=15, sortable=False),
    Column(key="what", title="The tranche", width_min=11, sortable=False),
)
EXCEPTION_COLUMNS: Final = (
    Column(key="system", title="System", width_min=6, sortable=False),
    Column(key="casegroup_id", title="Casegroup", width_min=10, width_max=20, flex=1, sortable=False),
    Column(key="found_on", title="Found", width_min=11, sortable=False),
    Column(key="fault", title="First of its faults", width_min=30, flex=5, sortable=False),
    Column(key="count", title="All", width_min=4, align="right", sortable=False),
)
SIZE, FREQUENCY, SYSTEMS, EXCEPTIONS, TRANCHE = "size", "frequency", "systems", "exceptions", "tranche"
"""Keys of the lines that are no criterion."""


def in_force(view: SelectionView, preview: TranchePreview) -> ListSource:
    """Give the lines of what is in force, and under them the systems, what waits and what comes next."""
    now = view.standing
    rows = [
        GridRow(name, (CRITERIA[name], _asked(name, now.criteria.get(name, ())), _not_met(name, preview)))
        for name in VOCABULARY
    ]
    waiting = len(view.data_exceptions)
    due: Cell = f"due on {day(view.next_on)}"
    if view.not_loaded:
        due = Toned("not loaded yet", "warning")
    elif view.due:
        due = Toned("due now", "strong")
    lists = "; Enter lists them" if preview.takes or preview.exceptions else ""
    rows += [
        GridRow(SIZE, ("Tranche", counted(now.casegroups, "casegroup"), "")),
        GridRow(FREQUENCY, ("How often", FREQUENCIES[now.frequency], "")),
        GridRow(SYSTEMS, ("How old", _systems(view.staleness), _stale(view.staleness))),
        GridRow(
            EXCEPTIONS,
            ("Data exceptions", Toned(f"{waiting:,} wait; Enter lists them", "warning") if waiting else "none", ""),
        ),
        GridRow(TRANCHE, ("Next tranche", f"{counted(preview.takes, 'casegroup')}{lists}", due)),
    ]
    return ListSource(IN_FORCE_COLUMNS, rows)


def _asked(name: str, words: Sequence[str]) -> Cell:
    if not words or words == VOCABULARY[name]:
        return Toned("any that is known" if words else "any", "muted")
    return ", ".join(criterion_word(name, word) for word in words)


def _not_met(name: str, preview: TranchePreview) -> str:
    count, _ = preview.not_meeting.get(name, (0, 0))
    return f"{count:,}" if count else ""


def _systems(found: Sequence[Staleness]) -> str:
    return ", ".join(short_age(each) for each in found)


def _stale(found: Sequence[Staleness]) -> Cell:
    stale = [each.system for each in found if not each.fresh]
    return Toned(f"STALE: {len(stale)} of {len(found)}", "warning") if stale else Toned("fresh", "good")


def system_lines(found: Sequence[Staleness]) -> list[Piece]:
    """Say of each system when it was loaded, whole and in part, and whether that is fresh."""
    return [
        f"{each.system}: whole {load_text(each.full.extracted_on if each.full else None)}, changes "
        f"{load_text(each.delta.extracted_on if each.delta else None)}; {age_text(each)}."
        for each in found
    ]


class TakenSource(OwnOrder):
    """The first casegroups that a tranche would take; names are read a page at a time."""

    def __init__(self, desk: Desk, preview: TranchePreview) -> None:
        super().__init__(desk, TAKEN_COLUMNS, [one.casegroup_id for one in preview.first])
        self._rows = preview.first

    def page(self, start: int, stop: int) -> Sequence[GridRow]:
        """Give the rows from `start` up to, not including, `stop`."""
        found = self._rows[start:stop]
        keys = [key for one in found if (key := self.desk.store.worklist_key(one.casegroup_id)) is not None]
        named = {row.casegroup_id: row.paying_parent for row in worklist_rows(self.desk, keys)}
        return [
            GridRow(
                one.casegroup_id,
                (
                    place,
                    one.casegroup_id,
                    named.get(one.casegroup_id, ""),
                    "not known" if one.oldest == LAST_DAY else day(one.oldest),
                    Toned("exception", "warning") if one.becomes_exception else "takes it",
                ),
            )
            for place, one in enumerate(found, start + 1)
        ]


def exception_rows(waiting: Sequence[DataException]) -> ListSource:
    """Give a line for each data exception."""
    return ListSource(
        EXCEPTION_COLUMNS,
        [
            GridRow(
                found.event.data_exception_id,
                (
                    found.event.system,
                    found.event.casegroup_id or Toned("not known", "muted"),
                    day_of(found),
                    next(iter(found.event.faults), ""),
                    len(found.event.faults),
                ),
            )
            for found in waiting
        ],
    )


def day_of(found: DataException) -> str:
    """Say on which day a data exception was found."""
    from datetime import datetime  # noqa: PLC0415 - only where there is one

    return day(datetime.fromisoformat(found.found.at).date())
