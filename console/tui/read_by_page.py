"""Rows read a page at a time, when they are shown: by keys of their own order, or by numbers in the store's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from console.desk.desk import Desk
    from console.tui.widgets.grid_source import Column, GridRow, SortOrder


class OwnOrder:
    """Rows known by their keys, in an order of their own that nobody changes; a list has to say what a page shows."""

    def __init__(self, desk: Desk, columns: Sequence[Column], keys: Sequence[str]) -> None:
        self.columns = columns
        self.order: SortOrder | None = None
        self.desk = desk
        self.listed = keys
        self._places = {key: place for place, key in enumerate(keys)}

    def count(self) -> int:
        """How many there are."""
        return len(self.listed)

    def page(self, start: int, stop: int) -> Sequence[GridRow]:
        """Give the rows from `start` up to, not including, `stop`."""
        raise NotImplementedError

    def position(self, key: str) -> int | None:
        """Where the row of that key stands."""
        return self._places.get(key)

    def keys(self, start: int, stop: int) -> Sequence[str]:
        """Give the keys of rows from `start` up to, not including, `stop`."""
        return self.listed[start:stop]

    def sort(self, order: SortOrder) -> None:
        """Leave them in their own order."""
        del order


class StoreOrder:
    """Rows known by the numbers under which the store keeps them, in an order the store finds."""

    def __init__(self, desk: Desk, columns: Sequence[Column], order: SortOrder) -> None:
        self.columns = columns
        self.order: SortOrder | None = order
        self.desk = desk
        self.numbers: array[int] = self.read_numbers(order)

    def read_numbers(self, order: SortOrder) -> array[int]:
        """Read the numbers of all rows, in order."""
        raise NotImplementedError

    def count(self) -> int:
        """How many there are."""
        return len(self.numbers)

    def page(self, start: int, stop: int) -> Sequence[GridRow]:
        """Give the rows from `start` up to, not including, `stop`."""
        raise NotImplementedError

    def position(self, key: str) -> int | None:
        """Where the row of that key stands now, or None if it is no longer listed."""
        return self.numbers.index(int(key)) if key.isdecimal() and int(key) in self.numbers else None

    def keys(self, start: int, stop: int) -> Sequence[str]:
        """Give the keys of rows from `start` up to, not including, `stop`."""
        return [str(number) for number in self.numbers[start:stop]]

    def sort(self, order: SortOrder) -> None:
        """Sort by another column."""
        self.order = order
        self.numbers = self.read_numbers(order)

    def reread(self) -> None:
        """Read the order again, since the store may have changed."""
        if self.order is not None:
            self.numbers = self.read_numbers(self.order)
