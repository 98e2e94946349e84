"""Long lists in handy pieces."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Item = TypeVar("Item")


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Cut a list into pieces of a size, the last one shorter (itertools.batched came with Python 3.12)."""
    rest = iter(items)
    while piece := list(islice(rest, size)):
        yield piece
