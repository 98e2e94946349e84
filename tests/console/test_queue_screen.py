"""Exceptions and service requests on the screen: the door on every screen, the queue by cause, and who does what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.tui.screens.casegroup import CasegroupScreen
from console.tui.screens.queue import QueueScreen
from console.tui.screens.worklist import WorklistScreen
from domain.closure_exceptions.requests import RaiseException
from tests.console.driving import SMALL, WIDE, screen_text
from tests.console.work import CASEWORKER, CLEAN, CLEAN_TOO, INHIBITED, MANAGER, TO_DEFER, at_work, live_desk
from tests.made_up import case_record, casegroup_record

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.desk import Desk
    from tests.console.work import Hands

MANY = 340


def raised(desk: Desk, casegroup_id: str = CLEAN, reason: str = "data_invalid", **more: str) -> Desk:
    """Raise an exception on a casegroup."""
    request = RaiseException.model_validate({"casegroup_id": casegroup_id, "reason": reason, **more})
    assert not desk.perform(request).refusals
    return desk


async def on_the_exception(hands: Hands) -> str:
    """Open the queue on the lines of the first cause of exceptions."""
    await hands.types("f4")
    while not hands.line_under_cursor().startswith("Exception"):
        await hands.types("down")
    return await hands.types("enter")


# ------------------------------------------------------------------------------------------------------------- the door


@pytest.mark.parametrize(
    ("way", "on"),
    [
        ("", f"casegroup {CLEAN}"),
        ("enter", f"case C1 of {CLEAN}"),
        ("enter 1 down down", f"casegroup {CLEAN}"),
        ("enter 1 down down down down", f"case C1 of {CLEAN}"),
        ("enter 3 end", f"case C1 of {CLEAN}"),
        ("enter 4", f"casegroup {CLEAN}"),
        ("enter 5", f"casegroup {CLEAN}"),
        ("enter o 1 y f8", f"casegroup {CLEAN}"),
        ("f4 enter", f"case C3 of {TO_DEFER}"),
    ],
)
async def test_e_raises_an_exception_on_what_is_under_the_cursor_on_every_screen(
    tmp_path: Path, way: str, on: str
) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types(way)
        before = hands.kinds()
        await hands.types("e")
        assert f"Exception on {on}" in hands.words
        assert "Data incomplete or invalid. y writes it." in " ".join((await hands.types("5")).split())
        assert hands.kinds() == before
        await hands.types("y")
        assert hands.written()[len(before) :] == [(on.rpartition(" ")[2], "exception_raised")]
        assert "The exception is on the queue (F4)" in hands.message


async def test_another_reason_is_told_in_ones_own_words_and_kept_when_left(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("e 6")
        await hands.writes("the file is in Belfast")
        await hands.types("escape")
        await hands.types("e 6")
        assert "> the file is in Belfast" in hands.text()
        assert "raised: Other: the file is in Belfast." in await hands.types("enter 6")
        await hands.types("y")
        assert hands.written() == [(CLEAN, "exception_raised")]


async def test_an_exception_costs_six_keys_and_a_line_of_text_from_the_worklist(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("e 6")
        await hands.writes("no answer")
        await hands.types("enter 6 y")
        assert hands.kinds() == ["exception_raised"]


async def test_the_same_exception_is_not_raised_twice_and_the_choice_says_why(tmp_path: Path) -> None:
    async with at_work(raised(live_desk(tmp_path))) as hands:
        text = " ".join((await hands.types("e")).split())
        assert "(5) Data incomplete or invalid: " in text
        await hands.types("5 y")
        assert hands.kinds() == []


async def test_a_service_request_is_raised_given_and_done(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("e 7")
        await hands.writes("Ask the court for its order")
        await hands.types("enter 1 y f4")
        while not hands.line_under_cursor().startswith("Service request"):
            await hands.types("down")
        assert "Ask the court for" in hands.line_under_cursor()
        await hands.types("enter g 2 y")
        assert hands.line_under_cursor().endswith(CASEWORKER)
        await hands.types("a")
        await hands.writes("Received on paper")
        await hands.types("enter 1 y")
        assert hands.kinds() == ["service_request_raised", "service_request_allocated", "service_request_done"]


# ------------------------------------------------------------------------------------------------------------ the queue


async def test_the_queue_stands_by_cause_with_how_many_and_how_old_the_oldest_is(tmp_path: Path) -> None:
    desk = live_desk(tmp_path)
    for number in (CLEAN, CLEAN_TOO):
        raised(desk, number)
    async with at_work(desk) as hands:
        text = await hands.types("f4")
        rows = [" ".join(line.removeprefix(">").split()) for line in text.splitlines()[5:9]]
        assert rows == [
            "Everything 4 3 45 d",
            "Exception Data incomplete or invalid 2 2 0 d",
            "Outstanding work item Appeal 1 1 45 d",
            "Inhibit to review Manual inhibit 1 0 42 d",
        ]


async def test_enter_opens_the_lines_then_the_casegroup_and_esc_leads_back_to_each(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("f4 enter")
        assert TO_DEFER in hands.line_under_cursor()
        await hands.types("down enter")
        assert isinstance(hands.screen, CasegroupScreen)
        assert hands.lines()[1].startswith(f" {INHIBITED} ")
        await hands.types("escape")
        assert isinstance(hands.screen, QueueScreen)
        assert INHIBITED in hands.line_under_cursor()
        await hands.types("escape")
        assert hands.line_under_cursor().startswith("Everything")
        await hands.types("escape")
        assert isinstance(hands.screen, WorklistScreen)


@pytest.mark.parametrize("way", ["f4", "f4 enter", "f4 enter enter", "f4 enter enter f8", "enter f4"])
async def test_f3_goes_to_the_worklist_from_wherever_the_queue_led(tmp_path: Path, way: str) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types(f"{way} f3")
        assert isinstance(hands.screen, WorklistScreen)


async def test_f4_on_a_casegroup_leaves_it_for_the_queue(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.bursts("enter f4 enter")
        assert isinstance(hands.screen, QueueScreen)
        assert TO_DEFER in hands.line_under_cursor()


async def test_only_answers_possible_from_where_it_is_are_offered_and_the_history_is_told(tmp_path: Path) -> None:
    async with at_work(raised(live_desk(tmp_path), reason="transition_date_not_set")) as hands:
        await on_the_exception(hands)
        text = await hands.types("a")
        assert "1  Technical skip" in text
        assert "3  Refer to caseworker" in text
        assert "Corrected" not in text
        await hands.types("3 y")
        assert hands.kinds() == ["exception_answered"]
        assert "incident team" in hands.line_under_cursor()
        text = " ".join((await hands.types("w")).split())
        assert "Exception exception-1 raised: Transition date not set." in text
        assert "refer to caseworker, through the incident team" in text
        await hands.types("escape a 1 y a")
        assert "Corrected, back to close" in await hands.types("1")
        await hands.types("y a")
        assert hands.message == "Note: The next batch answers this by itself."


async def test_a_team_leader_gives_it_to_somebody_and_a_caseworker_may_not(tmp_path: Path) -> None:
    async with at_work(raised(live_desk(tmp_path))) as hands:
        await on_the_exception(hands)
        await hands.types("g")
        assert "A Patel (worker)" in hands.text()
        await hands.types("2 y")
        assert hands.kinds() == ["exception_allocated"]
        assert hands.line_under_cursor().endswith(CASEWORKER)
    (tmp_path / "worker").mkdir()
    desk = raised(live_desk(tmp_path / "worker"))
    desk.user = CASEWORKER
    async with at_work(desk) as hands:
        await on_the_exception(hands)
        await hands.types("g 1 y")
        assert hands.kinds() == []
        assert MANAGER in hands.text()


async def test_what_was_given_to_one_has_a_line_of_its_own(tmp_path: Path) -> None:
    desk = raised(live_desk(tmp_path))
    async with at_work(desk) as hands:
        await on_the_exception(hands)
        await hands.types("g 1 y escape home down")
        assert hands.line_under_cursor().startswith("Given to you")
        assert CLEAN in await hands.types("enter")


@pytest.mark.parametrize("key", ["a", "g"])
async def test_what_is_done_on_the_casegroup_says_so(tmp_path: Path, key: str) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types(f"f4 {key}")
        assert hands.message == "Note: This is a cause; Enter shows its lines."
        await hands.types(f"enter {key}")
        assert hands.message == "Note: Outstanding work item: Enter opens the casegroup, where it is done."


async def test_an_empty_queue_says_so(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path, casegroup_record())) as hands:
        assert "Nothing waits for anybody." in await hands.types("f4")
        for key in ("enter", "e", "a", "g", "w", "t", "f5"):
            await hands.types(key)
        assert hands.written() == []
        assert hands.app.is_running


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
async def test_hundreds_of_lines_are_paged_and_none_is_wider_than_the_screen(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    items = [{"id": f"W{n}", "kind": "appeal [née] \x1b[31m", "opened_on": "2016-01-01"} for n in range(MANY)]
    record = casegroup_record(cases=[case_record(work_items=items)])
    async with at_work(live_desk(tmp_path, record), size) as hands:
        await hands.types("f4 enter end")
        assert f"{MANY} open" in hands.lines()[2]
        lines = screen_text(hands.app)
        assert [len(line) for line in lines] == [size[0]] * size[1]
        assert "\x1b" not in hands.text()
        assert "[née]" in hands.text()
