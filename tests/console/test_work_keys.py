"""Keys from the worklist to something written: how many it takes, typed one by one or all at once, and never twice."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from textual import events

from tests.console.driving import settle, type_at_once
from tests.console.work import CLEAN, CLEAN_TOO, CLERICAL, OFFSETTING, SHORT, TO_DEFER, at_work, keys_of, live_desk
from tests.made_up import case_record, casegroup_record

if TYPE_CHECKING:
    from pathlib import Path

VALIDATED = ["deferral_checked", "balance_validated"]
DEFERRED = ["deferral_checked", "closure_deferred"]
CLEAN_BUDGET, DEFERRAL_BUDGET, EXPLAINED_BUDGET = 6, 8, 14


async def test_a_clean_casegroup_is_done_in_four_keys(tmp_path: Path) -> None:
    script = "enter o 1 y"
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types(script)
        assert hands.written() == [(CLEAN, kind) for kind in VALIDATED]
        assert hands.message.startswith("Done: The outcome is recorded: validated.")
        assert "To dispose" in hands.lines()[1]
    assert len(list(keys_of(script))) <= CLEAN_BUDGET


async def test_the_same_four_keys_in_one_burst_write_the_same_once(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.bursts("enter o 1 y")
        assert hands.written() == [(CLEAN, kind) for kind in VALIDATED]
        assert "Done: The outcome is recorded" in hands.message


async def test_a_burst_ends_at_the_first_thing_written_and_says_what_was_dropped(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.bursts("enter o 1 y n o 1 y")
        assert hands.written() == [(CLEAN, kind) for kind in VALIDATED]
        assert "Done: The outcome is recorded" in hands.text()
        assert hands.message.endswith("4 keys typed ahead after it did nothing.")
        await hands.bursts("n o 1 y")
        assert hands.written()[2:] == [(CLEAN_TOO, kind) for kind in VALIDATED]


async def test_an_outcome_on_record_already_is_not_recorded_again_by_keys_typed_ahead(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.bursts("enter o 1 y")
        await hands.bursts("o 1 y")
        assert hands.kinds() == VALIDATED
        assert hands.screen.question.is_open


async def test_a_key_at_every_turn_of_the_loop_is_kept_too(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        for key in keys_of("enter 1 2 3 4 o 1 y"):
            type_at_once(hands.app, key)
            await asyncio.sleep(0)
        await settle(hands.app, hands.pilot)
        assert hands.written() == [(CLEAN, kind) for kind in VALIDATED]


@pytest.mark.parametrize("way", ["types", "bursts"])
async def test_a_deferral_takes_four_keys(tmp_path: Path, way: str) -> None:
    script = "enter d 1 y"
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("down down")
        await getattr(hands, way)(script)
        assert hands.written() == [(TO_DEFER, kind) for kind in DEFERRED]
        assert hands.message == "Done: Closure is deferred. u undoes it."
        assert "due 29 Mar 2016   Deferred" in hands.lines()[1]
    assert len(list(keys_of(script))) <= DEFERRAL_BUDGET


async def test_an_explained_difference_is_looked_into_and_recorded_within_its_budget(tmp_path: Path) -> None:
    adjusted = [{"adjustment_id": "A1", "date": "2015-06-01", "amount": "50.00", "reason": "court order"}]
    record = casegroup_record(cases=[case_record(outstanding="3700.00", adjustments=adjusted)])
    script = "enter 3 down w escape o 1 y"
    async with at_work(live_desk(tmp_path, record)) as hands:
        await hands.types("enter 3 down")
        assert "- 1 Debt adjustments" in hands.text()
        assert "£50.00" in next(line for line in hands.lines() if "1 Debt adjustments" in line)
        await hands.types("w")
        assert "A1" in hands.text()
        await hands.types("escape o 1 y")
        assert hands.kinds() == VALIDATED
        assert "Done: The outcome is recorded: validated" in hands.message
    assert len(list(keys_of(script))) <= EXPLAINED_BUDGET


# ---------------------------------------------------------------------------------------------------- never by accident


@pytest.mark.parametrize(
    "before",
    ["", "enter", "enter o", "enter o 1", "enter 1", "enter 3", "enter 4", "f8", "enter f8 u", "enter i", "enter a 1",
     "enter t", "enter w", "enter W 1", "/", "s", ":", "o", "o 1", "* o 1", "f1", "ctrl+p", "enter n n d 1"],
)  # fmt: skip
async def test_enter_held_down_never_writes(tmp_path: Path, before: str) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types(before)
        await hands.bursts("enter " * 30)
        await hands.types("enter ctrl+j")
        assert hands.written() == []
        assert hands.app.is_running


@pytest.mark.parametrize("doubled", ["enter o 1 y y", "enter o 1 1 y", "enter o o 1 y", "enter o o 1 1 y y y"])
@pytest.mark.parametrize("way", ["types", "bursts"])
async def test_a_doubled_key_writes_nothing_twice(tmp_path: Path, doubled: str, way: str) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await getattr(hands, way)(doubled)
        assert hands.kinds() in ([], VALIDATED)
        assert hands.screen.question.is_open is not bool(hands.kinds())
        await hands.types("escape")
        assert hands.kinds() in ([], VALIDATED)


async def test_a_whole_script_sent_twice_asks_anew_the_second_time(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter d d 1 1 y")
        assert hands.written() == []
        await hands.types("o 1 y")
        await hands.types("o")
        assert "An outcome is on record already" in hands.text()
        assert hands.kinds() == VALIDATED


@pytest.mark.parametrize(
    ("number", "steps"), [(OFFSETTING, 4), (CLERICAL, 5), (SHORT, 3)], ids=["offsetting", "clerical", "discrepancy"]
)
async def test_a_burst_on_a_casegroup_that_is_not_plain_stops_at_the_question(
    tmp_path: Path, number: str, steps: int
) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("down " * steps)
        text = await hands.bursts("enter o 1 y")
        assert number in hands.lines()[1]
        assert "2 keys typed before this question appeared did nothing." in hands.message
        assert "Not a plain case: read what will be written." in text
        assert hands.written() == []
        await hands.types("1 y")
        assert hands.written() == [(number, kind) for kind in VALIDATED]


async def test_a_burst_after_another_key_for_the_question_is_dropped_whole(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.bursts("enter o 2 y")
        assert hands.written() == []
        assert "2 keys typed before this question appeared did nothing." in hands.message


@pytest.mark.parametrize(
    "place",
    ["", "enter", "enter o", "enter o 1", "enter w", "enter t", "enter T", "enter f8", "enter f8 w", "f8", "/ a", "s",
     ": a", "f1", "ctrl+p a", "space", "enter a 4 y", "enter i", "enter W 1 y"],
)  # fmt: skip
async def test_escape_is_always_safe_and_leads_back_to_the_worklist(tmp_path: Path, place: str) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types(place)
        await hands.types("escape " * 6)
        assert "Worklist" in hands.lines()[1]
        assert "This is the first screen." in hands.message
        assert hands.written() == []
        await hands.bursts("enter o 1 y")
        assert hands.kinds() == VALIDATED


async def test_keypad_enter_is_enter(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.bursts("ctrl+j o ctrl+j 1 y")
        assert hands.written() == []
        await hands.types("1 y")
        assert hands.kinds() == VALIDATED


async def test_a_key_off_just_now_says_why(tmp_path: Path) -> None:
    reasons = {
        "d": "No deferral rule is broken.",
        "m": "No outcome is recorded yet; o records it.",
        "f": "No validation of a clerical case waits to be confirmed.",
        "u": "There is nothing of ours to undo.",
        "U": "There is nothing to bring back.",
    }
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter")
        for key, reason in reasons.items():
            await hands.types(key)
            assert hands.message == f"Note: {reason}"
        assert "(d Defer)(m Amend)" in hands.lines()[23]
        assert hands.written() == []


@pytest.mark.parametrize("letter", ["y", "Y", "1", "o", "é"])
async def test_what_a_terminal_sends_for_escape_and_a_letter_at_once_is_escape_and_the_letter(
    tmp_path: Path, letter: str
) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter o 1")
        hands.app.post_message(events.Key(f"alt+{letter.lower()}", letter))
        await settle(hands.app, hands.pilot)
        assert hands.written() == []
        assert hands.screen.question.is_open is (letter == "o")
        await hands.types("escape t")
        hands.app.post_message(events.Key(f"alt+{letter.lower()}", letter))
        await hands.types("escape t")
        assert f"> {letter}" not in hands.text()
