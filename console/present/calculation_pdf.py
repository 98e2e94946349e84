"""An offline calculation as a tagged PDF: the answer, what was asked, and each step with its rule and source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from console.present.calculation import RATES, asked_pairs, comparison_sentence, step_name, step_source
from console.present.wording import day, pounds
from domain.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from domain.calculation.comparison import Comparison
    from domain.calculation.model import Calculation

TITLE: Final = "Child maintenance"
ENDING: Final = ".pdf"


def write_calculation(
    path: Path,
    calculation: Calculation,
    compared: Sequence[Comparison],
    made_at: datetime,
    *,
    about: str = "",
    kept: str = "",
    force: bool = False,
) -> None:
    """Write a calculation as a PDF, whole or not at all; `about` names its casegroup, `kept` says that it is on record.

    Raises BadInputError for another ending, and where the file cannot be written or is there already.
    """
    from storage.exporters.files import new_file, refuse_taken  # noqa: PLC0415 - when a file is written
    from storage.exporters.pdf import make_pdf  # noqa: PLC0415 - likewise

    refuse_other_ending(path)
    refuse_taken(path, replace=force)
    # Made before the file is begun, so that nothing is left behind where it cannot be.
    body = make_pdf("calculation", calculation_data(calculation, compared, about=about, kept=kept), made_at)
    with new_file(path, replace=force) as out:
        out.buffer.write(body)


def refuse_other_ending(path: Path) -> None:
    """Raise BadInputError where a file's name does not say that it is a PDF."""
    if path.suffix.lower() != ENDING:
        message = f"{path}: expected a name ending in {ENDING}"
        raise BadInputError(message)


def calculation_data(
    calculation: Calculation, compared: Sequence[Comparison], *, about: str = "", kept: str = ""
) -> dict[str, Any]:
    """Give what the template says, all of it text that is ready to be shown."""
    question = calculation.question
    title = f"{TITLE}, {question.scheme} scheme{f', casegroup {about}' if about else ''}"
    several = len(question.receiving_parents) > 1
    digest = calculation.policy_digest[:12]
    return {
        "title": title,
        "lang": "en",
        "footer": title,
        "page": "Page",
        "of": "of",
        "answer": f"{pounds(calculation.weekly_pence)} a week, {RATES[calculation.rate]}.",
        "compared": [comparison_sentence(one, calculation) for one in compared],
        "asked_title": "What was asked",
        "asked_headings": ["About", "This calculation"],
        "asked": [
            *([["Casegroup", about]] if about else []),
            ["Scheme", question.scheme],
            *map(list, asked_pairs(question)),
            ["Values of the law", f"as on {day(calculation.day)} (policy {digest})"],
        ],
        "steps_title": "Step by step",
        "steps_headings": ["Step", "Amount", "Rule, and where it comes from"],
        "steps": [
            {
                "name": step_name(step, several=several),
                "amount": pounds(step.amount_pence),
                "rule": step.rule,
                "source": step_source(step),
            }
            for step in calculation.steps
        ],
        "kept_title": "On record",
        "kept": [kept] if kept else [],
    }
