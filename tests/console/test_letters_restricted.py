"""What the letters' screen tells of restricted records: that so many wait, and to the nominated what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.desk import Desk
from console.desk.letters import letter_counts
from tests import restricted
from tests.console.driving import WIDE
from tests.console.work import at_work

if TYPE_CHECKING:
    from pathlib import Path


async def test_letters_of_restricted_records_are_counted_and_nothing_else_is_told(tmp_path: Path) -> None:
    store = restricted.made_store(tmp_path)
    async with at_work(Desk.open(store, restricted.MANAGER, restricted.CLOCK)) as hands:
        told = await hands.types("f2")
        waiting = letter_counts(hands.desk).restricted_waiting
        assert waiting > 0
        assert f"{waiting} restricted wait" in told
        for key in ("1", "2", "3", "4"):
            assert restricted.RESTRICTED not in await hands.types(key)


async def test_who_is_nominated_reads_a_restricted_letter_only_by_opening_it(tmp_path: Path) -> None:
    store = restricted.made_store(tmp_path)
    async with at_work(Desk.open(store, restricted.NOMINATED, restricted.CLOCK), WIDE) as hands:
        told = await hands.types("f2 2")
        assert "to read it is journalled" in told
        assert hands.kinds() == []
        await hands.types("enter")
        assert hands.kinds() == ["restricted_record_opened"]
