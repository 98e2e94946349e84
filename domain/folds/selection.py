"""What selection and taking out change about a casefile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.events.selection import CasegroupSelected, CasegroupTakenOut

if TYPE_CHECKING:
    from domain.casefile import Casefile
    from domain.events import Recorded


def after_selection(casefile: Casefile, entry: Recorded) -> Casefile:
    """Apply an entry of selection to a casefile: a casegroup in a tranche closes with all its cases."""
    match entry.event:
        case CasegroupSelected() as event:
            return replace(casefile, selected=event)
        case CasegroupTakenOut():
            return replace(casefile, selected=None)
        case _:
            raise AssertionError(entry.event.kind)
