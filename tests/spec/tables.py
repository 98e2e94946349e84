"""Reading the tables beside this file: columns between bars, JSON where a cell holds part of a document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests import naive
from tests.core import assess_document

if TYPE_CHECKING:
    from collections.abc import Callable

Record = dict[str, Any]

FOLDER = Path(__file__).parent
TODAY = "2016-02-15"
READINGS: dict[str, Callable[..., Record]] = {"assessment": assess_document, "naive": naive.assess}


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of a table by column name."""
    head, *lines = (FOLDER / name).read_text("utf-8").splitlines()
    columns = head.split("|")
    return [dict(zip(columns, line.split("|"), strict=True)) for line in lines]


def part(cell: str) -> Any:
    """The part of a document in a cell; nothing where the cell is empty."""
    return json.loads(cell) if cell else {}


def clean_casegroup(system: str = "CS2") -> Record:
    """A casegroup that keeps every rule and balances: one closing case C1, and C2 that stays open."""
    address = {"lines": ["1 Example Street", "Anytown"], "postcode": "BL1 1AA"}

    def person(person_id: str) -> Record:
        return {"person_id": person_id, "forenames": "Dinah", "surname": "Holt", "addresses": [address]}

    case = {
        "case_id": "C1",
        "system": system,
        "scheme": 2003,
        "region": "GB",
        "in_case_closure": True,
        "receiving_parent": person("P2"),
        "arrears_decision": {"choice": "collect"},
        "liability_events": [],
        "receivables": [],
    }
    other = case | {"case_id": "C2", "in_case_closure": False, "receiving_parent": person("P3")}
    return {
        "format": "closeout.casegroup/1",
        "casegroup_id": "CG1",
        "paying_parent": person("P1"),
        "journey": {"kind": "proactive"},
        "transition_request": {
            "request_id": "T1",
            "kind": "LTR1",
            "received_on": "2016-01-15",
            "closure_date": "2016-03-01",
        },
        "cases": [case, other],
        "receipts": [],
    }
