"""Requests to close, look-ups and the minimum case data in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.present.wording import day
from domain.events.requests import (
    LookUpMade,
    LookUpSettled,
    MinimumCaseDataRecorded,
    TransitionFileReceived,
    TransitionFileWritten,
    TransitionRequestReceived,
)
from domain.minimum_case_data import BY_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.desk.look_ups import LookedUp
    from console.desk.requests import CaseDataLine
    from domain.events import Event

SUBJECTS: Final[Mapping[str, str]] = {
    "applicant": "applicant",
    "paying_parent": "paying parent",
    "partner": "paying parent's partner",
}
RESULTS: Final[Mapping[str, str]] = {
    "found": "found",
    "several": "somebody alike, but not for sure",
    "not_found": "nobody found",
    "failed": "failed",
}
AGREES: Final[Mapping[str, str]] = {
    "number_and_name": "number and name agree",
    "number_only": "only the number agrees",
    "name_only": "only the name agrees",
}
ANSWERS: Final[Mapping[str, str]] = {
    "nino": "National Insurance number",
    "forenames": "forenames",
    "surname": "surname",
    "date_of_birth": "date of birth",
    "on_csa": "whether there is a case with the CSA",
}
ASKS: Final[Mapping[str, str]] = {
    "manual_look_up": "manual look-up",
    "corrective_action": "corrective action",
}
ORIGINS: Final[Mapping[str, str]] = {"keyed": "keyed", "document": "as received", "": ""}


def request_sentence(event: Event) -> str | None:
    """Say what an event of requests, look-ups or minimum case data records, or None for any other."""
    match event:
        case TransitionRequestReceived():
            how = f"in {event.file_name}, line {event.line}" if event.origin == "file" else "raised by hand"
            application = event.application_received_on
            after = f", application of {day(application)}" if application else ""
            moves = f", T-date {day(event.t_date)}" if event.t_date else ""
            return (
                f"{event.request_kind} {event.request_id} to {event.system}, {how}: "
                f"to close on {day(event.closure_date)}{after}{moves}."
            )
        case MinimumCaseDataRecorded():
            said = ", ".join(BY_KEY[key].title.lower() for key in event.fields if key in BY_KEY)
            unknown = ", ".join(BY_KEY[key].title.lower() for key in event.not_known if key in BY_KEY)
            parts = filter(None, (f"known: {said}" if said else "", f"not known: {unknown}" if unknown else ""))
            return f"Minimum case data of case {event.case_id}; {'; '.join(parts)}."
        case TransitionFileReceived():
            return f"File of {event.requests} transition requests to {event.system} received: {event.file_name}."
        case TransitionFileWritten():
            return f"File of {len(event.request_ids)} transition requests to {event.system} written: {event.file_name}."
        case LookUpMade():
            where = f", {', '.join(event.casegroup_ids)}" if event.casegroup_ids else ""
            note = f" {event.note}" if event.note else ""
            made = f"{event.how.capitalize()} look-up {event.look_up_id} of the {SUBJECTS[event.subject]}"
            return f"{made}: {RESULTS[event.result]}{where}.{note}"
        case LookUpSettled():
            return f"Look-up {event.look_up_id} settled: {event.note}"
        case _:
            return None


def looked_up_lines(looked_up: LookedUp) -> Iterator[str]:
    """Tell what a look-up came to: everybody found, and in what the answers differ."""
    yield f"Look-up of the {SUBJECTS[looked_up.subject]}: {RESULTS[looked_up.result]}."
    for one in looked_up.found:
        differing = ", ".join(ANSWERS[field] for field in one.differences)
        yield f"  {one.casegroup_id}: {AGREES[one.agrees]}{f'; differs: {differing}' if differing else ''}."
    if "on_csa" in looked_up.differences:
        yield "The client's answer to having a case with the CSA is another one."


def case_data_rows(lines: tuple[CaseDataLine, ...]) -> list[tuple[str, str, str]]:
    """Give the minimum case data as rows: what it is, what is known of it, and where that is from."""
    return [
        (
            line.field.title,
            f"not known: {line.not_known}" if line.not_known else line.value,
            "keyed" if line.not_known else ORIGINS[line.origin],
        )
        for line in lines
    ]
