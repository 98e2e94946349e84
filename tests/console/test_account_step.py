"""The full account breakdown on screen: drafted, corrected, checked by somebody else, relayed, and written to files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from domain.actor import Actor
from tests.console.work import at_work, live_store, named, sit_down
from tests.made_up import case_record, casegroup_record

if TYPE_CHECKING:
    from pathlib import Path

    from tests.made_up import Record

LEADER, SERVICE = "leader", "service"
WIDE = 120
STEPS = ["breakdown_drafted", "breakdown_corrected"]


def large() -> Record:
    """A casegroup whose balance is £1.2m higher than its history."""
    receipts = [
        {"receipt_id": "R1", "received_on": "2015-06-01", "amount": "50.00",
         "allocations": [{"case_id": "C1", "to": "debt", "amount": "50.00"}]},
    ]  # fmt: skip
    return casegroup_record(
        cases=[case_record(outstanding="1203600.00")], paying_parent=named("Adams"), receipts=receipts
    )


def store(folder: Path, *records: Record) -> Path:
    """Make a store with it, a team leader and a CMS caseworker on its roster."""
    path = live_store(folder, *(records or [large()]))
    with sit_down(path) as desk:
        desk.write_roster(
            [
                Actor(LEADER, "B Leader", frozenset({"team_leader"})),
                Actor(SERVICE, "C Service", frozenset({"cms_caseworker"})),
            ]
        )
    return path


async def test_a_million_pounds_goes_from_worklist_to_statement_adjusted_through_three_hands(tmp_path: Path) -> None:
    path = store(tmp_path)
    async with at_work(sit_down(path)) as hands:
        await hands.types("enter o 1 y")
        assert hands.message.endswith("b drafts the breakdown. u undoes it.")
        assert "4 ACCOUNT!" in await hands.types("b 1 y 4")
        await hands.types("+ 2")
        await hands.writes("2015-07-01 100.00 bank statement of July 2015")
        await hands.types("enter 1 y")
        assert hands.kinds()[2:] == STEPS
        assert "Corrections: discrepancy £1,200,000.00 -> £1,200,100.00" in await hands.types("home w")
        await hands.types("escape x")
        assert "£1,200,000.00 of the balance is unexplained, and its breakdown is not finished." in hands.words
        await hands.types("escape b")
        assert "a team leader" in hands.words or "worked on" in hands.words
        await hands.types("1 y escape")
        assert hands.kinds()[2:] == STEPS
    async with at_work(sit_down(path, LEADER)) as hands:
        await hands.types("enter b 1 y")
        await hands.types("b 1 y")
        assert hands.kinds() == ["breakdown_advanced"] * 2
        assert "The breakdown is now: relayed to CMS." in hands.message
        await hands.types("4 +")
        assert hands.message == "Note: The breakdown is relayed to CMS and no longer comes back to be corrected."
    async with at_work(sit_down(path, SERVICE)) as hands:
        await hands.types("enter b 1 y b 1 y")
        assert hands.kinds() == ["breakdown_advanced"] * 2
        assert "STATEMENT ADJUSTED" in await hands.types("4")
        assert "-£1,200,100.00" in await hands.types("end")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_a_line_changed_or_struck_keeps_its_original_in_sight(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_work(sit_down(store(tmp_path)), size) as hands:
        await hands.types("enter o 1 y b 1 y 4 down down")
        assert "Received, put to" in hands.line_under_cursor()
        await hands.types("+ 1")
        await hands.writes("80.00 the receipt book says so")
        await hands.types("enter 1 y")
        assert "changed, was" in hands.text()
        assert "Changed, was £50.00. Evidence: the receipt book says so" in await _told(hands)
        await hands.types("+ 2")
        await hands.writes("it belongs to somebody else")
        await hands.types("enter 1 y")
        assert "STRUCK" in hands.line_under_cursor()
        await hands.types("u 1 y u 1 y")
        assert "£50.00" in hands.line_under_cursor()
        assert "STRUCK" not in hands.text()


async def _told(hands: Any) -> str:
    if hands.app.size.width >= WIDE:
        return str(hands.words)
    await hands.types("w")
    words: str = hands.words
    await hands.types("escape")
    return words


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12.5.2004 100.00 x", "Expected a day from 1900 to 2199 such as 12 May 2015"),
        ("31 Feb 2004 100.00 x", '"31 Feb 2004 100.00 x" was typed.'),
        ("2004-05-12 x y", "Expected a day, an amount"),
        ("500.00", '"500.00" was typed.'),
    ],
)
async def test_what_cannot_be_read_stays_on_its_line_and_what_was_expected_is_said(
    tmp_path: Path, typed: str, said: str
) -> None:
    async with at_work(sit_down(store(tmp_path))) as hands:
        await hands.types("enter o 1 y b 1 y 4 + 1")
        await hands.writes(typed)
        await hands.types("enter")
        assert said in hands.message
        assert hands.message.endswith("Put it right, or Esc leaves it.")
        assert f"> {typed}" in hands.text()
        assert hands.kinds()[2:] == STEPS[:1]


@pytest.mark.parametrize("day", ["12 May 2004", "12/05/2004", "2004-05-12"])
async def test_nothing_typed_after_a_refused_line_runs_as_a_command_and_a_day_is_taken_as_people_write_it(
    tmp_path: Path, day: str
) -> None:
    async with at_work(sit_down(store(tmp_path))) as hands:
        await hands.types("enter o 1 y b 1 y 4 + 2")
        await hands.writes("3 y")
        await hands.types("enter")
        text = await hands.writes("500.00")
        assert "> 3 y500.00" in text
        await hands.types("enter end ctrl+u")
        await hands.writes(f"{day} 500.00 bank statement")
        text = await hands.types("enter 1")
        assert "12 May 2004" in text
        await hands.types("y")
        assert hands.kinds()[2:] == [STEPS[0], "breakdown_corrected"]


async def test_evidence_is_asked_for(tmp_path: Path) -> None:
    async with at_work(sit_down(store(tmp_path))) as hands:
        await hands.types("enter o 1 y b 1 y 4 + 1")
        await hands.writes("2004-05-12 100.00")
        await hands.types("enter")
        assert "Refused:" in hands.message
        assert "> 2004-05-12 100.00" in hands.text()
        assert hands.kinds()[2:] == STEPS[:1]


async def test_it_is_written_to_files_where_it_is_told_and_never_over_one(tmp_path: Path) -> None:
    async with at_work(sit_down(store(tmp_path))) as hands:
        await hands.types("enter o 1 y b 1 y")
        for ending in ("csv", "xlsx", "pdf"):
            file = tmp_path / f"out.{ending}"
            await hands.types("b 3")
            await hands.writes(str(file))
            await hands.types("enter 1 y")
            assert file.stat().st_size > 200
        await hands.types("b 3")
        await hands.writes(str(tmp_path / "out.csv"))
        await hands.types("enter 1 y")
        assert "is there already" in hands.words
        await hands.types("escape b 3")
        await hands.writes("out.doc")
        await hands.types("enter")
        assert "Expected a file name ending in" in hands.message


async def test_before_it_is_drafted_the_ledger_is_shown_and_the_keys_say_why_they_are_off(tmp_path: Path) -> None:
    async with at_work(sit_down(store(tmp_path))) as hands:
        text = await hands.types("enter 4")
        assert "not drafted (b)" in text
        assert "Balance held" in text
        await hands.types("b")
        assert hands.message == "Note: No outcome is recorded yet; o records it."
        await hands.types("+")
        assert hands.message == "Note: The breakdown is not drafted yet; b drafts it."
