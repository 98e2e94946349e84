"""`closeout reconcile`: what left the CSA against what arrived at CMS, from two or more reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from console.cli.exits import DONE
from console.cli.options import json_option, store_option, with_examples
from console.cli.output import answer_json, say

if TYPE_CHECKING:
    from domain.reconciliation.decision import Reconciliation
    from storage.importers.reports import Report

FIELDS: Final = ("casegroup_id", "case_id", "owed_to", "status", "amount", "nino", "surname")
CLASSES: Final = (
    "duplicate", "missing_at_cms", "unexpected_at_cms", "identity_differs", "amount_differs",
)  # fmt: skip
MOST_SHOWN: Final = 20


class Heading(click.ParamType["tuple[str, str]"]):
    """The heading of a field in the reports: FIELD=HEADING."""

    name = "heading"

    def convert(
        self, value: object, parameter: click.Parameter | None, context: click.Context | None
    ) -> tuple[str, str]:
        """Read FIELD=HEADING; anything else is wrong usage."""
        field, sign, heading = str(value).partition("=")
        if field not in FIELDS or not sign or not heading.strip():
            self.fail(f"{value!r}; expected FIELD=HEADING, the field one of {', '.join(FIELDS)}", parameter, context)
        return field, heading


@with_examples(
    "closeout reconcile left-csa.csv arrived-at-cms.csv",
    "closeout reconcile csa.xlsx cms-week-1.csv cms-week-2.csv --json",
    'closeout reconcile csa.csv cms.csv --column "amount=Balance at closing" --xlsx differences.xlsx',
    'closeout reconcile csa.csv cms.csv --column "case_id=Claim" --save-mapping weekly',
    "closeout reconcile csa.csv cms.csv --mapping weekly",
)
@click.command()
@click.argument("left", type=click.Path(path_type=Path), metavar="LEFT")
@click.argument("right", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RIGHT [MORE]...")
@click.option(
    "--left",
    "more_left",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="One more report of what left the CSA.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    type=Heading(),
    metavar="FIELD=HEADING",
    help="The heading of a field, where it is none of the usual ones.",
)
@click.option(
    "--mapping", "name", metavar="NAME", help="Headings kept in the store under a name; --column goes before."
)
@click.option("--save-mapping", "save_as", metavar="NAME", help="Keep the headings of --column in the store under it.")
@click.option("--sheet", metavar="NAME", help="The sheet of the spreadsheets; else the first that has the columns.")
@click.option("--class", "row_class", type=click.Choice(CLASSES), help="Show the rows of one class only.")
@click.option(
    "--csv", "csv_file", type=click.Path(path_type=Path), metavar="FILE", help="Write the differences as CSV."
)
@click.option(
    "--xlsx", "xlsx_file", type=click.Path(path_type=Path), metavar="FILE", help="Write totals and differences as XLSX."
)
@click.option("--force", is_flag=True, help="Write over files that are there.")
@store_option
@json_option
def reconcile(
    left: Path,
    right: tuple[Path, ...],
    more_left: tuple[Path, ...],
    columns: tuple[tuple[str, str], ...],
    name: str | None,
    save_as: str | None,
    sheet: str | None,
    row_class: str | None,
    csv_file: Path | None,
    xlsx_file: Path | None,
    force: bool,
    store: str | None,
    as_json: bool,
) -> int:
    """Compare what left the CSA with what arrived at CMS, by casegroup, case, payee and status.

    LEFT is a report of what left the CSA; RIGHT and all MORE together are what arrived. Reports are CSV or XLSX with
    the columns casegroup_id, case_id, owed_to, status, amount and, for the comparison of identity, nino and surname,
    in any order and under any heading above the rows; how each was read is said.
    """
    mapping = _mapping(dict(columns), name, save_as, store)
    lefts = [_read(path, mapping, sheet) for path in (left, *more_left)]
    rights = [_read(path, mapping, sheet) for path in right]
    answer = _compared(lefts, rights)
    _write(answer, csv_file, xlsx_file, force=force)
    if as_json:
        answer_json(_json(answer, lefts, rights))
        return DONE
    for side, reports in (("Left", lefts), ("Right", rights)):
        for report in reports:
            say(f"{side}: {_read_so(report)}")
    _say_totals(answer)
    _say_rows(answer, row_class)
    for file in (csv_file, xlsx_file):
        if file is not None:
            say(f"{answer.differences.height:,} differences written to {file}.")
    return DONE


def _mapping(columns: dict[str, str], name: str | None, save_as: str | None, store: str | None) -> dict[str, str]:
    """Put what is kept under a name before what is told now, and keep what is told where that is wanted."""
    if name is None and save_as is None:
        return columns
    from console.cli.opening import open_desk
    from console.desk.office import office_of, perform_office
    from console.present.wording import refusal_text
    from domain.errors import BadInputError
    from domain.reconciliation.mapping import mappings
    from domain.reconciliation.requests import SaveReportMapping

    with open_desk(store) as desk:
        kept = mappings(office_of(desk))
        if name is not None and name not in kept:
            message = f"mapping {name!r}: none is kept so; expected {' or '.join(sorted(kept)) or 'one kept before'}"
            raise BadInputError(message)
        wanted = {**(kept[name] if name is not None else {}), **columns}
        if save_as is not None:
            given = perform_office(desk, SaveReportMapping(name=save_as, columns=wanted))
            for refusal in given.refusals:
                raise BadInputError(refusal_text(refusal))
    return wanted


def _read(path: Path, mapping: dict[str, str], sheet: str | None) -> Report:
    from storage.importers.reports import read_report

    is_text = sheet is not None and path.suffix.lower() in {".csv", ".txt", ".tsv"}
    return read_report(path, mapping, None if is_text else sheet)


def _compared(lefts: list[Report], rights: list[Report]) -> Reconciliation:
    import polars as pl

    from domain.reconciliation.decision import reconcile as reconcile_sides

    left, right = (pl.concat([report.rows for report in reports], how="diagonal") for reports in (lefts, rights))
    return reconcile_sides(left, right)


def _write(answer: Reconciliation, csv_file: Path | None, xlsx_file: Path | None, *, force: bool) -> None:
    if csv_file is None and xlsx_file is None:
        return
    from storage.exporters.files import new_file
    from storage.exporters.reconciliation import workbook, write_csv

    if csv_file is not None:
        with new_file(csv_file, replace=force) as out:
            write_csv(out, answer)
    if xlsx_file is not None:
        with new_file(xlsx_file, replace=force) as out:
            out.buffer.write(workbook(answer))


def _json(answer: Reconciliation, lefts: list[Report], rights: list[Report]) -> dict[str, Any]:
    from domain.money import format_pounds

    return {
        "rows": {"left": answer.left_rows, "right": answer.right_rows},
        "classes": {
            total.row_class: total.rows
            for total in sorted(answer.classes, key=lambda total: total.row_class != "matched")
        },
        "totals": {
            "left": format_pounds(answer.left_pence),
            "right": format_pounds(answer.right_pence),
            "difference": format_pounds(answer.difference_pence),
        },
        "by_class": {
            total.row_class: {
                "left": format_pounds(total.left_pence),
                "right": format_pounds(total.right_pence),
                "difference": format_pounds(total.difference_pence),
            }
            for total in answer.classes
        },
        "identity_compared": list(answer.identity),
        "reports": [
            {
                "side": side,
                "file": str(report.path),
                "sheet": report.sheet,
                "header_row": report.header_row,
                "columns": dict(report.columns),
                "left_out": list(report.left_out),
                "rows": report.rows.height,
            }
            for side, reports in (("left", lefts), ("right", rights))
            for report in reports
        ],
    }


def _read_so(report: Report) -> str:
    taken = ", ".join(
        field if field == heading else f"{field} from {heading!r}" for field, heading in report.columns.items()
    )
    where = f"{report.path}" + (f", sheet {report.sheet}" if report.sheet else "")
    left_out = f"; left out: {', '.join(repr(heading) for heading in report.left_out)}" if report.left_out else ""
    return f"{where}: {report.rows.height:,} rows, header in row {report.header_row}; taken: {taken}{left_out}."


def _say_totals(answer: Reconciliation) -> None:
    from console.present.tables import table_lines
    from console.present.wording import pounds
    from domain.reconciliation.rules import RULES

    titles = {rule.key: rule.title for rule in RULES}
    rows = [
        (
            titles[total.row_class],
            f"{total.rows:,}",
            *map(pounds, (total.left_pence, total.right_pence, total.difference_pence)),
        )
        for total in answer.classes
    ]
    rows.append(("In all", "", pounds(answer.left_pence), pounds(answer.right_pence), pounds(answer.difference_pence)))
    say()
    for line in table_lines(("Class", ">Rows", ">Left the CSA", ">At CMS", ">Difference"), rows):
        say(line)
    if answer.untied_pence:
        say(f"The totals do NOT tie: {pounds(answer.untied_pence)} is in no class.", bold=True)
    else:
        say(_tied(answer))
    if not answer.identity:
        say("Identity was not compared: no column of it is in the reports of both sides.")


def _tied(answer: Reconciliation) -> str:
    """Say whether the totals are equal and how many rows differ: one tells nothing about the other."""
    from console.present.wording import pounds

    rows = answer.differences.height
    differ = {0: "no row differs", 1: "1 row differs"}.get(rows, f"{rows:,} rows differ")
    if answer.difference_pence:
        difference = pounds(answer.difference_pence)
        return f"The totals differ by {difference}, to the penny what the classes add up to; {differ}."
    return f"The totals are equal, {'but' if rows else 'and'} {differ}."


def _differing(line: dict[str, Any]) -> str:
    """Name what of the identity differs, and tell nobody's number or name."""
    from domain.reconciliation.decision import plainly

    named = (("NINO", "nino"), ("surname", "surname"))
    return " and ".join(what for what, name in named if plainly(line[f"left_{name}"]) != plainly(line[f"right_{name}"]))


def _say_rows(answer: Reconciliation, row_class: str | None) -> None:
    from console.present.wording import PAYEES, STATUSES, pounds
    from domain.reconciliation.rules import RULES

    titles = {rule.key: rule.title for rule in RULES}
    worded = (("owed_to", PAYEES), ("status", STATUSES))
    rows = answer.differences
    if row_class is not None:
        import polars as pl

        rows = rows.filter(pl.col("class") == row_class)
    for line in rows.head(MOST_SHOWN).iter_rows(named=True):
        places = " and ".join(
            f"{line[f'{side}_file']} row {line[f'{side}_row']}" for side in ("left", "right") if line[f"{side}_row"]
        )
        amounts = " against ".join(
            pounds(line[f"{side}_amount_pence"]) for side in ("left", "right") if line[f"{side}_row"]
        )
        payee, status = (words.get(str(line[name]), line[name]) for name, words in worded)
        what = titles[line["class"]]
        if line["class"] == "identity_differs":
            what, amounts = f"{what} ({_differing(line)})", f"the amount {amounts}"
        say(f"{what}: {line['casegroup_id']}, case {line['case_id']}, {payee}, {status}: {amounts} ({places}).")
    if rows.height > MOST_SHOWN:
        say(f"and {rows.height - MOST_SHOWN:,} more; --csv or --xlsx writes all of them.")
