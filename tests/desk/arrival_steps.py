"""What the steps of the scenarios do about arrivals, and what they expect of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.desk.arrival import do, run_arrival, take_register, take_residuals
from console.present.wording import refusal_text
from domain.arrival.requests import ArrivalRequest

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.desk import Answer, Desk
    from domain.decide import Request

ARRIVAL_KINDS: Final = frozenset({"arrive_run", "take_register", "take_residuals"})


def do_arrival(desk: Desk, imports: Path, kind: str, file: str = "") -> list[str]:
    """Let arrears go, or take in a file for them; nothing of this is ever refused one casegroup."""
    match kind:
        case "arrive_run":
            run_arrival(desk)
        case "take_register":
            take_register(desk, imports / file)
        case _:
            take_residuals(desk, imports / file, refusal_text)
    return []


def perform(desk: Desk, request: Request) -> Answer:
    """Make a request; one about arrears lets the path go on by itself."""
    return do(desk, request) if isinstance(request, ArrivalRequest) else desk.perform(request)
