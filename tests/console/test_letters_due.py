"""What is due: the list shows, and reads, the letter that would go today; what is to come stands apart."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.console.test_letters_screen import desk_of
from tests.console.work import at_work
from tests.letter_store import on, payer, proactive

if TYPE_CHECKING:
    from pathlib import Path


async def test_the_list_of_what_is_due_shows_the_letter_that_would_go_today_and_reads_it(tmp_path: Path) -> None:
    # First contact was never sent; by now liability has ended, and that is what clients are told.
    late = on(desk_of(tmp_path, proactive("CG1"), ready=False), date(2016, 7, 15), tmp_path, proactive("CG1"))
    async with at_work(late) as hands:
        told = await hands.types("f2")
        assert "CMSL6307  paying" in told
        assert "CMSL6303" not in told
        read = await hands.types("v")
        assert "CMSL6307" in read
        assert "Dear Sam Client1" in read
        assert "In the tray" not in read
        assert hands.written() == []


async def test_a_letter_whose_facts_are_too_old_says_so_in_the_list(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path, proactive("CG1"), ready=False, day=date(2016, 7, 15))) as hands:
        assert "CMSL6303  paying          facts too old" in await hands.types("f2")


async def test_what_is_to_come_stands_in_a_list_of_its_own(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path, proactive("CG1"), ready=False, day=date(2016, 1, 3))) as hands:
        assert "1 DUE 0" in await hands.types("f2")
        told = await hands.types("5")
        assert "5 TO COME 2" in told
        assert "CMSL6303  paying" in told


async def test_a_letter_held_back_is_no_longer_due(tmp_path: Path) -> None:
    late, dead = date(2016, 7, 15), payer(date_of_death="2016-01-02")
    record = proactive("CG1", paying_parent=dead)
    async with at_work(on(desk_of(tmp_path, record, ready=False), late, tmp_path, record)) as hands:
        assert "client has died" in await hands.types("f2")
        told = await hands.types("P 1 y 1")
        assert "1 DUE 0" in told
        assert "4 Held back 1" in told
        await hands.types("4 g 5")
        assert hands.text().count("held back") == 1
        assert "blocked" not in hands.text()
