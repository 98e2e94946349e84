"""What payments passed to CMS change about a casefile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.casefile import Casefile
    from domain.events import Recorded


def after_payments(casefile: Casefile, entry: Recorded) -> Casefile:
    """Keep a payment passed to CMS with the others of the casefile, oldest first."""
    return replace(casefile, payments=(*casefile.payments, entry))
