"""A full account breakdown as a tagged PDF: what it comes to, and every line of every case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from console.present.breakdown import line_cells, total_rows
from console.present.wording import pounds
from storage.exporters.pdf import make_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domain.breakdown.line import Line
    from domain.breakdown.lines import CaseFigures
    from storage.exporters.breakdown_paper import BreakdownPaper

TITLE: Final = "Account breakdown"
HEADINGS: Final = (
    "From",
    "To",
    "Event",
    "Weekly",
    "Days",
    "Due",
    "Received",
    "Explained",
    "Held",
    "Balance",
    "Correction and note",
)
CASE_HEADINGS: Final = ("Case", "Liability", "Received", "Explained", "Debt balance", "Correct balance")
# The case stands in the heading above its lines.
CASE_CELL: Final = 10


def breakdown_pdf(paper: BreakdownPaper) -> bytes:
    """Make the PDF of a breakdown."""
    return make_pdf("breakdown", breakdown_data(paper), paper.made_at)


def breakdown_data(paper: BreakdownPaper) -> dict[str, Any]:
    """Give what the template says, all of it text that is ready to be shown."""
    breakdown = paper.breakdown
    figures = breakdown.figures
    totals = [[name, pounds(pence)] for name, pence in total_rows(figures)] if figures else []
    return {
        "title": f"{TITLE} {paper.casegroup_id}",
        "lang": "en",
        "footer": f"{TITLE} {paper.casegroup_id}",
        "page": "Page",
        "of": "of",
        "facts_headings": ["About", "This breakdown"],
        "facts": [list(fact) for fact in paper.facts],
        "sentence": paper.sentence,
        "totals_title": "Totals",
        "totals_headings": ["What", "Amount"],
        "totals": totals or [["The totals", "not known"]],
        "cases_title": "By case",
        "cases_headings": list(CASE_HEADINGS),
        "cases_rows": [
            _case_row(title, case)
            for title, case in zip(paper.cases, breakdown.cases, strict=True)
            if case.case_id or any(_amounts(case)) or breakdown.lines_of(case.case_id)
        ],
        "headings": list(HEADINGS),
        "parts": list(_parts(paper)),
    }


def _case_row(title: str, case: CaseFigures) -> list[str]:
    return [title, *(pounds(amount) for amount in _amounts(case))]


def _amounts(case: CaseFigures) -> tuple[int | None, ...]:
    return (
        case.liability_pence,
        case.received_pence,
        case.explained_pence,
        case.debt_balance_pence,
        case.correct_balance_pence,
    )


def _parts(paper: BreakdownPaper) -> Iterator[dict[str, Any]]:
    """Give each case's lines under its heading; a case without lines has none."""
    for title, case in zip(paper.cases, paper.breakdown.cases, strict=True):
        if own := paper.breakdown.lines_of(case.case_id):
            yield _part(title, own)


def _part(title: str, own: Sequence[Line]) -> dict[str, Any]:
    rows = [[cell for number, cell in enumerate(line_cells(line, of_case=True)) if number != CASE_CELL] for line in own]
    return {
        "title": title,
        "rows": rows,
        "struck": [number for number, line in enumerate(own) if line.correction == "struck"],
    }
