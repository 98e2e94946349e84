"""What the arrival of arrears on CMS change about a casefile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.casefile import Casefile
    from domain.events import Recorded


def after_arrival(casefile: Casefile, entry: Recorded) -> Casefile:
    """Keep an entry about the arrival with the others of the casefile, oldest first."""
    return replace(casefile, arrival=(*casefile.arrival, entry))
