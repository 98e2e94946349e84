"""Payments on the screen: those to be looked into first, none ever guessed, files shown before y."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from console.desk.payments import payment_told, payments_told
from console.desk.queue import queue_counts
from console.tui.screens.payments import PaymentsScreen
from tests.console.driving import SMALL, WIDE
from tests.console.test_arrival_screen import closed_store, sitting_at
from tests.console.work import at_work
from tests.desk.test_payments import file_of

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.desk import Desk
    from tests.console.work import Hands

SURE = ("QQ000001A", "Sam", "Client1", "R1", "50.00")
SWAPPED = ("QQ000002A", "Client2", "Sam", "R2", "1.00")
OF_RESTRICTED = ("QQ000004A", "Quillf", "Sam", "R4", "7.00")
NOBODY = ("", "Bo[b] [/]", "Ng\x1b[31m", "R5", "9999.00")


def paid(folder: Path, user: str = "olive") -> tuple[Desk, Path]:
    """Sit down at a store with closed casegroups, and a daily file beside it that is not taken in yet."""
    path = closed_store(folder, 1, 2, 4)
    return sitting_at(path, user), file_of(folder / "daily.csv", SURE, SWAPPED, OF_RESTRICTED, NOBODY)


def waiting_payments(desk: Desk) -> int:
    """Count the payments that wait on the queue."""
    return sum(found.count for found in queue_counts(desk) if found.kind == "payment")


async def taken_in(hands: Hands, file: Path) -> str:
    """Take the daily file in by keys."""
    await hands.types("f7 M i 1")
    await hands.writes(str(file))
    await hands.types("enter 1")
    return await hands.types("y")


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
async def test_a_file_is_shown_as_understood_with_its_totals_and_taken_in_after_y(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    desk, file = paid(tmp_path)
    with desk:
        async with at_work(desk, size) as hands:
            assert "i takes a file in" in await hands.types("f7 M")
            await hands.types("i 1")
            await hands.writes(str(file))
            told = await hands.types("enter 1")
            assert "4 rows, £10,057.00 in all." in told
            assert "5 headings in line 1" in hands.words
            assert payments_told(desk) == []
            told = await hands.types("y")
            assert "1 passed to CMS, 3 to be looked into." in told
            assert isinstance(hands.screen, PaymentsScreen)
            assert hands.screen.grid.cursor_key == "R2"
            assert [line for line in hands.lines()[1:] if "…" in line and "Bo[b]" not in line] == []


async def test_a_file_that_is_not_there_stays_on_its_line_with_the_reason(tmp_path: Path) -> None:
    desk, _ = paid(tmp_path)
    with desk:
        async with at_work(desk) as hands:
            await hands.types("f7 M i 1")
            await hands.writes(str(tmp_path / "missing.csv"))
            assert "cannot be read" in await hands.types("enter")
            assert payments_told(desk) == []


async def test_a_payment_is_passed_to_a_candidate_after_a_note_and_leaves_the_queue(tmp_path: Path) -> None:
    desk, file = paid(tmp_path)
    with desk:
        async with at_work(desk) as hands:
            await taken_in(hands, file)
            assert waiting_payments(desk) == 3
            assert "CG2: number agrees, names swapped" in await hands.types("p")
            await hands.types("1")
            assert "Nothing is typed yet." in await hands.types("enter")
            await hands.writes("the bank confirmed")
            assert "looked into: the bank confirmed" in await hands.types("enter 1")
            assert payment_told(desk, "R2").row.state == "investigating"
            assert "Passed to CMS as CG2's." in await hands.types("y")
            assert payment_told(desk, "R2").row.state == "passed"
            assert waiting_payments(desk) == 2
            assert "does not wait" in await hands.types("end p")


async def test_another_casegroup_is_typed(tmp_path: Path) -> None:
    desk, file = paid(tmp_path)
    with desk:
        async with at_work(desk) as hands:
            await taken_in(hands, file)
            assert isinstance(hands.screen, PaymentsScreen)
            assert hands.screen.grid.move_to_key("R5")
            await hands.types("p 1")
            for text in ("CG1", "paid by his mother"):
                await hands.writes(text)
                await hands.types("enter")
            await hands.types("1 y")
            assert payment_told(desk, "R5").row.casegroup_id == "CG1"


@pytest.mark.parametrize(("key", "state"), [("1", "returned"), ("2", "belongs_elsewhere"), ("3", "investigating")])
async def test_what_was_found_is_written_down(tmp_path: Path, key: str, state: str) -> None:
    desk, file = paid(tmp_path)
    with desk:
        async with at_work(desk) as hands:
            await taken_in(hands, file)
            await hands.types(f"a {key}")
            await hands.writes("called them")
            await hands.types("enter 1 y")
            assert payment_told(desk, "R2").row.state == state


async def test_the_file_for_cms_is_written_once_after_its_totals_were_shown(tmp_path: Path) -> None:
    desk, file = paid(tmp_path)
    out = tmp_path / "out.csv"
    with desk:
        async with at_work(desk) as hands:
            await taken_in(hands, file)
            await hands.types("x 1")
            await hands.writes(str(out))
            assert "1 payments, £50.00 in all" in await hands.types("enter 1")
            assert not out.exists()
            await hands.types("y")
            with out.open(encoding="utf-8-sig", newline="") as written:
                assert any("R1" in row for row in csv.reader(written))
            assert "No payment was passed since the last file." in await hands.types("x")
            assert payment_told(desk, "R1").row.state == "written"


async def test_what_may_be_a_restricted_record_is_masked_and_hostile_names_are_shown(tmp_path: Path) -> None:
    desk, file = paid(tmp_path)
    with desk:
        async with at_work(desk, WIDE) as hands:
            told = await taken_in(hands, file)
            assert "Quillf" not in told
            assert "restricted" in told
            assert "Bo[b] [/]" in told
            assert "\x1b" not in told
            assert isinstance(hands.screen, PaymentsScreen)
            assert hands.screen.grid.move_to_key("R4")
            told = await hands.types("p")
            assert "somebody nominated looks into it" in told
            assert "Quillf" not in told


async def test_the_queue_lists_payments_without_a_name_and_opens_them(tmp_path: Path) -> None:
    desk, file = paid(tmp_path)
    with desk:
        async with at_work(desk) as hands:
            await taken_in(hands, file)
            told = await hands.types("f4 enter")
            assert "R2" in told
            assert "Client2" not in told
            assert "Bo[b]" not in told
            await hands.types("enter")
            assert isinstance(hands.screen, PaymentsScreen)
            assert hands.screen.grid.cursor_key == "R2"
