"""Rows of the table of refusals: requests to close, look-ups, the minimum case data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from domain.calculation.requests import Asked, SaveCalculation
from domain.casefile import Casefile, fold
from domain.events import Recorded
from domain.events.requests import LookUpMade, LookUpSettled, TransitionRequestReceived
from domain.look_ups.requests import RecordLookUp, SettleLookUp
from domain.transition_request.requests import (
    RaiseTransitionRequest,
    ReceiveTransitionRequest,
    RecordMinimumCaseData,
)
from tests.domain.office_rows import office
from tests.made_up import case_record, casegroup

if TYPE_CHECKING:
    from domain.decide import Request
    from domain.decide_office import OfficeRequest
    from domain.events import Event
    from domain.office import Office

LATE: Final = date(2016, 4, 1)
RECEIVED: Final = TransitionRequestReceived(
    request_id="LTR-7",
    request_kind="LTR1",
    system="CS2",
    received_on=date(2016, 2, 1),
    closure_date=LATE,
    application_received_on=None,
    t_date=None,
    origin="file",
    file_name="ltr.csv",
    line=2,
)
MADE: Final = LookUpMade(
    look_up_id="LU-1",
    subject="paying_parent",
    how="automatic",
    answers={},
    result="failed",
    casegroup_ids=(),
    differences=(),
)


def having(*events: Event, **changes: Any) -> Casefile:
    """Give a casefile on which this is recorded."""
    recorded = [
        Recorded(number, "r", "2016-02-15T10:00:00+00:00", "u", 1, "", event)
        for number, event in enumerate(events, start=1)
    ]
    return fold(casegroup(**changes), 1, recorded)


def receiving(**changes: Any) -> ReceiveTransitionRequest:
    """Take in a request to CS2 that closes late."""
    values: dict[str, Any] = {
        "request_id": "LTR-8", "request_kind": "LTR1", "system": "CS2", "received_on": date(2016, 2, 1),
        "closure_date": LATE, "file_name": "ltr.csv", "line": 3,
    }  # fmt: skip
    return ReceiveTransitionRequest(casegroup_id="CG1", **values | changes)


def raising(application: date, closure: date | None = LATE, system: Any = "CS2") -> RaiseTransitionRequest:
    """Raise a request by hand."""
    return RaiseTransitionRequest(
        casegroup_id="CG1",
        request_kind="LTR2",
        system=system,
        application_received_on=application,
        closure_date=closure,
    )


def keeping(fields: dict[str, str] | None = None, case_id: str = "C1", **not_known: str) -> RecordMinimumCaseData:
    """Keep minimum case data."""
    return RecordMinimumCaseData(casegroup_id="CG1", case_id=case_id, fields=fields or {}, not_known=not_known)


def looking(**changes: Any) -> RecordLookUp:
    """Record a look-up by hand that follows LU-1."""
    values: dict[str, Any] = {
        "subject": "paying_parent", "how": "manual", "answers": {}, "result": "not_found", "of_look_up": "LU-1",
        "note": "looked on CS2",
    }  # fmt: skip
    return RecordLookUp(**values | changes)


def calculating(
    case_id: str = "C1", nights: tuple[tuple[int, ...], ...] = ((0,),), why: Any = "left_unfinished"
) -> Any:
    """Keep a calculation."""
    asked = Asked(scheme="2003", income_pence=31_500, nights=nights)
    return SaveCalculation(casegroup_id="CG1", case_id=case_id, asked=asked, calculated_on=date(2016, 2, 15), why=why)


JANUARY: Final = date(2016, 1, 4)
RUNNING: Final = {
    "journey": {"kind": "reactive", "application_received_on": "2016-01-04"},
    "cases": [
        case_record(liability_events=[{"kind": "assessment", "effective_date": "2015-01-01", "weekly_amount": "70.00"}])
    ],
}
ROWS: Final[list[tuple[str, Casefile, Request, list[str]]]] = [
    ("a request twice", having(RECEIVED), receiving(request_id="LTR-7"), ["transition_request_known"]),
    ("a request to another system", having(), receiving(system="CSCS"), ["no_case_on_system"]),
    (
        "a request that closes before the T-date",
        having(**RUNNING),
        receiving(application_received_on=JANUARY, closure_date=date(2016, 2, 5)),
        ["closure_before_transition"],
    ),
    (
        "an application after its request",
        having(),
        receiving(application_received_on=date(2016, 2, 2)),
        ["application_after_request"],
    ),
    ("a request of tomorrow", having(), receiving(received_on=date(2016, 2, 16)), ["request_in_the_future"]),
    ("an application of tomorrow", having(), raising(date(2016, 2, 16)), ["application_in_the_future"]),
    ("no day to close on", having(), raising(JANUARY, None), ["closure_date_missing"]),
    ("by hand to another system", having(), raising(JANUARY, system="CCD"), ["no_case_on_system"]),
    ("data of no case", having(), keeping({"region": "GB"}, "C9"), ["no_such_case"]),
    ("data of no kind", having(), keeping({"shoe_size": "9"}), ["case_data_unknown"]),
    ("not known, of no kind", having(), keeping(shoe_size="x"), ["case_data_unknown"]),
    ("data that says nothing", having(), keeping({"region": " "}), ["case_data_empty"]),
    ("data that is none of its choices", having(), keeping({"region": "FR"}), ["case_data_choice"]),
    ("data that cannot be so", having(), keeping({"paying_parent_nino": "12"}), ["case_data_value"]),
    ("not known, nobody says why", having(), keeping(region=" "), ["case_data_reason_missing"]),
    ("both known and not", having(), keeping({"region": "GB"}, region="x"), ["case_data_both"]),
    ("nothing at all", having(), keeping(), ["case_data_nothing_new"]),
    ("calculated for no case", having(), calculating(case_id="C9"), ["no_such_case"]),
    ("calculated for another reason, not said", having(), calculating(why="other"), ["reason_missing"]),
    ("calculated for nobody", having(), calculating(nights=()), ["calculation_impossible"]),
]
OFFICE_ROWS: Final[list[tuple[str, Office, OfficeRequest, list[str]]]] = [
    ("asks what is not asked", office(MADE), looking(answers={"shoe_size": "9"}), ["look_up_field_unknown"]),
    ("follows no look-up", office(), looking(), ["look_up_unknown"]),
    (
        "follows one that is settled",
        office(MADE, LookUpSettled(look_up_id="LU-1", note="done")),
        looking(),
        ["look_up_not_waiting"],
    ),
    ("by hand and nobody says where", office(MADE), looking(note=" "), ["reason_missing"]),
    ("settle nothing", office(), SettleLookUp(look_up_id="LU-9", note="done"), ["look_up_unknown"]),
    (
        "settle twice",
        office(MADE, LookUpSettled(look_up_id="LU-1", note="done")),
        SettleLookUp(look_up_id="LU-1", note="again"),
        ["look_up_not_waiting"],
    ),
    ("settle without a word", office(MADE), SettleLookUp(look_up_id="LU-1", note=" "), ["reason_missing"]),
]
