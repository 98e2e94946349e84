"""`closeout reconcile`: what left the CSA against what arrived at CMS, from two or more reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from console.cli.exits import DONE
from console.cli.options import Choice, json_option, key_of, store_option, with_examples
from console.cli.output import answer_json, say
from console.cli.reconcile_told import answer_of, say_all, say_work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.desk.reconciliation_work import WorkPlan
    from console.desk.reports_compared import Compared
    from domain.reconciliation.rules import RowClass
    from storage.importers.reports import Report

FIELDS: Final = ("casegroup_id", "case_id", "owed_to", "status", "amount", "nino", "surname")
CLASSES: Final = (
    "duplicate", "missing_at_cms", "unexpected_at_cms", "identity_differs", "amount_differs",
)  # fmt: skip


class Heading(click.ParamType["tuple[str, str]"]):
    """The heading of a field in the reports: FIELD=HEADING."""

    name = "heading"

    def convert(
        self, value: object, parameter: click.Parameter | None, context: click.Context | None
    ) -> tuple[str, str]:
        """Read FIELD=HEADING; anything else is wrong usage."""
        name, sign, heading = str(value).partition("=")
        field = key_of(name)
        if field not in FIELDS or not sign or not heading.strip():
            self.fail(
                f"{value!r}; expected FIELD=HEADING, the field one of {', '.join(FIELDS).replace('_', ' ')}",
                parameter,
                context,
            )
        return field, heading


@with_examples(
    "closeout reconcile sample_data/imports/left-csa.csv sample_data/imports/arrived-at-cms.csv",
    "closeout reconcile sample_data/imports/left-csa.csv sample_data/imports/arrived-at-cms.csv --json",
    "closeout reconcile sample_data/imports/left-csa.csv sample_data/imports/arrived-at-cms.csv"
    ' --column "amount=Balance at closing" --xlsx differences.xlsx',
    "closeout reconcile sample_data/imports/left-csa.csv sample_data/imports/arrived-at-cms.csv"
    ' --column "amount=Balance at closing" --save-mapping weekly',
    "closeout reconcile sample_data/imports/left-csa.csv sample_data/imports/arrived-at-cms.csv --mapping weekly",
    "closeout reconcile sample_data/imports/left-csa.csv sample_data/imports/arrived-at-cms.csv --class"
    " missing_at_cms --to-work --preview",
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
@click.option(
    "--header-row",
    type=click.IntRange(min=1),
    metavar="N",
    help="The row of the headings; else the first that has them.",
)
@click.option("--class", "row_class", type=Choice(CLASSES), help="Show, or make work of, the rows of one class only.")
@click.option(
    "--csv", "csv_file", type=click.Path(path_type=Path), metavar="FILE", help="Write the differences as CSV."
)
@click.option(
    "--xlsx", "xlsx_file", type=click.Path(path_type=Path), metavar="FILE", help="Write totals and differences as XLSX."
)
@click.option("--force", is_flag=True, help="Write over files that are there.")
@click.option(
    "--to-work", is_flag=True, help="Make each difference a piece of work on the queue; the same difference once only."
)
@click.option("--preview", is_flag=True, help="Say what would become work, and make none.")
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
    header_row: int | None,
    row_class: RowClass | None,
    csv_file: Path | None,
    xlsx_file: Path | None,
    force: bool,
    to_work: bool,
    preview: bool,
    store: str | None,
    as_json: bool,
) -> int:
    """Compare what left the CSA with what arrived at CMS, by casegroup, case, payee and status.

    LEFT is a report of what left the CSA; RIGHT and all MORE together are what arrived. Reports are CSV or XLSX with
    the columns casegroup_id, case_id, owed_to, status, amount and, for the comparison of identity, nino and surname,
    in any order and under any heading above the rows; how each was read is said. No store is needed; where one is at
    hand, headings it keeps are offered, and rows of restricted records are left out for people not nominated.
    """
    mapping = _mapping(dict(columns), name, save_as, store)
    hidden, restricted, kept = _of_store(store)
    compared = _compared((left, *more_left), right, (mapping, sheet, header_row), {} if name else kept, restricted)
    left_out = _write(compared, hidden, csv_file, xlsx_file, force=force)
    plan = _to_work(compared, row_class, store, preview=preview) if to_work or preview else None
    written = plan is not None and not preview and plan.count > 0
    if as_json:
        answer_json(answer_of(compared, plan, written=written))
        return DONE
    say_all(compared, row_class, hidden)
    _offer(compared, {} if name or columns else kept)
    for file, (count, kept_back) in left_out.items():
        without = f"; {kept_back:,} of restricted records left out" if kept_back else ""
        say(f"{count:,} differences written to {file}{without}.")
    if plan is not None:
        say_work(plan, written=not preview)
    return DONE


def _mapping(columns: dict[str, str], name: str | None, save_as: str | None, store: str | None) -> dict[str, str]:
    """Put what is kept under a name before what is told now, and keep what is told where that is wanted."""
    if name is None and save_as is None:
        return columns
    from console.cli.opening import open_desk
    from console.desk.office import perform_office
    from console.desk.reconciliation import kept_mappings
    from console.present.wording import refusal_text
    from domain.errors import BadInputError
    from domain.reconciliation.requests import SaveReportMapping

    with open_desk(store) as desk:
        kept = kept_mappings(desk)
        if name is not None and name not in kept:
            message = f"mapping {name!r}: none is kept so; expected {' or '.join(sorted(kept)) or 'one kept before'}"
            raise BadInputError(message)
        wanted = {**(kept[name] if name is not None else {}), **columns}
        if save_as is not None:
            given = perform_office(desk, SaveReportMapping(name=save_as, columns=wanted))
            for refusal in given.refusals:
                raise BadInputError(refusal_text(refusal))
    return wanted


def _of_store(store: str | None) -> tuple[frozenset[str], frozenset[str], Mapping[str, Mapping[str, str]]]:
    """Give what is hidden, what is restricted and the headings kept of the store at hand; nothing without one."""
    from console.cli.opening import open_desk, path_of

    if not path_of(store).exists():
        return frozenset(), frozenset(), {}
    from console.desk.reconciliation import all_restricted, kept_mappings, restricted_numbers

    with open_desk(store, read_only=True) as desk:
        return restricted_numbers(desk), all_restricted(desk), kept_mappings(desk) if desk.actor.roles else {}


def _compared(
    lefts: tuple[Path, ...],
    rights: tuple[Path, ...],
    how: tuple[dict[str, str], str | None, int | None],
    kept: Mapping[str, Mapping[str, str]],
    restricted: frozenset[str],
) -> Compared:
    from console.desk.reports_compared import Compared, compare_reports

    left, right = (tuple(_read(path, how, kept) for path in paths) for paths in (lefts, rights))
    return Compared(left, right, compare_reports(left, right, restricted))


def _read(
    path: Path, how: tuple[dict[str, str], str | None, int | None], kept: Mapping[str, Mapping[str, str]]
) -> Report:
    from console.desk.reports_compared import ReportWanted, mappings_fitting
    from domain.errors import BadInputError

    mapping, sheet, header_row = how
    is_text = path.suffix.lower() in {".csv", ".txt", ".tsv"}
    wanted = ReportWanted(path, mapping, None if is_text else sheet, header_row)
    try:
        return wanted.read()
    except BadInputError as error:
        names = mappings_fitting(wanted.look(), kept) if kept else ()
        if not names:
            raise
        message = f"{error.message}\n{_offered(path, names)}"
        raise BadInputError(message) from None


def _offered(path: Path, names: tuple[str, ...]) -> str:
    takes = " or ".join(f"--mapping {name!r}" for name in names)
    return f"{path}: these are the headings of a mapping kept in the store; {takes} reads it so"


def _offer(compared: Compared, kept: Mapping[str, Mapping[str, str]]) -> None:
    """Say which headings kept under a name fit a report that was read without them; none is taken by itself."""
    from console.desk.reports_compared import mappings_fitting

    for report in (*compared.left, *compared.right):
        if names := mappings_fitting(report.look, kept):
            say(f"{_offered(report.path, names)}.")


def _write(
    compared: Compared, hidden: frozenset[str], csv_file: Path | None, xlsx_file: Path | None, *, force: bool
) -> dict[Path, tuple[int, int]]:
    """Write the files wanted, and say how many lines each has and how many were left out of it."""
    from console.desk.reports_compared import write_lines

    written = {}
    if csv_file is not None:
        written[csv_file] = write_lines(csv_file, "csv", compared.answer, hidden, force=force)
    if xlsx_file is not None:
        written[xlsx_file] = write_lines(xlsx_file, "xlsx", compared.answer, hidden, force=force)
    return written


def _to_work(compared: Compared, row_class: RowClass | None, store: str | None, *, preview: bool) -> WorkPlan:
    from console.cli.opening import open_desk
    from console.desk.reconciliation_work import plan_work, take_up
    from console.present.reconciliation import difference_text
    from domain.reconciliation.differences import differences_in

    answer = compared.answer
    differences = differences_in(answer.differences if row_class is None else answer.lines_of(row_class))
    with open_desk(store) as desk:
        plan = plan_work(desk, differences, compared.names("left"), compared.names("right"))
        return plan if preview or not plan.count else take_up(desk, differences, difference_text, plan)
