"""The calculation form: field after field, the answer at every letter, nothing made up, kept only when told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.desk.desk import Desk
from console.desk.people import nominate
from console.desk.requests import case_data
from console.present.calculation_form import kept_calculations
from console.tui.screens.calculation import CalculationScreen
from console.tui.screens.queue import QueueScreen
from console.tui.screens.worklist import WorklistScreen
from domain.transition_request.requests import RecordMinimumCaseData
from tests.console.driving import SMALL, WIDE, screen_text
from tests.console.test_arrival_screen import under_way
from tests.console.test_nothing_is_cut import cut_in, raw_in
from tests.console.work import CASEWORKER, CLEAN, OFFSETTING, at_work, live_desk
from tests.made_up import case_record, casegroup_record
from tests.restricted import CLOCK, NOMINATED, OTHER_MANAGER, RESTRICTED, made_store

if TYPE_CHECKING:
    from pathlib import Path

    from domain.events.reports import CalculationSaved
    from tests.console.work import Hands

TWO_CASES = OFFSETTING


def form_of(hands: Hands) -> CalculationScreen:
    """The form in front."""
    assert isinstance(hands.screen, CalculationScreen)
    return hands.screen


async def opened(hands: Hands, casegroup_id: str = CLEAN) -> str:
    """Open the form about the first case of a casegroup."""
    await hands.types(":")
    await hands.writes(casegroup_id)
    return await hands.types("enter A")


async def fill(hands: Hands, **fields: str) -> None:
    """Type into fields, each line ended with Enter; `children_2` is that of the second receiving parent."""
    for name, text in fields.items():
        key = name.replace("_", ":") if name.startswith(("children", "nights")) else name
        assert form_of(hands).grid.move_to_key(key)
        await hands.types("enter")
        await hands.writes(text)
        await hands.types("enter")
        if form_of(hands).field_asked is not None:
            await hands.types("escape")


async def known(hands: Hands) -> None:
    """Type enough for an answer: £24.00 a week under the 2003 scheme."""
    await fill(hands, income="180", other_children="1", children_1="2", nights_1="52")


def kept(hands: Hands, casegroup_id: str = CLEAN) -> list[CalculationSaved]:
    """The calculations kept with a casegroup, the newest first."""
    return [saved for _, saved in kept_calculations(hands.desk.casefile(casegroup_id))]


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
async def test_the_form_begins_at_what_is_missing_with_what_the_case_says(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_work(live_desk(tmp_path, user=CASEWORKER), size) as hands:
        text = await opened(hands)
        assert "Offline calculation   case C1" in text
        assert "Not known: income, qualifying children" in text
        assert hands.line_under_cursor().startswith("Income")
        assert "30 Dec 2015, the last day of" in text
        assert "On the case                   £70.00  Case C1" in text
        assert "no, unless you type it" in text
        assert all(len(line) <= size[0] for line in screen_text(hands.app))


async def test_the_answer_follows_every_letter_and_goes_back_with_esc(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await opened(hands)
        await fill(hands, children_1="1", income="5")
        assert "£5.00 a week, flat rate; on case C1 £70.00" in hands.text()
        assert form_of(hands).grid.move_to_key("income")
        await hands.types("enter")
        for typed, answer in (("0", "flat rate"), ("0", "£75.00 a week, basic rate"), ("0", "£300.00 a week")):
            assert answer in await hands.writes(typed)
        assert "£300.00 a week" in await hands.writes("x")
        assert "£5.00 a week, flat rate" in await hands.types("escape")
        assert form_of(hands).typed["income"] == "5"
        assert hands.kinds() == []


async def test_every_step_stands_below_with_its_rule_and_w_tells_its_source_and_values(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await opened(hands)
        await known(hands)
        assert "£24.00 a week, reduced rate; on case C1 £70.00" in hands.text()
        await hands.types("end")
        for step, rule in (("Reduced rate", "29%"), ("Whole pounds", "half up"), ("Shared care", "less 1/7")):
            assert step in hands.text()
            assert rule in hands.words
        assert form_of(hands).grid.move_to_key("step:3")
        await hands.types("w")
        assert "Shared care: £24.00" in hands.text()
        assert "paragraph 7(4)" in hands.words
        assert "1/7 from 52 nights" in hands.words
        assert "stated: the documents give it" in hands.words


async def test_a_doubt_that_was_settled_is_told_with_its_question(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await opened(hands)
        await fill(hands, benefit="yes", income="0", children_1="1", nights_1="60")
        assert form_of(hands).grid.move_to_key("step:1")
        await hands.types("w")
        assert "INTERPRETED" in hands.words
        assert "Is the flat rate payable by somebody on a prescribed benefit" in hands.words


@pytest.mark.parametrize(
    ("key", "typed", "expected"),
    [
        ("scheme", "1999", "Expected 2003 or 2012"),
        ("day", "30 Feb 2016", "a day"),
        ("income", "much", "such as 850.00 a week or 31200.00 a year"),
        ("benefit", "perhaps", "Expected yes or no"),
        ("other_children", "-1", "a whole number from 0 to 99"),
        ("children:1", "0", "a whole number from 1 to 99"),
        ("nights:1", "400", "from 0 to 365"),
        ("income", "?", "why it is not known"),
    ],
)
async def test_what_will_not_do_is_answered_in_words_and_its_line_stays_open(
    tmp_path: Path, key: str, typed: str, expected: str
) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await opened(hands)
        form = form_of(hands)
        assert form.grid.move_to_key(key)
        await hands.types("enter")
        for _ in form.field_text(key):
            await hands.types("backspace")
        await hands.writes(typed)
        await hands.types("enter")
        assert expected in hands.message
        assert form.field_asked == key
        assert form.typed == {}


async def test_what_does_not_fit_together_is_said_and_nothing_is_worked_out(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await opened(hands)
        await fill(hands, income="180", children_1="2", nights_1="0,52,104")
        assert "3 numbers for 2 children" in hands.words
        assert form_of(hands).worked.calculation is None


async def test_before_its_scheme_began_there_is_no_answer_and_the_reason_is_told(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("A")
        await fill(hands, scheme="2012", income="180", children_1="1")
        assert "£20.60 a week, reduced rate" in hands.text()
        form = form_of(hands)
        form.typed["day"] = "2010-01-01"
        await hands.types("f5")
        assert form.worked.calculation is None
        assert "Not known: " in hands.text()
        assert "2010" in hands.words


@pytest.mark.parametrize("key", ["scheme", "day", "income", "benefit", "other_children", "children:1", "nights:1"])
async def test_every_field_may_be_said_not_to_be_known_even_behind_what_stands_there(tmp_path: Path, key: str) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await opened(hands)
        await known(hands)
        assert form_of(hands).grid.move_to_key(key)
        await hands.types("enter")
        await hands.writes("? nobody [would] say")
        await hands.types("enter escape")
        assert "not known: nobody [would] say" in hands.words
        assert form_of(hands).worked.calculation is None
        await hands.types("f2 1")
        assert "not known: nobody [would] say." in hands.words
        await hands.types("y")
        assert hands.written() == [(CLEAN, "note_added")]


async def test_what_was_typed_is_there_again_and_on_no_other_case(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await opened(hands, TWO_CASES)
        await fill(hands, income="180")
        await hands.types("n")
        assert "£180.00" not in hands.text()
        await hands.types("escape escape enter A")
        assert "£180.00 net a week" in hands.text()
        assert hands.kinds() == []


async def test_children_keyed_for_the_case_are_known_already(tmp_path: Path) -> None:
    desk = live_desk(tmp_path)
    desk.perform(RecordMinimumCaseData(casegroup_id=CLEAN, case_id="C1", fields={"children": "3"}))
    assert any(line.value == "3" for line in case_data(desk, CLEAN, "C1"))
    async with at_work(desk) as hands:
        await opened(hands)
        assert "Not known: income\n" in hands.text()
        assert "3; case C1" in hands.text()


async def test_why_the_number_of_children_is_not_known_is_told_and_typed_over(tmp_path: Path) -> None:
    desk = live_desk(tmp_path)
    desk.perform(
        RecordMinimumCaseData(casegroup_id=CLEAN, case_id="C1", fields={}, not_known={"children": "she moved"})
    )
    async with at_work(desk) as hands:
        await opened(hands)
        assert "not known: she moved; case C1" in hands.text()
        await fill(hands, children_1="2", income="180")
        assert "£33.00 a week" in hands.text()


async def test_a_case_of_the_1993_scheme_has_its_scheme_typed(tmp_path: Path) -> None:
    record = casegroup_record("CG1", cases=[case_record("C1", "CSCS", scheme=1993)])
    async with at_work(live_desk(tmp_path, record)) as hands:
        await opened(hands)
        assert "Not known: scheme, income, qualifying children" in hands.text()
        assert "the case is on the 1993 scheme, which is not worked out here" in hands.words
        await fill(hands, scheme="2003", income="180", children_1="1")
        assert form_of(hands).grid.move_to_key("case:C1")
        await hands.pilot.pause()
        assert "IT IS ON THE 1993 SCHEME." in hands.words


async def test_free_of_a_casegroup_it_works_out_as_many_receiving_parents_as_there_are_and_keeps_nothing(
    tmp_path: Path,
) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        text = await hands.types("A")
        assert "about no casegroup" in text
        assert "On the case" not in text
        await fill(hands, scheme="2003", income="500", children_1="1", children_2="1", children_3="1")
        assert "Qualifying children (4)" in hands.text()
        assert "£125.00 a week, basic rate" in hands.text()
        await hands.types("f2")
        assert "A on a casegroup opens one that can be kept" in hands.message.replace("\n", " ")
        await hands.types("t")
        assert "no casegroup to write a note on" in hands.message
        await hands.types("escape")
        assert isinstance(hands.screen, WorklistScreen)


async def test_the_palette_leads_to_it(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("ctrl+p")
        await hands.writes("calculation")
        await hands.types("enter")
        assert isinstance(hands.screen, CalculationScreen)
        assert form_of(hands).casegroup_id == ""


async def test_from_an_arrival_it_is_about_the_case_that_came(tmp_path: Path) -> None:
    async with at_work(under_way(tmp_path)) as hands:
        await hands.types("f7 5 enter A")
        assert form_of(hands).casegroup_id
        await hands.types("f3")
        assert isinstance(hands.screen, WorklistScreen)


async def test_f3_and_f4_go_on_to_the_worklist_and_the_queue(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await opened(hands)
        await hands.types("f3")
        assert isinstance(hands.screen, WorklistScreen)
        await hands.types("enter A f4")
        assert isinstance(hands.screen, QueueScreen)


async def test_an_emptied_field_counts_again_as_it_did_before_it_was_typed(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await opened(hands)
        await fill(hands, benefit="yes", scheme="")
        assert form_of(hands).grid.move_to_key("benefit")
        await hands.types("enter backspace backspace backspace enter escape")
        assert "no, unless you type it" in hands.text()
        assert form_of(hands).typed == {}
        assert "Nothing is typed yet." in " ".join((await hands.types("f2")).split())
        assert "There is no other case." in await hands.types("p")
        assert form_of(hands).grid.move_to_key("answer")
        assert "Income: nothing is typed yet." in await hands.types("enter")
        assert "On case C1: £70.00 a week." in hands.text()


async def test_nothing_of_its_own_words_is_cut_and_no_name_of_the_code_is_shown(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path), SMALL) as hands:
        await opened(hands, TWO_CASES)
        await fill(hands, income="31200 a year", children_1="2", children_2="1", nights_1="0,52", nights_2="175")
        await hands.types("f2 2 y home")
        found, read = [], -1
        while read != form_of(hands).grid.cursor_position:
            read = form_of(hands).grid.cursor_position
            for text in (hands.text(), await hands.types("w"), await hands.types("pagedown")):
                found += [*cut_in(text, ""), *raw_in(text)]
            await hands.types("escape down")
        assert found == []
        assert "Kept 15 Feb 2016" in hands.text()


async def test_whoever_is_no_longer_nominated_is_out_of_it_at_once(tmp_path: Path) -> None:
    path = made_store(tmp_path)
    async with at_work(Desk.open(path, NOMINATED, CLOCK)) as hands:
        await opened(hands, RESTRICTED)
        assert "CASEXQ" in hands.text()
        nominate(Desk(hands.desk.store, OTHER_MANAGER, CLOCK), NOMINATED, ended=True)
        await hands.types("f5")
        assert isinstance(hands.screen, WorklistScreen)
        assert "CASEXQ" not in hands.text()


async def test_names_from_outside_are_shown_and_never_obeyed(tmp_path: Path) -> None:
    record = casegroup_record("CG1", cases=[{**case_record("C1"), "case_id": "[b]C [/] 1"}])
    async with at_work(live_desk(tmp_path, record)) as hands:
        await opened(hands)
        await fill(hands, income="180", children_1="2", note="[@click=app.quit]x[/]")
        assert "case [b]C [/] 1" in hands.text()
        await hands.types("f2 2 y end w")
        assert "[@click=app.quit]x[/]" in hands.words
