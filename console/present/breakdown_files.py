"""A full account breakdown as a file: a spreadsheet, a tagged PDF or CSV, by the ending of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.errors import BadInputError

if TYPE_CHECKING:
    from pathlib import Path

    from storage.exporters.breakdown_paper import BreakdownPaper

FORMS: Final = ("csv", "xlsx", "pdf")


def write_breakdown(path: Path, paper: BreakdownPaper, form: str = "", *, force: bool = False) -> None:
    """Write a breakdown whole or not at all, in a form or in that of the file's ending.

    Raises BadInputError for another ending, and where the file cannot be written or is there already.
    """
    from storage.exporters.files import new_file  # noqa: PLC0415 - when a file is written

    form = form or path.suffix.lower().removeprefix(".")
    if form not in FORMS:
        message = f"{path}: expected a name ending in .csv, .xlsx or .pdf"
        raise BadInputError(message)
    # Made before the file is begun, so that nothing is left behind where it cannot be.
    body = _body(paper, form)
    with new_file(path, replace=force) as out:
        out.buffer.write(body)


def _body(paper: BreakdownPaper, form: str) -> bytes:
    match form:
        case "xlsx":
            from storage.exporters.breakdown_xlsx import breakdown_xlsx  # noqa: PLC0415

            return breakdown_xlsx(paper)
        case "pdf":
            from console.present.breakdown_pdf import breakdown_pdf  # noqa: PLC0415

            return breakdown_pdf(paper)
        case _:
            from io import StringIO  # noqa: PLC0415

            from console.present.breakdown import csv_records  # noqa: PLC0415
            from storage.exporters.breakdown_paper import NAMES  # noqa: PLC0415
            from storage.exporters.tables import write_csv  # noqa: PLC0415

            text = StringIO(newline="")
            write_csv(text, NAMES, csv_records(paper))
            return text.getvalue().encode()
