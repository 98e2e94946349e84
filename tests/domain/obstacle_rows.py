"""The refusals of putting right what keeps a casegroup from closing, each with the casefile and the request."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from domain.cleanse.requests import ClearObstacle
from tests.domain.closing_rows import DISPOSE, VALIDATE, after, amend
from tests.made_up import Record, case_record

if TYPE_CHECKING:
    from domain.casefile import Casefile
    from domain.decide import Request

RUNNING = [{"kind": "assessment", "effective_date": "2015-01-01", "weekly_amount": "70.00"}]
RECEIPT = {"receipt_id": "R1", "received_on": "2016-01-10", "amount": "50.00", "allocations": []}


def spoilt(**changes: Any) -> dict[str, Any]:
    """A casegroup whose one case is kept from closing in every way there is, and a receipt put to nothing."""
    case = case_record(
        system="CCD",
        liability_events=RUNNING,
        schedules_ended=False,
        planned_collections=[{"id": "PC1", "due_date": "2016-02-04", "amount": "212.40", "retained": True}],
        payables=[{"id": "PY1", "amount": "30.00"}],
        **changes,
    )
    return {"cases": [case], "receipts": [RECEIPT]}


def put_right(obstacle: str, case_id: str | None = "C1", reference: str | None = None, **fields: Any) -> ClearObstacle:
    """Ask for an obstacle to be recorded as put right, by default on case C1."""
    values: Record = {"casegroup_id": "CG1", "obstacle": obstacle, "case_id": case_id, "reference": reference}
    return ClearObstacle.model_validate({**values, **fields})


FORWARD = put_right("receipt", None, "R1")
END = put_right("liability", day=date(2016, 2, 15))
OWED_MORE: dict[str, Any] = {"receipts": [RECEIPT], "cases": [case_record(outstanding="3700.00")]}

ROWS: list[tuple[str, Casefile, Request, list[str]]] = [
    ("put right on no case", after(**spoilt()), put_right("schedules", "C9"), ["case_not_closing"]),
    (
        "a collection nobody planned",
        after(**spoilt()),
        put_right("planned_collection", "C1", "X"),
        ["no_such_obstacle"],
    ),
    ("a receipt as if of a case", after(**spoilt()), put_right("receipt", "C1", "R1"), ["no_such_obstacle"]),
    ("a receipt put to something", after(**spoilt()), put_right("receipt", None, "R2"), ["no_such_obstacle"]),
    ("put right twice", after(FORWARD, **spoilt()), FORWARD, ["no_such_obstacle"]),
    ("liability ended, no day", after(**spoilt()), put_right("liability"), ["last_day_missing"]),
    (
        "liability ended before it changes",
        after(**spoilt()),
        put_right("liability", day=date(2014, 12, 31)),
        ["liability_after_last_day"],
    ),
    (
        "paid tomorrow",
        after(**spoilt()),
        put_right("payable", "C1", "PY1", day=date(2016, 2, 16)),
        ["day_in_the_future"],
    ),
    (
        "forwarded after the arrears are gone",
        after(VALIDATE, amend(-5000), DISPOSE, **OWED_MORE),
        FORWARD,
        ["already_disposed"],
    ),
    ("forwarded after an amendment", after(VALIDATE, amend(-5000), **OWED_MORE), FORWARD, ["already_amended"]),
]
