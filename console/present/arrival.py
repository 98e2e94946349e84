"""Arrears on their way to CMS in words: one casegroup, and the daily exceptions report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.present.events_of_arrival import ROUTES, field_words
from console.present.wording import PAYEES, RESTRICTED, STAGES, STATUSES, day, pounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.desk.arrival import ArrivalRow, ArrivalView, CaseArrival, StepTold
    from console.desk.arrival_report import ExceptionsReport
    from domain.arrival.matching import Candidate

RESEMBLANCES: Final[Mapping[str, str]] = {
    "number_and_name": "number and name agree",
    "names_swapped": "number agrees, names swapped",
    "number_only": "only the number agrees",
    "name_only": "only the name agrees",
}
STEP_STATES: Final[Mapping[str, str]] = {
    "done": "done",
    "failed": "CANNOT BE DONE",
    "waiting": "to come",
    "not_needed": "not needed",
}
HOW: Final[Mapping[str, str]] = {"automatic": "by itself", "hand": "by hand", "": ""}
ROW_HEADINGS: Final = ("Casegroup", "Stage", "Way", ">Left the CSA", ">On CMS", ">Waiting", "Missing")
REPORT_HEADINGS: Final = ("Casegroup", "Case", "Step", "Missing", "Since", "Sent to", "With", ">Waiting")


def row_cells(row: ArrivalRow) -> tuple[str, ...]:
    """Write a casegroup on its way as a row of a table."""
    if row.restricted and row.route is None and not row.left_pence:
        return (row.casegroup_id, STAGES[row.stage], RESTRICTED, "", "", "", "")
    return (
        row.casegroup_id,
        STAGES[row.stage],
        row.route.replace("_", " ") if row.route else "",
        pounds(row.left_pence),
        pounds(row.created_pence),
        pounds(row.waiting_pence),
        "; ".join(map(missing_words, row.missing)),
    )


def missing_words(missing: str) -> str:
    """Say what a step of a case lacks, of `C1 contact_details: receiving_parent_address`."""
    place, _, fields = missing.partition(": ")
    return f"{place.partition(' ')[0]}: {field_words(fields.split(', '))}"


def report_rows(report: ExceptionsReport) -> list[tuple[str, ...]]:
    """Write the exceptions report as rows of a table."""
    return [
        (
            line.casegroup_id,
            line.case_id,
            line.title,
            field_words(line.missing),
            day(line.since),
            line.routed_to,
            line.holder,
            pounds(line.waiting_pence),
        )
        for line in report.lines
    ]


def view_lines(view: ArrivalView) -> Iterator[str]:
    """Tell everything about the arrival of one casegroup."""
    arrival, casefile = view.arrival, view.casefile
    yield f"{casefile.casegroup.casegroup_id}: {STAGES[casefile.stage]}."
    if casefile.closed is None:
        yield "The casegroup is not closed; nothing has left the CSA."
    if arrival.received is not None:
        yield f"Received on {day(arrival.received.received_on)}, {ROUTES[arrival.received.route]}."
    for name, lines in (
        ("Left the CSA", arrival.expected),
        ("Dues created", arrival.created),
        ("Waiting", arrival.waiting),
    ):
        yield f"{name}: {pounds(sum(line.amount_pence for line in lines))}."
    if view.register is None:
        yield "No register of CMS cases has been received; without one no CMS case is looked for."
    for case in view.cases:
        yield from case_lines(case)
    for wanted in view.further_write_offs:
        owed = pounds(wanted.amount_pence)
        yield f"Case {wanted.case_id}: write-off was wanted, {owed} is owed; a further one has to be confirmed."
    for receipt in view.dca:
        flag = f"flagged, {pounds(receipt.left_pence)} to be allocated" if receipt.flagged else "not flagged"
        yield f"Agency receipt {receipt.receipt_id} of {pounds(receipt.amount_pence)}: {flag}."
    if view.csa_systems:
        yield f"To find the CSA caseworker, look in {', '.join(view.csa_systems)}."


def candidate_text(candidate: Candidate) -> str:
    """Say who the parents of a CMS case are on the register, and in what the receiving parent is like ours."""
    parents = f"{candidate.receiving_name.upper()}, paid by {candidate.paying_name.upper()}"
    return f"{RESEMBLANCES[candidate.resemblance]}; there it is {parents}"


def case_lines(case: CaseArrival) -> Iterator[str]:
    """Tell how far a case is: its CMS case, its arrears and its steps."""
    yield f"Case {case.case_id} ({case.system}), receiving parent {case.receiving_parent}: {_cms_case(case)}."
    for line in case.lines:
        yield (
            f"  {PAYEES[line.owed_to]}, {STATUSES[line.status]}: {pounds(line.left_pence)} left the CSA, "
            f"{pounds(line.on_cms_pence)} on CMS, {pounds(line.waiting_pence)} waiting"
        )
    for candidate in case.candidates:
        group = f"casegroup {candidate.cms_casegroup_id}"
        yield f"  May be CMS case {candidate.cms_case_id} ({group}): {candidate_text(candidate)}."
    for step in case.steps:
        yield f"  {step_line(step)}"
    if case.signs_of_orders:
        yield f"  Speaks of an order or enforcement: {', '.join(case.signs_of_orders)}."


def _cms_case(case: CaseArrival) -> str:
    if not case.matched:
        return "CMS case not settled"
    found = f"CMS case {case.cms_case_id}" if case.cms_case_id else "no CMS case, an arrears-only one is built"
    return f"{found}{f', casegroup {case.cms_casegroup_id}' if case.cms_casegroup_id else ''}"


def step_line(step: StepTold) -> str:
    """Tell a step in one line."""
    how = f" {HOW[step.how]}" if step.state == "done" and step.how else ""
    missing = f": missing {field_words(step.missing)}" if step.missing else ""
    unknown = "".join(
        f"; {field_words([name])} not known, because {why}" for name, why in (step.not_known or {}).items()
    )
    asked = f" ({step.service_request_id})" if step.service_request_id else ""
    return f"{step.title}: {STEP_STATES[step.state]}{how}{missing}{unknown}{asked}"
