"""Calculations that were kept: listed, shown with their casegroup, opened again, and put on paper."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from console.cli.exits import BAD_INPUT, DONE, WRONG_USAGE
from console.present.calculation_pdf import calculation_data
from domain.calculation.comparison import Comparison
from domain.calculation.decision import calculate
from domain.calculation.model import Question, cared_for
from domain.calculation.saving import question_kept
from domain.policy.book import load_book
from storage.exporters.pdf import make_pdf, make_pictures
from tests.storage.paper import PAGE_MILLIMETRES, ink, said

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from domain.calculation.model import Calculation
    from domain.events.reports import CalculationSaved

    Closeout = Callable[..., Result]

ASKED = ("calculate", "--scheme", "2003", "--income", "180.00", "--children", "2", "--other-children", "1")
CASE = ("--casegroup", "E001", "--case", "C1", "--on", "2015-06-01")
MARGIN_MILLIMETRES = 17.0
NOW = datetime(2016, 2, 15, 12).astimezone()


@pytest.fixture
def kept(closeout: Closeout, store: Path) -> list[int]:
    """The entries of two calculations kept with one case, oldest first."""
    unfinished = closeout(*ASKED, *CASE, "--save", "left_unfinished", "--store", store, "--json")
    queried = closeout(
        *ASKED, "--nights", "52", *CASE, "--save", "balance_queried", "--note", "She rang", "--store", store, "--json"
    )
    return [json.loads(result.stdout)["entry"] for result in (unfinished, queried)]


def test_those_kept_are_listed_with_day_reason_scheme_and_amount_the_newest_first(
    closeout: Closeout, store: Path, kept: list[int]
) -> None:
    lines = closeout("calculate", "list", "E001", "--store", store).stdout.splitlines()
    assert [line.split()[0] for line in lines[1:]] == [str(kept[1]), str(kept[0])]
    for part in ("C1", "2003", "£24.00", "reduced rate", "1 Jun 2015", "a client queried the balance. She rang."):
        assert part in lines[1]
    assert "a calculation was left unfinished at the CSA." in lines[2]
    assert "£28.00" in lines[2]


def test_those_kept_are_listed_as_json_with_everything_that_was_asked(
    closeout: Closeout, store: Path, kept: list[int]
) -> None:
    found = json.loads(closeout("calculate", "list", "E001", "--store", store, "--json").stdout)
    assert [one["entry"] for one in found] == kept[::-1]
    assert found[0]["weekly"] == "24.00"
    assert (found[0]["why"], found[0]["reason"], found[0]["calculated_on"]) == (
        "balance_queried", "She rang", "2015-06-01",
    )  # fmt: skip
    assert found[0]["asked"]["nights"] == "52,52"
    assert any(step.startswith("shared_care: £24.00. ") for step in found[0]["steps"])


def test_a_casegroup_with_none_says_so(closeout: Closeout, store: Path) -> None:
    assert closeout("calculate", "list", "E001", "--store", store).stdout == (
        "No calculation is kept with casegroup E001.\n"
    )
    assert json.loads(closeout("calculate", "list", "E001", "--store", store, "--json").stdout) == []
    assert "Offline calculations" not in closeout("show", "E001", "--store", store).stdout


def test_those_kept_stand_with_their_casegroup(closeout: Closeout, store: Path, kept: list[int]) -> None:
    told = closeout("show", "E001", "--store", store).stdout
    assert "Offline calculations" in told
    assert f"Kept as entry {kept[1]} on " in told
    assert (
        "£24.00 a week, reduced rate, 2003 scheme, case C1, values of 1 Jun 2015; a client queried the balance. "
        "She rang." in told
    )
    found = json.loads(closeout("show", "E001", "--store", store, "--json").stdout)
    assert [one["entry"] for one in found["calculations"]] == kept[::-1]


def test_one_that_was_set_aside_is_listed_no_longer(closeout: Closeout, store: Path, kept: list[int]) -> None:
    assert closeout("undo", "E001", kept[1], "--store", store).exit_code == DONE
    found = json.loads(closeout("calculate", "list", "E001", "--store", store, "--json").stdout)
    assert [one["entry"] for one in found] == [kept[0]]


def test_one_is_opened_again_with_every_step_and_comes_to_the_same(
    closeout: Closeout, store: Path, kept: list[int]
) -> None:
    told = closeout("calculate", "show", "E001", kept[1], "--store", store).stdout
    assert told.startswith(f"Kept as entry {kept[1]} on ")
    assert "£28.00 less 1/7 for nights a year with the paying parent." in " ".join(told.split())
    assert "£24.00 a week, reduced rate." in told
    assert "ANOTHER AMOUNT" not in told
    found = json.loads(closeout("calculate", "show", "E001", kept[1], "--store", store, "--json").stdout)
    assert found["kept"]["entry"] == kept[1]
    assert found["again"]["weekly"] == found["kept"]["weekly"] == "24.00"


def test_where_the_rules_now_give_another_amount_it_is_said_with_the_steps_as_they_were(
    closeout: Closeout, store: Path, kept: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def otherwise(saved: CalculationSaved) -> Question:
        return replace(question_kept(saved), income_pence=50_000)

    monkeypatch.setattr("domain.calculation.saving.question_kept", otherwise)
    told = closeout("calculate", "show", "E001", kept[1], "--store", store).stdout
    assert "THE RULES NOW GIVE ANOTHER AMOUNT THAN WAS KEPT." in told
    assert "  Shared care: £24.00. £28.00 less 1/7" in told


@pytest.mark.parametrize("number", ["1", "999999"])
def test_only_what_was_kept_can_be_opened_again(closeout: Closeout, store: Path, kept: list[int], number: str) -> None:
    result = closeout("calculate", "show", "E001", number, "--store", store)
    assert (result.exit_code, result.stdout) == (BAD_INPUT, "")
    assert f"expected one of: {kept[1]}, {kept[0]}" in result.stderr


def test_nothing_is_worked_out_by_asking_for_the_list_of_an_unknown_casegroup(closeout: Closeout, store: Path) -> None:
    result = closeout("calculate", "list", "NONE", "--store", store)
    assert (result.exit_code, result.stdout) == (BAD_INPUT, "")


def test_a_scheme_and_an_income_are_still_needed(closeout: Closeout) -> None:
    for missing in ("--scheme", "--income"):
        arguments = [part for part in ("--scheme=2003", "--income=5.00", "--children=1") if missing not in part]
        result = closeout("calculate", *arguments)
        assert result.exit_code == WRONG_USAGE
        assert f"Missing option '{missing}'" in result.stderr


# ------------------------------------------------------------------------------------------------------------ on paper


def answered(**changes: Any) -> Calculation:
    """A calculation with two receiving parents, many steps and a doubt that was settled."""
    asked: dict[str, Any] = {
        "scheme": "2003", "income_pence": 18_000, "receiving_parents": (cared_for(2, [0, 175]), cared_for(1)),
        "other_children": 1,
    }  # fmt: skip
    return calculate(Question(**(asked | changes)), date(2016, 2, 15), load_book())


def pdf_of(calculation: Calculation, *compared: Comparison, **words: str) -> bytes:
    """A calculation on paper."""
    return make_pdf("calculation", calculation_data(calculation, compared, **words), NOW)


def test_the_pdf_says_what_was_asked_every_step_with_its_rule_and_source_and_the_answer() -> None:
    calculation = answered()
    text = said(pdf_of(calculation, about="CG1"))
    assert "£22.17 a week, reduced rate." in text
    assert "Income £180.00 net a week" in text
    assert "2, nights a year with the paying parent: 0, 175" in text
    for step in calculation.steps:
        assert " ".join(step.rule.split()) in text
        assert step.source.place in text
    assert "INTERPRETED: odd-penny" in text.replace("- ", "-")


def test_the_pdf_is_tagged_and_has_a_title_a_language_and_its_fonts() -> None:
    reader = PdfReader(io.BytesIO(pdf_of(answered(), about="CG1")))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "Child maintenance, 2003 scheme, casegroup CG1"
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            (descendant,) = font["/DescendantFonts"]
            assert "LiberationSans" in descendant["/FontDescriptor"]["/FontName"]
            assert {"/FontFile2", "/FontFile3"} & set(descendant["/FontDescriptor"])


def test_the_pdf_compares_with_the_case_and_says_that_it_is_kept() -> None:
    compared = Comparison("C1", 2003, 1_050, 3_000, (), ())
    text = said(pdf_of(answered(), compared, kept="Kept as entry 12."))
    assert "On case C1 on 15 Feb 2016: £30.00 a week; the £10.50 calculated is £19.50 below." in text
    assert text.count("On record Kept as entry 12.") == 1


def test_nothing_runs_off_the_paper_and_no_name_is_obeyed() -> None:
    hostile = Comparison("#import(x) $x$ *b* " + "X" * 200, 2003, 0, 0, (), ())
    data = calculation_data(answered(), (hostile,), about="Y" * 120)
    for page in make_pictures("calculation", data, NOW):
        found = ink(page)
        assert found is not None
        left, top, right, bottom = found
        assert min(left, top, PAGE_MILLIMETRES[0] - right) >= MARGIN_MILLIMETRES
        assert PAGE_MILLIMETRES[1] - bottom > 0
    assert "#import(x) $x$ *b*" in said(make_pdf("calculation", data, NOW))


def test_a_pdf_is_written_whole_and_over_nothing_without_being_told(closeout: Closeout, tmp_path: Path) -> None:
    file = tmp_path / "calculation.pdf"
    assert closeout(*ASKED, "--pdf", file).stdout == f"{file} written.\n"
    assert "£28.00 a week, reduced rate." in said(file.read_bytes())
    before = file.read_bytes()
    again = closeout(*ASKED, "--nights", "52", "--pdf", file)
    assert (again.exit_code, file.read_bytes()) == (BAD_INPUT, before)
    assert "is there already" in again.stderr
    found = json.loads(closeout(*ASKED, "--nights", "52", "--pdf", file, "--force", "--json").stdout)
    assert found["files"] == [str(file)]
    assert "£24.00 a week, reduced rate." in said(file.read_bytes())


def test_a_file_that_cannot_be_written_keeps_nothing(closeout: Closeout, store: Path, tmp_path: Path) -> None:
    wanted = (*ASKED, *CASE, "--save", "balance_queried", "--store", store, "--pdf")
    result = closeout(*wanted, tmp_path / "calculation.txt")
    assert result.exit_code == BAD_INPUT
    assert "expected a name ending in .pdf" in result.stderr
    assert json.loads(closeout("calculate", "list", "E001", "--store", store, "--json").stdout) == []


def test_one_that_was_kept_goes_on_paper_with_when_and_why(
    closeout: Closeout, store: Path, kept: list[int], tmp_path: Path
) -> None:
    file = tmp_path / "kept.pdf"
    told = closeout("calculate", "show", "E001", kept[1], "--store", store, "--pdf", file)
    assert told.stdout.splitlines()[-1] == f"{file} written."
    text = said(file.read_bytes())
    assert f"On record Kept as entry {kept[1]} on " in text
    assert "a client queried the balance. She rang." in text
