"""What the steps of a training scenario do with letters, and what they may expect of them."""

from __future__ import annotations

from typing import Any, Final

from console.desk.desk import Desk
from console.desk.letters import letter_sender, prepare, release, take_out
from console.desk.office import perform_office
from tests.letter_store import SENDER

LETTER_KINDS: Final = frozenset({"prepare_letters", "release_letters", "take_letter_out"})


def letter_deed(desk: Desk, casegroup_id: str, kind: str, **fields: Any) -> list[str]:
    """Prepare, release or take out letters of a casegroup, and give the keys of what was refused."""
    match kind:
        case "prepare_letters":
            prepare(desk, [casegroup_id])
        case "release_letters":
            if letter_sender(desk) is None:
                perform_office(Desk(desk.store, "team-manager", desk.clock), SENDER)
            assert release(desk).issued
        case "take_letter_out":
            answers = take_out(desk, fields["letter_id"])
            return [refusal.key for answer in answers for refusal in answer.refusals]
        case _:
            raise AssertionError(kind)
    return []
