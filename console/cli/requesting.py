"""Making a request at the desk and saying what came of it: the same path for a preview and for the deed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from console.cli.exits import BAD_INPUT, DONE
from console.cli.options import EDITIONS, as_at_option, edition_option, json_option, store_option
from console.cli.output import answer_json, complain, say, say_all

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from console.desk.desk import Answer, Desk
    from domain.decide import Request


@dataclass(frozen=True, slots=True)
class Asking:
    """How a request is asked: where, for which day, and whether it is only to be looked at."""

    store: str | None
    as_at: date | None
    edition: str
    preview: bool
    request_id: str | None
    as_json: bool


def request_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add the options every request of a casegroup has, and hand them on as one."""
    return office_options(function, edition_option, as_at_option)


def office_options(function: Callable[..., int], *more: Callable[..., Any]) -> Callable[..., int]:
    """Add the options every request about the store as a whole has, and `more`; hand them on as one."""

    @wraps(function)
    def asked(
        store: str | None,
        preview: bool,
        request_id: str | None,
        as_json: bool,
        as_at: date | None = None,
        edition: str = EDITIONS[0],
        **own: Any,  # noqa: ANN401 - what is the command's own goes through untouched
    ) -> int:
        return function(Asking(store, as_at, edition, preview, request_id, as_json), **own)

    for option in (
        json_option,
        store_option,
        *more,
        click.option("--request-id", metavar="ID", help="Name the request: asked again, it is written once."),
        click.option("--preview", is_flag=True, help="Say what would be written, and write nothing."),
    ):
        asked = option(asked)
    return asked


def ask(asking: Asking, kind: str, casegroup_id: str, **fields: object) -> int:
    """Make a request of a kind, and answer with what it led to and the exit code."""
    from console.cli.opening import open_desk

    request = make_request(kind, casegroup_id, **fields)
    with open_desk(asking.store, asking.as_at, asking.edition) as desk:
        return answer(asking, desk, request)


def make_request(kind: str, casegroup_id: str, **fields: object) -> Request:
    """Make a request; raises BadInputError with every fault of what it is made of."""
    from pydantic import ValidationError

    from domain.decide import REQUEST
    from domain.errors import BadInputError, shown

    try:
        return REQUEST.validate_python({"kind": kind, "casegroup_id": casegroup_id, **fields})
    except ValidationError as wrong:
        faults = (
            f"{'.'.join(str(step) for step in error['loc'][1:])}: {shown(error['input'])}; {error['msg'].lower()}"
            for error in wrong.errors(include_url=False)
        )
        raise BadInputError("\n".join(faults)) from None


def answer(asking: Asking, desk: Desk, request: Request) -> int:
    """Preview or perform a request and say what came of it."""
    return answered(asking, desk.preview(request) if asking.preview else desk.perform(request, asking.request_id))


def answered(asking: Asking, given: Answer) -> int:
    """Say what came of a request, and give the exit code."""
    from console.present.wording import refusal_text

    for refusal in given.refusals:
        complain(f"refused: {refusal_text(refusal)}")
    if asking.as_json:
        answer_json(_answer_json(given, preview=asking.preview))
    elif not given.refusals:
        _say_answer(given, preview=asking.preview)
    return BAD_INPUT if given.refusals else DONE


def _answer_json(given: Answer, *, preview: bool) -> dict[str, Any]:
    from console.cli.entries import recorded_json
    from console.cli.output import outward
    from console.present.answers import assessment_json, day_text
    from console.present.wording import refusal_text

    return {
        "request": outward(given.request.model_dump(mode="json")),
        "request_id": None if preview else given.request_id,
        "preview": preview,
        "written": given.written,
        "repeated": given.repeated,
        "entries": recorded_json(given.recorded),
        "refusals": [
            {"refusal": refusal.key, "facts": dict(refusal.facts), "text": refusal_text(refusal)}
            for refusal in given.refusals
        ],
        "stage": given.casefile.stage,
        "due_date": day_text(given.casefile.due_date),
        "assessment": assessment_json(given.assessment) if given.assessment else None,
    }


def _say_answer(given: Answer, *, preview: bool) -> None:
    from console.present.events import event_sentences
    from console.present.wording import day, stage_in_sentence

    if preview:
        say("PREVIEW: nothing is written. It would be recorded:")
    elif given.repeated:
        say("This request was made before; nothing more is written. It recorded:")
    else:
        say("Recorded:")
    for entry in given.recorded:
        first, *more = event_sentences(entry.event)
        say(f"  {first}" if preview else f"  {entry.seq}  {first}")
        say_all(more, "    ")
    then = "It would then be" if preview else "It is now"
    casefile = given.casefile
    due = f"due {day(casefile.due_date)}" if casefile.due_date else "no day it is due to close"
    say(f"{casefile.casegroup.casegroup_id}: {then}: {stage_in_sentence(casefile.stage)}; {due}.")
