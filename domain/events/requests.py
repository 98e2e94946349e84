"""What is recorded of requests to close, of look-ups, and of the minimum case data."""

from __future__ import annotations

from datetime import date
from typing import Literal

from domain.casegroup import System
from domain.events.model import EventModel

TransitionRequestKind = Literal["LTR1", "LTR2", "LTR3"]
LookUpSubject = Literal["applicant", "paying_parent", "partner"]
LookUpResult = Literal["found", "several", "not_found", "failed"]


class TransitionRequestReceived(EventModel):
    """CMS asked a system to close the casegroup: by file (its name and line), or raised by hand for a reactive one."""

    kind: Literal["transition_request_received"] = "transition_request_received"
    version: Literal[1] = 1
    request_id: str
    request_kind: TransitionRequestKind
    system: System
    received_on: date
    closure_date: date
    application_received_on: date | None
    t_date: date | None
    origin: Literal["file", "hand"]
    file_name: str | None = None
    line: int | None = None


class MinimumCaseDataRecorded(EventModel):
    """The minimum case data of a case as far as known; what is not known has its reason by field."""

    kind: Literal["minimum_case_data_recorded"] = "minimum_case_data_recorded"
    version: Literal[1] = 1
    case_id: str
    fields: dict[str, str]
    not_known: dict[str, str]


class TransitionFileReceived(EventModel):
    """A file of requests to one system was received."""

    kind: Literal["transition_file_received"] = "transition_file_received"
    version: Literal[1] = 1
    system: System
    file_name: str
    file_digest: str
    requests: int


class TransitionFileWritten(EventModel):
    """The requests raised by hand for one system were written to a file for it."""

    kind: Literal["transition_file_written"] = "transition_file_written"
    version: Literal[1] = 1
    system: System
    file_name: str
    file_digest: str
    request_ids: tuple[str, ...]


class LookUpMade(EventModel):
    """Somebody named in an application was looked for by number and name: `casegroup_ids` are those found.

    `answers` are what the client said, `differences` the fields in which what was found is not what was said. A manual
    look-up names the automatic one it follows (`of_look_up`). Where a record was met that is not everybody's to see,
    there are no answers: everybody reads this entry.
    """

    kind: Literal["look_up_made"] = "look_up_made"
    version: Literal[1] = 1
    look_up_id: str
    subject: LookUpSubject
    how: Literal["automatic", "manual"]
    answers: dict[str, str]
    result: LookUpResult
    casegroup_ids: tuple[str, ...]
    differences: tuple[str, ...]
    of_look_up: str | None = None
    note: str = ""


class LookUpSettled(EventModel):
    """The corrective action, or the manual look-up asked for, is done."""

    kind: Literal["look_up_settled"] = "look_up_settled"
    version: Literal[1] = 1
    look_up_id: str
    note: str


RequestEvent = TransitionRequestReceived | MinimumCaseDataRecorded
RequestOfficeEvent = TransitionFileReceived | TransitionFileWritten | LookUpMade | LookUpSettled
