"""The rows of a grid, read a page at a time and kept a while."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.tui.widgets.grid_source import GridRow, GridSource

PAGE_ROWS = 64
PAGES_KEPT = 8


class GridRows:
    """A source's rows with a small cache of pages."""

    def __init__(self, source: GridSource) -> None:
        self.source = source
        self._count: int | None = None
        self._pages: OrderedDict[int, Sequence[GridRow]] = OrderedDict()

    @property
    def count(self) -> int:
        """How many rows there are."""
        if self._count is None:
            self._count = self.source.count()
        return self._count

    def forget(self) -> None:
        """Read everything afresh from now on."""
        self._count = None
        self._pages.clear()

    def row(self, position: int) -> GridRow | None:
        """Give the row at a place, or None outside the list."""
        if not 0 <= position < self.count:
            return None
        number, place = divmod(position, PAGE_ROWS)
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = self.source.page(number * PAGE_ROWS, (number + 1) * PAGE_ROWS)
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        return page[place] if place < len(page) else None
