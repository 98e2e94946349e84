"""`closeout reconcile`: the answer of the contract, what is said of the reports, and what is written."""

from __future__ import annotations

import csv
import re
import zipfile
from typing import TYPE_CHECKING

import fastexcel
import pytest

from console.cli.exits import BAD_INPUT
from tests.cli.conftest import answers_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Closeout

HEADER = "casegroup_id,case_id,owed_to,status,amount,nino,surname\n"
LEFT = HEADER + (
    "CG1,1,receiving_parent,active,100.00,QQ000001A,Holt\n"
    "CG1,1,gb_sos,active,5.00,QQ000001A,Holt\n"
    "CG2,2,receiving_parent,active,20.00,QQ000002A,=1+1\n"
    "CG3,3,receiving_parent,active,30.00,QQ000003A,Fenn\n"
    "CG4,4,receiving_parent,active,40.00,QQ000004A,Ó Briain\n"
    "CG5,5,receiving_parent,active,50.00,QQ000005A,Wynn\n"
    "CG5,5,receiving_parent,active,50.00,QQ000005A,Wynn\n"
)
RIGHT = HEADER + (
    "CG1,1,receiving_parent,active,100.00,QQ000001A,HOLT\n"
    "CG1,1,gb_sos,active,4.99,QQ000001A,Holt\n"
    "CG2,2,receiving_parent,active,20.00,QQ000009A,=1+1\n"
    "CG4,4,receiving_parent,active,40.00,qq 00 00 04 a,O Briain\n"
    "CG5,5,receiving_parent,active,50.00,QQ000005A,Wynn\n"
    "CG9,9,ni_sos,deferred,1.00,,\n"
)
CLASSES = {
    "matched": 2,
    "amount_differs": 1,
    "missing_at_cms": 1,
    "unexpected_at_cms": 1,
    "duplicate": 3,
    "identity_differs": 1,
}


@pytest.fixture
def reports(tmp_path: Path) -> tuple[Path, Path]:
    """Write a report of each side."""
    left, right = tmp_path / "left.csv", tmp_path / "right.csv"
    left.write_text(LEFT, encoding="utf-8")
    right.write_text(RIGHT, encoding="utf-8")
    return left, right


def test_the_answer_has_the_contracts_form(closeout: Closeout, reports: tuple[Path, Path]) -> None:
    (answer,) = answers_of(closeout("reconcile", *reports, "--json"))
    assert answer["rows"] == {"left": 7, "right": 6}
    assert answer["classes"] == CLASSES
    assert answer["totals"] == {"left": "295.00", "right": "215.99", "difference": "79.01"}
    assert answer["identity_compared"] == ["nino", "surname"]


def test_all_reports_after_the_first_are_what_arrived(closeout: Closeout, tmp_path: Path) -> None:
    rows = LEFT.splitlines(keepends=True)
    names = ["left.csv", "one.csv", "two.csv", "three.csv"]
    for name, part in zip(names, (rows[:4], rows[:2], [HEADER, *rows[2:4]], rows[:1]), strict=True):
        (tmp_path / name).write_text("".join(part), encoding="utf-8")
    (answer,) = answers_of(closeout("reconcile", *(tmp_path / name for name in names), "--json"))
    assert answer["classes"]["matched"] == 3
    assert [report["rows"] for report in answer["reports"]] == [3, 1, 2, 0]


def test_people_read_how_each_report_was_read_and_where_each_difference_stands(
    closeout: Closeout, reports: tuple[Path, Path]
) -> None:
    result = closeout("reconcile", *reports)
    assert result.exit_code == 0
    assert "7 rows, header in row 1; taken: casegroup_id, case_id" in result.stdout
    assert "to the penny what the classes add up to; 7 rows differ." in result.stdout
    assert "Identity differs (NINO): CG2" in result.stdout
    assert (
        "Amount differs: CG1, case 1, Secretary of State (GB), active: £5.00 against £4.99 "
        "(left.csv row 3 and right.csv row 3)." in result.stdout
    )
    only = closeout("reconcile", *reports, "--class", "missing_at_cms").stdout
    assert "Missing at CMS: CG3, case 3" in only
    assert "Amount differs: CG1" not in only


def test_differences_are_written_as_csv_and_workbook_in_which_nothing_calculates(
    closeout: Closeout, reports: tuple[Path, Path], tmp_path: Path
) -> None:
    out, book = tmp_path / "out.csv", tmp_path / "out.xlsx"
    assert closeout("reconcile", *reports, "--csv", out, "--xlsx", book).exit_code == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 7
    assert {row["class"] for row in rows} == set(CLASSES) - {"matched"}
    assert [row["left_surname"] for row in rows if row["class"] == "identity_differs"] == ["'=1+1"]
    with zipfile.ZipFile(book) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 3
    assert not any(b"<f>" in sheet or b"<f " in sheet or b"hyperlink" in sheet for sheet in sheets)
    totals = fastexcel.read_excel(str(book)).load_sheet("Totals").to_polars()[:6]
    assert totals["rows"].to_list() == [3, 1, 1, 1, 1, 2]
    assert round(totals["difference"].sum(), 2) == 79.01
    assert closeout("reconcile", *reports, "--csv", out).exit_code == 3


@pytest.mark.parametrize(
    ("right", "said"),
    [
        (["CG1,1,gb_sos,active,5", "CG2,1,gb_sos,active,7"], "The totals are equal, and no row differs."),
        (["CG1,1,gb_sos,active,7", "CG2,1,gb_sos,active,5"], "The totals are equal, but 2 rows differ."),
        (["CG1,1,gb_sos,active,5"], "to the penny what the classes add up to; 1 row differs."),
    ],
)
def test_equal_totals_do_not_hide_rows_that_differ(
    closeout: Closeout, tmp_path: Path, right: list[str], said: str
) -> None:
    heading = "casegroup_id,case_id,owed_to,status,amount"
    sides = {"left": ["CG1,1,gb_sos,active,5", "CG2,1,gb_sos,active,7"], "right": right}
    for name, rows in sides.items():
        (tmp_path / f"{name}.csv").write_text("\n".join([heading, *rows]), encoding="utf-8")
    assert said in closeout("reconcile", tmp_path / "left.csv", tmp_path / "right.csv").stdout


def test_amounts_in_a_workbook_are_exact_to_the_penny(closeout: Closeout, tmp_path: Path) -> None:
    left, right, book = tmp_path / "left.csv", tmp_path / "right.csv", tmp_path / "out.xlsx"
    heading = "casegroup_id,case_id,owed_to,status,amount\n"
    amounts = [f"{pence // 100}.{pence % 100:02d}" for pence in range(16_000, 17_000)]
    rows = (f"CG{number},1,gb_sos,active,{amount}\n" for number, amount in enumerate(amounts))
    left.write_text(heading + "".join(rows), encoding="utf-8")
    right.write_text(heading + "CG0,1,gb_sos,active,160.00\n", encoding="utf-8")
    assert closeout("reconcile", left, right, "--xlsx", book).exit_code == 0
    with zipfile.ZipFile(book) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert b"<v>169.2</v>" in sheets[2]
    for sheet in sheets:
        assert [value for value in re.findall(rb"<v>[^<]*</v>", sheet) if re.search(rb"\.[0-9]{3}", value)] == []


def test_without_columns_of_identity_the_rest_is_compared_and_it_is_said(closeout: Closeout, tmp_path: Path) -> None:
    path = tmp_path / "bare.csv"
    path.write_text("casegroup_id,case_id,owed_to,status,amount\nCG1,1,gb_sos,active,5\n", encoding="utf-8")
    assert "Identity was not compared" in closeout("reconcile", path, path).stdout


def test_what_cannot_be_read_ends_with_exit_code_3_and_writes_nothing(
    closeout: Closeout, reports: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    result = closeout("reconcile", reports[0], tmp_path / "none.csv", "--csv", out)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "none.csv: cannot be read" in result.stderr
    assert not out.exists()
    assert closeout("reconcile", *reports, "--column", "amount").exit_code == 2
    assert closeout("reconcile", reports[0]).exit_code == 2


def test_headings_are_kept_under_a_name_and_taken_again(
    closeout: Closeout, store: Path, reports: tuple[Path, Path]
) -> None:
    left, right = reports
    odd = left.with_name("odd.csv")
    odd.write_text(RIGHT.replace("case_id", "Claim"), encoding="utf-8")
    at = ("--store", store)
    told = closeout("reconcile", left, odd, *at, "--column", "case_id=Claim", "--save-mapping", "weekly", "--json")
    assert told.exit_code == BAD_INPUT, "the left report has no such heading"
    odd_left = left.with_name("odd-left.csv")
    odd_left.write_text(LEFT.replace("case_id", "Claim"), encoding="utf-8")
    closeout("reconcile", odd_left, odd, *at, "--column", "case_id=Claim", "--save-mapping", "monthly")
    (answer,) = answers_of(closeout("reconcile", odd_left, odd, *at, "--mapping", "monthly", "--json"))
    (plain,) = answers_of(closeout("reconcile", left, right, "--json"))
    assert answer["classes"] == plain["classes"]


def test_a_mapping_nobody_kept_is_named_with_those_there_are(
    closeout: Closeout, store: Path, reports: tuple[Path, Path]
) -> None:
    result = closeout("reconcile", *reports, "--store", store, "--mapping", "daily")
    assert result.exit_code == BAD_INPUT
    assert "mapping 'daily': none is kept so" in result.stderr


def odd(folder: Path) -> tuple[Path, Path]:
    """Write both reports with a heading of their own for the case, under two lines of title."""
    paths = folder / "odd-left.csv", folder / "odd-right.csv"
    for path, text in zip(paths, (LEFT, RIGHT), strict=True):
        path.write_text(f"Arrears\n\n{text.replace('case_id', 'Claim')}", encoding="utf-8")
    return paths


def test_a_mapping_kept_is_recognised_by_the_headings_and_offered_but_not_taken(
    closeout: Closeout, store: Path, tmp_path: Path
) -> None:
    left, right = odd(tmp_path)
    at = ("--store", store)
    assert "--mapping" not in closeout("reconcile", left, right, *at).stderr
    assert (
        closeout("reconcile", left, right, *at, "--column", "case_id=Claim", "--save-mapping", "weekly").exit_code == 0
    )
    refused = closeout("reconcile", left, right, *at)
    assert refused.exit_code == BAD_INPUT
    assert "these are the headings of a mapping kept in the store; --mapping 'weekly' reads it so" in refused.stderr
    assert "case_id from 'Claim'" in closeout("reconcile", left, right, *at, "--mapping", "weekly").stdout


def test_a_mapping_by_which_a_report_would_be_read_otherwise_is_offered(
    closeout: Closeout, store: Path, tmp_path: Path
) -> None:
    path = tmp_path / "two-amounts.csv"
    path.write_text("casegroup_id,case_id,owed_to,status,Balance,At closing\nCG1,1,gb_sos,active,5,7\n", "utf-8")
    at = ("reconcile", path, path, "--store", store)
    closing = ("--column", "amount=At closing")
    assert closeout(*at, *closing, "--save-mapping", "closing").exit_code == 0
    assert "--mapping 'closing' reads it so" in closeout(*at).stdout
    assert "£5.00" in closeout(*at).stdout
    assert "--mapping" not in closeout(*at, *closing).stdout
    assert "£7.00" in closeout(*at, "--mapping", "closing").stdout


def test_the_row_of_the_headings_may_be_told(closeout: Closeout, tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    path.write_text(f"{HEADER}x,x,x,x,x,x,x\n{LEFT}", encoding="utf-8")
    assert closeout("reconcile", path, path, "--json").exit_code == BAD_INPUT
    (answer,) = answers_of(closeout("reconcile", path, path, "--header-row", "3", "--json"))
    assert [report["header_row"] for report in answer["reports"]] == [3, 3]
    assert "no heading taken for casegroup_id" in closeout("reconcile", path, path, "--header-row", "2").stderr


def test_control_totals_say_where_the_sides_do_not_tie(closeout: Closeout, reports: tuple[Path, Path]) -> None:
    told = closeout("reconcile", *reports).stdout
    assert (
        "Does not tie: Secretary of State (GB), active: £5.00 in 1 row left the CSA, £4.99 in 1 row at CMS; "
        "difference £0.01." in told
    )
    (answer,) = answers_of(closeout("reconcile", *reports, "--json"))
    assert {total["owed_to"]: total["difference"] for total in answer["control_totals"]} == {
        "gb_sos": "0.01", "ni_sos": "-1.00", "receiving_parent": "80.00",
    }  # fmt: skip


def test_differences_become_work_after_a_preview_and_once(
    closeout: Closeout, store: Path, reports: tuple[Path, Path]
) -> None:
    at = ("--store", store, "--to-work")
    for preview in (("--preview",), ("--to-work", "--preview")):
        assert "would become work" in closeout("reconcile", *reports, "--store", store, *preview).stdout
    (answer,) = answers_of(closeout("reconcile", *reports, *at, "--class", "unexpected_at_cms", "--json"))
    assert answer["to_work"]["written"]
    assert answer["to_work"]["on_casegroups"] + answer["to_work"]["at_the_office"] == 1
    (answer,) = answers_of(closeout("reconcile", *reports, *at, "--json"))
    assert answer["to_work"]["made_work_before"] == 1
    (answer,) = answers_of(closeout("reconcile", *reports, *at, "--json"))
    assert not answer["to_work"]["written"]
    assert "Nothing would become work." in closeout("reconcile", *reports, *at, "--preview").stdout


def test_a_difference_of_a_casegroup_that_is_not_here_waits_at_the_office_until_it_is_settled(
    closeout: Closeout, store: Path, reports: tuple[Path, Path]
) -> None:
    at = ("--store", store)
    closeout("reconcile", *reports, *at, "--to-work", "--class", "unexpected_at_cms")
    (waiting,) = answers_of(closeout("queue", *at, "--kind", "difference", "--json"))
    assert waiting["detail"].startswith("casegroup CG9: Secretary of State (NI), deferred: £1.00 at CMS")
    settle = ("settle-difference", waiting["item_id"], *at, "--because", "a test case of CMS")
    assert "settled: a test case of CMS" in closeout(*settle, "--preview").stdout
    assert closeout(*settle).exit_code == 0
    assert answers_of(closeout("queue", *at, "--kind", "difference", "--json")) == []
    assert closeout(*settle).exit_code == BAD_INPUT
