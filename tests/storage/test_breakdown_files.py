"""A breakdown on paper: the spreadsheet reckons the same pennies, PDF and CSV say the same, nothing is obeyed."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from console.present.breakdown import breakdown_paper, csv_records, total_rows
from console.present.breakdown_pdf import breakdown_data, breakdown_pdf
from console.present.wording import pounds
from domain.breakdown.lines import breakdown_for
from domain.policy.book import policy_for
from storage.exporters.breakdown_cells import CELL_LIMIT, pounds_of, text_of
from storage.exporters.breakdown_paper import NAMES, BreakdownPaper
from storage.exporters.breakdown_xlsx import breakdown_xlsx, sheet_names
from storage.exporters.pdf import letters_of_our_fonts, make_pdf, showable
from storage.exporters.tables import write_csv
from tests.domain.breakdown_rows import DRAFTED, by, corrected
from tests.made_up import case_record

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook

DAY = date(2016, 2, 15)
# No whole second: a clock never stands on one.
NOON = datetime(2016, 2, 15, 12, 0, 0, 123456, tzinfo=UTC)
HOSTILE = '=HYPERLINK("http://x","+1") #eval("1") \\ $x$ *b* \x1b[2J\u202e<b>\'&"; 李 😀'
SECOND = case_record(
    "C2",
    system="CSCS",
    outstanding="2000.00",
    liability_events=[
        {"kind": "migrated_debt_balance", "effective_date": "2014-05-01", "amount": "1500.00"},
        {"kind": "assessment", "effective_date": "2015-03-01", "weekly_amount": "33.33"},
        {"kind": "assessment", "effective_date": "2015-09-01", "weekly_amount": "41.10"},
    ],
)
RECEIPTS = [
    {
        "receipt_id": "R1",
        "received_on": "2015-06-01",
        "amount": "50.00",
        "reference": HOSTILE,
        "allocations": [{"case_id": "C1", "to": "debt", "amount": "30.00"}],
    },
    {
        "receipt_id": "R2",
        "received_on": "2015-07-01",
        "amount": "120.00",
        "source": "dca",
        "marking": "cms",
        "allocations": [
            {"case_id": "C2", "to": "planned_collection", "amount": "30.00"},
            {"case_id": "C9", "to": "debt", "amount": "10.00"},
        ],
        "refunds": [{"refunded_on": "2015-08-01", "amount": "5.55"}],
    },
]


def paper_of(outstanding: str = "1203650.00", *, plain: bool = False, **changes: Any) -> BreakdownPaper:
    """A breakdown with one line changed, one struck and one added; texts of the document are hostile."""
    adjustments = [{"adjustment_id": "A1", "date": "2015-03-01", "amount": "20.00", "reason": HOSTILE}]
    corrections = [
        corrected(evidence=HOSTILE),
        corrected(line_id="receipt/R1/allocations[0]", correction="struck", column="received", amount_pence=None),
        corrected(correction="added", line_id="added/1", column="received", day=date(2015, 10, 2), amount_pence=98765),
    ]
    values = {"cases": [case_record(outstanding=outstanding, adjustments=adjustments), SECOND], "receipts": RECEIPTS}
    casefile = by("sam", DRAFTED, *([] if plain else corrections), **{**values, **changes})
    return breakdown_paper(casefile, breakdown_for(casefile, DAY, policy_for(DAY)), NOON)


def told(paper: BreakdownPaper) -> dict[str, float]:
    """The figures of the summary by their names, in pounds."""
    figures = paper.breakdown.figures
    assert figures is not None
    totals = figures.totals
    named = {
        "Liability": totals.liability_pence,
        "Receipts": totals.receipts_pence,
        "Validation total": figures.validation_total_pence,
        "Debt balance": totals.debt_balance_pence,
        "Discrepancy": totals.discrepancy_pence,
        "Left": totals.residual_pence,
        "Adjustment": figures.adjustment_pence,
        "Correct balance": figures.correct_balance_pence,
    }
    return {name: pounds_of(pence) for name, pence in named.items()}


def summary_of(book: Workbook) -> dict[str, list[Any]]:
    """The rows of the summary by their names."""
    rows = book["Summary"].iter_rows(min_row=12, values_only=True)
    return {str(row[0]): list(row[1:]) for row in rows if row[0] is not None}


def assert_says(book: Workbook, paper: BreakdownPaper) -> None:
    """Hold every figure of a workbook against the breakdown."""
    rows, breakdown = summary_of(book), paper.breakdown
    assert {name: rows[name][0] for name in told(paper)} == told(paper)
    assert breakdown.figures is not None
    for rule in breakdown.figures.rules:
        _, runs, explained, left = rows[paper.rules[rule.key]][:4]
        assert runs == (1 if rule.answer == "applied" else 0)
        assert (explained, left) == (pounds_of(rule.explained_pence), pounds_of(rule.residual_pence))
    for case, title in zip(breakdown.cases, paper.cases, strict=True):
        amounts = (
            case.liability_pence,
            case.received_pence,
            case.explained_pence,
            case.debt_balance_pence,
            case.correct_balance_pence,
        )
        assert rows[title][:5] == [pounds_of(amount or 0) for amount in amounts]
    account = [row[9].value for row in book["Account"].iter_rows(min_row=2)]
    assert account == [pounds_of(line.group_balance_pence or 0) for line in breakdown.lines]
    for case_id, name in sheet_names(paper).items():
        own = breakdown.lines_of(case_id)
        balances = [row[10].value for row in book[name].iter_rows(min_row=2, max_row=len(own) + 1)] if own else []
        assert balances == [pounds_of(line.balance_pence or 0) for line in own]


def without_figures(body: bytes) -> bytes:
    """The workbook with nothing beside its formulas, so that whoever opens it has to reckon."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name.startswith("xl/worksheets/"):
                content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", content)
            after.writestr(name, content)
    return out.getvalue()


def reckoned(folder: Path, body: bytes) -> Workbook:
    """The workbook as LibreOffice reckons it."""
    file = folder / "breakdown.xlsx"
    file.write_bytes(without_figures(body))
    assert load_workbook(file, data_only=True)["Summary"]["B13"].value is None
    out = folder / "out"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "xlsx", "--outdir", str(out), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return load_workbook(out / "breakdown.xlsx", data_only=True)


# --- the spreadsheet -----------------------------------------------------------------------------------


EDGES = {
    "£1.2m": "1203650.00",
    "left just too small for a second rule": "3254.89",
    "left just enough for a second rule": "3254.90",
    "understated": "0.00",
}


@pytest.mark.parametrize("outstanding", EDGES.values(), ids=EDGES)
def test_the_spreadsheet_holds_the_figures_for_readers_that_work_nothing_out(outstanding: str) -> None:
    paper = paper_of(outstanding)
    assert_says(load_workbook(io.BytesIO(breakdown_xlsx(paper)), data_only=True), paper)


@pytest.mark.needs_soffice
@pytest.mark.parametrize("outstanding", EDGES.values(), ids=EDGES)
def test_libreoffice_works_out_the_same_pennies(tmp_path: Path, outstanding: str) -> None:
    paper = paper_of(outstanding)
    assert_says(reckoned(tmp_path, breakdown_xlsx(paper)), paper)


@pytest.mark.needs_soffice
def test_a_line_changed_in_the_spreadsheet_moves_every_figure(tmp_path: Path) -> None:
    """Strike the added receipt in the file itself: what LibreOffice then says is what we say without it."""
    paper = paper_of()
    added = paper.breakdown.line("added/1")
    assert added is not None
    book = load_workbook(io.BytesIO(breakdown_xlsx(paper)))
    place = paper.breakdown.lines_of("C1").index(added) + 2
    assert book["Case C1"].cell(place, 7).value == 987.65
    book["Case C1"].cell(place, 7).value = 0
    out = io.BytesIO()
    book.save(out)
    rows = summary_of(reckoned(tmp_path, out.getvalue()))
    assert rows["Receipts"][0] == 140.00
    assert rows["Left"][0] == pounds_of(
        (paper.breakdown.figures.totals.residual_pence if paper.breakdown.figures else 0) - 98765
    )


def test_text_in_the_spreadsheet_is_text_and_never_a_formula() -> None:
    book = load_workbook(io.BytesIO(breakdown_xlsx(paper_of())))
    formulas = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert not [formula for formula in formulas if "HYPERLINK" in str(formula)]
    texts = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "s"]
    assert any(str(text).startswith("=HYPERLINK") for text in texts)
    assert not [text for text in texts if "\x1b" in str(text)]
    assert not [sheet for sheet in book if sheet._hyperlinks]  # type: ignore[attr-defined]


def test_what_is_not_known_is_said_in_the_spreadsheet_and_nothing_is_reckoned() -> None:
    case = case_record()
    case["liability_events"][0] |= {"weekly_amount": None, "not_known": {"weekly_amount": "lost"}}
    book = load_workbook(io.BytesIO(breakdown_xlsx(paper_of(plain=True, cases=[case], receipts=[]))))
    texts = [str(cell.value) for row in book["Summary"].iter_rows() for cell in row]
    assert "The totals cannot be told" in texts
    assert "C1/liability_events[0].weekly_amount" in texts
    assert not [text for text in texts if text.startswith("=")]
    assert "not known" in [cell.value for row in book["Case C1"].iter_rows() for cell in row]


@pytest.mark.parametrize(
    ("case_id", "name"),
    [
        ("C2", "Case C2"),
        ("C2/[x]:*?'", "Case 2 C2__x_____"),
        ("C" + "9" * 40, "Case 2 C" + "9" * 23),
        ("c1", "Case 2 c1"),
    ],
)
def test_sheets_are_named_so_that_a_spreadsheet_takes_them(case_id: str, name: str) -> None:
    paper = paper_of(plain=True, cases=[case_record("C1"), {**SECOND, "case_id": case_id}], receipts=[])
    assert list(sheet_names(paper).values()) == ["Case C1", name, "No case"]
    assert load_workbook(io.BytesIO(breakdown_xlsx(paper))).sheetnames == [
        "Summary",
        "Account",
        "Case C1",
        name,
        "No case",
    ]


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    assert text_of("x" * CELL_LIMIT) == "x" * CELL_LIMIT
    assert text_of("x" * (CELL_LIMIT + 1)).endswith("(cut here)")


# --- PDF -----------------------------------------------------------------------------------------------


def text_of_pdf(body: bytes) -> str:
    """Everything a PDF says, its spaces made alike."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).split())


def test_the_pdf_says_the_same_figures() -> None:
    paper = paper_of()
    text = text_of_pdf(breakdown_pdf(paper))
    assert paper.breakdown.figures is not None
    for name, pence in total_rows(paper.breakdown.figures):
        assert f"{name} {pounds(pence)}" in text
    for line in paper.breakdown.lines:
        assert pounds(line.balance_pence) in text
    assert paper.sentence in text


def test_the_pdf_is_tagged_and_has_a_title_and_a_language() -> None:
    reader = PdfReader(io.BytesIO(breakdown_pdf(paper_of())))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "Account breakdown CG1"


def test_markup_in_a_name_stays_text_and_letters_we_lack_are_written_as_numbers() -> None:
    text = text_of_pdf(breakdown_pdf(paper_of()))
    assert '#eval("1") \\ $x$ *b*' in text
    assert "‹U+674E›" in text
    assert "\x1b" not in text


def test_a_word_longer_than_its_column_is_broken_and_none_of_it_is_lost() -> None:
    reason = "x" * 3_000
    adjustments = [{"adjustment_id": "A1", "date": "2015-03-01", "amount": "99999999999.99", "reason": reason}]
    body = breakdown_pdf(paper_of(plain=True, cases=[case_record(adjustments=adjustments)], receipts=[]))
    assert len(PdfReader(io.BytesIO(body)).pages) > 2, "a column of such a word takes more than a page"
    assert text_of_pdf(body).count("x") >= len(reason)


def test_the_same_breakdown_makes_the_same_pdf() -> None:
    assert breakdown_pdf(paper_of()) == breakdown_pdf(paper_of())


def test_every_letter_we_say_our_font_has_can_be_shown() -> None:
    letters = "".join(letter for code in sorted(letters_of_our_fonts()) if showable(letter := chr(code)) == letter)
    assert len(letters) > 1_000
    assert {*"ŵŷŴŶâêîôûáéíóú£–’‘“”…"} <= set(letters)
    data = {**breakdown_data(paper_of(plain=True)), "sentence": letters}
    assert make_pdf("breakdown", data, NOON).startswith(b"%PDF")


# --- CSV -----------------------------------------------------------------------------------------------


def csv_of(paper: BreakdownPaper) -> list[dict[str, str]]:
    """The lines as a CSV file has them."""
    out = io.StringIO(newline="")
    write_csv(out, NAMES, csv_records(paper))
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def test_the_sums_of_the_csv_are_the_totals() -> None:
    paper = paper_of()
    rows = csv_of(paper)
    figures = paper.breakdown.figures
    assert figures is not None
    totals = figures.totals
    sums = {
        name: sum(Decimal(row[name] or 0) for row in rows) * 100 for name in ("due", "received", "held", "explained")
    }
    assert sums["due"] == totals.liability_pence
    assert sums["received"] == totals.receipts_pence
    assert sums["held"] == totals.debt_balance_pence
    assert sums["explained"] == sum(rule.explained_pence for rule in figures.rules)
    assert Decimal(rows[-1]["balance_of_casegroup"]) * 100 == figures.correct_balance_pence


def test_the_csv_keeps_what_a_corrected_line_was_and_on_what_evidence() -> None:
    rows = {row["line"]: row for row in csv_of(paper_of())}
    struck = rows["receipt/R1/allocations[0]"]
    assert (struck["received"], struck["original_amount"], struck["evidence"]) == ("0.00", "30.00", "file")
    assert struck["correction"] == "STRUCK, was £30.00"
    assert (rows["added/1"]["corrected_by"], rows["added/1"]["original_amount"]) == ("sam", "")


def test_no_cell_of_the_csv_is_calculated_and_nothing_in_it_is_obeyed() -> None:
    rows = csv_of(paper_of())
    cells = [cell for row in rows for cell in row.values()]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not [cell for cell in cells if re.match(r"[=+@]|-[^0-9]", cell)]
    assert not [cell for cell in cells if "\x1b" in cell or "\u202e" in cell]
