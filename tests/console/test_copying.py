"""Copying: what of a line goes to the clipboard, as text that nothing obeys, and what is said of whether it arrived."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import pytest

from console.tui.copying import Copied, sent, why_not
from tests.console.work import CLEAN, at_work, live_desk, named, sit_down, training_desk
from tests.made_up import casegroup_record
from tests.restricted import RESTRICTED, made_store, planted_amounts, told_in

if TYPE_CHECKING:
    from pathlib import Path

    from tests.console.work import Hands

HOSTILE = "Smith\x1b]52;c;QUJD\x07 [/] \u202etxt.exe"
NOT_PRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(autouse=True)
def _a_plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("TMUX", "TERM_PROGRAM"):
        monkeypatch.delenv(name, raising=False)


def clipboard(hands: Hands) -> str:
    """Give what the terminal was last sent for its clipboard."""
    return hands.app.clipboard


async def test_on_the_worklist_it_is_the_casegroup_number_and_the_message_says_so(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        told = await hands.types("c")
        assert clipboard(hands) == CLEAN
        assert f"Copied the casegroup number: {CLEAN}. The terminal does not confirm it." in told


async def test_the_whole_line_is_copied_in_full_however_little_of_it_fits(tmp_path: Path) -> None:
    surname = "Featherstonehaugh-Cholmondeley-Marjoribanks"
    async with at_work(live_desk(tmp_path, casegroup_record("CG1", paying_parent=named(surname)))) as hands:
        assert surname.upper() not in hands.text()
        await hands.types("Y")
        assert clipboard(hands) == f"CG1  {surname.upper()} Sam  CS2 1  1 Mar 2016  To check"


async def test_of_a_name_and_a_value_the_value_is_copied(tmp_path: Path) -> None:
    async with at_work(training_desk(tmp_path)) as hands:
        told = await hands.types("enter 1 c")
        cells = hands.line_under_cursor().split("  ")
        assert clipboard(hands) in hands.line_under_cursor()
        assert clipboard(hands) != cells[0]
        assert "Copied the value: " in told


async def test_a_sentence_over_several_lines_is_copied_whole_from_any_of_them(tmp_path: Path) -> None:
    async with at_work(training_desk(tmp_path)) as hands:
        await hands.types("f9 2 c")
        assert "The documents say nine deferral rules and print eight bullets. Which are the nine?" in clipboard(hands)
        from_the_first = clipboard(hands)
        await hands.types("down c")
        assert clipboard(hands) == from_the_first


async def test_where_c_means_something_else_the_other_key_copies_the_line(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        assert "There is no line to copy." in await hands.types("f7 Y")


async def test_a_hostile_name_reaches_the_clipboard_as_text_that_nothing_obeys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_work(live_desk(tmp_path, casegroup_record("CG1", paying_parent=named(HOSTILE)))) as hands:
        written: list[str] = []
        driver = hands.app._driver
        assert driver is not None
        monkeypatch.setattr(driver, "write", written.append)
        told = await hands.types("Y")
        assert "SMITH" in clipboard(hands)
        assert not NOT_PRINTABLE.search(clipboard(hands))
        assert "QUJD" in told or "Copied the line: CG1" in told
        (sequence,) = (text for text in written if text.startswith("\x1b]52;"))
        payload = sequence.removeprefix("\x1b]52;c;").removesuffix("\a")
        assert base64.b64decode(payload, validate=True).decode() == clipboard(hands)


@pytest.mark.parametrize("key", ["c", "Y"])
async def test_of_a_restricted_record_nothing_but_what_is_shown_is_copied(tmp_path: Path, key: str) -> None:
    path = made_store(tmp_path)
    planted = planted_amounts(path)
    async with at_work(sit_down(path)) as hands:
        assert hands.screen.query_one("#worklist").move_to_key(RESTRICTED)  # type: ignore[attr-defined]
        await hands.types(key)
        assert clipboard(hands).startswith(RESTRICTED)
        assert told_in(clipboard(hands), planted) == []


@pytest.mark.parametrize(
    ("environment", "in_browser", "said"),
    [
        ({"TERM": "linux"}, False, "this terminal has no clipboard"),
        ({"TERM": "dumb"}, False, "this terminal has no clipboard"),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False, "mark the text with the mouse"),
        ({"TERM_PROGRAM": "Apple_Terminal", "TMUX": "x"}, False, None),
        ({"TERM": "linux"}, True, None),
        ({"TERM": "xterm"}, False, None),
    ],
)
def test_where_no_copy_can_arrive_that_is_said_instead(
    environment: dict[str, str], in_browser: bool, said: str | None
) -> None:
    found = why_not(environment, in_browser=in_browser)
    assert (found is None) == (said is None)
    assert (said or "") in (found or "")


async def test_where_no_copy_can_arrive_nothing_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "linux")
    async with at_work(live_desk(tmp_path)) as hands:
        assert "Nothing was copied: this terminal has no clipboard." in await hands.types("c")
        assert clipboard(hands) == ""


@pytest.mark.parametrize(
    ("environment", "in_browser", "said"),
    [({}, False, "does not confirm"), ({"TMUX": "x"}, False, "set-clipboard"), ({}, True, "The browser may ask")],
)
def test_what_nobody_can_know_is_said_and_the_message_fits_80_columns(
    environment: dict[str, str], in_browser: bool, said: str
) -> None:
    told = sent(Copied("CG000412", "the casegroup number"), environment, in_browser=in_browser)
    assert said in told
    assert len(sent(Copied("x" * 500, "the line"), environment, in_browser=in_browser)) <= 90
