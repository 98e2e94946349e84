"""A question shows all it would write before `y` writes it, says what it leaves out, and offers nothing in vain."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from console.tui.widgets.question import HELD_SECONDS, JUST_SHOWN, MORE
from tests.console.driving import SMALL, WIDE
from tests.console.test_account_step import LEADER, SERVICE, store
from tests.console.work import at_work, live_desk, sit_down, training_desk
from tests.made_up import case_record, casegroup_record

if TYPE_CHECKING:
    from pathlib import Path

    from tests.console.work import Hands

MANY = 60
FIRST_DAY = date(2016, 3, 1)
SIZES = pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])


def many_due() -> list[dict[str, Any]]:
    """Casegroups due on different days, so that each is a line of its own in what would be written."""
    return [
        casegroup_record(
            f"CG{number:03d}",
            transition_request={
                "request_id": "T1",
                "kind": "LTR1",
                "received_on": "2016-01-15",
                "closure_date": str(FIRST_DAY + timedelta(number)),
            },
        )
        for number in range(MANY)
    ]


def at_leisure(hands: Hands) -> None:
    """Let a page be read between two keys."""
    told = iter(range(0, 10**6, round(HELD_SECONDS) + 1))
    hands.screen.question.seconds = lambda: float(next(told))


async def pages_through(hands: Hands) -> list[str]:
    """Press PgDn until the end of what would be written stands there, and read every line on the way."""
    read = hands.text().splitlines()
    while "more below: PgDn" in hands.text() and "y writes it." not in hands.text():
        read += (await hands.types("pagedown")).splitlines()
    return read


@SIZES
async def test_a_batch_that_does_not_fit_the_screen_is_not_written_before_its_end_was_shown(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_work(live_desk(tmp_path, *many_due()), size) as hands:
        await hands.types("* o 1")
        at_leisure(hands)
        before = hands.kinds()
        read = hands.text().splitlines()
        assert "more below: PgDn" in hands.text()
        await hands.types("y")
        assert hands.message == f"Note: {MORE}"
        assert hands.kinds() == before
        read += await pages_through(hands)
        await hands.types("y")
        assert len(hands.kinds()) == 2 * MANY
        words = " ".join(" ".join(read).split())
        assert all(f"CG{number:03d}" in words for number in range(MANY))


async def test_y_alone_pages_to_the_end_and_then_writes(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path, *many_due())) as hands:
        await hands.types("* o 1")
        at_leisure(hands)
        pages = 0
        while hands.kinds() == []:
            assert "y writes it." not in hands.text() or pages
            await hands.types("y")
            pages += 1
        assert pages > 1
        assert len(hands.kinds()) == 2 * MANY


async def test_a_y_held_down_pages_but_never_writes(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path, *many_due())) as hands:
        await hands.types("* o 1")
        hands.screen.question.seconds = lambda: 1.0
        await hands.bursts("y " * 100)
        assert hands.kinds() == []
        assert hands.message == f"Note: {JUST_SHOWN}"
        hands.screen.question.seconds = lambda: 1.0 + HELD_SECONDS
        await hands.types("y")
        assert len(hands.kinds()) == 2 * MANY


async def test_lines_passed_over_do_not_count_as_shown(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path, *many_due())) as hands:
        await hands.types("* o 1")
        at_leisure(hands)
        await hands.types("end")
        assert "y writes it." in hands.text()
        await hands.types("y")
        assert hands.kinds() == []
        assert hands.message == f"Note: {MORE}"
        await hands.types("escape")
        assert hands.kinds() == []


async def test_the_end_that_was_shown_stays_shown_when_one_pages_back(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path, *many_due())) as hands:
        await hands.types("* o 1")
        at_leisure(hands)
        await pages_through(hands)
        await hands.types("home")
        assert "Record the outcome: 60 of 60" in hands.text()
        await hands.types("y")
        assert len(hands.kinds()) == 2 * MANY


@SIZES
async def test_the_choice_stands_first_and_what_does_not_fit_after_it_by_reason_and_stays_marked(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_work(training_desk(tmp_path), size) as hands:
        await hands.types("* o 1 pagedown")
        await pages_through(hands)
        await hands.types("y")
        assert re.search(r"recorded for (\d+) of \d+", hands.message)
        before = len(hands.written())
        await hands.types("f5 *")
        if " marked" not in hands.lines()[2]:
            await hands.types("*")
        text = await hands.types("x")
        lines = [line.strip() for line in text.splitlines()]
        choice, fit, of_all = next(
            (number, int(found[1]), int(found[2]))
            for number, line in enumerate(lines)
            if (found := re.search(r"1  Dispose of the arrears: (\d+) of (\d+)", line))
        )
        unfit = of_all - fit
        assert 0 < fit < of_all
        assert (
            lines[choice - 1]
            == f"{unfit} of {of_all} do not fit: they are named below, with why, and keep their marks."
        )
        assert "do not fit: " in lines[choice + 2]
        assert "more below: PgDn" in text or "S49 does not fit" in text or "S49-1 wants" in text
        shown = await hands.types("1")
        assert "This will be written:" in shown
        assert "Arrears disposed of" in shown
        await pages_through(hands)
        await hands.types("y")
        assert [kind for _, kind in hands.written()[before:]].count("arrears_disposed") == fit
        assert f"disposed of for {fit} of {of_all}." in hands.message
        assert f"{unfit} did not fit and stay marked: " in hands.message
        assert f"{unfit} marked" in hands.lines()[2]
        assert f"Dispose of the arrears: 0 of {unfit}: none of them fits." in await hands.types("x")


async def test_a_single_preview_longer_than_the_screen_is_paged_before_it_is_written(tmp_path: Path) -> None:
    cases = [case_record(f"C{number}", outstanding="3650.00") for number in range(1, 15)]
    async with at_work(live_desk(tmp_path, casegroup_record("CG1", cases=cases))) as hands:
        await hands.types("enter o 1")
        at_leisure(hands)
        await pages_through(hands)
        await hands.types("y x 1")
        at_leisure(hands)
        assert "more below: PgDn" in hands.text()
        before = hands.kinds()
        await hands.types("y")
        assert hands.kinds() == before
        read = hands.text().splitlines() + await pages_through(hands)
        assert "Case C14," in " ".join(read)
        await hands.types("y")
        assert hands.kinds() == [*before, "arrears_disposed"]


async def test_a_burst_does_not_write_a_preview_that_does_not_fit(tmp_path: Path) -> None:
    cases = [case_record(f"C{number}", outstanding="3650.00") for number in range(1, 15)]
    async with at_work(live_desk(tmp_path, casegroup_record("CG1", cases=cases))) as hands:
        await hands.types("enter o 1")
        at_leisure(hands)
        await pages_through(hands)
        await hands.types("y")
        before = hands.kinds()
        await hands.bursts("x 1 y")
        assert hands.kinds() == before
        assert hands.screen.question.is_open


@SIZES
async def test_the_credits_of_a_lesson_are_all_seen_before_they_are_disposed_of(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_work(training_desk(tmp_path), size) as hands:
        await hands.types(": S 3 5 enter o 1 y x 1")
        at_leisure(hands)
        read = [*hands.text().splitlines(), *await pages_through(hands)]
        words = " ".join(" ".join(read).split())
        assert "a credit of £0.10" in words
        assert "a credit of £75.00" in words
        await hands.types("y")
        assert hands.kinds()[-1] == "arrears_disposed"


async def test_another_width_wants_what_was_shown_to_be_shown_again(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path, *many_due()), WIDE) as hands:
        await hands.types("* o 1")
        at_leisure(hands)
        await pages_through(hands)
        await hands.pilot.resize_terminal(*SMALL)
        await hands.types("y")
        assert hands.kinds() == []
        assert hands.message == f"Note: {MORE}"


# -------------------------------------------------------------------------------------------- said once and in words


@SIZES
async def test_a_correction_is_told_in_words_with_what_was_typed_before_it_is_chosen(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_work(sit_down(store(tmp_path)), size) as hands:
        await hands.types("enter o 1 y b 1 y 4 down down +")
        assert "Correct receipt put to debt of £50.00 on 1 Jun 2015, case C1" in hands.words
        await hands.types("1")
        await hands.writes("80.00 the receipt book says so")
        await hands.types("enter")
        change = "Change receipt put to debt of £50.00 on 1 Jun 2015, case C1, to £80.00"
        assert change in hands.words
        assert "1 Write this correction" in hands.words
        text = await hands.types("1")
        assert f"This will be written: {change}. Evidence: the receipt book says so y writes it." in hands.words
        assert "C1/" not in text.partition("Write this correction")[2]
        await hands.types("y + 2")
        await hands.writes("it belongs to somebody else")
        await hands.types("enter")
        assert "Strike receipt put to debt of £80.00 on 1 Jun 2015, case C1" in hands.words
        await hands.types("1 y + 3")
        await hands.writes("2015-05-12 100.00 statement")
        await hands.types("enter")
        assert "Add maintenance due of £100.00 on 12 May 2015 to case C1" in hands.words


async def test_a_line_struck_already_is_not_offered_to_be_struck(tmp_path: Path) -> None:
    async with at_work(sit_down(store(tmp_path))) as hands:
        await hands.types("enter o 1 y b 1 y 4 down down + 2")
        await hands.writes("it belongs to somebody else")
        await hands.types("enter 1 y +")
        assert "(2) Strike it: " in hands.words
        await hands.types("2")
        assert hands.message.startswith("Refused: ")
        assert hands.screen.question.chosen is None


async def test_a_breakdown_that_is_relayed_is_not_offered_to_be_sent_back(tmp_path: Path) -> None:
    path = store(tmp_path)
    async with at_work(sit_down(path)) as hands:
        await hands.types("enter o 1 y b 1 y")
    async with at_work(sit_down(path, LEADER)) as hands:
        await hands.types("enter b")
        assert "2 Send it back to be corrected" in hands.words
        await hands.types("1 y b 1 y b")
        assert "(2) Send it back to be corrected: The breakdown is relayed to CMS" in hands.words
    async with at_work(sit_down(path, SERVICE)) as hands:
        for state in ("clients contacted", "statement adjusted"):
            await hands.types("enter b 1 y b")
            assert f"Account breakdown: {state}" in hands.words
            number = hands.words.partition(" Send it back to be corrected: ")[0][-3:]
            assert number.startswith("(")
            await hands.types(number.strip("()"))
            assert hands.screen.question.chosen is None
            assert hands.message.startswith("Refused: ")
            await hands.types("escape escape")
            assert hands.kinds()[-1] == "breakdown_advanced"


async def test_a_question_of_one_sentence_does_not_say_it_twice(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types(": C G 6 enter o 1 y f")
        await hands.writes("on paper")
        await hands.types("enter")
        assert hands.words.count("Confirm the clerical validation") == 1
        assert "1 Yes" in hands.words
