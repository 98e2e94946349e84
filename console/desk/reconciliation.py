"""What the store has to say about reports: the headings kept under names, and which records are restricted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.masking import sees_restricted
from console.desk.office import office_of
from domain.reconciliation.mapping import mappings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.desk.desk import Desk


def kept_mappings(desk: Desk) -> Mapping[str, Mapping[str, str]]:
    """Give the headings kept under names; raises NotPermittedError for somebody not on the roster."""
    return mappings(office_of(desk))


def restricted_numbers(desk: Desk) -> frozenset[str]:
    """Give the casegroups of which the person at the desk may know no more than that they are worked on."""
    return frozenset() if sees_restricted(desk) else desk.store.all_restricted()


def all_restricted(desk: Desk) -> frozenset[str]:
    """Give every restricted casegroup, for what is to be known of none of them whoever asks."""
    return desk.store.all_restricted()
