"""What `closeout reconcile` says: how reports were read, the totals, the rows, and the work made; or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from console.cli.output import say

if TYPE_CHECKING:
    from console.desk.reconciliation_work import WorkPlan
    from console.desk.reports_compared import Compared
    from domain.reconciliation.decision import Reconciliation
    from domain.reconciliation.rules import RowClass
    from storage.importers.reports import Report

MOST_SHOWN: Final = 20


def say_all(compared: Compared, row_class: RowClass | None, hidden: frozenset[str]) -> None:
    """Say everything in lines for people; of restricted records only how many rows are theirs."""
    for side, reports in (("Left", compared.left), ("Right", compared.right)):
        for report in reports:
            say(f"{side}: {_read_so(report)}")
    _say_totals(compared.answer)
    _say_rows(compared.answer, row_class, hidden)


def _read_so(report: Report) -> str:
    from console.present.reconciliation import columns_text

    where = f"{report.path}" + (f", sheet {report.sheet}" if report.sheet else "")
    left_out = f"; left out: {', '.join(repr(heading) for heading in report.left_out)}" if report.left_out else ""
    notes = "".join(f"; {note}" for note in report.notes)
    taken = columns_text(report.columns)
    return f"{where}: {report.rows.height:,} rows, header in row {report.header_row}; taken: {taken}{left_out}{notes}."


def _say_totals(answer: Reconciliation) -> None:
    from console.present.reconciliation import CLASSES, control_texts, tied_text
    from console.present.tables import table_lines
    from console.present.wording import pounds

    rows = [
        (
            CLASSES[total.row_class],
            f"{total.rows:,}",
            *map(pounds, (total.left_pence, total.right_pence, total.difference_pence)),
        )
        for total in answer.classes
    ]
    rows.append(("In all", "", pounds(answer.left_pence), pounds(answer.right_pence), pounds(answer.difference_pence)))
    say()
    for line in table_lines(("Class", ">Rows", ">Left the CSA", ">At CMS", ">Difference"), rows):
        say(line)
    say(tied_text(answer), bold=bool(answer.untied_pence))
    for line in control_texts(answer.control_totals()):
        say(line)
    if not answer.identity:
        say("Identity was not compared: no column of it is in the reports of both sides.")


def _say_rows(answer: Reconciliation, row_class: RowClass | None, hidden: frozenset[str]) -> None:
    from console.desk.reports_compared import without
    from console.present.reconciliation import line_text

    rows = answer.differences if row_class is None else answer.lines_of(row_class)
    told = without(rows, hidden)
    for line in told.head(MOST_SHOWN).iter_rows(named=True):
        say(line_text(line))
    if told.height > MOST_SHOWN:
        say(f"and {told.height - MOST_SHOWN:,} more; --csv or --xlsx writes all of them.")
    if rows.height > told.height:
        say(f"{rows.height - told.height:,} rows of restricted records are not shown.")


def say_work(plan: WorkPlan, *, written: bool) -> None:
    """Say what became work, or would."""
    from console.present.reconciliation import plan_texts

    for line in plan_texts(plan, written=written):
        say(line)


def answer_of(compared: Compared, plan: WorkPlan | None, *, written: bool) -> dict[str, Any]:
    """Give the answer for another program."""
    from domain.money import format_pounds

    answer = compared.answer
    told: dict[str, Any] = {
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
        "control_totals": [
            {
                "owed_to": total.owed_to,
                "status": total.status,
                "rows": {"left": total.left_rows, "right": total.right_rows},
                "left": format_pounds(total.left_pence),
                "right": format_pounds(total.right_pence),
                "difference": format_pounds(total.difference_pence),
            }
            for total in answer.control_totals()
        ],
        "identity_compared": list(answer.identity),
        "reports": [
            _report_json(side, report)
            for side, reports in (("left", compared.left), ("right", compared.right))
            for report in reports
        ],
    }
    if plan is not None:
        told["to_work"] = {
            "on_casegroups": len(plan.on_casegroups),
            "on_restricted_records": plan.restricted,
            "at_the_office": len(plan.unknown),
            "made_work_before": plan.known,
            "left_over": plan.left_over,
            "written": written,
        }
    return told


def _report_json(side: str, report: Report) -> dict[str, Any]:
    return {
        "side": side,
        "file": str(report.path),
        "sheet": report.sheet,
        "header_row": report.header_row,
        "columns": dict(report.columns),
        "left_out": list(report.left_out),
        "notes": list(report.notes),
        "rows": report.rows.height,
    }
