"""Small made-up casegroups for tests: a clean one, and the ways to spoil it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from domain.document import read_casegroup

if TYPE_CHECKING:
    from pathlib import Path

    from domain.casegroup import Casegroup

Record = dict[str, Any]


def person(number: int) -> Record:
    """A made-up person."""
    return {
        "person_id": f"P{number}",
        "forenames": "Sam",
        "surname": f"Client{number}",
        "nino": f"QQ{number:06d}A",
        "addresses": [{"lines": ["1 High Street", "Bolton"], "postcode": "BL1 1AA"}],
    }


def case_record(case_id: str = "C1", system: str = "CS2", outstanding: str = "3650.00", **changes: Any) -> Record:
    """A closing case that is clean: £70 a week through 2015, all of it outstanding."""
    return {
        "case_id": case_id,
        "system": system,
        "scheme": 2003,
        "region": "GB",
        "in_case_closure": True,
        "receiving_parent": person(100 + int(case_id[1:])),
        "arrears_decision": {"choice": "collect", "recorded_on": "2016-01-04"},
        "liability_events": [
            {"kind": "assessment", "effective_date": "2015-01-01", "weekly_amount": "70.00"},
            {"kind": "liability_end", "effective_date": "2015-12-31"},
        ],
        "receivables": [
            {
                "receivable_id": f"R-{case_id}",
                "type": "child_maintenance",
                "outstanding": outstanding,
                "status": "active",
                "owed_to": "receiving_parent",
            }
        ],
        **changes,
    }


def casegroup_record(casegroup_id: str = "CG1", cases: list[Record] | None = None, **changes: Any) -> Record:
    """A casegroup due on 1 March 2016 with one clean case."""
    return {
        "format": "closeout.casegroup/1",
        "casegroup_id": casegroup_id,
        "paying_parent": person(1),
        "journey": {"kind": "proactive", "liability_end_date": "2015-12-31"},
        "transition_request": {
            "request_id": f"T-{casegroup_id}",
            "kind": "LTR1",
            "received_on": "2016-01-15",
            "closure_date": "2016-03-01",
        },
        "cases": [case_record()] if cases is None else cases,
        "receipts": [],
        **changes,
    }


def casegroup(**changes: Any) -> Casegroup:
    """The same, read."""
    return read_casegroup(json.dumps(casegroup_record(**changes)))


def write_documents(path: Path, *records: Record) -> Path:
    """Write documents, one on each line."""
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path
