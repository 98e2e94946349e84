"""Names and references that try to be markup, escapes or overrides: shown whole and inert wherever they come up."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from textual import events

from console.present.printable import printable
from tests.cli.test_hostile import obeyed
from tests.console.driving import SMALL, WIDE, painted
from tests.console.work import at_work, live_desk, live_store, sit_down
from tests.made_up import case_record, casegroup_record

if TYPE_CHECKING:
    from pathlib import Path

    from tests.console.work import Hands
    from tests.made_up import Record

HOSTILE = (
    "Smith [née Jones]",
    "O'Brien [/] Ltd",
    "[@click=app.quit]x[/]",
    "$x [bold]b[/bold] \\[z]",
    "ESC \x1b[31mred\x1b]52;c;aGk=\x07\x1b[2J",
    "C1 \x9b31m \x9d52;c;aGk=\x9c",
    "RLO \u202egnp.exe\u202c \u2066iso\u2069",
    "NUL \x00\x7f and \r\n\ttab",
    "王小明 山田太郎",
    "Zoe\u0301 A\u030angstro\u0308m",
    "Siân Ó Briain",
    "{0} %s {name}",
)
LONG = "N" * 300
NOTHING_BUT_HOSTILE = " ".join(HOSTILE)[:199]
PLACES = (
    "", "down", "enter 1", "enter 1 down down down down", "enter 1 end", "enter 1 w", "enter 1 end w", "enter 2",
    "enter 2 w", "enter 3", "enter 3 end", "enter 3 end w", "enter 4", "enter 4 w", "enter o", "enter o 1", "enter d",
    "enter d 1", "enter a", "enter W", "enter i", "f8", "f8 w", "enter f8", "enter f8 w", "f1", "ctrl+p", "space d",
    "* o 1", "enter u", "enter u 1", "t", "enter T", "enter m", "enter 5", "enter 5 w", "enter 5 end v", "enter l",
    "f2", "f2 enter", "f2 end enter", "f2 P 1",
)  # fmt: skip


def hostile_case(case_id: str, text: str) -> Record:
    """A case that says the same in every field that takes a text."""
    case = case_record(case_id, outstanding="3700.00")
    case["receiving_parent"] |= {
        "surname": text, "forenames": text, "title": text, "addresses": [{"lines": [text], "postcode": text}],
        "representative": {"name": text, "addresses": []},
    }  # fmt: skip
    case["children"] = [{"name": text, "date_of_birth": "2010-01-01"}]
    case["work_items"] = [{"id": f"W {text}"[:60], "kind": text, "opened_on": "2016-01-01"}]
    case["inhibits"] = [{"kind": "manual", "set_on": "2016-01-01", "set_by": text, "reason": text}]
    case["adjustments"] = [{"adjustment_id": f"A {text}"[:60], "date": "2015-06-01", "amount": "20.00", "reason": text}]
    return case


def hostile_record(number: int, text: str) -> Record:
    """A casegroup that says the same everywhere."""
    record = casegroup_record(f"H{number:02}", cases=[hostile_case(f"C{number + 1}", text)])
    record["paying_parent"] |= {"surname": text, "forenames": text, "representative": {"name": text, "addresses": []}}
    record["journey"]["tranche"] = text
    record["transition_request"]["request_id"] = f"{number} {text}"[:60]
    record["receipts"] = [{
        "receipt_id": f"R {text}"[:60], "received_on": "2015-06-01", "amount": "5.00", "reference": text,
        "allocations": [],
    }]  # fmt: skip
    return record


def inert(hands: Hands) -> None:
    """Hold what is painted to letters a terminal prints: nothing in it is obeyed, and no text carries an action."""
    for strip in painted(hands.app):
        assert obeyed(strip.text) == []
        for segment in strip:
            assert segment.control is None
            assert not [letter for letter in segment.text if unicodedata.bidirectional(letter) in {"RLO", "LRO", "RLE"}]
            meta = segment.style.meta if segment.style is not None else {}
            assert "@click" not in meta
            assert segment.style is None or segment.style.link is None


async def every_place(hands: Hands) -> None:
    """Go everywhere with the casegroup under the cursor, and look at each place."""
    for place in PLACES:
        await hands.types(place)
        inert(hands)
        await hands.home()
        assert hands.app.is_running


@pytest.mark.parametrize(
    ("text", "size"),
    [(NOTHING_BUT_HOSTILE, WIDE), (LONG, SMALL)],
    ids=["hostile-120x40", "long-80x24"],
)
async def test_every_place_shows_it_inert(tmp_path: Path, text: str, size: tuple[int, int]) -> None:
    async with at_work(live_desk(tmp_path, hostile_record(0, text)), size) as hands:
        inert(hands)
        await hands.types("enter o 1")
        inert(hands)
        await hands.types("y d 1")
        inert(hands)
        await hands.types("y t")
        hands.app.post_message(events.Paste(text))
        await hands.types("enter 1")
        inert(hands)
        await hands.types("y")
        assert hands.kinds() == [
            "deferral_checked",
            "balance_validated",
            "deferral_checked",
            "closure_deferred",
            "note_added",
        ]
        await hands.home()
        await every_place(hands)


async def test_each_name_is_shown_whole_where_there_is_room(tmp_path: Path) -> None:
    records = [hostile_record(number, text) for number, text in enumerate(HOSTILE)]
    async with at_work(live_desk(tmp_path, *records), (300, 60)) as hands:
        for number, text in enumerate(HOSTILE):
            surname = printable(text.upper())
            line = next(line for line in hands.lines() if f"H{number:02}" in line)
            assert surname[:40] in line
            await hands.types(f": H {number // 10} {number % 10} enter 1")
            assert surname in hands.lines()[1]
            await hands.types("end w")
            assert printable(text) in hands.text()
            inert(hands)
            await hands.types("f3")


async def test_a_name_too_long_is_cut_where_one_can_see_it_and_told_whole_in_the_why_pane(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path, hostile_record(0, LONG))) as hands:
        assert "…" in next(line for line in hands.lines() if "H00" in line)
        await hands.types("enter")
        assert hands.lines()[1].endswith("…")
        await hands.types("1 w")
        shown = "".join(hands.text().split())
        assert shown.count(LONG[:78]) >= 3


async def test_a_hostile_store_name_is_shown_inert(tmp_path: Path) -> None:
    path = live_store(tmp_path)
    hostile = path.rename(tmp_path / "[red]x[ \x1b[31m\u202e.db")
    async with at_work(sit_down(hostile)) as hands:
        assert "[red]x[ ␛[31m" in hands.lines()[0]
        inert(hands)


async def test_hostile_text_that_is_typed_is_shown_and_refused_inert(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path, hostile_record(0, "Smith"))) as hands:
        for place in ("/", ":", "enter i 2", "enter W 1", "enter a 4", "enter T"):
            await hands.types(place)
            hands.app.post_message(events.Paste(NOTHING_BUT_HOSTILE))
            await hands.types("end")
            inert(hands)
            await hands.types("f2" if place.endswith("T") else "enter")
            inert(hands)
            if hands.screen.question.is_open:
                await hands.types("1")
                inert(hands)
            await hands.home()
        assert hands.app.is_running


async def test_hostile_work_is_shown_inert_in_journal_and_facts(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path, hostile_record(0, "Smith"))) as hands:
        for place in ("enter i 2", "enter W 1", "enter T"):
            await hands.types(place)
            hands.app.post_message(events.Paste(NOTHING_BUT_HOSTILE))
            await hands.types("f2" if place.endswith("T") else "enter")
            await hands.types("1 y")
            await hands.home()
        assert len(hands.kinds()) == 3
        for place in (
            "f8",
            "f8 w",
            "f8 down w",
            "f8 down down w",
            "enter 1 end",
            "enter 1 end w",
            "enter u",
            "enter 4 w",
        ):
            await hands.types(place)
            inert(hands)
            await hands.home()


def test_what_would_be_obeyed_or_clicked_is_noticed() -> None:
    """Shows that the check can fail."""
    assert obeyed("\x1b[31m") == ["\x1b"]
    assert obeyed("\u202e") == ["\u202e"]
    assert obeyed("\x9b") == ["\x9b"]
