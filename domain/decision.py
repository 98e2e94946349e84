"""What deciding a request needs, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from domain.actor import Actor
    from domain.assessment import Assessment
    from domain.events import Event
    from domain.policy.model import Policy
    from domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Context:
    """Who asks, on which day, and under which policy."""

    actor: Actor
    as_at: date
    policy: Policy


@dataclass(frozen=True, slots=True)
class Decision:
    """Events to be written, or the refusals in the order of their register; and the findings that led there."""

    events: tuple[Event, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    assessment: Assessment | None = None


def refused(*refusals: Refusal, assessment: Assessment | None = None) -> Decision:
    """Answer no, with every reason."""
    return Decision(refusals=refusals, assessment=assessment)
