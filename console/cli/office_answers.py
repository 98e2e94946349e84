"""What came of a request about the store as a whole, said or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.cli.exits import BAD_INPUT, DONE
from console.cli.output import answer_json, complain, say, say_all

if TYPE_CHECKING:
    from console.cli.requesting import Asking
    from console.desk.office import OfficeAnswer


def say_office_answer(given: OfficeAnswer, asking: Asking, **more: object) -> int:
    """Say what was, or would be, recorded, or why not, and give the exit code; `more` goes into the JSON."""
    from console.cli.entries import recorded_json
    from console.present.events import event_sentences
    from console.present.wording import refusal_text

    for refusal in given.refusals:
        complain(f"refused: {refusal_text(refusal)}")
    if asking.as_json:
        answer_json(
            {
                **more,
                "request_id": None if asking.preview else given.request_id,
                "preview": asking.preview,
                "written": given.written,
                "repeated": given.repeated,
                "entries": recorded_json(given.recorded),
                "refusals": [{"refusal": one.key, "text": refusal_text(one)} for one in given.refusals],
            }
        )
    elif not given.refusals:
        say("PREVIEW: nothing is written. It would be recorded:" if asking.preview else "Recorded:")
        for entry in given.recorded:
            say_all(event_sentences(entry.event), "  ")
    return BAD_INPUT if given.refusals else DONE
