"""What rests on a request to close: it sets journey and due date, on which much else looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.events import BalanceValidated, ClosureDeferred, DeferralChecked
from domain.events.letters import LetterHeldBack, LetterPrepared
from domain.events.requests import MinimumCaseDataRecorded, TransitionRequestReceived

if TYPE_CHECKING:
    from domain.events import Event

RESTS_ON_REQUEST: Final = (
    TransitionRequestReceived,
    DeferralChecked,
    ClosureDeferred,
    BalanceValidated,
    LetterPrepared,
    LetterHeldBack,
)
REQUEST_FAMILIES: Final[tuple[tuple[type, ...], ...]] = (
    *((TransitionRequestReceived, kind) for kind in RESTS_ON_REQUEST),
    (MinimumCaseDataRecorded,),
)


def request_rests_on(later: Event, earlier: Event) -> bool:
    """Tell whether an event could not have been recorded as it is without a request to close before it."""
    return isinstance(earlier, TransitionRequestReceived) and isinstance(later, RESTS_ON_REQUEST)
