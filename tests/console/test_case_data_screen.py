"""The minimum case data on the screen: field after field, nothing made up, saved step by step, nothing typed lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.desk.requests import case_data
from console.tui.screens.case_data import CaseDataScreen
from console.tui.screens.casegroup import CasegroupScreen
from console.tui.screens.queue import QueueScreen
from console.tui.screens.worklist import WorklistScreen
from domain.minimum_case_data import FIELDS
from tests.console.driving import SMALL, WIDE, screen_text
from tests.console.work import CASEWORKER, CLEAN, at_work, live_desk
from tests.console.work import OFFSETTING as TWO_CASES

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.desk import Desk
    from tests.console.work import Hands


def known(desk: Desk, case_id: str = "C1", casegroup_id: str = CLEAN) -> dict[str, str]:
    """Give what is kept of a case: values, and reasons after a question mark."""
    lines = case_data(desk, casegroup_id, case_id)
    return {
        line.field.key: f"? {line.not_known}" if line.not_known else line.value
        for line in lines
        if line.origin == "keyed" or line.not_known
    }


async def on_field(hands: Hands, key: str, typed: str = "", *, end: str = "enter") -> str:
    """Begin to type a field, and end it with a key."""
    assert isinstance(hands.screen, CaseDataScreen)
    assert hands.screen.grid.move_to_key(key)
    await hands.types("enter")
    await hands.writes(typed)
    return await hands.types(end)


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
async def test_the_form_begins_at_what_is_missing_with_the_rest_as_received(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_work(live_desk(tmp_path, user=CASEWORKER), size) as hands:
        text = await hands.types("enter M")
        assert "Minimum case data   case C1" in text
        assert "missing" in hands.line_under_cursor()
        assert "QQ000001A" in text
        assert "as received" in text
        assert all(len(line) <= size[0] for line in screen_text(hands.app))


async def test_w_tells_what_a_field_is_for_and_how_it_is_written(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter M")
        await on_field(hands, "children", "2", end="escape")
        await hands.types("w")
        assert "CMS needs it for: Verify applicant and child, interest flag on CIS." in hands.words
        assert "Written such as: 2" in hands.words
        assert "Nobody has to make a value up" in hands.words


async def test_fields_follow_one_another_and_are_saved_together_after_they_were_shown(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter M")
        await on_field(hands, "children", "2")
        assert isinstance(hands.screen, CaseDataScreen)
        assert hands.screen.field_asked == "paying_parent_forenames"
        await hands.types("enter tab down")
        assert hands.screen.field_asked == "paying_parent_date_of_birth"
        await hands.writes("12/05/1980")
        await hands.types("up f2")
        assert hands.kinds() == []
        text = await hands.types("1")
        assert "Number of children: 2" in text
        assert "Paying parent's date of birth: 12/05/1980" in text
        await hands.types("y")
        assert hands.written() == [(CLEAN, "minimum_case_data_recorded")]
        assert known(hands.desk) == {"children": "2", "paying_parent_date_of_birth": "1980-05-12"}
        assert "12 May 1980" in hands.text()


@pytest.mark.parametrize("key", [field.key for field in FIELDS])
async def test_every_field_may_be_said_not_to_be_known_even_behind_what_stands_there(tmp_path: Path, key: str) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter M")
        await on_field(hands, key, "? nobody [would] say", end="f2")
        await hands.types("1 y")
        assert known(hands.desk) == {key: "? nobody [would] say"}
        assert "not known: nobody [would]" in hands.text()


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("children", "two", "whole number"),
        ("receiving_parent_date_of_birth", "30 Feb 1980", "Expected a day|expected a day"),
        ("benefit_status", "perhaps", "yes, no"),
        ("children", "?", "say why"),
        ("children", "", "? and why says that it is not known"),
        ("method_of_payment", "x" * 501, "more than 500"),
    ],
)
async def test_what_will_not_do_stays_on_its_line_and_nothing_is_kept(
    tmp_path: Path, key: str, typed: str, said: str
) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter M")
        await on_field(hands, "children", "3", end="f2")
        await hands.types("1 y")
        await hands.types("escape M")
        assert isinstance(hands.screen, CaseDataScreen)
        assert hands.screen.grid.move_to_key(key)
        await hands.types("enter")
        if key == "children":
            await hands.types("backspace")
        await hands.writes(typed)
        await hands.types("enter")
        assert any(part in hands.message for part in said.split("|"))
        assert hands.screen.field_asked == key
        assert hands.screen.typed == {}
        assert hands.kinds() == ["minimum_case_data_recorded"]


async def test_what_was_typed_and_not_saved_is_there_again_and_on_no_other_case(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types(":")
        await hands.writes(TWO_CASES)
        await hands.types("enter M")
        await on_field(hands, "method_of_payment", "standing order")
        await hands.types("escape n")
        assert "case C6" in hands.text()
        assert "standing order" not in hands.text()
        await hands.types("escape escape enter M")
        assert "standing order" in hands.text()
        assert "1 to be saved" in hands.text()
        assert hands.kinds() == []
        await hands.types("f2 1 y p")
        assert known(hands.desk, "C5", TWO_CASES) == {"method_of_payment": "standing order"}
        assert known(hands.desk, "C6", TWO_CASES) == {}


async def test_a_line_left_with_esc_is_there_again_and_a_casegroup_of_one_case_says_so(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter M")
        await on_field(hands, "method_of_payment", "direct", end="escape")
        assert hands.kinds() == []
        assert "> direct" in await hands.types("enter")
        await hands.types("escape n")
        assert hands.message == "Note: The casegroup has no other case."
        assert "Nothing was typed that is not saved" in await hands.types("f2")


async def test_what_was_saved_is_undone_on_the_casegroup(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter M")
        await on_field(hands, "method_of_payment", "standing order", end="f2")
        await hands.types("1 y escape")
        assert isinstance(hands.screen, CasegroupScreen)
        await hands.types("u 1 y")
        assert known(hands.desk) == {}


async def test_another_who_keyed_the_same_meanwhile_is_noticed_before_it_is_written_twice(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter M")
        assert isinstance(hands.screen, CaseDataScreen)
        await on_field(hands, "method_of_payment", "standing order", end="tab")
        await hands.types("escape")
        request = hands.screen._request({"method_of_payment": "standing order"})
        hands.desk.perform(request, "the other one")
        await hands.types("f2 1")
        assert "Nothing was said that is not kept already." in hands.words
        await hands.types("escape")
        assert hands.kinds() == ["minimum_case_data_recorded"]


@pytest.mark.parametrize(("key", "screen"), [("f3", WorklistScreen), ("f4", QueueScreen), ("escape", CasegroupScreen)])
async def test_the_form_is_left_for_the_other_screens(tmp_path: Path, key: str, screen: type) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types(f"enter M {key}")
        assert isinstance(hands.screen, screen)


async def test_a_whole_form_typed_ahead_in_one_burst_is_saved(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter M")
        keys = " ".join(["enter", *"Bolton", "f2", "1", "y"])
        await hands.bursts(keys)
        assert known(hands.desk) == {"paying_parent_address": "Bolton"}
