"""Taking in and raising requests to close, and keeping the minimum case data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.days import read_day
from domain.decision import Decision, refused
from domain.events.queued import ServiceRequestRaised
from domain.events.requests import (
    MinimumCaseDataRecorded,
    TransitionFileWritten,
    TransitionRequestReceived,
)
from domain.identifiers import parse_nino
from domain.minimum_case_data import BY_KEY
from domain.refusals import Refusal, refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from domain.casefile import Casefile
    from domain.casegroup import System
    from domain.decision import Context
    from domain.office import Office
    from domain.transition_request.requests import (
        RaiseTransitionRequest,
        ReceiveTransitionRequest,
        RecordMinimumCaseData,
    )

# What each system shows its caseworkers when a case is to move, under the documents' names (P091, P092).
ALERTS: Final[Mapping[System, str]] = {
    "CSCS": "CSCS alert code",
    "CS2": "CS2 case prioritisation work item",
    "CCD": "Clerical case to move",
}
MOST_CHILDREN: Final = 99
LONGEST_VALUE: Final = 500


def decide_receive(
    casefile: Casefile, request: ReceiveTransitionRequest, context: Context, t_date: date | None
) -> Decision:
    """Take in a request of a file; `t_date` is what the application comes to, where it names one."""
    against = list(_against(casefile, request.system, request.closure_date, t_date))
    if any(known.request_id == request.request_id for known in requests_of(casefile)):
        against.append(refusal("transition_request_known", request_id=request.request_id))
    if request.received_on > context.as_at:
        against.append(refusal("request_in_the_future", day=request.received_on, as_at=context.as_at))
    if request.application_received_on is not None and request.application_received_on > request.received_on:
        against.append(
            refusal("application_after_request", application=request.application_received_on, day=request.received_on)
        )
    if against:
        return refused(*against)
    event = TransitionRequestReceived(
        request_id=request.request_id,
        request_kind=request.request_kind,
        system=request.system,
        received_on=request.received_on,
        closure_date=request.closure_date,
        application_received_on=request.application_received_on,
        t_date=t_date,
        origin="file",
        file_name=request.file_name,
        line=request.line,
    )
    return Decision(events=(event, _alert(casefile, request.system, request.request_id)))


def decide_raise(
    casefile: Casefile, request: RaiseTransitionRequest, context: Context, t_date: date | None
) -> Decision:
    """Raise a request by hand; it gets the next number of the casegroup's own."""
    if request.application_received_on > context.as_at:
        return refused(refusal("application_in_the_future", day=request.application_received_on))
    closure_date = request.closure_date or t_date
    if closure_date is None:
        return refused(refusal("closure_date_missing"))
    against = tuple(_against(casefile, request.system, closure_date, t_date))
    if against:
        return refused(*against)
    by_hand = sum(known.origin == "hand" for known in requests_of(casefile))
    event = TransitionRequestReceived(
        request_id=f"{request.request_kind}-{casefile.casegroup.casegroup_id}-{by_hand + 1}",
        request_kind=request.request_kind,
        system=request.system,
        received_on=context.as_at,
        closure_date=closure_date,
        application_received_on=request.application_received_on,
        t_date=t_date,
        origin="hand",
    )
    return Decision(events=(event, _alert(casefile, request.system, event.request_id)))


def requests_of(casefile: Casefile) -> tuple[TransitionRequestReceived, ...]:
    """Give the requests to close a casegroup that stand, oldest first."""
    return tuple(entry.event for entry in casefile.requests if isinstance(entry.event, TransitionRequestReceived))


def _against(casefile: Casefile, system: System, closure_date: date, t_date: date | None) -> list[Refusal]:
    """Give what stands against a request, in order."""
    against = []
    systems = {case.system for case in casefile.casegroup.cases}
    if system not in systems:
        against.append(refusal("no_case_on_system", system=system, systems=", ".join(sorted(systems))))
    if t_date is not None and closure_date < t_date:
        against.append(refusal("closure_before_transition", day=closure_date, t_date=t_date))
    return against


def _alert(casefile: Casefile, system: System, request_id: str) -> ServiceRequestRaised:
    raised = sum(isinstance(entry.event, ServiceRequestRaised) for entry in casefile.recorded)
    return ServiceRequestRaised(
        service_request_id=f"SR-{raised + 1}", work=ALERTS[system], detail=f"Request {request_id}.", case_id=None
    )


def decide_case_data(casefile: Casefile, request: RecordMinimumCaseData) -> Decision:
    """Keep the minimum case data of a case: what was kept before stays, unless it is said anew."""
    if casefile.case(request.case_id) is None:
        return refused(refusal("no_such_case", case_id=request.case_id))
    against = [fault for key, value in request.fields.items() if (fault := _wrong(key, value)) is not None]
    for key, reason in request.not_known.items():
        if key not in BY_KEY:
            against.append(refusal("case_data_unknown", field=key))
        elif not reason.strip():
            against.append(refusal("case_data_reason_missing", field=BY_KEY[key].title))
        elif key in request.fields:
            against.append(refusal("case_data_both", field=BY_KEY[key].title))
    if against:
        return refused(*against)
    before = casefile.case_data.get(request.case_id)
    said = {key: _normalised(key, value) for key, value in request.fields.items()}
    unknown = {key: reason.strip() for key, reason in request.not_known.items()}
    fields = {key: value for key, value in (before.fields if before else {}).items() if key not in unknown} | said
    not_known = {key: why for key, why in (before.not_known if before else {}).items() if key not in said} | unknown
    event = MinimumCaseDataRecorded(case_id=request.case_id, fields=fields, not_known=not_known)
    if before == event or not (fields or not_known):
        return refused(refusal("case_data_nothing_new"))
    return Decision(events=(event,))


def _wrong(key: str, value: str) -> Refusal | None:
    """Give what is wrong with a value, or None."""
    field = BY_KEY.get(key)
    if field is None:
        return refusal("case_data_unknown", field=key)
    if not value.strip() or len(value) > LONGEST_VALUE:
        return refusal("case_data_empty", field=field.title, most=LONGEST_VALUE)
    if field.choices and value.strip() not in field.choices:
        return refusal("case_data_choice", field=field.title, value=value, choices=", ".join(field.choices))
    try:
        _normalised(key, value)
    except ValueError as error:
        return refusal("case_data_value", field=field.title, value=value, expected=str(error))
    return None


def _normalised(key: str, value: str) -> str:
    """Write a value as it is kept; raises ValueError, with what was expected, where it cannot be one."""
    if key.endswith("_nino"):
        return parse_nino(value)
    if key.endswith("_date_of_birth"):
        return read_day(value).isoformat()
    if key == "children" and not (value.strip().isascii() and value.strip().isdigit() and int(value) <= MOST_CHILDREN):
        message = f"a whole number, at most {MOST_CHILDREN}"
        raise ValueError(message)
    return " ".join(value.split())


def not_written(casefile: Casefile, office: Office) -> tuple[TransitionRequestReceived, ...]:
    """Give the requests raised by hand that no file holds yet."""
    written = {number for _, event in office.of(TransitionFileWritten) for number in event.request_ids}
    return tuple(known for known in requests_of(casefile) if known.origin == "hand" and known.request_id not in written)
