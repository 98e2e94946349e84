"""The one door by which these tests reach the real assessment: a document in, its printed answer out."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from console.present.answers import assessment_json
from domain.assessment import assess
from domain.document import read_casegroup
from domain.policy.book import policy_for

Record = dict[str, Any]


def assess_document(document: Record, as_at: str, edition: str = "phase-2") -> Record:
    """Assess a plain JSON document the way the command line does."""
    day = date.fromisoformat(as_at)
    casegroup = read_casegroup(json.dumps(document))
    return assessment_json(assess(casegroup, day, policy_for(day, edition)))


def comparable(answer: Record) -> Record:
    """An answer without what the contract leaves open: evidence, wording, digest, the order of checks."""
    checks = [without(check, "evidence") for check in answer["deferral"]["checks"]]
    checks.sort(key=lambda check: (check["number"], check["case_id"] or ""))
    anomalies = []
    for anomaly in answer["anomalies"]:
        by_case = {case_id: amount for case_id, amount in anomaly["by_case"].items() if amount != "0.00"}
        anomalies.append({**without(anomaly, "evidence"), "by_case": by_case})
    return {
        **without(answer, "policy_digest"),
        "deferral": {**answer["deferral"], "checks": checks},
        "anomalies": anomalies,
        "exceptions": sorted({exception["reason"] for exception in answer["exceptions"]}),
    }


def without(record: Record, field: str) -> Record:
    """A record less one field."""
    return {name: value for name, value in record.items() if name != field}
