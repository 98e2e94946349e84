"""Calculations kept from the form: only when told, listed afterwards, opened again, and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.present.calculation_form import kept_calculations
from console.tui.screens.calculation import CalculationScreen
from console.tui.screens.casegroup import CasegroupScreen
from tests.console.test_calculation_screen import TWO_CASES, fill, form_of, kept, known, opened
from tests.console.work import CASEWORKER, CLEAN, at_work, live_desk
from tests.storage.paper import said

if TYPE_CHECKING:
    from pathlib import Path


async def test_it_is_kept_with_its_case_only_after_it_was_shown_and_listed_then(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path, user=CASEWORKER)) as hands:
        await opened(hands)
        await known(hands)
        await fill(hands, note="She rang")
        await hands.types("f2")
        await hands.types("y")
        assert hands.kinds() == []
        assert "£24.00 a week, reduced rate, 2003 scheme" in " ".join((await hands.types("2")).split())
        await hands.types("enter")
        assert hands.kinds() == []
        await hands.types("y")
        assert hands.written() == [(CLEAN, "calculation_saved")]
        (saved,) = kept(hands)
        assert (saved.case_id, saved.why, saved.reason, saved.weekly_pence) == (
            "C1",
            "balance_queried",
            "She rang",
            2_400,
        )
        assert "Kept with case C1" in hands.message
        await hands.types("end")
        assert "Kept 15 Feb 2016" in hands.text()
        assert "a client queried the balance. She rang." in hands.words
        assert "note" not in form_of(hands).typed


async def test_another_reason_has_to_be_said_in_the_note_and_the_form_stays(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await opened(hands)
        await known(hands)
        await hands.types("f2 3")
        assert "A reason is needed" in hands.message
        await hands.types("escape")
        await fill(hands, note="Asked for by the tribunal")
        await hands.types("f2 3 y")
        assert [(saved.why, saved.reason) for saved in kept(hands)] == [("other", "Asked for by the tribunal")]


async def test_f2_while_a_field_is_typed_takes_it_along_unless_it_will_not_do(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await opened(hands)
        await known(hands)
        assert form_of(hands).grid.move_to_key("nights:1")
        await hands.types("enter backspace backspace")
        await hands.writes("999")
        await hands.types("f2")
        assert "from 0 to 365" in hands.message
        assert form_of(hands).field_asked == "nights:1"
        await hands.types("backspace backspace backspace 1 7 5 f2 1 y")
        assert [saved.asked["nights"] for saved in kept(hands)] == ["175,175"]


async def test_what_was_kept_is_opened_again_and_esc_goes_back_to_what_was_typed(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await opened(hands)
        await known(hands)
        await hands.types("f2 2 y")
        await fill(hands, income=" a year")
        typed = dict(form_of(hands).typed)
        assert typed["income"] == "180 a year"
        entry = kept_calculations(hands.desk.casefile(CLEAN))[0][0].seq
        assert form_of(hands).grid.move_to_key(f"kept:{entry}")
        text = await hands.types("enter")
        assert f"as kept in entry {entry}" in text
        assert "£24.00 a week, reduced rate" in text
        assert "£180.00 net a week" in text
        assert "case C1" in await hands.types("escape")
        assert form_of(hands).typed == typed
        assert isinstance(hands.screen, CalculationScreen)
        await hands.types("escape")
        assert isinstance(hands.screen, CasegroupScreen)


async def test_several_receiving_parents_are_the_cases_and_each_is_compared(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await opened(hands, TWO_CASES)
        await fill(hands, income="180", children_1="2", children_2="1", nights_2="175")
        assert form_of(hands).case_ids == ["C5", "C6"]
        await hands.types("f2 1 y")
        (saved,) = kept(hands, TWO_CASES)
        assert (saved.case_id, saved.asked["case_2"], saved.asked["nights"]) == ("C5", "C6", "0,0; 175")
        assert [one.case_id for one in form_of(hands).worked.compared] == ["C5", "C6"]
        assert form_of(hands).grid.move_to_key("step:7")
        await hands.pilot.pause()
        for words in ("Apportioned (1)", "Apportioned (2)", "Shared care (2)", "Further decrease (2)"):
            assert words in hands.text()
        await hands.types("end")
        assert "cases C5 and C6;" in hands.words
        text = await hands.types("n")
        assert "case C6" in text
        assert form_of(hands).typed == {}
        entry = kept_calculations(hands.desk.casefile(TWO_CASES))[0][0].seq
        assert form_of(hands).grid.move_to_key(f"kept:{entry}")
        await hands.types("enter")
        assert form_of(hands).case_ids == ["C5", "C6"]
        assert form_of(hands).worked.compared[1].case_id == "C6"


async def test_a_pdf_is_written_after_it_was_asked_and_never_over_another(tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    async with at_work(live_desk(tmp_path)) as hands:
        await opened(hands)
        await hands.types("P")
        assert "Not known: income" in hands.message
        await known(hands)
        await hands.types("P")
        await hands.writes(str(tmp_path / "paper.txt"))
        await hands.types("enter")
        assert "expected a name ending in .pdf" in hands.message
        for _ in "txt":
            await hands.types("backspace")
        await hands.writes("pdf")
        await hands.types("enter 1")
        assert not file.exists()
        await hands.types("y")
        assert "£24.00 a week, reduced rate." in said(file.read_bytes())
        assert "On case C1 on 30 Dec 2015: £70.00 a week" in said(file.read_bytes())
        before = file.read_bytes()
        await hands.types("P")
        await hands.writes(str(file))
        await hands.types("enter")
        assert "is there already" in hands.message
        assert "--force" not in hands.message
        assert file.read_bytes() == before
        assert hands.kinds() == []


async def test_those_kept_stand_at_the_end_of_the_outcome(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await opened(hands)
        await known(hands)
        await hands.types("f2 1 y escape 6 end")
        assert "Calculated C1" in hands.line_under_cursor()
        assert "£24.00 a week, 2003" in hands.line_under_cursor()
        assert "15 Feb 2016: left unfinished" in hands.line_under_cursor()
        await hands.types("w")
        assert "Shared care: £24.00. £28.00 less 1/7" in hands.words
        await hands.types("escape u 1 y 6")
        assert "Calculated" not in await hands.types("end")
        assert kept(hands) == []


async def test_keys_typed_ahead_are_kept_but_never_keep_a_calculation_unseen(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await opened(hands)
        await known(hands)
        await hands.bursts("f2 1 y")
        assert hands.kinds() == []
        assert hands.screen.question.is_open
