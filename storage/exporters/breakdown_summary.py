"""The first sheet of an account breakdown: its totals, the anomaly rules with their stop, and each case's figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from storage.exporters.breakdown_cells import pounds_of, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.breakdown.lines import Figures
    from storage.exporters.breakdown_cells import Book
    from storage.exporters.breakdown_paper import BreakdownPaper

TITLE_ROW: Final = 1
FACTS_ROW: Final = 3
# What formulas point at stands at fixed rows, below the most facts there can be.
TOTALS_ROW: Final = 12
RULES_ROW: Final = 20
RULES: Final = 8
LETTERS_IN_A_ROW: Final = 120
ENDS_ROW: Final = RULES_ROW + RULES + 1
CASES_ROW: Final = ENDS_ROW + 5
RULE_NAMES: Final = f"Summary!$A${RULES_ROW + 1}:$A${RULES_ROW + RULES}"
RULE_RUNS: Final = f"Summary!$C${RULES_ROW + 1}:$C${RULES_ROW + RULES}"
CASE_HEADINGS: Final = ("Case", "Liability", "Received", "Explained", "Debt balance", "Correct balance")


def write_summary(book: Book, sheet: Any, paper: BreakdownPaper, ends: Mapping[str, tuple[str, int]]) -> None:  # noqa: ANN401
    """Write the sheet; `ends` has each case's sheet and the row of its totals, counted from one."""
    for column, width in enumerate((32, 19, 19, 19, 19, 19)):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(TITLE_ROW - 1, 0, "Account breakdown", book.title)
    for row, (label, text) in enumerate((*paper.facts, ("In one sentence", paper.sentence)), start=FACTS_ROW - 1):
        sheet.write_string(row, 0, label, book.label)
        sheet.merge_range(row, 1, row, 5, "", book.wrapped)
        sheet.write_string(row, 1, text_of(text), book.wrapped)
        if len(text) > LETTERS_IN_A_ROW:
            sheet.set_row(row, 14 * min(1 + len(text) // LETTERS_IN_A_ROW, 12))
    figures = paper.breakdown.figures
    if figures is None:
        sheet.write_string(TOTALS_ROW - 1, 0, "The totals cannot be told", book.heading)
        return
    last = max(len(paper.words) + 1, 2)
    _write_totals(book, sheet, paper, figures, last)
    _write_rules(book, sheet, paper, figures, last)
    _write_ends(book, sheet, figures)
    _write_cases(book, sheet, paper, ends)


def _write_totals(book: Book, sheet: Any, paper: BreakdownPaper, figures: Figures, last: int) -> None:  # noqa: ANN401
    totals, first = figures.totals, TOTALS_ROW + 1
    rows = (
        ("Liability", f"=ROUND(SUM(Account!E2:E{last}),2)", totals.liability_pence),
        ("Receipts", f"=ROUND(SUM(Account!F2:F{last}),2)", totals.receipts_pence),
        ("Validation total", f"=ROUND(B{first}-B{first + 1},2)", figures.validation_total_pence),
        ("Debt balance", f"=ROUND(SUM(Account!I2:I{last}),2)", totals.debt_balance_pence),
        ("Discrepancy", f"=ROUND(B{first + 3}-B{first + 2},2)", totals.discrepancy_pence),
    )
    _write_headings(book, sheet, TOTALS_ROW - 1, ("Totals", "Amount"))
    for row, (label, formula, pence) in enumerate(rows, start=TOTALS_ROW):
        sheet.write_string(row, 0, label, book.text)
        sheet.write_formula(row, 1, formula, book.pounds, pounds_of(pence))
    row = TOTALS_ROW + len(rows)
    threshold = paper.breakdown.threshold
    says = "counts from this size up" if threshold.edge_included else "counts above this size"
    sheet.write_string(row, 0, "Smallest difference", book.text)
    sheet.write_number(row, 1, pounds_of(threshold.amount_pence), book.pounds)
    sheet.write_string(row, 2, says, book.text)


def _write_rules(book: Book, sheet: Any, paper: BreakdownPaper, figures: Figures, last: int) -> None:  # noqa: ANN401
    """Write the rules: each runs while what is left counts; one that does not run explains nothing."""
    headings = ("Rules, in their order", "Their lines come to", "Runs (1) or not (0)", "Explained", "Left")
    _write_headings(book, sheet, RULES_ROW - 1, headings)
    discrepancy, smallest = f"B{TOTALS_ROW + 5}", f"$B${TOTALS_ROW + 6}"
    compared = ">=" if paper.breakdown.threshold.edge_included else ">"
    come_to = dict.fromkeys(paper.rules, 0)
    for line in paper.breakdown.lines:
        if line.rule is not None:
            come_to[line.rule] += line.explained_pence or 0
    for row, rule in enumerate(figures.rules, start=RULES_ROW):
        place = row + 1
        before = discrepancy if rule.number == 1 else f"E{row}"
        sums = f"=ROUND(SUMIFS(Account!$G$2:$G${last},Account!$H$2:$H${last},A{place}),2)"
        runs = f"=IF(ABS({before}){compared}{smallest},1,0)"
        sheet.write_string(row, 0, paper.rules[rule.key], book.text)
        sheet.write_formula(row, 1, sums, book.pounds, pounds_of(come_to[rule.key]))
        sheet.write_formula(row, 2, runs, book.number, 1 if rule.answer == "applied" else 0)
        sheet.write_formula(row, 3, f"=IF(C{place}=1,B{place},0)", book.pounds, pounds_of(rule.explained_pence))
        sheet.write_formula(row, 4, f"=ROUND({before}-D{place},2)", book.pounds, pounds_of(rule.residual_pence))


def _write_ends(book: Book, sheet: Any, figures: Figures) -> None:  # noqa: ANN401
    first = ENDS_ROW + 1
    rows = (
        ("Left", f"=E{RULES_ROW + RULES}", figures.totals.residual_pence),
        ("Adjustment", f"=-B{first}", figures.adjustment_pence),
        ("Correct balance", f"=ROUND(B{TOTALS_ROW + 4}-B{first},2)", figures.correct_balance_pence),
    )
    for row, (label, formula, pence) in enumerate(rows, start=ENDS_ROW):
        sheet.write_string(row, 0, label, book.label)
        sheet.write_formula(row, 1, formula, book.total, pounds_of(pence))


def _write_cases(book: Book, sheet: Any, paper: BreakdownPaper, ends: Mapping[str, tuple[str, int]]) -> None:  # noqa: ANN401
    """Write each case's figures, drawn from its sheet; its correct balance is where its running balance ends."""
    _write_headings(book, sheet, CASES_ROW - 1, CASE_HEADINGS)
    for row, (case, title) in enumerate(zip(paper.breakdown.cases, paper.cases, strict=True), start=CASES_ROW):
        name, end = ends[case.case_id]
        explained = f"H2:H{end - 1}"
        ran = f"SUMPRODUCT(SUMIF({RULE_NAMES},'{name}'!I2:I{end - 1},{RULE_RUNS}),'{name}'!{explained})"
        amounts = (
            (f"='{name}'!F{end}", case.liability_pence),
            (f"='{name}'!G{end}", case.received_pence),
            (f"=ROUND({ran},2)" if end > 2 else "=0", case.explained_pence),
            (f"='{name}'!J{end}", case.debt_balance_pence),
            (f"=ROUND(B{row + 1}-C{row + 1}+D{row + 1},2)", case.correct_balance_pence),
        )
        sheet.write_string(row, 0, text_of(title), book.text)
        for column, (formula, pence) in enumerate(amounts, start=1):
            sheet.write_formula(row, column, formula, book.pounds, pounds_of(pence or 0))


def _write_headings(book: Book, sheet: Any, row: int, headings: Sequence[str]) -> None:  # noqa: ANN401
    for column, heading in enumerate(headings):
        sheet.write_string(row, column, heading, book.heading if column == 0 else book.heading_right)
