"""An account breakdown as a spreadsheet that works its figures out itself.

One sheet for each case and one for what belongs to no case hold the lines; `Account` draws them together in date
order; `Summary` has the totals and runs the anomaly rules with their stop. Change an amount on a case's sheet and
everything follows. The figures as we know them stand in each formula, for readers that work nothing out. Text is
always written as text, never as a formula, a number or a link.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from storage.exporters.breakdown_cells import Book, letter_of, pounds_of, text_of, with_formats
from storage.exporters.breakdown_summary import RULE_NAMES, RULE_RUNS, write_summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.breakdown.line import Line
    from storage.exporters.breakdown_paper import BreakdownPaper, LineWords

# What is printed comes first; what only a screen has room for stands to the right of it.
CASE_HEADINGS: Final = (
    ("From", 13),
    ("To", 13),
    ("Event", 30),
    ("Weekly", 12),
    ("Days", 7),
    ("Due", 15),
    ("Received", 15),
    ("Explained", 14),
    ("Explained by", 22),
    ("Held", 15),
    ("Balance", 15),
    ("Correction", 20),
    ("Note", 26),
    ("Evidence", 34),
    ("Corrected by", 16),
    ("Corrected at", 22),
    ("Status", 12),
    ("Payee", 22),
    ("Entry", 26),
    ("Reference", 18),
    ("Line", 30),
)
ACCOUNT_HEADINGS: Final = (
    ("From", 13),
    ("To", 13),
    ("Case", 18),
    ("Event", 30),
    ("Due", 15),
    ("Received", 15),
    ("Explained", 14),
    ("Explained by", 22),
    ("Held", 15),
    ("Balance", 15),
    ("Correction", 20),
    ("Note", 26),
)
PRINTED: Final = 13
NUMBERS: Final = frozenset({"Weekly", "Days", "Due", "Received", "Explained", "Held", "Balance"})
# The columns of amounts: on a case's sheet, and of the same amount on the sheet of the whole account.
AMOUNTS: Final[Mapping[str, tuple[int, int]]] = {"due": (5, 4), "received": (6, 5), "explained": (7, 6), "held": (9, 8)}
RULE, BALANCE = 8, 10
ACCOUNT_RULE, ACCOUNT_BALANCE = 7, 9
# Spreadsheets count days before this one differently from one another.
FIRST_SAFE_DAY: Final = date(1900, 3, 1)
NOT_IN_A_NAME: Final = re.compile(r"[^A-Za-z0-9 ._-]")
NAME_LIMIT: Final = 31
NOT_KNOWN: Final = "not known"
# What a typed-in text could turn into stays text.
PLAIN: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def breakdown_xlsx(paper: BreakdownPaper) -> bytes:
    """Write a breakdown as an XLSX workbook."""
    import xlsxwriter  # noqa: PLC0415 - few commands write a spreadsheet

    out = BytesIO()
    workbook = xlsxwriter.Workbook(out, PLAIN)
    made_at = paper.made_at.replace(tzinfo=None)
    workbook.set_properties({"title": f"Account breakdown {text_of(paper.casegroup_id)}", "created": made_at})
    book = with_formats(workbook)
    names = sheet_names(paper)
    first, account = (workbook.add_worksheet(name) for name in ("Summary", "Account"))
    sheets = [workbook.add_worksheet(name) for name in names.values()]
    places: dict[str, tuple[str, int]] = {}
    ends: dict[str, int] = {}
    for sheet, (case_id, name) in zip(sheets, names.items(), strict=True):
        ends[case_id] = _write_case(book, sheet, paper, case_id, (name, places))
    _write_account(book, account, paper, places)
    write_summary(book, first, paper, {case_id: (names[case_id], ends[case_id]) for case_id in names})
    first.activate()
    workbook.close()
    return out.getvalue()


def sheet_names(paper: BreakdownPaper) -> dict[str, str]:
    """Name a sheet for each case, and one for the lines of no case: short, unlike one another, of plain letters."""
    names: dict[str, str] = {}
    for number, case in enumerate(paper.breakdown.cases, start=1):
        plain = NOT_IN_A_NAME.sub("_", case.case_id)
        wanted = f"Case {plain}" if case.case_id else "No case"
        taken = {name.lower() for name in names.values()}
        if len(wanted) > NAME_LIMIT or wanted.lower() in taken or plain != case.case_id:
            # The number tells apart what shortening made alike.
            wanted = f"Case {number} {plain}"[:NAME_LIMIT].strip()
        names[case.case_id] = wanted
    return names


def _write_headings(book: Book, sheet: Any, headings: Sequence[tuple[str, int]]) -> None:  # noqa: ANN401
    for column, (heading, width) in enumerate(headings):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, book.heading_right if heading in NUMBERS else book.heading)
    sheet.freeze_panes(1, 3)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_case(
    book: Book,
    sheet: Any,  # noqa: ANN401
    paper: BreakdownPaper,
    case_id: str,
    name_and_places: tuple[str, dict[str, tuple[str, int]]],
) -> int:
    """Write the lines of a case and their totals; gives the row of the totals, counted from one."""
    name, places = name_and_places
    _write_headings(book, sheet, CASE_HEADINGS)
    known = paper.breakdown.figures is not None
    own = [(line, words) for line, words in paper.lines() if line.case_id == case_id]
    for row, (line, words) in enumerate(own, start=1):
        places[line.line_id] = (name, row + 1)
        _write_line(book, sheet, row, line, words)
        _write_balance(book, sheet, (row, BALANCE), line, line.balance_pence, (5, 6, 7, RULE), worked_out=known)
    end = len(own) + 1
    sheet.write_string(end, 2, "Total", book.heading)
    for field, (column, _) in AMOUNTS.items():
        amounts = [_amount(line, field) for line, _ in own]
        letter = letter_of(column)
        formula = f"=ROUND(SUM({letter}2:{letter}{max(end, 2)}),2)" if own else "=0"
        sheet.write_formula(end, column, formula, book.total, pounds_of(sum(amount or 0 for amount in amounts)))
    sheet.print_area(0, 0, end, PRINTED - 1)
    return end + 1


def _write_line(book: Book, sheet: Any, row: int, line: Line, words: LineWords) -> None:  # noqa: ANN401
    _write_day(book, sheet, row, 0, line.first)
    _write_day(book, sheet, row, 1, line.last)
    sheet.write_string(row, 2, words.event, book.struck if line.correction == "struck" else book.text)
    if line.weekly_pence is not None:
        sheet.write_number(row, 3, pounds_of(line.weekly_pence), book.pounds)
    if line.days is not None:
        sheet.write_number(row, 4, line.days, book.number)
    for field, (column, _) in AMOUNTS.items():
        amount = _amount(line, field)
        if _unknown(line, field):
            sheet.write_string(row, column, NOT_KNOWN, book.text)
        elif amount is not None and field == "due" and line.event == "accrual" and line.correction is None:
            formula = f"=ROUND(D{row + 1}*E{row + 1}/7,2)"
            sheet.write_formula(row, column, formula, book.pounds, pounds_of(amount))
        elif amount is not None and field == "explained" and line.column == "received":
            sheet.write_formula(row, column, f"=G{row + 1}", book.pounds, pounds_of(amount))
        elif amount is not None:
            sheet.write_number(row, column, pounds_of(amount), book.pounds)
    recorded = line.recorded
    texts = (
        (RULE, words.rule),
        (11, words.correction),
        (12, words.note),
        (13, words.evidence),
        (14, recorded.actor if recorded else ""),
        (15, recorded.at if recorded else ""),
        (16, words.status),
        (17, words.payee),
        (18, words.entry),
        (19, words.reference),
        (20, words.line),
    )
    for column, text in texts:
        if text:
            sheet.write_string(row, column, text_of(text), book.text)


def _write_account(book: Book, sheet: Any, paper: BreakdownPaper, places: Mapping[str, tuple[str, int]]) -> None:  # noqa: ANN401
    """Draw the lines of all sheets together in date order, each amount taken from its own sheet."""
    _write_headings(book, sheet, ACCOUNT_HEADINGS)
    known = paper.breakdown.figures is not None
    titles = {case.case_id: title for case, title in zip(paper.breakdown.cases, paper.cases, strict=True)}
    for row, (line, words) in enumerate(paper.lines(), start=1):
        name, place = places[line.line_id]
        _write_day(book, sheet, row, 0, line.first)
        _write_day(book, sheet, row, 1, line.last)
        texts = (
            (2, titles[line.case_id]),
            (3, words.event),
            (ACCOUNT_RULE, words.rule),
            (10, words.correction),
            (11, words.note),
        )
        for column, text in texts:
            if text:
                sheet.write_string(row, column, text_of(text), book.text)
        for field, (theirs, ours) in AMOUNTS.items():
            amount = _amount(line, field)
            if amount is not None or _unknown(line, field):
                value = NOT_KNOWN if amount is None else pounds_of(amount)
                sheet.write_formula(row, ours, f"='{name}'!{letter_of(theirs)}{place}", book.pounds, value)
        place_of_balance = (row, ACCOUNT_BALANCE)
        _write_balance(
            book, sheet, place_of_balance, line, line.group_balance_pence, (4, 5, 6, ACCOUNT_RULE), worked_out=known
        )


def _write_balance(
    book: Book,
    sheet: Any,  # noqa: ANN401
    place: tuple[int, int],
    line: Line,
    balance: int | None,
    columns: tuple[int, int, int, int],
    *,
    worked_out: bool,
) -> None:
    """Write a running balance: the one before, with what is due, less received, with what a rule that ran explains."""
    row, column = place
    if balance is None or not worked_out:
        # Without totals nobody can tell which rules run, so nothing is left to be worked out.
        sheet.write(row, column, NOT_KNOWN if balance is None else pounds_of(balance), book.pounds)
        return
    due, received, explained, rule = (f"{letter_of(each)}{row + 1}" for each in columns)
    before = f"{letter_of(column)}{row}+" if row > 1 else ""
    formula = f"=ROUND({before}{due}-{received}"
    if line.rule is not None:
        formula += f"+{explained}*SUMIF({RULE_NAMES},{rule},{RULE_RUNS})"
    sheet.write_formula(row, column, f"{formula},2)", book.pounds, pounds_of(balance))


def _write_day(book: Book, sheet: Any, row: int, column: int, day: date | None) -> None:  # noqa: ANN401
    if day is None:
        return
    if day < FIRST_SAFE_DAY:
        sheet.write_string(row, column, day.isoformat(), book.text)
    else:
        sheet.write_datetime(row, column, datetime(day.year, day.month, day.day), book.day)  # noqa: DTZ001 - a day


def _unknown(line: Line, field: str) -> bool:
    own = "explained" if line.column == "adjustment" else line.column
    return bool(line.missing) and field == own


def _amount(line: Line, field: str) -> int | None:
    match field:
        case "due":
            return line.due_pence
        case "received":
            return line.received_pence
        case "explained":
            return line.explained_pence
        case _:
            return line.held_pence
