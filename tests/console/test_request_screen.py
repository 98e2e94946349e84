"""A request to close raised by hand on the casegroup that is open, and work of no casegroup on the queue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from console.present.queue import CAUSES, CAUSES_IN_BRIEF, OFFICE_WORK, PAYMENTS, QUEUE_KINDS, cause_text
from console.tui.screens.casegroup import CasegroupScreen
from tests.console.test_selection_screen import selecting
from tests.console.work import CASEWORKER, CLEAN, CLERICAL, TO_DEFER, at_work, live_desk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.console.work import Hands


async def asked(hands: Hands, casegroup_id: str, applied: str, closes: str | None = None) -> str:
    """Open a casegroup and type the application of a request, then the day to close on."""
    await hands.types(":")
    await hands.writes(casegroup_id)
    await hands.types("enter R")
    await hands.writes(applied)
    text = await hands.types("enter")
    if closes is None:
        return text
    await hands.writes(closes)
    return await hands.types("enter")


async def test_a_request_is_raised_with_its_alert_and_undone_by_u(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path, user=CASEWORKER)) as hands:
        text = await asked(hands, CLEAN, "1 Feb 2016", "1 May 2016")
        assert [kind for kind in ("LTR1 to CS2", "LTR2 to CS2", "LTR3 to CS2") if kind not in text] == []
        text = await hands.types("2")
        assert "LTR2 LTR2-CG1-1 to CS2, raised by hand: to close on 1 May 2016" in text
        assert "CS2 case prioritisation work item" in text
        assert hands.kinds() == []
        await hands.types("y")
        assert hands.kinds() == ["transition_request_received", "service_request_raised"]
        assert "due 1 May 2016" in hands.lines()[1]
        await hands.types("f4")
        assert "CS2 case prioritisation" in hands.text()


async def test_a_request_goes_to_a_system_that_has_a_case(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        text = await asked(hands, CLERICAL, "1 Feb 2016", "1 May 2016")
        assert set(re.findall(r"LTR\d to (\w+)", text)) == {"CCD"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("",), "Nothing is typed yet."),
        (("soon",), "Expected a day"),
        (("1 Feb 2016", "whenever"), "Expected a day"),
        (("1 Feb 2016", ""), "say the closure date"),
        (("1 Mar 2016", "1 May 2016"), "1 Mar 2016"),
    ],
)
async def test_an_application_that_will_not_do_stays_on_its_line_with_the_reason(
    tmp_path: Path, typed: tuple[str, ...], said: str
) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await asked(hands, TO_DEFER, *typed)
        assert said in hands.message
        assert not hands.screen.question.is_open
        assert f"> {typed[-1]}".rstrip() in hands.lines()
        assert hands.kinds() == []


async def test_an_application_typed_on_one_casegroup_never_turns_up_on_another(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter R")
        await hands.writes("1 Feb")
        await hands.types("escape n R")
        assert isinstance(hands.screen, CasegroupScreen)
        assert hands.screen.casegroup_id != CLEAN
        assert "1 Feb" not in [line.removeprefix("> ") for line in hands.lines()]


async def test_a_data_exception_on_the_queue_says_where_it_is_settled(tmp_path: Path) -> None:
    async with at_work(selecting(tmp_path)) as hands:
        await hands.types("f4")
        while not hands.line_under_cursor().startswith("Data exception"):
            await hands.types("down")
        assert "Load of CS2" in hands.line_under_cursor()
        await hands.types("enter")
        assert "delta.jsonl, line 1" in hands.words
        for key in ("enter", "a", "g"):
            await hands.types(key)
            assert "Settled at Selection" in hands.message


def test_every_kind_of_work_without_a_casegroup_says_what_is_done_about_it_in_words() -> None:
    assert set(OFFICE_WORK) == {"data_exception", "difference", "look_up", "payment"}
    assert all(text.endswith(".") for text in OFFICE_WORK.values())
    assert set(OFFICE_WORK) <= set(QUEUE_KINDS)
    assert [cause for cause in {**CAUSES, **PAYMENTS} if "_" in cause_text("look_up", cause) and cause in CAUSES] == []
    assert cause_text("payment", "names_swapped")[:1].isupper()
    assert set(PAYMENTS) <= set(CAUSES_IN_BRIEF)
